package study

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// HistoryJSON writes what is held against history as data.
func HistoryJSON(h *History) ([]byte, error) { return asJSON(h) }

// CasesCSV writes the table of k of n by case; the last row, of no case, is all.
func CasesCSV(w io.Writer, h *History) error {
	rows := [][]string{{"case", "observed", "inside50", "inside80", "inside95"}}
	for _, c := range h.Cases {
		row := []string{c.Case, strconv.Itoa(c.N)}
		for _, k := range c.Inside {
			row = append(row, strconv.Itoa(k))
		}
		rows = append(rows, row)
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// PredictionsCSV writes the predicted ranges, in minutes: of the mixture at seven
// quantiles, then the least and the greatest of each quantile over all points. inf
// stands for later than the horizon.
func PredictionsCSV(w io.Writer, h *History) error {
	head := []string{"case", "scenario", "design", "id", "of", "since", "what"}
	for _, prefix := range []string{"", "low_", "high_"} {
		for _, p := range historyAt {
			head = append(head, prefix+"p"+strconv.FormatFloat(float64(100*p), 'f', -1, 64)+"_minutes")
		}
	}
	rows := [][]string{append(head, "came", "replications", "seed")}
	for i := range h.Entries {
		e := &h.Entries[i]
		if e.observed() {
			continue
		}
		row := []string{e.Case, e.Scenario, e.Design, e.ID, e.Of, e.Since, e.What}
		for _, s := range []*Spread{&e.Mixture, e.Low, e.High} {
			for k := range historyAt {
				row = append(row, minutes(s, k))
			}
		}
		rows = append(rows, append(row, strconv.FormatFloat(float64(e.Mixture.Came), 'f', 3, 64), strconv.Itoa(e.Mixture.N), strconv.FormatUint(h.Seed, 10)))
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// minutes is a quantile in minutes with three significant figures; nothing where
// there is none.
func minutes(s *Spread, k int) string {
	if s == nil || s.N == 0 {
		return ""
	}
	x := float64(s.At[k])
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "inf"
	}
	x /= 60
	if x >= 100 {
		return strconv.FormatFloat(math.Round(x), 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

// HistoryMarkdown writes both tables, for a README.
func HistoryMarkdown(h *History) string {
	var b strings.Builder
	if len(h.Cases) > 0 {
		line(&b, "what was observed", "under", "observed", "simulated, 95 of 100", "80 of 100", "50 of 100", "it lies at", "over all points", "counted")
		line(&b, "---", "---", "---", "---", "---", "---", "---", "---", "---")
		for i := range h.Entries {
			if e := &h.Entries[i]; e.observed() {
				m, places, counted := &e.Mixture, "", "yes"
				if why := e.notCounted(); why != "" {
					counted = "no: " + why
				}
				if e.Low != nil {
					places = shares(float64(e.Low.Position), float64(e.High.Position))
				}
				if m.N == 0 {
					line(&b, e.What, e.Design, timeText(float64(e.Observed)), "nothing", "", "", "", "", counted)
					continue
				}
				line(&b, e.What, e.Design, timeText(float64(e.Observed)), between(m.At[0], m.At[6]), between(m.At[1], m.At[5]), between(m.At[2], m.At[4]), share(float64(m.Position)), places, counted)
			}
		}
		b.WriteByte('\n')
		for i, row := range h.CaseTable() {
			line(&b, row...)
			if i == 0 {
				line(&b, "---", "---", "---", "---", "---")
			}
		}
		fmt.Fprintf(&b, "\n%s\n", h.Caveat())
	}
	return b.String()
}

// line writes a row of a Markdown table.
func line(b *strings.Builder, cells ...string) {
	for _, c := range cells {
		b.WriteString("| " + strings.ReplaceAll(c, "|", `\|`) + " ")
	}
	b.WriteString("|\n")
}
