package server

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func init() {
	question := func(design, q string) string { return "/api/ask?design=" + design + "&question=" + url.QueryEscape(q) }
	examples["matrix"] = []example{
		{"/api/matrix?design=twinlakes&design=twinlakes/reformed", "", 200},
		{"/api/matrix?design=korea&design=korea/future-cfc&design=korea/parallel-commands", "", 200},
		{"/api/matrix?design=anzus", "", 200},
		{"/api/matrix", "", 422},
		{"/api/matrix?design=korea/no-such", "", 404},
	}
	examples["matrix-xlsx"] = []example{{"/api/matrix.xlsx?design=twinlakes&design=twinlakes/reformed", "", 200}, {"/api/matrix.xlsx?design=nowhere", "", 404}}
	examples["questions"] = []example{{"/api/questions?design=korea", "", 200}, {"/api/questions?design=nowhere", "", 404}}
	examples["ask"] = []example{
		{question("twinlakes", "who may release the wing in alert when the prime minister is absent?"), "", 200},
		{question("korea", "what happens when rok-pres is absent in raise-defcon-3?"), "", 200},
		{question("twinlakes", "who must consent to declare-wra?"), "", 200},
		{question("twinlakes", "is it any good?"), "", 400},
		{question("twinlakes", strings.Repeat("who ", 200)), "", 400},
		{"/api/ask?design=twinlakes", "", 422},
	}
}

// putQuestion puts a question to a design.
func putQuestion(t *testing.T, s *Server, designs, q string) []AnswerIn {
	t.Helper()
	got := call(t, s, "GET", "/api/ask?"+designs+"&question="+url.QueryEscape(q), "")
	var out Answers
	if err := json.Unmarshal(got.Body.Bytes(), &out); err != nil || got.Code != 200 {
		t.Fatalf("status %d: %s", got.Code, got.Body)
	}
	return out.Answers
}

func TestMatrixOnTheWire(t *testing.T) {
	s := testServer(t)
	got := call(t, s, "GET", "/api/matrix?design=twinlakes&design=twinlakes/reformed", "")
	var m Rights
	if err := json.Unmarshal(got.Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Designs) != 2 || m.Designs[1].Name != "twinlakes/reformed" {
		t.Fatalf("designs %+v", m.Designs)
	}
	changed, cited := 0, 0
	for _, r := range m.Rights {
		if r.Scale == nil || len(r.Condition) == 0 || len(r.Designs) != 2 {
			t.Errorf("row %s: %+v", r.Decision, r)
		}
		for _, in := range r.Designs {
			if in.State == "here" && len(in.Cells) != len(m.Columns) {
				t.Errorf("%s has %d cells of %d", r.Decision, len(in.Cells), len(m.Columns))
			}
			for _, c := range in.Cells {
				if c.Changed {
					changed++
				}
				for _, l := range c.Lines {
					if m.Lines[l].File == "" || m.Lines[l].Line == 0 || m.Lines[l].Text == "" {
						t.Errorf("line %d: %+v", l, m.Lines[l])
					}
					cited++
				}
			}
		}
	}
	if changed == 0 || cited == 0 {
		t.Errorf("%d cells changed, %d lines cited", changed, cited)
	}
	for i, l := range m.Lines {
		for _, other := range m.Lines[:i] {
			if l == other {
				t.Errorf("line %+v stands twice", l)
			}
		}
	}
}

func TestMatrixFile(t *testing.T) {
	got := call(t, testServer(t), "GET", "/api/matrix.xlsx?design=korea/future-cfc", "")
	if h := got.Header(); h.Get("Content-Type") != typeXLSX || h.Get("Content-Disposition") != `attachment; filename="matrix-korea-future-cfc.xlsx"` {
		t.Errorf("%v", h)
	}
	f, err := excelize.OpenReader(bytes.NewReader(got.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.GetSheetList()) != 4 {
		t.Errorf("sheets %q", f.GetSheetList())
	}
}

func TestAsk(t *testing.T) {
	s := testServer(t)
	a := putQuestion(t, s, "design=twinlakes&design=twinlakes/reformed", "who may release the wing in alert when the prime minister is absent?")
	if len(a) != 2 || a[0].Text == "" || len(a[0].Lines) == 0 || a[0].Question == "" || len(a[1].Lines) == 0 {
		t.Errorf("%+v", a)
	}
	if a := putQuestion(t, s, "design=korea", "what happens when rok-pres is absent in raise-defcon-3?"); a[0].Refused == "" || a[0].Remedy == "" || a[0].Text != "" || len(a[0].Lines) > 0 {
		t.Errorf("of a real state an absence by name is answered: %+v", a[0])
	}
	if a := putQuestion(t, s, "design=twinlakes", "who must consent to declare-wra?"); !strings.Contains(a[0].Unknown, "declare-war") {
		t.Errorf("%+v", a[0])
	}
}

// A post whose party differs between designs is told by the names of both.
func TestMatrixNamesThePartiesOfAPost(t *testing.T) {
	got := call(t, testServer(t), "GET", "/api/matrix?design=korea&design=korea/future-cfc", "")
	var m Rights
	if err := json.Unmarshal(got.Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	told := 0
	for i, c := range m.Columns {
		if (c.ID == "cfc-cdr") != (len(c.Parties) > 0) {
			t.Errorf("%s: parties %+v", c.ID, c.Parties)
		}
		if c.ID != "cfc-cdr" {
			continue
		}
		if len(c.Parties) != 2 || c.Parties[0].Name["en"] != "United States" || c.Parties[1].Name["ko"] != "대한민국" {
			t.Errorf("parties %+v", c.Parties)
		}
		for _, r := range m.Rights {
			for d, in := range r.Designs {
				if in.State != "here" {
					continue
				}
				cell := in.Cells[i]
				if part := cell.Role != "" && cell.Role != "left out"; cell.OfAnother != (part && d == 1) {
					t.Errorf("%s, design %d: %+v", r.Decision, d, cell)
				}
				for _, n := range cell.Notes {
					if strings.Contains(n.String(), "as a post of") {
						t.Errorf("%s: said twice", r.Decision)
					}
				}
				if cell.OfAnother {
					told++
				}
			}
		}
	}
	if told == 0 {
		t.Error("no cell tells it")
	}
}
