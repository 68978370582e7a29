package diag

// Info describes a code for `entente explain` and the reference.
type Info struct {
	Code     Code
	Severity Severity
	Summary  string // one sentence
	Explain  string // why, and what to do
}

// codes is the registry, sorted by code. To add a code, add an entry here and
// an example at conformance/diagnostics/CODE.txtar. A code is never reused.
var codes = []Info{
	{"bad-citation", Error, "A citation behind a value cannot be read.", "A citation is `@SOURCE` or `@SOURCE:CREDIBILITY`; the source is declared under `sources`, the credibility is an Admiralty digit from 1 (confirmed) to 6 (cannot be judged)."},
	{"bad-expression", Error, "An expression cannot be read.", "Expressions compare conditions and ask about posts, links, councils and steps; see the list of forms in the language reference."},
	{"bad-key", Error, "A key is not a word.", "Keys are plain words: ids of elements or the keys of the language. No map, list, citation or empty text stands as a key."},
	{"bidi-character", Error, "The text holds a character that changes the order in which text is shown.", "Such characters make a text read differently from what it means. Remove them."},
	{"control-character", Error, "The text holds a control character or one that cannot be seen.", "Remove it; it cannot be seen and means nothing."},
	{"duplicate-key", Error, "A key stands twice in one map.", "YAML would silently keep one of the two. Remove or rename one."},
	{"empty-file", Error, "The file holds nothing.", "Begin with the header `entente: {…}`."},
	{"expr-too-deep", Error, "An expression is nested deeper than the limit.", "Split it into several invariants or conditions."},
	{"expr-too-long", Error, "An expression is longer than the limit.", "Split it into several invariants or conditions."},
	{"file-too-large", Error, "The file is larger than the limit.", "Arrangements are small texts; split the file or look for pasted data."},
	{"many-documents", Error, "The file holds several YAML documents.", "Put each into a file of its own."},
	{"not-a-map", Error, "The file is not a map of sections.", "Begin with the header `entente: {…}` and write the sections below it."},
	{"not-utf8", Error, "The file is not UTF-8.", "Save it as UTF-8."},
	{"scalar-too-long", Error, "A text is longer than the limit.", "Shorten it, or put it into several notes."},
	{"tab-indent", Error, "A tab indents a line.", "YAML takes spaces only. Use two for each level."},
	{"too-deep", Error, "Values are nested deeper than the limit.", "No section of the language nests so deep; look for a missing closing bracket."},
	{"too-many-diagnostics", Error, "There are more messages than are shown.", "Mend the first ones and run again: later messages often follow from earlier mistakes."},
	{"too-many-nodes", Error, "The file holds more values than the limit.", "Split it, or look for pasted data."},
	{"yaml", Error, "The text is not YAML.", "The message names what the reader stumbled over; the cause is often a missing bracket, comma or quote on the line above."},
	{"yaml-alias", Error, "An alias (`*name`) stands in the text.", "Write the value out: every line means what it says."},
	{"yaml-anchor", Error, "An anchor (`&name`) stands in the text.", "Write the value out where it is needed."},
	{"yaml-directive", Error, "A YAML directive (`%YAML`, `%TAG`) stands in the text.", "Leave it out: it changes nothing that is read here."},
	{"yaml-merge", Error, "A merge key (`<<`) stands in the text.", "Write the keys out."},
	{"yaml-tag", Error, "A tag (`!name`) stands in the text.", "Leave it out: types follow from the keys."},
}

var byCode = func() map[Code]Info {
	out := make(map[Code]Info, len(codes))
	for _, info := range codes {
		out[info.Code] = info
	}
	return out
}()

// Lookup returns the description of a code.
func Lookup(code Code) (Info, bool) {
	info, ok := byCode[code]
	return info, ok
}

// All returns every code, sorted.
func All() []Info { return append([]Info(nil), codes...) }
