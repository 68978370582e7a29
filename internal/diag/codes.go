package diag

import "slices"

// Info describes a code for `entente explain` and the reference.
type Info struct {
	Code     Code
	Severity Severity
	Summary  string // one sentence
	Explain  string // why, and what to do
}

// codes is the registry, sorted by code. To add a code, add an entry here and
// an example at conformance/diagnostics/CODE.txtar. A code is never reused; those
// that are no longer reported stand in retired.
var codes = []Info{
	{"already-there", Error, "A variant adds or renames to something that exists.", "Use `set` to change what is there, or another id."},
	{"ambiguous-id", Error, "An id names two things that may stand in the same place.", "Posts, councils and persons are written by their id alone; give one of them another."},
	{"back-not-earlier", Error, "A step is referred back to one that it does not come after.", "A referral begins again with an earlier step; use `go` to jump elsewhere."},
	{"bad-actor", Error, "An actor cannot be read.", "An actor is a post, a council or holder(AUTHORITY)."},
	{"bad-answer", Error, "A chance is given to what is no answer of a step.", "An answer is a consent or the yes of a council, `agree`, or one of the options of `choose`."},
	{"bad-binding", Error, "An instant of a hand-over cannot be read.", "Giving up and taking over are each `before STEP` or `after STEP` of the procedure that hands over."},
	{"bad-break-even", Error, "A line at which a comparison turns cannot be drawn.", "`break-even` names one or two paths of numbers, in a study whose evidence is illustrative."},
	{"bad-chance", Error, "A chance does not lie from 0 to 1, or chances add up to more.", "Chances of one step exclude each other, so together they are at most 1, and exactly 1 where one of the options has to be chosen."},
	{"bad-change", Error, "A change of a variant has no meaning as written.", "A change is one of `{set: PATH, from: OLD, to: NEW}`, `{add: PATH, value: …, place: …}`, `{remove: PATH}` and `{rename: PATH, to: ID}`."},
	{"bad-choice", Error, "A decision of a player cannot be read, or takes what the player cannot.", "A player chooses among the options of its party, in one of three ways: `weights`, `rule` or `logit`. A step is answered by who does it."},
	{"bad-citation", Error, "A citation behind a value cannot be read.", "A citation is `@SOURCE` or `@SOURCE:CREDIBILITY`; the source is declared under `sources`, the credibility is an Admiralty digit from 1 (confirmed) to 6 (cannot be judged)."},
	{"bad-clause", Error, "What follows otherwise cannot be read.", "The words are stop, wait, proceed and `go STEP`."},
	{"bad-date", Error, "A date cannot be read.", "Dates are YYYY-MM-DD, or YYYY-MM or YYYY where no more is known."},
	{"bad-expression", Error, "An expression cannot be read.", "Expressions compare conditions and ask about posts, links, councils and steps; see the list of forms in the language reference."},
	{"bad-fail", Error, "A rate of faults is not of one link or one post.", "Write `out: LINK` or `absent: POST`, with `every` and perhaps `for`."},
	{"bad-frontier", Error, "A frontier is not of two measures or more that are preferred.", "`frontier` lists measures of which `prefer` says whether less or more is preferred."},
	{"bad-id", Error, "An id is not one.", "Ids are letters, digits, `-`, `_` and `.`; they hold a letter, begin with a letter, a digit or `_`, end in no `-` or `.`, read as no duration, and are none of the words with a meaning of their own."},
	{"bad-incident", Error, "An incident does nothing, comes at two times, or follows itself.", "An incident has a kind or an effect, and comes at a time, at a rate, or after another incident."},
	{"bad-invariant", Error, "An invariant is of no form, or of two.", "The forms are always; never; before with consent-of; when with within and holds; from with possible."},
	{"bad-key", Error, "A key is not a word.", "Keys are plain words: ids of elements or the keys of the language. No map, list, citation or empty text stands as a key."},
	{"bad-limit", Error, "A limit does not say what it limits, or how far.", "A limit is on a procedure, or on how long an authority goes without a holder or with two; its bounds are p50, p90 and worst."},
	{"bad-measure", Error, "A measure measures nothing, or two things.", "A measure is one kind with what it is of, as in `time-of: declare-war`."},
	{"bad-move", Error, "A move cannot be read.", "A move is FROM->TO, two different conditions of one scale."},
	{"bad-number", Error, "A whole number cannot be read or is out of range.", "The message says from where to where it may lie."},
	{"bad-observation", Error, "What was observed cannot be held against runs.", "With `of` an observation is one value of a time, within the horizon; `since` and `case` stand beside `of`."},
	{"bad-option", Error, "An option names what it cannot be bound to.", "`choice` and `consent-of` belong to the step that `by` names; the choice is one of its `choose`."},
	{"bad-path", Error, "A path cannot be read.", "A path is ids joined by `/`, from the section down, as in `procedures/declare-war/steps/order/time`."},
	{"bad-precision", Error, "A precision is not one positive value.", "It is half the width of the interval that is wanted: a duration for times, a number for shares."},
	{"bad-programme", Error, "The conditions of a programme cannot be combined as written.", "The rules are all, any, {at-least: n}, {weights: {CONDITION: w}, at-least: x} and {mean-at-least: x}; where there are several, `rule` says which is in use."},
	{"bad-quantity", Error, "A quantity cannot be read, or contradicts itself.", "See the forms of values in the language reference: exact, bounds, quantiles, PERT, a law."},
	{"bad-rule", Error, "A council's rule cannot be read.", "The rules are consensus, majority, {at-least: n} and {silence: TIME}."},
	{"bad-step", Error, "The step by which stocks advance is missing, or is not needed.", "A crisis in which a flow has `times` has a `step`; without one, stocks are worked out exactly."},
	{"bad-stock", Error, "A stock or one of its flows cannot be read.", "A stock is of one party or of two and starts within its bounds; a flow is one of the forms of the language reference."},
	{"bad-take", Error, "Something takes an option that only its step takes.", "An option with `by` is taken whenever that step is done, and in no other way."},
	{"bad-trigger", Error, "When a decision or a shock comes cannot be read.", "It comes at one time, at a rate, on something, or as the answer of a step; the language reference lists the forms."},
	{"bad-weights", Error, "All weights are 0.", "Something is chosen in proportion to the weights, so one of them is above 0."},
	{"barred-holder", Warning, "A row names a holder whom `only` bars.", "The text contradicts itself; the checker reports it as ineligible-holder in each condition that can be reached."},
	{"base-moved", Error, "A variant expects another value than the one that is there.", "`from` guards a change against a base that has moved since the variant was written. Look at both, and write the present value if the change still makes sense."},
	{"bidi-character", Error, "The text holds a character that changes the order in which text is shown.", "Such characters make a text read differently from what it means. Remove them."},
	{"cannot-start", Error, "A scenario starts a procedure that decides no move.", "Such a procedure starts on an incident of a kind that it names, by a hand-over, or by a step of another procedure."},
	{"chain-cycle", Error, "A chain runs in a circle.", "Nobody stands above himself, and no force is a part of itself."},
	{"control-character", Error, "The text holds a control character or one that cannot be seen.", "Remove it; it cannot be seen and means nothing."},
	{"credibility-without-source", Error, "A credibility stands without a source.", "A credibility grades what a source says; name the source, or leave it out."},
	{"design-too-large", Error, "A design has more variants, or a variant more changes, than the limit.", "Apply fewer variants, or make a new arrangement of what they lead to."},
	{"duplicate-id", Error, "An id is declared twice.", "An id names one thing: conditions are unique across scales, headquarters and places across parties, forces and matters together."},
	{"duplicate-key", Error, "A key stands twice in one map.", "YAML would silently keep one of the two. Remove or rename one."},
	{"empty-class", Warning, "No post is of the class of which one may be lost.", "The budget takes nothing away. Write `class` on the posts that are of it."},
	{"empty-file", Error, "The file holds nothing.", "Begin with the header `entente: {…}`."},
	{"empty-only", Error, "`only` names nobody.", "Say who is eligible: a party or posts."},
	{"expr-too-deep", Error, "An expression is nested deeper than the limit.", "Split it into several invariants or conditions."},
	{"expr-too-long", Error, "An expression is longer than the limit.", "Split it into several invariants or conditions."},
	{"expression-type", Error, "An expression does not make sense: a name, a comparison or a question of the wrong kind.", "Scales are compared with their conditions, counts with whole numbers, options with options; see the forms in the language reference."},
	{"file-too-large", Error, "The file is larger than the limit.", "Arrangements are small texts; split the file or look for pasted data."},
	{"fixed-header", Error, "A variant changes the header of its base.", "What a text is about, and whether its states are real, is not for a variant to change."},
	{"goes-to-itself", Error, "A clause goes to its own step.", "A step that waits stays due: write wait."},
	{"idle-handover", Warning, "A hand-over is written for a move at which the holder does not change.", "It is never used. Remove it, or check the rows of `held-by`."},
	{"impossible-quorum", Error, "A quorum or a rule asks for more seats than there are.", "No state could ever meet it."},
	{"link-ends", Error, "A link has not two different ends.", "A link runs between two ends, each a post or a council."},
	{"many-documents", Error, "The file holds several YAML documents.", "Put each into a file of its own."},
	{"missing-class", Error, "A post of an entry about real states has no class.", "Findings about real states name a class of offices and never one office, so every post needs one."},
	{"missing-handover", Error, "The holder of an authority changes at a move, and the text does not say how it passes.", "No default hides a gap or an overlap: write `at-once`, or the procedure with the instants at which it is given up and taken over."},
	{"missing-key", Error, "A key that is required is missing.", "No default hides it: write the key."},
	{"missing-row", Error, "An authority says nothing about a condition.", "No default hides a gap: write a post, `nobody`, or a row for `any`."},
	{"missing-value", Error, "Nothing stands behind a key, or as an item of a list.", "Write a value, or leave the key out."},
	{"move-disagrees", Error, "The two statements of a move do not agree.", "A scale names the procedure behind each move, and that procedure names the move that it decides, so that neither can be changed without the other."},
	{"named-twice", Error, "A name stands twice in one list.", "Remove one of the two."},
	{"needs-cycle", Error, "The conditions of a programme need each other.", "None of them could ever be met. Remove one of the needs."},
	{"never-started", Warning, "Nothing ever starts a procedure.", "A procedure begins because it decides a move, on an incident, by a hand-over or by a step."},
	{"no-crisis", Error, "Something is of a crisis, and none is at hand.", "A scenario names its crisis by its id; `players`, `rules` and `takes` say something only with one."},
	{"no-header", Error, "A file has no header.", "Every file begins with `entente: {version: 1, kind: …, id: …}`, so that it is clear what it is and how it is read."},
	{"not-a-consent", Error, "A step that is given at the start is no consent.", "Only consents, and the yes of a council, can be taken as given."},
	{"not-a-map", Error, "The file is not a map of sections.", "Begin with the header `entente: {…}` and write the sections below it."},
	{"not-delegated", Error, "`survives-absence` stands on an authority that nobody delegates.", "Only what is delegated can end with the absence of the one who delegates it."},
	{"not-exact", Error, "A spread stands where one exact time is expected.", "Deadlines and limits are exact: what is compared with them may have a spread."},
	{"not-utf8", Error, "The file is not UTF-8.", "Save it as UTF-8."},
	{"own-deputy", Error, "A post is its own deputy.", "A deputy fills another post."},
	{"own-kind", Warning, "A kind of authority is nearly one of the language's, and is read as one's own.", "Kinds of one's own are not exclusive. Write the kind as the language does, or choose a word that is clearly another."},
	{"person-of-two-parties", Warning, "One person fills posts of two parties.", "It is possible, and rarely meant: he counts for the party of the post in which he acts."},
	{"real-names-office", Error, "A budget of faults names posts, persons or links of real states.", "Entries about real states never rank single offices. Faults there are documented absences, or one post or link of a class."},
	{"real-one-fault", Error, "A budget for real states allows more than one fault at once.", "Faults there are one post or one link of a class, one at a time, and documented absences."},
	{"real-undocumented", Error, "Something that is lost in an entry about real states has no source.", "Only documented absences are accepted there; name the source behind the value."},
	{"rows-of-two-scales", Error, "The rows of one authority are of two scales.", "Who holds an authority follows one scale. Write one authority for each, with `while` where both count."},
	{"scalar-too-long", Error, "A text is longer than the limit.", "Shorten it, or put it into several notes."},
	{"step-cycle", Error, "Steps come after one another in a circle.", "No step of the circle could ever be due. Use `back` for a referral to an earlier step."},
	{"step-shape", Error, "A step is neither a doing nor an asking, or a mixture of both.", "A doing has `by` and `act`; an asking has `ask` and `for`. Options belong to a decision."},
	{"still-named", Error, "A variant takes something away that the text still names.", "Change or remove what names it in the same variant; the order does not matter."},
	{"support-sides", Error, "SUPPORT has not both its sides, or another kind has a supporting side.", "`held-by` is the supported and `supporting` the supporting side of SUPPORT."},
	{"tab-indent", Error, "A tab indents a line.", "YAML takes spaces only. Use two for each level."},
	{"too-deep", Error, "Values are nested deeper than the limit.", "No section of the language nests so deep; look for a missing closing bracket."},
	{"too-many", Error, "There are more elements than the limit.", "Every count has a limit, far beyond what a text for people holds. Split the text."},
	{"too-many-diagnostics", Error, "There are more messages than are shown.", "Mend the first ones and run again: later messages often follow from earlier mistakes."},
	{"too-many-nodes", Error, "The file holds more values than the limit.", "Split it, or look for pasted data."},
	{"two-players", Error, "Two players play for one party, or answer the same step.", "Of the players of a party one plays at a time; name each party's once."},
	{"uncited-values", Warning, "Values of an entry about real states name no source and are not marked as assumptions.", "Name the source, or mark them as the authors' own."},
	{"ungraded-source", Error, "A source of an entry about real states has no reliability.", "Facts about real states carry public sources with an Admiralty letter."},
	{"unknown-authority", Error, "An authority is not declared.", "Authorities are declared under `authority`."},
	{"unknown-condition", Error, "A condition is not declared.", "Conditions stand in the `order` of a scale under `conditions`."},
	{"unknown-council", Error, "A council is not declared.", "Councils are declared under `councils`."},
	{"unknown-criterion", Error, "A programme has no such condition.", "Conditions of a programme are declared under its `conditions`."},
	{"unknown-element", Error, "The element of an accepted seam does not exist, or is none of such a finding.", "Write the element as the finding prints it."},
	{"unknown-force", Error, "A force or matter is not declared.", "Forces are declared under `forces`, matters under `matters`."},
	{"unknown-headquarters", Error, "A headquarters is not declared.", "Headquarters are declared under their party, in `headquarters`."},
	{"unknown-incident", Error, "An incident is not declared.", "`after` and `since` name an incident of the same scenario."},
	{"unknown-incident-kind", Error, "An incident kind is neither answered nor expected.", "Incident kinds are those that a procedure `starts` on and those that `checks` `expects`."},
	{"unknown-key", Error, "A key is not one of the language, here.", "The message lists the keys that may stand in this place; the language reference says what each means."},
	{"unknown-line", Error, "A red line is not declared.", "Red lines are declared under `red-lines` of the crisis."},
	{"unknown-link", Error, "A link is not declared.", "Links are declared under `links`."},
	{"unknown-measure", Error, "A measure is not declared.", "What is said of a measure (its precision, which is preferred) names one that stands under `measures`."},
	{"unknown-move", Error, "A move is not declared by its scale.", "Moves are declared under `moves` of their scale, with the procedure behind each."},
	{"unknown-option", Error, "An option is not declared.", "Options are declared under `options` of the crisis."},
	{"unknown-party", Error, "A party is not declared.", "Parties are declared under `parties`."},
	{"unknown-path", Error, "A path leads to nothing.", "Everything is addressed by ids, from the section down; the message lists the ids that are there."},
	{"unknown-person", Error, "A person is not known.", "A person is known by the `person` of a post; a post without one is a person of its own id."},
	{"unknown-place", Error, "A place is not declared.", "Places are declared under the party that hosts them, in `places`."},
	{"unknown-player", Error, "A player is not declared.", "Players are declared under `players` of the crisis."},
	{"unknown-post", Error, "A post is not declared.", "Posts are declared under `posts`."},
	{"unknown-procedure", Error, "A procedure is not declared.", "Procedures are declared under `procedures`."},
	{"unknown-programme", Error, "A programme is not declared.", "Programmes are declared under `programmes` of the crisis."},
	{"unknown-rule", Error, "A programme has no such rule.", "Rules of a programme are declared under its `rules`."},
	{"unknown-rung", Error, "A rung is not declared.", "Rungs are declared under `rungs` of the crisis, in `order`."},
	{"unknown-scale", Error, "A scale is not declared.", "Scales are declared under `conditions`."},
	{"unknown-source", Error, "A source is not declared.", "Sources are declared under `sources` of the arrangement."},
	{"unknown-step", Error, "A procedure has no such step.", "Steps are named by their id, and where no procedure is in hand as PROCEDURE/STEP."},
	{"unknown-stock", Error, "A stock is not declared.", "Stocks are declared under `stocks` of the crisis."},
	{"unknown-word", Error, "A word is not one of those allowed here.", "The message lists the words that may stand here."},
	{"unnamed-link", Warning, "A step runs between the two ends of a link and does not name it.", "A step that needs a line names it with `via`; otherwise the loss of the line does not touch it."},
	{"unread-option", Warning, "Nothing says how a party reads an option.", "A party that somebody chooses for, or an ally of the party whose act it is, never learns of it then. Write how it is read, or `never` where that is meant."},
	{"unused-clause", Warning, "A clause can never apply.", "`if-refused` needs something that can be refused, `if-unreachable` a link, `if-late` a `late-after`, and the reverse."},
	{"unused-path", Warning, "A path of `where-present` drops nothing.", "The design lacks it, but nothing in the scenario names it; a misspelt path would look like this."},
	{"unwritten-clause", Warning, "What follows when a step cannot be done or is refused is not written.", "It behaves as `wait`, after a refusal as `stop`. Write what the text says, or that it says so."},
	{"unwritten-rule", Warning, "A council that has to act has no quorum or no rule.", "Without a quorum one filled seat is enough; without a rule it decides by consensus. Write what the text says."},
	{"wrong-arrangement", Error, "A scenario or a crisis meets an arrangement that it is not for.", "`for` names the arrangement, or one of the variants on it."},
	{"wrong-base", Error, "A variant is applied to something that it is not for.", "`base` names the arrangement, or a variant that the design applies before this one."},
	{"wrong-kind", Error, "A file is not of the kind that is expected here.", "`kind` in the header says what a file holds."},
	{"wrong-shape", Error, "A map, a list or a plain value stands where another of them is expected.", "The message says what is expected; the language reference shows each form."},
	{"yaml", Error, "The text is not YAML.", "The message names what the reader stumbled over; the cause is often a missing bracket, comma or quote on the line above."},
	{"yaml-alias", Error, "An alias (`*name`) stands in the text.", "Write the value out: every line means what it says."},
	{"yaml-anchor", Error, "An anchor (`&name`) stands in the text.", "Write the value out where it is needed."},
	{"yaml-directive", Error, "A YAML directive (`%YAML`, `%TAG`) stands in the text.", "Leave it out: it changes nothing that is read here."},
	{"yaml-merge", Error, "A merge key (`<<`) stands in the text.", "Write the keys out."},
	{"yaml-tag", Error, "A tag (`!name`) stands in the text.", "Leave it out: types follow from the keys."},
}

// retired are codes that had a meaning once: files of kind crisis were not read, and
// measures that need one were refused.
var retired = []Code{"crisis-not-read", "needs-crisis"}

// Retired reports whether a code had a meaning once and is no longer reported.
func Retired(code Code) bool { return slices.Contains(retired, code) }

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
