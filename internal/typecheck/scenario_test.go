package typecheck

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/design"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

// parseText parses a text that is known to be well formed.
func parseText(t testing.TB, name, text string) *syntax.Node {
	t.Helper()
	var out diag.List
	n := syntax.Parse(diag.NewSource(name, text), syntax.DefaultLimits, &out)
	if n == nil || out.HasErrors() {
		t.Fatal(brief(&out))
	}
	return n
}

// brief prints code, place, underlined text, message, notes and hint of each
// diagnostic; of a note the file and the underlined text.
func brief(out *diag.List) string {
	var b strings.Builder
	for _, d := range out.Sorted() {
		fmt.Fprintf(&b, "%s %s %q: %s", d.Code, d.Span, d.Span.Text(), d.Message)
		for _, n := range d.Notes {
			where, _, _ := strings.Cut(n.Span.String(), ":")
			fmt.Fprintf(&b, " | %s %q: %s", where, n.Span.Text(), n.Message)
		}
		if d.HintText != "" {
			b.WriteString(" ? " + d.HintText)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func twinLakesText(t testing.TB, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "library", "twinlakes"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// arrangementOf reads Twin Lakes with the changes of variants, each a list.
func arrangementOf(t testing.TB, changes ...string) *model.Arrangement {
	t.Helper()
	tree := parseText(t, "arrangement.yaml", twinLakesText(t, "arrangement.yaml"))
	var out diag.List
	var made []design.Change
	var variants []*syntax.Node
	for i, c := range changes {
		variants = append(variants, parseText(t, "v.yaml", fmt.Sprintf("entente: {version: 1, kind: variant, id: v%d, base: twinlakes}\nchanges:\n%s", i, c)))
	}
	if len(variants) > 0 {
		tree, made = design.Apply(tree, variants, &out)
	}
	a := Arrangement(tree, &out)
	if a == nil || out.HasErrors() {
		t.Fatal(brief(&out))
	}
	for i := range variants {
		a.Variant = append(a.Variant, fmt.Sprintf("v%d", i))
	}
	for _, c := range made {
		a.Changes = append(a.Changes, model.Change{Verb: c.Verb, Path: c.Path, From: c.From, To: c.To})
	}
	return a
}

func scenarioText(body string) string {
	return "entente: {version: 1, kind: scenario, id: s, for: twinlakes, title: A test}\n" + body
}

func TestLeadershipShock(t *testing.T) {
	a := arrangementOf(t)
	var out diag.List
	s := Scenario(parseText(t, "shock.yaml", twinLakesText(t, "scenarios", "leadership-shock.yaml")), a, nil, &out)
	if s == nil || out.Len() > 0 {
		t.Fatal(brief(&out))
	}
	if s.ID != "leadership-shock" || s.For != "twinlakes" || s.Title != "Leaders lost, lines out" {
		t.Errorf("header: %+v", s.Meta)
	}
	if got := s.Horizon.Spec.A; got != 14*86400 {
		t.Errorf("horizon %v", got)
	}
	if b := s.MayStart; b.Total != 2 || len(b.Procedures) != 3 {
		t.Errorf("may start %+v", b)
	}
	if b := s.MayFail; b.Total != 2 || len(b.Absent) != 5 || len(b.Persons) != 0 || len(b.Out) != 2 || a.Posts[b.Absent[0]].ID != "cdr" {
		t.Errorf("may fail %+v", b)
	}
	if len(s.Incidents) != 3 || a.Kinds[s.Incidents[0].Kind].ID != "probe" || s.Incidents[1].Kind != model.None || a.Procedures[s.Incidents[2].Starts[0]].ID != "declare-war" {
		t.Errorf("incidents %+v", s.Incidents)
	}
	if len(s.Answers) != 6 || strings.Join(s.Answers[5].Option, " ") != "hold warn strike" || s.Answers[4].Chance[0].Text != "0.7..0.95" {
		t.Errorf("answers %+v", s.Answers)
	}
	if len(s.Fails) != 6 || a.Posts[s.Fails[1].Post].ID != "cdr" || s.Fails[0].Post != model.None || s.Fails[0].For.Text != "2h/8h/30h" || s.Fails[0].Every.Spec.A != 5*86400 {
		t.Errorf("fails %+v", s.Fails)
	}
}

// Each case is a scenario for Twin Lakes and all that is said of it.
func TestScenarioSays(t *testing.T) {
	a := arrangementOf(t, "- {add: posts/two, value: {of: T, person: hats}}\n- {add: posts/three, value: {of: T, person: hats}}")
	for _, test := range []struct{ name, text, want string }{
		{"a post as a person", "may-fail: {total: 1, absent: [hats, cdr]}", ""},
		{"a person at the start", "start: {absent: [hats]}", ""},
		{"a council as a post", "start: {absent: [committee]}",
			`unknown-post s.yaml:2:18 "committee": "committee" is a council; a post or a person is expected here | arrangement.yaml "committee": "committee" is declared here`},
		{"a misspelt post", "may-fail: {total: 1, absent: [cdrr]}",
			`unknown-post s.yaml:2:31 "cdrr": post or person "cdrr" is not declared | arrangement.yaml "cdr": "cdr" is declared here ? did you mean "cdr"?`},
		{"an unknown scale", "start: {conditions: war}",
			`unknown-scale s.yaml:2:9 "conditions": scale "conditions" is not declared ? declared are cond`},
		{"an unknown condition", "start: {cond: ware}",
			`unknown-condition s.yaml:2:15 "ware": "ware" is not a condition of cond | arrangement.yaml "cond": "cond" is declared here ? did you mean "war"?`},
		{"given what is no consent", "start: {given: [declare-war/request]}",
			"not-a-consent s.yaml:2:17 \"declare-war/request\": step \"declare-war/request\" is no consent that could be given | arrangement.yaml \"request\": \"request\" is declared here ? a consent is a step with `for: consent`, or the yes or no of a council"},
		{"given consents", "start: {given: [declare-war/consent-t, declare-war/agree]}", ""},
		{"a horizon with a spread", "horizon: 1d..2d",
			`not-exact s.yaml:2:10 "1d..2d": the horizon is 1d..2d, a spread; one exact time is expected ? write one time, such as 2h`},
		{"a start of what decides nothing", "may-start: {total: 1, procedures: [hand-corps, answer-probe]}",
			"cannot-start s.yaml:2:36 \"hand-corps\": procedure \"hand-corps\" decides no move, so a scenario cannot start it | arrangement.yaml \"hand-corps\": \"hand-corps\" is declared here ? it starts with its hand-over, when the condition moves\n" +
				"cannot-start s.yaml:2:48 \"answer-probe\": procedure \"answer-probe\" decides no move, so a scenario cannot start it | arrangement.yaml \"answer-probe\": \"answer-probe\" is declared here ? it starts on an incident: write `kind: probe`"},
		{"a total out of range", "may-start: {total: -1}",
			`bad-number s.yaml:2:20 "-1": a number of starts is -1; it must lie from 0 to 64`},
		{"no total", "may-fail: {out: [hotline]}",
			"missing-key s.yaml:2:1 \"may-fail\": a budget of faults needs `total`, which is missing ? write `total:` with a whole number"},
		{"a link twice", "may-fail: {total: 1, out: [hotline, hotline]}",
			`named-twice s.yaml:2:37 "hotline": "hotline" stands here a second time | s.yaml "hotline": it stands here first`},
		{"a class of nobody", "may-fail: {total: 1, class: minister}",
			"empty-class s.yaml:2:29 \"minister\": no post of \"twinlakes\" is of class \"minister\", so none can be lost ? write `class: minister` on the posts that are"},
		{"an unknown kind of incident", "incidents: [{id: i, kind: prob}]",
			`unknown-incident-kind s.yaml:2:27 "prob": incident kind "prob" is not declared | arrangement.yaml "probe": "probe" is declared here ? did you mean "probe"?`},
		{"an incident that does nothing", "incidents: [{id: i, at: 1h}]",
			"bad-incident s.yaml:2:18 \"i\": incident \"i\" does nothing ? write its `kind`, or what it `starts`, `empties`, `fills`, `cuts`, `mends` or `moves`"},
		{"an incident at two times", "incidents: [{id: i, kind: probe, at: 1h, every: 2d}]",
			"bad-incident s.yaml:2:49 \"2d\": incident \"i\" has `every` and another time ? an incident comes at a time (`at`), at a rate (`every`), or after another (`after`, with the delay in `at`)"},
		{"a mean with a spread", "incidents: [{id: i, kind: probe, every: 1d/2d/3d}]",
			"bad-quantity s.yaml:2:41 \"1d/2d/3d\": `every` is the mean of an exponential law, and a spread stands here ? write one time, or bounds a..b where the mean is not known"},
		{"incidents with one id", "incidents: [{id: i, kind: probe}, {id: i, cuts: hotline}]",
			`duplicate-id s.yaml:2:40 "i": incident "i" is declared a second time | s.yaml "i": it is declared here first`},
		{"after an unknown incident", "incidents: [{id: first, kind: probe}, {id: i, cuts: hotline, after: frist}]",
			`unknown-incident s.yaml:2:69 "frist": incident "frist" is not declared | s.yaml "first": "first" is declared here ? did you mean "first"?`},
		{"a circle", "incidents: [{id: a1, kind: probe, after: b1}, {id: b1, cuts: hotline, after: a1}]",
			"bad-incident s.yaml:2:42 \"b1\": incident \"a1\" is a consequence of itself ? one incident of the circle needs a time of its own: `at`, and no `after`"},
		{"consequences", "incidents: [{id: a1, kind: probe, at: 2h..3h}, {id: b1, cuts: hotline, after: a1, at: 1h}, {id: c1, mends: hotline, after: b1, while: out(hotline) and cond >= alert}]", ""},
		{"an expression", "incidents: [{id: i, cuts: hotline, while: out(hotlin)}]",
			`unknown-link s.yaml:2:47 "hotlin": link "hotlin" is not declared | arrangement.yaml "hotline": "hotline" is declared here ? did you mean "hotline"?`},
		{"an answer of what asks nothing", "answers: {declare-war/request: {agree: 1}}",
			"bad-answer s.yaml:2:11 \"declare-war/request\": step \"declare-war/request\" has no answer to give a chance to | arrangement.yaml \"request\": \"request\" is declared here ? an answer is a consent, the yes or no of a council, one of the options of `choose`, or a referral"},
		{"an unknown answer", "answers: {declare-war/consent-t: {agre: 1}}",
			`bad-answer s.yaml:2:35 "agre": "agre" is not an answer of step "declare-war/consent-t"; its answer is agree | arrangement.yaml "consent-t": "consent-t" is declared here ? did you mean "agree"?`},
		{"a chance of refusal", "answers: {declare-war/agree: {refuse: 0.1}}",
			"bad-answer s.yaml:2:31 \"refuse\": \"refuse\" is not an answer of step \"declare-war/agree\"; its answer is agree | arrangement.yaml \"agree\": \"agree\" is declared here ? write the chance of `agree`; what is left of one is the chance of a refusal"},
		{"an unknown option", "answers: {answer-probe/release: {hold: 0.5, fire: 0.5}}",
			`bad-answer s.yaml:2:45 "fire": "fire" is not an answer of step "answer-probe/release"; its options are hold, warn and strike | arrangement.yaml "release": "release" is declared here`},
		{"a step without its procedure", "answers: {agree: {agree: 1}}",
			`unknown-step s.yaml:2:11 "agree": "agree" is not a step; a step is written PROCEDURE/STEP here ? did you mean "raise-alert/agree"?`},
		{"a chance above one", "answers: {declare-war/agree: {agree: 1.2}}",
			`bad-chance s.yaml:2:38 "1.2": the chance of "agree" is 1.2; a chance lies from 0 to 1`},
		{"an unbounded chance", "answers: {declare-war/agree: {agree: 0.2/0.4/0.6}}",
			"bad-chance s.yaml:2:38 \"0.2/0.4/0.6\": nothing holds this chance below 1 ? write it as bounds a..b, or add `within: 0..1`"},
		{"a bounded chance", "answers: {declare-war/agree: {agree: {p10: 0.2, p50: 0.4, p90: 0.6, within: 0..1}}}", ""},
		{"chances above one", "answers: {answer-probe/release: {hold: 0.5, warn: 0.4, strike: 0.2}}",
			`bad-chance s.yaml:2:11 "answer-probe/release": the chances of "answer-probe/release" add up to 1.1; they cannot be above 1`},
		{"chances below one", "answers: {answer-probe/release: {hold: 0.5, warn: 0.2, strike: 0.2}}",
			`bad-chance s.yaml:2:11 "answer-probe/release": the chances of all options of "answer-probe/release" add up to 0.9; one of them is chosen, so they make 1`},
		{"bounds above one", "answers: {answer-probe/release: {hold: 0.6..1, warn: 0.5..0.7}}",
			`bad-chance s.yaml:2:11 "answer-probe/release": the chances of "answer-probe/release" add up to 1.1 at least; they cannot be above 1`},
		{"bounds that may make one", "answers: {answer-probe/release: {hold: 0.4..0.8, warn: 0.2..0.6, strike: 0..0.2}}", ""},
		{"a rate of two faults", "fails: [{out: hotline, absent: cdr, every: 5d}]",
			"bad-fail s.yaml:2:9 \"{\": a rate of faults is of one link, `out`, or of one post, `absent` ? write `{out: LINK, every: 5d, for: 2h}` or `{absent: POST, every: 60d, for: 1d}`"},
		{"two rates of one link", "fails: [{out: hotline, every: 5d}, {absent: cdr, every: 5d}, {out: hotline, every: 9d}]",
			`named-twice s.yaml:2:62 "{": a rate of faults of the same post or link stands here a second time | s.yaml "{": it stands here first ? write one rate: two that add up come as often as both together`},
		{"a rate of zero", "fails: [{out: hotline, every: 0h}]",
			"bad-quantity s.yaml:2:31 \"0h\": `every` is 0h; it must be above 0"},
		{"observed", "observed: [{id: war-time, what: hours to war, value: 20h, source: S1, credibility: 2}]", ""},
		{"observed twice", "observed: [{id: o, value: 20h}, {id: o, value: 2h}]",
			`duplicate-id s.yaml:2:38 "o": "o" is observed a second time | s.yaml "o": it stands here first`},
		{"an unknown source", "observed: [{id: o, value: 20h @S9}]",
			`unknown-source s.yaml:2:31 "@S9": source "S9" is not declared | arrangement.yaml "S1": "S1" is declared here ? did you mean "S1"?`},
		{"observed of a step", "horizon: 2d\nincidents: [{id: i, kind: probe}]\nobserved: [{id: o, of: answer-probe/release, since: i, case: once, value: 3h}]\npredicted: [{id: p, of: answer-probe}]\nin-force: [then]", ""},
		{"observed and predicted", "observed: [{id: o, value: 20h}]\npredicted: [{id: o, of: answer-probe}]",
			`duplicate-id s.yaml:3:18 "o": "o" is observed a second time | s.yaml "o": it stands here first`},
		{"observed of an unknown procedure", "observed: [{id: o, of: answer-prob, value: 3h}]",
			`unknown-procedure s.yaml:2:24 "answer-prob": procedure "answer-prob" is not declared | arrangement.yaml "answer-probe": "answer-probe" is declared here ? did you mean "answer-probe"?`},
		{"observed of an unknown step", "observed: [{id: o, of: answer-probe/releas, value: 3h}]", "unknown-step"},
		{"observed since an unknown incident", "incidents: [{id: first, kind: probe}]\nobserved: [{id: o, of: answer-probe, since: fist, value: 3h}]",
			`unknown-incident s.yaml:3:45 "fist": incident "fist" is not declared ? did you mean "first"?`},
		{"observed of nothing", "incidents: [{id: i, kind: probe}]\nobserved: [{id: o, since: i, value: 3h}]",
			"bad-observation s.yaml:3:27 \"i\": \"o\" has `since`, and does not say what of a run it is a value of ? write `of: PROCEDURE` or `of: PROCEDURE/STEP`"},
		{"observed between", "observed: [{id: o, of: answer-probe, value: 3h..4h}]",
			"bad-observation s.yaml:2:45 \"3h..4h\": \"3h..4h\" is not one value, and a range has no one place among simulated times ? write the value that is best supported, and the others as `disputed`"},
		{"observed beyond the horizon", "horizon: 2h\nobserved: [{id: o, of: answer-probe, value: 3h}]",
			`bad-observation s.yaml:3:45 "3h": "o" was observed after 3h, and the runs end after 2h | s.yaml "2h": the horizon is written here ? write a later horizon`},
		{"a case that is no id", "observed: [{id: o, of: answer-probe, value: 3h, case: 3h}]", "bad-id"},
		{"in force twice", "in-force: [a, a]", `named-twice s.yaml:2:15 "a": "a" stands here a second time | s.yaml "a": it stands here first`},
		{"predicted with a value", "predicted: [{id: o, of: answer-probe, value: 3h}]", "unknown-key"},
		{"observed where a design lacks it", "where-present: [procedures/gone]\nobserved: [{id: o, of: gone/step, value: 3h}]", ""},
		{"a path of nothing", "where-present: [posts/cdr/of]",
			"unknown-path s.yaml:2:17 \"posts/cdr/of\": a scenario names nothing at \"posts/cdr/of\" ? write one of posts/ID, links/ID, councils/ID, authority/ID, procedures/PROCEDURE, procedures/PROCEDURE/steps/STEP, conditions/ID, conditions/ID/order/ID, checks/expects/ID"},
		{"a path that drops nothing", "where-present: [posts/cdrr]",
			`unused-path s.yaml:2:17 "posts/cdrr": the design lacks "posts/cdrr", and nothing in the scenario names it ? look for a misspelling, or leave the path out`},
		{"an unknown key", "horizont: 3d", "unknown-key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out diag.List
			Scenario(parseText(t, "s.yaml", scenarioText(test.text)), a, nil, &out)
			if got := strings.TrimSpace(brief(&out)); got != test.want && (test.want == "" || strings.Contains(test.want, " ") || !strings.HasPrefix(got, test.want)) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
