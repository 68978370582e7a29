package answer

import (
	"bytes"
	"encoding/csv"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"entente/internal/design"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/say"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

var update = flag.Bool("update", false, "write the golden files")

// parsed reads a file of the library under its own name.
func parsed(t testing.TB, name string, out *diag.List) *syntax.Node {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "library", name))
	if err != nil {
		t.Fatal(err)
	}
	return syntax.Parse(diag.NewSource(filepath.Base(name), string(text)), syntax.DefaultLimits, out)
}

// load reads an arrangement of the library with variants laid over it.
func load(t testing.TB, base string, variants ...string) *model.Arrangement {
	t.Helper()
	var out diag.List
	tree := parsed(t, base, &out)
	var nodes []*syntax.Node
	for _, v := range variants {
		nodes = append(nodes, parsed(t, v, &out))
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
	for _, v := range nodes {
		a.Variant = append(a.Variant, v.Get("entente").Get("id").Text)
		for _, p := range design.Silent(v) {
			a.Silent = append(a.Silent, p.String())
		}
	}
	for _, c := range changes {
		a.Changes = append(a.Changes, model.Change{Variant: c.Variant, Verb: c.Verb, Path: c.Path, From: c.From, To: c.To, Why: c.Why, Span: c.Span})
	}
	return a
}

func twinlakes(t testing.TB) *model.Arrangement {
	return load(t, "twinlakes/arrangement.yaml")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s", name, got)
	}
}

func reformed(t testing.TB) *model.Arrangement {
	return load(t, "twinlakes/arrangement.yaml", "twinlakes/variants/reformed.yaml")
}

func both(t testing.TB) *MatrixResult {
	return Matrix([]Design{{"base", "Twin Lakes", twinlakes(t)}, {"reformed", "After the review", reformed(t)}})
}

// row finds a row of the decision rights.
func (m *MatrixResult) row(t testing.TB, decision, condition string) *RightsRow {
	t.Helper()
	for i := range m.Rights {
		if m.Rights[i].Decision == decision && m.Rights[i].Condition == condition {
			return &m.Rights[i]
		}
	}
	t.Fatalf("no row %s in %s", decision, condition)
	return nil
}

func (m *MatrixResult) cell(t testing.TB, r *RightsRow, design int, column string) *RightsCell {
	t.Helper()
	for c := range m.Columns {
		if m.Columns[c].ID == column {
			return &r.Designs[design].Cells[c]
		}
	}
	t.Fatalf("no column %s", column)
	return nil
}

func TestRights(t *testing.T) {
	m := both(t)
	for _, test := range []struct {
		decision, condition, who string
		base, reformed           string
	}{
		{"raise-alert", "calm", "committee", "decides", "decides"},
		{"raise-alert", "calm", "M", "in council", "in council"},
		{"raise-alert", "calm", "m-mod", "in council", "in council"},
		{"raise-alert", "calm", "cdr", "takes part", "takes part"},
		{"raise-alert", "calm", "m-pres", "—", "—"},
		{"declare-war", "alert", "committee", "decides", "decides"},
		{"declare-war", "alert", "m-pres", "consents", "consents"},
		{"declare-war", "alert", "t-pm", "consents?", "consents*"},
		{"declare-war", "alert", "T", "in council+", "in council+"},
		{"stand-down", "alert", "t-pm", "—", "—"},
		{"answer-probe/release", "calm", "t-pm", "decides", "decides"},
		{"answer-probe/release", "calm", "T", "decides", "decides"},
		{"answer-probe/release", "calm", "m-pres", "told after", "told after"},
		{"answer-probe/release", "calm", "M", "told after", "told after"},
		{"answer-probe/release", "alert", "cdr", "takes part", "takes part"},
		{"answer-probe/release", "war", "cdr", "decides", "decides"},
		{"answer-probe/release", "war", "t-pm", "—", "—"},
	} {
		r := m.row(t, test.decision, test.condition)
		if got := m.cell(t, r, 0, test.who).Short(); got != test.base {
			t.Errorf("%s in %s: %s is %q in the base, want %q", test.decision, test.condition, test.who, got, test.base)
		}
		if got := m.cell(t, r, 1, test.who).Short(); got != test.reformed {
			t.Errorf("%s in %s: %s is %q in reformed, want %q", test.decision, test.condition, test.who, got, test.reformed)
		}
	}
	if got := m.row(t, "declare-war", "alert").Move; got != "alert->war" {
		t.Errorf("declare-war moves %q", got)
	}
}

func TestCellsHaveLines(t *testing.T) {
	m := both(t)
	for i := range m.Rights {
		for _, in := range m.Rights[i].Designs {
			for c, cell := range in.Cells {
				if cell.Role != LeftOut && cell.Role != "" && len(cell.Lines) == 0 {
					t.Errorf("%s, %s: %s %s has no line", m.Rights[i].Decision, in.Design, m.Columns[c].ID, cell.Role)
				}
			}
		}
	}
	for _, r := range m.Forces {
		for _, in := range r.Designs {
			if len(in.Lines) == 0 {
				t.Errorf("%s, %s, %s has no line", r.Authority, r.Condition, in.Design)
			}
		}
	}
}

// A design that has no step, no condition or no post of another.
func TestNotInThisDesign(t *testing.T) {
	small := load(t, "../internal/answer/testdata/small.yaml")
	m := Matrix([]Design{{"base", "", twinlakes(t)}, {"small", "", small}})
	r := m.row(t, "declare-war", "alert")
	if got := r.Designs[1].State; got != NotHere || !r.Designs[1].Changed {
		t.Errorf("declare-war in small: %q, changed %v", got, r.Designs[1].Changed)
	}
	up := m.row(t, "raise-alert", "calm")
	if got := m.cell(t, up, 1, "m-pres"); got.Role != Decides || !got.Changed {
		t.Errorf("m-pres in small: %+v", got)
	}
	if got := m.cell(t, up, 1, "committee"); got.Role != "" || got.Short() != "·*" {
		t.Errorf("committee in small: %+v, %q", got, got.Short())
	}
	if got := m.cell(t, up, 1, "합참의장"); got.Role != Heard {
		t.Errorf("합참의장 in small: %+v", got)
	}
	if got := m.cell(t, up, 0, "합참의장"); got.Role != "" {
		t.Errorf("합참의장 in the base: %+v", got)
	}
	if got := m.cell(t, up, 1, "m-vp"); got.Role != ToldBefore {
		t.Errorf("m-vp in small: %+v", got)
	}
	if got := m.cell(t, up, 1, "m-mod"); got.Role != Heard || !slices.Equal(got.Also, []Role{ToldAfter}) {
		t.Errorf("m-mod in small: %+v", got)
	}
	if got := m.cell(t, up, 1, "cabinet"); got.Role != Heard || !got.Qualified {
		t.Errorf("cabinet in small: %+v", got)
	}
	for _, r := range m.Forces {
		if r.Authority == "wing-opcon" && r.Designs[1].State != NotHere {
			t.Errorf("wing-opcon in small: %+v", r.Designs[1])
		}
		if r.Authority == "corps-opcon" && r.Condition == "calm" && r.Designs[1].State != NoOneHere {
			t.Errorf("corps-opcon in small in calm: %+v", r.Designs[1])
		}
	}
}

func TestMatrixText(t *testing.T) {
	var b bytes.Buffer
	base := Matrix([]Design{{"base", "Twin Lakes", twinlakes(t)}})
	for _, o := range []TableOptions{{Width: 100}, {Width: 72, Lines: true}} {
		if err := base.Text(&b, o); err != nil {
			t.Fatal(err)
		}
		b.WriteString("\n=====\n\n")
	}
	golden(t, "matrix.golden", b.String())
	b.Reset()
	for _, o := range []TableOptions{{}, {Changed: true}} {
		if err := both(t).Text(&b, o); err != nil {
			t.Fatal(err)
		}
		b.WriteString("\n=====\n\n")
	}
	golden(t, "matrix_changed.golden", b.String())
	b.Reset()
	small := load(t, "../internal/answer/testdata/small.yaml")
	if err := Matrix([]Design{{"small", "작은 설계", small}, {"base", "", twinlakes(t)}}).Text(&b, TableOptions{Lang: "ko", Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "matrix_ko.golden", b.String())
	for _, line := range strings.Split(b.String(), "\n") {
		if w := diag.Width(line); w > 80 {
			t.Errorf("%d cells wide: %s", w, line)
		}
	}
}

func TestWidthIsKept(t *testing.T) {
	for _, width := range []int{60, 80, 100, 140} {
		var b bytes.Buffer
		if err := both(t).Text(&b, TableOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if strings.Contains(line, "  ") || strings.HasPrefix(line, "─") {
				if w := diag.Width(line); w > width {
					t.Errorf("at %d: %d cells wide: %s", width, w, line)
				}
			}
		}
	}
}

// baseOf finds the base in the header of a variant.
var baseOf = regexp.MustCompile(`(?m)^entente:.* base: ([\w.-]+)`)

// chain lists the variants of Korea that lead to one, the first first.
func chain(t *testing.T, id string) []string {
	t.Helper()
	if id == "korea" {
		return nil
	}
	file := "korea/variants/" + id + ".yaml"
	body, err := os.ReadFile("../../library/" + file)
	if err != nil {
		t.Fatal(err)
	}
	base := baseOf.FindSubmatch(body)
	if base == nil {
		t.Fatalf("%s: no base", file)
	}
	return append(chain(t, string(base[1])), file)
}

// Every design of the library in one matrix.
func TestLibraryMatrix(t *testing.T) {
	variants, err := filepath.Glob("../../library/korea/variants/*.yaml")
	if err != nil || len(variants) == 0 {
		t.Fatalf("%d variants, %v", len(variants), err)
	}
	designs := []Design{{"base", "as publicly described", load(t, "korea/arrangement.yaml")}}
	for _, v := range variants {
		id := strings.TrimSuffix(filepath.Base(v), ".yaml")
		designs = append(designs, Design{id, "", load(t, "korea/arrangement.yaml", chain(t, id)...)})
	}
	m := Matrix(designs)
	for _, o := range []TableOptions{{}, {Lang: "ko"}, {Width: 80, Lang: "en"}} {
		var b bytes.Buffer
		if err := m.Text(&b, o); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if w := diag.Width(line); w > max(o.Width, 80) && w > 100 {
				t.Errorf("%d cells wide: %s", w, line)
			}
		}
	}
	if err := m.XLSX(io.Discard); err != nil {
		t.Error(err)
	}
	if got := m.cell(t, m.row(t, "raise-defcon-3", "defcon-4"), 0, "us-pres").Role; got != Consents {
		t.Errorf("us-pres in raise-defcon-3: %q", got)
	}
}

func TestMatrixData(t *testing.T) {
	m := both(t)
	for name, write := range map[string]func(io.Writer) error{"rights.csv": m.RightsCSV, "forces.csv": m.ForcesCSV, "matrix.json": m.JSON} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
}

// A cell that a spreadsheet would run is text.
func TestCSVIsHarmless(t *testing.T) {
	a := twinlakes(t)
	m := Matrix([]Design{{"=1+1", "", a}, {"+2", "", a}, {"-3", "", a}, {"@x", "", a}, {"a,\"b\"", "", a}})
	var b bytes.Buffer
	if err := m.RightsCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"'=1+1", "'+2", "'-3", "'@x", "a,\"b\""} {
		if got := rows[1+i][3]; got != want {
			t.Errorf("design cell %q, want %q", got, want)
		}
	}
}

func TestXLSX(t *testing.T) {
	var one, two bytes.Buffer
	if err := both(t).XLSX(&one); err != nil {
		t.Fatal(err)
	}
	if err := both(t).XLSX(&two); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same result gives different bytes")
	}
	f, err := excelize.OpenReader(&one)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Decision rights", "Forces", "Sources", "Legend"}) {
		t.Errorf("sheets %v", got)
	}
	panes, err := f.GetPanes("Decision rights")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	rows, err := f.GetRows("Decision rights")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for y, row := range rows {
		for x, cell := range row {
			if row[0] == "declare-war" && row[3] == "reformed" && rows[0][x] == "t-pm" {
				found = true
				at, _ := excelize.CoordinatesToCellName(x+1, y+1)
				style, err := f.GetCellStyle("Decision rights", at)
				if err != nil {
					t.Fatal(err)
				}
				st, err := f.GetStyle(style)
				if err != nil || cell != "must consent *" || len(st.Fill.Color) == 0 {
					t.Errorf("%s is %q, %+v, %v", at, cell, st, err)
				}
			}
		}
	}
	if !found {
		t.Error("no changed cell")
	}
}

func TestMatrixNeedsADesign(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic without designs")
		}
	}()
	Matrix(nil)
}

// A holder who is of another party is another holder, though his post is the same: the
// commander of the combined forces is of the US, and of the ROK in the Future CFC.
func TestHolderOfAnotherPartyIsMarked(t *testing.T) {
	m := Matrix([]Design{{ID: "korea", A: load(t, "korea/arrangement.yaml")}, {ID: "future", A: load(t, "korea/arrangement.yaml", "korea/variants/future-cfc.yaml")}})
	for _, r := range m.Forces {
		was, is := r.Designs[0], r.Designs[1]
		if want := r.Authority == "opcon-designated" && r.Condition == "defcon-1"; want && (!is.Changed || was.Party != "us" || is.Party != "rok") {
			t.Errorf("OPCON in defcon-1 passes from a post of %s to one of %s, changed: %v", was.Party, is.Party, is.Changed)
		}
		if was.State == is.State && was.Holder == is.Holder && was.Party == is.Party && slices.EqualFunc(was.Notes, is.Notes, say.Text.Same) && is.Changed {
			t.Errorf("%s in %s is marked, and nothing differs", r.Authority, r.Condition)
		}
	}
}
