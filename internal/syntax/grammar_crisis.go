package syntax

// The grammar of a crisis: rungs, stocks, options, players, programmes, red lines.

var (
	rung    = ref("a rung", "RUNG")
	stock   = ref("a stock", "STOCK")
	option  = ref("an option", "OPTION")
	stepRef = ref("a step, PROCEDURE/STEP", "PROCEDURE/STEP")
)

// numberWith is a number with more keys in its map form.
func numberWith(expect string, keys ...Key) *Shape {
	out := *number
	out.Expect, out.Keys = expect, append(keys, number.Keys...)
	return &out
}

var effects = rows("STOCK", numberWith("a number, or {add: NUMBER, while: E}",
	optional("add", number, "What is added to the stock."),
	optional("while", expression, "What must hold when the option is taken."),
), "a map from stocks to numbers")

var actReading = &Shape{Expect: "a rung, or a map with `as`", Form: Ref, Written: "RUNG | never", Keys: append([]Key{
	required("as", &Shape{Expect: "a rung, or a map from rungs to weights", Form: Ref, Written: "RUNG", Each: number, EachKey: "RUNG"}, "The rung that it is read as, or the weights of several."),
	optional("after", duration, "How long until it is read."),
	optional("upon", stepRef, "The step on whose being done the delay begins; unwritten, the act."),
	optional("via", link, "The link that must not be out when it arrives."),
	optional("effects", effects, "What the reading does to stocks when it arrives."),
}, graded...)}

// does are the keys of what an incident or an option does to the arrangement.
var does = []Key{
	optional("kind", incident, "Its kind."),
	optional("starts", many(procedure, "a procedure or a list of them"), "The procedures that it starts."),
	optional("empties", many(post, "a post or a list of them"), "The offices that it empties."),
	optional("fills", many(post, "a post or a list of them"), "The offices that it fills."),
	optional("cuts", many(link, "a link or a list of them"), "The links that it cuts."),
	optional("mends", many(link, "a link or a list of them"), "The links that it restores."),
	optional("moves", many(move, "a move or a list of them"), "The moves of conditions that it makes, decided by nobody in the arrangement."),
}

var crisisKeys = []Key{
	required("rungs", element("the rungs",
		required("order", list(id("a rung", "RUNG"), "a list of rungs, low to high"), "The rungs, low to high."),
		optional("thresholds", many(rung, "a rung or a list of them"), "The rungs that are thresholds."),
		optional("at-least", rows("RUNG", expression, "a map from rungs to expressions"), "While it holds, the rung is at least this one."),
		optional("names", &Shape{Expect: "a map from rungs to names", Each: names, EachKey: "RUNG", Section: true}, "What people call the rungs."),
	), "The steps of the ladder."),
	optional("stocks", section("STOCK", element("a stock",
		required("of", many(party, "a party or a list of two"), "The party, or the two, whose quantity it is."),
		required("start", number, "Its value at the start."),
		optional("within", &Shape{Expect: "bounds, `a..b`", Form: Number}, "The bounds within which it is kept."),
		optional("flows", list(record("a flow", append([]Key{
			optional("per-day", number, "How much it changes in a day."),
			optional("per-year", number, "How much it changes in a year."),
			optional("times", stock, "The stock whose value it is times."),
			optional("toward", number, "The value that it goes toward."),
			optional("half-life", duration, "The time in which half of the way is gone."),
			optional("while", expression, "It flows only while this holds."),
		}, graded...)...), "a list of flows"), "How it changes between events."),
	), "a map of stocks"), "The quantities of a party, or of two."),
	optional("step", exactly, "The step by which stocks advance where a flow has `times`."),
	optional("options", section("OPTION", element("an option", append([]Key{
		required("of", party, "The party that it is an option of."),
		required("domain", word("a domain", "diplomatic", "information", "military", "economic"), "The instrument."),
		required("rung", rung, "Where it stands on the ladder."),
		required("lasts", duration, "How long it is under way."),
		optional("by", stepRef, "It is taken whenever this step is done, and in no other way."),
		optional("choice", ref("an option of the step", "CHOICE"), "Only where the step was done with this option of its `choose`."),
		optional("uses", authority, "The authority that it needs."),
		optional("consent-of", many(ref("a post or a party", "POST | PARTY"), "a post, a party or a list of them"), "Whose consent the run of `by` must have."),
		optional("while", expression, "It is open only while this holds."),
		optional("effects", effects, "What it does to stocks."),
		optional("reads", rows("PARTY", actReading, "a map from parties to readings"), "How each party reads it."),
	}, does...)...), "a map of options"), "What each party can do."),
	optional("players", section("PLAYER", element("a player",
		required("of", party, "The party that it chooses for."),
		optional("reads", rows("OPTION", actReading, "a map from options to readings"), "Its own readings, in place of those of the options."),
		optional("decisions", section("DECISION", element("a decision", decisionKeys...), "a map of decisions"), "When and how it chooses."),
	), "a map of players"), "Who chooses for a party."),
	optional("shocks", section("SHOCK", element("a shock", append(triggerKeys[:len(triggerKeys):len(triggerKeys)],
		optional("by", party, "The party whose reading it is."),
		required("effects", effects, "What it does to stocks."),
	)...), "a map of shocks"), "Effects on stocks that nobody chooses."),
	optional("programmes", section("PROGRAMME", element("a programme",
		optional("council", ref("a council", "COUNCIL"), "The council that has to be quorate at a meeting."),
		optional("first", duration, "When the first meeting is; unwritten, one `every` after the start."),
		required("every", duration, "The time between two meetings."),
		optional("slip", duration, "How late a meeting is."),
		required("conditions", section("CRITERION", element("a condition",
			required("stock", stock, "The stock that it is about."),
			required("at-least", number, "The value that the stock has to reach."),
			optional("needs", many(ref("a condition of the programme", "CRITERION"), "a condition or a list of them"), "The conditions that have to be met as well."),
			optional("keeps", flag, "Whether it stays met."),
		), "a map of conditions"), "What has to be met."),
		required("rules", section("RULE", combine, "a map of rules"), "The ways in which the conditions may be combined."),
		optional("rule", ref("a rule of the programme", "RULE"), "The one in use; needed where there are several."),
		optional("takes", option, "The option that is taken when it is met."),
	), "a map of programmes"), "What is judged at meetings over years."),
	optional("red-lines", section("LINE", element("a red line",
		required("of", party, "The party whose line it is."),
		required("crossed-by", many(option, "an option or a list of them"), "The options that cross it."),
		optional("when", expression, "They cross it only if this holds."),
		optional("declared", flag, "Whether the party has said so."),
	), "a map of red lines"), "What a party says, or means, that it will not bear."),
	optional("where-present", many(path, "a path or a list of them"), "Paths of the arrangement that a design may lack."),
}

var combine = or(record("a rule", append([]Key{
	optional("at-least", number, "How many conditions, or which sum of weights."),
	optional("weights", rows("CRITERION", number, "a map from conditions to weights"), "The weight of each condition."),
	optional("mean-at-least", number, "The mean of value ÷ bound that has to be reached."),
}, graded...)...), "all, any, {at-least: n}, {weights: {…}, at-least: x} or {mean-at-least: x}", "all", "any")

// triggerKeys say when a decision or a shock comes.
var triggerKeys = []Key{
	optional("at", duration, "Once, this long after the start."),
	optional("every", duration, "The mean time between two."),
	optional("on", record("a map that says on what",
		optional("read", ref("an option, a party or a rung", "OPTION | PARTY | RUNG"), "A reading arrives: of this option, of this party's, or of this rung or higher."),
		optional("becomes", expression, "It has become true."),
		optional("silent", party, "Nothing of this party was read …"),
		optional("for", duration, "… for so long."),
		optional("done", stepRef, "The step is done."),
		optional("refused", stepRef, "The step is refused."),
		optional("ends", procedure, "A run of the procedure is complete."),
		optional("stops", procedure, "A run of the procedure stops."),
		optional("decision", procedure, "The decision of the procedure takes effect …"),
		optional("unasked", party, "… and this party was not asked before."),
		optional("untold", party, "… and this party was not even told before."),
		optional("crossed", ref("a red line", "LINE"), "The line is crossed."),
	), "What it comes on."),
	optional("after", duration, "How long it waits then."),
	optional("while", expression, "What must hold when it comes."),
	optional("times", whole, "How often it comes at most."),
}

var decisionKeys = append(triggerKeys[:len(triggerKeys):len(triggerKeys)],
	optional("step", stepRef, "It is the answer of this step."),
	optional("weights", rows("OPTION | CHOICE | nothing | agree | refuse | refer", numberWith("a number, or {weight: NUMBER, while: E}",
		optional("weight", number, "Its weight."),
		optional("while", expression, "Left out unless this holds."),
	), "a map from options to weights"), "It chooses in proportion to these."),
	optional("rule", list(record("a rule", append([]Key{
		optional("when", expression, "It is taken if this holds and none above did."),
		required("take", ref("an option", "OPTION | CHOICE | nothing | agree | refuse | refer"), "The option, `nothing`, or an answer."),
	}, graded...)...), "a list of rules"), "It takes the first that holds."),
	optional("logit", record("a logit", append([]Key{
		required("precision", number, "How strongly worth tells; 0 is by chance."),
		required("worth", rows("OPTION | CHOICE | nothing | agree | refuse | refer", &Shape{Expect: "a map from terms to numbers", Each: number, EachKey: "always | rung | picture | STOCK"}, "a map from options to their worth"), "The worth of each option."),
	}, graded...)...), "It chooses in proportion to exp(precision · worth)."),
)
