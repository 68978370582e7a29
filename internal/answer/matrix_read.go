package answer

import (
	"encoding/json"
	"slices"
	"strings"

	"entente/internal/diag"
	"entente/internal/model"
)

// Line is a line of the text that says so.
type Line struct {
	Text string // the line without its indentation
	Span diag.Span
}

// MarshalJSON writes file, line, column and text.
func (l Line) MarshalJSON() ([]byte, error) {
	file := ""
	if l.Span.Source != nil {
		file = l.Span.Source.Name
	}
	return json.Marshal(struct {
		File   string `json:"file"`
		Line   int    `json:"line"`
		Column int    `json:"column"`
		Text   string `json:"text"`
	}{file, l.Span.Start.Line, l.Span.Start.Col, l.Text})
}

// lines gathers lines of the text, each once, in the order they were added.
type lines []Line

func (ls *lines) add(spans ...diag.Span) {
	for _, s := range spans {
		if s.IsZero() || slices.ContainsFunc(*ls, func(l Line) bool {
			return l.Span.Source.Name == s.Source.Name && l.Span.Start.Line == s.Start.Line
		}) {
			continue
		}
		*ls = append(*ls, Line{strings.TrimSpace(s.Source.Line(s.Start.Line)), s})
	}
}

// lineBelow finds the line of an element's key: the first line at or below the
// element's own, before the element ends, that holds `key: value` or, where value
// is "", `key:`. It is nowhere when a variant wrote it elsewhere.
func lineBelow(element diag.Span, key, value string) diag.Span {
	if element.IsZero() {
		return diag.Span{}
	}
	src, first := element.Source, element.Start.Line
	word := key + ":"
	for n := first; n <= src.Lines() && n < first+200; n++ {
		line := src.Line(n)
		text := strings.TrimSpace(line)
		indent := len(line) - len(strings.TrimLeft(line, " "))
		if n > first && text != "" && text[0] != '#' && indent < element.Start.Col {
			break
		}
		from := strings.Index(line, word)
		if n == first && from >= 0 && from < element.Start.Col-1 {
			from = -1
		}
		if from < 0 || from > 0 && !strings.ContainsRune(" {,-", rune(line[from-1])) {
			continue
		}
		if rest := strings.TrimSpace(line[from+len(word):]); !strings.HasPrefix(rest, value) {
			continue
		}
		col := len([]rune(line[:from])) + 1
		return diag.Span{Source: src, Start: diag.Pos{Line: n, Col: col}, End: diag.Pos{Line: n, Col: col + len(key)}}
	}
	return diag.Span{}
}

// situation is the state asked about: the values each scale may have, offices
// empty and links out. Hand-overs are over.
type situation struct {
	a      *model.Arrangement
	values [][]bool // by scale; nil: any value
	absent map[model.PostIndex]bool
	out    map[model.LinkIndex]bool
	open   bool // faults beside those named may or may not have happened
}

func newSituation(a *model.Arrangement) situation {
	return situation{a: a, values: make([][]bool, len(a.Scales))}
}

// with returns the situation in which the scale has one of the values.
func (s situation) with(scale model.ScaleIndex, values ...model.ValueIndex) situation {
	s.values = slices.Clone(s.values)
	allowed := make([]bool, len(s.a.Scales[scale].Values))
	for _, v := range values {
		allowed[v] = true
	}
	s.values[scale] = allowed
	return s
}

func (s situation) may(scale model.ScaleIndex, v model.ValueIndex) bool {
	return s.values[scale] == nil || s.values[scale][v]
}

// truth is what can be said of an expression in a situation.
type truth int8

const (
	no truth = iota - 1
	maybe
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// eval judges an expression. What depends on the course of a procedure is maybe.
func (s situation) eval(e *model.Expr) truth {
	if e == nil {
		return yes
	}
	fault := func(b bool) truth {
		if s.open {
			return maybe
		}
		return truthOf(b)
	}
	switch e.Op {
	case model.OpTrue:
		return yes
	case model.OpFalse:
		return no
	case model.OpNot:
		return -s.eval(e.Args[0])
	case model.OpAnd:
		t := yes
		for _, x := range e.Args {
			t = min(t, s.eval(x))
		}
		return t
	case model.OpOr:
		t := no
		for _, x := range e.Args {
			t = max(t, s.eval(x))
		}
		return t
	case model.OpCompareScale:
		return s.compareScale(e)
	case model.OpHolds:
		return s.holds(e)
	case model.OpEmpty:
		return fault(s.absent[e.Post])
	case model.OpActing:
		_, _, ok := s.acting(e.Post)
		return fault(ok)
	case model.OpOut:
		return fault(s.out[e.Link])
	case model.OpQuorate:
		return fault(s.quorate(e.Council))
	}
	return maybe
}

func (s situation) compareScale(e *model.Expr) truth {
	all, some := true, false
	for v := range s.a.Scales[e.Scale].Values {
		if s.may(e.Scale, model.ValueIndex(v)) {
			holds := e.Cmp.Holds(v, int(e.Value))
			all, some = all && holds, some || holds
		}
	}
	return tri(all, some)
}

func (s situation) holds(e *model.Expr) truth {
	all, some := true, false
	for _, row := range s.rows(e.Authority) {
		all, some = all && row.post == e.Post, some || row.post == e.Post
	}
	return tri(all && len(s.rows(e.Authority)) > 0, some)
}

func tri(all, some bool) truth {
	switch {
	case all:
		return yes
	case some:
		return maybe
	}
	return no
}

// row is one row of `held-by` that can apply.
type row struct {
	value model.ValueIndex // None where the row is for every value
	post  model.PostIndex  // None: nobody
	span  diag.Span
}

// rows returns the rows of an authority that can apply, by value.
func (s situation) rows(of model.AuthorityIndex) []row {
	auth := &s.a.Authorities[of]
	var out []row
	for i, post := range auth.HeldBy {
		v := model.ValueIndex(i)
		if auth.Scale == model.None {
			v = model.None
		} else if !s.may(auth.Scale, v) {
			continue
		}
		r := row{value: v, post: post}
		if i < len(auth.HeldSpan) {
			r.span = auth.HeldSpan[i]
		}
		out = append(out, r)
	}
	return out
}

// acting returns who acts for the post (S2): its holder, or the first present
// deputy. The deputy is nil where the holder acts.
func (s situation) acting(p model.PostIndex) (model.PostIndex, *model.Deputy, bool) {
	if !s.absent[p] {
		return p, nil, true
	}
	for i := range s.a.Posts[p].Deputies {
		if d := &s.a.Posts[p].Deputies[i]; !s.absent[d.Post] {
			return d.Post, d, true
		}
	}
	return model.None, nil, false
}

// seated returns who fills each seat of the council (S10), None where nobody.
func (s situation) seated(c model.CouncilIndex) []model.PostIndex {
	council := &s.a.Councils[c]
	out := make([]model.PostIndex, len(council.Seats))
	taken := make(map[model.PersonIndex]bool)
	for i, seat := range council.Seats {
		out[i] = model.None
		who, _, ok := s.acting(seat.Post)
		if !ok {
			continue
		}
		if person := s.a.Posts[who].Person; person == model.None || !taken[person] {
			out[i] = who
			if person != model.None {
				taken[person] = true
			}
		}
	}
	return out
}

// quorate judges a council's quorum (S10).
func (s situation) quorate(c model.CouncilIndex) bool {
	council := &s.a.Councils[c]
	filled, byParty := 0, make(map[model.PartyIndex]int)
	for _, who := range s.seated(c) {
		if who != model.None {
			filled++
			byParty[s.a.Posts[who].Of]++
		}
	}
	if filled < max(council.Total, 1) {
		return false
	}
	for _, seat := range council.Seats {
		party := s.a.Posts[seat.Post].Of
		if _, named := council.PerParty[party]; !named && byParty[party] < council.EachParty {
			return false
		}
	}
	for party, need := range council.PerParty {
		if byParty[party] < need {
			return false
		}
	}
	return true
}

// order is which steps of a procedure come before which.
type order struct {
	before [][]bool          // before[s][t]: t comes before s
	sorted []model.StepIndex // every step after those it comes after
}

func orderOf(p *model.Procedure) order {
	n := len(p.Steps)
	o := order{before: make([][]bool, n)}
	var visit func(i int)
	visit = func(i int) {
		if o.before[i] != nil {
			return
		}
		o.before[i] = make([]bool, n)
		for _, j := range p.Steps[i].After {
			visit(int(j))
			o.before[i][j] = true
			for k, b := range o.before[j] {
				o.before[i][k] = o.before[i][k] || b
			}
		}
		o.sorted = append(o.sorted, model.StepIndex(i))
	}
	for i := range n {
		visit(i)
	}
	return o
}

// comesBefore reports whether a comes before b.
func (o order) comesBefore(a, b model.StepIndex) bool { return o.before[b][a] }

// scaleValue is the id of a value.
func scaleValue(a *model.Arrangement, s model.ScaleIndex, v model.ValueIndex) string {
	return a.Scales[s].Values[v].ID
}

// identity is what an element is known by across designs.
func identity(m *model.Meta) string {
	if m.Was != "" {
		return m.Was
	}
	return m.ID
}
