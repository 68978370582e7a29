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
	twinShock       = "twinlakes/scenarios/leadership-shock.yaml"
)

// TestVerdicts holds the checker to an entry's verdicts.csv, under its scenario:
// the seams of the base must be found, and those of the variants have the status.
// Where the file is whole, nothing else may be found.
func TestVerdicts(t *testing.T) {
	for _, entry := range []struct {
		name, scenario string
		variants       []string
		whole          bool
	}{
		{"twinlakes", "leadership-shock", []string{"reformed"}, false},
		{"anzus", "threat-and-attack", []string{"suspension", "each-reports"}, true},
	} {
		t.Run(entry.name, func(t *testing.T) {
			check := func(variants ...string) *Findings {
				d := loadDesign(t, entry.name+"/arrangement.yaml", variants, entry.name+"/scenarios/"+entry.scenario+".yaml")
				r := Check(context.Background(), d, CheckOptions{Budget: -1})
				if !r.Exhaustive {
					t.Fatal("the search is not exhaustive")
				}
				return r
			}
			base := check()
			if base.Status() != 1 {
				t.Errorf("status %d, want 1", base.Status())
			}
			have := map[string]bool{}
			for i := range base.Findings {
				f := &base.Findings[i]
				have["base,"+f.Seam.String()+","+f.Element] = true
			}
			for _, v := range entry.variants {
				for _, i := range Compare(base, check(entry.name+"/variants/"+v+".yaml")).Items {
					have[v+","+string(i.Status)+" "+i.Seam.String()+","+i.Element] = true
				}
			}
			f, err := os.Open("library/" + entry.name + "/verdicts.csv")
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			rows, err := csv.NewReader(f).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows[1:] {
				key := strings.Join(row[:3], ",")
				if !have[key] {
					t.Errorf("not found: %s (%s)", key, row[3])
				}
				delete(have, key)
			}
			if entry.whole {
				for key := range have {
					t.Errorf("found and not in verdicts.csv: %s", key)
				}
			}
		})
	}
}
