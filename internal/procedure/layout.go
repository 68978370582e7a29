package procedure

import (
	"math"
	"slices"

	"entente/internal/model"
	"entente/internal/timing"
)

// Layout is where everything stands, in units of a pixel: a lane for each actor, a
// column for each place in the order.
type Layout struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	Head   float64 `json:"head" doc:"the width of the lanes' heads"`
	Lanes  []Lane  `json:"lanes"`
	Cards  []Card  `json:"cards" doc:"one for each step, in the order of steps"`
	Wires  []Wire  `json:"wires"`
	Start  Point   `json:"start" doc:"where it begins"`
}

// Lane is the lane of an actor.
type Lane struct {
	Actor  Actor   `json:"actor"`
	Y      float64 `json:"y"`
	Height float64 `json:"height"`
}

// Card is where a step stands.
type Card struct {
	Step   string  `json:"step"`
	Lane   int     `json:"lane"`
	Column int     `json:"column"`
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Point is a place.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Wire leads from one step to another; from the start where From is empty.
type Wire struct {
	Kind   string  `json:"kind" enum:"after,back,refused,unreachable,absent,late" doc:"what comes after; a referral; where a clause goes"`
	From   string  `json:"from"`
	To     string  `json:"to"`
	Points []Point `json:"points"`
}

// The measures of the layout.
const (
	cardWidth, cardHeight = 196.0, 98.0
	cardGap               = 14.0 // between two cards of a lane
	lanePad               = 12.0
	laneHead              = 168.0
	startWidth            = 26.0
	gutterPad             = 16.0 // on both sides of the wires between two columns
	wireGap               = 9.0
)

// wiring is a wire before it has its way.
type wiring struct {
	kind     string
	from, to int // indices of cards; -1: the start
	source   int // wires of one source share their way
}

type placer struct {
	v       *viewer
	cards   []Card
	lanes   []Lane
	row     []int // by card: its row within its lane
	rows    []int // by lane
	columns int
	wires   []wiring
	gutter  [][]int // by gutter: the sources that run down it, in order
	channel [][]int // by lane: the sources that run through above its cards
	left    []float64
}

// layout places the steps.
func layout(v *viewer) Layout {
	p := placer{v: v}
	p.place()
	p.wire()
	p.route()
	return p.measure()
}

// laneKey is what makes two steps stand in one lane.
func laneKey(x Actor) string {
	if x.Kind == "holder" && x.Party != "" {
		return "post " + x.ID // the post that holds it here
	}
	return x.Kind + " " + x.ID
}

// place gives each step a lane and a column.
func (p *placer) place() {
	steps := p.v.out.Steps
	column := map[string]int{}
	var keys []string
	for i := range steps {
		s := &steps[i]
		c := Card{Step: s.ID, Width: cardWidth, Height: cardHeight}
		for _, before := range s.After {
			c.Column = max(c.Column, column[before]+1)
		}
		column[s.ID] = c.Column
		p.columns = max(p.columns, c.Column+1)
		if key := laneKey(s.Who); !slices.Contains(keys, key) {
			keys = append(keys, key)
			who := s.Who
			if who.Kind == "holder" && who.Party != "" {
				who.Kind, who.Authority = "post", nil
			}
			p.lanes = append(p.lanes, Lane{Actor: who})
		}
		p.cards = append(p.cards, c)
	}
	at := p.sortLanes(keys)
	p.rows, p.row = make([]int, len(p.lanes)), make([]int, len(p.cards))
	used := map[[2]int]int{}
	for i := range p.cards {
		c := &p.cards[i]
		c.Lane = at[laneKey(steps[i].Who)]
		p.row[i] = used[[2]int{c.Lane, c.Column}]
		used[[2]int{c.Lane, c.Column}]++
		p.rows[c.Lane] = max(p.rows[c.Lane], p.row[i]+1)
	}
}

// sortLanes puts the lanes of a party together: half of the allies, what is common to
// several, the other allies, all others; within a party in the order of the steps.
func (p *placer) sortLanes(keys []string) map[string]int {
	allies := 0
	ally := map[string]int{}
	for _, x := range p.v.out.Parties {
		ally[x.ID] = -1
		if x.Ally >= 0 {
			allies++
			ally[x.ID] = x.Ally
		}
	}
	rank := func(x Actor) int {
		n, known := ally[x.Party]
		switch {
		case !known: // of several parties
			return (allies+1)/2*2 - 1
		case n < 0:
			return 2*allies + 1
		}
		return 2 * n
	}
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rank(p.lanes[a].Actor) - rank(p.lanes[b].Actor) })
	at, lanes := map[string]int{}, make([]Lane, len(keys))
	for to, from := range order {
		at[keys[from]], lanes[to] = to, p.lanes[from]
	}
	p.lanes = lanes
	return at
}

// wire lists what leads where.
func (p *placer) wire() {
	v := p.v
	card := map[string]int{}
	for i := range p.cards {
		card[p.cards[i].Step] = i
	}
	n := len(p.cards)
	for i := range v.out.Steps {
		s := &v.out.Steps[i]
		if len(s.After) == 0 {
			p.wires = append(p.wires, wiring{"after", -1, i, -1})
		}
		for _, before := range s.After {
			if !v.roundabout(v.order[i], before) {
				p.wires = append(p.wires, wiring{"after", card[before], i, card[before]})
			}
		}
	}
	for i := range v.out.Steps {
		s := &v.out.Steps[i]
		if s.Back != nil {
			for _, to := range s.Back.To {
				p.wires = append(p.wires, wiring{"back", i, card[to], n + 5*i})
			}
		}
		for k, e := range s.Else {
			if e.Do == "go" {
				p.wires = append(p.wires, wiring{e.When, i, card[e.Step], n + 5*i + 1 + k})
			}
		}
	}
}

// roundabout reports whether a step also comes after another through a third.
func (v *viewer) roundabout(step model.StepIndex, before string) bool {
	for _, other := range v.p.Steps[step].After {
		if v.id(other) != before {
			for i, is := range timing.Ancestors(v.p.Steps, int(other)) {
				if is && v.p.Steps[i].ID == before {
					return true
				}
			}
		}
	}
	return false
}

func (p *placer) columnOf(card int) int {
	if card < 0 {
		return -1
	}
	return p.cards[card].Column
}

// laneOf is the lane of a card; the start stands in that of the first step.
func (p *placer) laneOf(card int) int { return p.cards[max(card, 0)].Lane }

func (p *placer) rowOf(card int) int { return p.row[max(card, 0)] }

// straight reports whether a wire runs level, past no card, until before its end.
func (p *placer) straight(w wiring) bool {
	from, to := p.columnOf(w.from), p.columnOf(w.to)
	if w.kind != "after" || to <= from {
		return false
	}
	for i := range p.cards {
		if c := &p.cards[i]; c.Lane == p.laneOf(w.from) && p.row[i] == p.rowOf(w.from) && c.Column > from && c.Column < to {
			return false
		}
	}
	return true
}

func (p *placer) level(w wiring) bool {
	return w.kind == "after" && p.laneOf(w.from) == p.laneOf(w.to) && p.rowOf(w.from) == p.rowOf(w.to)
}

// route keeps a place for each wire in the gutters and channels that it runs through.
// Gutter g stands before column g.
func (p *placer) route() {
	p.gutter, p.channel = make([][]int, p.columns+1), make([][]int, len(p.lanes))
	add := func(list *[]int, source int) {
		if !slices.Contains(*list, source) {
			*list = append(*list, source)
		}
	}
	for _, w := range p.wires {
		to := p.columnOf(w.to)
		switch {
		case p.straight(w) && p.level(w):
		case p.straight(w):
			add(&p.gutter[to], w.source)
		default:
			add(&p.gutter[p.columnOf(w.from)+1], w.source)
			add(&p.channel[p.laneOf(w.to)], w.source)
			add(&p.gutter[to], w.source)
		}
	}
}

// measure turns places into numbers.
func (p *placer) measure() Layout {
	out := Layout{Head: laneHead, Lanes: p.lanes, Cards: p.cards, Wires: []Wire{}}
	if out.Lanes == nil {
		out.Lanes, out.Cards = []Lane{}, []Card{}
	}
	x := laneHead + startWidth
	p.left = make([]float64, p.columns+1)
	for g := range p.columns + 1 {
		p.left[g] = x
		x += 2*gutterPad + wireGap*math.Max(float64(len(p.gutter[g]))-1, 0)
		for i := range p.cards {
			if p.cards[i].Column == g {
				p.cards[i].X = x
			}
		}
		if g < p.columns {
			x += cardWidth
		}
	}
	out.Width = x
	y := 0.0
	for l := range p.lanes {
		p.lanes[l].Y = y
		top := y + lanePad + wireGap*float64(len(p.channel[l]))
		for i := range p.cards {
			if p.cards[i].Lane == l {
				p.cards[i].Y = top + float64(p.row[i])*(cardHeight+cardGap)
			}
		}
		y = top + float64(p.rows[l])*(cardHeight+cardGap) - cardGap + lanePad
		p.lanes[l].Height = y - p.lanes[l].Y
	}
	out.Height = y
	if len(p.cards) > 0 {
		out.Start = Point{laneHead + startWidth/2, p.cards[0].Y + cardHeight/2}
	}
	for _, w := range p.wires {
		out.Wires = append(out.Wires, p.way(w, out.Start))
	}
	return out
}

// way is the way of one wire.
func (p *placer) way(w wiring, start Point) Wire {
	out := Wire{Kind: w.kind, To: p.cards[w.to].Step}
	from, high := start, 0.5
	if w.kind != "after" {
		high = 0.8 // beside what comes after
	}
	if w.from >= 0 {
		c := &p.cards[w.from]
		out.From, from = c.Step, Point{c.X + cardWidth, c.Y + high*cardHeight}
	}
	to := Point{p.cards[w.to].X, p.cards[w.to].Y + high*cardHeight}
	down := func(gutter int) float64 {
		return p.left[gutter] + gutterPad + wireGap*float64(slices.Index(p.gutter[gutter], w.source))
	}
	switch into := p.columnOf(w.to); {
	case p.straight(w) && p.level(w):
		out.Points = []Point{from, to}
	case p.straight(w):
		x := down(into)
		out.Points = []Point{from, {x, from.Y}, {x, to.Y}, to}
	default:
		lane := p.laneOf(w.to)
		a, b := down(p.columnOf(w.from)+1), down(into)
		y := p.lanes[lane].Y + lanePad/2 + wireGap*float64(slices.Index(p.channel[lane], w.source)) + wireGap/2
		out.Points = []Point{from, {a, from.Y}, {a, y}, {b, y}, {b, to.Y}, to}
	}
	return out
}
