package syntax

import (
	"os"
	"strings"
	"testing"

	"entente/internal/diag"
)

// formatted formats a text that must be readable and checks what Format
// guarantees of every text.
func formatted(t *testing.T, name, text string) string {
	t.Helper()
	var out diag.List
	got, ok := Format(diag.NewSource(name, text), DefaultLimits, &out)
	if !ok {
		t.Fatalf("%s is not formatted:\n%s", name, rendered(&out))
	}
	holdsFormat(t, text, got)
	return got
}

// holdsFormat checks that got, the formatted text, means what text does and is
// its own formatted text.
func holdsFormat(t *testing.T, text, got string) {
	t.Helper()
	var out diag.List
	before, after := Parse(diag.NewSource("a", text), DefaultLimits, &out), Parse(diag.NewSource("b", got), DefaultLimits, &out)
	if out.HasErrors() {
		t.Fatalf("%q\nbecame unreadable:\n%q\n%s", text, got, rendered(&out))
	}
	if !Equal(before, after) {
		t.Fatalf("%q\nmeans something else than\n%q", text, got)
	}
	again, ok := Format(diag.NewSource("c", got), DefaultLimits, &out)
	if !ok || again != got {
		t.Fatalf("formatted twice, %q becomes\n%q", got, again)
	}
	if strings.Count(got, "#") != strings.Count(text, "#") {
		t.Fatalf("a comment of %q is lost:\n%q", text, got)
	}
}

func TestFormat(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"blanks at line ends", "a: 1  \nb:\t\n  c: 2 \t\n", "a: 1\nb:\n  c: 2\n"},
		{"blank lines", "\n\na: 1\n\n \n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"},
		{"the last line end", "a: 1", "a: 1\n"},
		{"line ends of other systems", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", "a: 1\nb: |\n  x\n  y\n"},
		{"a byte order mark", "\ufeffa: 1\n", "a: 1\n"},
		{"comments", "# one\n\n\n# two\na: 1 # three\n   # four\n", "# one\n\n# two\na: 1 # three\n   # four\n"},

		{"flow spacing", "a: {b: 1,c: [ x,y , z ], d: { }}\n", "a: {b: 1, c: [x, y, z], d: {}}\n"},
		{"a key before its colon", "a: {b : 1, \"c\":2}\n", "a: {b: 1, \"c\": 2}\n"},
		{"flow blanks that align", "a: {b: 1,   c:   2}\nd: {b: 100, c: 2}\n", "a: {b: 1,   c:   2}\nd: {b: 100, c: 2}\n"},
		{"a colon inside a word", "a: {b:c, d: 1:30}\n", "a: {b:c, d: 1:30}\n"},
		{"marks inside quotes", "a: {b: 'x,y ,{z', c: \"[ ]  \",d: 1}\n", "a: {b: 'x,y ,{z', c: \"[ ]  \", d: 1}\n"},
		{"flow without a value", "a: {b: , c: 1}\n", "a: {b: , c: 1}\n"},
		{"a comma too many", "a: [ x, y, ]\n", "a: [x, y, ]\n"},
		{"citations in flow", "a: {calm: x,war: cdr @S1:1 }\n", "a: {calm: x, war: cdr @S1:1}\n"},
		{"a comma inside a text", "a: {why: one two,three , four,d: 1}\nb: {c: 1,d: 2}\n", "a: {why: one two,three , four, d: 1}\nb: {c: 1, d: 2}\n"},
		{"flow over two lines", "a: [ x,\n     { y: 1,z: 2 },\n     w ]\n", "a: [ x,\n     {y: 1, z: 2},\n     w ]\n"},

		{"indentation", "a:\n    b:\n        c: 1\n    d:\n     - x\n     - y\n", "a:\n  b:\n    c: 1\n  d:\n    - x\n    - y\n"},
		{"dashes below their key", "a:\n- b: 1\n  c:\n  - x\n- d: 2\ne: 3\n", "a:\n  - b: 1\n    c:\n      - x\n  - d: 2\ne: 3\n"},
		{"blanks behind a dash", "a:\n-   b: 1\n    c:\n            d: 2\n", "a:\n  -   b: 1\n      c:\n        d: 2\n"},
		{"a value on its own line", "a:\n      1\nb:\n      {c: 1}\n", "a:\n  1\nb:\n  {c: 1}\n"},
		{"flow moves with its key", "a:\n    b: {c: 1,\n        d: 2}\n", "a:\n  b: {c: 1,\n      d: 2}\n"},
		{"a text over several lines moves with its key", "a:\n    b: one\n      two\n    c: 'three\n\n      four'\n", "a:\n  b: one\n    two\n  c: 'three\n\n    four'\n"},
		{"comments move with what they stand over", "a:\n    # of b\n    b: 1\n    # behind b\nc: 2\n", "a:\n  # of b\n  b: 1\n  # behind b\nc: 2\n"},
		{"aligned comments stay aligned", "a:        # one\n    b: 1  # two\n    c: {d: 1,e: 2}  # three\n", "a:        # one\n  b: 1    # two\n  c: {d: 1, e: 2}   # three\n"},
		{"a wide character before a comment", "a: {b: 합동,c: 1}   # x\nb: 1\n", "a: {b: 합동, c: 1}  # x\nb: 1\n"},

		{"a block is not touched", "a: |\n    x  \n\n\n   # no comment\n\n\n", "a: |\n    x  \n\n\n   # no comment\n\n\n"},
		{"a block that keeps its end", "a: |+\n  x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"},
		{"a block without a line end", "a: |\n  x", "a: |\n  x"},
		{"a block at the end of a text", "a: {b: 1,c: 2}\nd: >\n  x", "a: {b: 1, c: 2}\nd: >\n  x"},
		{"around a block nothing moves", "a:\n    b: >-\n        x\n        y\n    c:   1\n", "a:\n    b: >-\n        x\n        y\n    c:   1\n"},
		{"a block in the first level", "a: >\n   x\nb:\n    c: {d: 1,e: 2}\n", "a: >\n   x\nb:\n  c: {d: 1, e: 2}\n"},
		{"blank lines inside quotes", "a: \"x  \n\n\n  y\"  \n", "a: \"x  \n\n\n  y\"\n"},
		{"a first mark of a document", "---\na:\n    b: 1\n", "---\na:\n  b: 1\n"},
		{"a key with a question mark", "? a\n: {b: 1,c: 2}\n", "? a\n: {b: 1, c: 2}\n"},
		{"a hash that begins no comment", "a: x#y\nb: 'z # w'\n", "a: x#y\nb: 'z # w'\n"},
	}
	for _, test := range tests {
		if got := formatted(t, test.name, test.text); got != test.want {
			t.Errorf("%s:\n%q\nbecame\n%q\nwant\n%q", test.name, test.text, got, test.want)
		}
	}
}

// What is not read is not touched.
func TestFormatRefuses(t *testing.T) {
	for _, text := range []string{"", "a: {b: 1\n", "a: 1\na: 2  \n", "a: &x 1\n", "a: x @S1:9\n", "a: 1\n---\nb: 2\n"} {
		var out diag.List
		got, ok := Format(diag.NewSource("a", text), DefaultLimits, &out)
		if ok || got != text || !out.HasErrors() {
			t.Errorf("%q became %q, %v, %d errors", text, got, ok, out.Errors())
		}
	}
}

// The library is written as the formatter would have it.
func TestFormatLeavesTheLibrary(t *testing.T) {
	files, err := libraryPaths()
	if err != nil || len(files) == 0 {
		t.Fatalf("no library: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := formatted(t, name, string(text)); got != string(text) {
			t.Errorf("%s is not formatted; it becomes\n%s", name, got)
		}
	}
}
