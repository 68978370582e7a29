package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entente"
)

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		x     entente.StudyProgress
		spent time.Duration
		want  string
	}{
		{entente.StudyProgress{Phase: "replications", Done: 1000, Total: 4000, Undecided: 3}, 10 * time.Second, "replications: 1,000 of at most 4,000; 3 undecided; at most 30s left"},
		{entente.StudyProgress{Phase: "assumptions", Done: 10, Total: 40, Main: "response, b − a: −2.1 h to −1.4 h"}, 10 * time.Second, "assumptions: 10 of 40; 30s left; response, b − a: −2.1 h to −1.4 h"},
		{entente.StudyProgress{Phase: "checks", Total: 40}, 0, "checks: 0 of 40"},
	} {
		if got := progressLine(c.x, c.spent); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// On a terminal there is one line that is written over; elsewhere a line every ten
// seconds, and none in the first.
func TestRunProgress(t *testing.T) {
	x := entente.StudyProgress{Phase: "checks", Done: 1, Total: 2}
	for _, c := range []struct {
		terminal bool
		age      time.Duration
		want     string
	}{
		{false, 5 * time.Second, ""},
		{false, 11 * time.Second, "checks: 1 of 2; 0s left\n"},
		{true, 500 * time.Millisecond, ""},
		{true, 2 * time.Second, "\rchecks: 1 of 2; 0s left\x1b[K\r\x1b[K"},
	} {
		var out bytes.Buffer
		p := (&app{err: &out, terminal: c.terminal}).newRunProgress(time.Now().Add(-c.age))
		p.report(x)
		p.report(x)
		p.clear()
		if out.String() != c.want {
			t.Errorf("terminal %v after %v: %q, want %q", c.terminal, c.age, out.String(), c.want)
		}
	}
}

// The command that goes on with a run has its flags and --resume.
func TestResuming(t *testing.T) {
	a := &app{}
	c := a.run()
	if err := c.ParseFlags(strings.Fields("--runs 500 --overwrite --quiet --out a/b")); err != nil {
		t.Fatal(err)
	}
	if err := c.Flags().Set("out", "it's here"); err != nil {
		t.Fatal(err)
	}
	if got, want := resuming(c, "my study.yaml"), `run 'my study.yaml' --out 'it'\''s here' --quiet --runs 500 --resume`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// The files that a run leaves have the keys of their schemas.
func TestSchemasOfResults(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if out, err := process(t, strings.Fields("run twinlakes/leaders-lost --runs 64 --assumptions -1 --out "+dir)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for kind, name := range map[string]string{"summary": "summary.json", "meta": "meta.json", "digest": "texts/digest.json"} {
		body, err := schemaOf(kind)
		if err != nil {
			t.Fatal(err)
		}
		var schema struct {
			Properties map[string]any
			Required   []string
		}
		if err := json.Unmarshal(body, &schema); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var value map[string]any
		if err := json.Unmarshal(file, &value); err != nil {
			t.Fatal(err)
		}
		got, want := slices.Sorted(maps.Keys(value)), slices.Sorted(maps.Keys(schema.Properties))
		slices.Sort(schema.Required)
		if !slices.Equal(got, want) || !slices.Equal(want, schema.Required) {
			t.Errorf("%s has %v; its schema %v, of which it asks %v", name, got, want, schema.Required)
		}
	}
}
