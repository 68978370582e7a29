// Package chart puts an arrangement into a picture and follows it through its
// conditions: where posts, councils and forces stand, which way the lines of authority
// run, and who holds what at each instant of a move.
//
// In: a model.Arrangement; what is absent and out, where that may be asked. Out: a
// Layout, which the report draws for one condition; a Chart, which the workbench draws
// for all of them in one place; Courses, which are the events of the one transition
// relation from the lowest value of a scale to the highest and back. Guaranteed: the
// same text gives the same picture; nobody's rule is written here again: who holds,
// acts, sits or can do a step is asked of internal/machine, who decides and consents of
// internal/answer; of a real state no office is emptied and no line cut that is not
// documented (RESPONSIBLE-USE.md).
package chart

import (
	"fmt"
	"slices"

	"entente/internal/model"
	"entente/internal/typeset"
)

// The layout: posts and councils in layers by `under`, a band of columns for each
// nation with what the allies share between them, and below them the forces, joined
// to whoever holds an authority over them.

// keepAll is how many posts a chart shows without leaving any out.
const keepAll = 24

// kept chooses the posts and the councils of a chart: all of a small
// arrangement; of a large one the posts that hold, decide, are asked for consent,
// sit, or stand above such a one, and the councils that stand in a chain.
func (ch *Layout) kept() (posts, councils []bool) {
	a := ch.A
	all := ch.whole || len(a.Posts) <= keepAll
	posts, councils = make([]bool, len(a.Posts)), make([]bool, len(a.Councils))
	for i := range councils {
		councils[i] = all || len(a.Councils[i].Under) > 0 || leads(a, model.CouncilIndex(i))
	}
	if all {
		for i := range posts {
			posts[i] = true
		}
		return posts, councils
	}
	for i := range a.Authorities {
		for _, h := range ch.holders(&a.Authorities[i]) {
			posts[h] = true
			for _, d := range a.Posts[h].Deputies {
				posts[d.Post] = posts[d.Post] || ch.deputies
			}
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

// Tone is the colour of a line of words.
type Tone uint8

// The tones. OfNation is the colour of the nation whose box it is.
const (
	Ink Tone = iota
	Muted
	OfNation
)

// Line is one line of words in a box.
type Line struct {
	Text string
	Size float64
	Bold bool
	Tone Tone
}

// Box is what stands in a box, once or in several languages; it has room for each.
type Box [][]Line

// Words says what stands in the boxes: the report writes ids and all names at once,
// the workbench the names of one language at a time.
type Words interface {
	Post(*Layout, model.PostIndex) Box
	Council(*Layout, model.CouncilIndex) Box
	Forces(*Layout, []model.ForceIndex) Box
	Head(*Layout, []model.ForceIndex) float64 // room above the words of forces
}

// NodeKind says what a node of the layout is.
type NodeKind uint8

// The kinds of node.
const (
	PostNode NodeKind = iota
	CouncilNode
	StackNode // several posts below one another with the same superiors
	ForceNode
	BendNode // where a line passes a layer
)

// Node is a box, several boxes below one another, or a place where a line passes a
// layer.
type Node struct {
	Kind    NodeKind
	Posts   []model.PostIndex // one, or those of a stack
	Council model.CouncilIndex
	Forces  []model.ForceIndex // one, or several alike in one box
	Boxes   []Box              // one, or those of a stack
	Tall    []float64          // of each box
	Head    float64            // forces: room above the words
	W, H    float64
	X, Y    float64 // centre, top
	Layer   int
	Col     int
	Up      []*Net // nets that end at its top
	Down    []*Net // nets that begin at its foot
	Ports   []Port // forces: where authorities arrive
	order   int    // in the order of the text
}

// Port is where the authority over a force arrives; of forces alike, the authorities
// of one kind over each of them.
type Port struct {
	Label  string
	Auths  []model.AuthorityIndex
	Nets   []*Net // one for each holder; none where nobody holds it
	Nation int    // of the first holder
	DX, W  float64
}

// Net joins the foot of one node to the tops of others in the next layer.
type Net struct {
	From   *Node
	To     []Target
	Holds  bool // authority, else subordination
	Nation int
	DX     float64 // where it leaves the foot, from the centre
	Track  int
}

// Target is where a net arrives.
type Target struct {
	Node *Node
	Port int     // of a force; -1 for none
	X    float64 // where it arrives
}

// Layout is a chart with everything in its place.
type Layout struct {
	A       *model.Arrangement
	Layers  [][]*Node
	Cols    []Column
	Nets    [][]*Net // by gap: after layer i
	Hats    []Hat
	LeftOut []string
	// councils that stand in no chain, left out of a large chart
	ApartFrom []string
	Width     float64
	Bottom    float64

	words Words
	conds []Condition // whose holders are drawn; none: those of every row
	whole bool        // no post is left out

	deputies bool // nor is a deputy of one who holds
	gap      float64
}

// Hat is a person who fills several of the posts shown.
type Hat struct {
	Person model.PersonIndex
	Label  string
}

// Column is a vertical band: a nation, or what allies share.
type Column struct {
	Party       int // -1: what is shared
	Title       string
	Nation      int
	Left, Width float64
}

// Options says what a layout shows.
type Options struct {
	Words      Words
	Conditions []Condition // whose holders are drawn; none: those of every row, in one place for all
	Whole      bool        // no post is left out, however many there are
	Deputies   bool        // no deputy of one who holds is left out
	Low        bool        // layers stand closer together
}

const (
	chartMin   = 640.0
	BoxWide    = 128.0 // the room of words in a box
	boxNarrow  = 88.0
	boxGap     = 12.0
	bendWide   = 12.0
	columnPad  = 14.0
	titleTall  = 26.0
	trackTall  = 9.0
	gapTall    = 18.0 // above and below the tracks of a gap
	hangTall   = 22.0 // more above forces, where a line that nobody holds hangs
	gapLow     = 12.0 // the same where layers stand closer together
	PortTall   = 16.0
	IDSize     = 11.5
	NameSize   = 10.0
	LineTall   = 13.0
	StackGap   = 4.0  // between the boxes of a stack
	StackRail  = 14.0 // to their left
	stackMost  = 6
	forcesMost = 11 // in one row
)

// Lay puts the posts, councils and forces of an arrangement in their places.
func Lay(a *model.Arrangement, opt Options) *Layout {
	ch := &Layout{A: a, words: opt.Words, conds: opt.Conditions, whole: opt.Whole, deputies: opt.Deputies, gap: gapTall}
	if opt.Low {
		ch.gap = gapLow
	}
	ch.findHats()
	ch.makeNodes()
	ch.join()
	ch.sort()
	ch.placeColumns()
	ch.placeAcross()
	ch.placeDown()
	return ch
}

// holders lists the posts that the rows drawn name for an authority.
func (ch *Layout) holders(auth *model.Authority) []model.PostIndex {
	var out []model.PostIndex
	add := func(h model.PostIndex) {
		if h != model.None && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	for _, c := range ch.conds {
		add(HolderOf(auth, c))
	}
	if len(ch.conds) == 0 {
		for _, h := range auth.HeldBy {
			add(h)
		}
	}
	return out
}

// Shown says which posts and councils are not left out.
func (ch *Layout) Shown() (posts, councils []bool) { return ch.kept() }

func (ch *Layout) findHats() {
	posts, _ := ch.kept()
	for i := range ch.A.Persons {
		n := 0
		for _, p := range ch.A.Persons[i].Posts {
			if posts[p] {
				n++
			}
		}
		if n > 1 {
			ch.Hats = append(ch.Hats, Hat{model.PersonIndex(i), string(rune('A' + len(ch.Hats)%26))})
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
func (ch *Layout) columnsOf() (party []int, both int) {
	a := ch.A
	party = make([]int, len(a.Parties))
	both = -1
	add := func(i int) {
		party[i] = len(ch.Cols)
		ch.Cols = append(ch.Cols, Column{Party: i, Title: NameOf(a.Parties[i].Name, a.Parties[i].ID), Nation: NationOf(a, i)})
	}
	for _, ally := range []bool{true, false} {
		for i := range a.Parties {
			if a.Parties[i].Ally != ally {
				continue
			}
			add(i)
			if both < 0 && ally {
				both = len(ch.Cols)
				ch.Cols = append(ch.Cols, Column{Party: -1, Title: "shared", Nation: NoNation})
			}
		}
	}
	if both < 0 {
		both = len(ch.Cols)
		ch.Cols = append(ch.Cols, Column{Party: -1, Title: "shared", Nation: NoNation})
	}
	return party, both
}

// NameOf is a name in English with the Korean one, or the id.
func NameOf(n model.Name, id string) string {
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

func (ch *Layout) makeNodes() {
	a := ch.A
	party, both := ch.columnsOf()
	inBoth := shared(a)
	postRank, councilRank := ranks(a)
	keepPost, keepCouncil := ch.kept()
	add := func(n *Node) {
		for len(ch.Layers) <= n.Layer {
			ch.Layers = append(ch.Layers, nil)
		}
		ch.Layers[n.Layer] = append(ch.Layers[n.Layer], n)
	}
	stacks := ch.stacks(keepPost)
	order := 0
	for i := range a.Posts {
		order++
		if !keepPost[i] {
			ch.LeftOut = append(ch.LeftOut, a.Posts[i].ID)
			continue
		}
		members, stacked := stacks[model.PostIndex(i)]
		if stacked && members == nil {
			continue // in the stack of another
		}
		n := &Node{Kind: PostNode, Posts: []model.PostIndex{model.PostIndex(i)}, Layer: postRank[i], Col: party[a.Posts[i].Of], order: order}
		if stacked {
			n.Kind, n.Posts = StackNode, members
		}
		if inBoth[i] {
			n.Col = both
		}
		for _, p := range n.Posts {
			n.Boxes = append(n.Boxes, ch.words.Post(ch, p))
		}
		add(n)
	}
	for i := range a.Councils {
		order++
		if !keepCouncil[i] {
			ch.ApartFrom = append(ch.ApartFrom, a.Councils[i].ID)
			continue
		}
		c := model.CouncilIndex(i)
		n := &Node{Kind: CouncilNode, Council: c, Layer: councilRank[i], Col: both, order: order, Boxes: []Box{ch.words.Council(ch, c)}}
		if !mixed(a, c) && len(a.Councils[i].Seats) > 0 {
			n.Col = party[a.Posts[a.Councils[i].Seats[0].Post].Of]
		}
		add(n)
	}
	ch.addForces(party, both, order, add)
	for _, layer := range ch.Layers {
		for _, n := range layer {
			n.measure()
		}
	}
}

// stacks finds posts that nobody is under, that hold nothing, and that share
// their superiors with others like them. The first of a stack maps to its
// members, the others to nil.
func (ch *Layout) stacks(keep []bool) map[model.PostIndex][]model.PostIndex {
	a := ch.A
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
		for _, h := range ch.holders(&a.Authorities[i]) {
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

// measure gives a node its size from its words.
func (n *Node) measure() {
	if n.Kind == BendNode {
		n.W, n.H = bendWide, 0
		return
	}
	n.W = boxNarrow
	for _, box := range n.Boxes {
		tall := 0.0
		for _, lines := range box {
			for _, l := range lines {
				n.W = max(n.W, typeset.Width(l.Text, l.Size, l.Bold)+14)
			}
			tall = max(tall, 10+LineTall*float64(len(lines)))
		}
		n.Tall = append(n.Tall, tall)
		n.H += tall
	}
	switch n.Kind {
	case StackNode:
		n.H += StackGap * float64(len(n.Boxes)-1)
		n.W += StackRail
	case ForceNode:
		row := 0.0
		for _, p := range n.Ports {
			row += p.W + 4
		}
		n.W = max(n.W, row+10)
		n.H += PortTall + n.Head
	}
}

// addForces puts the forces over which somebody has an authority below the posts.
// Forces over which the same posts hold the same kinds of authority, and pass them
// on in the same way, share a box.
func (ch *Layout) addForces(party []int, both, order int, add func(*Node)) {
	a := ch.A
	var list []*Node
	at := map[string]*Node{}
	for i := range a.Forces {
		f := &a.Forces[i]
		n := &Node{Kind: ForceNode, Forces: []model.ForceIndex{model.ForceIndex(i)}, order: order + i + 1, Col: both}
		if len(f.Of) == 1 {
			n.Col = party[f.Of[0]]
		}
		key := fmt.Sprint(n.Col, " ", ch.words.Head(ch, n.Forces))
		for k := range a.Authorities {
			auth := &a.Authorities[k]
			if auth.Over != model.ForceIndex(i) {
				continue
			}
			p := ch.portOf(model.AuthorityIndex(k))
			key += fmt.Sprintf("|%s %v", p.Label, ch.holders(auth))
			if len(ch.conds) != 1 {
				key += passing(auth)
			}
			n.Ports = append(n.Ports, p)
		}
		if len(n.Ports) == 0 {
			continue
		}
		if first := at[key]; first != nil {
			first.Forces = append(first.Forces, model.ForceIndex(i))
			for k := range n.Ports {
				first.Ports[k].Auths = append(first.Ports[k].Auths, n.Ports[k].Auths...)
			}
			continue
		}
		at[key] = n
		list = append(list, n)
	}
	for _, n := range list {
		n.Head = ch.words.Head(ch, n.Forces)
		n.Boxes = []Box{ch.words.Forces(ch, n.Forces)}
	}
	slices.SortStableFunc(list, func(x, y *Node) int { return x.Col - y.Col })
	base := len(ch.Layers)
	rows := (len(list) + forcesMost - 1) / forcesMost
	for i, n := range list {
		n.Layer = base + i%max(rows, 1)
		add(n)
	}
}

// passing tells authorities apart that are held by the same posts and do not move
// together.
func passing(auth *model.Authority) string {
	key := fmt.Sprint(auth.Scale, auth.HeldBy)
	if auth.While != nil {
		key += auth.While.Text
	}
	for _, h := range auth.Handovers {
		key += fmt.Sprint(h.Scale, h.From, h.To, h.AtOnce, h.By, h.GivesUp.Before, h.GivesUp.Step, h.TakesOver.Before, h.TakesOver.Step)
	}
	return key
}

// portOf is where an authority arrives at its force.
func (ch *Layout) portOf(i model.AuthorityIndex) Port {
	auth := &ch.A.Authorities[i]
	p := Port{Label: KindText(auth), Auths: []model.AuthorityIndex{i}, Nation: NoNation}
	if auth.While != nil {
		p.Label += " *"
	}
	if list := ch.holders(auth); len(list) > 0 {
		p.Nation = NationOf(ch.A, int(ch.A.Posts[list[0]].Of))
	} else {
		p.Label += ": nobody"
	}
	p.W = typeset.Width(p.Label, NameSize, true) + 10
	return p
}

// KindText is the kind of an authority as people write it.
func KindText(auth *model.Authority) string {
	if auth.KindName != "" {
		return auth.KindName
	}
	if s := auth.Kind.String(); s != "" {
		return s
	}
	return auth.ID
}

// NoNation is the colour of what belongs to no ally.
const NoNation = 4

// NationOf is which set of colours a party has: the allies' first ones in order,
// NoNation for all others.
func NationOf(a *model.Arrangement, party int) int {
	if party < 0 || !a.Parties[party].Ally {
		return NoNation
	}
	n := 0
	for i := range party {
		if a.Parties[i].Ally {
			n++
		}
	}
	return min(n, NoNation)
}
