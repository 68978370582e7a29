package chart

import (
	"math"
	"slices"

	"entente/internal/model"
	"entente/internal/timing"
)

// draw writes down where a layout has put everything.
func (c *Chart) draw(l *Layout) {
	a := l.A
	c.Bands, c.Posts, c.Councils, c.Forces = []ChartBand{}, []PostBox{}, []CouncilBox{}, []ForceBox{}
	c.Authorities, c.Under, c.Links, c.LeftOut = []ChartAuthority{}, []Chain{}, []ChartLink{}, []LeftOut{}
	for _, col := range l.Cols {
		if col.Width == 0 {
			continue
		}
		b := ChartBand{Rect: Rect{col.Left + 3, 0, col.Width - 6, l.Bottom + 6}, Nation: col.Nation}
		if col.Party >= 0 {
			b.Party = a.Parties[col.Party].ID
		}
		c.Bands = append(c.Bands, b)
	}
	posts, councils := make([]PostBox, len(a.Posts)), make([]CouncilBox, len(a.Councils))
	ways := make([][]Way, len(a.Authorities))
	for _, layer := range l.Layers {
		for _, n := range layer {
			switch n.Kind {
			case PostNode, StackNode:
				y, left, w := n.Y, n.X-n.W/2, n.W
				if n.Kind == StackNode {
					left, w = left+StackRail, w-StackRail
				}
				for i, p := range n.Posts {
					posts[p] = postBox(l, p, Rect{left, y, w, n.Tall[i]}, n.Boxes[i])
					y += n.Tall[i] + StackGap
				}
				c.chains(l, n, Ref{"post", a.Posts[n.Posts[0]].ID})
				l.ways(n, true, func(t *Target, points []float64) {
					for _, auth := range t.Node.Ports[t.Port].Auths {
						ways[auth] = append(ways[auth], Way{a.Posts[n.Posts[0]].ID, points})
					}
				})
			case CouncilNode:
				m := &a.Councils[n.Council]
				box := CouncilBox{ChartElement: element(&m.Meta, "councils/"), Rect: Rect{n.X - n.W/2, n.Y, n.W, n.H}, Words: lettering(n.Boxes[0]), Under: superiorRefs(a, m.Under), Seats: []string{}}
				for _, s := range m.Seats {
					box.Seats = append(box.Seats, a.Posts[s.Post].ID)
				}
				councils[n.Council] = box
				c.chains(l, n, Ref{"council", m.ID})
			case ForceNode:
				c.Forces = append(c.Forces, forceBox(l, n))
			}
		}
	}
	shownPosts, shownCouncils := l.Shown()
	place := map[Ref]Rect{}
	for i := range a.Posts {
		if shownPosts[i] {
			c.Posts = append(c.Posts, posts[i])
			place[Ref{"post", a.Posts[i].ID}] = posts[i].Rect
		} else {
			c.LeftOut = append(c.LeftOut, LeftOut{"post", element(&a.Posts[i].Meta, "posts/")})
		}
	}
	for i := range a.Councils {
		if shownCouncils[i] {
			c.Councils = append(c.Councils, councils[i])
			place[Ref{"council", a.Councils[i].ID}] = councils[i].Rect
		} else {
			c.LeftOut = append(c.LeftOut, LeftOut{"council", element(&a.Councils[i].Meta, "councils/")})
		}
	}
	for i := range a.Authorities {
		c.Authorities = append(c.Authorities, authority(a, i, ways[i]))
	}
	for i := range a.Links {
		c.Links = append(c.Links, link(a, i, place))
	}
}

func postBox(l *Layout, p model.PostIndex, at Rect, box Box) PostBox {
	a, m := l.A, &l.A.Posts[p]
	out := PostBox{
		ChartElement: element(&m.Meta, "posts/"), Rect: at, Words: lettering(box), Of: a.Parties[m.Of].ID,
		Nation: NationOf(a, int(m.Of)), Form: FormOf(a, m.Of), National: m.National, Class: m.Class.String(), Under: superiorRefs(a, m.Under), Deputies: []string{},
	}
	for _, h := range l.Hats {
		if h.Person == m.Person {
			out.Person, out.Hat = a.Persons[h.Person].ID, h.Label
		}
	}
	for _, d := range m.Deputies {
		out.Deputies = append(out.Deputies, a.Posts[d.Post].ID)
	}
	return out
}

func lettering(box Box) Lettering {
	lines := func(in []Line) []BoxLine {
		out := []BoxLine{}
		for _, l := range in {
			out = append(out, BoxLine{l.Text, l.Size, l.Bold, []string{"", "muted", "nation"}[l.Tone]})
		}
		return out
	}
	return Lettering{lines(box[0]), lines(box[1])}
}

func superiorRefs(a *model.Arrangement, list []model.Superior) []Ref {
	out := []Ref{}
	for _, u := range list {
		if u.Post != model.None {
			out = append(out, Ref{"post", a.Posts[u.Post].ID})
		} else {
			out = append(out, Ref{"council", a.Councils[u.Council].ID})
		}
	}
	return out
}

func forceBox(l *Layout, n *Node) ForceBox {
	a := l.A
	first := &a.Forces[n.Forces[0]]
	out := ForceBox{Rect: Rect{n.X - n.W/2, n.Y + PortTall - 2, n.W, n.H - PortTall + 2}, Words: lettering(n.Boxes[0]), Forces: []ChartElement{}, Of: []string{}, Nation: NoNation, Matter: first.Matter, Ports: []PortBox{}}
	for _, i := range n.Forces {
		section := "forces/"
		if first.Matter {
			section = "matters/"
		}
		out.Forces = append(out.Forces, element(&a.Forces[i].Meta, section))
	}
	for _, p := range first.Of {
		out.Of = append(out.Of, a.Parties[p].ID)
	}
	if len(first.Of) == 1 {
		out.Nation = NationOf(a, int(first.Of[0]))
	}
	if !first.Matter {
		out.Symbol = symbolOf(a, first)
	}
	for i := range n.Ports {
		p := &n.Ports[i]
		box := PortBox{Rect: Rect{n.X + p.DX - p.W/2, n.Y, p.W, PortTall}, Kind: KindText(&a.Authorities[p.Auths[0]]), While: a.Authorities[p.Auths[0]].While != nil, Authorities: []string{}}
		for _, auth := range p.Auths {
			box.Authorities = append(box.Authorities, a.Authorities[auth].ID)
		}
		out.Ports = append(out.Ports, box)
	}
	return out
}

// symbolOf is the APP-6 code of a force: a land unit of a friend where an ally's force
// is among those of its parties, else of unknown identity. The text says no more of it.
func symbolOf(a *model.Arrangement, f *model.Force) string {
	identity := "1"
	if slices.ContainsFunc(f.Of, func(p model.PartyIndex) bool { return a.Parties[p].Ally }) {
		identity = "3"
	}
	return "100" + identity + "1000000000000000"
}

func authority(a *model.Arrangement, i int, ways []Way) ChartAuthority {
	m := &a.Authorities[i]
	over := &a.Forces[m.Over]
	out := ChartAuthority{ChartElement: element(&m.Meta, "authority/"), Kind: KindText(m), Over: over.ID, OverName: over.Name, Matter: over.Matter, Exclusive: m.Exclusive, Rows: []string{}, Ways: ways}
	if m.Scale != model.None {
		out.Scale = a.Scales[m.Scale].ID
	}
	if m.From != model.None {
		out.From = a.Posts[m.From].ID
	}
	for _, p := range m.HeldBy {
		id := ""
		if p != model.None {
			id = a.Posts[p].ID
		}
		out.Rows = append(out.Rows, id)
	}
	if out.Ways == nil {
		out.Ways = []Way{}
	}
	return out
}

// chains writes the lines to all who stand under a box.
func (c *Chart) chains(l *Layout, n *Node, from Ref) {
	l.ways(n, false, func(t *Target, points []float64) {
		switch t.Node.Kind {
		case CouncilNode:
			c.Under = append(c.Under, Chain{from, Ref{"council", l.A.Councils[t.Node.Council].ID}, points})
		case PostNode:
			c.Under = append(c.Under, Chain{from, Ref{"post", l.A.Posts[t.Node.Posts[0]].ID}, points})
		case StackNode:
			at := t.Node.Y
			for i, p := range t.Node.Posts {
				to := slices.Clone(points[:len(points)-1])
				to = append(to, at+t.Node.Tall[i]/2, t.Node.X-t.Node.W/2+StackRail, at+t.Node.Tall[i]/2)
				c.Under = append(c.Under, Chain{from, Ref{"post", l.A.Posts[p].ID}, to})
				at += t.Node.Tall[i] + StackGap
			}
		}
	})
}

// ways follows the nets from the foot of a box to all that they reach, and gives the
// corners of each way.
func (ch *Layout) ways(from *Node, holds bool, f func(t *Target, points []float64)) {
	var walk func(net *Net, gap int, head []float64)
	walk = func(net *Net, gap int, head []float64) {
		for k := range net.To {
			t := &net.To[k]
			w := ch.Wire(gap, net, t)
			points := append(slices.Clone(head), w.X, w.Foot, w.X, w.Y, t.X, w.Y, t.X, w.To)
			if t.Node.Kind != BendNode {
				f(t, corners(points))
				continue
			}
			for _, next := range t.Node.Down {
				walk(next, gap+1, points)
			}
		}
	}
	for _, net := range from.Down {
		if net.Holds == holds {
			walk(net, from.Layer, nil)
		}
	}
}

// corners leaves out the points at which a way does not turn.
func corners(p []float64) []float64 {
	out := slices.Clone(p[:2])
	for i := 2; i < len(p); i += 2 {
		x, y := p[i], p[i+1]
		n := len(out)
		if same(out[n-2], x) && same(out[n-1], y) {
			continue
		}
		if n >= 4 && (same(out[n-4], out[n-2]) && same(out[n-2], x) || same(out[n-3], out[n-1]) && same(out[n-1], y)) {
			out[n-2], out[n-1] = x, y
			continue
		}
		out = append(out, x, y)
	}
	return out
}

func same(x, y float64) bool { return math.Abs(x-y) < 0.05 }

// link is a line between two boxes, drawn as a curve that leaves them at their sides
// or, where one stands above the other, bulges beside them. It has no curve where an
// end is left out.
func link(a *model.Arrangement, i int, place map[Ref]Rect) ChartLink {
	m := &a.Links[i]
	out := ChartLink{ChartElement: element(&m.Meta, "links/"), Curve: []float64{}}
	for k, e := range m.Ends {
		if e.Post != model.None {
			out.Ends[k] = Ref{"post", a.Posts[e.Post].ID}
		} else {
			out.Ends[k] = Ref{"council", a.Councils[e.Council].ID}
		}
	}
	if m.Restore != nil {
		out.Restore = spanOf(timing.QuantitySpan(m.Restore, "links/"+m.ID+"/restore"))
	}
	left, here := place[out.Ends[0]]
	right, there := place[out.Ends[1]]
	if !here || !there {
		return out
	}
	if left.X > right.X {
		left, right = right, left
	}
	y1, y2 := left.Y+left.H/2, right.Y+right.H/2
	x1, x2 := left.X+left.W, right.X
	reach := max(24, math.Abs(x2-x1)/2)
	if x1 < x2 {
		out.Curve = []float64{x1, y1, x1 + reach, y1, x2 - reach, y2, x2, y2}
	} else {
		x1, x2 = left.X, right.X
		out.Curve = []float64{x1, y1, min(x1, x2) - 34, y1, min(x1, x2) - 34, y2, x2, y2}
	}
	return out
}
