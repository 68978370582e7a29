package design

// Kind is the kind of thing that an id names; a set of kinds where a place of
// the text may name any of several.
type Kind uint32

// The kinds of things with ids.
const (
	Source Kind = 1 << iota
	Scale
	Value
	Party
	Headquarters
	Place
	Post
	Person
	Force
	Authority
	Council
	Seat
	Link
	Procedure
	Step // of the procedure in scope
	Limit
	Invariant
)

// holding says how a node holds its children, and so how a path goes on below it.
type holding uint8

const (
	leaf     holding = iota // text, or a value that paths do not enter
	fields                  // a map with the keys of the language
	table                   // a map whose keys are ids
	elements                // a list of maps, each with an `id`
	plain                   // a list of ids or texts, or one of them alone
)

// form says how the text of a leaf is read for the ids that it names.
type form uint8

const (
	opaque     form = iota // names nothing
	bare                   // an id
	actor                  // an id, or holder(AUTHORITY)
	move                   // FROM->TO
	expression             // a boolean expression
	clause                 // `go STEP`, or a word
	binding                // `before STEP`, `after STEP`
	finding                // the element of an accepted seam; `seam` beside it says which kind
)

// shape is what design knows of the language: where ids are declared, where
// they are mentioned, and how a path finds its way. What values are allowed is
// none of its business.
type shape struct {
	holds    holding
	keys     map[string]*shape // fields
	each     *shape            // table, elements, plain: every child
	declares Kind              // table, elements, plain: what a child's id declares; 0: nothing
	keyForm  form              // table: how a key is read, where it declares nothing
	keyNames Kind              // table: what a key names
	form     form              // leaf
	names    Kind              // leaf
	steps    scoping           // where the steps named below belong to
	ordered  bool              // table: the order of its rows has a meaning
	graded   bool              // fields: `source` and `credibility` are among them
}

// scoping says which procedure the steps named below a node belong to.
type scoping uint8

const (
	asAbove scoping = iota
	ofKey           // table: of the procedure that is the child's id
	ofBy            // fields: of the procedure that `by` beside it names
)

func text() *shape                   { return &shape{} }
func ref(names Kind) *shape          { return &shape{form: bare, names: names} }
func read(f form, names Kind) *shape { return &shape{form: f, names: names} }
func list(each *shape) *shape        { return &shape{holds: plain, each: each} }

func record(keys map[string]*shape) *shape { return &shape{holds: fields, keys: keys} }

// byID is a table of elements: a map from the ids it declares to records.
func byID(declares Kind, keys map[string]*shape) *shape {
	return &shape{holds: table, declares: declares, each: element(keys)}
}

func element(keys map[string]*shape) *shape {
	return &shape{holds: fields, keys: keys, graded: true}
}

// rows is a table whose keys name something declared elsewhere.
func rows(keyForm form, keyNames Kind, each *shape) *shape {
	return &shape{holds: table, keyForm: keyForm, keyNames: keyNames, each: each}
}

func items(declares Kind, keys map[string]*shape) *shape {
	return &shape{holds: elements, declares: declares, each: element(keys)}
}

// arrangement is the whole of it. Keys that name nothing and hold no ids are
// left out: an unknown key is a leaf.
var arrangement = record(map[string]*shape{
	"sources":    byID(Source, nil),
	"conditions": byID(Scale, scaleKeys),
	"parties": byID(Party, map[string]*shape{
		"headquarters": byID(Headquarters, map[string]*shape{"at": ref(Place)}),
		"places":       byID(Place, nil),
	}),
	"posts":      byID(Post, postKeys),
	"forces":     byID(Force, forceKeys),
	"matters":    byID(Force, forceKeys),
	"authority":  byID(Authority, authorityKeys),
	"councils":   byID(Council, councilKeys),
	"links":      byID(Link, map[string]*shape{"between": list(ref(Post | Council))}),
	"procedures": {holds: table, declares: Procedure, each: element(procedureKeys), steps: ofKey},
	"checks":     record(checkKeys),
})

var scaleKeys = map[string]*shape{
	"order": {holds: plain, declares: Value, each: text()},
	"moves": rows(move, Value, ref(Procedure)),
	"names": rows(bare, Value, text()),
}

var postKeys = map[string]*shape{
	"of":       ref(Party),
	"under":    list(ref(Post | Council)),
	"in":       ref(Headquarters),
	"person":   ref(Person),
	"deputies": {holds: table, ordered: true, keyForm: bare, keyNames: Post, each: text()},
	"acting":   record(map[string]*shape{"may-not": list(ref(Authority))}),
}

var forceKeys = map[string]*shape{
	"of": list(ref(Party)),
	"in": ref(Force),
	"at": ref(Place),
}

var authorityKeys = map[string]*shape{
	"over":           ref(Force),
	"held-by":        rows(bare, Value, ref(Post)),
	"supporting":     rows(bare, Value, ref(Post)),
	"while":          read(expression, 0),
	"only":           record(map[string]*shape{"party": ref(Party), "posts": list(ref(Post))}),
	"delegated-from": ref(Post),
	"handover": rows(move, Value, &shape{holds: fields, graded: true, steps: ofBy, keys: map[string]*shape{
		"by":         ref(Procedure),
		"gives-up":   read(binding, Step),
		"takes-over": read(binding, Step),
	}}),
}

var councilKeys = map[string]*shape{
	"under":  list(ref(Post | Council)),
	"seats":  {holds: table, ordered: true, declares: Seat, each: ref(Post)},
	"quorum": rows(bare, Party, text()),
	"remit":  record(map[string]*shape{"decides": list(ref(Procedure)), "advises": list(ref(Procedure))}),
	"agenda": list(text()),
}

var procedureKeys = map[string]*shape{
	"decides": list(record(map[string]*shape{"move": read(move, Value), "at": ref(Step)})),
	"starts":  list(text()),
	"while":   read(expression, 0),
	"steps":   items(Step, stepKeys),
}

var stepKeys = map[string]*shape{
	"by":             read(actor, Post|Council),
	"ask":            read(actor, Post|Council),
	"asked-by":       read(actor, Post|Council),
	"to":             list(read(actor, Post|Council)),
	"after":          list(ref(Step)),
	"via":            list(ref(Link)),
	"uses":           ref(Authority),
	"needs":          read(expression, 0),
	"choose":         list(text()),
	"back":           record(map[string]*shape{"to": list(ref(Step))}),
	"starts":         list(ref(Procedure)),
	"if-refused":     read(clause, Step),
	"if-unreachable": read(clause, Step),
	"if-absent":      read(clause, Step),
	"if-late":        read(clause, Step),
}

var checkKeys = map[string]*shape{
	"use": list(text()),
	"limits": items(Limit, map[string]*shape{
		"procedure": ref(Procedure), "no-holder": ref(Authority), "dual-holder": ref(Authority),
	}),
	"invariants": items(Invariant, map[string]*shape{
		"always": read(expression, 0), "never": read(expression, 0),
		"when": read(expression, 0), "holds": read(expression, 0),
		"from": read(expression, 0), "possible": read(expression, 0),
		"before": read(move, Value), "consent-of": list(ref(Post)),
	}),
	"expects": list(text()),
	"accept":  list(record(map[string]*shape{"element": read(finding, 0)})),
}
