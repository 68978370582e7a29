package newtext

import (
	"fmt"
	"strings"
)

// anyTime is what stands for a time that a matrix does not hold.
const anyTime = "{value: 5m..72h, assumption: yes}"

// text writes the arrangement that the matrix says, and marks what it does not.
func (m *matrix) text(id string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Made from the matrix %s: who decides, must consent, is heard, is told.
# A matrix says no more than that. What it leaves open is marked below as missing or as an assumption; fill it in from your sources,
# and run `+"`entente check`"+` on this file after each step. Write real: true for real states; then stricter rules hold.
entente: {version: 1, kind: arrangement, id: %s, title: %s, real: false}

`, oneLine(m.file), id, quoted(Title(id)))
	m.head2(&b)
	m.procedures(&b)
	b.WriteString("\nchecks:\n  use: all                        # missing: limits, and invariants of your own\n  expects: [")
	for i, r := range m.rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(occasion(r.id))
	}
	b.WriteString("]\n")
	return b.String()
}

// head2 writes the sections before the procedures.
func (m *matrix) head2(b *strings.Builder) {
	b.WriteString("# missing: sources:  {S1: {cite: \"…\", reliability: A}}, and behind each value who says so, as in `@S1:2`\n")
	b.WriteString("# missing: conditions: the scales (peace, crisis, war) on which these decisions depend, or which they move\n\n")
	b.WriteString("parties:\n")
	for _, p := range m.parties {
		comment := ""
		if !m.told {
			comment = "   # missing: whose posts these are; a second row `party` in the matrix says it"
		}
		fmt.Fprintf(b, "  %s: {%sally: yes}%s\n", p.id, nameOf(p), comment)
	}
	b.WriteString("\nposts:                            # missing: under whom, which deputies and how fast, national: true where a chain of command may end\n")
	for _, c := range m.columns {
		fmt.Fprintf(b, "  %s: {%sof: %s}\n", c.id, nameOf(c), c.party)
	}
	b.WriteString("\n# missing: forces and authority: who holds command over what, and how it passes\n")
	b.WriteString("# councils: none. A body that decides together is a council with seats, a quorum and a rule.\n")
	b.WriteString("# missing: links: over which lines they reach each other; a step names its line with `via`\n\n")
}

func nameOf(c column) string {
	if c.name == "" {
		return ""
	}
	return "name: " + quoted(c.name) + ", "
}

// occasion is the kind of incident that calls for a decision.
func occasion(decision string) string { return decision + "-due" }

func (m *matrix) procedures(b *strings.Builder) {
	b.WriteString("procedures:                       # every time is an assumption, wide on purpose; what follows a missing answer is one too\n")
	for _, r := range m.rows {
		fmt.Fprintf(b, "  %s:\n", r.id)
		if r.name != "" {
			fmt.Fprintf(b, "    name: %s\n", quoted(r.name))
		}
		fmt.Fprintf(b, "    starts: %s%s# assumption: it begins when there is occasion for it\n    steps:\n", occasion(r.id), strings.Repeat(" ", max(1, 22-len(r.id))))
		decider := m.columns[r.decider].id
		var asked []string
		for i, what := range r.roles {
			c := m.columns[i]
			switch what {
			case consents:
				asked = append(asked, "ask-"+c.id)
				fmt.Fprintf(b, "      - {id: ask-%s, ask: %s, for: consent, asked-by: %s, after: [], time: %s, if-refused: stop}\n", c.id, c.id, decider, anyTime)
			case heard:
				asked = append(asked, "hear-"+c.id)
				fmt.Fprintf(b, "      - {id: hear-%s, ask: %s, for: views, asked-by: %s, after: [], time: %s}\n", c.id, c.id, decider, anyTime)
			}
		}
		fmt.Fprintf(b, "      - {id: decide, by: %s, act: decide, after: [%s], time: %s}\n", decider, strings.Join(asked, ", "), anyTime)
		for i, what := range r.roles {
			if c := m.columns[i]; what == told {
				fmt.Fprintf(b, "      - {id: tell-%s, by: %s, act: notify, to: %s, after: [decide], time: %s}\n", c.id, decider, c.id, anyTime)
			}
		}
	}
}
