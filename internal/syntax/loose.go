package syntax

import (
	"strings"
	"unicode"

	"entente/internal/diag"
)

// ParseLoose reads as much of a text as can be read, without a word about what is
// wrong: for an editor, whose text is broken most of the time. It always returns a
// map. Of a text that Parse accepts it returns the same tree (a test compares them);
// elsewhere a bracket or a quote that is not closed ends where the lines above its
// own level go on, a line without a colon is a key with nothing behind it, and a
// key may stand twice.
func ParseLoose(src *diag.Source, lim Limits) *Node {
	if len(src.Text) > lim.Bytes {
		return &Node{Kind: Map, Span: onLine(src, 1, 1, 0)}
	}
	var unsaid diag.List
	r := &looseReader{page: newPage(src), lim: lim}
	r.cites = reader{page: r.page, lim: lim, out: &unsaid}
	r.at = diag.Pos{Line: 1, Col: 1}
	root := &Node{Kind: Map, Span: onLine(src, 1, 1, 0)}
	for r.content() {
		before := r.at
		if len(root.Pairs) == 0 {
			root.Span.Start, root.Span.End = r.at, r.at
		}
		part := r.mapping(1)
		root.Pairs = append(root.Pairs, part.Pairs...)
		if r.at == before {
			r.restOfLine()
		}
	}
	r.cover(root)
	return root
}

// looseReader goes through the text once, from front to back. Columns are levels: a
// block at column n ends before a line that begins at a lower one.
type looseReader struct {
	page  *page
	lim   Limits
	cites reader
	at    diag.Pos
	depth int
	nodes int
}

func (r *looseReader) peek() rune { return r.page.at(r.at) }

// ahead returns the character i places further on the line, or a line end.
func (r *looseReader) ahead(i int) rune {
	line := r.page.line(r.at.Line)
	if at := r.at.Col - 1 + i; at >= 0 && at < len(line) {
		return line[at]
	}
	return '\n'
}

func (r *looseReader) lineEnds() bool { return r.at.Col > len(r.page.line(r.at.Line)) }

func (r *looseReader) restOfLine() { r.at = diag.Pos{Line: r.at.Line + 1, Col: 1} }

// blanks skips blanks on the line; it reports whether something is left on it that
// is no comment.
func (r *looseReader) blanks() bool {
	start := r.at.Col
	for c := r.ahead(0); c != '\n' && unicode.IsSpace(c); c = r.ahead(0) {
		r.at.Col++
	}
	return !r.lineEnds() && !(r.peek() == '#' && (r.at.Col > start || start == 1 || unicode.IsSpace(r.ahead(-1))))
}

// content goes on to the next character that is neither blank nor in a comment; it
// returns false at the end of the text.
func (r *looseReader) content() bool {
	for r.at.Line <= r.page.count() {
		if r.blanks() && !r.marker() {
			return true
		}
		r.restOfLine()
	}
	return false
}

// marker reports whether the line is one that begins or ends a document.
func (r *looseReader) marker() bool {
	line := string(r.page.line(r.at.Line))
	return r.at.Col == 1 && (strings.HasPrefix(line, "---") || strings.TrimSpace(line) == "..." || strings.HasPrefix(line, "%"))
}

func (r *looseReader) dash() bool { return r.ahead(0) == '-' && unicode.IsSpace(r.ahead(1)) }

// colonAt reports whether a colon that ends a key stands i places further on.
func (r *looseReader) colonAt(i int, flow bool) bool {
	next := r.ahead(i + 1)
	return r.ahead(i) == ':' && (unicode.IsSpace(next) || flow && strings.ContainsRune(",[]{}", next))
}

// keyAhead reports whether the rest of the line begins with a key and its colon.
func (r *looseReader) keyAhead() bool {
	c := r.ahead(0)
	switch {
	case c == '{' || c == '[' || c == '#' || c == '\n':
		return false
	case c == '"' || c == '\'':
		end := r.page.quotedEnd(r.at)
		if end.Line != r.at.Line {
			return false
		}
		i := end.Col - r.at.Col
		for r.ahead(i) == ' ' {
			i++
		}
		return r.colonAt(i, false)
	}
	for i := 0; r.ahead(i) != '\n'; i++ {
		switch {
		case r.colonAt(i, false):
			return true
		case r.ahead(i) == '#' && i > 0 && unicode.IsSpace(r.ahead(i-1)):
			return false
		}
	}
	return false
}

func (r *looseReader) nothing(at diag.Pos) *Node {
	return &Node{Kind: Scalar, Span: diag.Span{Source: r.page.src, Start: at, End: at}}
}

// deeper counts a value against the limits; what is beyond them is passed over.
func (r *looseReader) deeper() bool {
	r.nodes++
	return r.depth < r.lim.Depth && r.nodes <= r.lim.Nodes
}

// cover gives a collection its span.
func (r *looseReader) cover(n *Node) {
	reach := func(c *Node) {
		if end := c.end(); n.Span.End.Before(end) {
			n.Span.End = end
		}
	}
	for _, p := range n.Pairs {
		reach(p.Key)
		reach(p.Value)
	}
	for _, i := range n.Items {
		reach(i)
	}
}

// end returns the position behind a node and its citation.
func (n *Node) end() diag.Pos {
	if n.Cite != nil && n.Span.End.Before(n.Cite.Span.End) {
		return n.Cite.Span.End
	}
	return n.Span.End
}

// mapping reads pairs at a column; the reader stands on the first.
func (r *looseReader) mapping(column int) *Node {
	n := &Node{Kind: Map, Span: diag.Span{Source: r.page.src, Start: r.at, End: r.at}}
	for r.content() && r.at.Col >= column {
		if r.dash() {
			list := r.sequence(r.at.Col)
			if last := len(n.Pairs) - 1; last >= 0 && n.Pairs[last].Value.Empty() {
				n.Pairs[last].Value = list
			}
			continue
		}
		key, colon := r.key()
		value := r.nothing(key.Span.End)
		if colon {
			value = r.value(column)
		} else {
			r.restOfLine()
		}
		n.Pairs = append(n.Pairs, Pair{key, value})
	}
	r.cover(n)
	return n
}

// key reads a key and its colon; without one, all of the line is the key.
func (r *looseReader) key() (*Node, bool) {
	start := r.at
	if r.keyAhead() && (r.peek() == '"' || r.peek() == '\'') {
		key := r.quoted(0)
		r.blanks()
		r.at.Col++
		return key, true
	}
	colon := r.keyAhead()
	i := 0
	for r.ahead(i) != '\n' && !r.colonAt(i, false) && !(r.ahead(i) == '#' && i > 0 && unicode.IsSpace(r.ahead(i-1))) {
		i++
	}
	key := r.word(start, i)
	r.at.Col += i
	if colon {
		r.at.Col++
	}
	return key, colon
}

// word is the plain scalar of at most length characters from a position.
func (r *looseReader) word(start diag.Pos, length int) *Node {
	line := r.page.line(start.Line)
	text := strings.TrimRightFunc(string(line[start.Col-1:start.Col-1+length]), unicode.IsSpace)
	n := &Node{Kind: Scalar, Text: text}
	n.Span = onLine(r.page.src, start.Line, start.Col, len([]rune(text)))
	return n
}

// value reads what stands behind a colon or a dash, in a block at a column.
func (r *looseReader) value(column int) *Node {
	empty := r.nothing(r.at)
	here := r.at
	if !r.deeper() {
		r.restOfLine()
		return empty
	}
	r.depth++
	defer func() { r.depth-- }()
	if !r.blanks() {
		r.restOfLine()
		switch {
		case !r.content():
			return empty
		case r.at.Col > column, r.at.Col == column && r.dash() && r.page.at(diag.Pos{Line: here.Line, Col: here.Col - 1}) == ':':
			return r.block(column)
		}
		r.at.Col = 1
		return empty
	}
	if c := r.peek(); c == '|' || c == '>' {
		return r.blockText(column)
	}
	if r.page.at(diag.Pos{Line: here.Line, Col: here.Col - 1}) == '-' && (r.dash() || r.keyAhead()) {
		return r.block(column)
	}
	return r.inline(column)
}

// block reads a value that begins where the reader stands.
func (r *looseReader) block(column int) *Node {
	switch {
	case r.dash():
		return r.sequence(r.at.Col)
	case r.keyAhead():
		return r.mapping(r.at.Col)
	}
	return r.inline(column)
}

func (r *looseReader) sequence(column int) *Node {
	n := &Node{Kind: List, Span: diag.Span{Source: r.page.src, Start: r.at, End: r.at}}
	for r.content() && r.at.Col == column && r.dash() {
		r.at.Col++
		n.Items = append(n.Items, r.value(column))
	}
	r.cover(n)
	if len(n.Items) > 0 && n.Span.End == n.Span.Start {
		n.Span.End.Col++
	}
	return n
}

// inline reads a value that begins on this line and is neither a block nor its mark.
func (r *looseReader) inline(column int) *Node {
	var n *Node
	switch r.peek() {
	case '{', '[':
		n = r.flow(column)
	case '"', '\'':
		n = r.quoted(column)
	default:
		n = r.plain(column)
		r.cites.cite(n)
		return n
	}
	if r.at.Col > 1 {
		r.restOfLine()
	}
	return n
}

// plain reads a plain text of a block, with the lines below that belong to it.
func (r *looseReader) plain(column int) *Node {
	start, n := r.at, (*Node)(nil)
	for {
		i := 0
		for r.ahead(i) != '\n' && !(r.ahead(i) == '#' && i > 0 && unicode.IsSpace(r.ahead(i-1))) {
			i++
		}
		comment := r.ahead(i) != '\n'
		piece := r.word(r.at, i)
		if n == nil {
			n = piece
		} else {
			r.goOn(n, piece)
		}
		r.restOfLine()
		back := r.at
		if comment || !r.text() || r.at.Col <= column || r.dash() || r.keyAhead() {
			r.at = back
			break
		}
	}
	n.Span.Start = start
	return n
}

// goOn adds a line to a text. What is too long to be read is not gathered.
func (r *looseReader) goOn(n, piece *Node) {
	if len(n.Text) <= r.lim.Scalar {
		n.Text += " " + piece.Text
	}
	n.Span.End = piece.Span.End
}

// text goes on to the next character of any line; unlike content it stops before a
// comment.
func (r *looseReader) text() bool {
	for ; r.at.Line <= r.page.count(); r.restOfLine() {
		if r.blanks() {
			return !r.marker()
		}
		if !r.lineEnds() {
			return false
		}
	}
	return false
}

// blockText reads `|` or `>` and the lines below it.
func (r *looseReader) blockText(column int) *Node {
	start, mark := r.at, r.peek()
	var lines []string
	end := diag.Pos{Line: start.Line, Col: len(r.page.line(start.Line)) + 1}
	for r.restOfLine(); r.at.Line <= r.page.count(); r.restOfLine() {
		line := string(r.page.line(r.at.Line))
		body := strings.TrimSpace(line)
		if body == "" {
			lines = append(lines, "")
			continue
		}
		if indent := len([]rune(line)) - len([]rune(strings.TrimLeft(line, " "))); indent < column {
			break
		}
		lines = append(lines, body)
		end = diag.Pos{Line: r.at.Line, Col: len([]rune(strings.TrimRightFunc(line, unicode.IsSpace))) + 1}
	}
	join := " "
	if mark == '|' {
		join = "\n"
	}
	return &Node{Kind: Scalar, Quoted: true, Text: strings.TrimSpace(strings.Join(lines, join)), Span: diag.Span{Source: r.page.src, Start: start, End: end}}
}

// quoted reads a text in quotes. One that is not closed before a line of a lower
// level ends with its own line.
func (r *looseReader) quoted(column int) *Node {
	start, mark := r.at, r.peek()
	n := &Node{Kind: Scalar, Quoted: true}
	var b strings.Builder
	closed := false
	for r.at = r.page.after(r.at); !closed; {
		c := r.peek()
		switch {
		case c == 0:
			closed = true
		case c == '\n':
			b.WriteByte(' ')
			r.restOfLine()
			for !r.lineEnds() && unicode.IsSpace(r.peek()) {
				r.at.Col++
			}
			if !r.lineEnds() && r.at.Col <= column {
				closed = true
			}
			continue
		case c == '\\' && mark == '"':
			b.WriteRune(unescaped(r.ahead(1)))
			r.at.Col += 2
			continue
		case c == mark && mark == '\'' && r.ahead(1) == '\'':
			b.WriteRune(c)
			r.at.Col += 2
			continue
		case c == mark:
			r.at.Col++
			n.Text, n.Span = b.String(), diag.Span{Source: r.page.src, Start: start, End: r.at}
			return n
		default:
			b.WriteRune(c)
			r.at.Col++
		}
	}
	line := r.page.line(start.Line)
	n.Text = strings.TrimSpace(string(line[min(start.Col, len(line)):]))
	n.Span = onLine(r.page.src, start.Line, start.Col, max(len(line)+1-start.Col, 1))
	r.at = n.Span.End
	return n
}

// unescaped is what an escape of double quotes stands for, as far as it matters.
func unescaped(c rune) rune {
	switch c {
	case 'n', 't', '\n':
		return ' '
	}
	return c
}

// flow reads a map or a list in brackets, inside a block at a column.
func (r *looseReader) flow(column int) *Node {
	start, mark := r.at, r.peek()
	n := &Node{Kind: Map, Span: diag.Span{Source: r.page.src, Start: start}}
	if mark == '[' {
		n.Kind = List
	}
	r.at.Col++
	r.depth++
	defer func() { r.depth-- }()
	end := r.at
	var bare []bool // of each pair: no colon stands behind its key
	for r.further(column) {
		c := r.peek()
		if c == '}' || c == ']' {
			r.at.Col++
			end = r.at
			break
		}
		if c == ',' {
			r.at.Col++
			continue
		}
		first := r.flowValue(column)
		if n.Kind == List {
			n.Items = append(n.Items, first)
			end = first.end()
			continue
		}
		value, colon := r.nothing(first.Span.End), false
		if back := r.at; r.further(column) && r.peek() == ':' {
			r.at.Col++
			colon = true
			value = r.nothing(r.at)
			if r.further(column) && !strings.ContainsRune(",}]", r.peek()) {
				value = r.flowValue(column)
			}
		} else {
			r.at = back
		}
		if first.Kind != Scalar {
			continue
		}
		if last := len(n.Pairs) - 1; last >= 0 && !colon && !first.Quoted && !bare[last] && len(n.Pairs[last].Value.Text) <= r.lim.Scalar && follows(n.Pairs[last].Value, first) {
			r.append(n.Pairs[last].Value, first)
			end = first.Span.End
			continue
		}
		n.Pairs, bare = append(n.Pairs, Pair{first, value}), append(bare, !colon)
		end = value.end()
	}
	for _, p := range n.Pairs {
		r.citedPlain(p.Value)
	}
	for _, i := range n.Items {
		r.citedPlain(i)
	}
	n.Span.End = end
	return n
}

func (r *looseReader) citedPlain(n *Node) {
	if n.Kind == Scalar && !n.Quoted {
		r.cites.cite(n)
	}
}

// follows reports whether a piece behind a comma belongs to the text before it, as
// joinCommas says.
func follows(before, piece *Node) bool {
	if before.Kind != Scalar || before.Quoted || before.Text == "" || citeStart([]rune(before.Text)) >= 0 {
		return false
	}
	text := before.Text
	return !sourceID(piece.Text) || strings.ContainsFunc(text, unicode.IsSpace) || strings.Count(text, "(") > strings.Count(text, ")")
}

// append puts a piece behind a comma to the text before it.
func (r *looseReader) append(before, piece *Node) {
	joined := before.Text + ", " + piece.Text
	if before.Span.Start.Line == piece.Span.End.Line {
		joined = string(r.page.line(before.Span.Start.Line)[before.Span.Start.Col-1 : piece.Span.End.Col-1])
	}
	before.Text, before.Span.End = joined, piece.Span.End
}

// further goes on to the next character inside brackets; it returns false where a
// line of the level of the block, or lower, begins: the bracket is not closed.
func (r *looseReader) further(column int) bool {
	for {
		if r.blanks() {
			return true
		}
		back := r.at
		r.restOfLine()
		if r.at.Line > r.page.count() {
			return false
		}
		if r.blanks() && r.at.Col <= column && r.peek() != '}' && r.peek() != ']' {
			r.at = diag.Pos{Line: back.Line + 1, Col: 1}
			return false
		}
	}
}

// flowValue reads one value inside brackets.
func (r *looseReader) flowValue(column int) *Node {
	switch c := r.peek(); {
	case (c == '{' || c == '[') && r.deeper():
		return r.flow(column)
	case c == '"' || c == '\'':
		return r.quoted(column)
	}
	start, n := r.at, (*Node)(nil)
	for {
		i := 0
		for !r.flowStop(i) {
			i++
		}
		stopped := r.ahead(i) != '\n'
		piece := r.word(r.at, i)
		r.at.Col += i
		if n == nil {
			n = piece
		} else {
			r.goOn(n, piece)
		}
		if stopped {
			break
		}
		back := r.at
		if r.restOfLine(); !r.text() || r.at.Col <= column || r.flowStop(0) || r.keyAhead() {
			r.at = back
			break
		}
	}
	if r.at == start { // a character that begins no value
		r.at.Col++
	}
	return n
}

// flowStop reports whether a plain text in brackets ends before the character i
// places further on.
func (r *looseReader) flowStop(i int) bool {
	c := r.ahead(i)
	return c == '\n' || strings.ContainsRune(",[]{}", c) || r.colonAt(i, true) || c == '#' && unicode.IsSpace(r.ahead(i-1))
}
