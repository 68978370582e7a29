package entente

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// readText reads a file of the library.
func readText(t testing.TB, path string) Text {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("library", path))
	if err != nil {
		t.Fatal(err)
	}
	return Text{Name: filepath.Base(path), Body: string(b)}
}

// load loads a design of the library and fails on errors.
func loadDesign(t testing.TB, arrangement string, variants []string, scenario string) *Design {
	t.Helper()
	in := Input{Arrangement: readText(t, arrangement)}
	for _, v := range variants {
		in.Variants = append(in.Variants, readText(t, v))
	}
	if scenario != "" {
		in.Scenario = readText(t, scenario)
	}
	d, diags := Load(in)
	if d == nil {
		for _, m := range diags {
			t.Errorf("%s: %s [%s]", m.Span, m.Message, m.Code)
		}
		t.Fatal("not loaded")
	}
	return d
}

const (
	twinArrangement = "twinlakes/arrangement.yaml"
	twinReformed    = "twinlakes/variants/reformed.yaml"
	twinShock       = "twinlakes/scenarios/leadership-shock.yaml"
)

// TestTwinLakesVerdicts holds the checker to library/twinlakes/verdicts.csv: the
// seams of the base must be found, and those of the variant have the status.
func TestTwinLakesVerdicts(t *testing.T) {
	base := Check(context.Background(), loadDesign(t, twinArrangement, nil, twinShock), CheckOptions{Budget: -1})
	reformed := Check(context.Background(), loadDesign(t, twinArrangement, []string{twinReformed}, twinShock), CheckOptions{Budget: -1})
	if !base.Exhaustive || !reformed.Exhaustive {
		t.Fatal("the search is not exhaustive")
	}
	if base.Status() != 1 {
		t.Errorf("status %d, want 1", base.Status())
	}
	have := map[string]bool{}
	for i := range base.Findings {
		f := &base.Findings[i]
		have["base,"+f.Seam.String()+","+f.Element] = true
	}
	for _, i := range Compare(base, reformed).Items {
		have["reformed,"+string(i.Status)+" "+i.Seam.String()+","+i.Element] = true
	}
	f, err := os.Open("library/twinlakes/verdicts.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if key := strings.Join(row[:3], ","); !have[key] {
			t.Errorf("not found: %s (%s)", key, row[3])
		}
	}
}
