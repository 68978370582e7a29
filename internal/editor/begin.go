package editor

import (
	"fmt"
	"strings"

	"entente/internal/syntax"
)

// folders are where the texts of a kind stand in an entry.
var folders = map[string]string{"variant": "variants", "crisis": "crises", "scenario": "scenarios", "study": "studies"}

// Begin returns a new text of a kind for the entry: its file and what it holds, to be
// gone on with. The error says why there is none.
func (e *Entry) Begin(kind, id string) (Text, error) {
	g, ok := syntax.KindNamed(kind)
	folder := folders[kind]
	if !ok || folder == "" {
		return Text{}, fmt.Errorf("a new text is a variant, a crisis, a scenario or a study; %q is none", kind)
	}
	if why := syntax.BadID(id); why != "" {
		return Text{}, fmt.Errorf("%q is not an id: %s", id, why)
	}
	of := e.chain("").Arrangement
	if of == "" {
		return Text{}, fmt.Errorf("the entry has no arrangement")
	}
	file := folder + "/" + id + ".yaml"
	if e.byName[file] != nil || e.of(kind, id) != nil {
		return Text{}, fmt.Errorf("there is a %s %q already", kind, id)
	}
	base := e.byName[of].survey().id
	var b strings.Builder
	fmt.Fprintf(&b, "entente: {version: 1, kind: %s, id: %s", kind, id)
	for _, k := range g.Header {
		if k.Name == "base" || k.Name == "for" {
			fmt.Fprintf(&b, ", %s: %s", k.Name, base)
		}
	}
	fmt.Fprintf(&b, ", title: %s}\n", id)
	switch kind {
	case "variant":
		b.WriteString("changes: []\n")
	case "crisis":
		b.WriteString("rungs: {order: [calm, crisis, war]}\n")
	case "scenario":
		b.WriteString("horizon: 30d\n")
	case "study":
		fmt.Fprintf(&b, "question: What does it change?\nevidence: structural\ndesigns: {as-is: {base: %s}}\nscenarios: []\nmeasures: {}\n", base)
	}
	return Text{file, b.String()}, nil
}
