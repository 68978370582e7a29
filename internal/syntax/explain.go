package syntax

import (
	"errors"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"entente/internal/diag"
)

// explanation turns one kind of complaint of the library into ours. The first
// whose words all occur in it is taken.
type explanation struct {
	words   []string
	code    diag.Code
	message string
	hint    string
	context bool   // the place is where the construct began, not where it broke
	note    string // what began where, if that is elsewhere
}

var explanations = []explanation{
	{words: []string{"quoted scalar", "end of stream"}, message: "this quote is never closed", hint: "close it with the same mark", context: true},
	{words: []string{"quoted scalar", "document indicator"}, message: "this quote is never closed", hint: "close it with the same mark", context: true},
	{words: []string{"escape"}, message: "no such escape is known in double quotes", hint: "write `\\\\` for a backslash, or use single quotes"},
	{words: []string{"hexadecimal"}, message: "the digits of this escape are missing", hint: "write `\\\\` for a backslash, or use single quotes"},
	{words: []string{"unknown anchor"}, code: "yaml-alias", message: "`*` begins an alias", hint: "write the value out; put a text that begins with `*` into quotes"},
	{words: []string{"alias"}, code: "yaml-alias", message: "`*` begins an alias", hint: "put a text that begins with `*` into quotes"},
	{words: []string{"anchor"}, code: "yaml-anchor", message: "`&` begins an anchor", hint: "put a text that begins with `&` into quotes"},
	{words: []string{"tag"}, code: "yaml-tag", message: "`!` begins a tag", hint: "put a text that begins with `!` into quotes"},
	{words: []string{"directive"}, code: "yaml-directive", message: "`%` begins a YAML directive", hint: "leave it out"},
	{words: []string{"found a tab"}, code: "tab-indent", message: "a tab indents this line; YAML takes spaces only", hint: "use two spaces for each level"},
	{words: []string{"tab character"}, code: "tab-indent", message: "a tab indents this line; YAML takes spaces only", hint: "use two spaces for each level"},
	{words: []string{"block scalar", "comment or line break"}, message: "the text of a block begins on the line after `|` or `>`", hint: "put a text that begins with `|` or `>` into quotes"},
	{words: []string{"block scalar"}, message: "the mark of this block cannot be read", hint: "put a text that begins with `|` or `>` into quotes"},
	{words: []string{"',' or '}'"}, message: "`,` or `}` is expected here", hint: "look for a missing comma or bracket, or a text that needs quotes", note: "the map begins here"},
	{words: []string{"',' or ']'"}, message: "`,` or `]` is expected here", hint: "look for a missing comma or bracket, or a text that needs quotes", note: "the list begins here"},
	{words: []string{"mapping values are not allowed"}, message: "this colon makes a key where none can stand", hint: "put a text that holds `: ` into quotes, or look at the indentation of this line and the one above"},
	{words: []string{"mapping keys are not allowed"}, message: "`? ` begins a key where none can stand", hint: "put a text that begins with `? ` into quotes"},
	{words: []string{"block sequence entries are not allowed"}, message: "`- ` begins an item where none can stand", hint: "begin the list on a line of its own, write `[a, b]`, or put the text into quotes"},
	{words: []string{"could not find expected ':'"}, message: "a key is not followed by `: `", hint: "write `key: value`, or look at the indentation", context: true},
	{words: []string{"'-' indicator"}, message: "an item of the list above (`- `) is expected here", hint: "look at the indentation of this line", note: "the list begins here"},
	{words: []string{"expected key"}, message: "this line fits no level above it", hint: "look at the indentation of this line", note: "the map begins here"},
	{words: []string{"document start"}, message: "something stands behind the end of the text", hint: "look at the indentation of this line, or for a bracket too many"},
	{words: []string{"node content"}, message: "a value is expected here", hint: "write a value, or look for a bracket or comma too many"},
	{words: []string{"cannot start any token"}, message: "no value begins with this character", hint: "put the text into quotes"},
}

// explain turns an error of the library into one diagnostic.
func explain(src *diag.Source, lim Limits, err error, out *diag.List) {
	p := newPage(src)
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		out.Errorf("yaml", onLine(src, 1, 1, 1), "this is not YAML: %s", err.Error())
		return
	}
	at, began := p.clamp(load.Mark.Line, load.Mark.Column), p.clamp(load.ContextMark.Line, load.ContextMark.Column)
	if strings.Contains(load.Message, errDeep.Error()) {
		tooDeep(onLine(src, at.Line, at.Col, 1), lim, out)
		return
	}
	e := explanation{message: "this is not YAML: " + load.Message, hint: "look for a missing bracket, comma or quote"}
	all := load.ContextMsg + " " + load.Message
	for _, known := range explanations {
		if containsAll(all, known.words) {
			e = known
			break
		}
	}
	if e.code == "" {
		e.code = "yaml"
	}
	if e.context && load.ContextMark.Line > 0 {
		at = began
	}
	p.sharpen(&e, at)
	d := out.Errorf(e.code, p.upToEnd(at), "%s", e.message)
	if e.note != "" && load.ContextMark.Line > 0 && began.Line != at.Line {
		d.Note(onLine(src, began.Line, began.Col, 1), "%s", e.note)
	}
	d.Hint("%s", e.hint)
}

// sharpen says more where the character at the place shows what went wrong.
func (p *page) sharpen(e *explanation, at diag.Pos) {
	behind := len(trimLeft(p.line(at.Line)[:min(at.Col-1, len(p.line(at.Line)))])) > 0 // something stands before it
	switch c := p.at(at); {
	case c == ':' && p.behindCitation(at):
		e.code, e.message = "bad-citation", "the credibility of this citation is missing"
		e.hint = "write `@SOURCE:3`, or `@SOURCE` without the colon"
	case c == '@':
		e.code, e.message = "bad-citation", "a citation stands where none can"
		e.hint = "a citation follows a plain value; write `{value: …, source: S3, credibility: 4}` instead"
	case strings.Contains(e.message, "fits no level") && behind:
		e.message = "nothing can stand here, behind a finished value"
		e.hint, e.note = "put the whole text into quotes, or look for a bracket too many", ""
	case (c == 0 || c == '\n') && strings.Contains(e.message, "is expected here") && e.note != "":
		e.message += ", but the text ends"
	case c == '`' || c == '%':
		e.message = "no plain text begins with `" + string(c) + "`"
		if c == '`' {
			e.message = "no plain text begins with a backquote"
		}
	}
}

// behindCitation reports whether the word before a position begins with `@`.
func (p *page) behindCitation(at diag.Pos) bool {
	before := p.line(at.Line)[:at.Col-1]
	cite := citeStart(before)
	return cite >= 0 && sourceID(string(before[cite+1:]))
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// clamp brings a position of the library into the text; past its end that is
// the end of the last line that holds something.
func (p *page) clamp(line, col int) diag.Pos {
	line = max(line, 1)
	col = max(col, 1)
	for line > p.count() || line > 1 && line == p.count() && len(p.line(line)) == 0 {
		line--
		col = len(p.line(line)) + 1
	}
	return diag.Pos{Line: line, Col: min(col, len(p.line(line))+1)}
}

// upToEnd is the span from a position to the end of the word there.
func (p *page) upToEnd(at diag.Pos) diag.Span {
	line := p.line(at.Line)
	end := at.Col
	for end <= len(line) && line[end-1] != ' ' {
		end++
	}
	return onLine(p.src, at.Line, at.Col, max(end-at.Col, 1))
}
