package report

import (
	"fmt"
	"html/template"
	"strings"

	"entente/internal/model"
)

// draw draws the chart with its legend.
func (ch *chart) draw(id, title string) (template.HTML, *canvas) {
	var v canvas
	ch.height = ch.bottom + 14
	for _, col := range ch.cols {
		if col.width == 0 {
			continue
		}
		v.rect(col.nation.band, col.left+3, 0, col.width-6, ch.bottom+6, 6, "")
		v.text(col.nation.word, col.left+col.width/2, 18, 12, middle, true, col.title)
	}
	for i := range ch.nets {
		for _, holds := range []bool{false, true} {
			for _, net := range ch.nets[i] {
				if net.holds == holds {
					ch.drawNet(&v, i, net)
				}
			}
		}
	}
	for _, layer := range ch.layers {
		for _, n := range layer {
			ch.drawNode(&v, n)
		}
	}
	ch.legend(&v)
	return v.svg(id, title, ch.describe(), ch.width, ch.height), &v
}

// drawNet draws the lines from one box to those below it.
func (ch *chart) drawNet(v *canvas, gap int, net *wireNet) {
	paint, width := wire, ` stroke-width="1.3"`
	if net.holds {
		paint, width = net.nation.line, ` stroke-width="2"`
	}
	top := 0.0 // foot of the layer
	for _, n := range ch.layers[gap] {
		if n.y+n.h > top {
			top = n.y + n.h
		}
	}
	x := net.start()
	y := top + gapTall + float64(net.track)*trackTall
	foot := net.from.y + net.from.h
	for _, t := range net.to {
		to := t.node.y
		if t.node.kind == stackNode {
			to = t.node.y + t.node.h - t.node.tall[len(t.node.tall)-1]/2
		}
		d := "M" + num(x) + " " + num(foot) + "V" + num(y) + "H" + num(t.x) + "V" + num(to)
		v.path(paint, d, width+` stroke-linejoin="round"`)
		if t.node.kind == stackNode {
			at := t.node.y
			for _, tall := range t.node.tall {
				v.line(paint, t.x, at+tall/2, t.node.x-t.node.w/2+14, at+tall/2, width)
				at += tall + 4
			}
		}
		if t.node.kind == bendNode {
			v.line(paint, t.x, to, t.x, to+t.node.h, width)
		}
	}
	if net.holds && net.from.kind != bendNode {
		v.dot(net.nation.solid, x, foot, 3.5)
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
		v.path(p, fmt.Sprintf("M%s %sh%sl8 8v%sl-8 8h-%sl-8 -8v-%sz", num(x+8), num(y), num(w-16), num(h-16), num(w-16), num(h-16)), extra)
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

func (ch *chart) drawNode(v *canvas, n *node) {
	left := n.x - n.w/2
	switch n.kind {
	case bendNode:
		return
	case councilNode:
		v.rect(council, left, n.y, n.w, n.h, 3, ` stroke-width="1.2"`)
		v.rect(council, left+3, n.y+3, n.w-6, n.h-6, 2, ` stroke-width="0.8" fill-opacity="0"`)
		words(v, n.boxes[0], n.x, n.y)
	case postNode, stackNode:
		y, w := n.y, n.w
		if n.kind == stackNode {
			left, w = left+14, w-14
		}
		for i, p := range n.posts {
			post := &ch.a.Posts[p]
			colours := nationOf(ch.a, int(post.Of))
			extra := ` stroke-width="1.2"`
			if post.National {
				extra = ` stroke-width="2.6"`
			}
			outline(v, colours.box, formOf(ch.a, post.Of), left, y, w, n.tall[i], extra)
			words(v, n.boxes[i], left+w/2, y)
			y += n.tall[i] + 4
		}
	case forceNode:
		v.rect(panel, left, n.y+portTall-2, n.w, n.h-portTall+2, 3, "")
		v.rect(wire, left, n.y+portTall-2, n.w, n.h-portTall+2, 3, ` stroke-width="1"`)
		for i := range n.ports {
			p := &n.ports[i]
			x := n.x + p.dx
			box, word := vacant, alarm
			if p.net != nil {
				box, word = p.nation.box, p.nation.word
			}
			v.rect(box, x-p.w/2, n.y, p.w, portTall, 2, ` stroke-width="1"`)
			v.text(word, x, n.y+portTall-4.5, nameSize, middle, true, p.label)
		}
		words(v, n.boxes[0], n.x, n.y+portTall)
	}
}

// words writes the lines of a box, centred.
func words(v *canvas, box []boxLine, x, y float64) {
	y += 3
	for _, l := range box {
		y += lineTall
		v.text(l.paint, x, y, l.size, middle, l.bold, l.text)
	}
}

// legend says below the chart what its signs mean.
func (ch *chart) legend(v *canvas) {
	x, y := 8.0, ch.bottom+26
	item := func(sign func(x, y float64), text string) {
		w := 34 + textWidth(text, nameSize, false) + 18
		if x > 8 && x+w > ch.width {
			x, y = 8, y+17
		}
		sign(x, y)
		lines := wrapText(text, nameSize, ch.width-x-44, false, 4)
		for i, l := range lines {
			if i > 0 {
				y += 13
			}
			v.text(muted, x+32, y+3.5, nameSize, start, false, l)
		}
		x += w
	}
	for i := range ch.a.Parties {
		p := &ch.a.Parties[i]
		if !ch.shows(model.PartyIndex(i)) {
			continue
		}
		col := nationOf(ch.a, i)
		item(func(x, y float64) { outline(v, col.box, formOf(ch.a, model.PartyIndex(i)), x, y-7, 26, 14, "") }, "post of "+nameOf(p.Name, p.ID))
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
	for _, h := range ch.hats {
		person := &ch.a.Persons[h.person]
		var posts []string
		for _, p := range person.Posts {
			posts = append(posts, ch.a.Posts[p].ID)
		}
		item(func(x, y float64) { v.text(ink, x+13, y+4, 11, middle, true, h.label) }, "one person, "+person.ID+": "+strings.Join(posts, ", "))
	}
	ch.height = y + 14
}

// shows reports whether a post of the party is in the chart.
func (ch *chart) shows(party model.PartyIndex) bool {
	for _, layer := range ch.layers {
		for _, n := range layer {
			for _, p := range n.posts {
				if ch.a.Posts[p].Of == party {
					return true
				}
			}
		}
	}
	return false
}

func (ch *chart) conditional() bool {
	for i := range ch.a.Authorities {
		if ch.a.Authorities[i].While != nil {
			return true
		}
	}
	return false
}

// describe tells the chart in words: who stands under whom, who holds what.
func (ch *chart) describe() string {
	a := ch.a
	posts, _ := kept(a, ch.cond)
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
		if h := holderOf(auth, ch.cond); h != model.None {
			fmt.Fprintf(&b, "%s holds %s over %s. ", a.Posts[h].ID, kindText(auth), a.Forces[auth.Over].ID)
		} else {
			fmt.Fprintf(&b, "Nobody holds %s over %s. ", kindText(auth), a.Forces[auth.Over].ID)
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
