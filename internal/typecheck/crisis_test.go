package typecheck

import (
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
)

// causeway is the worked example.
func causeway(t testing.TB) string { return twinLakesText(t, "crises", "causeway.yaml") }

// crisisOf reads a text as a crisis for Twin Lakes; what is said of it has to be
// nothing.
func crisisOf(t testing.TB, text string) *model.Crisis {
	t.Helper()
	var out diag.List
	c := Crisis(parseText(t, "c.yaml", text), arrangementOf(t), &out)
	if out.Len() > 0 {
		t.Fatal(brief(&out))
	}
	return c
}

// TestCausewaySays changes one thing in the worked example at a time: each gives one
// message, at the place.
func TestCausewaySays(t *testing.T) {
	text, a := causeway(t), arrangementOf(t)
	for _, test := range []struct{ name, old, new, want string }{
		{"as it is", "", "", ""},
		{"a rung", "thresholds: clash", "thresholds: clsh", `unknown-rung "clsh": rung "clsh" is not declared | c.yaml "clash": "clash" is declared here ? did you mean "clash"?`},
		{"a rung twice", "order: [quiet, display,", "order: [quiet, quiet, display,", `duplicate-id "quiet": rung "quiet" stands here a second time | c.yaml "quiet": it stands here first`},
		{"a rung by the rung", "at-least: {clash: cond == war}", "at-least: {clash: not rung >= pressure}", "expression-type \"not rung >= pressure\": what makes the rung of the moment asks for that rung ? ask for what lies behind it: stocks, acts under way, readings, the arrangement"},
		{"a rung at least", "at-least: {clash: cond", "at-least: {crash: cond", `unknown-rung "crash": rung "crash" is not declared | c.yaml "clash": "clash" is declared here ? did you mean "clash"?`},
		{"a name of no rung", "names: {clash:", "names: {clas:", `unknown-rung "clas": rung "clas" is not declared | c.yaml "clash": "clash" is declared here ? did you mean "clash"?`},
		{"an expression", "clash: cond == war", "clash: cond == wart", `expression-type "wart": "wart" is not a condition of cond; compare it with one of calm, alert, war ? did you mean "war"?`},
		{"a party", "{of: O, start", "{of: Q, start", `unknown-party "Q": party "Q" is not declared ? declared are M, T and O`},
		{"three parties", "of: [M, T], start", "of: [M, T, O], start", `bad-stock "[M, T, O]": stock "trust" is of 3 parties; one or two are expected`},
		{"outside its bounds", "start: 0.6, within", "start: 1.6, within", `bad-stock "1.6": stock "resolve-m" starts at 1.6, which is not within 0..1`},
		{"bounds", "start: 0.6, within: 0..1", "start: 0.6, within: 1", "bad-quantity \"1\": `within` is 1; bounds are expected ? write two bounds, a..b"},
		{"no flow", "{toward: 0.5, half-life: 10d}", "{while: rung >= clash}", "bad-stock \"{\": the flow does not say how much flows ? write `{per-day: x}`, `{per-year: x}`, `{per-day: x, times: STOCK}` or `{toward: x, half-life: T}`"},
		{"two flows", "{toward: 0.5, half-life: 10d}", "{toward: 0.5, half-life: 10d, per-day: 1}", "bad-stock \"0.5\": `toward` stands beside `per-day`; a flow is one of them ? write two flows, which add up"},
		{"no half-life above 0", "half-life: 10d", "half-life: 0d", `bad-quantity "0d": the half-life is 0d; it must be above 0`},
		{"times of nothing", "times: grievance", "times: grevance", `unknown-stock "grevance": stock "grevance" is not declared | c.yaml "grievance": "grievance" is declared here ? did you mean "grievance"?`},
		{"no step", "step: 1h ", "#", "bad-step \"{\": this flow has `times`, and the crisis has no `step` ? write `step: 1h` in the crisis: the time by which all stocks advance together"},
		{"a step of nothing", "times: grievance}", "}", "bad-step \"1h\": `step` stands here, and no flow has `times` ? leave it out: such stocks are worked out exactly"},
		{"a step of 0", "step: 1h", "step: 0h", `bad-step "0h": the step is 0h; it must be above 0`},
		{"a domain", "domain: economic, rung: pressure, lasts: 3d", "domain: econ, rung: pressure, lasts: 3d", `unknown-word "econ": "econ" is not a domain |  "": allowed are diplomatic, information, military and economic`},
		{"nothing", "  embargo:", "  nothing: {of: M, domain: economic, rung: quiet, lasts: 1h, reads: {T: quiet, O: quiet}}\n  embargo:", `bad-id "nothing": "nothing" is not an id: the word stands for taking no option`},
		{"an option named as a party", "  embargo:", "  T: {of: M, domain: economic, rung: quiet, lasts: 1h, reads: {T: quiet, O: quiet}}\n  embargo:", "ambiguous-id \"T\": \"T\" is a party and an option; `on: {read: T}` could mean either | arrangement.yaml \"T\": \"T\" is declared here"},
		{"a step", "by: answer-probe/release, choice: warn", "by: answer-probe/relase, choice: warn", `unknown-step "answer-probe/relase": procedure "answer-probe" has no step "relase" | arrangement.yaml "answer-probe": "answer-probe" is declared here ? did you mean "release"?`},
		{"a choice", "choice: warn,", "choice: warm,", `bad-option "warm": "warm" is not an option of step "release"; its options are hold, warn and strike | arrangement.yaml "release": "release" is declared here ? did you mean "warn"?`},
		{"a choice of no step", "by: answer-probe/release, choice: warn", "choice: warn", "bad-option \"warn\": `choice` stands here without `by` ? it is an option of the step that `by` names"},
		{"a consent of no step", "lasts: 3d, reads", "lasts: 3d, consent-of: M, reads", "bad-option \"M\": `consent-of` stands here without `by` ? a consent is given in the run of the step that takes the option"},
		{"a consent", "consent-of: M,", "consent-of: m-press,", `unknown-post "m-press": post or party "m-press" is not declared | arrangement.yaml "m-pres": "m-pres" is declared here ? did you mean "m-pres"?`},
		{"a consent twice", "consent-of: M,", "consent-of: [M, M],", `named-twice "M": "M" stands here a second time | c.yaml "M": it stands here first`},
		{"an authority", "uses: wing-opcon", "uses: wing-opcom", `unknown-authority "wing-opcom": authority "wing-opcom" is not declared | arrangement.yaml "wing-opcon": "wing-opcon" is declared here ? did you mean "wing-opcon"?`},
		{"an effect", "{trust: -0.2}, reads: {T: quiet, O: never}", "{thrust: -0.2}, reads: {T: quiet, O: never}", `unknown-stock "thrust": stock "thrust" is not declared | c.yaml "trust": "trust" is declared here ? did you mean "trust"?`},
		{"an effect twice over", "{add: -0.2, while", "{add: -0.2, p10: 1, while", "bad-quantity \"1\": `p10` stands beside `add`; one of them says what the number is"},
		{"a reader", "reads: {M: pressure, T: pressure}", "reads: {M: pressure, TT: pressure, T: pressure}", `unknown-party "TT": party "TT" is not declared | arrangement.yaml "T": "T" is declared here ? did you mean "T"?`},
		{"a rung that is read", "reads: {M: pressure, T: pressure}", "reads: {M: presure, T: pressure}", `unknown-rung "presure": rung "presure" is not declared | c.yaml "pressure": "pressure" is declared here ? did you mean "pressure"?`},
		{"a weight", "pressure: 1}, after: 2h..6h", "pressure: -1}, after: 2h..6h", `bad-quantity "-1": a weight is -1; it cannot be below 0`},
		{"no weight", "{as: {display: 3, pressure: 1}", "{as: {display: 0, pressure: 0}", "bad-weights \"{display: 0, pressure: 0}\": all weights are 0, and one of the rungs is read ? write `never` where the party does not learn of the act"},
		{"a link", "via: strategic, effects", "via: strategy, effects", `unknown-link "strategy": link "strategy" is not declared | arrangement.yaml "strategic": "strategic" is declared here ? did you mean "strategic"?`},
		{"unread", "reads: {T: quiet, O: never}", "reads: {T: quiet}", "unread-option \"protest\": nothing says how O reads option \"protest\" ? write `reads: {O: RUNG}`, or `never` where it does not learn of it"},
		{"a kind", "lasts: 6h, kind: probe", "lasts: 6h, kind: prob", `unknown-incident-kind "prob": incident kind "prob" is not declared | arrangement.yaml "probe": "probe" is declared here ? did you mean "probe"?`},
		{"what cannot be started", "starts: raise-alert", "starts: answer-probe", `cannot-start`},
		{"no trigger", "press: {every: 12h, while", "press: {while", "bad-trigger \"press\": \"press\" does not say when it comes ? write `at: TIME`, `every: TIME` or `on: {…}`"},
		{"two triggers", "press: {every: 12h,", "press: {every: 12h, at: 1h,", "bad-trigger \"at\": `at` stands beside `every`; \"press\" comes by one of them ? write two, one for each"},
		{"after without on", "press: {every: 12h,", "press: {every: 12h, after: 1h,", "bad-trigger \"1h\": `after` stands beside `every`; only what comes `on` something waits"},
		{"a spread of a mean", "press: {every: 12h,", "press: {every: 1h/2h/3h,", "bad-quantity \"1h/2h/3h\": `every` is the mean of an exponential law, and a spread stands here ? write one time, or bounds a..b where the mean is not known"},
		{"what is read", "on: {read: strike}, after: 1h..3h", "on: {read: strke}, after: 1h..3h", `unknown-option "strke": option or party or rung "strke" is not declared | c.yaml "strike": "strike" is declared here ? did you mean "strike"?`},
		{"silence without end", "silent: T, for: 1d", "silent: T", "bad-trigger \"on\": `silent` does not say for how long ? write `{silent: PARTY, for: TIME}`"},
		{"for what", "on: {read: O}", "on: {read: O, for: 1d}", "bad-trigger \"for\": `for` stands here without `silent` ? " + onHint},
		{"on two things", "on: {read: O}", "on: {read: O, crossed: no-strikes}", "bad-trigger \"no-strikes\": `crossed` stands beside `read`; it comes on one of them ? " + onHint},
		{"a decision of nobody", "{decision: answer-probe, untold: M}", "{decision: answer-probe}", "bad-trigger \"answer-probe\": a decision is looked at for one party that was not asked, or not told, before ? write `unasked: PARTY` or `untold: PARTY` beside it"},
		{"a line", "crossed: no-strikes}", "crossed: no-strike}", `unknown-line "no-strike": red line "no-strike" is not declared | c.yaml "no-strikes": "no-strikes" is declared here ? did you mean "no-strikes"?`},
		{"how often", "times: 2, rule", "times: 0, rule", `bad-number "0": how often it comes is 0; it must lie from 1 to 100000`},
		{"no choice", "test:  {on: {silent: T, for: 1d}, times: 2, rule: [{take: raid}]}", "test:  {on: {silent: T, for: 1d}, times: 2}", "bad-choice \"test\": decision \"test\" chooses nothing ? write `weights`, `rule` or `logit`"},
		{"two choices", "times: 2, rule", "times: 2, weights: {raid: 1}, rule", "bad-choice \"rule\": `rule` stands beside `weights`; a decision is made in one way"},
		{"another's option", "rule: [{take: raid}]", "rule: [{take: protest}]", `bad-choice "protest": player "orm-wary" cannot choose "protest": it is an option of M, and the player is of O | c.yaml "protest": "protest" is declared here`},
		{"a step's option", "brace:    {on: {read: pressure}, times: 1, weights: {alert: 1}}", "brace:    {on: {read: pressure}, times: 1, weights: {alert: 1, warn: 1}}", `bad-choice "warn": player "tarn" cannot choose "warn": it is taken when its step is done, and in no other way | c.yaml "warn": "warn" is declared here`},
		{"no weight above 0", "weights: {exercise: 1}", "weights: {exercise: 0}", `bad-weights "show": all weights of "show" are 0, and it never chooses anything ? leave the decision out, or give one of them a weight above 0`},
		{"never reached", "{when: stock(grievance) < 0.5, take: talks}, {take: nothing}", "{take: talks}, {take: nothing}", "bad-choice \"{\": this rule is never reached: the one above always holds | c.yaml \"{\": it has no `when`"},
		{"an answer", "take: agree}", "take: agre}", `bad-answer "agre": "agre" is not an answer of step "consent-m"; its options are agree and refuse | arrangement.yaml "consent-m": "consent-m" is declared here ? did you mean "agree"?`},
		{"no answer of his", "step: declare-war/consent-m", "step: declare-war/consent-t", `bad-choice "step": step "consent-t" is not done by M, of which "merrow" is | arrangement.yaml "consent-t": "consent-t" is declared here`},
		{"no answer", "step: declare-war/consent-m", "step: declare-war/request", "bad-answer \"step\": step \"request\" has no answer that could be chosen | arrangement.yaml \"request\": \"request\" is declared here ? an answer is a consent, the yes or no of a council, one of the options of `choose`, or a referral"},
		{"an answer that waits", "consent:   {step: declare-war/consent-m,", "consent:   {step: declare-war/consent-m, while: rung >= clash,", "bad-trigger \"rung >= clash\": `while` stands beside `step`; an answer comes whenever the step asks for it ? a `rule` may say when it is which"},
		{"a term", "{picture: 0.4, trust: 0.5}", "{picture: 0.4, thrust: 0.5}", `expression-type "thrust": nothing is called "thrust" ? did you mean "trust"?`},
		{"precision", "precision: 2,", "precision: -2,", `bad-quantity "-2": the precision is -2; it cannot be below 0`},
		{"a shock's reader", "leak:      {on: {read: strike}, by: M,", "leak:      {on: {read: strike},", "bad-trigger \"on\": shock \"leak\" comes on a reading, and does not say whose ? write `by: PARTY` beside `on`"},
		{"a shock of no reading", "storm:     {every: 10d,", "storm:     {every: 10d, by: M,", "bad-trigger \"M\": `by` says whose reading it is, and shock \"storm\" comes on none"},
		{"an answer of nobody", "told:      {on: {done: answer-probe/tell-m},", "told:      {step: answer-probe/tell-m,", "unknown-key"},
		{"a step that is answered twice", "      brace:    {", "      again:    {step: answer-probe/release, rule: [{take: hold}]}\n      brace:    {", `bad-trigger "step": "release" and "again" both answer the step answer-probe/release | c.yaml "step": the other stands here`},
		{"a council", "council: committee\n", "council: comittee\n", `unknown-council "comittee": council "comittee" is not declared | arrangement.yaml "committee": "committee" is declared here ? did you mean "committee"?`},
		{"no interval", "every: 2d\n", "every: 0d\n", "bad-quantity \"0d\": `every` is 0d; it must be above 0 ? write one time, or bounds above 0"},
		{"a need", "needs: calmer", "needs: calm", `unknown-criterion "calm": programme "talks-table" has no condition "calm" | c.yaml "talks-table": "talks-table" is declared here ? its conditions are calmer, trusted and ready`},
		{"a need of oneself", "needs: calmer", "needs: trusted", `needs-cycle "trusted": the conditions of "talks-table" go round in a circle: trusted needs trusted, so none is ever met`},
		{"too many", "two:     {at-least: 2}", "two:     {at-least: 4}", `bad-programme "4": rule "two" asks for 4 of 3 conditions ? write a whole number, or bounds, from 1 to 3`},
		{"a mean of a bound that is 0", "at-least: 0.1}", "at-least: 0}", `bad-programme "0": rule "nearly" takes the mean of how far each condition is met, and the bound of "calmer" is 0; it must be above 0 | c.yaml "nearly": "nearly" is declared here`},
		{"weights of nothing", "{calmer: 1, trusted: 2, ready: 1}", "{calmer: 1, trust: 2, ready: 1}", `unknown-criterion "trust": programme "talks-table" has no condition "trust" | c.yaml "talks-table": "talks-table" is declared here ? its conditions are calmer, trusted and ready`},
		{"no rule in use", "    rule: strict\n", "", "bad-programme \"talks-table\": programme \"talks-table\" has 5 rules, and does not say which is in use ? write `rule: strict`"},
		{"a rule", "rule: strict", "rule: strickt", `unknown-rule "strickt": programme "talks-table" has no rule "strickt" | c.yaml "talks-table": "talks-table" is declared here ? did you mean "strict"?`},
		{"a programme that acts for a step", "takes: talks", "takes: strike", `bad-take "strike": option "strike" is taken when its step is done, and in no other way | c.yaml "strike": "strike" is declared here`},
		{"what crosses", "crossed-by: strike", "crossed-by: stike", `unknown-option "stike": option "stike" is not declared | c.yaml "strike": "strike" is declared here ? did you mean "strike"?`},
		{"a stock in words", "when: stock(grievance) < 0.5", "when: stock(grievance) < little", `expression-type "little": a stock is compared with a number; little stands here ? write a plain number, such as 0.4 or -2`},
		{"a stock at a point", "when: stock(grievance) < 0.5", "when: stock(grievance) == 0.5", "expression-type \"stock(grievance) == 0.5\": a stock moves without a step, and is hardly ever equal to a number ? compare it with <, <=, > or >="},
		{"a bare stock", "when: stock(grievance) < 0.5", "when: grievance", `expression-type "grievance": grievance is a stock; it is neither true nor false | c.yaml "grievance": "grievance" is declared here ? ask stock(grievance) >= 0.5`},
		{"a bare rung", "when: stock(grievance) < 0.5", "when: rung", `expression-type "rung": rung is the rung of the moment; compare it with one of quiet, display, pressure, clash, open-fight`},
		{"a rung in words", "when: reads(M) >= clash, take: embargo", "when: reads(M) >= 3, take: embargo", `expression-type "3": reads(M) is compared with 3; compare it with one of quiet, display, pressure, clash, open-fight`},
		{"a bare picture", "when: reads(M) >= clash, take: embargo", "when: reads(M), take: embargo", "expression-type \"reads(M)\": reads(M) is a rung; compare it with one ? write reads(PARTY) >= RUNG"},
		{"a bare number", "when: stock(grievance) < 0.5", "when: stock(grievance)", "expression-type \"stock(grievance)\": stock(grievance) is a number; compare it with one ? write stock(STOCK) >= 0.5"},
		{"who knows", "not knows(M, raid)", "not knows(raid)", "expression-type \"knows(raid)\": knows takes PARTY and OPTION; 1 argument stands here ? write knows(PARTY, OPTION)"},
		{"a programme's condition", "not met(talks-table)", "not met(talks-table/calmed)", `unknown-criterion "talks-table/calmed": programme "talks-table" has no condition "calmed" | c.yaml "talks-table": "talks-table" is declared here ? did you mean "calmer"?`},
		{"a source", "assumption: yes}\n  trust", "source: S9}\n  trust", `unknown-source "S9": source "S9" is not declared | arrangement.yaml "S1": "S1" is declared here ? did you mean "S1"?`},
		{"another arrangement", "for: twinlakes", "for: twinlake", `wrong-arrangement`},
		{"no rungs", "rungs:  ", "rugns:  ", `unknown-key "rugns"`},
		{"no options", "options:  ", "option:  ", `unknown-key "option"`},
		{"a path that drops nothing", "red-lines:\n", "where-present: [links/x]\nred-lines:\n", `unused-path "links/x": the design lacks "links/x", and nothing in the crisis names it ? look for a misspelling, or leave the path out`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if strings.Count(text, test.old) != 1 && test.old != "" {
				t.Fatalf("%q stands %d times in the text", test.old, strings.Count(text, test.old))
			}
			var out diag.List
			Crisis(parseText(t, "c.yaml", strings.Replace(text, test.old, test.new, 1)), a, &out)
			got := strings.TrimSpace(brief(&out))
			if code, rest, ok := strings.Cut(got, " c.yaml:"); ok {
				_, rest, _ = strings.Cut(rest, " ")
				got = code + " " + rest
			}
			if got != test.want && (test.want == "" || strings.Contains(test.want, ": ") || !strings.HasPrefix(got, test.want)) || out.Len() > 1 {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestCausewayModel looks at what the worked example becomes.
func TestCausewayModel(t *testing.T) {
	a, c := arrangementOf(t), crisisOf(t, causeway(t))
	if c.ID != "causeway" || !c.Rungs[3].Threshold || c.Rungs[3].AtLeast.Text != "cond == war" || c.Rungs[3].Name["en"] != "shots fired" || c.Step.Spec.A != 3600 {
		t.Errorf("%+v", c.Rungs[3])
	}
	trust, grievance := &c.Stocks[1], &c.Stocks[2]
	if len(trust.Of) != 2 || trust.Start.Path != "stocks/trust/start" || trust.Start.Spec.B != 0.8 || trust.High != 1 || trust.Flows[0].While.Op != model.OpRung || trust.Flows[0].Rate.Path != "stocks/trust/flows/0/per-day" || !trust.Assume {
		t.Errorf("%+v", trust)
	}
	if f := grievance.Flows[0]; f.Form != model.Times || f.By != 2 || !c.Stocks[3].Flows[0].Year || c.Stocks[0].Flows[0].Form != model.Toward || c.Stocks[0].Flows[0].Half.Spec.A != 864000 {
		t.Errorf("%+v", f)
	}
	options := map[string]*model.Option{}
	for i := range c.Options {
		options[c.Options[i].ID] = &c.Options[i]
	}
	strike := options["strike"]
	step := &a.Procedures[strike.By.Procedure].Steps[strike.By.Step]
	if step.ID != "release" || step.Choose[strike.Choice] != "strike" || a.Authorities[strike.Uses].ID != "strike-release" || a.Parties[strike.ConsentOf[0].Party].ID != "M" || strike.ConsentOf[0].Post != model.None {
		t.Errorf("%+v", strike)
	}
	if e := strike.Effects[0]; e.Add.Spec.A != -0.2 || e.Add.Path != "options/strike/effects/resolve-m" || e.While.Text != "not knows(M, raid)" {
		t.Errorf("%+v", e)
	}
	raid := options["raid"]
	if raid.Does == nil || a.Kinds[raid.Does.Kind].ID != "probe" || raid.Does.ID != "raid" || len(raid.Reads) != 2 || raid.Reads[0].After.Path != "options/raid/reads/T/after" ||
		a.Links[raid.Reads[1].Via].ID != "strategic" || raid.Reads[1].Upon.Procedure == model.None || raid.Reads[1].Effects[0].Add.Path != "options/raid/reads/M/effects/trust" {
		t.Errorf("%+v", raid)
	}
	if as := options["exercise"].Reads[1].As; len(as) != 2 || as[0].Weight.Spec.A != 3 || as[1].Rung != 2 || as[0].Weight.Path != "options/exercise/reads/T/as/display" {
		t.Errorf("%+v", as)
	}
	if r := options["protest"].Reads; !r[1].Never || r[0].Never {
		t.Errorf("%+v", r)
	}
	if d := options["warn"]; d.Does != nil || d.Domain != model.Military || options["embargo"].Domain != model.Economic || options["alert"].Does.Starts == nil || options["pull-back"].Does.Cuts == nil {
		t.Errorf("%+v", d)
	}
	kinds := map[string]model.TriggerKind{}
	for i := range c.Players {
		for _, d := range c.Players[i].Decisions {
			kinds[d.ID] = d.Trigger.Kind
			if d.Trigger.Reader != c.Players[i].Of {
				t.Errorf("%s: the reader is %d", d.ID, d.Trigger.Reader)
			}
		}
	}
	for _, s := range c.Shocks {
		kinds[s.ID] = s.Trigger.Kind
	}
	for id, want := range map[string]model.TriggerKind{
		"press": model.OnEvery, "halt": model.OnReadOption, "show": model.OnAt, "test": model.OnSilent, "yield": model.OnCrossed, "left-out": model.OnUntold, "unasked": model.OnUnasked,
		"answer-o": model.OnReadParty, "consent": model.OnStep, "brace": model.OnReadRung, "refused": model.OnRefused, "leak": model.OnReadOption, "relief": model.OnEnds, "rift": model.OnStops,
		"told": model.OnDone, "hardening": model.OnBecomes,
	} {
		if kinds[id] != want {
			t.Errorf("%s: trigger %d, want %d", id, kinds[id], want)
		}
	}
	bold, merrow, tarn := &c.Players[0], &c.Players[2], &c.Players[3]
	if d := bold.Decisions[0]; d.Form != model.Weights || len(d.Alternatives) != 4 || d.Alternatives[3].Option != model.Nothing || d.Alternatives[2].While == nil || d.Alternatives[0].Weight.Path != "players/orm-bold/decisions/press/weights/raid" {
		t.Errorf("%+v", d)
	}
	if d := merrow.Decisions[3]; d.Form != model.Rules || d.Alternatives[0].Answer != model.AnswerAgree || d.Alternatives[1].Answer != model.AnswerRefuse || d.Alternatives[0].Option != model.None || d.Alternatives[1].While != nil {
		t.Errorf("%+v", d)
	}
	d := tarn.Decisions[0]
	if d.Form != model.Logit || d.Precision.Spec.A != 2 || d.Alternatives[2].Answer != model.AnswerOption || d.Alternatives[2].Choice != 2 {
		t.Errorf("%+v", d)
	}
	var terms []model.TermKind
	for _, x := range append(d.Alternatives[1].Worth, d.Alternatives[2].Worth...) {
		terms = append(terms, x.Kind)
	}
	if want := []model.TermKind{model.TermPicture, model.TermStock, model.TermAlways, model.TermRung, model.TermPicture, model.TermExpr}; len(terms) != len(want) || terms[0] != want[0] || terms[1] != want[1] || terms[2] != want[2] || terms[3] != want[3] || terms[5] != want[5] {
		t.Errorf("terms %v", terms)
	}
	if p := c.Players[1].Reads[0]; c.Options[p.Option].ID != "strike" || p.Party != c.Players[1].Of || p.As[0].Rung != 4 {
		t.Errorf("%+v", p)
	}
	p := &c.Programmes[0]
	if p.First.Spec.A != 3*86400 || p.Slip.Path != "programmes/talks-table/slip" || len(p.Conditions[1].Needs) != 1 || !p.Conditions[2].Keeps || p.Rule != 0 || c.Options[p.Takes].ID != "talks" {
		t.Errorf("%+v", p)
	}
	var forms []model.RuleForm
	for _, r := range p.Rules {
		forms = append(forms, r.Form)
	}
	if forms[0] != model.RuleAll || forms[1] != model.RuleAny || forms[2] != model.RuleAtLeast || forms[3] != model.RuleWeights || forms[4] != model.RuleMean || p.Rules[3].Weights[1].Spec.A != 2 || p.Rules[3].AtLeast.Spec.A != 3 {
		t.Errorf("%+v", p.Rules)
	}
	if l := c.Lines[0]; !l.Declared || c.Lines[1].Declared || l.When.Text != "not done(answer-probe/tell-m)" || c.Options[l.By[0]].ID != "strike" || len(c.Lines[1].By) != 2 {
		t.Errorf("%+v", l)
	}
}
