package entente

import (
	"context"
	"html"
	"regexp"
	"strings"
	"testing"
)

var (
	drawnText = regexp.MustCompile(`<(?:text|title|tspan)[^>]*>([^<]+)<`)
	leftQuote = regexp.MustCompile("`[^`]*`")
	leftWords = regexp.MustCompile(`[A-Za-z]{2,} [A-Za-z]{2,}`)
)

// What a study found is said in Korean from end to end: allowed are titles and questions
// of the texts and the names of sources.
func TestStudyInKorean(t *testing.T) {
	sim := leadersLost(t, nil)
	r := runStudy(t, sim, RunOptions{Seed: 1, Runs: 512, Assumptions: 60, Workers: 2})
	english, err := ShowStudy(context.Background(), sim, r, StudyReportOptions{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	x := Said(english, Korean)
	if Said(english, English) != english || english.Caveat != r.Caveat {
		t.Error("English is not what it was")
	}
	own := []string{x.Title, "Analyst interviews"}
	for _, c := range sim.Cells {
		own = append(own, c.Loaded.Title, c.Loaded.Arrangement.Title, c.Loaded.Scenario.Title)
	}
	n := 0
	see := func(texts ...string) {
		for _, s := range texts {
			if s != "" {
				n++
			}
			s = leftQuote.ReplaceAllString(s, "·")
			for _, o := range own {
				s = strings.ReplaceAll(s, o, "·")
			}
			if left := leftWords.FindString(s); left != "" || strings.Contains(s, "%!") {
				t.Errorf("%q is left in %q", left, s)
			}
		}
	}
	see(x.Caveat, x.Evidence, x.Assumed)
	see(x.Measured...)
	for _, g := range x.Groups {
		see(g.Head, g.More)
		for _, j := range g.Items {
			see(j.Lead, j.Text, j.Rests)
		}
	}
	for _, s := range x.Sections {
		see(s.Head)
		for _, b := range s.Blocks {
			see(b.Head)
			see(b.Text...)
			see(b.List...)
			if f := b.Figure; f != nil {
				see(f.Caption, f.Note, f.Source)
				see(f.Heads...)
				for _, row := range f.Rows {
					see(row...)
				}
				for _, m := range drawnText.FindAllStringSubmatch(f.SVG, -1) {
					see(html.UnescapeString(m[1]))
				}
			}
			if b.Table != nil {
				see(b.Table.Caption, b.Table.Note)
				see(b.Table.Heads...)
				for _, row := range b.Table.Rows {
					see(row...)
				}
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d texts", n)
	}
	outline := Said(sim.Outline(), Korean)
	for _, m := range outline.Measures {
		see(m.What)
	}
	see(outline.Means)
	if outline.ID != "leaders-lost" || outline.Measures[0].ID != "war" {
		t.Error("ids are not ids any more")
	}
}
