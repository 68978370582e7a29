package sim

import (
	"strings"

	"entente/internal/say"
)

// Happening is what happened in a crisis beside the events of the arrangement. Which
// fields are set depends on the kind.
type Happening struct {
	Kind       string   `json:"kind"` // act, not-open, line, reading, over, rung, choice, answer, shock, meeting or met
	Option     string   `json:"option,omitempty"`
	Party      string   `json:"party,omitempty"` // who acts, or reads
	Rung       string   `json:"rung,omitempty"`
	Player     string   `json:"player,omitempty"`
	Decision   string   `json:"decision,omitempty"`
	Chosen     string   `json:"chosen,omitempty"`
	Among      []string `json:"among,omitempty"`
	Shock      string   `json:"shock,omitempty"`
	Line       string   `json:"line,omitempty"`
	Programme  string   `json:"programme,omitempty"`
	Conditions []string `json:"conditions,omitempty"` // that are met
	Lost       bool     `json:"lost,omitempty"`       // the meeting
	Until      float64  `json:"until,omitempty"`      // of an act, seconds: when it is over, unless it is taken again
	Does       bool     `json:"does,omitempty"`       // of an act: an event of the arrangement follows
}

// happened notes what happened in the crisis.
func (t *Trace) happened(r *Runner, h Happening) {
	t.Entries = append(t.Entries, Entry{At: r.now, Option: -1, Work: -1, Crisis: &h})
}

// namer gives the elements of a crisis the names that sentences use, by kind and id.
type namer func(kind, id string) say.Name

// words tells it in a sentence.
func (h *Happening) words(name namer) say.Text {
	party, option := name("party", h.Party), name("option", h.Option)
	switch h.Kind {
	case "act":
		return sayf("%s takes %s", party, option)
	case "not-open":
		return sayf("%s is not open, and is not taken", option)
	case "line":
		return sayf("%s crosses the line %s", option, name("line", h.Line))
	case "reading":
		return sayf("%s reads %s as %s", party, option, name("rung", h.Rung))
	case "over":
		return sayf("%s is over", option)
	case "rung":
		return sayf("the rung is now %s", name("rung", h.Rung))
	case "choice", "answer":
		player, chosen := name("player", h.Player), name("option", h.Chosen)
		text := sayf("%s chooses %s (%s)", player, chosen, h.Decision)
		if h.Kind == "answer" {
			text = sayf("%s answers %s (%s)", player, chosen, h.Decision)
		}
		if len(h.Among) > 1 {
			text = sayf("%s, among %s", text, names(name, "option", h.Among))
		}
		return text
	case "shock":
		return sayf("shock %s", name("shock", h.Shock))
	case "met":
		return sayf("%s is met", name("programme", h.Programme))
	}
	programme := name("programme", h.Programme)
	switch {
	case h.Lost:
		return sayf("the meeting of %s is lost: no quorum", programme)
	case len(h.Conditions) == 0:
		return sayf("%s is judged: no condition is met", programme)
	}
	return sayf("%s is judged: met are %s", programme, names(name, "condition", h.Conditions))
}

func names(name namer, kind string, ids []string) say.Text {
	var out []say.Text
	for _, id := range ids {
		out = append(out, name(kind, id).Text())
	}
	return say.Join(out, ", ")
}

// crisisNames is the namer of a plan.
func crisisNames(p *Plan) namer {
	at := map[[2]string]say.Name{}
	add := func(kind string, n say.Name) { at[[2]string{kind, n.ID}] = n }
	for i := range p.a.Parties {
		add("party", p.a.Parties[i].Said())
	}
	if use := p.prog.Budget.Crisis; use != nil {
		c := use.Crisis
		for i := range c.Options {
			add("option", c.Options[i].Said())
		}
		for i := range c.Rungs {
			add("rung", c.Rungs[i].Said())
		}
		for i := range c.Lines {
			add("line", c.Lines[i].Said())
		}
		for i := range c.Players {
			add("player", c.Players[i].Said())
		}
		for i := range c.Shocks {
			add("shock", c.Shocks[i].Said())
		}
		for i := range c.Programmes {
			add("programme", c.Programmes[i].Said())
			for j := range c.Programmes[i].Conditions {
				add("condition", c.Programmes[i].Conditions[j].Said())
			}
		}
	}
	return func(kind, id string) say.Name {
		if n, ok := at[[2]string{kind, id}]; ok {
			return n
		}
		return say.Name{ID: id}
	}
}

// Print writes the canonical print (docs/semantics.md section 9).
func (h *Happening) Print() string {
	switch h.Kind {
	case "act":
		return "act " + h.Option
	case "not-open":
		return "not open " + h.Option
	case "line":
		return "cross " + h.Line + " by " + h.Option
	case "reading":
		return "read " + h.Party + " " + h.Option + " as " + h.Rung
	case "over":
		return "over " + h.Option
	case "rung":
		return "rung " + h.Rung
	case "choice", "answer":
		verb := map[string]string{"choice": "choose ", "answer": "answer "}[h.Kind]
		among := strings.Join(h.Among, ", ")
		if among == "" {
			among = "nothing"
		}
		return verb + h.Player + "/" + h.Decision + " " + h.Chosen + " of " + among
	case "shock":
		return "shock " + h.Shock
	case "met":
		return "met " + h.Programme
	}
	text := "meet " + h.Programme
	if h.Lost {
		return text + " lost"
	}
	return strings.Join(append([]string{text}, h.Conditions...), " ")
}
