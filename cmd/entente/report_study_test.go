package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// node is an element of a page with what stands in it.
type node struct {
	name  string
	attrs map[string]string
	text  string
	in    []*node
}

// all lists the elements of a name below a node, in order.
func (n *node) all(name string) []*node {
	var out []*node
	for _, x := range n.in {
		if x.name == name {
			out = append(out, x)
		}
		out = append(out, x.all(name)...)
	}
	return out
}

// find is the element with an id, or nil.
func (n *node) find(id string) *node {
	if n.attrs["id"] == id {
		return n
	}
	for _, x := range n.in {
		if y := x.find(id); y != nil {
			return y
		}
	}
	return nil
}

// readPage reads a page and fails where its elements are not nested properly.
func readPage(t *testing.T, page string) *node {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(page, "<!DOCTYPE html>")))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &node{}
	open := []*node{root}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			n := &node{name: x.Name.Local, attrs: map[string]string{}}
			for _, a := range x.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			last := open[len(open)-1]
			last.in = append(last.in, n)
			open = append(open, n)
		case xml.EndElement:
			if last := open[len(open)-1]; last.name != x.Name.Local {
				t.Fatalf("<%s> is closed by </%s>", last.name, x.Name.Local)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			for _, n := range open {
				n.text += string(x)
			}
		}
	}
	if len(open) > 1 {
		t.Fatalf("<%s> is not closed", open[len(open)-1].name)
	}
	return root
}

// studyPage writes the page of a study and reads it.
func studyPage(t *testing.T, args ...string) (string, *node) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	var out, errOut bytes.Buffer
	if got := run(context.Background(), append([]string{"report", "-o", file}, args...), nil, &out, &errOut); got != exitHolds {
		t.Fatalf("%v: status %d, %s", args, got, errOut.String())
	}
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := string(body)
	root := readPage(t, page)
	goodPage(t, page, root)
	return page, root
}

// goodPage holds a page to what every page of a study keeps.
func goodPage(t *testing.T, page string, root *node) {
	t.Helper()
	if len(page) > 3<<20 {
		t.Errorf("the page has %d bytes", len(page))
	}
	for _, bad := range []string{"NaN", "Inf", "%!", "http:", "https:", " src=", "url(", "@import", "<link", "javascript:", "//www"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	ids := map[string]bool{}
	var walk func(n *node)
	walk = func(n *node) {
		if id := n.attrs["id"]; id != "" {
			if ids[id] {
				t.Errorf("two elements have the id %s", id)
			}
			ids[id] = true
		}
		for _, x := range n.in {
			walk(x)
		}
	}
	walk(root)
	for _, a := range root.all("a") {
		if to := a.attrs["href"]; !ids[strings.TrimPrefix(to, "#")] {
			t.Errorf("%s leads nowhere", to)
		}
	}
	for i, f := range root.all("figure") {
		n := strconv.Itoa(i + 1)
		if f.attrs["id"] != "figure-"+n {
			t.Errorf("figure %s has the id %s", n, f.attrs["id"])
		}
		captions := f.all("figcaption")
		if len(captions) != 1 || !regexp.MustCompile(`^\s*Figure `+n+`\. \S.*\S\.`).MatchString(captions[0].text) || !strings.Contains(captions[0].text, "Source: study ") {
			t.Errorf("figure %s has no caption or no source", n)
		}
		as := map[string]bool{}
		for _, b := range f.all("button") {
			as[b.attrs["data-as"]] = b.attrs["data-figure"] == "figure-"+n && strings.HasPrefix(b.attrs["data-name"], "figure-"+n+"-")
		}
		if !as["svg"] || !as["png"] {
			t.Errorf("figure %s cannot be downloaded as SVG and PNG", n)
		}
		if svg := f.all("svg"); len(svg) != 1 || svg[0].attrs["id"] != "figure-"+n+"-svg" || svg[0].attrs["role"] != "img" {
			t.Errorf("figure %s has no drawing", n)
		}
	}
	for i, table := range root.all("table") {
		if len(table.in) == 0 || table.in[0].name != "caption" || strings.TrimSpace(table.in[0].text) == "" {
			t.Errorf("table %d has no caption", i+1)
		}
	}
	brief := root.find("brief")
	if room := briefRoom(brief); room > 1 {
		t.Errorf("the brief fills %.2f of its page", room)
	}
}

// briefRoom estimates which part of an A4 page the brief fills in print, by the
// number of characters, with the sizes of study_page.css; it does not share the
// estimate by which the page makes room for its timeline. Beside the printed pages of
// the library's studies it is right to a fiftieth.
func briefRoom(brief *node) float64 {
	const wide, high, point = 186.0, 272.0, 0.3528
	lines := func(text string, size float64) float64 {
		perLine := wide / (size * point * 0.48)
		return float64(1+int(float64(len([]rune(strings.Join(strings.Fields(text), " "))))/perLine)) * size * point * 1.25
	}
	mm := 11.0 // the heading and what stands between
	for _, x := range brief.in {
		switch x.name {
		case "p", "ol":
			size := 7.8
			if x.attrs["class"] == "question" {
				size = 10.6 // bold
			}
			mm += lines(x.text, size)
			// In three columns a paragraph loses half a line and its margin.
			mm += 0.95*float64(len(x.all("p"))) + 2.2*float64(len(x.all("h3")))
		case "div":
			for _, row := range append(x.all("tr"), x.all("caption")...) {
				most := 0.0
				for _, cell := range row.in {
					most = max(most, lines(strings.Repeat(cell.text, max(1, len(row.in)*2/3)), 7.2))
				}
				mm += most + 1.2
			}
		case "figure":
			var room float64
			if _, err := fmt.Sscanf(brief.attrs["class"], "brief room%f", &room); err != nil {
				return math.Inf(1)
			}
			box := strings.Fields(x.all("svg")[0].attrs["viewBox"])
			w, _ := strconv.ParseFloat(box[2], 64)
			h, _ := strconv.ParseFloat(box[3], 64)
			mm += min(room, h*wide/w) + lines(x.all("figcaption")[0].in[0].text, 7)
		}
	}
	return mm / high
}

// heads are the headings of a page.
func heads(root *node) string {
	var out []string
	for _, h := range root.all("h2") {
		out = append(out, h.text)
	}
	return strings.Join(out, "\n")
}

func TestStudyPage(t *testing.T) {
	page, root := studyPage(t, "twinlakes/leaders-lost", "--assumptions", "100", "--workers", "1")
	if again, _ := studyPage(t, "twinlakes/leaders-lost", "--assumptions", "100", "--workers", "3"); page != again {
		t.Error("the number of workers changes the page")
	}
	want := `The brief
Contents
2. What is compared
3. By when: the response times
4. By how much the designs differ
5. What the assumptions do to a comparison
6. Where the time goes
7. Who takes part in each decision, and how
8. How far the numbers are checked
9. The seams of each design
10. Sources and grades
11. How to get the same again`
	if got := heads(root); got != want {
		t.Errorf("the sections are\n%s", got)
	}
	brief := root.find("brief")
	for _, want := range []string{"When leaders and lines are lost", "not a forecast", "What holds", "What depends, and on what", "Who has a say in each decision", "From the trigger:", "authors’ assumptions"} {
		if !strings.Contains(brief.text, want) {
			t.Errorf("the brief lacks %q", want)
		}
	}
	timeline := brief.all("svg")
	if len(timeline) != 1 || !strings.Contains(timeline[0].text, "today") || !strings.Contains(timeline[0].text, "reformed") || !strings.Contains(timeline[0].text, "order") {
		t.Error("the brief has no timeline of both designs up to the order")
	}
	if text := root.find("differences").text; !strings.Contains(text, "simulation error alone (95%)") || !strings.Contains(text, "range over the assumptions tried") {
		t.Error("the differences lack their intervals or the range over the assumptions")
	}
	if text := root.find("times").text; !strings.Contains(text, "no single number of it is a finding") {
		t.Error("the curves of a structural study are not said to be no findings")
	}
	if text := root.find("seams").text; !strings.Contains(text, "The seams of today") || !strings.Contains(text, "corps-opcon") {
		t.Error("the seams are missing")
	}
}

// TestStudyPageUnspecified: a design whose sources do not answer is in no figure and
// in no comparison.
func TestStudyPageUnspecified(t *testing.T) {
	if testing.Short() {
		t.Skip("runs sixteen cells")
	}
	_, root := studyPage(t, "korea/opcon-options", "--runs", "1024", "--assumptions", "10")
	const silent = "theatre-command-2013" // unspecified in every measure but first-act
	if !strings.Contains(root.find("brief").text, silent+": unspecified in response, crisis") {
		t.Errorf("the brief does not say in what %s is unspecified", silent)
	}
	drawn := 0
	for _, f := range root.all("figure") {
		of := f.attrs["id"] + ": " + f.all("figcaption")[0].in[0].text
		if strings.Contains(of, "counter-provocation/act") {
			drawn++
			continue
		}
		shown := f.all("svg")[0].text
		for _, d := range f.all("details") {
			shown += d.text
		}
		if strings.Contains(shown, silent) {
			t.Errorf("a design that is unspecified is in %s", of)
		}
	}
	if drawn == 0 {
		t.Error("nothing is drawn of first-act")
	}
	for _, row := range root.find("times").all("tr") {
		if !strings.HasPrefix(row.in[0].text, "first-act") && strings.Contains(row.in[1].text, silent) && row.in[2].text != "unspecified" {
			t.Errorf("a time of %s is %q", silent, row.in[2].text)
		}
	}
	if text := root.find("brief").all("svg")[0].text; strings.Contains(text, "future-cfc") || !strings.Contains(text, "continuous-command") {
		t.Error("the timeline shows a design that is unspecified in it, or lacks one that is not")
	}
}

// TestStudyPageEvidence: an illustrative study states where an order turns, and no
// number of its own; a dated one states numbers with their intervals.
func TestStudyPageEvidence(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "library", "twinlakes", "studies", "leaders-lost.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	page := func(evidence string) *node {
		file := filepath.Join(t.TempDir(), "study.yaml")
		body := strings.Replace(string(text), "evidence: structural", "evidence: "+evidence, 1)
		if err := os.WriteFile(file, []byte(body), 0o666); err != nil {
			t.Fatal(err)
		}
		page, root := studyPage(t, file, "--runs", "1024", "--assumptions", "100")
		if strings.Contains(page, filepath.Dir(file)) {
			t.Error("the page says where its text lay")
		}
		return root
	}
	illustrative := page("illustrative")
	if n := len(illustrative.all("figure")); n > 0 {
		t.Errorf("an illustrative study has %d figures", n)
	}
	if text := illustrative.find("brief").text; !strings.Contains(text, "Where the order turns") || strings.Contains(text, "What holds") {
		t.Error("the brief of an illustrative study does not lead with where the order turns")
	}
	dated := page("dated")
	if text := dated.find("times").text; !regexp.MustCompile(`\d h \(\d.* to \d.* h\); \d`).MatchString(text) || strings.Contains(text, "no single number") {
		t.Error("a dated study states no numbers with intervals and ranges")
	}
}

// TestStudyPageComputed: where a time can be computed without sampling, its curve has
// the computed one beside it, and the check is shown.
func TestStudyPageComputed(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{
		"small.yaml": `entente: {version: 1, kind: arrangement, id: small, title: Small, real: false}
parties:
  A: {ally: yes}
posts:
  one: {of: A, national: true}
  two: {of: A}
procedures:
  act:
    starts: knock
    steps:
      - {id: look, by: two, act: report, to: one, time: 10m/30m/2h}
      - {id: decide, by: one, act: decide, time: 5m/10m/30m}
checks: {use: all, expects: [knock]}
`,
		"quick.yaml": `entente: {version: 1, kind: variant, id: quick, base: small, title: Quick}
changes:
  - {set: procedures/act/steps/look/time, from: 10m/30m/2h, to: 5m/15m/1h, why: nearer}
`,
		"door.yaml": `entente: {version: 1, kind: scenario, id: door, for: small, title: A knock at the door}
horizon: 3d
incidents: [{id: first, kind: knock, at: 0s}]
`,
		"study.yaml": `entente: {version: 1, kind: study, id: knocks, title: A knock}
question: How soon is it answered?
evidence: structural
designs:
  slow:  {base: small}
  quick: {base: small, variants: quick}
scenarios: door
measures:
  decided: {time-of: act/decide}
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	_, root := studyPage(t, filepath.Join(dir, "study.yaml"), "--runs", "2048", "--assumptions", "100")
	if text := root.find("times").text; !strings.Contains(text, "computed without sampling") || !strings.Contains(text, "Computed: half within") {
		t.Error("the computed curve is missing")
	}
	if text := root.find("checks").text; strings.Count(text, "agrees") != 2 {
		t.Errorf("the checks of two designs are not shown: %s", text)
	}
	if text := root.find("brief").text; !strings.Contains(text, "decided: one.") || !strings.Contains(text, "earlier than in slow") {
		t.Error("the brief does not say who decides, or which design is earlier")
	}
	if text := root.find("waiting").text; !strings.Contains(text, "post two") || !strings.Contains(text, "post one") {
		t.Error("the time is not put down to the posts")
	}
	if text := root.find("seams").text; !strings.Contains(text, "In slow none is found.") {
		t.Error("that no seam is found is not said")
	}
}
