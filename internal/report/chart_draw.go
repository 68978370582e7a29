package report

import (
	"fmt"
	"html/template"
	"strings"

	"entente/internal/chart"
	"entente/internal/model"
	"entente/internal/typeset"
)

// draw draws the chart with its legend.
func (ch *commandChart) draw(id, title string) (template.HTML, *canvas) {
	var v canvas
	ch.height = ch.Bottom + 14
	for _, col := range ch.Cols {
		if col.Width == 0 {
			continue
		}
		v.rect(nations[col.Nation].band, col.Left+3, 0, col.Width-6, ch.Bottom+6, 6, "")
		v.text(nations[col.Nation].word, col.Left+col.Width/2, 18, 12, middle, true, col.Title)
	}
	for i := range ch.Nets {
		for _, holds := range []bool{false, true} {
			for _, net := range ch.Nets[i] {
				if net.Holds == holds {
					ch.drawNet(&v, i, net)
				}
			}
		}
	}
	for _, layer := range ch.Layers {
		for _, n := range layer {
			ch.drawNode(&v, n)
		}
	}
	ch.legend(&v)
	return v.svg(id, title, ch.describe(), ch.Width, ch.height), &v
}

// drawNet draws the lines from one box to those below it.
func (ch *commandChart) drawNet(v *canvas, gap int, net *chart.Net) {
	paint, width := wire, ` stroke-width="1.3"`
	if net.Holds {
		paint, width = nations[net.Nation].line, ` stroke-width="2"`
	}
	for k := range net.To {
		t := &net.To[k]
		w := ch.Wire(gap, net, t)
		v.path(paint, "M"+num(w.X)+" "+num(w.Foot)+"V"+num(w.Y)+"H"+num(t.X)+"V"+num(w.To), width+` stroke-linejoin="round"`)
		switch t.Node.Kind {
		case chart.StackNode:
			at := t.Node.Y
			for _, tall := range t.Node.Tall {
				v.line(paint, t.X, at+tall/2, t.Node.X-t.Node.W/2+chart.StackRail, at+tall/2, width)
				at += tall + chart.StackGap
			}
		case chart.BendNode:
			v.line(paint, t.X, w.To, t.X, w.To+t.Node.H, width)
		}
	}
	if net.Holds && net.From.Kind != chart.BendNode {
		v.dot(nations[net.Nation].solid, net.Start(), net.From.Y+net.From.H, 3.5)
	}
}

// outline draws the shape of a party's posts: the second ally's are round, the
// third's have cut corners, others' are slanted.
func outline(v *canvas, p paint, form int, x, y, w, h float64, extra string) {
	switch form {
	case 0:
		v.rect(p, x, y, w, h, 2, extra)
	case 1:
		v.rect(p, x, y, w, h, 13, extra)
	case 2:
		k := min(8, h/2) // of a low box less is cut
		v.path(p, fmt.Sprintf("M%s %sh%sl%[4]s %[4]sv%[5]sl-%[4]s %[4]sh-%[3]sl-%[4]s -%[4]sv-%[5]sz", num(x+k), num(y), num(w-2*k), num(k), num(h-2*k)), extra)
	default:
		v.path(p, fmt.Sprintf("M%s %sh%sl-6 %sh-%sz", num(x+6), num(y), num(w-6), num(h), num(w-6)), extra)
	}
}

// formOf is the shape of a party's posts.
func formOf(a *model.Arrangement, party model.PartyIndex) int {
	if !a.Parties[party].Ally {
		return 3
	}
	n := 0
	for i := range party {
		if a.Parties[i].Ally {
			n++
		}
	}
	return min(n, 3)
}

func (ch *commandChart) drawNode(v *canvas, n *chart.Node) {
	left := n.X - n.W/2
	switch n.Kind {
	case chart.BendNode:
		return
	case chart.CouncilNode:
		v.rect(council, left, n.Y, n.W, n.H, 3, ` stroke-width="1.2"`)
		v.rect(council, left+3, n.Y+3, n.W-6, n.H-6, 2, ` stroke-width="0.8" fill-opacity="0"`)
		words(v, n.Boxes[0], ink, n.X, n.Y)
	case chart.PostNode, chart.StackNode:
		y, w := n.Y, n.W
		if n.Kind == chart.StackNode {
			left, w = left+chart.StackRail, w-chart.StackRail
		}
		for i, p := range n.Posts {
			post := &ch.A.Posts[p]
			colours := nationOf(ch.A, int(post.Of))
			extra := ` stroke-width="1.2"`
			if post.National {
				extra = ` stroke-width="2.6"`
			}
			outline(v, colours.box, formOf(ch.A, post.Of), left, y, w, n.Tall[i], extra)
			words(v, n.Boxes[i], colours.word, left+w/2, y)
			y += n.Tall[i] + chart.StackGap
		}
	case chart.ForceNode:
		v.rect(panel, left, n.Y+chart.PortTall-2, n.W, n.H-chart.PortTall+2, 3, "")
		v.rect(wire, left, n.Y+chart.PortTall-2, n.W, n.H-chart.PortTall+2, 3, ` stroke-width="1"`)
		for i := range n.Ports {
			p := &n.Ports[i]
			x := n.X + p.DX
			box, word := vacant, alarm
			if len(p.Nets) > 0 {
				box, word = nations[p.Nation].box, nations[p.Nation].word
			}
			v.rect(box, x-p.W/2, n.Y, p.W, chart.PortTall, 2, ` stroke-width="1"`)
			v.text(word, x, n.Y+chart.PortTall-4.5, chart.NameSize, middle, true, p.Label)
		}
		words(v, n.Boxes[0], ink, n.X, n.Y+chart.PortTall)
	}
}

// words writes the lines of a box, centred.
func words(v *canvas, box chart.Box, ofNation paint, x, y float64) {
	y += 3
	for _, l := range box[0] {
		y += chart.LineTall
		v.text([]paint{ink, muted, ofNation}[l.Tone], x, y, l.Size, middle, l.Bold, l.Text)
	}
}

// legend says below the chart what its signs mean.
func (ch *commandChart) legend(v *canvas) {
	x, y := 8.0, ch.Bottom+26
	item := func(sign func(x, y float64), text string) {
		w := 34 + typeset.Width(text, chart.NameSize, false) + 18
		if x > 8 && x+w > ch.Width {
			x, y = 8, y+17
		}
		sign(x, y)
		lines := typeset.Wrap(text, chart.NameSize, ch.Width-x-44, false, 4)
		for i, l := range lines {
			if i > 0 {
				y += 13
			}
			v.text(muted, x+32, y+3.5, chart.NameSize, start, false, l)
		}
		x += w
	}
	for i := range ch.A.Parties {
		p := &ch.A.Parties[i]
		if !ch.shows(model.PartyIndex(i)) {
			continue
		}
		col := nationOf(ch.A, i)
		item(func(x, y float64) { outline(v, col.box, formOf(ch.A, model.PartyIndex(i)), x, y-7, 26, 14, "") }, "post of "+chart.NameOf(p.Name, p.ID))
	}
	item(func(x, y float64) {
		v.rect(council, x, y-7, 26, 14, 2, "")
		v.rect(council, x+2.5, y-4.5, 21, 9, 1, ` stroke-width="0.8" fill-opacity="0"`)
	}, "council")
	item(func(x, y float64) { v.line(wire, x, y, x+26, y, ` stroke-width="1.3"`) }, "stands under")
	item(func(x, y float64) {
		v.line(nations[0].line, x+2, y-1, x+26, y-1, ` stroke-width="2"`)
		v.dot(nations[0].solid, x+2, y-1, 3.5)
	}, "holds an authority over a force")
	item(func(x, y float64) { v.text(ink, x+13, y+4, 11, middle, false, "★") }, "national: a chain of command may end here")
	if ch.conditional() {
		item(func(x, y float64) { v.text(ink, x+13, y+5, 12, middle, true, "*") }, "only while what the text says holds")
	}
	for _, h := range ch.Hats {
		person := &ch.A.Persons[h.Person]
		var posts []string
		for _, p := range person.Posts {
			posts = append(posts, ch.A.Posts[p].ID)
		}
		item(func(x, y float64) { v.text(ink, x+13, y+4, 11, middle, true, h.Label) }, "one person, "+person.ID+": "+strings.Join(posts, ", "))
	}
	ch.height = y + 14
}

// shows reports whether a post of the party is in the chart.
func (ch *commandChart) shows(party model.PartyIndex) bool {
	for _, layer := range ch.Layers {
		for _, n := range layer {
			for _, p := range n.Posts {
				if ch.A.Posts[p].Of == party {
					return true
				}
			}
		}
	}
	return false
}

func (ch *commandChart) conditional() bool {
	for i := range ch.A.Authorities {
		if ch.A.Authorities[i].While != nil {
			return true
		}
	}
	return false
}

// describe tells the chart in words: who stands under whom, who holds what.
func (ch *commandChart) describe() string {
	a := ch.A
	posts, _ := ch.Shown()
	var b strings.Builder
	for i := range a.Posts {
		if !posts[i] || len(a.Posts[i].Under) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s stands under %s. ", a.Posts[i].ID, superiors(a, a.Posts[i].Under))
	}
	for i := range a.Councils {
		if len(a.Councils[i].Under) > 0 {
			fmt.Fprintf(&b, "%s stands under %s. ", a.Councils[i].ID, superiors(a, a.Councils[i].Under))
		}
	}
	for i := range a.Authorities {
		auth := &a.Authorities[i]
		if h := chart.HolderOf(auth, ch.cond); h != model.None {
			fmt.Fprintf(&b, "%s holds %s over %s. ", a.Posts[h].ID, chart.KindText(auth), a.Forces[auth.Over].ID)
		} else {
			fmt.Fprintf(&b, "Nobody holds %s over %s. ", chart.KindText(auth), a.Forces[auth.Over].ID)
		}
	}
	return strings.TrimSpace(b.String())
}

// superiors names those that a post or a council stands under.
func superiors(a *model.Arrangement, list []model.Superior) string {
	var out []string
	for _, u := range list {
		if u.Post != model.None {
			out = append(out, a.Posts[u.Post].ID)
		} else if u.Council != model.None {
			out = append(out, a.Councils[u.Council].ID)
		}
	}
	return listText(out)
}

// listText joins ids: "a, b and c".
func listText(parts []string) string {
	switch n := len(parts); n {
	case 0:
		return ""
	case 1:
		return parts[0]
	default:
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
}
