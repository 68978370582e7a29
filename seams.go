package entente

import (
	"entente/internal/answer"
	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// What the workbench shows of seams.
type (
	// FindingsJSON is a result as data.
	FindingsJSON = answer.ResultJSON
	// StoryJSON is a finding with its story, to be shown scene by scene.
	StoryJSON = answer.StoryJSON
	// ComparisonJSON is a comparison as data.
	ComparisonJSON = answer.DiffJSON
	// SideBySideJSON is one seam in two designs.
	SideBySideJSON = answer.SideBySideJSON
)

// SeamKind is a kind of seam.
type SeamKind struct {
	Check    string   `json:"check"`
	Meaning  Sentence `json:"meaning" doc:"when it is found, in one sentence"`
	Question string   `json:"question" enum:"nobody,several,decide,say,right,late,own,idle" doc:"the question of a reader that it answers"`
}

// SeamKinds lists the kinds that a check asked for, in their fixed order.
func SeamKinds(r *Findings) []SeamKind {
	var out []SeamKind
	for _, s := range r.Used {
		out = append(out, SeamKind{s.String(), check.Meaning(s), check.Question(s)})
	}
	return out
}

// Takes reports whether the design can be put into the circumstances of a scenario,
// with the crisis that it names (an empty Name means none), and the scenario's title.
func (d *Design) Takes(scenario, crisis Text) (title string, ok bool) {
	var out diag.List
	var c *model.Crisis
	if crisis.Name != "" {
		if node := syntax.Parse(diag.NewSource(crisis.Name, crisis.Body), syntax.DefaultLimits, &out); node != nil {
			c = typecheck.Crisis(node, d.Arrangement, &out)
		}
	}
	node := syntax.Parse(diag.NewSource(scenario.Name, scenario.Body), syntax.DefaultLimits, &out)
	if node == nil || out.HasErrors() {
		return "", false
	}
	s := typecheck.Scenario(node, d.Arrangement, c, &out)
	if s == nil || out.HasErrors() {
		return "", false
	}
	return s.Title, true
}

// Names returns what the elements of a design are called, by their address in the
// text (`posts/cdr`, `conditions/defcon/defcon-3`, `procedures/raise/steps/agree`);
// one without a name is left out.
func Names(d *Design) map[string]map[string]string {
	a := d.Arrangement
	out := map[string]map[string]string{}
	add := func(path string, m *model.Meta) string {
		path += "/" + m.ID
		if len(m.Name) > 0 {
			out[path] = m.Name
		}
		return path
	}
	for i := range a.Scales {
		path := add("conditions", &a.Scales[i].Meta)
		for v := range a.Scales[i].Values {
			add(path, &a.Scales[i].Values[v])
		}
	}
	for i := range a.Parties {
		add("parties", &a.Parties[i].Meta)
	}
	for i := range a.Posts {
		add("posts", &a.Posts[i].Meta)
	}
	for i := range a.Forces {
		add("forces", &a.Forces[i].Meta)
	}
	for i := range a.Authorities {
		add("authority", &a.Authorities[i].Meta)
	}
	for i := range a.Councils {
		add("councils", &a.Councils[i].Meta)
	}
	for i := range a.Links {
		add("links", &a.Links[i].Meta)
	}
	for i := range a.Procedures {
		path := add("procedures", &a.Procedures[i].Meta)
		for s := range a.Procedures[i].Steps {
			add(path+"/steps", &a.Procedures[i].Steps[s].Meta)
		}
	}
	for i := range a.Kinds {
		add("kinds", &a.Kinds[i])
	}
	return out
}
