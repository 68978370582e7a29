package syntax

import (
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"entente/internal/diag"
)

// The formatter works on lines and touches only what lies between the values:
// blanks at the end of a line, blank lines, the blanks inside a flow collection
// that stands on one line, and the indentation of keys and dashes. Values,
// comments and the order of everything stay. It trusts nobody, itself included:
// each result is read again and thrown away if it does not mean what the source
// means, or if formatting it once more would change it.

// Format returns the text in its canonical form. The result reads as the same
// tree, holds the same comments in the same order, and is its own canonical
// form. Where the text cannot be read, what is wrong is in out, ok is false and
// the text comes back as it was.
func Format(src *diag.Source, lim Limits, out *diag.List) (text string, ok bool) {
	was := out.Errors()
	tree := Parse(src, lim, out)
	if tree == nil || out.Errors() > was {
		return src.Text, false
	}
	now := reading{src.Text, tree, nil}
	for range 4 {
		next := tidy(now, lim)
		if next.text == now.text {
			return now.text, true
		}
		now = next
	}
	return src.Text, true
}

// reading is a text and what it means.
type reading struct {
	text     string
	tree     *Node
	comments []string
}

// tidy returns the boldest form of the text that means the same.
func tidy(now reading, lim Limits) reading {
	for _, does := range []changes{{indent: true, flow: true}, {flow: true}, {indent: true}, {}} {
		f := newFormatter(now.text, lim)
		if f == nil {
			break
		}
		now.comments = f.comments()
		text := f.format(does)
		if text == now.text {
			return now
		}
		var errs diag.List
		tree := Parse(diag.NewSource("", text), lim, &errs)
		if tree == nil || errs.HasErrors() || !Equal(tree, now.tree) {
			continue
		}
		if again := newFormatter(text, lim); again != nil && slices.Equal(again.comments(), now.comments) {
			return reading{text: text, tree: tree}
		}
	}
	return now
}

// changes says what the formatter does besides tidying blanks and blank lines.
type changes struct{ indent, flow bool }

type formatter struct {
	lines []formLine
	ended bool // the last line has an end
}

// formLine is a line of the text and what stands in it.
type formLine struct {
	text   []rune
	tokens []formToken
	body   bool // of a block scalar: never touched
	inside bool // begins inside a scalar that began above
	open   bool // ends inside a quoted scalar
	flow   bool // begins inside a flow collection
}

// formToken is a piece of a line. What is a scalar may hold anything; every other
// character that is not a blank is a token of its own.
type formToken struct {
	kind     rune // 's' scalar, '#' comment, or the character itself
	from, to int
}

func (l *formLine) blank() bool { return len(l.tokens) == 0 && !l.body && !l.inside }

// newFormatter finds the tokens of a text that Parse has accepted. It returns nil
// if the text is not what it expected.
func newFormatter(text string, lim Limits) *formatter {
	root, err := loader(diag.NewSource("", text), lim)()
	if err != nil {
		return nil
	}
	text = strings.TrimPrefix(text, "\ufeff")
	text, ended := strings.CutSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	f := &formatter{ended: ended}
	for _, line := range strings.Split(text, "\n") {
		f.lines = append(f.lines, formLine{text: []rune(line)})
	}
	if !f.scalars(root, 0) {
		return nil
	}
	f.rest()
	return f
}

// scalars marks the scalars below y; parent is the column of the block
// collection around it, from 1.
func (f *formatter) scalars(y *yaml.Node, parent int) bool {
	if y.Kind != yaml.ScalarNode {
		if y.Style&yaml.FlowStyle == 0 {
			parent = y.Column
		}
		for _, c := range y.Content {
			if !f.scalars(c, parent) {
				return false
			}
		}
		return true
	}
	if y.Line < 1 || y.Line > len(f.lines) || y.Column < 1 || y.Column > len(f.lines[y.Line-1].text)+1 {
		return y.Value == ""
	}
	line, col := y.Line-1, y.Column-1
	switch {
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return f.block(line, col, parent)
	case y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return f.quoted(line, col)
	case y.Value == "":
		return true
	}
	return f.plain(line, col, y.Value)
}

func (f *formatter) add(line, from, to int) {
	f.lines[line].tokens = append(f.lines[line].tokens, formToken{'s', from, to})
}

// block marks the header of a block scalar and the lines below it that are
// blank or stand further right than the collection around it.
func (f *formatter) block(line, col, parent int) bool {
	end := col
	for text := f.lines[line].text; end < len(text) && text[end] != ' ' && text[end] != '\t'; end++ {
	}
	f.add(line, col, end)
	for line++; line < len(f.lines); line++ {
		l := &f.lines[line]
		if in := indentOf(l.text); in < len(l.text) && in < parent {
			break
		}
		l.body = true
	}
	return true
}

func indentOf(text []rune) int {
	n := 0
	for n < len(text) && text[n] == ' ' {
		n++
	}
	return n
}

func (f *formatter) quoted(line, col int) bool {
	if col >= len(f.lines[line].text) {
		return false
	}
	mark, from := f.lines[line].text[col], col
	if mark != '"' && mark != '\'' {
		return false
	}
	for i := col + 1; ; i++ {
		text := f.lines[line].text
		if i >= len(text) {
			f.add(line, from, len(text))
			f.lines[line].open = true
			if line++; line == len(f.lines) {
				return false
			}
			f.lines[line].inside = true
			i, from = -1, 0
			continue
		}
		switch {
		case mark == '"' && text[i] == '\\':
			i++
		case text[i] == mark && mark == '\'' && i+1 < len(text) && text[i+1] == mark:
			i++
		case text[i] == mark:
			f.add(line, from, i+1)
			return true
		}
	}
}

// plain marks a plain scalar by following its value, whose folded line ends are
// blanks.
func (f *formatter) plain(line, col int, value string) bool {
	at, from := col, col
	for _, r := range value {
		if r == ' ' || r == '\t' || r == '\n' {
			continue
		}
		for {
			text := f.lines[line].text
			for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
				at++
			}
			if at < len(text) {
				break
			}
			if to := len(trimRight(text)); to > from {
				f.add(line, from, to)
			}
			if line++; line == len(f.lines) {
				return false
			}
			f.lines[line].inside = true
			at, from = 0, 0
		}
		if f.lines[line].text[at] != r {
			return false
		}
		at++
	}
	f.add(line, from, at)
	return true
}

func trimRight(text []rune) []rune {
	for len(text) > 0 && (text[len(text)-1] == ' ' || text[len(text)-1] == '\t') {
		text = text[:len(text)-1]
	}
	return text
}

// rest makes tokens of what no scalar covers.
func (f *formatter) rest() {
	depth := 0
	for n := range f.lines {
		l := &f.lines[n]
		l.flow = depth > 0
		if l.body {
			continue
		}
		slices.SortFunc(l.tokens, func(a, b formToken) int { return a.from - b.from })
		var all []formToken
		next := 0
		for i := 0; i < len(l.text); i++ {
			if next < len(l.tokens) && i == l.tokens[next].from {
				all = append(all, l.tokens[next])
				i = l.tokens[next].to - 1
				next++
				continue
			}
			switch r := l.text[i]; r {
			case ' ', '\t':
				continue
			case '#':
				all = append(all, formToken{'#', i, len(trimRight(l.text))})
				i = len(l.text)
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
			}
			all = append(all, formToken{l.text[i], i, i + 1})
		}
		l.tokens = all
	}
}

func (f *formatter) comments() []string {
	var out []string
	for _, l := range f.lines {
		if n := len(l.tokens); !l.body && n > 0 && l.tokens[n-1].kind == '#' {
			out = append(out, string(l.text[l.tokens[n-1].from:l.tokens[n-1].to]))
		}
	}
	return out
}

func (f *formatter) format(does changes) string {
	shifts := make([]int, len(f.lines))
	if does.indent {
		shifts = f.shifts(shifts)
	}
	var out []string
	for n := range f.lines {
		l := &f.lines[n]
		if l.blank() {
			if len(out) > 0 && out[len(out)-1] != "" {
				out = append(out, "")
			}
			continue
		}
		out = append(out, l.format(shifts[n], does.flow))
	}
	text := strings.Join(out, "\n")
	switch block := f.lines[len(f.lines)-1].body; {
	case !block:
		return strings.TrimRight(text, "\n") + "\n"
	case f.ended:
		return text + "\n"
	}
	return text // a line end would be one of the block scalar
}

// format returns the line, its indentation moved by shift.
func (l *formLine) format(shift int, flow bool) string {
	if l.body {
		return string(l.text)
	}
	text := l.text
	code, comment := len(text), ""
	if n := len(l.tokens); n > 0 && l.tokens[n-1].kind == '#' {
		code = l.tokens[n-1].from
		comment = string(text[code:l.tokens[n-1].to])
	}
	indent := indentOf(text)
	now := string(text[indent:code])
	if flow {
		now = l.spaced(indent, code)
	}
	if !l.open {
		now = strings.TrimRight(now, " \t")
	}
	if now != "" || comment != "" { // inside a quoted scalar a line may be blank
		now = strings.Repeat(" ", max(indent+shift, 0)) + now
	} else if l.open {
		now = string(text)
	}
	if comment == "" {
		return now
	}
	before := string(text[:code])
	stood := strings.TrimRight(before, " \t")
	if stood == "" || now == stood {
		if stood == "" {
			before = now
		}
		return before + comment
	}
	gap := diag.Width(before) - diag.Width(stood)
	return now + strings.Repeat(" ", max(diag.Width(before)-diag.Width(now), min(gap, 2))) + comment
}

// spaced returns the characters from … to of the line with the blanks inside
// flow collections that stand on this line put right.
func (l *formLine) spaced(from, to int) string {
	var b strings.Builder
	at := from
	within := l.pairs()
	for i, t := range l.tokens {
		if t.from < from || t.to > to {
			continue
		}
		gap := string(l.text[at:t.from])
		if within[i] {
			gap = spacing(l.tokens[i-1].kind, t.kind, gap)
		}
		b.WriteString(gap)
		b.WriteString(string(l.text[t.from:t.to]))
		at = t.to
	}
	b.WriteString(string(l.text[at:to]))
	return b.String()
}

// spacing returns the blanks between two tokens of a flow collection. More
// blanks than needed stay: they align.
func spacing(left, right rune, gap string) string {
	opens := left == '{' || left == '['
	closes := right == '}' || right == ']'
	value := right == 's' || right == '{' || right == '['
	ended := left == 's' || left == '}' || left == ']'
	switch {
	case opens && (value || closes), ended && (closes || right == ','), left == 's' && right == ':':
		return ""
	case (left == ',' || left == ':') && value && gap == "":
		return " "
	}
	return gap
}

// pairs says for each token whether the gap before it lies in a flow collection
// that begins and ends on this line. The gaps around a comma between braces that
// no key follows do not count: such a comma may belong to the text (comma.go).
func (l *formLine) pairs() []bool {
	in := make([]bool, len(l.tokens))
	var opens []int
	var loose []int // texts without a colon behind a comma between braces
	for i, t := range l.tokens {
		switch t.kind {
		case '{', '[':
			opens = append(opens, i)
		case '}', ']':
			if len(opens) == 0 {
				continue
			}
			from := opens[len(opens)-1]
			opens = opens[:len(opens)-1]
			for k := from + 1; k <= i; k++ {
				in[k] = true
			}
		case 's':
			keyed := i+1 < len(l.tokens) && l.tokens[i+1].kind == ':'
			if i > 0 && l.tokens[i-1].kind == ',' && !keyed && len(opens) > 0 && l.tokens[opens[len(opens)-1]].kind == '{' {
				loose = append(loose, i)
			}
		case ',', ':', '#', '-':
		default:
			return make([]bool, len(l.tokens))
		}
	}
	for _, i := range loose {
		in[i], in[i-1] = false, false
	}
	return in
}

// level is an open block collection: its column as written and as it will be.
type level struct {
	old, new int
	list     bool
}

// shifts returns by how much each line moves; none of them does where the
// structure is not plain.
func (f *formatter) shifts(zero []int) []int {
	out := make([]int, len(f.lines))
	stack := []level{}
	now := 0
	structural := make([]bool, len(f.lines))
	for n := range f.lines {
		l := &f.lines[n]
		switch {
		case l.body:
			if now != 0 {
				return zero
			}
			continue
		case l.inside || l.flow:
			out[n] = now
			continue
		case len(l.tokens) == 0 || l.tokens[0].kind == '#':
			continue
		}
		if string(trimRight(l.text)) == "---" {
			continue
		}
		var ok bool
		if now, stack, ok = l.structure(stack); !ok {
			return zero
		}
		out[n], structural[n] = now, true
	}
	f.commentShifts(out, structural)
	return out
}

// structure follows the dashes and the key at the head of a line and returns by
// how much it moves.
func (l *formLine) structure(stack []level) (shift int, _ []level, ok bool) {
	first := true
	for i, t := range l.tokens {
		list := t.kind == '-'
		key := t.kind == 's' && i+1 < len(l.tokens) && l.tokens[i+1].kind == ':'
		for first && len(stack) > 0 {
			top := stack[len(stack)-1]
			if top.old < t.from || top.old == t.from && (list || key && !top.list) {
				break
			}
			stack = stack[:len(stack)-1]
		}
		below := 0
		if len(stack) > 0 {
			below = stack[len(stack)-1].new + 2
		}
		same := first && len(stack) > 0 && stack[len(stack)-1].old == t.from && stack[len(stack)-1].list == list
		switch {
		case !list && !key && t.kind != 's' && t.kind != '{' && t.kind != '[':
			return 0, nil, false
		case !first:
			if list || key {
				stack = append(stack, level{t.from, t.from + shift, list})
			}
		case same && (list || key):
			shift = stack[len(stack)-1].new - t.from
		default:
			shift = below - t.from
			if list || key {
				stack = append(stack, level{t.from, below, list})
			}
		}
		if !list {
			return shift, stack, true
		}
		first = false
	}
	return shift, stack, true
}

// commentShifts moves a comment on a line of its own with the line it stands
// over, if they are aligned, and else with the line above.
func (f *formatter) commentShifts(out []int, structural []bool) {
	next := -1
	for n := len(f.lines) - 1; n >= 0; n-- {
		l := &f.lines[n]
		if structural[n] {
			next = n
		}
		if l.body || l.inside || l.flow || len(l.tokens) == 0 || l.tokens[0].kind != '#' {
			continue
		}
		in := indentOf(l.text)
		if next >= 0 && indentOf(f.lines[next].text) == in {
			out[n] = out[next]
			continue
		}
		for above := n - 1; above >= 0 && n-above < 1000; above-- {
			if structural[above] && indentOf(f.lines[above].text) <= in {
				out[n] = out[above]
				break
			}
		}
	}
}
