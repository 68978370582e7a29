// Package typeset measures and breaks lines of text, for figures whose boxes are as
// wide as their words.
//
// In: a text, its size, a width. Out: a width, or lines. Guaranteed: the measure is
// that of Arial and the faces made to it, erring on the wide side; nothing is read
// from the machine.
package typeset

import (
	"strings"
	"unicode/utf8"
)

// Widths of the characters of Arial and the faces made to its measure, in
// thousandths of the type size, from space to tilde.
var arial = [...]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// Width returns about how wide a text is, in the unit of size. It errs on
// the wide side, so that a reader's own sans-serif fits too.
func Width(s string, size float64, bold bool) float64 {
	n := 0
	for _, r := range s {
		switch {
		case r >= ' ' && r <= '~':
			n += arial[r-' ']
		case r >= 0x1100:
			n += 1000
		default:
			n += 650
		}
	}
	w := float64(n) * size / 1000 * 1.06
	if bold {
		w *= 1.07
	}
	return w
}

// Wrap breaks a text at spaces and hyphens into at most most lines of the
// width; what does not fit ends in an ellipsis.
func Wrap(s string, size, width float64, bold bool, most int) []string {
	return wrapPieces(Pieces(s), size, width, bold, most)
}

// WrapWords is Wrap without breaks inside ids.
func WrapWords(s string, size, width float64, bold bool, most int) []string {
	return wrapPieces(strings.SplitAfter(s, " "), size, width, bold, most)
}

func wrapPieces(list []string, size, width float64, bold bool, most int) []string {
	var lines []string
	line := ""
	flush := func() {
		if line != "" {
			lines = append(lines, line)
		}
		line = ""
	}
	for _, piece := range list {
		if line != "" && Width(line+trimRight(piece), size, bold) > width {
			flush()
		}
		if line == "" && piece == " " {
			continue
		}
		line += piece
	}
	flush()
	for i := range lines {
		lines[i] = trimRight(lines[i])
	}
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] += "…"
	}
	for i := range lines {
		lines[i] = Clip(lines[i], size, width, bold)
	}
	return lines
}

// Pieces cuts a text after each space and each hyphen, and before a bracket.
func Pieces(s string) []string {
	var out []string
	from := 0
	for i, r := range s {
		switch {
		case r == ' ' || r == '-':
			out = append(out, s[from:i+1])
			from = i + 1
		case r == '(' && i > from:
			out = append(out, s[from:i])
			from = i
		}
	}
	if from < len(s) {
		out = append(out, s[from:])
	}
	return out
}

func trimRight(s string) string {
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	return s
}

// Clip shortens a text to the width, with an ellipsis.
func Clip(s string, size, width float64, bold bool) string {
	if Width(s, size, bold) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && Width(string(runes)+"…", size, bold) > width {
		runes = runes[:len(runes)-1]
	}
	return trimRight(string(runes)) + "…"
}

// WrapPath is Wrap that breaks after a slash too, and a piece too long for a
// line wherever the line ends.
func WrapPath(s string, size, width float64, bold bool, most int) []string {
	var list []string
	for _, p := range Pieces(s) {
		for _, q := range strings.SplitAfter(p, "/") {
			for Width(trimRight(q), size, bold) > width {
				n := len(q)
				for n > 1 && (!utf8.RuneStart(q[n-1]) || Width(q[:n-1], size, bold) > width) {
					n--
				}
				if n--; n < 1 {
					break
				}
				list, q = append(list, q[:n]), q[n:]
			}
			if q != "" {
				list = append(list, q)
			}
		}
	}
	return wrapPieces(list, size, width, bold, most)
}
