package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// documents are the texts whose console blocks are run: these, and the README of
// every study of the library.
func documents(t *testing.T) []string {
	t.Helper()
	studies, err := filepath.Glob("../../library/*/studies/*/README.md")
	if err != nil || len(studies) == 0 {
		t.Fatal(err, studies)
	}
	out := []string{"README.md", "docs/tutorial.md", "docs/treaty.md", "docs/language.md", "library/anzus/README.md", "library/korea/README.md"}
	for _, name := range studies {
		out = append(out, strings.TrimPrefix(filepath.ToSlash(name), "../../"))
	}
	return out
}

// TestDocuments runs every command that a document shows, in order, in a folder
// that holds the files which its yaml blocks name (`# file: NAME` in their first
// line), and compares the output. A line `...` stands for any lines. With -update
// the output is written into the document.
func TestDocuments(t *testing.T) {
	for _, name := range documents(t) {
		t.Run(name, func(t *testing.T) {
			path, err := filepath.Abs(filepath.Join("../..", name))
			if err != nil {
				t.Fatal(err)
			}
			body, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			lines, wrong := runDocument(strings.Split(string(body), "\n"))
			if len(wrong) == 0 {
				return
			}
			if !*update {
				t.Fatalf("%s\n\nwith -update the outputs are rewritten", strings.Join(wrong, "\n\n"))
			}
			if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
				t.Fatal(err)
			}
			t.Logf("%s: %d outputs rewritten", name, len(wrong))
		})
	}
}

// runDocument returns the document with the outputs as they are, and what is wrong
// with those it shows.
func runDocument(in []string) (out, wrong []string) {
	for i := 0; i < len(in); i++ {
		out = append(out, in[i])
		fence, kind := fenceOf(in[i])
		if fence == "" {
			continue
		}
		end := i + 1
		for end < len(in) && strings.TrimSpace(in[end]) != fence {
			end++
		}
		block := in[i+1 : end]
		switch kind {
		case "yaml":
			if err := keepFile(block); err != nil {
				wrong = append(wrong, fmt.Sprintf("line %d: %v", i+1, err))
			}
		case "console":
			var bad []string
			block, bad = runBlock(block, i+2)
			wrong = append(wrong, bad...)
		}
		out = append(out, block...)
		i = end - 1
		if end < len(in) {
			out = append(out, in[end])
			i = end
		}
	}
	return out, wrong
}

// fenceOf returns the fence that a line opens, and its language.
func fenceOf(line string) (fence, kind string) {
	text := strings.TrimSpace(line)
	n := len(text) - len(strings.TrimLeft(text, "`"))
	if n < 3 {
		return "", ""
	}
	return text[:n], strings.TrimSpace(text[n:])
}

// keepFile writes the file that a block names.
func keepFile(block []string) error {
	if len(block) == 0 {
		return nil
	}
	name, ok := strings.CutPrefix(block[0], "# file: ")
	if !ok {
		return nil
	}
	if !filepath.IsLocal(name) {
		return fmt.Errorf("the file %q leads out of the folder", name)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(strings.Join(block, "\n")+"\n"), 0o644)
}

// runBlock runs the commands of a console block that begins at a line.
func runBlock(block []string, line int) (out, wrong []string) {
	status := 0
	for i := 0; i < len(block); {
		command, ok := strings.CutPrefix(block[i], "$ ")
		if !ok {
			wrong = append(wrong, fmt.Sprintf("line %d: output without a command", line+i))
			return block, wrong
		}
		end := i + 1
		for end < len(block) && !strings.HasPrefix(block[end], "$ ") {
			end++
		}
		shown := block[i+1 : end]
		out = append(out, block[i])
		got, ran := shown, false
		switch words := shellWords(command); {
		case len(words) > 0 && words[0] == "entente":
			got, status = terminal(words[1:])
			ran = true
		case command == "echo $?":
			got, ran = []string{fmt.Sprint(status)}, true
		}
		if ran && !matches(shown, got) {
			wrong = append(wrong, fmt.Sprintf("line %d: $ %s\n%s", line+i, command, difference(shown, got)))
			shown = elide(shown, got)
		}
		out = append(out, shown...)
		i = end
	}
	return out, wrong
}

// terminal runs the command in this process; its outputs come as a terminal shows
// them.
func terminal(args []string) (lines []string, status int) {
	var b bytes.Buffer
	status = run(context.Background(), args, strings.NewReader(""), &b, &b)
	text := strings.TrimRight(b.String(), "\n")
	if text == "" {
		return nil, status
	}
	for _, l := range strings.Split(text, "\n") {
		lines = append(lines, strings.TrimRight(l, " "))
	}
	return lines, status
}

// shellWords splits a command as a shell does, as far as quotes go.
func shellWords(s string) []string {
	var out []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range s {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, open = r, true
		case r == ' ':
			if open {
				out = append(out, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if open {
		out = append(out, word.String())
	}
	return out
}

// anyLines is the line that stands for any lines.
const anyLines = "..."

// matches reports whether lines are what is shown.
func matches(shown, got []string) bool {
	at := slices.Index(shown, anyLines)
	if at < 0 {
		return slices.Equal(shown, got)
	}
	if len(got) < at || !slices.Equal(shown[:at], got[:at]) {
		return false
	}
	for rest := got[at:]; ; rest = rest[1:] {
		if matches(shown[at+1:], rest) {
			return true
		}
		if len(rest) == 0 {
			return false
		}
	}
}

// elide returns the lines with what the document leaves out left out again: as many
// lines stay before the first and after the last `...`, and a piece between two is
// found again by its first line. Where it is not, all lines stay.
func elide(shown, got []string) []string {
	var pieces [][]string
	last := 0
	for i, l := range shown {
		if l == anyLines {
			pieces = append(pieces, shown[last:i])
			last = i + 1
		}
	}
	pieces = append(pieces, shown[last:])
	n := len(pieces)
	if n == 1 || len(got) < len(pieces[0])+len(pieces[n-1]) {
		return got
	}
	out := append(slices.Clone(got[:len(pieces[0])]), anyLines)
	rest := got[len(pieces[0]) : len(got)-len(pieces[n-1])]
	for _, p := range pieces[1 : n-1] {
		if len(p) == 0 {
			continue
		}
		at := slices.Index(rest, p[0])
		if at < 0 || at+len(p) > len(rest) {
			return got
		}
		out = append(append(out, rest[at:at+len(p)]...), anyLines)
		rest = rest[at+len(p):]
	}
	return append(out, got[len(got)-len(pieces[n-1]):]...)
}

// difference shows the first line that differs.
func difference(shown, got []string) string {
	for i := 0; i < max(len(shown), len(got)); i++ {
		s, g := "(nothing)", "(nothing)"
		if i < len(shown) {
			s = shown[i]
		}
		if i < len(got) {
			g = got[i]
		}
		if s != g {
			return fmt.Sprintf("  shown: %s\n  is:    %s", s, g)
		}
	}
	return ""
}

func TestElide(t *testing.T) {
	got := strings.Fields("a b c d e f g")
	for _, c := range []struct {
		shown, want string
		matches     bool
	}{
		{"a b c d e f g", "a b c d e f g", true},
		{"a ...", "a ...", true},
		{"... g", "... g", true},
		{"a ... d e ... g", "a ... d e ... g", true},
		{"x ... g", "a ... g", false},
		{"a ... d x ... g", "a ... d e ... g", false},
		{"a ... x ... g", "a b c d e f g", false},
		{"", "a b c d e f g", false},
	} {
		shown := strings.Fields(c.shown)
		if m := matches(shown, got); m != c.matches {
			t.Errorf("%q matches: %v", c.shown, m)
		}
		if e := strings.Join(elide(shown, got), " "); e != c.want {
			t.Errorf("%q becomes %q, want %q", c.shown, e, c.want)
		}
	}
}

func TestShellWords(t *testing.T) {
	if got := fmt.Sprintf("%q", shellWords(`entente ask x 'who may "go"?' --within 1h..2h ''`)); got != `["entente" "ask" "x" "who may \"go\"?" "--within" "1h..2h" ""]` {
		t.Error(got)
	}
}
