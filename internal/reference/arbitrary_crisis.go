package reference

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"entente/internal/model"
)

// ArbitraryCrisis writes a random small crisis for an arrangement that is already
// read, as text by docs/language.md; and a scenario of ArbitraryScenario with it: its
// players, and the options that its incidents take. Times are mostly of a law, so
// that little falls together. The same source gives the same text.
func ArbitraryCrisis(r *rand.Rand, a *model.Arrangement, scenario string) (crisis, with string) {
	d := &crisisDraft{draft: draft{r: r}, a: a}
	d.posts, d.links, _ = idsOf(a)
	d.invent()
	d.put("entente: {version: 1, kind: crisis, id: z, for: %s, title: Random}", a.ID)
	d.ladder()
	d.quantities()
	d.put("options:")
	for i := range d.options {
		d.option(i)
	}
	d.people()
	d.blows()
	d.meetings()
	d.bounds()
	return d.text.String(), d.play(scenario)
}

// crisisDraft is a crisis while it is being written.
type crisisDraft struct {
	draft
	a       *model.Arrangement
	rungs   []string
	stocks  []string
	options []draftOption
	players []draftPlayer
	lines   []string
	progs   []string
	times   bool // some flow has `times`
}

type draftOption struct {
	id, of string
	by     string // the step that takes it, or ""
	choice string
	proc   *model.Procedure
}

type draftPlayer struct{ id, of string }

func (d *crisisDraft) invent() {
	d.rungs = numbered("rung", 3+d.r.IntN(3))
	d.stocks = numbered("stock", 1+d.r.IntN(3))
	d.times = d.in100(25)
	for i, id := range numbered("act", 3+d.r.IntN(3)) {
		o := draftOption{id: id, of: []string{"A", "B"}[i%2]}
		if i >= 2 && d.in100(55) {
			o.proc = &d.a.Procedures[d.r.IntN(len(d.a.Procedures))]
			st := &o.proc.Steps[d.r.IntN(len(o.proc.Steps))]
			o.by = o.proc.ID + "/" + st.ID
			if len(st.Choose) > 0 && d.in100(60) {
				o.choice = d.oneOf(st.Choose...)
			}
		}
		d.options = append(d.options, o)
	}
	for i, id := range numbered("player", 2+d.r.IntN(2)) {
		d.players = append(d.players, draftPlayer{id, []string{"A", "B"}[i%2]})
	}
	d.lines = numbered("line", d.r.IntN(3))
	d.progs = numbered("prog", d.r.IntN(2))
}

// party is A or B.
func (d *crisisDraft) anyParty() string { return d.oneOf("A", "B") }

// lasting is a time with a law, or, seldom, an exact one.
func (d *crisisDraft) lasting() string {
	if d.in100(15) {
		return fmt.Sprintf("%dm", 7+d.r.IntN(900))
	}
	m := 10 + d.r.IntN(600)
	return fmt.Sprintf("%dm/%dm/%dm", m, 3*m, 9*m)
}

func (d *crisisDraft) number() string { return fmt.Sprintf("%.2f", float64(d.r.IntN(200)-100)/100) }

// uncertain is a number, now and then with a law or with bounds.
func (d *crisisDraft) uncertain() string {
	x := float64(1+d.r.IntN(50)) / 100
	switch d.r.IntN(6) {
	case 0:
		return fmt.Sprintf("%.2f/%.2f/%.2f", x, 2*x, 3*x)
	case 1:
		return fmt.Sprintf("%.2f..%.2f", x, 2*x)
	}
	return d.number()
}

func (d *crisisDraft) step() string {
	p := &d.a.Procedures[d.r.IntN(len(d.a.Procedures))]
	return p.ID + "/" + p.Steps[d.r.IntN(len(p.Steps))].ID
}

func (d *crisisDraft) anyOption() string { return d.options[d.r.IntN(len(d.options))].id }

// expr is an expression of the crisis, or of the arrangement.
func (d *crisisDraft) expr(depth int) string {
	if depth > 0 && d.in100(30) {
		return fmt.Sprintf("(%s %s %s)", d.expr(depth-1), d.oneOf("and", "or"), d.expr(depth-1))
	}
	if depth > 0 && d.in100(20) {
		return "not (" + d.expr(depth-1) + ")"
	}
	switch d.r.IntN(10) {
	case 0, 1:
		return fmt.Sprintf("rung %s %s", d.oneOf(">=", "<", "==", ">"), d.oneOf(d.rungs...))
	case 2:
		return fmt.Sprintf("reads(%s) %s %s", d.anyParty(), d.oneOf(">=", "<", "!="), d.oneOf(d.rungs...))
	case 3:
		return "taken(" + d.anyOption() + ")"
	case 4:
		return "under-way(" + d.anyOption() + ")"
	case 5:
		return "knows(" + d.anyParty() + ", " + d.anyOption() + ")"
	case 6:
		return fmt.Sprintf("stock(%s) %s %s", d.oneOf(d.stocks...), d.oneOf(">=", "<", ">", "<="), d.number())
	case 7:
		if len(d.lines) > 0 {
			return "crossed(" + d.oneOf(d.lines...) + ")"
		}
		if len(d.progs) > 0 {
			return "met(" + d.oneOf(d.progs...) + ")"
		}
	}
	return d.circumstance(d.a, d.posts)
}

func (d *crisisDraft) ladder() {
	keys := fmt.Sprintf("order: %s", flow(d.rungs))
	if d.in100(50) {
		keys += ", thresholds: [" + d.oneOf(d.rungs[1:]...) + "]"
	}
	if d.in100(40) {
		// What stands here does not speak of the rung: it would speak of itself.
		keys += fmt.Sprintf(", at-least: {%s: %q}", d.oneOf(d.rungs[1:]...), d.circumstance(d.a, d.posts))
	}
	d.put("rungs: {%s}", keys)
}

func (d *crisisDraft) quantities() {
	d.put("stocks:")
	for _, id := range d.stocks {
		keys := []string{"of: " + d.anyParty(), "start: " + d.uncertain()}
		if d.in100(60) {
			keys = append(keys, fmt.Sprintf("within: -%d..%d", 1+d.r.IntN(2), 1+d.r.IntN(2)))
		}
		var flows []string
		for range d.r.IntN(3) {
			f := d.oneOf("per-day: ", "per-day: ", "per-year: ") + d.uncertain()
			switch {
			case d.times && d.in100(60):
				f += ", times: " + d.oneOf(d.stocks...)
			case d.in100(40):
				f = "toward: " + d.uncertain() + ", half-life: " + fmt.Sprintf("%dh", 3+d.r.IntN(60))
			}
			if d.in100(45) {
				f += fmt.Sprintf(", while: %q", d.expr(1))
			}
			flows = append(flows, "{"+f+"}")
		}
		if len(flows) > 0 {
			keys = append(keys, "flows: ["+strings.Join(flows, ", ")+"]")
		}
		line := fmt.Sprintf("  %s: {%s}", id, strings.Join(keys, ", "))
		d.put("%s", line)
	}
	if strings.Contains(d.text.String(), ", times: ") {
		d.put("step: %dm", 20+d.r.IntN(200))
	}
}

func (d *crisisDraft) effects() string {
	var out []string
	for _, s := range d.someOf(d.stocks...) {
		x := d.uncertain()
		if d.in100(30) {
			x = fmt.Sprintf("{add: %s, while: %q}", x, d.expr(1))
		}
		out = append(out, s+": "+x)
	}
	return "{" + strings.Join(out, ", ") + "}"
}

func (d *crisisDraft) reading() string {
	as := d.oneOf(d.rungs...)
	if d.in100(50) {
		as = fmt.Sprintf("{%s: 0.3, %s: 0.7}", d.rungs[0], d.oneOf(d.rungs[1:]...))
	}
	keys := []string{"as: " + as}
	if d.in100(70) {
		keys = append(keys, "after: "+d.lasting())
	}
	if d.in100(20) {
		keys = append(keys, "upon: "+d.step())
	}
	if len(d.links) > 0 && d.in100(30) {
		keys = append(keys, "via: "+d.oneOf(d.links...))
	}
	if d.in100(30) {
		keys = append(keys, "effects: "+d.effects())
	}
	return "{" + strings.Join(keys, ", ") + "}"
}

func (d *crisisDraft) option(i int) {
	o := &d.options[i]
	keys := []string{"of: " + o.of, "domain: " + d.oneOf(model.DomainNames()...), "rung: " + d.oneOf(d.rungs...), "lasts: " + d.lasting()}
	add := func(format string, args ...any) { keys = append(keys, fmt.Sprintf(format, args...)) }
	if o.by != "" {
		add("by: %s", o.by)
		if o.choice != "" {
			add("choice: %s", o.choice)
		}
		if d.in100(50) {
			who := append([]string{"A", "B"}, d.posts...)
			add("consent-of: %s", flow(d.someOf(who...)[:1]))
		}
	}
	if len(d.a.Authorities) > 0 && d.in100(35) {
		add("uses: %s", d.a.Authorities[d.r.IntN(len(d.a.Authorities))].ID)
	}
	if d.in100(30) {
		add("while: %q", d.expr(1))
	}
	if d.in100(60) {
		add("effects: %s", d.effects())
	}
	var reads []string
	for _, party := range []string{"A", "B"} {
		if d.in100(70) {
			reads = append(reads, party+": "+d.reading())
		}
	}
	if len(reads) > 0 {
		add("reads: {%s}", strings.Join(reads, ", "))
	}
	d.does(add)
	d.put("  %s: {%s}", o.id, strings.Join(keys, ", "))
}

// does is what an option does to the arrangement.
func (d *crisisDraft) does(add func(string, ...any)) {
	if d.in100(45) {
		return
	}
	_, _, deciding := idsOf(d.a)
	switch d.r.IntN(5) {
	case 0:
		add("empties: [%s]", d.oneOf(d.posts...))
	case 1:
		add("fills: [%s]", d.oneOf(d.posts...))
	case 2:
		if len(d.links) > 0 {
			add("%s: [%s]", d.oneOf("cuts", "mends"), d.oneOf(d.links...))
		}
	case 3:
		if s := d.a.Scales[d.r.IntN(len(d.a.Scales))]; len(s.Moves) > 0 {
			m := s.Moves[d.r.IntN(len(s.Moves))]
			add("moves: %s->%s", s.Values[m.From].ID, s.Values[m.To].ID)
		}
	default:
		add("starts: %s", d.oneOf(deciding...))
	}
	if len(d.a.Kinds) > 0 && d.in100(20) {
		add("kind: %s", d.a.Kinds[d.r.IntN(len(d.a.Kinds))].ID)
	}
}

// trigger is when a decision or a shock comes.
func (d *crisisDraft) trigger() string {
	out := ""
	switch d.r.IntN(11) {
	case 0:
		out = "at: " + d.lasting()
	case 1, 2:
		return "every: " + fmt.Sprintf("%dh", 5+d.r.IntN(40))
	case 3, 4:
		out = "on: {read: " + d.oneOf(d.anyOption(), d.anyParty(), d.oneOf(d.rungs...)) + "}"
	case 5:
		out = fmt.Sprintf("on: {becomes: %q}", d.expr(1))
	case 6:
		out = fmt.Sprintf("on: {silent: %s, for: %s}", d.anyParty(), d.lasting())
	case 7:
		out = "on: {" + d.oneOf("done", "done", "refused") + ": " + d.step() + "}"
	case 8:
		p := d.a.Procedures[d.r.IntN(len(d.a.Procedures))].ID
		out = d.oneOf("on: {ends: "+p+"}", "on: {stops: "+p+"}")
	case 9:
		p := d.a.Procedures[d.r.IntN(len(d.a.Procedures))].ID
		out = fmt.Sprintf("on: {decision: %s, %s: %s}", p, d.oneOf("unasked", "untold"), d.anyParty())
	default:
		if len(d.lines) == 0 {
			return "every: " + fmt.Sprintf("%dh", 5+d.r.IntN(40))
		}
		out = "on: {crossed: " + d.oneOf(d.lines...) + "}"
	}
	if strings.HasPrefix(out, "on") && d.in100(40) {
		out += ", after: " + d.lasting()
	}
	if d.in100(25) {
		out += fmt.Sprintf(", while: %q", d.expr(1))
	}
	if d.in100(25) {
		out += fmt.Sprintf(", times: %d", 1+d.r.IntN(3))
	}
	return out
}

// choice is among the options that a player may take.
func (d *crisisDraft) choice(of string) string {
	var mine []string
	for _, o := range d.options {
		if o.of == of && o.by == "" {
			mine = append(mine, o.id)
		}
	}
	some := append(d.someOf(mine...), "nothing")
	var parts []string
	switch d.r.IntN(3) {
	case 0:
		for _, id := range some {
			w := fmt.Sprintf("%d", 1+d.r.IntN(4))
			if d.in100(25) {
				w = fmt.Sprintf("{weight: %s, while: %q}", w, d.expr(1))
			}
			parts = append(parts, id+": "+w)
		}
		return "weights: {" + strings.Join(parts, ", ") + "}"
	case 1:
		for _, id := range some[:len(some)-1] {
			parts = append(parts, fmt.Sprintf("{when: %q, take: %s}", d.expr(1), id))
		}
		parts = append(parts, "{take: "+d.oneOf(some...)+"}")
		return "rule: [" + strings.Join(parts, ", ") + "]"
	}
	for _, id := range some {
		terms := []string{"always: " + d.uncertain()}
		if d.in100(50) {
			terms = append(terms, d.oneOf(d.stocks...)+": "+d.number())
		}
		if d.in100(40) {
			terms = append(terms, d.oneOf("rung", "picture")+": "+d.number())
		}
		if d.in100(30) {
			terms = append(terms, fmt.Sprintf("%q: %s", d.expr(0), d.number()))
		}
		parts = append(parts, id+": {"+strings.Join(terms, ", ")+"}")
	}
	return fmt.Sprintf("logit: {precision: %.1f, worth: {%s}}", 0.5+2*d.r.Float64(), strings.Join(parts, ", "))
}

func (d *crisisDraft) people() {
	d.put("players:")
	for _, p := range d.players {
		d.put("  %s:\n    of: %s", p.id, p.of)
		if d.in100(40) {
			d.put("    reads: {%s: %s}", d.anyOption(), d.reading())
		}
		d.put("    decisions:")
		for i := range 1 + d.r.IntN(3) {
			d.put("      dec%d: {%s, %s}", i, d.trigger(), d.choice(p.of))
		}
		d.answers(p)
	}
}

// answers has a player answer a question to a post of his party.
func (d *crisisDraft) answers(p draftPlayer) {
	for i := range d.a.Procedures {
		for j := range d.a.Procedures[i].Steps {
			st := &d.a.Procedures[i].Steps[j]
			if st.Act != model.AskConsent || st.IfRefused.Do == model.Wait || st.Doer.Kind != model.ActorPost || d.a.Parties[d.a.Posts[st.Doer.Post].Of].ID != p.of || !d.in100(60) {
				continue
			}
			choice := "weights: {agree: 2, refuse: 1}"
			if d.in100(60) {
				choice = fmt.Sprintf("rule: [{when: %q, take: refuse}, {when: %q, take: %s}, {take: agree}]", d.expr(1), d.expr(1), d.oneOf("agree", "refuse"))
			}
			d.put("      ans: {step: %s/%s, %s}", d.a.Procedures[i].ID, st.ID, choice)
			return
		}
	}
}

func (d *crisisDraft) blows() {
	if d.in100(50) {
		when := d.trigger()
		if strings.Contains(when, "{read: ") || strings.Contains(when, "{silent: ") {
			when += ", by: " + d.anyParty()
		}
		d.put("shocks:\n  shock0: {%s, effects: %s}", when, d.effects())
	}
}

func (d *crisisDraft) meetings() {
	if len(d.progs) == 0 {
		return
	}
	keys := ""
	if len(d.a.Councils) > 0 && d.in100(40) {
		keys = "council: " + d.a.Councils[d.r.IntN(len(d.a.Councils))].ID + ", "
	}
	if d.in100(50) {
		keys += "first: " + d.lasting() + ", "
	}
	keys += fmt.Sprintf("every: %dh, ", 9+d.r.IntN(30))
	if d.in100(50) {
		keys += "slip: " + d.lasting() + ", "
	}
	rule, bound := d.oneOf("all", "any", "{at-least: 1}", "{weights: {cond0: 2}, at-least: 1}"), d.number
	if d.in100(25) {
		rule = fmt.Sprintf("{mean-at-least: 0.%d}", 1+d.r.IntN(9))
		bound = func() string { return fmt.Sprintf("%.2f", float64(1+d.r.IntN(100))/100) }
	}
	conditions := []string{fmt.Sprintf("cond0: {stock: %s, at-least: %s}", d.oneOf(d.stocks...), bound())}
	if d.in100(60) {
		conditions = append(conditions, fmt.Sprintf("cond1: {stock: %s, at-least: %s%s%s}", d.oneOf(d.stocks...), bound(), d.oneOf("", ", needs: [cond0]"), d.oneOf("", ", keeps: yes")))
	}
	keys += "conditions: {" + strings.Join(conditions, ", ") + "}, rules: {rule0: " + rule + "}, rule: rule0"
	if d.in100(50) {
		for _, o := range d.options {
			if o.by == "" {
				keys += ", takes: " + o.id
				break
			}
		}
	}
	d.put("programmes:\n  %s: {%s}", d.progs[0], keys)
}

func (d *crisisDraft) bounds() {
	if len(d.lines) > 0 {
		d.put("red-lines:")
	}
	for _, id := range d.lines {
		var all []string
		for _, o := range d.options {
			all = append(all, o.id)
		}
		keys := fmt.Sprintf("of: %s, crossed-by: %s, declared: %s", d.anyParty(), flow(d.someOf(all...)), d.oneOf("yes", "yes", "no"))
		if d.in100(70) {
			keys += fmt.Sprintf(", when: %q", d.expr(1))
		}
		d.put("  %s: {%s}", id, keys)
	}
}

// play puts the crisis into a scenario.
func (d *crisisDraft) play(scenario string) string {
	var who, free []string
	seen := map[string]bool{}
	for _, p := range d.players {
		if !seen[p.of] && d.in100(85) { // of several for one party one plays
			seen[p.of] = true
			who = append(who, p.id)
		}
	}
	for _, o := range d.options {
		if o.by == "" {
			free = append(free, o.id)
		}
	}
	for i := range 3 {
		id := fmt.Sprintf("{id: n%d, ", i)
		if d.in100(60) {
			scenario = strings.Replace(scenario, id, id+"takes: "+flow(d.someOf(free...))+", ", 1)
		}
	}
	if d.in100(50) {
		scenario = strings.ReplaceAll(scenario, "while: \"", "while: \""+d.expr(0)+d.oneOf(" or ", " and "))
	}
	return scenario + "crisis: z\nplayers: " + flow(who) + "\n"
}
