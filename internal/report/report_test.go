package report

import (
	"bytes"
	"context"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entente/internal/answer"
	"entente/internal/check"
	"entente/internal/design"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

var update = flag.Bool("update", false, "write the golden files")

// load reads an arrangement of the library with variants laid over it.
func load(t testing.TB, base string, variants ...string) *model.Arrangement {
	t.Helper()
	var out diag.List
	parse := func(name string) *syntax.Node {
		text, err := os.ReadFile(filepath.Join("..", "..", "library", name))
		if err != nil {
			t.Fatal(err)
		}
		return syntax.Parse(diag.NewSource(filepath.Base(name), string(text)), syntax.DefaultLimits, &out)
	}
	tree := parse(base)
	var nodes []*syntax.Node
	for _, v := range variants {
		nodes = append(nodes, parse(v))
	}
	var changes []design.Change
	if len(nodes) > 0 && !out.HasErrors() {
		tree, changes = design.Apply(tree, nodes, &out)
	}
	a := typecheck.Arrangement(tree, &out)
	if out.HasErrors() {
		var b bytes.Buffer
		_ = diag.WriteText(&b, out.Sorted(), false)
		t.Fatal(b.String())
	}
	for _, c := range changes {
		a.Changes = append(a.Changes, model.Change{Variant: c.Variant, Verb: c.Verb, Path: c.Path, From: c.From, To: c.To, Why: c.Why, Span: c.Span})
	}
	return a
}

func input(designs ...Design) Input {
	in := Input{Version: "0.0.0", Command: "entente report twinlakes", Designs: designs}
	var list []answer.Design
	for i := range in.Designs {
		d := &in.Designs[i]
		list = append(list, answer.Design{ID: d.ID, Title: d.Title, A: d.Findings.Arrangement})
		if i > 0 {
			d.Diff = answer.Diff(in.Designs[0].Findings, d.Findings)
		}
	}
	in.Matrix = answer.Matrix(list)
	return in
}

func checked(a *model.Arrangement, id, title string) Design {
	return Design{ID: id, Title: title, Findings: check.Run(context.Background(), a, nil, check.Options{Budget: 1})}
}

func twinLakes(t testing.TB) Input {
	return input(
		checked(load(t, "twinlakes/arrangement.yaml"), "twinlakes", "Twin Lakes Combined Command"),
		checked(load(t, "twinlakes/arrangement.yaml", "twinlakes/variants/reformed.yaml"), "reformed", "After the review"),
	)
}

func render(t testing.TB, in Input) string {
	t.Helper()
	page, err := HTML(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// element is one element of a page, flat.
type element struct {
	name  string
	attrs map[string]string
	text  string // of headings, captions and cells
}

// parse reads a page and fails where elements are not nested properly.
func parse(t testing.TB, page string) []element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(page, "<!DOCTYPE html>")))
	d.Strict = false
	d.AutoClose = xml.HTMLAutoClose
	d.Entity = xml.HTMLEntity
	var out []element
	var open []int
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("the page does not parse: %v", err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			e := element{name: x.Name.Local, attrs: map[string]string{}}
			for _, a := range x.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			open = append(open, len(out))
			out = append(out, e)
		case xml.EndElement:
			if top := out[open[len(open)-1]]; top.name != x.Name.Local {
				t.Fatalf("<%s> is closed by </%s>", top.name, x.Name.Local)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			for _, i := range open {
				out[i].text += string(x)
			}
		}
	}
	if len(open) > 0 {
		t.Fatalf("<%s> is not closed", out[open[0]].name)
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// digest is the skeleton of a page: headings, captions, column heads, figures.
func digest(list []element) string {
	var b strings.Builder
	for _, e := range list {
		switch e.name {
		case "h1", "h2", "h3", "h4":
			fmt.Fprintf(&b, "%s %s\n", e.name, oneLine(e.text))
		case "caption":
			text, _, _ := strings.Cut(oneLine(e.text), ". ?")
			fmt.Fprintf(&b, "   %s\n", text)
		case "figure":
			fmt.Fprintf(&b, "   figure %s\n", e.attrs["id"])
		case "thead":
			fmt.Fprintf(&b, "      | %s\n", oneLine(e.text))
		case "title":
			fmt.Fprintf(&b, "   title %s\n", oneLine(e.text))
		}
	}
	return b.String()
}

func TestStructure(t *testing.T) {
	got := digest(parse(t, render(t, twinLakes(t))))
	name := filepath.Join("testdata", "twinlakes.digest")
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the structure differs; got\n%s", got)
	}
}

func TestSelfContained(t *testing.T) {
	page := render(t, twinLakes(t))
	for _, bad := range []string{"http:", "https:", " src=", "url(", "@import", "<link", "javascript:", "ws://", "wss://", "//www"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(page)[1]
	script := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindStringSubmatch(page)[1]
	policy := ""
	for _, e := range parse(t, page) {
		if e.attrs["http-equiv"] == "Content-Security-Policy" {
			policy = e.attrs["content"]
		}
	}
	for _, want := range []string{"default-src 'none'", "style-src " + hashOf(style), "script-src " + hashOf(script)} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy %q lacks %q", policy, want)
		}
	}
}

func TestAccessible(t *testing.T) { accessible(t, render(t, twinLakes(t))) }

// accessible fails where an element lacks what a reader without eyes or mouse
// needs, or a link leads nowhere.
func accessible(t *testing.T, page string) {
	t.Helper()
	list := parse(t, page)
	ids := map[string]bool{}
	level := 0
	for i, e := range list {
		if id := e.attrs["id"]; id != "" {
			if ids[id] {
				t.Errorf("two elements have the id %s", id)
			}
			ids[id] = true
		}
		if len(e.name) == 2 && e.name[0] == 'h' && e.name[1] >= '1' && e.name[1] <= '6' {
			n := int(e.name[1] - '0')
			if n > level+1 {
				t.Errorf("%s %q follows a heading of level %d", e.name, oneLine(e.text), level)
			}
			level = n
		}
		switch e.name {
		case "table":
			if list[i+1].name != "caption" {
				t.Error("a table has no caption")
			}
		case "th":
			if e.attrs["scope"] == "" {
				t.Errorf("the head %q has no scope", e.text)
			}
		case "svg":
			if e.attrs["role"] != "img" || list[i+1].name != "title" || list[i+2].name != "desc" || list[i+2].text == "" {
				t.Errorf("figure %s lacks its role, title or description", e.attrs["id"])
			}
		}
	}
	for _, e := range list {
		for _, ref := range append(strings.Fields(e.attrs["aria-labelledby"]), strings.TrimPrefix(e.attrs["href"], "#")) {
			if ref != "" && !ids[ref] {
				t.Errorf("nothing has the id %s that <%s> names", ref, e.name)
			}
		}
	}
}

func TestSameBytes(t *testing.T) {
	in := twinLakes(t)
	first := render(t, in)
	if again := render(t, in); first != again {
		t.Error("the same input gave different bytes")
	}
}

func TestSeamsAreNotCounted(t *testing.T) {
	in := twinLakes(t)
	b := &builder{in: in, delays: allDelays(in.Designs)}
	counted := regexp.MustCompile(`\b\d+ (seams?|findings?)\b`)
	for _, j := range b.brief().Judgements {
		if text := fmt.Sprint(j); counted.MatchString(text) {
			t.Errorf("seams are counted: %s", text)
		}
	}
}

func TestMissingInput(t *testing.T) {
	whole := twinLakes(t)
	for name, spoil := range map[string]func(*Input){
		"no design":     func(in *Input) { in.Designs = nil },
		"no findings":   func(in *Input) { in.Designs[0].Findings = nil },
		"no comparison": func(in *Input) { in.Designs[1].Diff = nil },
		"no matrix":     func(in *Input) { in.Matrix = nil },
	} {
		in := whole
		in.Designs = slices.Clone(whole.Designs)
		spoil(&in)
		if _, err := HTML(in); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// hostile is what a name may hold.
const hostile = `</title><script>alert("1")</script> & 'q' {{.}} ` + "\u202e" + `]]>`

func TestHostileNames(t *testing.T) {
	a := load(t, "twinlakes/arrangement.yaml")
	a.Title = hostile
	for i := range a.Posts {
		a.Posts[i].ID += hostile
		a.Posts[i].Name = model.Name{"en": hostile, "ko": hostile}
	}
	for i := range a.Councils {
		a.Councils[i].ID += hostile
	}
	for i := range a.Forces {
		a.Forces[i].ID += hostile
	}
	for i := range a.Procedures {
		a.Procedures[i].ID += hostile
		for s := range a.Procedures[i].Steps {
			a.Procedures[i].Steps[s].ID += hostile
			a.Procedures[i].Steps[s].Time.Text = hostile
		}
	}
	for i := range a.Scales[0].Values {
		a.Scales[0].Values[i].ID += hostile
	}
	for i := range a.Sources {
		a.Sources[i].Text, a.Sources[i].URL = hostile, "javascript:"+hostile
	}
	a.Disputes = []model.Disputed{{Path: hostile, Readings: []model.Reading{{Value: hostile, Cite: model.NoCite, Note: hostile}}}}
	in := input(checked(a, hostile, hostile))
	in.Title, in.Command = hostile, hostile
	page := render(t, in)
	if strings.Contains(page, "<script>alert") || strings.Contains(page, "</title><script>") {
		t.Error("a name came through unescaped")
	}
	scripts := 0
	for _, e := range parse(t, page) {
		if e.name == "script" {
			scripts++
		}
	}
	if scripts != 1 {
		t.Errorf("the page has %d scripts", scripts)
	}
}

func TestRealStatesNameNoOffice(t *testing.T) {
	list := []named{
		namedFinding(&check.Finding{Seam: model.NoQuorum, Element: "one post of class minister", Class: "post of class minister", Faults: 1, Summary: say.Plain("with one post of class minister lost, a council that has to act has no quorum")}),
		{seam: model.NoQuorum, element: "committee"},
	}
	got := strings.Join(sayNamed(list), " | ")
	want := "with one post of class minister lost, a council that has to act has no quorum | committee has to act without a quorum"
	if got != want {
		t.Errorf("got %q", got)
	}
}

func TestWeakestText(t *testing.T) {
	for want, grades := range map[string][]string{
		"":                                  {"", ""},
		" Weakest source: S3 (C4).":         {"S1 (A1)", "S3 (C4)", "S2 (F3)"},
		" Weakest source: S9 (??).":         {"S9 (??)", "S3 (C6)"},
		" The weakest of it has no source.": {"S1 (A1)", "no source"},
	} {
		if got := weakestText(grades); got != want {
			t.Errorf("%v: got %q, want %q", grades, got, want)
		}
	}
}

func TestProse(t *testing.T) {
	for in, want := range map[string]string{
		"add `within` to <a>": "add <code>within</code> to &lt;a&gt;",
		"a ` alone":           "a ` alone",
		"`a`b`":               "<code>a</code>b`",
	} {
		if got := string(prose(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// What the sources of a design say nothing of is marked in the tables of rights and
// forces and in the brief, and nowhere else.
func TestSilentIsMarked(t *testing.T) {
	reformed := func(silent ...string) string {
		a := load(t, "twinlakes/arrangement.yaml", "twinlakes/variants/reformed.yaml")
		a.Silent = silent
		return render(t, input(
			Design{ID: "twinlakes", Findings: &check.Result{Arrangement: load(t, "twinlakes/arrangement.yaml"), Exhaustive: true}},
			Design{ID: "reformed", Findings: &check.Result{Arrangement: a, Exhaustive: true}},
		))
	}
	none := strings.Count(reformed(), "†")
	if none != 1 { // the key
		t.Errorf("marked without silence: %d", none)
	}
	for _, path := range []string{"procedures/declare-war", "authority/corps-opcon"} {
		if strings.Count(reformed(path), "†") < none+2 {
			t.Errorf("%s: not marked", path)
		}
	}
}
