package typecheck

import (
	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/syntax"
)

// answers reads the chances of answers.
func (r *scenarioReader) answers() {
	n := r.get(r.tree, "answers")
	read(r.checker, n, "answers", false, func(n *syntax.Node) bool {
		seen := map[model.StepRef]diag.Span{}
		for _, p := range r.limitPairs(r.pairs(n), answersMax, "answers") {
			if r.lacksStep(p.Key.Text) {
				continue
			}
			ref, ok := r.stepPath(p.Key)
			if !ok {
				continue
			}
			if first, twice := seen[ref]; twice {
				r.errorf("named-twice", p.Key.Span, "%q is the same step again", p.Key.Text).Note(first, "it stands here first")
				continue
			}
			seen[ref] = p.Key.Span
			r.answer(p, ref)
		}
		return true
	})
}

// options lists the answers that a step can be given; nil where it asks nothing.
func options(step *model.Step) []string {
	switch {
	case len(step.Choose) > 0:
		return withRefer(step, step.Choose)
	case step.Act == model.AskConsent || councilDecides(step):
		return withRefer(step, []string{"agree"})
	}
	return withRefer(step, nil)
}

// withRefer adds the referral of a step with `back`.
func withRefer(step *model.Step, list []string) []string {
	if step.Back == nil {
		return list
	}
	return append(list[:len(list):len(list)], model.Refer)
}

func (r *scenarioReader) answer(p syntax.Pair, ref model.StepRef) {
	step := &r.a.Procedures[ref.Procedure].Steps[ref.Step]
	allowed := options(step)
	if allowed == nil {
		r.errorf("bad-answer", p.Key.Span, "step %q has no answer to give a chance to", p.Key.Text).
			Note(step.Span, "%q is declared here", step.ID).
			Hint("an answer is a consent, the yes or no of a council, one of the options of `choose`, or a referral")
		return
	}
	out := model.Answer{Step: ref, Span: p.Key.Span}
	before := r.out.Errors()
	for _, o := range r.pairs(p.Value) {
		if !contains(allowed, o.Key.Text) {
			d := r.errorf("bad-answer", o.Key.Span, "%q is not an answer of step %q; %s", o.Key.Text, p.Key.Text, oneOf(allowed))
			d.Note(step.Span, "%q is declared here", step.ID)
			if near := diag.Nearest(o.Key.Text, allowed); near != "" {
				d.Hint("did you mean %q?", near)
			} else if len(step.Choose) == 0 {
				d.Hint("write the chance of `agree`; what is left of one is the chance of a refusal")
			}
			continue
		}
		chance := r.quantity(o.Value, "answers/"+p.Key.Text+"/"+o.Key.Text, dist.Number)
		r.chance(chance, o)
		out.Option = append(out.Option, o.Key.Text)
		out.Chance = append(out.Chance, chance)
	}
	if r.out.Errors() == before {
		r.sum(out, step)
	}
	r.s.Answers = append(r.s.Answers, out)
}

func oneOf(options []string) string {
	if len(options) == 1 {
		return "its answer is " + options[0]
	}
	return "its options are " + andList(options)
}

// chance holds a chance between 0 and 1.
func (r *reader) chance(q model.Quantity, o syntax.Pair) {
	if !q.Set {
		return
	}
	low, high := q.Spec.Hard()
	switch {
	case low >= 0 && high <= 1:
	case !q.Spec.HasWithin && (q.Spec.Form == dist.Quantiles || q.Spec.Form >= dist.Exponential):
		r.errorf("bad-chance", q.Span, "nothing holds this chance below 1").Hint("write it as bounds a..b, or add `within: 0..1`")
	default:
		r.errorf("bad-chance", q.Span, "the chance of %q is %s; a chance lies from 0 to 1", o.Key.Text, q.Text)
	}
}

// sumSlack is what sums of decimal fractions may miss 1 by.
const sumSlack = 1e-9

// sum holds the chances of one step together to at most 1, and to 1 where they
// are exact and nothing else can happen.
func (r *scenarioReader) sum(a model.Answer, step *model.Step) {
	least, exact := 0.0, true
	for _, q := range a.Chance {
		if !q.Set {
			return
		}
		low, _ := q.Spec.Hard()
		least += low
		exact = exact && q.Spec.Form == dist.Exact
	}
	switch {
	case least > 1+sumSlack && exact:
		r.errorf("bad-chance", a.Span, "the chances of %q add up to %.4g; they cannot be above 1", a.Span.Text(), least)
	case least > 1+sumSlack:
		r.errorf("bad-chance", a.Span, "the chances of %q add up to %.4g at least; they cannot be above 1", a.Span.Text(), least)
	case exact && least < 1-sumSlack && len(a.Option) == len(step.Choose) && step.Doer.Kind != model.ActorCouncil && step.Act != model.AskConsent:
		r.errorf("bad-chance", a.Span, "the chances of all options of %q add up to %.4g; one of them is chosen, so they make 1", a.Span.Text(), least)
	}
}
