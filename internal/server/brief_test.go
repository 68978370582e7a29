package server

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func init() {
	const two = "design=twinlakes&design=twinlakes/reformed"
	examples["brief"] = []example{
		{"/api/brief?" + two, "", 200},
		{"/api/brief?design=twinlakes&scenario=leadership-shock", "", 200},
		{"/api/brief?run=leaders-lost-1", "", 200},
		{"/api/brief?run=no-such", "", 404},
		{"/api/brief?design=nowhere", "", 404},
		{"/api/brief", "", 400},
		{"/api/brief?design=twinlakes&run=leaders-lost-1", "", 400},
	}
	examples["brief-html"] = []example{{"/api/brief.html?" + two, "", 200}, {"/api/brief.html?run=leaders-lost-1", "", 200}, {"/api/brief.html?design=nowhere", "", 404}}
	examples["brief-docx"] = []example{{"/api/brief.docx?" + two, "", 200}, {"/api/brief.docx?run=leaders-lost-1", "", 200}, {"/api/brief.docx", "", 400}}
	examples["brief-xlsx"] = []example{{"/api/brief.xlsx?" + two, "", 200}, {"/api/brief.xlsx?run=leaders-lost-1", "", 200}, {"/api/brief.xlsx", "", 400}}
}

// briefWhole asks until a report is ready.
func briefWhole(t *testing.T, s *Server, query string) Brief {
	t.Helper()
	for range 100 {
		got := call(t, s, "GET", "/api/brief?"+query, "")
		var out Brief
		if err := json.Unmarshal(got.Body.Bytes(), &out); err != nil || got.Code != 200 {
			t.Fatalf("status %d: %s", got.Code, got.Body)
		}
		if out.Ready {
			return out
		}
		if out.Progress == nil || out.Page != "" {
			t.Fatalf("%s", got.Body)
		}
	}
	t.Fatal("the report is never ready")
	return Brief{}
}

// The page is the one that the command writes, under a policy that admits its own style
// and script by their digests, and nothing else.
func TestBriefOfDesigns(t *testing.T) {
	s := testServer(t)
	b := briefWhole(t, s, "design=twinlakes&design=twinlakes/reformed&scenario=leadership-shock")
	got := call(t, s, "GET", b.Page, "")
	page := got.Body.String()
	if got.Code != 200 || !strings.HasPrefix(page, "<!DOCTYPE html>") || !strings.Contains(page, "entente report twinlakes --variant twinlakes/reformed --scenario leadership-shock") {
		t.Fatalf("status %d: %.300s", got.Code, page)
	}
	policy := got.Header().Get("Content-Security-Policy")
	if !regexp.MustCompile(`^default-src 'none'; img-src data: blob:; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'$`).MatchString(policy) {
		t.Errorf("policy %q", policy)
	}
	if h := got.Header(); h.Get("Content-Disposition") != "" || h.Get("Content-Type") != "text/html; charset=utf-8" || h.Get("X-Frame-Options") != "SAMEORIGIN" {
		t.Errorf("%v", h)
	}
	saved := call(t, s, "GET", b.Page+"&save=true", "")
	if h := saved.Header().Get("Content-Disposition"); h != `attachment; filename="brief-twinlakes-and-1.html"` {
		t.Errorf("%q", h)
	}
	for ending, part := range map[string]string{".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"} {
		got := call(t, s, "GET", strings.Replace(b.Page, ".html", ending, 1), "")
		if h := got.Header().Get("Content-Disposition"); h != `attachment; filename="brief-twinlakes-and-1`+ending+`"` {
			t.Errorf("%q", h)
		}
		held(t, got, part)
	}
}

// held holds an answer to be an archive with a part.
func held(t *testing.T, got *httptest.ResponseRecorder, part string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(got.Body.Bytes()), int64(got.Body.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if f, err := z.Open(part); err != nil {
		t.Error(err)
	} else {
		f.Close()
	}
}

func TestBriefOfRun(t *testing.T) {
	s := testServer(t)
	keepRuns(t, s)
	b := briefWhole(t, s, "run=leaders-lost-1")
	page := call(t, s, "GET", b.Page, "").Body.String()
	if !strings.Contains(page, "Leaders lost in a crisis") || !strings.Contains(page, "entente report twinlakes/leaders-lost --runs 64 --assumptions 20") {
		t.Errorf("%.300s", page)
	}
	if got := call(t, s, "GET", "/api/brief?run=leaders-lost-9", ""); got.Code != 404 {
		t.Errorf("status %d: %s", got.Code, got.Body)
	}
}

func TestBriefCommand(t *testing.T) {
	for _, c := range []struct {
		in   BriefInput
		want string
	}{
		{BriefInput{Design: []string{"korea"}}, "entente report korea"},
		{BriefInput{Design: []string{"korea/a+b", "korea/a+b+c"}, Scenario: "s"}, "entente report korea korea/a korea/b --variant korea/c --scenario s"},
		{BriefInput{Design: []string{"korea", "korea/a", "korea/b"}}, "entente report korea --variant korea/a --variant korea/b"},
		{BriefInput{Design: []string{"korea/a", "korea/b"}}, ""},
		{BriefInput{Design: []string{"korea", "korea/a+b"}}, ""},
		{BriefInput{Design: []string{"korea", "anzus"}}, ""},
	} {
		if got := briefCommand(&c.in); got != c.want {
			t.Errorf("%v: %q, want %q", c.in.Design, got, c.want)
		}
	}
}

// One that is being made is made once for all who ask; one that failed is made anew;
// only the last are kept.
func TestBriefs(t *testing.T) {
	b := newBriefs()
	var made atomic.Int32
	begin := make(chan struct{})
	slow := func(ctx context.Context, progress func(BriefProgress)) ([]byte, error) {
		made.Add(1)
		progress(BriefProgress{"checks", "x", 1, 2})
		<-begin
		return []byte("page"), nil
	}
	key := briefKey{1}
	for range 2 {
		page, progress, err := b.get(t.Context(), key, 20*time.Millisecond, slow)
		if page != nil || err != nil || progress == nil || progress.Done != 1 {
			t.Fatalf("%q %v %v", page, progress, err)
		}
	}
	close(begin)
	for range 2 {
		if page, _, err := b.get(t.Context(), key, time.Minute, slow); string(page) != "page" || err != nil {
			t.Fatalf("%q %v", page, err)
		}
	}
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	bad := func(context.Context, func(BriefProgress)) ([]byte, error) { made.Add(1); return nil, errors.New("no") }
	for range 2 {
		if _, _, err := b.get(t.Context(), briefKey{2}, time.Minute, bad); err == nil {
			t.Error("what failed is a page")
		}
	}
	if made.Load() != 3 {
		t.Errorf("what failed was made %d times, not twice", made.Load()-1)
	}
	for i := range byte(2 * briefsKept) {
		if _, _, err := b.get(t.Context(), briefKey{3, i}, time.Minute, func(context.Context, func(BriefProgress)) ([]byte, error) { return []byte("p"), nil }); err != nil {
			t.Fatal(err)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.by) != briefsKept || len(b.kept) != briefsKept {
		t.Errorf("%d are kept", len(b.by))
	}
}

// What was made of a text is not shown of another.
func TestBriefFollowsTheText(t *testing.T) {
	s := testServer(t)
	in := &BriefInput{Design: []string{"twinlakes"}}
	first, _, err := s.brief(in)
	if err != nil {
		t.Fatal(err)
	}
	if again, _, err := s.brief(in); err != nil || first != again {
		t.Errorf("one text, two reports: %v", err)
	}
	in.Scenario = "leadership-shock"
	if other, _, err := s.brief(in); err != nil || first == other {
		t.Errorf("another scenario, the same report: %v", err)
	}
}
