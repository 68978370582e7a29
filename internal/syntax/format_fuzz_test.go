package syntax

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"entente/internal/diag"
)

func FuzzFormat(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var out diag.List
		got, ok := Format(diag.NewSource("t.yaml", text), DefaultLimits, &out)
		if !ok {
			if got != text || !out.HasErrors() {
				t.Fatalf("not formatted, yet it becomes\n%s", got)
			}
			return
		}
		holdsFormat(t, text, got)
	})
}

// TestFormatHostile formats texts made to be slow.
func TestFormatHostile(t *testing.T) {
	n := DefaultLimits.Bytes / 4
	texts := map[string]string{
		"one long list": "a: [" + strings.Repeat("a,", n/2-10) + "]\n",
		"long lines":    strings.Repeat("a", n) + ": 1\n",
		"keys":          "a:\n" + numbered(n/20, " k%: {b: 1,c: 2}\n"),
		"comments":      strings.Repeat("   #\n", n/5) + "a: 1\n",
		"comments last": "a:\n    b: 1\n" + strings.Repeat("   #\n", n/5),
		"blanks":        "a: 1\n" + strings.Repeat(" \n", n/2) + "b: 1\n",
		"many quotes":   "a: [" + strings.Repeat("'a' ,", n/5-10) + "]\n",
	}
	lim := DefaultLimits
	lim.Scalar = lim.Bytes
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			var out diag.List
			began := time.Now()
			if _, ok := Format(diag.NewSource("t.yaml", text), lim, &out); !ok && out.Sorted()[0].Code != "too-many-nodes" {
				t.Errorf("not formatted: %s", rendered(&out))
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("took %v", took)
			} else {
				t.Logf("took %v", took)
			}
		})
	}
}

// numbered repeats a line with the number of its repetition for `%`.
func numbered(n int, line string) string {
	var b strings.Builder
	before, after, _ := strings.Cut(line, "%")
	for i := range n {
		b.WriteString(before)
		b.WriteString(strconv.Itoa(i))
		b.WriteString(after)
	}
	return b.String()
}
