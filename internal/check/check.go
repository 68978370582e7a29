// Package check finds the seams of an arrangement: it searches every order of
// events within a budget, and reads off the text and its times what needs no
// search.
//
// In: a model.Arrangement, perhaps a Scenario, and Options. Out: a Result whose
// findings each carry the shortest story that leads to them. Guaranteed: findings
// come in a fixed order and are the same on every run; what a limit cut short is
// listed as not exhausted and never reported as holding; for `real: true` no
// finding that needs an undocumented fault names an office (real.go).
package check

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"entente/internal/diag"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/say"
	"entente/internal/timing"
)

// Options says how to check.
type Options struct {
	Budget   int // faults; -1: as the scenario says, or 1
	Starts   int // without a scenario: starts of deciding procedures; 0: as many as faults, at least 1
	Limits   Limits
	Workers  int  // 0: as many as processors
	NoSearch bool // only what is read off the text and its times
	Progress func(done, total int, states int)
}

// Search describes one search for the reader.
type Search struct {
	Cone        string   `json:"cone"`
	States      int      `json:"states"`
	Transitions int      `json:"transitions"`
	Exhaustive  bool     `json:"exhaustive"`       // every state was seen, or everything asked for was found
	Enough      bool     `json:"enough,omitempty"` // it ended because everything asked for was found
	Why         string   `json:"why,omitempty"`
	Asked       []string `json:"asked"`
}

// Finding is one seam.
type Finding struct {
	Seam     model.Seam
	Element  string
	Summary  say.Text   // one sentence in the words of the text
	Story    []Scene    // how it comes about; empty where it needs no event
	Faults   int        // faults in the story
	Detail   []say.Text // further sentences
	Lines    []diag.Span
	Lasts    *Lasting // nil for what has no duration
	When     *When    // nil without a story
	Weakest  string   // the weakest grade that it rests on
	Try      say.Text // what would mend it
	Verdict  Verdict  // of a limit or a `when` invariant
	Disputed bool     // the text disputes whether this is a seam
	Accepted string   // the reason given under `accept`
	Class    string   // real states: the class of post, or "link", that it stands for

	class  say.Text // Class in words
	behind []ID     // real states: what a class finding stands for; it never leaves the package
	filmed *filming // what Frames shows; nil where there is no story or it was reduced
}

// ID is the identity of a finding.
type ID struct {
	Seam    model.Seam
	Element string
}

// ID returns the finding's identity.
func (f *Finding) ID() ID { return ID{f.Seam, f.Element} }

// Result is what a check found.
type Result struct {
	Arrangement *model.Arrangement
	Scenario    *model.Scenario
	Budget      program.Budget
	Findings    []Finding
	Searches    []Search
	Exhaustive  bool
	Used        []model.Seam // the seams asked for
	Readings    []Reading    // the rival readings of disputed values
}

// Reading is one rival reading of a disputed value, and how the findings differ
// under it. It is filled by whoever can read the text again.
type Reading struct {
	Path           string
	InForce, Rival string
	Cite           model.Cite
	Note           string
	Line           diag.Span
	Tried          bool // the text holds together under it
	Found, Gone    []ID // found only under it; found only without it
	Undecided      bool // a search of one of the two is not exhaustive, so that more may differ
}

// Status is the exit status: 0 holds, 1 a seam, 3 not exhaustive or undecided.
// Accepted and disputed findings do not count; a limit that is only unbounded or
// undecided gives 3.
func (r *Result) Status() int {
	status := 0
	if !r.Exhaustive {
		status = 3
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		switch {
		case f.Accepted != "":
		case f.Seam == model.Latency && f.Verdict != Exceeded || f.Verdict == Undecided || f.Disputed:
			status = max(status, 3)
		default:
			return 1
		}
	}
	return status
}

// Run checks an arrangement, in the circumstances of a scenario if one is given.
func Run(ctx context.Context, a *model.Arrangement, s *model.Scenario, opt Options) *Result {
	r := run(ctx, a, s, opt)
	if a.Real {
		if r.Budget.Faults > 0 {
			opt.Starts = r.Budget.Starts
			opt.Budget, opt.Progress = 0, nil
			r.preferFaultless(run(ctx, a, s, opt))
		}
		r.redact()
	}
	return r
}

// run is Run without the rules for real states.
func run(ctx context.Context, a *model.Arrangement, s *model.Scenario, opt Options) *Result {
	if opt.Limits == (Limits{}) {
		opt.Limits = DefaultLimits
	}
	b := BudgetOf(a, s, opt)
	p := program.Compile(a, b)
	r := &Result{Arrangement: a, Scenario: s, Budget: b, Exhaustive: true}
	used := map[model.Seam]bool{}
	used[model.InvariantSeam] = true
	for _, seam := range a.Checks.Use {
		used[seam] = b.Crisis != nil || !seam.OfCrisis()
	}
	for seam := range model.SeamCount {
		if used[seam] {
			r.Used = append(r.Used, seam)
		}
	}

	var props []*property
	for _, make := range seams {
		for _, prop := range make(p) {
			if used[prop.seam] && !opt.NoSearch {
				props = append(props, prop)
			}
		}
	}
	e := newExplainer(p, s)
	byProp := r.searchAll(ctx, p, searches(p, props), opt)
	seen := map[ID]bool{}
	add := func(f Finding) {
		if !seen[f.ID()] {
			seen[f.ID()] = true
			r.Findings = append(r.Findings, f)
		}
	}
	for _, h := range best(props, byProp) {
		add(e.finding(h))
	}
	if used[model.SinglePoint] && !opt.NoSearch {
		for _, f := range r.losses(ctx, p, e, opt) {
			add(f)
		}
	}
	if used[model.Latency] {
		for _, f := range latencies(a) {
			add(f)
		}
	}
	for _, static := range statics {
		for _, h := range static(a, &b) {
			if used[h.seam] {
				add(Finding{Seam: h.seam, Element: h.element, Summary: h.detail[0], Detail: h.detail[1:], Lines: h.spans, Try: remedies[h.seam]})
			}
		}
	}
	r.order()
	r.accept()
	return r
}

// best returns one hit for each finding, in the order of the properties: where
// several properties ask for the same seam of the same element, the one with the
// least story (docs/semantics.md S24). What is refuted outranks what is undecided.
func best(props []*property, byProp map[*property][]hit) []hit {
	var out []hit
	at := map[ID]int{}
	for _, prop := range props {
		for _, h := range byProp[prop] {
			id := ID{prop.seam, prop.elements[h.element]}
			i, known := at[id]
			switch {
			case !known:
				at[id] = len(out)
				out = append(out, h)
			case !prop.begins && lessStory(h.story, out[i].story):
				out[i] = h
			}
		}
	}
	return out
}

// lessStory orders stories by length, then by the order of events.
func lessStory(x, y []machine.Event) bool {
	if len(x) != len(y) {
		return len(x) < len(y)
	}
	for i := range x {
		if c := x[i].Compare(y[i]); c != 0 {
			return c < 0
		}
	}
	return false
}

// BudgetOf returns the budget of a check (docs/semantics.md S22, S27).
func BudgetOf(a *model.Arrangement, s *model.Scenario, opt Options) program.Budget {
	var b program.Budget
	if s != nil {
		b = program.ScenarioBudget(a, s, opt.Budget)
		if b.Crisis != nil {
			open(a, &b)
		}
	} else {
		k := opt.Budget
		if k < 0 {
			k = 1
		}
		b = program.DefaultBudget(a, k)
		b.Starts = opt.Starts
		if b.Starts == 0 {
			b.Starts = max(k, 1)
		}
	}
	if a.Real {
		b.Faults = min(b.Faults, 1) // one at a time (S27)
	}
	return b
}

// searchAll runs the searches on the workers, each search on one, and returns
// their hits by property. Results do not depend on the number of workers.
func (r *Result) searchAll(ctx context.Context, p *program.Program, list []*search, opt Options) map[*property][]hit {
	workers := opt.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	hits := make([][]hit, len(list))
	infos := make([]Search, len(list))
	limits := opt.Limits
	limits.Bytes /= max(1, min(workers, len(list)))
	var mu sync.Mutex
	done, states := 0, 0
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, len(list)) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				var x *Exploration
				list[i].whole = r.Arrangement.Real // see real.go
				if x = tooWide(p); x == nil {
					hits[i], x = list[i].run(ctx, p, limits)
				}
				infos[i] = describe(p, list[i].cone, x)
				for _, prop := range list[i].props {
					infos[i].Asked = append(infos[i].Asked, prop.seam.String())
				}
				infos[i].Asked = distinctText(infos[i].Asked)
				mu.Lock()
				done++
				states += x.Distinct
				if opt.Progress != nil {
					opt.Progress(done, len(list), states)
				}
				mu.Unlock()
			}
		}()
	}
	for i := range list {
		next <- i
	}
	close(next)
	wg.Wait()
	out := map[*property][]hit{}
	for i := range list {
		r.Searches = append(r.Searches, infos[i])
		r.Exhaustive = r.Exhaustive && infos[i].Exhaustive
		for _, h := range hits[i] {
			out[h.prop] = append(out[h.prop], h)
		}
	}
	return out
}

// tooWide is the search that does not begin, of a program with more places for
// runs than a search can follow; nil for any other.
func tooWide(p *program.Program) *Exploration {
	if len(p.Runs) <= machine.SearchedRunsMax {
		return nil
	}
	return &Exploration{Why: fmt.Sprintf("it has %d places for runs, and a search follows %d", len(p.Runs), machine.SearchedRunsMax)}
}

func describe(p *program.Program, cone *program.Cone, x *Exploration) Search {
	return Search{Cone: cone.Describe(p), States: x.Distinct, Transitions: x.Generated - 1, Exhaustive: x.Complete, Enough: x.Enough, Why: x.Why}
}

// losses judges single-point for every procedure that a limit covers.
func (r *Result) losses(ctx context.Context, p *program.Program, e *explainer, opt Options) []Finding {
	var out []Finding
	covered := map[model.ProcedureIndex]bool{}
	for _, l := range r.Arrangement.Checks.Limits {
		if l.Procedure == model.None || covered[l.Procedure] {
			continue
		}
		covered[l.Procedure] = true
		cone := p.Cone(program.Seeds{Procs: []model.ProcedureIndex{l.Procedure}})
		var found []loneLoss
		x := tooWide(p)
		if x == nil {
			found, x = singlePoints(ctx, p, cone, l.Procedure, opt.Limits)
		}
		info := describe(p, cone, x)
		info.Asked = []string{model.SinglePoint.String()}
		r.Searches = append(r.Searches, info)
		r.Exhaustive = r.Exhaustive && x.Complete
		for _, f := range found {
			out = append(out, e.loss(f))
		}
	}
	return out
}

// latencies turns the judgements of limits that do not hold into findings, one
// for each limit.
func latencies(a *model.Arrangement) []Finding {
	var out []Finding
	for _, j := range judgeLimits(a) {
		if j.verdict == Within {
			continue
		}
		text := j.text
		switch j.verdict {
		case Depends:
			text = sayf("%s; whether it holds depends on values that have bounds only", text)
		case Unbounded:
			text = sayf("unbounded: %s: add `within` to %s", text, listAtMost(j.wants, 4))
		}
		if n := len(out); n > 0 && out[n-1].Element == j.limit.ID {
			out[n-1].Detail = append(out[n-1].Detail, text)
			if j.verdict == Exceeded {
				out[n-1].Verdict = Exceeded
			}
			continue
		}
		f := Finding{Seam: model.Latency, Element: j.limit.ID, Summary: text, Verdict: j.verdict, Lines: []diag.Span{j.limit.Span}, Weakest: timing.Weakest(a, j.cites)}
		f.Try = remedies[model.Latency]
		if j.verdict == Unbounded {
			f.Try = sayf("write hard bounds (`within:`) where a source gives them")
		}
		out = append(out, f)
	}
	return out
}

// order sorts the findings by check, keeping the order in which the text
// declares the elements.
func (r *Result) order() {
	f := r.Findings
	for i := 1; i < len(f); i++ {
		for j := i; j > 0 && f[j].Seam < f[j-1].Seam; j-- {
			f[j], f[j-1] = f[j-1], f[j]
		}
	}
}

// accept marks the findings that the text accepts.
func (r *Result) accept() {
	for i := range r.Findings {
		for _, acc := range r.Arrangement.Checks.Accept {
			if acc.Seam == r.Findings[i].Seam && acc.Element == r.Findings[i].Element {
				r.Findings[i].Accepted = acc.Why
			}
		}
	}
}
