package editor

import (
	"slices"
	"strings"
	"unicode"

	"entente/internal/diag"
	"entente/internal/syntax"
	"entente/internal/typecheck"
)

// Completion is one thing that may be put at the place asked about.
type Completion struct {
	Label  string            `json:"label"`
	Kind   string            `json:"kind" doc:"key, word, snippet, question, or the kind of what it names: post"`
	Doc    string            `json:"doc,omitempty" doc:"one sentence"`
	Name   map[string]string `json:"name,omitempty" doc:"what people call what it names, by language"`
	Insert string            `json:"insert" doc:"what is put there"`
	Fields bool              `json:"fields,omitempty" doc:"a word in ${…} is a field that is filled next"`
}

// Completions are what may stand in place of a range.
type Completions struct {
	Range Range        `json:"range" doc:"what is replaced"`
	List  []Completion `json:"list"`
}

// completionsMax is how many completions are offered.
const completionsMax = 1500

// mark stands for the cursor in a text that is read to find its place: a letter that
// no text holds.
const mark = 'ꙮ'

// Complete says what may stand at an offset of a file.
func (e *Entry) Complete(name string, offset int) Completions {
	f := e.byName[name]
	if f == nil {
		return Completions{}
	}
	ruler := NewRuler(f.src)
	pos := ruler.Pos(offset)
	at := ruler.byteAt(ruler.Offset(pos))
	c := &completer{entry: e, ruler: ruler, pos: pos, offset: ruler.Offset(pos), line: []rune(f.src.Line(pos.Line))}
	here := func(cursor string) (*file, *spot) {
		marked := &file{name: f.name, src: diag.NewSource(f.name, f.src.Text[:at]+cursor+f.src.Text[at:])}
		return marked, marked.survey().marked()
	}
	marked, sp := here(string(mark))
	switch {
	case sp == nil:
		return Completions{Range: Range{c.offset, c.offset}}
	case !sp.isKey && c.behindComma() && balanced(sp.node.Text):
		// behind a comma in brackets: a key may begin here, where without a colon the
		// text before it would go on
		if m, key := here(string(mark) + ": "); key != nil && key.isKey {
			marked, sp = m, key
		}
	}
	c.entry = e.replaced(f, marked)
	c.file = marked
	c.list(sp)
	if len(c.out.List) > completionsMax {
		c.out.List = c.out.List[:completionsMax]
	}
	return c.out
}

// behindComma reports whether the word before the cursor stands behind a comma.
func (c *completer) behindComma() bool {
	before := string(c.line[:min(c.pos.Col-1, len(c.line))])
	return strings.HasSuffix(strings.TrimRightFunc(strings.TrimSuffix(before, c.typed()), unicode.IsSpace), ",")
}

func balanced(text string) bool { return strings.Count(text, "(") <= strings.Count(text, ")") }

// replaced is the entry with another reading of one file.
func (e *Entry) replaced(old, by *file) *Entry {
	out := &Entry{files: slices.Clone(e.files), byName: map[string]*file{}}
	for i, f := range out.files {
		if f == old {
			out.files[i] = by
		}
		out.byName[f.name] = out.files[i]
	}
	return out
}

// marked returns the key or value that holds the cursor.
func (s *survey) marked() *spot {
	for i := len(s.spots) - 1; i >= 0; i-- {
		sp := &s.spots[i]
		if sp.node.Kind == syntax.Scalar && (strings.ContainsRune(sp.node.Text, mark) || sp.node.Cite != nil && strings.ContainsRune(sp.node.Cite.Source, mark)) {
			return sp
		}
	}
	return nil
}

type completer struct {
	entry  *Entry
	file   *file
	ruler  *Ruler
	pos    diag.Pos
	offset int
	line   []rune
	out    Completions
}

// typed is the word before the cursor.
func (c *completer) typed() string {
	to := min(c.pos.Col-1, len(c.line))
	from := to
	for from > 0 && (wordPart(c.line[from-1]) && c.line[from-1] != '/') {
		from--
	}
	return string(c.line[from:to])
}

// replace sets the range: the characters around the cursor that part allows, not
// beyond the scalar.
func (c *completer) replace(part func(rune) bool) {
	from, to := min(c.pos.Col-1, len(c.line)), min(c.pos.Col-1, len(c.line))
	for from > 0 && part(c.line[from-1]) {
		from--
	}
	for to < len(c.line) && part(c.line[to]) {
		to++
	}
	c.out.Range = Range{c.ruler.Offset(diag.Pos{Line: c.pos.Line, Col: from + 1}), c.ruler.Offset(diag.Pos{Line: c.pos.Line, Col: to + 1})}
}

func (c *completer) add(v Completion) {
	if !slices.ContainsFunc(c.out.List, func(old Completion) bool { return old.Insert == v.Insert }) {
		c.out.List = append(c.out.List, v)
	}
}

// list offers what may stand where the spot stands.
func (c *completer) list(sp *spot) {
	switch {
	case sp.node.Cite != nil && strings.ContainsRune(sp.node.Cite.Source, mark):
		c.replace(func(r rune) bool { return wordPart(r) && r != '/' })
		c.ids("SOURCE", "", nil)
	case sp.isKey:
		c.replace(keyPart)
		c.keys(sp.of, sp.in, sp.scope)
	default:
		c.value(sp)
	}
}

func keyPart(r rune) bool { return wordPart(r) || r == '>' }

// keys offers the keys that a map of a shape may have and does not.
func (c *completer) keys(sh *syntax.Shape, in *syntax.Node, sc scope) {
	if sh == nil {
		return
	}
	colon := ": "
	if rest := strings.TrimLeftFunc(string(c.line[c.ruler.Pos(c.out.Range.To).Col-1:]), unicode.IsSpace); strings.HasPrefix(rest, ":") {
		colon = ""
	}
	if in != nil && in.Kind == syntax.Map && len(in.Pairs) == 1 && in == c.file.survey().tree {
		c.begin()
	}
	for _, k := range sh.Keys {
		if in == nil || !in.Has(k.Name) {
			c.add(Completion{Label: k.Name, Kind: "key", Doc: k.Doc, Insert: k.Name + colon})
		}
	}
	if sh.Each != nil && !sh.Declares {
		n := len(c.out.List)
		c.ways(sh.EachKey, sc, nil)
		kept := c.out.List[:n]
		for _, v := range c.out.List[n:] {
			if in == nil || !in.Has(v.Insert) {
				v.Insert += colon
				kept = append(kept, v)
			}
		}
		c.out.List = kept
	}
	if sh.Each != nil && sh.Declares && colon != "" {
		if s := snippet(sh.Each); s != "" && sh.Each.Keys != nil {
			id := strings.ToLower(sh.EachKey)
			c.add(Completion{Label: "new " + Word(sh.EachKey), Kind: "snippet", Doc: "Declares " + article(Word(sh.EachKey)) + ".", Insert: "${" + id + "}: " + s, Fields: true})
		}
	}
}

// begin offers the header of each kind of file.
func (c *completer) begin() {
	for _, kind := range []string{"arrangement", "variant", "crisis", "scenario", "study"} {
		g, _ := syntax.KindNamed(kind)
		fields := "version: 1, kind: " + kind + ", id: ${id}, title: ${title}"
		for _, k := range g.Header {
			if k.Required && k.Name != "version" && k.Name != "kind" && k.Name != "id" {
				fields += ", " + k.Name + ": ${" + k.Name + "}"
			}
		}
		c.add(Completion{Label: "entente: " + kind, Kind: "snippet", Doc: "The header of " + article(kind) + ".", Insert: "entente: {" + fields + "}", Fields: true})
	}
}

func article(word string) string {
	if strings.ContainsAny(word[:1], "aeiou") {
		return "an " + word
	}
	return "a " + word
}

// snippet is a map with the keys of a shape that are required, in brackets.
func snippet(sh *syntax.Shape) string {
	var parts []string
	for _, k := range sh.Keys {
		if k.Required {
			inner := "${" + k.Name + "}"
			switch {
			case k.Shape.Form == syntax.NoScalar && k.Shape.Items != nil:
				inner = "[${" + k.Name + "}]"
			case k.Shape.Form == syntax.NoScalar:
				inner = "{${" + k.Name + "}}"
			}
			parts = append(parts, k.Name+": "+inner)
		}
	}
	if len(parts) == 0 {
		return "{${}}"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// steps are the two shapes of a step.
var steps = []Completion{
	{Label: "new step: a doing", Kind: "snippet", Doc: "Somebody does something.", Insert: "{id: ${id}, by: ${who}, act: ${act}, time: ${time}}", Fields: true},
	{Label: "new step: an asking", Kind: "snippet", Doc: "Somebody is asked for consent or views.", Insert: "{id: ${id}, ask: ${whom}, for: ${consent}, asked-by: ${who}, time: ${time}}", Fields: true},
}

// value offers what may stand as a value.
func (c *completer) value(sp *spot) {
	sh := sp.shape
	if sh == nil || sp.node.Quoted && sh.Form != syntax.Expression {
		return
	}
	if sh.Form == syntax.Expression {
		c.expression(sp)
		return
	}
	own := strings.TrimSpace(strings.ReplaceAll(string(c.line), string(mark), ""))
	alone := own == "" || own == c.typed() // on a line of its own
	c.replace(func(r rune) bool { return wordPart(r) || strings.ContainsRune(">()", r) })
	c.scalar(sh, sp)
	item := strings.HasPrefix(own, "-") && strings.TrimSpace(strings.TrimPrefix(own, "-")) == c.typed()
	switch {
	case sh.Keys != nil || sh.Each != nil:
		if alone || item {
			c.keys(sh, nil, sp.scope)
		}
		if !alone && sh.Form == syntax.NoScalar {
			if k := sh.Key("id"); k != nil && k.Shape.Written == "STEP" {
				c.out.List = append(append([]Completion(nil), steps...), c.out.List...)
			} else {
				c.add(Completion{Label: snippetLabel(sh), Kind: "snippet", Doc: sh.Expect, Insert: snippet(sh), Fields: true})
			}
		}
	case sh.Items != nil && sh.Form == syntax.NoScalar:
		if alone {
			c.item(sh.Items, sp)
		} else {
			c.add(Completion{Label: "[ ]", Kind: "snippet", Doc: sh.Expect, Insert: "[${}]", Fields: true})
		}
	}
}

// item offers an item of a list on a line of its own.
func (c *completer) item(sh *syntax.Shape, sp *spot) {
	if k := sh.Key("id"); k != nil && k.Shape.Written == "STEP" {
		for _, s := range steps {
			s.Insert = "- " + s.Insert
			c.add(s)
		}
		return
	}
	if sh.Keys != nil {
		c.add(Completion{Label: "- " + sh.Expect, Kind: "snippet", Doc: sh.Expect, Insert: "- " + snippet(sh), Fields: true})
	}
}

func snippetLabel(sh *syntax.Shape) string {
	var names []string
	for _, k := range sh.Keys {
		if k.Required {
			names = append(names, k.Name)
		}
	}
	return "{" + strings.Join(names, ", ") + "}"
}

// scalar offers the words of a scalar.
func (c *completer) scalar(sh *syntax.Shape, sp *spot) {
	doc := ""
	if sp.key != nil {
		doc = sp.key.Doc
	}
	for _, w := range sh.Words {
		c.add(Completion{Label: w, Kind: "word", Doc: doc, Insert: w})
	}
	switch sh.Form {
	case syntax.Flag:
		c.add(Completion{Label: "yes", Kind: "word", Doc: doc, Insert: "yes"})
		c.add(Completion{Label: "no", Kind: "word", Doc: doc, Insert: "no"})
	case syntax.Ref:
		if strings.Contains(" | "+sh.Written+" | ", " | PATH | ") {
			c.paths(sp)
			return
		}
		c.ways(sh.Written, sp.scope, sp)
	case syntax.Duration_:
		for _, v := range [][2]string{{"${30m}", "Exactly that."}, {"${5m}..${20m}", "Somewhere between, no probability."}, {"${1h}/${3h}/${10h}", "One in ten under the first, half under the second, one in ten over the third."}} {
			label := strings.NewReplacer("${", "", "}", "").Replace(v[0])
			c.add(Completion{Label: label, Kind: "snippet", Doc: v[1], Insert: v[0], Fields: true})
		}
	}
}

// ways offers everything that may be written in one of some ways.
func (c *completer) ways(written string, sc scope, sp *spot) {
	for _, w := range waysOf(written) {
		switch {
		case strings.Contains(written, "OPTION | CHOICE") && answers[w.text] != (sc["CHOICE"] != ""):
			// of an answer the alternatives are those of its step, of a choice the options
		case len(w.kinds) == 0:
			c.add(Completion{Label: w.text, Kind: "word", Insert: w.text})
		case w.text == "CONDITION->CONDITION":
			c.ids("MOVE", c.scaleOf(sc), nil)
		case w.text == "PATH", w.text == "STEP" && sc["STEP"] == "":
		case w.text == "CONDITION" && sc["CONDITION"] == "":
			c.ids("CONDITION", c.scaleOf(sc), nil)
		case len(w.kinds) == 1:
			text := w.text
			c.ids(w.kinds[0], sc[w.kinds[0]], func(id string) string { return strings.Replace(text, w.kinds[0], id, 1) })
		case w.text == "PROCEDURE/STEP" || w.text == "PROGRAMME/CRITERION":
			c.ids(w.kinds[1], "*", nil)
		}
	}
}

// scaleOf returns the scale that the rows of an authority follow, or "".
func (c *completer) scaleOf(sc scope) (scale string) {
	row := ""
	for _, f := range c.entry.reads(c.file) {
		if row == "" {
			row = f.survey().rows[sc["AUTHORITY"]]
		}
	}
	c.entry.visible(c.file, func(_ *survey, el *Element) bool {
		if el.Kind == "CONDITION" && el.ID == row {
			scale = el.Owner
		}
		return scale == "" && row != ""
	})
	return scale
}

// answers are the alternatives of a decision that is the answer of a step.
var answers = map[string]bool{"CHOICE": true, "agree": true, "refuse": true, "refer": true}

// ids offers the elements of a kind that belong to an owner; "*" offers all, with
// their owners. write puts the id into its way.
func (c *completer) ids(kind, owner string, write func(id string) string) {
	said := map[string]bool{}
	c.entry.visible(c.file, func(_ *survey, el *Element) bool {
		if el.Kind != kind || strings.ContainsRune(el.ID, mark) || owner != "" && owner != "*" && el.Owner != "" && el.Owner != owner {
			return true
		}
		text := el.ID
		if owner == "*" {
			text = el.Owner + "/" + el.ID
		}
		if write != nil {
			text = write(text)
		}
		if !said[text] {
			said[text] = true
			c.add(Completion{Label: text, Kind: Word(kind), Doc: remark(el), Name: el.Name, Insert: text})
		}
		return len(c.out.List) < completionsMax
	})
}

// paths offers the ids below the path typed so far.
func (c *completer) paths(sp *spot) {
	c.replace(func(r rune) bool { return wordPart(r) && r != '/' || r == '>' })
	text := sp.node.Text
	typed := text[:strings.IndexRune(text, mark)]
	above := typed[:strings.LastIndex(typed, "/")+1]
	said := map[string]bool{}
	offer := func(id, kind string, name map[string]string) {
		if !said[id] && id != "" && !strings.ContainsRune(id, mark) && id != "entente" && len(c.out.List) < completionsMax {
			said[id] = true
			c.add(Completion{Label: id, Kind: kind, Name: name, Insert: id})
		}
	}
	// of its own file a change may name what stands above it
	below := func(s *survey, at diag.Span) bool {
		return s == c.file.survey() && s.kind == "variant" && sp.node.Span.Start.Before(at.Start)
	}
	c.entry.visible(c.file, func(s *survey, el *Element) bool {
		if rest, ok := strings.CutPrefix(el.Path, above); ok && rest == el.ID && (above != "" || strings.Contains(el.Path, "/")) && !below(s, el.Span) {
			offer(el.ID, Word(el.Kind), el.Name)
		}
		return true
	})
	for _, f := range c.entry.reads(c.file) {
		s := f.survey()
		if s.kind != "arrangement" && s.kind != "variant" {
			continue
		}
		for _, other := range s.spots {
			value := other.of != nil && (other.of.Form == syntax.Duration_ || other.of.Form == syntax.Number || other.of.Expect == wrapped)
			if other.isKey && !value && !below(s, other.node.Span) && len(other.path) > 0 && other.path[0] != "changes" && other.path[0] != "silent" && strings.Join(other.path[:len(other.path)-1], "/") == strings.TrimSuffix(above, "/") {
				offer(other.path[len(other.path)-1], "key", nil)
			}
		}
	}
}

// expression offers what may stand at the cursor inside an expression.
func (c *completer) expression(sp *spot) {
	c.replace(wordPart)
	toks := tokens(sp.node.Text)
	at := slices.IndexFunc(toks, func(t token) bool { return strings.ContainsRune(t.text, mark) })
	if at < 0 {
		return
	}
	e := expects(toks, at, sp.scope)
	if e.joint {
		for _, w := range []string{"and", "or"} {
			c.add(Completion{Label: w, Kind: "word", Insert: w + " "})
		}
		return
	}
	crisis := c.crisisAtHand()
	if e.written == "holders(AUTHORITY)" {
		c.add(Completion{Label: "holders(AUTHORITY)", Kind: "question", Doc: questions["holders"].Doc, Insert: "holders(${AUTHORITY})", Fields: true})
		return
	}
	if e.written != "" {
		written := e.written
		if e.truth {
			written = "SCALE"
			if crisis {
				written = "SCALE | rung"
			}
		}
		c.ways(written, e.scope, sp)
	}
	if !e.truth {
		return
	}
	c.add(Completion{Label: "not", Kind: "word", Insert: "not "})
	for _, q := range typecheck.Questions() {
		if q.OfCrisis && !crisis || q.Name == "holders" {
			continue
		}
		args := make([]string, len(q.Args))
		for i, a := range q.Args {
			args[i] = "${" + a + "}"
			if a == "holders(AUTHORITY)" {
				args[i] = "holders(${AUTHORITY})"
			}
		}
		tail := map[string]string{"count": " <= ${n}", "chosen": " == ${OPTION}", "reads": " >= ${RUNG}", "stock": " >= ${0.5}"}[q.Name]
		c.add(Completion{Label: q.Name + "(" + strings.Join(q.Args, ", ") + ")", Kind: "question", Doc: q.Doc, Insert: q.Name + "(" + strings.Join(args, ", ") + ")" + tail, Fields: true})
	}
}

// crisisAtHand reports whether expressions of the file may ask of a crisis.
func (c *completer) crisisAtHand() bool {
	switch c.file.survey().kind {
	case "crisis", "study":
		return true
	case "scenario":
		return c.file.survey().tree.Has("crisis")
	}
	return false
}
