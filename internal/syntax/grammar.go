package syntax

// The grammar: for every kind of file its sections and keys, with the shape of
// their values, whether they are required, the words allowed and one sentence
// on each. Keys are listed here and nowhere else: the shape check
// (grammar_check.go) and the JSON Schema for editors (grammar_schema.go) read
// this table, and a test compares it with docs/language.md.

// Form says how the text of a scalar is read.
type Form uint8

// The forms of scalars.
const (
	NoScalar   Form = iota // a scalar may not stand here
	Text                   // any text
	Word                   // one of the shape's words
	ID                     // declares an id
	Ref                    // names something declared elsewhere
	Flag                   // yes, no, true, false
	Whole                  // a whole number
	Duration_              // a duration with its spread
	Number                 // a plain number with its spread
	Expression             // a boolean expression
)

// Shape says what may stand in one place, by kind of node: a scalar of a form, a
// map with certain keys, a map from ids, a list.
type Shape struct {
	Expect   string   // what stands here, for messages: "a post", "a duration"
	Form     Form     // of a scalar
	Words    []string // Form Word: the words allowed; else words that may stand as well
	Keys     []Key    // a map with these keys
	Each     *Shape   // a map from ids to this; beside Keys, every other key
	EachKey  string   // how the ids are written, as in Written
	Declares bool     // the ids are declared here
	Items    *Shape   // a list of this
	Any      bool     // anything at all
	Section  bool     // a map from ids that no `{value: …}` stands for
	Prose    bool     // Form Text: people's words, which may hold commas

	// Written says how a Ref, or an id that is declared, is written: the ways apart
	// by ` | `; in each a word in capitals stands for an id of the kind of that
	// name, as in `stop | wait | proceed | go STEP`. It is for editors: which
	// names are right is said by the stages that resolve them.
	Written string
}

// Key is one key of a map.
type Key struct {
	Name     string
	Required bool
	Shape    *Shape
	Doc      string // one sentence
}

// FileKind is a kind of file and its grammar.
type FileKind struct {
	Name   string
	Header []Key // of `entente: {…}`
	Keys   []Key // sections
}

// KindNamed returns the grammar of a kind.
func KindNamed(name string) (FileKind, bool) {
	for _, k := range fileKinds {
		if k.Name == name {
			return k, true
		}
	}
	return FileKind{}, false
}

// id declares an id of a kind.
func id(expect, kind string) *Shape { return &Shape{Expect: expect, Form: ID, Written: kind} }

// Root is the shape of a whole file of the kind.
func (k FileKind) Root() *Shape {
	header := Key{"entente", true, record("the header", k.Header...), "The header: what the file is."}
	return record(kindPhrase(k.Name), append([]Key{header}, k.Keys...)...)
}

// Key returns the key of a name that a map of the shape may have, or nil.
func (s *Shape) Key(name string) *Key { return keyNamed(s.Keys, name) }

// Wrapper are the keys of `{value: V, source: …}` around a value.
func Wrapper() []Key { return wrapper }

// Wraps reports whether the node is `{value: V, source: …}` around a value of the shape.
func (s *Shape) Wraps(n *Node) bool { return !s.Any && isWrapper(n, s) }

func text(expect string) *Shape  { return &Shape{Expect: expect, Form: Text} }
func prose(expect string) *Shape { return &Shape{Expect: expect, Form: Text, Prose: true} }
func ref(expect, written string) *Shape {
	return &Shape{Expect: expect, Form: Ref, Written: written}
}
func word(expect string, words ...string) *Shape {
	return &Shape{Expect: expect, Form: Word, Words: words}
}

// many is one of the shape or a list of it.
func many(one *Shape, expect string) *Shape {
	return &Shape{Expect: expect, Form: one.Form, Words: one.Words, Written: one.Written, Keys: one.Keys, Items: one}
}

// castShape is who plays, or a map that says also by which rules programmes are judged.
var castShape = &Shape{Expect: "a player, a list of them, or a map", Form: Ref, Written: "PLAYER", Items: ref("a player", "PLAYER"), Keys: []Key{
	optional("players", many(ref("a player", "PLAYER"), "a player or a list of them"), "Who plays; unwritten, nobody."),
	optional("rules", rows("PROGRAMME", ref("a rule", "RULE"), "a map from programmes to rules"), "The rules in use, in place of the scenario's."),
}}

func list(items *Shape, expect string) *Shape { return &Shape{Expect: expect, Items: items} }
func record(expect string, keys ...Key) *Shape {
	return &Shape{Expect: expect, Keys: keys}
}

// element is a record of something that has an id.
func element(expect string, keys ...Key) *Shape {
	return record(expect, append(keys[:len(keys):len(keys)], common...)...)
}

// section is a map that declares ids.
func section(keyName string, each *Shape, expect string) *Shape {
	return &Shape{Expect: expect, Each: each, EachKey: keyName, Declares: true, Section: true}
}

func rows(keyName string, each *Shape, expect string) *Shape {
	return &Shape{Expect: expect, Each: each, EachKey: keyName}
}

func required(name string, shape *Shape, doc string) Key { return Key{name, true, shape, doc} }
func optional(name string, shape *Shape, doc string) Key { return Key{name, false, shape, doc} }

var (
	anything   = &Shape{Expect: "a value", Any: true}
	remark     = prose("a text")
	flag       = &Shape{Expect: "yes or no", Form: Flag}
	whole      = &Shape{Expect: "a whole number", Form: Whole}
	expression = &Shape{Expect: "an expression", Form: Expression}
	names      = &Shape{Expect: "a text, or a map from languages to texts", Form: Text, Prose: true, Each: prose("a text"), EachKey: "en | ko", Section: true}
	source     = ref("the id of a source", "SOURCE")
	digit      = &Shape{Expect: "a credibility from 1 to 6", Form: Whole}
	post       = ref("a post", "POST")
	party      = ref("a party", "PARTY")
	superior   = ref("a post or a council", "POST | COUNCIL")
	force      = ref("a force or a matter", "FORCE | MATTER")
	authority  = ref("an authority", "AUTHORITY")
	procedure  = ref("a procedure", "PROCEDURE")
	step       = ref("a step", "STEP")
	link       = ref("a link", "LINK")
	actor      = ref("a post, a council or holder(AUTHORITY)", "POST | COUNCIL | holder(AUTHORITY)")
	move       = ref("a move, FROM->TO", "CONDITION->CONDITION")
	incident   = ref("an incident kind", "KIND")
	clause     = ref("stop, wait, proceed or `go STEP`", "stop | wait | proceed | go STEP")
	binding    = ref("`before STEP` or `after STEP`", "before STEP | after STEP")
	path       = ref("a path of ids", "PATH")

	readings = list(record("a reading",
		required("value", anything, "What this reading says."),
		optional("source", source, "Who says so."),
		optional("credibility", digit, "The Admiralty digit of the statement."),
		optional("note", remark, "A remark.")), "a list of readings")

	// graded are the keys that say who says so, on whatever carries them.
	graded = []Key{
		optional("source", source, "The source that says so."),
		optional("credibility", digit, "The Admiralty digit of the statement, 1 (confirmed) to 6 (cannot be judged)."),
		optional("assumption", flag, "Whether it is the authors' own assumption."),
		optional("disputed", readings, "Rival readings, each with its source."),
		optional("note", remark, "A remark, shown with answers."),
	}
	common = append([]Key{
		optional("name", names, "What people call it, by language."),
		optional("was", ref("an id", ""), "The id it had in the base, where it was renamed."),
	}, graded...)

	// wrapper are the keys of `{value: V, source: …}`, which may stand wherever V may.
	wrapper = append([]Key{required("value", anything, "The value.")}, graded...)

	duration = quantity(Duration_, "a duration")
	number   = quantity(Number, "a number")
	// exactly is a duration without a spread.
	exactly = &Shape{Expect: "a duration", Form: Duration_}
)

// quantity is a value with its spread: a scalar, or one of the map forms.
func quantity(form Form, expect string) *Shape {
	plain := &Shape{Expect: expect, Form: form}
	return &Shape{Expect: expect, Form: form, Keys: append([]Key{
		optional("p10", plain, "One in ten is under it."),
		optional("p50", plain, "Half are under it."),
		optional("p90", plain, "One in ten is over it."),
		optional("min", plain, "PERT: the least value."),
		optional("likely", plain, "PERT: the most likely value."),
		optional("max", plain, "PERT: the greatest value."),
		optional("law", word("a law", "exponential", "lognormal", "gamma"), "A law, where a source gives one."),
		optional("mean", plain, "The mean of the exponential law."),
		optional("median", plain, "The median of the lognormal law."),
		optional("sigma", &Shape{Expect: "a number", Form: Number}, "The standard deviation of the logarithm."),
		optional("shape", &Shape{Expect: "a number", Form: Number}, "The shape of the gamma law."),
		optional("scale", plain, "The scale of the gamma law."),
		optional("value", plain, "The value in its short form."),
		optional("within", plain, "Hard bounds, `a..b`."),
	}, graded...)}
}

// or is the shape with one more word that may stand as a scalar.
func or(s *Shape, expect string, words ...string) *Shape {
	out := *s
	out.Expect, out.Words = expect, words
	if out.Form == NoScalar {
		out.Form = Word
	}
	return &out
}

func header(kind string, more ...Key) []Key {
	return append([]Key{
		required("version", word("1", "1"), "The version of the language: 1."),
		required("kind", word("the kind of file", kindNames...), "What the file holds: "+kind+"."),
		required("id", id("an id", "FILE"), "The id of the file."),
		optional("title", remark, "One line."),
		optional("note", remark, "A remark."),
	}, more...)
}

// kindNames are the kinds of file.
var kindNames = []string{"arrangement", "variant", "crisis", "scenario", "study"}

var fileKinds = []FileKind{
	{"arrangement", header("the institutions", required("real", flag, "Whether the states are real; RESPONSIBLE-USE.md applies if they are.")), arrangementKeys},
	{"variant", header("changes to an arrangement", required("base", ref("an arrangement or a variant", "ARRANGEMENT | VARIANT"), "The arrangement or variant that it changes.")), variantKeys},
	{"crisis", header("behaviour", required("for", ref("an arrangement", "ARRANGEMENT | VARIANT"), "The arrangement that it is for."),
		optional("assumption", flag, "Whether every number without a source is the authors' own assumption.")), crisisKeys},
	{"scenario", header("circumstances", required("for", ref("an arrangement", "ARRANGEMENT | VARIANT"), "The arrangement that it is for.")), scenarioKeys},
	{"study", header("a question"), studyKeys},
}

var arrangementKeys = []Key{
	optional("sources", section("SOURCE", element("a source",
		required("cite", prose("a citation"), "The citation."),
		optional("url", text("an address"), "Where it can be read."),
		optional("reliability", word("a reliability", "A", "B", "C", "D", "E", "F"), "The Admiralty letter of the source, A (reliable) to F (cannot be judged)."),
	), "a map of sources"), "Citations with their reliability."),
	optional("conditions", section("SCALE", element("a scale",
		required("order", list(id("a condition", "CONDITION"), "a list of conditions, low to high"), "The conditions, low to high."),
		optional("moves", rows("CONDITION->CONDITION", procedure, "a map from moves to procedures"), "The changes of condition and the procedure behind each."),
		optional("names", &Shape{Expect: "a map from conditions to names", Each: names, EachKey: "CONDITION", Section: true}, "What people call the conditions."),
	), "a map of scales"), "Ordered lists of conditions, side by side."),
	optional("parties", section("PARTY", element("a party",
		optional("ally", flag, "Whether it shares the command."),
		optional("headquarters", section("HEADQUARTERS", element("a headquarters",
			optional("at", ref("a place", "PLACE"), "The place where it stands."),
		), "a map of headquarters"), "Its headquarters."),
		optional("places", section("PLACE", element("a place"), "a map of places"), "The places that it hosts."),
	), "a map of parties"), "The nations and organisations."),
	optional("posts", section("POST", element("a post", postKeys...), "a map of posts"), "Offices, not people."),
	optional("forces", section("FORCE", element("a force", forceKeys...), "a map of forces"), "Forces over which authority is held."),
	optional("matters", section("MATTER", element("a matter", forceKeys...), "a map of matters"), "Functions over which authority is delegated as over a force."),
	optional("authority", section("AUTHORITY", element("an authority", authorityKeys...), "a map of authorities"), "Who holds what over which force, when, and how it passes."),
	optional("councils", section("COUNCIL", element("a council", councilKeys...), "a map of councils"), "Bodies whose seats are filled by posts."),
	optional("links", section("LINK", element("a link",
		required("between", list(superior, "a list of two ends, each a post or a council"), "Its two ends, each a post or a council."),
		optional("restore", duration, "How long until it is restored."),
	), "a map of links"), "Lines that a step may need."),
	optional("procedures", section("PROCEDURE", element("a procedure", procedureKeys...), "a map of procedures"), "Graphs of steps."),
	optional("checks", record("the checks", checkKeys...), "What to look for, limits, invariants, known seams."),
}

var postKeys = []Key{
	required("of", party, "The party."),
	optional("under", many(superior, "a post, a council or a list of them"), "The post or council above it."),
	optional("national", flag, "Whether a chain of command may end here."),
	optional("in", ref("a headquarters", "HEADQUARTERS"), "The headquarters it is in."),
	optional("person", ref("an id of a person", "PERSON"), "The human who fills it, where one fills several posts."),
	optional("deputies", rows("POST", or(duration, "a duration or at-once", "at-once"), "a map from posts to the time to take over"), "Who acts in its stead, in order, each with the time to take over."),
	optional("acting", record("a map with `may-not`",
		required("may-not", many(ref("an act or an authority", "report | assess | notify | order | decide | do | consent | views | AUTHORITY"), "a list of acts and authorities"), "The acts and authorities that an acting deputy may not use."),
	), "What is barred to an acting deputy."),
	optional("refill", duration, "How long until the office is filled again."),
	optional("class", word("a class", "head-of-state", "minister", "chief", "commander", "staff"), "The level of the office."),
}

var forceKeys = []Key{
	required("of", many(party, "a party or a list of them"), "The party or parties."),
	optional("in", force, "The larger force whose authorities it inherits."),
	optional("at", ref("a place", "PLACE"), "The place where it stands."),
}

var authorityKeys = []Key{
	required("kind", &Shape{Expect: "a kind of authority", Form: Text, Words: []string{"COCOM", "OPCOM", "OPCON", "TACON", "RELEASE", "SUPPORT", "ADCON"}}, "COCOM, OPCOM, OPCON, TACON, RELEASE, SUPPORT, ADCON or a word of one's own."),
	optional("exclusive", flag, "Whether only one may hold it, where that is not what the kind says."),
	required("over", force, "The force or matter."),
	required("held-by", rows("CONDITION | any", or(post, "a post or nobody", "nobody"), "a map from conditions to posts"), "Who holds it in each condition; any for every one not named."),
	optional("supporting", rows("CONDITION | any", or(post, "a post or nobody", "nobody"), "a map from conditions to posts"), "SUPPORT: who supports in each condition."),
	optional("while", expression, "In force only while it holds."),
	optional("only", record("a map with `party` or `posts`",
		optional("party", party, "Only posts of this party."),
		optional("posts", many(post, "a post or a list of them"), "Only these posts."),
	), "Who is eligible to hold it."),
	optional("delegated-from", post, "The post whose power it is."),
	optional("survives-absence", word("yes, no or disputed", "yes", "no", "disputed"), "Whether it survives the absence of the delegating post."),
	optional("handover", rows("CONDITION->CONDITION", or(record("a hand-over", append([]Key{
		required("by", procedure, "The procedure that hands over."),
		required("gives-up", binding, "The step before or after which it is given up."),
		required("takes-over", binding, "The step before or after which it is taken over."),
	}, graded...)...), "at-once, or a map with `by`, `gives-up` and `takes-over`", "at-once"), "a map from moves to hand-overs"), "How it passes at each move at which the holder changes."),
}

var councilKeys = []Key{
	optional("under", many(superior, "a post, a council or a list of them"), "The post or council above it."),
	required("seats", &Shape{Expect: "a map from seats to posts", Each: post, EachKey: "SEAT", Declares: true}, "Its seats and the posts that fill them."),
	optional("quorum", &Shape{Expect: "a map with `total`, `each-party` and parties", Keys: []Key{
		optional("total", whole, "How many seats have to be filled."),
		optional("each-party", whole, "How many seats of each party have to be filled."),
	}, Each: whole, EachKey: "PARTY"}, "How many seats have to be filled."),
	optional("rule", or(record("a rule",
		optional("at-least", whole, "How many seats have to agree."),
		optional("silence", duration, "Adopted unless someone objects in this time."),
	), "consensus, majority, {at-least: n} or {silence: TIME}", "consensus", "majority"), "How it decides."),
	optional("convene", quantityOr("a duration, or {each: TIME}", optional("each", duration, "The time for each seat on its own.")), "How long until it sits."),
	optional("adjourns", flag, "Whether it disperses as soon as it has acted; unwritten, it sits until the procedure ends."),
	optional("meets", record("a map with `every` and `last`", append([]Key{
		required("every", duration, "How often it meets."),
		optional("last", text("a date"), "The date of its last meeting."),
	}, graded...)...), "The cadence of a standing body."),
	optional("remit", record("a map with `decides` and `advises`",
		optional("decides", many(procedure, "a procedure or a list of them"), "The procedures in which it decides."),
		optional("advises", many(procedure, "a procedure or a list of them"), "The procedures in which it advises."),
	), "What it decides and advises on."),
	optional("agenda", many(remark, "a text or a list of texts"), "What it talks about."),
}

// quantityOr is a duration with one more key of its map form.
func quantityOr(expect string, key Key) *Shape {
	out := *duration
	out.Expect, out.Keys = expect, append([]Key{key}, duration.Keys...)
	return &out
}

var procedureKeys = []Key{
	optional("decides", many(record("a move that it decides",
		required("move", move, "The move."),
		required("at", step, "The step at which it takes effect."),
	), "a map with `move` and `at`, or a list of them"), "The moves that it decides."),
	optional("starts", many(incident, "an incident kind or a list of them"), "The incident kinds that start it."),
	optional("while", expression, "What must hold when it starts."),
	optional("again", &Shape{Expect: "ignore, restart, `queue n` or `beside n`", Form: Text, Words: []string{"ignore", "restart", "queue 1", "beside 1"}}, "What a second start does while it runs."),
	optional("deadline", exactly, "The time within which it has to end."),
	optional("priority", whole, "A whole number; the higher is the more urgent."),
	optional("move-delay", duration, "What each move of a condition, made by others while it runs, costs it before its next step, in runs."),
	required("steps", list(element("a step", stepKeys...), "a list of steps"), "Its steps."),
}

var stepKeys = []Key{
	required("id", id("an id", "STEP"), "The id of the step."),
	optional("by", actor, "Who does it."),
	optional("act", word("an act", "report", "assess", "notify", "order", "decide", "do"), "What is done."),
	optional("to", many(actor, "a recipient or a list of them"), "The recipients."),
	optional("ask", actor, "Who is asked."),
	optional("for", word("consent or views", "consent", "views"), "What is asked for."),
	optional("asked-by", actor, "Who asks."),
	optional("after", many(step, "a step or a list of them"), "The steps it comes after; unwritten, the one above."),
	optional("via", many(link, "a link or a list of them"), "The links it needs."),
	optional("uses", authority, "The authority it exercises."),
	optional("needs", expression, "What must hold."),
	optional("time", duration, "How long it takes."),
	optional("late-after", duration, "When `if-late` applies."),
	optional("choose", list(id("an option", "CHOICE"), "a list of options"), "The options of a decision."),
	optional("back", record("a map with `to` and `times`",
		required("to", many(step, "a step or a list of them"), "The earlier step or steps."),
		required("times", whole, "How often at most."),
	), "A referral to an earlier step."),
	optional("starts", many(procedure, "a procedure or a list of them"), "The procedures begun when it is done."),
	optional("if-refused", clause, "What follows a refusal."),
	optional("if-unreachable", clause, "What follows when a link that it needs is out."),
	optional("if-absent", clause, "What follows when its doer cannot act."),
	optional("if-late", clause, "What follows when it takes longer than `late-after`."),
}

var seamWords = []string{"no-holder", "dual-holder", "ineligible-holder", "no-authority", "no-decider", "no-quorum",
	"bypassed-consent", "stuck", "delegation-outlives", "conflicting-chains", "two-hats", "single-point", "latency",
	"no-procedure", "no-forum", "no-civilian", "dead-rule",
	"dead-option", "crossed-line", "unauthorised-option"}

var seam = word("a seam", append(seamWords[:len(seamWords):len(seamWords)], "invariant")...)

var checkKeys = []Key{
	optional("use", &Shape{Expect: "all, or a list of seams", Form: Word, Words: []string{"all"}, Items: word("a seam", seamWords...)}, "The seams in use."),
	optional("limits", list(element("a limit",
		required("id", id("an id", "LIMIT"), "The id of the limit."),
		optional("procedure", procedure, "The procedure whose time is limited."),
		optional("no-holder", authority, "The authority that may go without a holder for so long."),
		optional("dual-holder", authority, "The authority that may have two holders for so long."),
		optional("worst", exactly, "The limit of the worst case."),
		optional("p50", exactly, "The limit that half have to keep."),
		optional("p90", exactly, "The limit that nine in ten have to keep."),
	), "a list of limits"), "How long things may take."),
	optional("invariants", list(element("an invariant",
		required("id", id("an id", "INVARIANT"), "The id of the invariant."),
		optional("always", expression, "It holds in every state."),
		optional("never", expression, "It holds in no state."),
		optional("before", move, "The move before which consent is given."),
		optional("consent-of", many(post, "a post or a list of them"), "The posts that have to consent before the move."),
		optional("when", expression, "When it begins to hold …"),
		optional("within", exactly, "… then within this time …"),
		optional("holds", expression, "… this holds."),
		optional("from", expression, "From every state in which it holds …"),
		optional("possible", expression, "… this can still be reached."),
	), "a list of invariants"), "The arrangement's own checks."),
	optional("expects", many(incident, "an incident kind or a list of them"), "The incident kinds that it expects."),
	optional("accept", list(record("an accepted seam",
		required("seam", seam, "The check."),
		required("element", ref("the element of the finding", ""), "The element, as findings print it."),
		required("why", remark, "The reason."),
		optional("source", source, "The source that says so."),
		optional("credibility", digit, "The Admiralty digit of the statement."),
		optional("note", remark, "A remark."),
	), "a list of accepted seams"), "Known seams, with the reason."),
}

var variantKeys = []Key{
	optional("changes", list(record("a change",
		optional("set", path, "The path whose value changes."),
		optional("from", anything, "The value expected in the base; unset where there is none."),
		optional("to", anything, "The new value; of a renaming, the new id."),
		optional("add", path, "The path that is added."),
		optional("value", anything, "What is added."),
		optional("place", &Shape{Expect: "first, last, {before: ID} or {after: ID}", Form: Word, Words: []string{"first", "last"}, Keys: []Key{
			optional("before", ref("an id", ""), "The element before which it is added."),
			optional("after", ref("an id", ""), "The element after which it is added."),
		}}, "Where it is added."),
		optional("remove", path, "The path that is removed."),
		optional("rename", path, "The path of the element that gets another id."),
		optional("why", remark, "The reason."),
		optional("note", remark, "A remark."),
		optional("source", source, "The source that says so."),
		optional("credibility", digit, "The Admiralty digit of the statement."),
	), "a list of changes"), "The changes, in order."),
	optional("silent", many(path, "a path or a list of them"), "Where the variant's sources say nothing."),
}

var scenarioKeys = []Key{
	optional("start", &Shape{Expect: "a map with conditions, `absent`, `out` and `given`", Keys: []Key{
		optional("absent", many(post, "a post or a list of them"), "Offices empty from the start."),
		optional("out", many(link, "a link or a list of them"), "Links out from the start."),
		optional("given", many(path, "PROCEDURE/STEP or a list of them"), "Consents taken as given."),
	}, Each: ref("a condition", "CONDITION"), EachKey: "SCALE"}, "The state at the start."),
	optional("horizon", exactly, "How long a run lasts."),
	optional("may-start", record("a budget of starts",
		required("total", whole, "How many starts."),
		optional("procedures", many(procedure, "a procedure or a list of them"), "The procedures that may start."),
	), "What the search may start."),
	optional("may-fail", record("a budget of faults",
		required("total", whole, "How many faults."),
		optional("absent", many(ref("a post or a person", "POST | PERSON"), "a post, a person or a list of them"), "The posts and persons that may be lost."),
		optional("out", many(link, "a link or a list of them"), "The links that may go out."),
		optional("class", many(word("a class", "head-of-state", "minister", "chief", "commander", "staff"), "a class or a list of them"), "One post of these classes."),
		optional("link", flag, "Whether one link of any kind may go out."),
	), "What the search may take away."),
	optional("incidents", list(element("an incident", append([]Key{
		required("id", id("an id", "INCIDENT"), "The id of the incident."),
		optional("at", duration, "When it comes, from the start."),
		optional("every", duration, "The mean time between two."),
		optional("after", ref("an incident", "INCIDENT"), "The incident of which it is a consequence."),
		optional("takes", many(ref("an option", "OPTION"), "an option or a list of them"), "The options of the crisis that are taken."),
		optional("while", expression, "What must hold when it comes."),
	}, does...)...), "a list of incidents"), "What happens."),
	optional("answers", rows("PROCEDURE/STEP", &Shape{Expect: "a map from options to chances", Each: number, EachKey: "CHOICE | agree | refer", Section: true}, "a map from steps to chances"), "The chances of answers."),
	optional("fails", list(record("a rate of faults",
		optional("out", link, "The link that goes out."),
		optional("absent", post, "The post that is lost."),
		required("every", duration, "The mean time between two faults."),
		optional("for", duration, "How long it lasts."),
		optional("note", remark, "A remark."),
		optional("source", source, "The source that says so."),
		optional("credibility", digit, "The Admiralty digit of the statement."),
	), "a list of rates"), "How often things fail, for runs."),
	optional("where-present", many(path, "a path or a list of them"), "Paths that a design may lack."),
	optional("crisis", ref("a crisis", "CRISIS"), "The crisis, by its id."),
	optional("players", many(ref("a player", "PLAYER"), "a player or a list of them"), "Who plays."),
	optional("rules", rows("PROGRAMME", ref("a rule of the programme", "RULE"), "a map from programmes to rules"), "The rule in use, in place of the programme's."),
	optional("observed", list(record("an observation",
		required("id", id("an id", "OBSERVATION"), "The id of the observation."),
		optional("what", remark, "What was observed."),
		required("value", duration, "The value."),
		optional("of", ref("a procedure or PROCEDURE/STEP", "PROCEDURE | PROCEDURE/STEP"), "The time of a run that it is a value of."),
		optional("since", ref("an incident", "INCIDENT"), "The incident from which it counts."),
		optional("case", ref("a case", "CASE"), "What happened once; values of one case depend on each other."),
		optional("source", source, "The source that says so."),
		optional("credibility", digit, "The Admiralty digit of the statement."),
		optional("note", remark, "A remark."),
	), "a list of observations"), "Historical values."),
	optional("predicted", list(record("a prediction",
		required("id", id("an id", "PREDICTION"), "The id of the prediction."),
		optional("what", remark, "What is predicted."),
		required("of", ref("a procedure or PROCEDURE/STEP", "PROCEDURE | PROCEDURE/STEP"), "The time of a run that is predicted."),
		optional("since", ref("an incident", "INCIDENT"), "The incident from which it counts."),
		optional("case", ref("a case", "CASE"), "What happened once."),
		optional("note", remark, "A remark."),
	), "a list of predictions"), "What a record that is not given would hold."),
	optional("in-force", many(ref("a variant", "VARIANT"), "a variant or a list of them"), "The variants that made the design in force then."),
}

var studyKeys = []Key{
	required("question", remark, "The question."),
	required("evidence", word("dated, structural or illustrative", "dated", "structural", "illustrative"), "What kind of evidence it rests on."),
	required("designs", section("DESIGN", element("a design",
		required("base", ref("an arrangement", "ARRANGEMENT | VARIANT"), "The base."),
		optional("variants", many(ref("a variant", "VARIANT"), "a variant or a list of them"), "The variants, in order."),
	), "a map of designs"), "The designs that are compared."),
	optional("scenarios", many(ref("a scenario", "SCENARIO"), "a scenario or a list of them"), "The scenarios."),
	required("measures", section("MEASURE", element("a measure",
		optional("time-of", ref("a procedure or PROCEDURE/STEP", "PROCEDURE | PROCEDURE/STEP"), "The time of a procedure, or of one of its steps, from its beginning."),
		optional("no-holder", authority, "The time an authority goes without a holder."),
		optional("dual-holder", authority, "The time an authority has two holders."),
		optional("consultation", ref("a procedure or PROCEDURE/STEP", "PROCEDURE | PROCEDURE/STEP"), "Who decided, consented, was heard and was told in a procedure, or of one of its steps."),
		optional("work-share", procedure, "The share of work done by holder, deputy and nobody."),
		optional("waiting", post, "The time spent waiting for a post."),
		optional("expression", expression, "The share of time in which it holds."),
		optional("peak-rung", ref("actual or a party", "actual | PARTY"), "The highest rung, or rung of a party's picture."),
		optional("threshold", rung, "Whether and when the rung is reached."),
		optional("dissonance", list(party, "a list of two parties"), "The rungs between the pictures of two parties."),
		optional("stock", stock, "The value of a stock: its mean, its end, its lowest and highest."),
		optional("taken", option, "Whether, when and how often an option is taken."),
		optional("programme", ref("a programme", "PROGRAMME"), "Whether and when a programme is met, and how many meetings are lost."),
		optional("crossed", ref("a red line", "LINE"), "Whether and when a red line is crossed."),
	), "a map of measures"), "What is read off a run."),
	optional("precision", rows("MEASURE", &Shape{Expect: "a duration or a number", Form: Text}, "a map from measures to widths"), "How narrow an interval has to be."),
	optional("casts", section("CAST", castShape, "a map of casts"), "Who plays, and by which rules programmes are judged: each scenario is run once with each."),
	optional("prefer", rows("MEASURE", word("less or more", "less", "more"), "a map from measures to less or more"), "Of which measures less, or more, is preferred."),
	optional("break-even", many(ref("a path of ids", ""), "a path or a list of two"), "The numbers between which the line is drawn at which a comparison turns."),
	optional("frontier", list(ref("a measure", "MEASURE"), "a list of measures"), "The measures in which no other dominates what is listed."),
}
