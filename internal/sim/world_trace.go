package sim

import "strings"

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

// Words tells it in a sentence.
func (h *Happening) Words() string {
	switch h.Kind {
	case "act":
		return h.Party + " takes " + h.Option
	case "not-open":
		return h.Option + " is not open, and is not taken"
	case "line":
		return h.Option + " crosses the line " + h.Line
	case "reading":
		return h.Party + " reads " + h.Option + " as " + h.Rung
	case "over":
		return h.Option + " is over"
	case "rung":
		return "the rung is now " + h.Rung
	case "choice", "answer":
		text := h.Player + " chooses " + h.Chosen + " (" + h.Decision + ")"
		if h.Kind == "answer" {
			text = h.Player + " answers " + h.Chosen + " (" + h.Decision + ")"
		}
		if len(h.Among) > 1 {
			text += ", among " + strings.Join(h.Among, ", ")
		}
		return text
	case "shock":
		return "shock " + h.Shock
	case "met":
		return h.Programme + " is met"
	}
	switch {
	case h.Lost:
		return "the meeting of " + h.Programme + " is lost: no quorum"
	case len(h.Conditions) == 0:
		return h.Programme + " is judged: no condition is met"
	}
	return h.Programme + " is judged: met are " + strings.Join(h.Conditions, ", ")
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
