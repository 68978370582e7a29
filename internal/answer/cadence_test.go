package answer

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"entente/internal/model"
)

// meeting is one that was held, by the table of the study.
type meeting struct {
	ordinal int
	day     time.Time
}

// known is the newest source behind the table.
var known = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)

// The table of the study korea/process-no-progress: the cadence that the text writes,
// held against the dates of the meetings found, and what each body decides. A body
// keeps its cadence where no two meetings that follow each other lie more than a
// quarter further apart than the widest interval written (where meetings between are
// not listed: on average), nor the last found from the newest source.
func TestCadence(t *testing.T) {
	a := load(t, "korea/arrangement.yaml")
	file, err := os.Open("../../library/korea/studies/process-no-progress/meetings.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	held := map[string][]meeting{}
	for _, row := range rows[1:] {
		n, err := strconv.Atoi(row[1])
		if err != nil {
			t.Fatal(err)
		}
		day, err := time.Parse("2006-01-02", row[2])
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(order, row[0]) {
			order = append(order, row[0])
		}
		held[row[0]] = append(held[row[0]], meeting{n, day})
	}
	var b strings.Builder
	fmt.Fprint(&b, "| body | written | widest interval found | since the last found | cadence | decides | heard on |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, id := range order {
		c := &a.Councils[slices.IndexFunc(a.Councils, func(c model.Council) bool { return c.ID == id })]
		widest, since := intervals(held[id])
		written, verdict := "as needed", "none written"
		if c.Meets != nil && c.Meets.Every.Set {
			written = "every " + c.Meets.Every.Text
			_, longest := c.Meets.Every.Spec.Hard()
			verdict = "kept"
			if max(widest, since) > longest/(24*3600)*1.25 {
				verdict = "lost"
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", id, written, months(widest), months(since), verdict, listed(a, c.Decides), listed(a, c.Advises))
	}
	fmt.Fprintf(&b, "\nOf the 36 cells of the study of coverage none is found for %d, with refitted agendas for %d.\n", without(t, "cells"), without(t, "refitted"))
	inReadme(t, "process-no-progress", b.String())
}

// without counts the cells of the study of coverage that nothing answers.
func without(t *testing.T, variant string) (n int) {
	a := load(t, "korea/arrangement.yaml", chain(t, variant)...)
	for i := range a.Kinds {
		if strings.Count(a.Kinds[i].ID, "-") == 2 && len(answering(a, a.Kinds[i].ID)) == 0 {
			n++
		}
	}
	return n
}

// intervals returns the widest time from one meeting to the next, and the time since
// the last, in days.
func intervals(of []meeting) (widest, since float64) {
	for i := 1; i < len(of); i++ {
		each := of[i].day.Sub(of[i-1].day).Hours() / 24 / float64(of[i].ordinal-of[i-1].ordinal)
		widest = max(widest, each)
	}
	return widest, known.Sub(of[len(of)-1].day).Hours() / 24
}

func months(days float64) string { return fmt.Sprintf("%.0f months", days/30.4) }

func listed(a *model.Arrangement, of []model.ProcedureIndex) string {
	var out []string
	for _, p := range of {
		out = append(out, a.Procedures[p].ID)
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, ", ")
}
