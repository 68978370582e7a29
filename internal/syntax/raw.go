package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/diag"
)

// readable checks what must hold before YAML is read at all, and stops at the
// first thing wrong: a pasted binary file is one mistake, not a thousand.
func readable(src *diag.Source, lim Limits, out *diag.List) bool {
	if len(src.Text) > lim.Bytes {
		head := diag.NewSource(src.Name, strings.ToValidUTF8(src.Text[:min(len(src.Text), 80)], "\ufffd"))
		out.Errorf("file-too-large", onLine(head, 1, 1, 1), "the file has %d bytes; at most %d are read", len(src.Text), lim.Bytes).
			Hint("split it, or look for pasted data")
		return false
	}
	if !utf8.ValidString(src.Text) {
		out.Errorf("not-utf8", invalidAt(src), "a byte that is not UTF-8 stands here").Hint("save the file as UTF-8")
		return false
	}
	for n := 1; n <= src.Lines(); n++ {
		if !readableLine(src, n, out) {
			return false
		}
	}
	return directive(src, out)
}

func readableLine(src *diag.Source, n int, out *diag.List) bool {
	line := src.Line(n)
	blank := strings.TrimSpace(line) == ""
	col, indent := 0, true
	for _, c := range line {
		col++
		here := onLine(src, n, col, 1)
		switch {
		case c == '\t' && indent && !blank:
			out.Errorf("tab-indent", here, "a tab indents this line; YAML takes spaces only").Hint("use two spaces for each level")
			return false
		case c != '\t' && unicode.IsControl(c), diag.Hidden(c):
			out.Errorf("control-character", here, "a character that cannot be seen (%U) stands here", c).Hint("remove it")
			return false
		case diag.Reorders(c):
			out.Errorf("bidi-character", here, "a character (%U) that reorders text stands here", c).Hint("remove it: what is read must be what is seen")
			return false
		}
		indent = indent && c == ' '
	}
	return true
}

// directive refuses `%YAML` and `%TAG` lines before the text begins.
func directive(src *diag.Source, out *diag.List) bool {
	for n := 1; n <= src.Lines(); n++ {
		line := src.Line(n)
		if strings.HasPrefix(line, "%") {
			out.Errorf("yaml-directive", onLine(src, n, 1, utf8.RuneCountInString(line)), "a YAML directive stands here").Hint("leave it out")
			return false
		}
		if t := strings.TrimSpace(line); t != "" && t[0] != '#' {
			break
		}
	}
	return true
}

func invalidAt(src *diag.Source) diag.Span {
	for n := 1; n <= src.Lines(); n++ {
		line := src.Line(n)
		for col := 1; len(line) > 0; col++ {
			r, size := utf8.DecodeRuneInString(line)
			if r == utf8.RuneError && size == 1 {
				return onLine(src, n, col, 1)
			}
			line = line[size:]
		}
	}
	return onLine(src, 1, 1, 1)
}

// onLine returns a span of length characters on one line.
func onLine(src *diag.Source, line, col, length int) diag.Span {
	return diag.Span{Source: src, Start: diag.Pos{Line: line, Col: col}, End: diag.Pos{Line: line, Col: col + length}}
}
