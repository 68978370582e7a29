package syntax

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"entente/internal/diag"
)

// large returns an arrangement of about so many lines, as people write them.
func large(lines int) string {
	var b strings.Builder
	b.WriteString("entente: {version: 1, kind: arrangement, id: x, title: X, real: false}\nposts:\n")
	for i := range lines / 3 {
		fmt.Fprintf(&b, "  p-%d: {of: M, under: p-%d, deputies: {q-%d: 10m..2h @S1:3}}   # a remark\n", i, i/2, i)
	}
	b.WriteString("procedures:\n")
	for i := range lines / 6 {
		fmt.Fprintf(&b, "  r-%d:\n    decides: {move: calm->alert, at: agree}\n    steps:\n      - {id: agree, by: p-%d, act: decide, time: 30m/1h/3h}\n", i, i)
	}
	return b.String()
}

func BenchmarkParse(b *testing.B) {
	text := large(6000)
	b.SetBytes(int64(len(text)))
	for range b.N {
		var out diag.List
		Parse(diag.NewSource("b.yaml", text), DefaultLimits, &out)
		if out.Len() > 0 {
			b.Fatal(rendered(&out))
		}
	}
}

func BenchmarkFormat(b *testing.B) {
	text := large(6000)
	b.SetBytes(int64(len(text)))
	for range b.N {
		var out diag.List
		if got, ok := Format(diag.NewSource("b.yaml", text), DefaultLimits, &out); !ok || got != text {
			b.Fatal("not formatted")
		}
	}
}

// A list of messages on one long line is shown without cutting the line up for
// each of them.
func TestManyMessagesOnALongLine(t *testing.T) {
	text := "a: [" + strings.Repeat("&x 1,", DefaultLimits.Nodes/2) + "]\n"
	var out diag.List
	Parse(diag.NewSource("t.yaml", text), DefaultLimits, &out)
	if out.Len() != diag.ListMax {
		t.Fatalf("%d messages", out.Len())
	}
	began := time.Now()
	shown := rendered(&out)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	} else {
		t.Logf("took %v for %d bytes", took, len(shown))
	}
}

// A map full of keys that are none is told in a time that grows with it, and no faster.
func TestManyUnknownKeys(t *testing.T) {
	var b strings.Builder
	for i := range DefaultLimits.Nodes / 3 {
		fmt.Fprintf(&b, "k%d: v\n", i)
	}
	var out diag.List
	tree := Parse(diag.NewSource("t.yaml", b.String()), DefaultLimits, &out)
	began := time.Now()
	CheckShape("arrangement", tree, &out)
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	if out.Len() != diag.ListMax {
		t.Errorf("%d messages", out.Len())
	}
}

// Texts that are broken everywhere are read loosely in a time that grows with them.
func TestLooseIsLinear(t *testing.T) {
	for _, piece := range []string{"[", "a: {", "  a: {b: \"\n", "a: \"b\n", "'\n   ", "- ", "#\n", ", b c", "a:\n", "x: >\n y\n"} {
		text := "a: {x: a" + strings.Repeat(piece, DefaultLimits.Bytes/len(piece)-10)
		began := time.Now()
		ParseLoose(diag.NewSource("t.yaml", text), DefaultLimits)
		if took := time.Since(began); took > 15*time.Second {
			t.Errorf("%q: took %v", piece, took)
		}
	}
}
