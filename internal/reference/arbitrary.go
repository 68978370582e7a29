package reference

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Test support: random small texts to hold implementations against each other.
// Few elements, each mentioned by many: two parties, three to six posts, and
// procedures that start, wait for and hand over to one another. The number of
// reachable states differs widely; a test sets its own limit.

// ArbitraryArrangement writes a random small arrangement, as text by
// docs/language.md. The same source gives the same text, and no text is refused.
func ArbitraryArrangement(r *rand.Rand) string {
	d := &draft{r: r, busy: 10 + r.IntN(45)}
	d.invent()
	d.put("entente: {version: 1, kind: arrangement, id: x, title: Random, real: false}")
	d.conditions()
	d.put("parties:\n  A: {ally: yes}\n  B: {ally: yes}")
	d.offices()
	d.put("forces:\n  land: {of: A}\n  sea: {of: [A, B]}")
	d.lines()
	d.rights()
	d.bodies()
	d.acts()
	d.judgements()
	return d.text.String()
}

// draft is an arrangement while it is being written.
type draft struct {
	r    *rand.Rand
	text strings.Builder
	busy int // how often, in percent, what may be left out is written

	scales      []draftScale
	posts       []string
	party       map[string]string // by post
	links       []string
	authorities []draftAuthority
	councils    []string
	kinds       []string
	procedures  []draftProcedure
}

type draftScale struct {
	id     string
	values []string
	moves  []draftMove
}

type draftMove struct {
	from, to  int // values
	procedure int
	at        int // step of the procedure
}

type draftAuthority struct {
	id        string
	scale     int      // -1: one row, `any`
	rows      []string // by value
	handovers []string
}

type draftProcedure struct {
	id    string
	role  draftRole
	kinds []string
	steps []draftStep
}

// draftRole is what a procedure is there for; anything else may begin it as well.
type draftRole uint8

const (
	forMoves draftRole = iota
	forHandovers
	forIncidents
	forSteps
)

type draftStep struct {
	id    string
	doer  string
	body  bool   // the doer is a council
	act   string // of a doing
	asks  string // "consent" or "views"; "" for a doing
	after []int
	plain bool // after the one above, unwritten
	picks bool // it chooses
}

func (d *draft) put(format string, args ...any) { fmt.Fprintf(&d.text, format+"\n", args...) }

// in100 reports true n times in a hundred.
func (d *draft) in100(n int) bool { return d.r.IntN(100) < n }

func (d *draft) maybe() bool { return d.in100(d.busy) }

func (d *draft) oneOf(words ...string) string { return words[d.r.IntN(len(words))] }

// someOf is a random selection of at least one, in their order.
func (d *draft) someOf(words ...string) []string {
	var some []string
	for _, w := range words {
		if d.in100(40) {
			some = append(some, w)
		}
	}
	if len(some) == 0 {
		some = append(some, d.oneOf(words...))
	}
	return some
}

func flow(words []string) string { return "[" + strings.Join(words, ", ") + "]" }

// numbered gives n ids: a prefix and a number.
func numbered(prefix string, n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprint(prefix, i))
	}
	return all
}

// invent settles which elements there are, before any mentions another.
func (d *draft) invent() {
	d.posts = numbered("p", 3+d.r.IntN(4)*d.r.IntN(2))
	d.party = map[string]string{}
	for _, post := range d.posts {
		d.party[post] = d.oneOf("A", "A", "B")
	}
	d.links = numbered("l", d.r.IntN(3))
	d.councils = numbered("c", d.r.IntN(3))
	d.kinds = numbered("k", d.r.IntN(3)*d.r.IntN(2))
	for i := range 1 + d.r.IntN(5)/4 {
		d.scales = append(d.scales, draftScale{id: fmt.Sprint("s", i), values: numbered(fmt.Sprint("v", i, "-"), 2+d.r.IntN(5)/3)})
	}
	for _, id := range numbered("a", 1+d.r.IntN(3)) {
		d.authorities = append(d.authorities, d.authorityOf(id))
	}
	d.inventProcedures()
	d.inventMoves()
	for i := range d.authorities {
		d.inventHandovers(&d.authorities[i])
	}
}

func (d *draft) authorityOf(id string) draftAuthority {
	a := draftAuthority{id: id, scale: -1}
	values := 1
	if d.in100(85) {
		a.scale = d.r.IntN(len(d.scales))
		values = len(d.scales[a.scale].values)
	}
	for range values {
		row := d.oneOf(d.posts...)
		if d.in100(7) {
			row = "nobody"
		}
		a.rows = append(a.rows, row)
	}
	return a
}

func (d *draft) inventProcedures() {
	add := func(role draftRole, prefix string, n int) {
		for _, id := range numbered(prefix, n) {
			d.procedures = append(d.procedures, draftProcedure{id: id, role: role})
		}
	}
	add(forMoves, "d", 1+d.r.IntN(4)/3)
	add(forHandovers, "h", 1+d.r.IntN(4)/3)
	add(forIncidents, "i", min(len(d.kinds), 1))
	add(forSteps, "t", d.r.IntN(5)/4)
	for i := range d.procedures {
		p := &d.procedures[i]
		if p.role == forIncidents || d.in100(10) {
			for _, k := range d.kinds {
				if d.in100(60) || p.role == forIncidents && len(p.kinds) == 0 {
					p.kinds = append(p.kinds, k)
				}
			}
		}
		for n := range 1 + d.r.IntN(4)*(1+d.r.IntN(2))/2 {
			p.steps = append(p.steps, d.stepOf(n))
		}
	}
}

func (d *draft) stepOf(n int) draftStep {
	s := draftStep{id: fmt.Sprint("x", n), doer: d.oneOf(d.posts...), plain: true}
	if n > 0 {
		s.after = []int{n - 1}
	}
	if n > 0 && d.in100(40) {
		s.plain, s.after = false, nil
		for before := range n {
			if d.in100(45) {
				s.after = append(s.after, before)
			}
		}
	}
	switch {
	case len(d.councils) > 0 && d.in100(30):
		s.doer, s.body = d.oneOf(d.councils...), true
	case d.in100(15):
		s.doer = "holder(" + d.authorities[d.r.IntN(len(d.authorities))].id + ")"
	}
	switch k := d.r.IntN(10); {
	case k < 4:
		s.asks = "consent"
	case k < 5:
		s.asks = "views"
	default:
		s.act = d.oneOf("decide", "decide", "decide", "order", "report", "do", "notify", "assess")
		s.picks = s.act == "decide" && d.in100(35)
	}
	return s
}

func (d *draft) ofRole(wanted draftRole) []int {
	var which []int
	for i := range d.procedures {
		if d.procedures[i].role == wanted {
			which = append(which, i)
		}
	}
	return which
}

// inventMoves: each deciding procedure has a move, some several, some at one
// step.
func (d *draft) inventMoves() {
	who := d.ofRole(forMoves)
	next := 0
	for i := range d.scales {
		s := &d.scales[i]
		for from := range s.values {
			for to := range s.values {
				lowest := i == 0 && from == 0 && to == 1
				if from == to || !lowest && !d.in100(45) {
					continue
				}
				p := who[d.r.IntN(len(who))]
				if next < len(who) {
					p, next = who[next], next+1
				}
				s.moves = append(s.moves, draftMove{from, to, p, d.r.IntN(len(d.procedures[p].steps))})
			}
		}
	}
}

// inventHandovers: in all four orders of give-up and take-over, often by a
// procedure that another authority is handed over by.
func (d *draft) inventHandovers(a *draftAuthority) {
	if a.scale < 0 {
		return
	}
	s := &d.scales[a.scale]
	who := d.ofRole(forHandovers)
	for _, m := range s.moves {
		if a.rows[m.from] == a.rows[m.to] {
			continue
		}
		how := "at-once"
		if d.in100(80) {
			p := &d.procedures[who[d.r.IntN(len(who))]]
			bound := func() string {
				return d.oneOf("before ", "after ") + p.steps[d.r.IntN(len(p.steps))].id
			}
			how = fmt.Sprintf("{by: %s, gives-up: %s, takes-over: %s}", p.id, bound(), bound())
		}
		a.handovers = append(a.handovers, fmt.Sprintf("      %s->%s: %s", s.values[m.from], s.values[m.to], how))
	}
}

func (d *draft) conditions() {
	d.put("conditions:")
	for _, s := range d.scales {
		var moves []string
		for _, m := range s.moves {
			moves = append(moves, fmt.Sprintf("%s->%s: %s", s.values[m.from], s.values[m.to], d.procedures[m.procedure].id))
		}
		d.put("  %s: {order: %s, moves: {%s}}", s.id, flow(s.values), strings.Join(moves, ", "))
	}
}

func (d *draft) offices() {
	d.put("posts:")
	named := ""
	for i, post := range d.posts {
		keys := "of: " + d.party[post] + ", national: true"
		if named == "" || d.in100(30) {
			if d.in100(25) { // of any party: a person may have posts of both
				named = "someone"
				keys += ", person: someone"
			}
		}
		var deputies []string
		for j, k := range d.r.Perm(len(d.posts)) {
			if k != i && d.in100(45-10*min(j, 3)) {
				deputies = append(deputies, d.posts[k]+": "+d.oneOf("at-once", "1h", "2h"))
			}
		}
		if len(deputies) > 0 {
			keys += ", deputies: {" + strings.Join(deputies, ", ") + "}"
			if d.in100(25) {
				bars := []string{"decide", "order", "consent"}
				for _, a := range d.authorities {
					bars = append(bars, a.id)
				}
				keys += ", acting: {may-not: " + flow(d.someOf(bars...)) + "}"
			}
		}
		if d.in100(25) {
			keys += ", refill: 1d"
		}
		d.put("  %s: {%s}", post, keys)
	}
}

func (d *draft) lines() {
	if len(d.links) > 0 {
		d.put("links:")
	}
	for _, link := range d.links {
		ends := d.r.Perm(len(d.posts))
		keys := fmt.Sprintf("between: [%s, %s]", d.posts[ends[0]], d.posts[ends[1]])
		if d.in100(40) {
			keys += ", restore: 2h"
		}
		d.put("  %s: {%s}", link, keys)
	}
}

func (d *draft) rights() {
	d.put("authority:")
	for _, a := range d.authorities {
		d.put("  %s:\n    kind: %s\n    over: %s", a.id, d.oneOf("OPCON", "TACON", "RELEASE", "COCOM", "advice"), d.oneOf("land", "sea"))
		if a.scale < 0 {
			d.put("    held-by: {any: %s}", a.rows[0])
		} else {
			var rows []string
			for v, row := range a.rows {
				rows = append(rows, d.scales[a.scale].values[v]+": "+row)
			}
			d.put("    held-by: {%s}", strings.Join(rows, ", "))
		}
		if len(a.handovers) > 0 {
			d.put("    handover:\n%s", strings.Join(a.handovers, "\n"))
		}
		if d.in100(15) {
			d.put("    exclusive: %s", d.oneOf("yes", "no"))
		}
		if d.in100(20) {
			d.put("    while: %s", d.expression(2, -1))
		}
		if d.in100(25) {
			d.put("    only: %s", d.oneOf("{party: A}", "{party: B}", "{posts: "+flow(d.someOf(d.posts...))+"}"))
		}
		if d.in100(30) {
			d.put("    delegated-from: %s", d.oneOf(d.posts...))
			if d.in100(60) {
				d.put("    survives-absence: %s", d.oneOf("yes", "no", "disputed"))
			}
		}
	}
}

func (d *draft) bodies() {
	if len(d.councils) > 0 {
		d.put("councils:")
	}
	for _, council := range d.councils {
		var seats []string
		party, seatsOf := "", map[string]int{} // party: of some seat
		for i, post := range d.someOf(d.posts...) {
			party = d.party[post]
			seatsOf[party]++
			seats = append(seats, fmt.Sprintf("%s-%d: %s", council, i, post))
		}
		quorum := fmt.Sprint("total: ", 1+d.r.IntN(len(seats)))
		switch {
		case len(seats) > 1 && d.in100(20):
			quorum = "each-party: 1"
		case len(seats) > 2 && d.in100(40): // the party's own number counts for it
			other := map[string]string{"A": "B", "B": "A"}[party]
			quorum = fmt.Sprintf("each-party: %d, %s: %d", max(1, seatsOf[other]), party, 1+d.r.IntN(seatsOf[party]))
		case d.in100(15):
			quorum += ", " + party + ": 1"
		}
		d.put("  %s: {seats: {%s}, quorum: {%s}, rule: %s, convene: 1h%s}", council, strings.Join(seats, ", "), quorum, d.oneOf("consensus", "majority"), d.oneOf("", "", ", adjourns: yes"))
	}
}

func (d *draft) acts() {
	d.put("procedures:")
	for i := range d.procedures {
		p := &d.procedures[i]
		d.put("  %s:", p.id)
		var decides []string
		for _, s := range d.scales {
			for _, m := range s.moves {
				if m.procedure == i {
					decides = append(decides, fmt.Sprintf("{move: %s->%s, at: %s}", s.values[m.from], s.values[m.to], p.steps[m.at].id))
				}
			}
		}
		if len(decides) > 0 {
			d.put("    decides: [%s]", strings.Join(decides, ", "))
		}
		if len(p.kinds) > 0 {
			d.put("    starts: %s", flow(p.kinds))
		}
		if d.in100(15) {
			d.put("    while: %s", d.expression(1, -1))
		}
		if d.in100(40) {
			d.put("    again: %s", d.oneOf("ignore", "restart", "restart", "queue 1", "queue 2", "beside 2"))
		}
		d.put("    steps:")
		for n := range p.steps {
			d.step(i, n)
		}
	}
}

func (d *draft) step(procedure, n int) {
	p := &d.procedures[procedure]
	s := &p.steps[n]
	keys := []string{"id: " + s.id}
	add := func(format string, args ...any) { keys = append(keys, fmt.Sprintf(format, args...)) }
	if s.asks != "" {
		add("ask: %s", s.doer)
		add("for: %s", s.asks)
		add("asked-by: %s", d.oneOf(d.posts...))
	} else {
		add("by: %s", s.doer)
		add("act: %s", s.act)
		add("to: %s", flow(d.someOf(d.posts...)))
	}
	if s.picks {
		add("choose: [yea, nay]")
	}
	if !s.plain {
		var after []string
		for _, before := range s.after {
			after = append(after, p.steps[before].id)
		}
		add("after: %s", flow(after))
	}
	add("time: 1h")
	if len(d.links) > 0 && d.maybe() {
		add("via: %s", flow(d.someOf(d.links...)))
		d.clause(add, "if-unreachable", p, n, 60)
	}
	d.clause(add, "if-absent", p, n, d.busy)
	if s.asks == "consent" || s.body && s.act == "decide" {
		d.clause(add, "if-refused", p, n, 60)
	}
	if d.in100(d.busy / 4) {
		add("late-after: 3h")
		d.clause(add, "if-late", p, n, 100)
	}
	if earlier := d.before(p, n); len(earlier) > 0 && d.in100(d.busy/2) {
		to := p.steps[earlier[d.r.IntN(len(earlier))]].id
		if other := p.steps[earlier[d.r.IntN(len(earlier))]].id; other != to && d.in100(30) {
			to = flow([]string{to, other})
		}
		add("back: {to: %s, times: %d}", to, 1+d.r.IntN(4)/3)
	}
	if d.in100(d.busy / 2) {
		add("uses: %s", d.authorities[d.r.IntN(len(d.authorities))].id)
	}
	if d.in100(d.busy / 2) {
		add("needs: %s", d.expression(2, procedure))
	}
	if d.in100(d.busy / 3) {
		var others []string
		for i := range d.procedures {
			others = append(others, d.procedures[i].id)
		}
		add("starts: %s", flow(d.someOf(others...)))
	}
	d.put("      - {%s}", strings.Join(keys, ", "))
}

// before lists the steps that a step comes after, directly or not.
func (d *draft) before(p *draftProcedure, n int) []int {
	var all []int
	for earlier := range n {
		if draftReaches(p, earlier, n) {
			all = append(all, earlier)
		}
	}
	return all
}

func draftReaches(p *draftProcedure, earlier, later int) bool {
	for _, before := range p.steps[later].after {
		if before == earlier || draftReaches(p, earlier, before) {
			return true
		}
	}
	return false
}

// clause adds an if-… in a given number of cases in a hundred; `go` leads
// forward and backward.
func (d *draft) clause(add func(string, ...any), key string, p *draftProcedure, n, percent int) {
	if !d.in100(percent) {
		return
	}
	words := []string{"stop", "wait", "proceed"}
	for other := range p.steps {
		if other != n {
			words = append(words, "go "+p.steps[other].id)
		}
	}
	add("%s: %s", key, d.oneOf(words...))
}

// judgements are the checks.
func (d *draft) judgements() {
	d.put("checks:\n  use: all")
	if len(d.kinds) > 0 {
		d.put("  expects: %s", flow(d.kinds))
	}
	d.put("  limits:")
	for i := range d.procedures {
		if i == 0 || d.in100(20) {
			d.put("    - {id: limit%d, procedure: %s, worst: 1d}", i, d.procedures[i].id)
		}
	}
	d.put("  invariants:")
	d.put("    - {id: all, always: %q}", d.expression(2, -1))
	d.put("    - {id: none, never: %q}", d.expression(2, -1))
	d.put("    - {id: way, from: %q, possible: %q}", d.expression(1, -1), d.expression(2, -1))
	for i, s := range d.scales {
		for j, m := range s.moves {
			if d.in100(50) {
				d.put("    - {id: before%d-%d, before: %s->%s, consent-of: %s}", i, j, s.values[m.from], s.values[m.to], flow(d.someOf(d.posts...)))
			}
		}
	}
}

// expression writes an expression; own is the procedure whose step it stands
// in, or -1.
func (d *draft) expression(depth, own int) string {
	if depth > 0 && d.in100(45) {
		a := d.expression(depth-1, own)
		switch d.r.IntN(3) {
		case 0:
			return "not (" + a + ")"
		case 1:
			return "(" + a + ") and (" + d.expression(depth-1, own) + ")"
		default:
			return "(" + a + ") or (" + d.expression(depth-1, own) + ")"
		}
	}
	post, authority := d.oneOf(d.posts...), d.authorities[d.r.IntN(len(d.authorities))].id
	procedure := d.r.IntN(len(d.procedures))
	switch d.r.IntN(11) {
	case 0:
		return fmt.Sprintf("count(holders(%s)) %s %d", authority, d.oneOf("==", "!=", "<", "<=", ">", ">="), d.r.IntN(3))
	case 1:
		return fmt.Sprintf("holds(%s, %s)", post, authority)
	case 2:
		return "empty(" + post + ")"
	case 3:
		return "acting(" + post + ")"
	case 4:
		if len(d.links) > 0 {
			return "out(" + d.oneOf(d.links...) + ")"
		}
	case 5:
		if len(d.councils) > 0 {
			return d.oneOf("quorate(", "sits(") + d.oneOf(d.councils...) + ")"
		}
	case 6:
		return "live(" + d.procedures[procedure].id + ")"
	case 7, 8, 9:
		if own >= 0 && d.in100(60) {
			return d.aboutStep(own, "")
		}
		return d.aboutStep(procedure, d.procedures[procedure].id+"/")
	}
	s := d.scales[d.r.IntN(len(d.scales))]
	return fmt.Sprintf("%s %s %s", s.id, d.oneOf("==", "!=", "<", "<=", ">", ">="), d.oneOf(s.values...))
}

func (d *draft) aboutStep(procedure int, prefix string) string {
	steps := d.procedures[procedure].steps
	s := steps[d.r.IntN(len(steps))]
	switch {
	case s.picks && d.in100(60):
		return fmt.Sprintf("chosen(%s%s) %s %s", prefix, s.id, d.oneOf("==", "!="), d.oneOf("yea", "nay"))
	case s.asks == "consent" && d.in100(40):
		return fmt.Sprintf("refused(%s%s)", prefix, s.id)
	default:
		return fmt.Sprintf("done(%s%s)", prefix, s.id)
	}
}
