package report

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/model"
)

// The command chart: posts and councils in layers by `under`, a band of columns
// for each nation with what the allies share between them, and below them the
// forces, joined to whoever holds an authority over them.

// condition is one value of each scale that holders depend on; the other scales
// are at their lowest.
type condition struct {
	values []model.ValueIndex // by scale
	label  string
}

// conditionMax bounds the charts of one design; beyond it each scale is varied
// alone.
const conditionMax = 8

// conditionsOf lists the conditions in which holders may differ.
func conditionsOf(a *model.Arrangement) []condition {
	var scales []int
	combos := 1
	for i := range a.Scales {
		for k := range a.Authorities {
			if a.Authorities[k].Scale == model.ScaleIndex(i) {
				scales = append(scales, i)
				combos *= len(a.Scales[i].Values)
				break
			}
		}
	}
	if len(scales) == 0 {
		return []condition{{make([]model.ValueIndex, len(a.Scales)), "every condition"}}
	}
	var out []condition
	if combos > conditionMax {
		for _, s := range scales {
			for v := range a.Scales[s].Values {
				c := condition{make([]model.ValueIndex, len(a.Scales)), a.Scales[s].Values[v].ID}
				c.values[s] = model.ValueIndex(v)
				out = append(out, c)
			}
		}
		return out
	}
	out = []condition{{make([]model.ValueIndex, len(a.Scales)), ""}}
	for _, s := range scales {
		var next []condition
		for _, head := range out {
			for v := range a.Scales[s].Values {
				c := condition{slices.Clone(head.values), head.label}
				c.values[s] = model.ValueIndex(v)
				if c.label != "" {
					c.label += ", "
				}
				c.label += a.Scales[s].Values[v].ID
				next = append(next, c)
			}
		}
		out = next
	}
	return out
}

// holderOf is the post that the row of an authority names, None for nobody.
func holderOf(auth *model.Authority, c condition) model.PostIndex {
	v := 0
	if auth.Scale != model.None {
		v = int(c.values[auth.Scale])
	}
	if v >= len(auth.HeldBy) {
		return model.None
	}
	return auth.HeldBy[v]
}

// holdersKey tells conditions apart in which somebody else holds something.
func holdersKey(a *model.Arrangement, c condition) string {
	var b strings.Builder
	for i := range a.Authorities {
		fmt.Fprintf(&b, "%d ", holderOf(&a.Authorities[i], c))
	}
	return b.String()
}

// grouped joins conditions in which everything is held by the same posts.
func grouped(a *model.Arrangement, list []condition) []condition {
	var out []condition
	at := map[string]int{}
	for _, c := range list {
		key := holdersKey(a, c)
		if i, known := at[key]; known {
			out[i].label += " and " + c.label
			continue
		}
		at[key] = len(out)
		out = append(out, c)
	}
	return out
}

// keepAll is how many posts a chart shows without leaving any out.
const keepAll = 24

// kept chooses the posts and the councils of a chart: all of a small
// arrangement; of a large one the posts that hold, decide, are asked for consent,
// sit, or stand above such a one, and the councils that stand in a chain.
func kept(a *model.Arrangement, c condition) (posts, councils []bool) {
	posts, councils = make([]bool, len(a.Posts)), make([]bool, len(a.Councils))
	for i := range councils {
		councils[i] = len(a.Posts) <= keepAll || len(a.Councils[i].Under) > 0 || leads(a, model.CouncilIndex(i))
	}
	if len(a.Posts) <= keepAll {
		for i := range posts {
			posts[i] = true
		}
		return posts, councils
	}
	for i := range a.Authorities {
		if h := holderOf(&a.Authorities[i], c); h != model.None {
			posts[h] = true
		}
	}
	for i := range a.Procedures {
		for _, s := range a.Procedures[i].Steps {
			if s.Doer.Kind == model.ActorPost && (s.Act == model.Decide || s.Act == model.AskConsent) {
				posts[s.Doer.Post] = true
			}
		}
	}
	for i := range a.Councils {
		for _, s := range a.Councils[i].Seats {
			posts[s.Post] = posts[s.Post] || councils[i]
		}
	}
	for again := true; again; {
		again = false
		for i := range a.Posts {
			if !posts[i] {
				continue
			}
			for _, u := range a.Posts[i].Under {
				if u.Post != model.None && !posts[u.Post] {
					posts[u.Post] = true
					again = true
				}
			}
		}
		for i := range a.Councils {
			for _, u := range a.Councils[i].Under {
				if u.Post != model.None && !posts[u.Post] {
					posts[u.Post] = true
					again = true
				}
			}
		}
	}
	return posts, councils
}

// leads reports whether somebody stands under the council.
func leads(a *model.Arrangement, c model.CouncilIndex) bool {
	under := func(list []model.Superior) bool {
		return slices.ContainsFunc(list, func(u model.Superior) bool { return u.Post == model.None && u.Council == c })
	}
	return slices.ContainsFunc(a.Posts, func(p model.Post) bool { return under(p.Under) }) ||
		slices.ContainsFunc(a.Councils, func(x model.Council) bool { return under(x.Under) })
}

// boxLine is one line of words in a box.
type boxLine struct {
	text  string
	size  float64
	bold  bool
	paint paint
}

// nodeKind says what a node of the chart is.
type nodeKind uint8

const (
	postNode nodeKind = iota
	councilNode
	stackNode // several posts below one another with the same superiors
	forceNode
	bendNode // where a line passes a layer
)

// node is a box of the chart, or a place where a line passes a layer.
type node struct {
	kind  nodeKind
	posts []model.PostIndex // one, or those of a stack
	index int               // council or force
	more  []int             // further forces in the same box
	boxes [][]boxLine       // one, or those of a stack
	tall  []float64         // of each box
	w, h  float64
	x, y  float64 // centre, top
	layer int
	col   int
	up    []*wireNet // nets that end at its top
	down  []*wireNet // nets that begin at its foot
	ports []port     // forces: where authorities arrive
	order int        // in the order of the text
}

// port is where the authority over a force arrives.
type port struct {
	label string
	net   *wireNet // nil where nobody holds it
	dx, w float64
	colour
}

type colour struct{ nation }

// wireNet joins the foot of one node to the tops of others in the next layer.
type wireNet struct {
	from   *node
	to     []target
	holds  bool // authority, else subordination
	nation nation
	dx     float64 // where it leaves the foot, from the centre
	track  int
}

type target struct {
	node *node
	port int     // of a force; -1 for none
	x    float64 // where it arrives
}

// chart is a laid out figure.
type chart struct {
	a       *model.Arrangement
	cond    condition
	layers  [][]*node
	cols    []column
	nets    [][]*wireNet // by gap: after layer i
	hats    []hat
	leftOut []string
	// councils that stand in no chain, not drawn in a large chart
	apartFrom []string
	width     float64
	height    float64
	bottom    float64
}

// hat is a person who fills several of the posts shown.
type hat struct {
	person model.PersonIndex
	label  string
}

// column is a vertical band: a nation, or what allies share.
type column struct {
	title       string
	nation      nation
	left, width float64
}

const (
	chartMin   = 640.0
	boxWide    = 128.0
	boxNarrow  = 88.0
	boxGap     = 12.0
	bendWide   = 12.0
	columnPad  = 14.0
	titleTall  = 26.0
	trackTall  = 9.0
	gapTall    = 18.0 // above and below the tracks of a gap
	portTall   = 16.0
	idSize     = 11.5
	nameSize   = 10.0
	lineTall   = 13.0
	stackMost  = 6
	forcesMost = 11 // in one row
)

// newChart lays out the arrangement in a condition.
func newChart(a *model.Arrangement, c condition) *chart {
	ch := &chart{a: a, cond: c}
	ch.findHats()
	ch.makeNodes()
	ch.join()
	ch.sort()
	ch.placeColumns()
	ch.placeAcross()
	ch.placeDown()
	return ch
}

func (ch *chart) findHats() {
	posts, _ := kept(ch.a, ch.cond)
	for i := range ch.a.Persons {
		n := 0
		for _, p := range ch.a.Persons[i].Posts {
			if posts[p] {
				n++
			}
		}
		if n > 1 {
			ch.hats = append(ch.hats, hat{model.PersonIndex(i), string(rune('A' + len(ch.hats)%26))})
		}
	}
}

// shared reports which posts stand, through their superiors, under a council:
// they belong to what the allies share.
func shared(a *model.Arrangement) []bool {
	out := make([]bool, len(a.Posts))
	for again := true; again; {
		again = false
		for i := range a.Posts {
			for _, u := range a.Posts[i].Under {
				if !out[i] && (u.Council != model.None && mixed(a, u.Council) || u.Post != model.None && out[u.Post]) {
					out[i] = true
					again = true
				}
			}
		}
	}
	return out
}

// mixed reports whether posts of two parties have seats in the council.
func mixed(a *model.Arrangement, c model.CouncilIndex) bool {
	for _, s := range a.Councils[c].Seats {
		if a.Posts[s.Post].Of != a.Posts[a.Councils[c].Seats[0].Post].Of {
			return true
		}
	}
	return false
}

// columnsOf lists the bands: the first ally, what is shared, the other allies,
// the other parties. It returns the band of each party and of what is shared.
func (ch *chart) columnsOf() (party []int, both int) {
	a := ch.a
	party = make([]int, len(a.Parties))
	both = -1
	add := func(i int) {
		party[i] = len(ch.cols)
		ch.cols = append(ch.cols, column{title: nameOf(a.Parties[i].Name, a.Parties[i].ID), nation: nationOf(a, i)})
	}
	for _, ally := range []bool{true, false} {
		for i := range a.Parties {
			if a.Parties[i].Ally != ally {
				continue
			}
			add(i)
			if both < 0 && ally {
				both = len(ch.cols)
				ch.cols = append(ch.cols, column{title: "shared", nation: nations[len(nations)-1]})
			}
		}
	}
	if both < 0 {
		both = len(ch.cols)
		ch.cols = append(ch.cols, column{title: "shared", nation: nations[len(nations)-1]})
	}
	return party, both
}

// nameOf is a name in English with the Korean one, or the id.
func nameOf(n model.Name, id string) string {
	en, ko := n["en"], n["ko"]
	switch {
	case en != "" && ko != "":
		return en + " · " + ko
	case en != "":
		return en
	case ko != "":
		return id + " · " + ko
	}
	return id
}

// ranks gives every post and council its layer: one below the lowest of its
// superiors.
func ranks(a *model.Arrangement) (posts, councils []int) {
	posts, councils = make([]int, len(a.Posts)), make([]int, len(a.Councils))
	below := func(list []model.Superior) int {
		n := 0
		for _, u := range list {
			if u.Post != model.None {
				n = max(n, posts[u.Post]+1)
			} else if u.Council != model.None {
				n = max(n, councils[u.Council]+1)
			}
		}
		return n
	}
	for range len(posts) + len(councils) {
		for i := range posts {
			posts[i] = below(a.Posts[i].Under)
		}
		for i := range councils {
			councils[i] = below(a.Councils[i].Under)
		}
	}
	return posts, councils
}

func (ch *chart) makeNodes() {
	a := ch.a
	party, both := ch.columnsOf()
	inBoth := shared(a)
	postRank, councilRank := ranks(a)
	keepPost, keepCouncil := kept(a, ch.cond)
	add := func(n *node) {
		for len(ch.layers) <= n.layer {
			ch.layers = append(ch.layers, nil)
		}
		ch.layers[n.layer] = append(ch.layers[n.layer], n)
	}
	stacks := ch.stacks(keepPost)
	order := 0
	for i := range a.Posts {
		order++
		if !keepPost[i] {
			ch.leftOut = append(ch.leftOut, a.Posts[i].ID)
			continue
		}
		members, stacked := stacks[model.PostIndex(i)]
		if stacked && members == nil {
			continue // in the stack of another
		}
		n := &node{kind: postNode, posts: []model.PostIndex{model.PostIndex(i)}, layer: postRank[i], col: party[a.Posts[i].Of], order: order}
		if stacked {
			n.kind, n.posts = stackNode, members
		}
		if inBoth[i] {
			n.col = both
		}
		for _, p := range n.posts {
			n.boxes = append(n.boxes, ch.postLines(p))
		}
		add(n)
	}
	for i := range a.Councils {
		order++
		if !keepCouncil[i] {
			ch.apartFrom = append(ch.apartFrom, a.Councils[i].ID)
		}
		if keepCouncil[i] {
			n := &node{kind: councilNode, index: i, layer: councilRank[i], col: both, order: order, boxes: [][]boxLine{ch.councilLines(i)}}
			if !mixed(a, model.CouncilIndex(i)) && len(a.Councils[i].Seats) > 0 {
				n.col = party[a.Posts[a.Councils[i].Seats[0].Post].Of]
			}
			add(n)
		}
	}
	ch.addForces(party, both, order, add)
	for _, layer := range ch.layers {
		for _, n := range layer {
			n.measure()
		}
	}
}

// stacks finds posts that nobody is under, that hold nothing, and that share
// their superiors with others like them. The first of a stack maps to its
// members, the others to nil.
func (ch *chart) stacks(keep []bool) map[model.PostIndex][]model.PostIndex {
	a := ch.a
	busy := make([]bool, len(a.Posts))
	for i := range a.Posts {
		for _, u := range a.Posts[i].Under {
			if u.Post != model.None && keep[i] {
				busy[u.Post] = true
			}
		}
	}
	for i := range a.Councils {
		for _, u := range a.Councils[i].Under {
			if u.Post != model.None {
				busy[u.Post] = true
			}
		}
	}
	for i := range a.Authorities {
		if h := holderOf(&a.Authorities[i], ch.cond); h != model.None {
			busy[h] = true
		}
	}
	groups := map[string][]model.PostIndex{}
	var keys []string
	for i := range a.Posts {
		if busy[i] || !keep[i] || len(a.Posts[i].Under) == 0 {
			continue
		}
		key := fmt.Sprint(a.Posts[i].Of)
		for _, u := range a.Posts[i].Under {
			key += fmt.Sprintf(" %d/%d", u.Post, u.Council)
		}
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], model.PostIndex(i))
	}
	out := map[model.PostIndex][]model.PostIndex{}
	for _, key := range keys {
		list := groups[key]
		if len(list) < 2 {
			continue
		}
		rows := (len(list) + stackMost - 1) / stackMost
		each := (len(list) + rows - 1) / rows
		for len(list) > 1 {
			n := min(each, len(list))
			if n < 2 {
				break
			}
			out[list[0]] = list[:n]
			for _, p := range list[1:n] {
				out[p] = nil
			}
			list = list[n:]
		}
	}
	return out
}

func (ch *chart) postLines(p model.PostIndex) []boxLine {
	post := &ch.a.Posts[p]
	colours := nationOf(ch.a, int(post.Of))
	var out []boxLine
	for _, l := range wrapText(post.ID, idSize, boxWide-16, true, 2) {
		out = append(out, boxLine{l, idSize, true, ink})
	}
	if en := post.Name["en"]; en != "" {
		for _, l := range wrapText(en, nameSize, boxWide-14, false, 3) {
			out = append(out, boxLine{l, nameSize, false, ink})
		}
	}
	if ko := post.Name["ko"]; ko != "" {
		for _, l := range wrapText(ko, nameSize, boxWide-14, false, 2) {
			out = append(out, boxLine{l, nameSize, false, ink})
		}
	}
	for _, h := range ch.hats {
		if post.Person == h.person {
			out = append(out, boxLine{"one person: " + h.label, nameSize, true, colours.word})
		}
	}
	if post.National {
		out = append(out, boxLine{"★ national", nameSize, true, colours.word})
	}
	return out
}

func (ch *chart) councilLines(i int) []boxLine {
	c := &ch.a.Councils[i]
	out := []boxLine{{"council", nameSize, false, muted}}
	for _, l := range wrapText(c.ID, idSize, boxWide-16, true, 2) {
		out = append(out, boxLine{l, idSize, true, ink})
	}
	for _, tag := range []string{"en", "ko"} {
		for _, l := range wrapText(c.Name[tag], nameSize, boxWide-14, false, 3) {
			out = append(out, boxLine{l, nameSize, false, ink})
		}
	}
	var seats []string
	for _, s := range c.Seats {
		seats = append(seats, ch.a.Posts[s.Post].ID)
	}
	for _, l := range wrapWords("sit: "+strings.Join(seats, ", "), nameSize, boxWide-14, false, 8) {
		out = append(out, boxLine{l, nameSize, false, muted})
	}
	return out
}

// measure gives a node its size from its words.
func (n *node) measure() {
	switch n.kind {
	case bendNode:
		n.w, n.h = bendWide, 0
		return
	}
	n.w = boxNarrow
	for _, box := range n.boxes {
		tall := 10.0
		for _, l := range box {
			n.w = max(n.w, textWidth(l.text, l.size, l.bold)+14)
			tall += lineTall
		}
		n.tall = append(n.tall, tall)
		n.h += tall
	}
	if n.kind == stackNode {
		n.h += 4 * float64(len(n.boxes)-1)
		n.w += 14 // the rail at its left
	}
	if n.kind == forceNode {
		row := 0.0
		for _, p := range n.ports {
			row += p.w + 4
		}
		n.w = max(n.w, row+10)
		n.h += portTall
	}
}

// addForces puts the forces over which somebody has an authority below the posts.
// Forces over which the same posts hold the same kinds of authority share a box.
func (ch *chart) addForces(party []int, both, order int, add func(*node)) {
	a := ch.a
	var list []*node
	at := map[string]*node{}
	for i := range a.Forces {
		f := &a.Forces[i]
		n := &node{kind: forceNode, index: i, order: order + i + 1, col: both}
		if len(f.Of) == 1 {
			n.col = party[f.Of[0]]
		}
		key := fmt.Sprint(n.col)
		for k := range a.Authorities {
			auth := &a.Authorities[k]
			if auth.Over != model.ForceIndex(i) {
				continue
			}
			p := ch.portOf(auth)
			key += fmt.Sprintf("|%s %d", p.label, holderOf(auth, ch.cond))
			n.ports = append(n.ports, p)
		}
		if len(n.ports) == 0 {
			continue
		}
		if first := at[key]; first != nil {
			first.more = append(first.more, i)
			continue
		}
		at[key] = n
		list = append(list, n)
	}
	for _, n := range list {
		n.boxes = [][]boxLine{ch.forceLines(n)}
	}
	slices.SortStableFunc(list, func(x, y *node) int { return x.col - y.col })
	base := len(ch.layers)
	rows := (len(list) + forcesMost - 1) / forcesMost
	for i, n := range list {
		n.layer = base + i%max(rows, 1)
		add(n)
	}
}

// portOf is where an authority arrives at its force.
func (ch *chart) portOf(auth *model.Authority) port {
	p := port{label: kindText(auth)}
	if auth.While != nil {
		p.label += " *"
	}
	if h := holderOf(auth, ch.cond); h != model.None {
		p.colour = colour{nationOf(ch.a, int(ch.a.Posts[h].Of))}
	} else {
		p.label += ": nobody"
	}
	p.w = textWidth(p.label, nameSize, true) + 10
	return p
}

// forceLines names a force, or each force of a shared box.
func (ch *chart) forceLines(n *node) []boxLine {
	var out []boxLine
	for _, i := range append([]int{n.index}, n.more...) {
		f := &ch.a.Forces[i]
		for _, l := range wrapText(f.ID, idSize, boxWide-14, true, 2) {
			out = append(out, boxLine{l, idSize, true, ink})
		}
		most := 2
		if len(n.more) == 0 {
			most = 3
		}
		if len(n.more) > 2 {
			continue
		}
		for _, l := range wrapText(f.Name["en"], nameSize, boxWide-14, false, most) {
			out = append(out, boxLine{l, nameSize, false, ink})
		}
		if len(n.more) > 0 {
			continue
		}
		for _, l := range wrapText(f.Name["ko"], nameSize, boxWide-14, false, 2) {
			out = append(out, boxLine{l, nameSize, false, ink})
		}
		if f.Matter {
			out = append(out, boxLine{"a matter", nameSize, false, muted})
		}
	}
	return out
}

// kindText is the kind of an authority as people write it.
func kindText(auth *model.Authority) string {
	if auth.KindName != "" {
		return auth.KindName
	}
	if s := auth.Kind.String(); s != "" {
		return s
	}
	return auth.ID
}
