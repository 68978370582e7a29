package check

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// arbitrary is a random small arrangement, and perhaps a scenario, as text. The
// same seed gives the same text.
type arbitrary struct {
	r        *rand.Rand
	out      strings.Builder
	scales   []arbScale
	posts    []string
	links    []string
	auths    []string
	councils []string
	kinds    []string
	procs    []*arbProc
	calm     bool // few clauses and expressions, so that runs get far
}

type arbScale struct {
	id     string
	values []string
	moves  []arbMove
}

type arbMove struct {
	from, to int
	proc     *arbProc
}

type arbProc struct {
	id      string
	decides []string
	hands   bool
	kind    string // of incident, or ""
	started bool   // by a step
	steps   []arbStep
}

type arbStep struct {
	id      string
	doer    string // as written
	asks    string // consent, views or ""
	act     string
	council bool
	choose  bool
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (g *arbitrary) chance(percent int) bool { return g.r.IntN(100) < percent }

func (g *arbitrary) some(list []string, percent int) []string {
	var out []string
	for _, x := range list {
		if g.chance(percent) {
			out = append(out, x)
		}
	}
	return out
}

func ids(prefix string, n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("%s%d", prefix, i))
	}
	return out
}

func (g *arbitrary) line(format string, args ...any) { fmt.Fprintf(&g.out, format+"\n", args...) }

// arbitraryTexts writes an arrangement and a scenario, which is "" for two in
// three.
func arbitraryTexts(seed uint64) (arrangement, scenario string) {
	g := &arbitrary{r: rand.New(rand.NewPCG(seed, 0x656e74656e7465))}
	g.calm = g.chance(40)
	g.skeleton()
	g.line("entente: {version: 1, kind: arrangement, id: x, title: X, real: false}")
	g.writeConditions()
	g.line("parties:\n  A: {ally: yes}\n  B: {ally: yes}")
	g.writePosts()
	g.line("forces:\n  f: {of: A}")
	if len(g.links) > 0 {
		g.line("links:")
		for _, l := range g.links {
			restore := ""
			if g.chance(40) {
				restore = ", restore: 1h"
			}
			g.line("  %s: {between: [p0, p1]%s}", l, restore)
		}
	}
	g.writeAuthorities()
	g.writeCouncils()
	g.writeProcedures()
	g.writeChecks()
	arrangement = g.out.String()
	if g.chance(35) {
		g.out.Reset()
		g.writeScenario()
		scenario = g.out.String()
	}
	return arrangement, scenario
}

// skeleton settles which elements there are, so that each may name any other.
func (g *arbitrary) skeleton() {
	r := g.r
	g.posts = ids("p", 2+r.IntN(3))
	g.links = ids("l", r.IntN(2))
	g.auths = ids("a", r.IntN(3))
	g.councils = ids("c", r.IntN(2))
	g.kinds = ids("k", r.IntN(2))
	for i := range 1 + r.IntN(2) {
		s := arbScale{id: fmt.Sprintf("s%d", i)}
		for v := range 2 + r.IntN(2) {
			s.values = append(s.values, fmt.Sprintf("v%d%d", i, v))
		}
		g.scales = append(g.scales, s)
	}
	deciding := ids("d", 1+r.IntN(2))
	for _, id := range deciding {
		g.procs = append(g.procs, &arbProc{id: id})
	}
	for i := range g.scales {
		s := &g.scales[i]
		for from := range s.values {
			for to := range s.values {
				if from != to && (g.chance(40) || i == 0 && from == 0 && to == 1) {
					p := g.procs[r.IntN(len(deciding))]
					s.moves = append(s.moves, arbMove{from, to, p})
				}
			}
		}
	}
	if len(g.auths) > 0 {
		for _, id := range ids("h", 1+r.IntN(2)) {
			g.procs = append(g.procs, &arbProc{id: id, hands: true})
		}
	}
	for i, k := range g.kinds {
		if g.chance(80) {
			g.procs = append(g.procs, &arbProc{id: fmt.Sprintf("i%d", i), kind: k})
		}
	}
	if g.chance(25) {
		g.procs = append(g.procs, &arbProc{id: "t0", started: true})
	}
	for _, p := range g.procs {
		for i := range 1 + r.IntN(3) {
			p.steps = append(p.steps, g.step(fmt.Sprintf("x%d", i)))
		}
	}
	for i := range g.scales {
		for _, m := range g.scales[i].moves {
			at := pick(r, m.proc.steps).id
			m.proc.decides = append(m.proc.decides, fmt.Sprintf("{move: %s->%s, at: %s}", g.scales[i].values[m.from], g.scales[i].values[m.to], at))
		}
	}
}

func (g *arbitrary) step(id string) arbStep {
	s := arbStep{id: id, doer: pick(g.r, g.posts)}
	switch k := g.r.IntN(100); {
	case k < 25 && len(g.councils) > 0:
		s.doer, s.council = pick(g.r, g.councils), true
	case k < 45 && len(g.auths) > 0:
		s.doer = "holder(" + pick(g.r, g.auths) + ")"
	}
	switch k := g.r.IntN(100); {
	case k < 30:
		s.asks = "consent"
	case k < 35:
		s.asks = "views"
	case k < 70:
		s.act = "decide"
		s.choose = g.chance(30)
	default:
		s.act = pick(g.r, []string{"report", "order", "do"})
	}
	return s
}

func (g *arbitrary) writeConditions() {
	g.line("conditions:")
	for _, s := range g.scales {
		var moves []string
		for _, m := range s.moves {
			moves = append(moves, fmt.Sprintf("%s->%s: %s", s.values[m.from], s.values[m.to], m.proc.id))
		}
		g.line("  %s: {order: [%s], moves: {%s}}", s.id, strings.Join(s.values, ", "), strings.Join(moves, ", "))
	}
}

func (g *arbitrary) writePosts() {
	g.line("posts:")
	for i, p := range g.posts {
		line := fmt.Sprintf("  %s: {of: %s, national: true", p, pick(g.r, []string{"A", "B"}))
		if g.chance(20) {
			line += ", person: who"
		}
		var deputies []string
		for j, d := range g.posts {
			if i != j && g.chance(25) {
				deputies = append(deputies, d+": "+pick(g.r, []string{"at-once", "1h"}))
			}
		}
		g.r.Shuffle(len(deputies), func(i, j int) { deputies[i], deputies[j] = deputies[j], deputies[i] })
		if len(deputies) > 0 {
			line += ", deputies: {" + strings.Join(deputies, ", ") + "}"
			if bars := append(g.some([]string{"decide", "order"}, 10), g.some(g.auths, 10)...); len(bars) > 0 {
				line += ", acting: {may-not: [" + strings.Join(bars, ", ") + "]}"
			}
		}
		if g.chance(30) {
			line += ", refill: 1h"
		}
		g.line("%s}", line)
	}
}

func (g *arbitrary) writeAuthorities() {
	if len(g.auths) > 0 {
		g.line("authority:")
	}
	var hands []*arbProc
	for _, p := range g.procs {
		if p.hands {
			hands = append(hands, p)
		}
	}
	for _, a := range g.auths {
		s := pick(g.r, g.scales)
		g.line("  %s:\n    kind: %s\n    over: f", a, pick(g.r, []string{"OPCON", "TACON", "RELEASE", "advice"}))
		var rows []string
		holder := map[int]string{}
		for v := range s.values {
			holder[v] = pick(g.r, g.posts)
			if g.chance(8) {
				holder[v] = "nobody"
			}
			rows = append(rows, s.values[v]+": "+holder[v])
		}
		g.line("    held-by: {%s}", strings.Join(rows, ", "))
		var handovers []string
		for _, m := range s.moves {
			if holder[m.from] == holder[m.to] {
				continue
			}
			how := "at-once"
			if h := pick(g.r, hands); g.chance(80) {
				instant := func() string { return pick(g.r, []string{"before ", "after "}) + pick(g.r, h.steps).id }
				how = fmt.Sprintf("{by: %s, gives-up: %s, takes-over: %s}", h.id, instant(), instant())
			}
			handovers = append(handovers, fmt.Sprintf("      %s->%s: %s", s.values[m.from], s.values[m.to], how))
		}
		if len(handovers) > 0 {
			g.line("    handover:\n%s", strings.Join(handovers, "\n"))
		}
		if g.chance(20) {
			g.line("    while: %s", g.expr(2, nil))
		}
		if g.chance(25) {
			g.line("    only: %s", pick(g.r, []string{"{party: A}", "{posts: [p0]}"}))
		}
		if g.chance(35) {
			g.line("    delegated-from: %s", pick(g.r, g.posts))
			if g.chance(50) {
				g.line("    survives-absence: %s", pick(g.r, []string{"yes", "no", "disputed"}))
			}
		}
	}
}

func (g *arbitrary) writeCouncils() {
	if len(g.councils) > 0 {
		g.line("councils:")
	}
	for _, c := range g.councils {
		var seats []string
		for i, p := range g.posts {
			if g.chance(60) || i == 0 {
				seats = append(seats, fmt.Sprintf("%s-seat%d: %s", c, i, p))
			}
		}
		quorum := fmt.Sprintf("total: %d", 1+g.r.IntN(len(seats)))
		g.line("  %s: {seats: {%s}, quorum: {%s}, rule: consensus, convene: 1h}", c, strings.Join(seats, ", "), quorum)
	}
}

func (g *arbitrary) writeProcedures() {
	g.line("procedures:")
	for _, p := range g.procs {
		g.line("  %s:", p.id)
		if len(p.decides) > 0 {
			g.line("    decides: [%s]", strings.Join(p.decides, ", "))
		}
		if p.kind != "" || len(g.kinds) > 0 && g.chance(15) {
			kind := p.kind
			if kind == "" {
				kind = pick(g.r, g.kinds)
			}
			g.line("    starts: %s", kind)
		}
		if g.chance(15) {
			g.line("    while: %s", g.expr(1, nil))
		}
		if g.chance(40) {
			g.line("    again: %s", pick(g.r, []string{"ignore", "restart", "queue 1", "queue 2", "beside 2"}))
		}
		g.line("    steps:")
		for i := range p.steps {
			g.writeStep(p, i)
		}
	}
}

func (g *arbitrary) writeStep(p *arbProc, i int) {
	s := &p.steps[i]
	var keys []string
	add := func(format string, args ...any) { keys = append(keys, fmt.Sprintf(format, args...)) }
	add("id: %s", s.id)
	if s.asks != "" {
		add("ask: %s", s.doer)
		add("for: %s", s.asks)
	} else {
		add("by: %s", s.doer)
		add("act: %s", s.act)
		if s.act == "report" || s.act == "order" {
			add("to: p0")
		}
		if s.choose {
			add("choose: [yea, nay]")
		}
	}
	add("time: 1h")
	earlier := ids("x", i)
	if i > 0 && g.chance(40) {
		earlier = g.some(earlier, 50)
		add("after: [%s]", strings.Join(earlier, ", "))
	} else if i > 0 {
		earlier = earlier[i-1:]
	}
	clause := func(key string, percent int) {
		if !g.chance(percent) {
			return
		}
		words := []string{"stop", "wait", "proceed"}
		if len(p.steps) > 1 {
			other := g.r.IntN(len(p.steps) - 1)
			if other >= i {
				other++
			}
			words = append(words, "go "+p.steps[other].id, "go "+p.steps[other].id)
		}
		add("%s: %s", key, pick(g.r, words))
	}
	often, seldom := 60, 25
	if g.calm {
		often, seldom = 25, 8
	}
	if len(g.links) > 0 && g.chance(often) {
		add("via: %s", pick(g.r, g.links))
		clause("if-unreachable", often)
	}
	clause("if-absent", often)
	if s.asks == "consent" || s.act == "decide" && s.council {
		clause("if-refused", often)
	}
	if g.chance(seldom / 2) {
		add("late-after: 2h")
		clause("if-late", 80)
	}
	if len(earlier) > 0 && g.chance(seldom) {
		add("back: {to: %s, times: 1}", pick(g.r, earlier))
	}
	if len(g.auths) > 0 && g.chance(seldom) && s.asks == "" {
		add("uses: %s", pick(g.r, g.auths))
	}
	if g.chance(seldom) {
		add("needs: %s", g.expr(1, p))
	}
	if starts := g.startable(); len(starts) > 0 && g.chance(seldom) {
		add("starts: [%s]", pick(g.r, starts))
	}
	g.line("      - {%s}", strings.Join(keys, ", "))
}

// startable lists the procedures that a step may start.
func (g *arbitrary) startable() []string {
	var out []string
	for _, p := range g.procs {
		out = append(out, p.id)
	}
	return out
}

// expr writes a random expression; own is the procedure whose step asks, or nil.
func (g *arbitrary) expr(depth int, own *arbProc) string {
	if depth > 0 && g.chance(30) {
		a, b := g.expr(depth-1, own), g.expr(depth-1, own)
		return "(" + a + pick(g.r, []string{" or ", " and "}) + b + ")"
	}
	if depth > 0 && g.chance(25) {
		return "not (" + g.expr(depth-1, own) + ")"
	}
	post := pick(g.r, g.posts)
	switch g.r.IntN(9) {
	case 0:
		return "empty(" + post + ")"
	case 1:
		return "acting(" + post + ")"
	case 2:
		if len(g.links) > 0 {
			return "out(" + pick(g.r, g.links) + ")"
		}
	case 3:
		if len(g.auths) > 0 {
			return fmt.Sprintf("count(holders(%s)) %s %d", pick(g.r, g.auths), pick(g.r, []string{"==", "<=", ">"}), g.r.IntN(3))
		}
	case 4:
		if len(g.auths) > 0 {
			return fmt.Sprintf("holds(%s, %s)", post, pick(g.r, g.auths))
		}
	case 5:
		if len(g.councils) > 0 {
			return pick(g.r, []string{"quorate(", "sits("}) + pick(g.r, g.councils) + ")"
		}
	case 6, 7:
		p := pick(g.r, g.procs)
		s := pick(g.r, p.steps)
		name := p.id + "/" + s.id
		if own != nil && g.chance(50) {
			s = pick(g.r, own.steps)
			name = s.id
		}
		switch {
		case s.choose:
			return fmt.Sprintf("chosen(%s) %s %s", name, pick(g.r, []string{"==", "!="}), pick(g.r, []string{"yea", "nay"}))
		case s.asks == "consent" && g.chance(40):
			return "refused(" + name + ")"
		case g.chance(60):
			return "done(" + name + ")"
		}
		return "live(" + p.id + ")"
	}
	s := pick(g.r, g.scales)
	return fmt.Sprintf("%s %s %s", s.id, pick(g.r, []string{"==", "!=", "<", ">="}), pick(g.r, s.values))
}

func (g *arbitrary) writeChecks() {
	g.line("checks:\n  use: all")
	if len(g.kinds) > 0 {
		g.line("  expects: [%s]", strings.Join(g.kinds, ", "))
	}
	if g.chance(60) {
		g.line("  limits:\n    - {id: limit, procedure: %s, worst: 1d}", pick(g.r, g.procs).id)
	}
	g.line("  invariants:")
	g.line("    - {id: never, never: %q}", g.expr(2, nil))
	g.line("    - {id: always, always: %q}", g.expr(2, nil))
	g.line("    - {id: possible, from: %q, possible: %q}", g.expr(1, nil), g.expr(2, nil))
	if g.chance(50) {
		g.line("    - {id: when, when: %q, within: 2h, holds: %q}", g.expr(1, nil), g.expr(1, nil))
	}
	for i := range g.scales {
		if moves := g.scales[i].moves; len(moves) > 0 {
			m := pick(g.r, moves)
			g.line("    - {id: before%d, before: %s->%s, consent-of: [%s]}", i, g.scales[i].values[m.from], g.scales[i].values[m.to], pick(g.r, g.posts))
		}
	}
}

func (g *arbitrary) writeScenario() {
	g.line("entente: {version: 1, kind: scenario, id: y, for: x, title: Y}")
	var start []string
	for _, s := range g.scales {
		start = append(start, s.id+": "+pick(g.r, s.values))
	}
	if absent := g.some(g.posts, 15); len(absent) > 0 {
		start = append(start, "absent: ["+strings.Join(absent, ", ")+"]")
	}
	if out := g.some(g.links, 20); len(out) > 0 {
		start = append(start, "out: ["+strings.Join(out, ", ")+"]")
	}
	var given []string
	for _, p := range g.procs {
		for _, s := range p.steps {
			if s.asks == "consent" && g.chance(20) {
				given = append(given, p.id+"/"+s.id)
			}
		}
	}
	if len(given) > 0 {
		start = append(start, "given: ["+strings.Join(given, ", ")+"]")
	}
	g.line("start: {%s}", strings.Join(start, ", "))
	g.line("horizon: 10d")
	if g.chance(80) {
		g.line("may-start: {total: %d}", g.r.IntN(3))
	}
	if g.chance(80) {
		list := fmt.Sprintf("total: %d", g.r.IntN(3))
		if absent := g.some(append([]string{"who"}[:0:0], g.posts...), 50); len(absent) > 0 {
			list += ", absent: [" + strings.Join(absent, ", ") + "]"
		}
		if out := g.some(g.links, 50); len(out) > 0 {
			list += ", out: [" + strings.Join(out, ", ") + "]"
		}
		g.line("may-fail: {%s}", list)
	}
	g.line("incidents:")
	for i := range 1 + g.r.IntN(2) {
		keys := []string{fmt.Sprintf("id: n%d", i), "at: 0h..4h"}
		if len(g.kinds) > 0 && g.chance(50) {
			keys = append(keys, "kind: "+pick(g.r, g.kinds))
		}
		post := pick(g.r, g.posts)
		switch g.r.IntN(3) {
		case 0:
			keys = append(keys, "empties: ["+post+"]")
		case 1:
			keys = append(keys, "fills: ["+post+"]")
		default:
			keys = append(keys, "starts: "+g.procs[0].id)
		}
		if len(g.links) > 0 && g.chance(40) {
			keys = append(keys, pick(g.r, []string{"cuts", "mends"})+": ["+pick(g.r, g.links)+"]")
		}
		if g.chance(30) {
			keys = append(keys, fmt.Sprintf("while: %q", g.expr(1, nil)))
		}
		g.line("  - {%s}", strings.Join(keys, ", "))
	}
}

// readTexts reads an arrangement and a scenario, if there is one; the messages
// say what is wrong with them.
func readTexts(arrangement, scenario string) (*model.Arrangement, *model.Scenario, string) {
	var out diag.List
	parse := func(name, text string) *syntax.Node {
		return syntax.Parse(diag.NewSource(name, text), syntax.DefaultLimits, &out)
	}
	a := typecheck.Arrangement(parse("arrangement.yaml", arrangement), &out)
	var s *model.Scenario
	if scenario != "" && !out.HasErrors() {
		s = typecheck.Scenario(parse("scenario.yaml", scenario), a, nil, &out)
	}
	if !out.HasErrors() {
		return a, s, ""
	}
	var b strings.Builder
	for _, d := range out.Sorted() {
		if d.Severity == diag.Error {
			fmt.Fprintln(&b, d.Code, d.Message)
		}
	}
	return nil, nil, b.String()
}

// TestArbitraryReads: most of the random texts mean something.
func TestArbitraryReads(t *testing.T) {
	wrong := map[string]int{}
	bad := 0
	const n = 500
	for seed := range uint64(n) {
		arrangement, scenario := arbitraryTexts(seed)
		if _, _, why := readTexts(arrangement, scenario); why != "" {
			bad++
			wrong[strings.SplitN(why, "\n", 2)[0]]++
			if bad == 1 {
				t.Log(why + arrangement + scenario)
			}
		}
	}
	if bad > n/20 {
		t.Errorf("%d of %d texts are refused: %v", bad, n, wrong)
	}
}
