package syntax

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"entente/internal/diag"
)

// eachKey calls f with every key of a kind of file, with the kind's name; the
// common keys are reported once for each place.
func eachKey(f func(kind string, k Key)) {
	for _, g := range fileKinds {
		var walk func(s *Shape)
		keys := func(list []Key) {
			for _, k := range list {
				f(g.Name, k)
				walk(k.Shape)
			}
		}
		seen := map[*Shape]bool{}
		walk = func(s *Shape) {
			if s == nil || seen[s] {
				return
			}
			seen[s] = true
			keys(s.Keys)
			walk(s.Each)
			walk(s.Items)
		}
		keys(g.Header)
		keys(g.Keys)
	}
}

var (
	codeSpan = regexp.MustCompile("`[^`]+`")
	keyWord  = regexp.MustCompile(`[a-z][a-z0-9-]*`)
)

// chapters returns the words in code spans of docs/language.md, by kind of file;
// what stands before the kinds is part of each.
func chapters(t *testing.T) map[string]map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../../docs/language.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(text), "\n## ")
	out := map[string]map[string]bool{}
	for _, g := range fileKinds {
		out[g.Name] = map[string]bool{}
		for _, part := range parts {
			title, _, _ := strings.Cut(part, "\n")
			if _, other := KindNamed(title); other && title != g.Name {
				continue
			}
			for _, code := range codeSpan.FindAllString(part, -1) {
				for _, w := range keyWord.FindAllString(code, -1) {
					out[g.Name][w] = true
				}
			}
			for _, line := range strings.Split(part, "\n") { // section titles are keys
				if h, ok := strings.CutPrefix(line, "### "); ok {
					for _, w := range keyWord.FindAllString(h, -1) {
						out[g.Name][w] = true
					}
				}
			}
		}
	}
	return out
}

func TestEveryKeyIsInTheReference(t *testing.T) {
	words := chapters(t)
	eachKey(func(kind string, k Key) {
		if !words[kind][k.Name] {
			t.Errorf("docs/language.md, %s: key %q is not named", kind, k.Name)
		}
	})
}

func TestEveryKeyOfTheReferenceIsInTheGrammar(t *testing.T) {
	keys := map[string]bool{}
	eachKey(func(_ string, k Key) { keys[k.Name] = true })
	text, err := os.ReadFile("../../docs/language.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ = bytes.Cut(text, []byte("## Header"))
	before, after, _ := bytes.Cut(text, []byte("## Expressions"))
	_, after, _ = bytes.Cut(after, []byte("\n## "))
	row := regexp.MustCompile("(?m)^\\| (`[^|]+) \\|")
	word := regexp.MustCompile("`([a-z][a-z-]*)`")
	for _, m := range row.FindAllStringSubmatch(string(before)+string(after), -1) {
		for _, w := range word.FindAllStringSubmatch(m[1], -1) {
			if !keys[w[1]] {
				t.Errorf("docs/language.md names key %q, which the grammar does not have", w[1])
			}
		}
	}
}

func TestEveryKeyHasOneSentence(t *testing.T) {
	eachKey(func(kind string, k Key) {
		if !strings.HasSuffix(k.Doc, ".") && !strings.HasSuffix(k.Doc, "…") {
			t.Errorf("%s: the sentence on %q is %q", kind, k.Name, k.Doc)
		}
		if k.Shape == nil || k.Shape.Expect == "" {
			t.Errorf("%s: key %q says nothing of what stands behind it", kind, k.Name)
		}
	})
}

func TestJSONSchemaIsDeterministic(t *testing.T) {
	for _, g := range fileKinds {
		first, err := JSONSchema(g.Name)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			again, _ := JSONSchema(g.Name)
			if !bytes.Equal(first, again) {
				t.Fatalf("%s: two runs differ", g.Name)
			}
		}
	}
	if _, err := JSONSchema("upheaval"); err == nil {
		t.Error("a schema of an unknown kind")
	}
}

// plain is a node as an editor reads it; texts carry their citation.
func plain(n *Node) any {
	switch n.Kind {
	case Map:
		out := map[string]any{}
		for _, p := range n.Pairs {
			out[p.Key.Text] = plain(p.Value)
		}
		return out
	case List:
		out := []any{}
		for _, i := range n.Items {
			out = append(out, plain(i))
		}
		return out
	}
	if n.Cite != nil {
		return n.Text + " @" + n.Cite.Source
	}
	return n.Text
}

// valid judges by the keywords that JSONSchema writes.
func valid(root, s schema, v any) bool {
	if r, ok := s["$ref"].(string); ok {
		return valid(root, root["$defs"].(schema)[strings.TrimPrefix(r, "#/$defs/")].(schema), v)
	}
	if c, ok := s["const"]; ok && c != v {
		return false
	}
	if list, ok := s["anyOf"].([]any); ok {
		good := false
		for _, x := range list {
			good = good || valid(root, x.(schema), v)
		}
		if !good {
			return false
		}
	}
	if list, ok := s["enum"].([]any); ok {
		good := false
		for _, x := range list {
			good = good || x == v
		}
		return good
	}
	if p, ok := s["pattern"].(string); ok {
		text, isText := v.(string)
		return isText && regexp.MustCompile(p).MatchString(text)
	}
	types, ok := s["type"].([]any)
	if one, isOne := s["type"].(string); isOne {
		types, ok = []any{one}, true
	}
	if ok {
		is := map[bool]string{}
		switch v.(type) {
		case map[string]any:
			is[true] = "object"
		case []any:
			is[true] = "array"
		default:
			is[true] = "string"
		}
		good := false
		for _, x := range types {
			good = good || x == is[true]
		}
		if !good {
			return false
		}
	}
	switch v := v.(type) {
	case map[string]any:
		properties, _ := s["properties"].(schema)
		required, _ := s["required"].([]any)
		for _, k := range required {
			if _, has := v[k.(string)]; !has {
				return false
			}
		}
		for k, x := range v {
			if p, ok := properties[k].(schema); ok {
				if !valid(root, p, x) {
					return false
				}
			} else if more, ok := s["additionalProperties"].(schema); ok {
				if !valid(root, more, x) {
					return false
				}
			} else if s["additionalProperties"] == false {
				return false
			}
		}
	case []any:
		if items, ok := s["items"].(schema); ok {
			for _, x := range v {
				if !valid(root, items, x) {
					return false
				}
			}
		}
	}
	return true
}

func TestJSONSchemaTakesTwinLakes(t *testing.T) {
	for kind, file := range map[string]string{"arrangement": "arrangement", "variant": "variants/reformed", "scenario": "scenarios/leadership-shock"} {
		text, err := os.ReadFile("../../library/twinlakes/" + file + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var out diag.List
		tree := Parse(diag.NewSource(file, string(text)), DefaultLimits, &out)
		CheckHeader(kind, tree.Get("entente"), &out) // a comma in the title
		bytes, _ := JSONSchema(kind)
		var s schema
		if err := json.Unmarshal(bytes, &s); err != nil {
			t.Fatal(err)
		}
		v := plain(tree).(map[string]any)
		if !valid(s, s, v) {
			t.Errorf("%s does not satisfy the schema of %s", file, kind)
		}
		v["sorces"] = map[string]any{}
		if valid(s, s, v) {
			t.Errorf("the schema of %s takes a key that there is not", kind)
		}
	}
}

func TestShapesOfTwinLakes(t *testing.T) {
	for kind, file := range map[string]string{"arrangement": "arrangement", "variant": "variants/reformed", "scenario": "scenarios/leadership-shock"} {
		text, err := os.ReadFile("../../library/twinlakes/" + file + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var out diag.List
		tree := Parse(diag.NewSource(file, string(text)), DefaultLimits, &out)
		CheckShape(kind, tree, &out)
		CheckHeader(kind, tree.Get("entente"), &out)
		var b strings.Builder
		diag.WriteText(&b, out.Sorted(), false)
		if b.Len() > 0 {
			t.Errorf("%s", b.String())
		}
	}
}

func TestCommaInAPlainText(t *testing.T) {
	for _, c := range []struct{ text, title, wrong string }{
		{"{version: 1, kind: study, id: s, title: Leaders lost, lines out}", "Leaders lost, lines out", ""},
		{"{version: 1, kind: study, id: s, title: one, two , three}", "one, two, three", ""},
		{"{version: 1, kind: study, title: one, id: s, two}", "one", `"two" is not a key`},
		{"{version: 1, kind: study, id: s, title: one, two: }", "one", `"two" is not a key`},
		{"{version: 1, kind: study, id: s, title: \"one\", two}", "one", `"two" is not a key`},
	} {
		var out diag.List
		tree := Parse(diag.NewSource("s.yaml", "entente: "+c.text+"\n"), DefaultLimits, &out)
		header := tree.Get("entente")
		CheckHeader("study", header, &out)
		if got := header.Get("title").Text; got != c.title {
			t.Errorf("%s: title %q, want %q", c.text, got, c.title)
		}
		var b strings.Builder
		diag.WriteText(&b, out.Sorted(), false)
		if c.wrong == "" && b.Len() > 0 || !strings.Contains(b.String(), c.wrong) {
			t.Errorf("%s:\n%s", c.text, b.String())
		}
	}
}
