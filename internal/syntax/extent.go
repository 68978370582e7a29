package syntax

import (
	"unicode"

	"entente/internal/diag"
)

// page is a text cut into lines of characters, each cut once, when it is wanted.
type page struct {
	src    *diag.Source
	lines  map[int][]rune
	newest int // the line asked for last
	text   []rune
}

func newPage(src *diag.Source) *page {
	return &page{src: src, lines: map[int][]rune{}}
}

func (p *page) count() int { return p.src.Lines() }

// line returns line n, or nothing outside the text.
func (p *page) line(n int) []rune {
	if n == p.newest {
		return p.text
	}
	line, ok := p.lines[n]
	if !ok {
		line = []rune(p.src.Line(n))
		p.lines[n] = line
	}
	p.newest, p.text = n, line
	return line
}

// at returns the character at a position, '\n' at the end of a line, and 0
// behind the last.
func (p *page) at(pos diag.Pos) rune {
	line := p.line(pos.Line)
	switch {
	case pos.Line < 1 || pos.Line > p.count():
		return 0
	case pos.Col >= 1 && pos.Col <= len(line):
		return line[pos.Col-1]
	case pos.Line == p.count():
		return 0
	}
	return '\n'
}

// after returns the position behind a character.
func (p *page) after(pos diag.Pos) diag.Pos {
	if pos.Col > len(p.line(pos.Line)) {
		return diag.Pos{Line: pos.Line + 1, Col: 1}
	}
	pos.Col++
	return pos
}

// skipBlank moves over blanks and line ends.
func (p *page) skipBlank(pos diag.Pos) diag.Pos {
	for c := p.at(pos); c != 0 && unicode.IsSpace(c); c = p.at(pos) {
		pos = p.after(pos)
	}
	return pos
}

// locate finds a scalar's text in the source from start on, where line ends and
// indentation may stand for its blanks. It returns the position of every
// character and the position behind the last, or nil where the text is written
// otherwise (with escapes).
func (p *page) locate(start diag.Pos, text []rune) []diag.Pos {
	out := make([]diag.Pos, 0, len(text)+1)
	pos := start
	for _, c := range text {
		if unicode.IsSpace(c) {
			out = append(out, pos)
			if s := p.at(pos); s != '\n' && s != 0 && unicode.IsSpace(s) {
				pos = p.after(pos)
			}
			continue
		}
		if p.at(pos) != c {
			pos = p.skipBlank(pos)
		}
		if p.at(pos) != c {
			return nil
		}
		out = append(out, pos)
		pos = p.after(pos)
	}
	return append(out, pos)
}

// plainEnd returns the position behind a plain scalar.
func (p *page) plainEnd(start diag.Pos, text []rune) diag.Pos {
	line := p.line(start.Line)
	from := start.Col - 1
	if from >= 0 && from+len(text) <= len(line) && string(line[from:from+len(text)]) == string(text) {
		return diag.Pos{Line: start.Line, Col: start.Col + len(text)}
	}
	if where := p.locate(start, text); where != nil {
		return where[len(text)]
	}
	return diag.Pos{Line: start.Line, Col: max(len(line)+1, start.Col)}
}

// quotedEnd returns the position behind the closing quote.
func (p *page) quotedEnd(start diag.Pos) diag.Pos {
	mark := p.at(start)
	pos := p.after(start)
	for c := p.at(pos); c != 0; c = p.at(pos) {
		next := p.after(pos)
		switch {
		case c == '\\' && mark == '"':
			next = p.after(next)
		case c == mark && mark == '\'' && p.at(next) == '\'':
			next = p.after(next)
		case c == mark:
			return next
		}
		pos = next
	}
	return pos
}

// blockEnd returns the position behind the last character of a block scalar that
// is no blank.
func (p *page) blockEnd(start diag.Pos, text []rune) diag.Pos {
	for len(text) > 0 && unicode.IsSpace(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	if len(text) > 0 {
		if where := p.locate(p.skipBlank(diag.Pos{Line: start.Line + 1, Col: 1}), trimLeft(text)); where != nil {
			return where[len(where)-1]
		}
	}
	return diag.Pos{Line: start.Line, Col: max(len(p.line(start.Line))+1, start.Col)}
}

func trimLeft(text []rune) []rune {
	for len(text) > 0 && unicode.IsSpace(text[0]) {
		text = text[1:]
	}
	return text
}

// flowEnd returns the position behind the bracket that closes a flow collection
// whose last element ends at pos, or pos if something else comes first.
func (p *page) flowEnd(pos diag.Pos) diag.Pos {
	last := pos
	for {
		switch c := p.at(pos); {
		case c == '}' || c == ']':
			return p.after(pos)
		case c == '#':
			pos = diag.Pos{Line: pos.Line, Col: len(p.line(pos.Line)) + 1}
		case c == ',' || c == ':' || c == '?' || c != 0 && unicode.IsSpace(c):
			pos = p.after(pos)
		default:
			return last
		}
	}
}
