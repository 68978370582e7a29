package say

import (
	"fmt"
	"html"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Some results are kept with their sentences in English alone: the summary of a
// study is a file that others read. A Reader finds the form of such a sentence, and
// says it in Korean with what stands in it. A sentence of no form stays as it is, and
// none is said half in one language and half in the other.

// Forms are English formats with their Korean forms, as in a Catalogue; here %s stands
// for any words.
type Forms map[string]string

// Reader reads English sentences of some forms. It is not changed by reading, but for
// what it remembers: one goroutine uses it.
type Reader struct {
	forms []form
	names map[string]string // what the texts call things, in English and Korean
	known map[string]string // what was read; "" where it is of no form
}

type form struct {
	pattern  *regexp.Regexp
	literals []string // all stand in what is of the form
	weight   int
	stops    bool // it has a stop or a semicolon in it
	ofItems  bool // it says something of a quantity, and begins with nothing but that
	korean   string
}

// Compiled is a set of forms made ready.
type Compiled []form

// predicate is how a form begins that says something of a quantity.
var predicate = regexp.MustCompile(`^%s (?:is|exceeds) `)

// percent doubles each percent sign that is no verb, where it is not doubled.
func percent(korean string) string {
	parts := strings.Split(korean, "%%")
	for i := range parts {
		parts[i] = lonePercent.ReplaceAllString(parts[i], "%%$1")
	}
	return strings.Join(parts, "%%")
}

// lonePercent is a percent sign that is no verb.
var lonePercent = regexp.MustCompile(`%([^sd%\[]|$)`)

var holes = regexp.MustCompile(`%(?:s|d|%)`)

// Compile makes forms ready. It panics at a form that is no format of %s and %d.
func Compile(forms Forms) Compiled {
	var out Compiled
	for english, korean := range withoutStops(forms) {
		f := form{korean: korean}
		var b strings.Builder
		b.WriteString(`^`)
		at := 0
		literal := func(s string) {
			if s != "" {
				f.literals = append(f.literals, s)
				f.weight += len(s)
				b.WriteString(regexp.QuoteMeta(s))
			}
		}
		for _, m := range holes.FindAllStringIndex(english, -1) {
			literal(english[at:m[0]])
			switch english[m[0]:m[1]] {
			case "%s":
				b.WriteString(`(.+?)`)
			case "%d":
				b.WriteString(`([0-9](?:[0-9,.]*[0-9])?)`)
			default:
				b.WriteString(`%`)
			}
			at = m[1]
		}
		literal(english[at:])
		b.WriteString(`$`)
		f.stops = strings.Contains(english, "; ") || strings.Contains(english, ". ")
		if predicate.MatchString(english) {
			f.ofItems = f.weight < 20 && len(holes.FindAllString(english, -1)) > 1
			f.weight += 1000 // before the names that may stand before it
		}
		f.pattern = regexp.MustCompile(b.String())
		f.korean = strings.ReplaceAll(percent(korean), "%d", "%s")
		out = append(out, f)
	}
	slices.SortFunc(out, func(x, y form) int {
		if whole := y.pattern.NumSubexp() == 0; whole != (x.pattern.NumSubexp() == 0) { // what has no holes comes first
			if whole {
				return 1
			}
			return -1
		}
		if x.weight != y.weight {
			return y.weight - x.weight
		}
		return strings.Compare(x.pattern.String(), y.pattern.String())
	})
	return out
}

// Reader returns a reader of the forms. Names are what the texts call things: the
// English name with the Korean one, which may be the same.
func (c Compiled) Reader(names map[string]string) *Reader {
	return &Reader{forms: c, names: names, known: map[string]string{}}
}

// depthMost bounds forms in forms.
const depthMost = 16

// Korean says an English text in Korean; ok is false, and the text as it was, where it
// is of no form.
func (r *Reader) Korean(text string) (korean string, ok bool) {
	if korean = r.read(text, 0); korean == "" {
		return text, false
	}
	return korean, true
}

func (r *Reader) read(text string, depth int) string {
	if trimmed := strings.TrimSpace(text); trimmed != text {
		return r.read(trimmed, depth)
	}
	if k, ok := r.names[text]; ok {
		return k
	}
	if k, ok := r.known[text]; ok {
		return k
	}
	if depth > depthMost || text == "" {
		return text[:0]
	}
	k := r.make(text, depth)
	if k != "" || depth <= depthMost/2 { // deeper, it may be the bound that ended it
		r.known[text] = k
	}
	return k
}

func (r *Reader) make(text string, depth int) string {
	if k := r.items(text, depth); k != "" {
		return k
	}
	if head, ok := strings.CutSuffix(text, ":"); ok {
		if k := r.read(head, depth+1); k != "" {
			return k + ":"
		}
	}
	stops := strings.Contains(text, "; ") || strings.Contains(text, ". ")
	for i := range r.forms {
		f := &r.forms[i]
		if stops && !f.stops || f.ofItems && !itemStart.MatchString(text) {
			continue // a part of it may be of the form
		}
		if slices.ContainsFunc(f.literals, func(l string) bool { return !strings.Contains(text, l) }) {
			continue
		}
		m := f.pattern.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		args := make([]any, 0, len(m)-1)
		for _, part := range m[1:] {
			k := r.read(part, depth+1)
			if k == "" {
				break
			}
			args = append(args, k)
		}
		if len(args) == len(m)-1 {
			return Particles(fmt.Sprintf(f.korean, args...))
		}
	}
	if k, ok := amount(text); ok {
		return k
	}
	for _, sep := range []string{". ", "; ", ": ", ", "} {
		if k := r.parts(text, sep, depth); k != "" {
			return k
		}
	}
	if head, last, ok := cutLast(text, " and "); ok {
		if a, b := r.read(head, depth+1), r.read(last, depth+1); a != "" && b != "" {
			return a + " 및 " + b
		}
	}
	if head, last, ok := cutLast(text, " or "); ok {
		if a, b := r.read(head, depth+1), r.read(last, depth+1); a != "" && b != "" {
			return a + " 또는 " + b
		}
	}
	if sentence, ok := strings.CutSuffix(text, "."); ok && strings.Contains(sentence, " ") {
		if k := r.read(sentence, depth+1); k != "" {
			return k + "."
		}
	}
	if own.MatchString(text) || hangul.MatchString(text) && !twoWords.MatchString(text) {
		return text
	}
	return ""
}

// itemStart is how each item of a list begins that forms must not take for one.
var itemStart = regexp.MustCompile(`^(?:or if |if )?(?:the|how long|what|every|where) `)

var (
	andMore   = regexp.MustCompile(`^(.+) and ([0-9]+) more$`)
	andPoints = regexp.MustCompile(`^(.+) \(and at ([0-9]+) further points?\)$`)
)

// items reads a list of quantities, "the time of a, the time of b and the time of c".
func (r *Reader) items(text string, depth int) string {
	if !itemStart.MatchString(text) {
		return ""
	}
	for pattern, korean := range map[*regexp.Regexp]string{andMore: "%s 외 %s개", andPoints: "%s (그 밖의 조합 %s개에서도)"} {
		if m := pattern.FindStringSubmatch(text); m != nil {
			if k := r.read(m[1], depth+1); k != "" {
				return fmt.Sprintf(korean, k, m[2])
			}
			return ""
		}
	}
	list := strings.Split(text, ", ")
	joint := ""
	for word, ko := range map[string]string{" and ": " 및 ", " or ": " 또는 "} {
		last := list[len(list)-1]
		if i := strings.LastIndex(last, word); i > 0 && itemStart.MatchString(last[i+len(word):]) {
			list = append(list[:len(list)-1:len(list)-1], last[:i], last[i+len(word):])
			joint = ko
			break
		}
	}
	if len(list) < 2 {
		return ""
	}
	var b strings.Builder
	for i, item := range list {
		if !itemStart.MatchString(item) {
			return ""
		}
		k := r.read(item, depth+1)
		if k == "" {
			return ""
		}
		switch {
		case i == len(list)-1 && joint != "":
			b.WriteString(joint)
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(k)
	}
	return b.String()
}

// withoutStops adds to each sentence the same without its full stop.
func withoutStops(forms Forms) Forms {
	out := Forms{}
	for english, korean := range forms {
		out[english] = korean
		if e, ok := strings.CutSuffix(english, "."); ok {
			if _, other := forms[e]; !other {
				out[e] = strings.TrimSuffix(korean, ".")
			}
		}
	}
	return out
}

// parts reads what a separator divides, each part for itself.
func (r *Reader) parts(text, sep string, depth int) string {
	list := strings.SplitAfter(text, sep)
	if len(list) < 2 || len(list) > 200 {
		return ""
	}
	var b strings.Builder
	for i, part := range list {
		end := ""
		if i < len(list)-1 {
			part, end = strings.TrimSuffix(part, sep), sep
		}
		k := ""
		if sep == ". " && end != "" { // the stop belongs to the form
			k = strings.TrimSuffix(r.read(part+".", depth+1), ".")
		} else {
			k = r.read(part, depth+1)
		}
		if k == "" {
			return ""
		}
		b.WriteString(k + end)
	}
	return b.String()
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i > 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// own is what stands in Korean as it stands in English: an id, a path, code in strokes,
// a grade, numbers and signs.
var own = regexp.MustCompile("^(?:`[^`]*`|\"[^\"]*\"|“[^”]*”|[^\\s.]*|[^A-Za-z]+|[a-z0-9-]+ \\([A-F?][1-6?]\\))\\.?$")

var (
	hangul   = regexp.MustCompile(`\p{Hangul}`)
	twoWords = regexp.MustCompile(`[A-Za-z]{2,} [A-Za-z]{2,}`)
)

var (
	lengths  = regexp.MustCompile(`([0-9]) (s|min|h|d|y)\b`)
	units    = map[string]string{"s": "초", "min": "분", "h": "시간", "d": "일", "y": "년"}
	noAmount = regexp.MustCompile(`[A-Za-z]`)
)

// amount says numbers with their units: "61 min", "+5.0 min to 2 h", "−100 points".
func amount(text string) (string, bool) {
	k := lengths.ReplaceAllStringFunc(text, func(m string) string { return m[:1] + units[m[2:]] })
	k = strings.NewReplacer(" points", "%p", " to ", "~", " per year", "(연간)", " per day", "(일간)").Replace(k)
	if k == text || noAmount.MatchString(k) && !strings.HasSuffix(k, "%p") || strings.Count(k, "p") > 1 {
		return "", false
	}
	return k, !noAmount.MatchString(strings.ReplaceAll(k, "%p", ""))
}

// Fields reads the exported strings in v, at any depth, where they are of a form. v is
// a pointer; slices and pointers in it are copied before anything in them is changed,
// so that what v shares with others stays as it is. A field whose type and name skip
// names, as "StudyGroup.Kind", is left.
func (r *Reader) Fields(v any, skip ...string) {
	p := reflect.ValueOf(v).Elem()
	p.Set(r.field(p, skip))
}

func (r *Reader) field(v reflect.Value, skip []string) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		k, ok := r.Korean(v.String())
		if !ok {
			return v
		}
		return reflect.ValueOf(k).Convert(v.Type())
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return v
		}
		inner := r.field(v.Elem(), skip)
		if v.Kind() == reflect.Interface {
			return inner.Convert(v.Type())
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(inner)
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(r.field(v.Index(i), skip))
		}
		return out
	case reflect.Struct:
		out := reflect.New(v.Type()).Elem()
		out.Set(v)
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() && !slices.Contains(skip, v.Type().Name()+"."+f.Name) {
				out.Field(i).Set(r.field(v.Field(i), skip))
			}
		}
		return out
	}
	return v
}

var drawn = regexp.MustCompile(`(<(?:text|tspan|title)\b[^>]*>)([^<]+)(<)`)

// Drawing reads the words in a drawing (SVG).
func (r *Reader) Drawing(svg string) string {
	return drawn.ReplaceAllStringFunc(svg, func(m string) string {
		part := drawn.FindStringSubmatch(m)
		k, ok := r.Korean(html.UnescapeString(part[2]))
		if !ok {
			return m
		}
		return part[1] + html.EscapeString(k) + part[3]
	})
}
