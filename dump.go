package entente

import (
	"context"
	"fmt"
	"io"
	"strings"

	"entente/internal/check"
	"entente/internal/machine"
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/syntax"
)

// Stages lists the stages that Dump prints.
func Stages() []string { return []string{"syntax", "model", "program", "trace"} }

// Dump prints a stage of the way from text to seams, for people: the tree after
// the variants; the model as counts and ids; the program's variables, procedures
// and cones; or the stories of the findings as canonical states and events.
func Dump(ctx context.Context, w io.Writer, d *Design, stage string, opt CheckOptions) error {
	var b strings.Builder
	switch stage {
	case "syntax":
		dumpNode(&b, d.Tree, "")
	case "model":
		dumpModel(&b, d.Arrangement)
		if d.Crisis != nil {
			dumpCrisis(&b, d.Crisis)
		}
	case "program":
		program.Compile(d.Arrangement, check.BudgetOf(d.Arrangement, d.Scenario, opt)).Dump(&b)
	case "trace":
		if err := dumpTrace(ctx, &b, d, opt); err != nil {
			return err
		}
	default:
		return fmt.Errorf("stage %q: write one of %s", stage, strings.Join(Stages(), ", "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func dumpNode(b *strings.Builder, n *syntax.Node, indent string) {
	switch n.Kind {
	case syntax.Scalar:
		fmt.Fprintf(b, "%q", n.Text)
		if n.Cite != nil {
			fmt.Fprintf(b, " @%s:%d", n.Cite.Source, n.Cite.Credibility)
		}
		fmt.Fprintf(b, "  (%s)\n", n.Span)
	case syntax.Map:
		b.WriteByte('\n')
		for _, p := range n.Pairs {
			fmt.Fprintf(b, "%s%s: ", indent, p.Key.Text)
			dumpNode(b, p.Value, indent+"  ")
		}
	default:
		b.WriteByte('\n')
		for _, i := range n.Items {
			fmt.Fprintf(b, "%s- ", indent)
			dumpNode(b, i, indent+"  ")
		}
	}
}

// modelLine prints the ids of one kind of element.
func modelLine(b *strings.Builder, kind string, n int, id func(i int) string) {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = id(i)
	}
	fmt.Fprintf(b, "%-12s %3d  %s\n", kind, n, strings.Join(ids, " "))
}

func dumpModel(b *strings.Builder, a *model.Arrangement) {
	line := func(kind string, n int, id func(i int) string) { modelLine(b, kind, n, id) }
	line("sources", len(a.Sources), func(i int) string { return a.Sources[i].ID })
	for i := range a.Scales {
		s := &a.Scales[i]
		line("scale "+s.ID, len(s.Values), func(v int) string { return s.Values[v].ID })
	}
	line("parties", len(a.Parties), func(i int) string { return a.Parties[i].ID })
	line("posts", len(a.Posts), func(i int) string { return a.Posts[i].ID })
	line("persons", len(a.Persons), func(i int) string { return a.Persons[i].ID })
	line("forces", len(a.Forces), func(i int) string { return a.Forces[i].ID })
	line("authorities", len(a.Authorities), func(i int) string { return a.Authorities[i].ID })
	line("councils", len(a.Councils), func(i int) string { return a.Councils[i].ID })
	line("links", len(a.Links), func(i int) string { return a.Links[i].ID })
	for i := range a.Procedures {
		p := &a.Procedures[i]
		line("procedure "+p.ID, len(p.Steps), func(s int) string { return p.Steps[s].ID })
	}
	line("incidents", len(a.Kinds), func(i int) string { return a.Kinds[i].ID })
	line("limits", len(a.Checks.Limits), func(i int) string { return a.Checks.Limits[i].ID })
	line("invariants", len(a.Checks.Invariants), func(i int) string { return a.Checks.Invariants[i].ID })
}

func dumpCrisis(b *strings.Builder, c *model.Crisis) {
	line := func(kind string, n int, id func(i int) string) { modelLine(b, kind, n, id) }
	line("rungs", len(c.Rungs), func(i int) string { return c.Rungs[i].ID })
	line("stocks", len(c.Stocks), func(i int) string { return c.Stocks[i].ID })
	line("options", len(c.Options), func(i int) string { return c.Options[i].ID })
	for i := range c.Players {
		p := &c.Players[i]
		line("player "+p.ID, len(p.Decisions), func(k int) string { return p.Decisions[k].ID })
	}
	line("shocks", len(c.Shocks), func(i int) string { return c.Shocks[i].ID })
	for i := range c.Programmes {
		p := &c.Programmes[i]
		line("programme "+p.ID, len(p.Conditions), func(k int) string { return p.Conditions[k].ID })
	}
	line("red lines", len(c.Lines), func(i int) string { return c.Lines[i].ID })
}

// dumpTrace replays the story of each finding and prints states and events as
// docs/semantics.md section 9 has them. Findings of real states that stand for a
// class have no story.
func dumpTrace(ctx context.Context, b *strings.Builder, d *Design, opt CheckOptions) error {
	r := Check(ctx, d, opt)
	p := program.Compile(d.Arrangement, r.Budget)
	m := machine.New(p, p.Everything())
	for i := range r.Findings {
		f := &r.Findings[i]
		if len(f.Story) == 0 {
			continue
		}
		fmt.Fprintf(b, "# %s %s\n", f.Seam, f.Element)
		s := make(machine.State, len(p.Vars))
		m.Start(s)
		fmt.Fprintf(b, "%s\n", m.PrintState(s))
		for _, scene := range f.Story {
			if err := step(m, s, scene.Event); err != nil {
				return err
			}
			fmt.Fprintf(b, "-- %s\n%s\n", scene.Event, m.PrintState(s))
		}
	}
	return nil
}

// step applies the event with the given print. The losses of single-point are
// outside the budget and are applied all the same.
func step(m *machine.Machine, s machine.State, event string) error {
	for _, e := range append(m.Enabled(s, nil), m.Losses(s)...) {
		if m.PrintEvent(e) == event {
			m.Apply(s, e)
			return nil
		}
	}
	return fmt.Errorf("dump: no event %q in %s", event, m.PrintState(s))
}
