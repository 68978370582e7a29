package conformance

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"entente/internal/diag"
	"entente/internal/dist"
	"entente/internal/model"
	"entente/internal/sim"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// timed is one loaded file of the folder time.
type timed struct {
	path        string
	plan, other *sim.Plan // other: of the second arrangement, where there is one
	files       map[string][]string
}

func readTimed(t *testing.T, path string) timed {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	e := timed{path: path, files: map[string][]string{}}
	texts := map[string]string{}
	for _, f := range archive.Files {
		switch f.Name {
		case "arrangement.yaml", "scenario.yaml", "crisis.yaml", "other.yaml":
			texts[f.Name] = string(f.Data)
		case "measures", "timeline", "works", "values", "points", "laws":
			e.files[f.Name] = lines(f.Data)
		default:
			t.Fatalf("%s: a file named %s", path, f.Name)
		}
	}
	compile := func(name string) *sim.Plan {
		p, err := sim.Compile(e.load(t, name, texts), e.scenario(t, name, texts), e.measures(t))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return p
	}
	e.plan = compile("arrangement.yaml")
	if texts["other.yaml"] != "" {
		e.other = compile("other.yaml")
	}
	return e
}

func (e *timed) load(t *testing.T, name string, texts map[string]string) *model.Arrangement {
	t.Helper()
	var out diag.List
	a := typecheck.Arrangement(syntax.Parse(diag.NewSource(name, texts[name]), syntax.DefaultLimits, &out), &out)
	e.noErrors(t, &out)
	return a
}

func (e *timed) scenario(t *testing.T, name string, texts map[string]string) *model.Scenario {
	t.Helper()
	var out diag.List
	tree := syntax.Parse(diag.NewSource("scenario.yaml", texts["scenario.yaml"]), syntax.DefaultLimits, &out)
	a := e.load(t, name, texts)
	var crisis *model.Crisis
	if texts["crisis.yaml"] != "" {
		crisis = typecheck.Crisis(syntax.Parse(diag.NewSource("crisis.yaml", texts["crisis.yaml"]), syntax.DefaultLimits, &out), a, &out)
		e.noErrors(t, &out)
	}
	s := typecheck.Scenario(tree, a, crisis, &out)
	e.noErrors(t, &out)
	return s
}

func (e *timed) noErrors(t *testing.T, out *diag.List) {
	t.Helper()
	if !out.HasErrors() {
		return
	}
	var b strings.Builder
	if err := diag.WriteText(&b, out.Sorted(), false); err != nil {
		t.Fatal(err)
	}
	t.Fatalf("%s:\n%s", e.path, b.String())
}

// measures reads lines `ID: KIND OF`, of a time also `ID: time-of OF since INCIDENT`.
func (e *timed) measures(t *testing.T) []model.Measure {
	var out []model.Measure
	for _, l := range e.files["measures"] {
		id, rest, ok := strings.Cut(l, ": ")
		kind, of, both := strings.Cut(rest, " ")
		if !ok || !both {
			t.Fatalf("%s: measure %q", e.path, l)
		}
		since := ""
		if kind == "time-of" {
			of, since, _ = strings.Cut(of, " since ")
		}
		out = append(out, model.Measure{Meta: model.Meta{ID: id}, Kind: kind, Of: of, Since: since})
	}
	return out
}

func moment(x float64) string { return dist.FormatSource(dist.Seconds(math.Round(x*1e6) / 1e6)) }

// timeline prints what happened, a line each, and how it ended.
func timeline(p *sim.Plan, trace *sim.Trace, o sim.Outcome) []string {
	var out []string
	for i := range trace.Entries {
		e := &trace.Entries[i]
		text := p.PrintEvent(e)
		if text == "" {
			text = note(e.Note.String())
		}
		out = append(out, moment(e.At)+" "+text)
	}
	end := moment(o.End) + " end"
	if o.Missing != nil {
		end += ", an answer without a chance"
	}
	return append(out, end)
}

// note prints what is no event: `again P/S`, a refusal that leaves the question on
// the table, and `kept I`, an incident whose `while` does not hold.
func note(text string) string {
	if step, ok := strings.CutSuffix(text, " is refused; the question stays on the table"); ok {
		return "again " + step
	}
	if rest, ok := strings.CutSuffix(text, " does not come: its `while` does not hold"); ok {
		return "kept " + strings.TrimPrefix(rest, "incident ")
	}
	return text
}

// works prints each time that somebody had a step to do: when it became due, when
// it began and for whom, when it was over or lost.
func works(p *sim.Plan, trace *sim.Trace) []string {
	var out []string
	for i := range trace.Works {
		w := &trace.Works[i]
		step, post := p.PrintWork(w)
		text := step + " due " + moment(w.Due)
		if !math.IsNaN(w.Began) {
			text += " begun " + moment(w.Began)
		}
		if post != "" {
			text += " by " + post
		}
		verb := " over "
		if w.Lost {
			verb = " lost "
		}
		out = append(out, text+verb+moment(w.End))
	}
	return out
}

// values prints the columns, and whether the budget of the checker was left.
func values(p *sim.Plan, o sim.Outcome, row []float64) []string {
	var out []string
	for i, c := range p.Columns() {
		out = append(out, c.Name+" "+value(c, row[i]))
	}
	if o.Beyond {
		out = append(out, "beyond")
	}
	return out
}

func value(c sim.Column, x float64) string {
	switch {
	case math.IsNaN(x):
		return "nothing"
	case c.Kind == sim.Time:
		return moment(x)
	case c.Kind == sim.Category:
		return c.Labels[int(x)]
	case c.Kind == sim.Flag:
		return map[bool]string{false: "no", true: "yes"}[x != 0]
	}
	return strconv.FormatFloat(math.Round(x*1e6)/1e6, 'f', -1, 64)
}

// same reports whether two numbers are equal, or both say nothing.
func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\n\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTime(t *testing.T) {
	files, err := filepath.Glob("time/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			e := readTimed(t, path)
			trace, o, row := e.plan.Trace(1, 0)
			if got := rows(e.plan, 1)[0]; !slices.EqualFunc(got, row, same) {
				t.Errorf("a run that is not traced gives %v, one that is %v", got, row)
			}
			if want := e.files["timeline"]; want != nil {
				compare(t, "timeline", timeline(e.plan, trace, o), want)
			}
			if want := e.files["works"]; want != nil {
				compare(t, "works", works(e.plan, trace), want)
			}
			if want := e.files["values"]; want != nil {
				compare(t, "values", values(e.plan, o, row), want)
			}
			for _, l := range e.files["points"] {
				e.point(t, l)
			}
			for _, l := range e.files["laws"] {
				e.law(t, l)
			}
		})
	}
}

// point reads `PATH low|high SHARE: COLUMN VALUE`.
func (e *timed) point(t *testing.T, l string) {
	t.Helper()
	where, want, ok := strings.Cut(l, ": ")
	column, value, both := strings.Cut(want, " ")
	if !ok || !both {
		t.Fatalf("%s: point %q", e.path, l)
	}
	p := e.plan.With([]sim.Setting{e.setting(t, where)})
	_, o, row := p.Trace(1, 0)
	if got := values(p, o, row); !slices.Contains(got, column+" "+value) {
		t.Errorf("%s: %v", l, got)
	}
}

// setting reads `PATH low|high SHARE`.
func (e *timed) setting(t *testing.T, text string) sim.Setting {
	t.Helper()
	f := strings.Fields(text)
	if len(f) != 3 || f[1] != "low" && f[1] != "high" {
		t.Fatalf("%s: point %q", e.path, text)
	}
	at := sim.Setting{Path: f[0], End: map[string]sim.End{"low": sim.LowEnd, "high": sim.HighEnd}[f[1]], Share: number(t, f[2])}
	if !slices.ContainsFunc(e.plan.Quantities(), func(q sim.Quantity) bool { return q.Path == at.Path }) {
		t.Fatalf("%s: no quantity %s", e.path, at.Path)
	}
	return at
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// seconds reads a time, or a plain number.
func seconds(t *testing.T, text string) float64 {
	t.Helper()
	if s, err := dist.ParseSeconds(text); err == nil {
		return float64(s)
	}
	return number(t, text)
}

// rows runs replications.
func rows(p *sim.Plan, n int) [][]float64 {
	r, out := p.NewRunner(), make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, len(p.Columns()))
		r.Run(1, uint64(i), out[i])
	}
	return out
}

// column returns the numbers of a column; `other/NAME` is that of the second
// arrangement.
func (e *timed) column(t *testing.T, name string, n int) []float64 {
	t.Helper()
	p := e.plan
	if rest, ok := strings.CutPrefix(name, "other/"); ok {
		p, name = e.other, rest
	}
	at := slices.IndexFunc(p.Columns(), func(c sim.Column) bool { return c.Name == name })
	if at < 0 {
		t.Fatalf("%s: no column %s", e.path, name)
	}
	out := make([]float64, n)
	for i, row := range rows(p, n) {
		out[i] = row[at]
	}
	return out
}

// law reads one of
//
//	mean COLUMN over N within LOW..HIGH
//	below X: COLUMN over N within LOW..HIGH    the share of the numbers below X
//	always COLUMN VALUE over N                 the same in each replication
//	same COLUMN COLUMN over N                  two columns agree in each replication
//	differ COLUMN COLUMN over N                in no replication
//
// With `at PATH low|high SHARE; ` before it, it is of another point.
func (e *timed) law(t *testing.T, l string) {
	t.Helper()
	if rest, ok := strings.CutPrefix(l, "at "); ok {
		where, law, ok := strings.Cut(rest, "; ")
		if !ok {
			t.Fatalf("%s: law %q", e.path, l)
		}
		there := *e
		there.plan = e.plan.With([]sim.Setting{e.setting(t, where)})
		there.law(t, law)
		return
	}
	f := strings.Fields(strings.NewReplacer(": ", " ", "..", " ").Replace(l))
	n := 0
	for i := range f {
		if f[i] == "over" && i+1 < len(f) {
			n = int(number(t, f[i+1]))
		}
	}
	if n == 0 {
		t.Fatalf("%s: law %q", e.path, l)
	}
	switch {
	case f[0] == "mean" && len(f) == 7:
		e.within(t, l, e.column(t, f[1], n), f[5], f[6])
	case f[0] == "below" && len(f) == 8:
		list, top := e.column(t, f[2], n), seconds(t, f[1])
		for i, x := range list {
			list[i] = 0
			if x < top {
				list[i] = 1
			}
		}
		e.within(t, l, list, f[6], f[7])
	case f[0] == "always" && len(f) == 5:
		want := seconds(t, f[2])
		for i, x := range e.column(t, f[1], n) {
			if math.Abs(x-want) > 1e-6 {
				t.Fatalf("%s: replication %d has %v", l, i, x)
			}
		}
	case (f[0] == "same" || f[0] == "differ") && len(f) == 5:
		a, b := e.column(t, f[1], n), e.column(t, f[2], n)
		for i := range a {
			if (math.Abs(a[i]-b[i]) < 1e-6) != (f[0] == "same") {
				t.Fatalf("%s: replication %d has %v and %v", l, i, a[i], b[i])
			}
		}
	default:
		t.Fatalf("%s: law %q", e.path, l)
	}
}

func (e *timed) within(t *testing.T, l string, list []float64, low, high string) {
	t.Helper()
	sum := 0.0
	for _, x := range list {
		sum += x
	}
	if mean := sum / float64(len(list)); !(mean >= seconds(t, low) && mean <= seconds(t, high)) {
		t.Errorf("%s: %s", l, fmt.Sprint(mean))
	}
}
