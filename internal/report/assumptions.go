package report

import (
	"fmt"

	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/timing"
)

// delay is a length of time that an arrangement's text gives or owes.
type delay struct {
	path  string
	what  string
	q     *model.Quantity
	grade string
	why   string // why it counts as the authors' assumption; "" where it does not
	in    string // the design, where it is not in the first one as it stands
}

// delaysOf lists the times that an arrangement gives: what limits and deadlines
// demand is not among them.
func delaysOf(a *model.Arrangement) []delay {
	var out []delay
	add := func(path, what string, q *model.Quantity) {
		if q != nil && q.Set {
			out = append(out, delay{path: path, what: what, q: q, grade: timing.Grade(a, q.Cite), why: assumed(a, q)})
		}
	}
	for i := range a.Posts {
		p := &a.Posts[i]
		for d := range p.Deputies {
			add("posts/"+p.ID+"/deputies/"+a.Posts[p.Deputies[d].Post].ID, a.Posts[p.Deputies[d].Post].ID+" takes over for "+p.ID, &p.Deputies[d].After)
		}
		add("posts/"+p.ID+"/refill", "the office of "+p.ID+" is filled again", p.Refill)
	}
	for i := range a.Councils {
		c := &a.Councils[i]
		add("councils/"+c.ID+"/convene", c.ID+" convenes", &c.Convene)
		if c.Rule == model.Silence {
			add("councils/"+c.ID+"/rule", "silence in "+c.ID, &c.SilenceFor)
		}
	}
	for i := range a.Links {
		add("links/"+a.Links[i].ID+"/restore", a.Links[i].ID+" is restored", a.Links[i].Restore)
	}
	for i := range a.Procedures {
		p := &a.Procedures[i]
		for s := range p.Steps {
			path := timing.StepPath(a, model.ProcedureIndex(i), s)
			add(path+"/time", p.ID+"/"+p.Steps[s].ID, &p.Steps[s].Time)
			add(path+"/late-after", p.ID+"/"+p.Steps[s].ID+" counts as late", p.Steps[s].Late)
		}
	}
	return out
}

// assumed says why a value counts as the authors' own, or "".
func assumed(a *model.Arrangement, q *model.Quantity) string {
	switch {
	case q.Assume:
		return "marked as an assumption"
	case q.Cite.Source == model.None:
		return "no source"
	case q.Cite.Credibility == 0:
		return "not graded"
	case q.Cite.Credibility >= 4:
		return "graded 4 or worse"
	}
	return ""
}

// allDelays lists the delays of every design; one that an earlier design has in
// the same words is listed once.
func allDelays(designs []Design) []delay {
	var out []delay
	seen := map[string]bool{}
	for n, d := range designs {
		for _, x := range delaysOf(d.Findings.Arrangement) {
			key := x.path + "\x00" + x.q.Text + "\x00" + dist.Describe(x.q.Spec) + "\x00" + x.grade
			if seen[key] {
				continue
			}
			seen[key] = true
			if n > 0 {
				x.in = d.ID
			}
			out = append(out, x)
		}
	}
	return out
}

// caveatText stands above every result.
func caveatText(delays []delay) string {
	text := "This compares written arrangements under stated assumptions. It is not a forecast and describes no operation plan. "
	if len(delays) == 0 {
		return text + "The texts give no delays."
	}
	return text + delayCount(delays, "behind it") + " are the authors’ assumptions."
}

// delayCount says how many of the delays are assumptions: "70 of the 71 delays
// behind it", "All 70 delays behind it".
func delayCount(delays []delay, behind string) string {
	n := 0
	for _, d := range delays {
		if d.why != "" {
			n++
		}
	}
	if behind != "" {
		behind = " " + behind
	}
	if n == len(delays) && n > 1 {
		return fmt.Sprintf("All %d delays%s", n, behind)
	}
	return fmt.Sprintf("%d of the %d delays%s", n, len(delays), behind)
}

// quantityText prints a stated time for a table: as it is written, or what it
// was read as where the text is not at hand.
func quantityText(q *model.Quantity) string {
	if q.Text != "" {
		return q.Text
	}
	return dist.FormatApprox(dist.Seconds(q.Spec.A))
}
