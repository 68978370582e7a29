package typecheck

import (
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
)

// realText is a small arrangement of real states.
const realText = `entente: {version: 1, kind: arrangement, id: pact, title: A pact, real: true}
sources: {S1: {cite: "Treaty", reliability: A}}
conditions: {cond: {order: [low, high], moves: {low->high: raise}}}
parties: {A: {ally: yes, source: S1}, B: {ally: yes, source: S1}}
posts:
  a-min: {of: A, national: true, class: minister, source: S1}
  b-min: {of: B, national: true, class: minister, person: b-man, source: S1}
links:
  line: {between: [a-min, b-min], source: S1}
procedures:
  raise:
    source: S1
    decides: {move: low->high, at: agree}
    steps:
      - {id: ask, ask: b-min, for: consent, via: line, time: 1h @S1, if-refused: stop, if-unreachable: stop, if-absent: stop}
      - {id: agree, by: a-min, act: decide, time: 1h @S1, if-absent: stop}
`

func realArrangement(t *testing.T) *model.Arrangement {
	t.Helper()
	var out diag.List
	a := Arrangement(parseText(t, "pact.yaml", realText), &out)
	if a == nil || out.HasErrors() {
		t.Fatal(brief(&out))
	}
	return a
}

func TestRealStates(t *testing.T) {
	a := realArrangement(t)
	budget := " ? " + realBudget
	for _, test := range []struct{ name, text, want string }{
		{"a class", "may-fail: {total: 1, class: [minister], link: yes}", ""},
		{"nothing", "may-fail: {total: 0}", ""},
		{"a post", "may-fail: {total: 1, absent: [a-min]}",
			"real-names-office s.yaml:2:31 \"a-min\": `may-fail` names posts or persons, and \"pact\" is about real states" + budget},
		{"a person", "may-fail: {total: 1, absent: b-man}",
			"real-names-office s.yaml:2:30 \"b-man\": `may-fail` names posts or persons, and \"pact\" is about real states" + budget},
		{"a link", "may-fail: {total: 1, out: [line]}",
			"real-names-office s.yaml:2:28 \"line\": `may-fail` names links, and \"pact\" is about real states" + budget},
		{"with a source all the same", "may-fail: {total: 1, absent: [a-min @S1]}",
			"real-names-office s.yaml:2:31 \"a-min\": `may-fail` names posts or persons, and \"pact\" is about real states" + budget},
		{"two faults", "may-fail: {total: 2, class: [minister]}",
			"real-one-fault s.yaml:2:19 \"2\": `may-fail` allows 2 faults at once, and \"pact\" is about real states" + budget},
		{"a documented absence", "start: {absent: [a-min @S1:2], out: {value: [line], source: S1}}", ""},
		{"an undocumented absence", "start: {absent: [a-min]}",
			"real-undocumented s.yaml:2:18 \"a-min\": an absence is named here without a source, and \"pact\" is about real states ? write who documents it, `a-min @SOURCE`; what is not documented is asked as `may-fail: {total: 1, class: [CLASS]}` or `link: yes`"},
		{"an undocumented person", "start: {absent: [b-man]}",
			"real-undocumented s.yaml:2:18 \"b-man\": an absence is named here without a source, and \"pact\" is about real states ? write who documents it, `b-man @SOURCE`; what is not documented is asked as `may-fail: {total: 1, class: [CLASS]}` or `link: yes`"},
		{"a link out", "start: {out: line}",
			"real-undocumented s.yaml:2:14 \"line\": a link is named here without a source, and \"pact\" is about real states ? write who documents it, `line @SOURCE`; what is not documented is asked as `may-fail: {total: 1, class: [CLASS]}` or `link: yes`"},
		{"a documented incident", "incidents: [{id: i, empties: a-min, cuts: line, source: S1}]", ""},
		{"an undocumented incident", "incidents: [{id: i, empties: a-min @S1, cuts: line}]",
			"real-undocumented s.yaml:2:47 \"line\": a link is named here without a source, and \"pact\" is about real states ? write who documents it, `line @SOURCE`; what is not documented is asked as `may-fail: {total: 1, class: [CLASS]}` or `link: yes`"},
		{"a rate", "fails: [{absent: a-min, every: 30d}]",
			"real-undocumented s.yaml:2:18 \"a-min\": an absence is named here without a source, and \"pact\" is about real states ? write who documents it, `a-min @SOURCE`; what is not documented is asked as `may-fail: {total: 1, class: [CLASS]}` or `link: yes`"},
		{"a documented rate", "fails: [{out: line, every: 30d, source: S1}]", ""},
		{"observed without a source", "observed: [{id: o, value: 3h}]",
			"real-undocumented s.yaml:2:17 \"o\": \"o\" is observed without a source, and \"pact\" is about real states ? write `source: SOURCE`"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out diag.List
			text := "entente: {version: 1, kind: scenario, id: s, for: pact}\n" + test.text
			Scenario(parseText(t, "s.yaml", text), a, nil, &out)
			if got := strings.TrimSpace(brief(&out)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// What a design lacks is dropped with what names it; in a design that has it, it
// counts.
func TestWherePresent(t *testing.T) {
	text := scenarioText(`where-present: [posts/t-dcdr, links/red, procedures/recall, procedures/declare-war/steps/consult, checks/expects/raid, conditions/tempo]
start: {absent: [t-dcdr, cdr], out: red, tempo: fast, cond: alert}
may-start: {total: 1, procedures: [recall, declare-war]}
may-fail: {total: 1, absent: [t-dcdr], out: [red, hotline]}
incidents:
  - {id: raid, kind: raid}
  - {id: after-raid, cuts: hotline, after: raid}
  - {id: after-that, cuts: strategic, after: after-raid}
  - {id: recalled, starts: recall}
  - {id: mixed, starts: recall, cuts: [red, hotline]}
  - {id: asked, cuts: hotline, while: live(recall)}
  - {id: plain, kind: probe}
answers:
  recall/agree: {agree: 1}
  declare-war/consult: {agree: 1}
  declare-war/agree: {agree: 1}
fails:
  - {out: red, every: 3d}
  - {out: hotline, every: 3d}
`)
	a := arrangementOf(t)
	var out diag.List
	s := Scenario(parseText(t, "s.yaml", text), a, nil, &out)
	if out.Len() > 0 {
		t.Fatal(brief(&out))
	}
	ids := func(s *model.Scenario) string {
		var out []string
		for _, in := range s.Incidents {
			out = append(out, in.ID)
		}
		return strings.Join(out, " ")
	}
	if got := ids(s); got != "mixed plain" {
		t.Errorf("incidents %s", got)
	}
	if len(s.Start.Absent) != 1 || len(s.Start.Out) != 0 || s.Start.Values[0] != 1 || len(s.MayStart.Procedures) != 1 ||
		len(s.MayFail.Absent) != 0 || len(s.MayFail.Out) != 1 || len(s.Answers) != 1 || len(s.Fails) != 1 || len(s.Incidents[0].Cuts) != 1 {
		t.Errorf("%+v", s)
	}
	full := arrangementOf(t, `- {add: posts/t-dcdr, value: {of: T, under: cdr}}
- {add: links/red, value: {between: [t-dcdr, cdr]}}
- {add: conditions/tempo, value: {order: [slow, fast], moves: {slow->fast: recall}}}
- {add: procedures/recall, value: {starts: raid, decides: {move: slow->fast, at: agree}, steps: [{id: agree, by: committee, act: decide, time: 1h}]}}
- {add: procedures/declare-war/steps/consult, value: {ask: m-pres, for: consent, time: 1h}, place: {after: request}}
`)
	s = Scenario(parseText(t, "s.yaml", text), full, nil, &out)
	if out.Len() > 0 {
		t.Fatal(brief(&out))
	}
	if got := ids(s); got != "raid after-raid after-that recalled mixed asked plain" || len(s.Answers) != 3 || len(s.Fails) != 2 || s.Start.Values[1] != 1 {
		t.Errorf("incidents %s, %+v", got, s)
	}
}

// A scenario for the base serves for a design that renamed what it names.
func TestRenamedElementsKeepTheirIdentity(t *testing.T) {
	a := arrangementOf(t, "- {rename: posts/t-pm, to: premier}\n- {rename: links/hotline, to: h}\n- {rename: procedures/declare-war, to: dw}",
		"- {rename: procedures/dw/steps/consent-t, to: ct}\n- {rename: conditions/cond/order/calm, to: quiet}\n- {rename: conditions/cond/order/quiet, to: still}\n- {rename: authority/strike-release, to: sr}")
	var out diag.List
	s := Scenario(parseText(t, "shock.yaml", twinLakesText(t, "scenarios", "leadership-shock.yaml")), a, nil, &out)
	if out.Len() > 0 {
		t.Fatal(brief(&out))
	}
	if ref := s.Answers[4].Step; a.Procedures[ref.Procedure].ID != "dw" || a.Procedures[ref.Procedure].Steps[ref.Step].ID != "ct" {
		t.Errorf("answers %+v", s.Answers)
	}
	out = diag.List{}
	s = Scenario(parseText(t, "s.yaml", scenarioText("incidents: [{id: i, cuts: hotline, while: empty(t-pm) and count(holders(strike-release)) == 0 and cond == calm}]")), a, nil, &out)
	if out.Len() > 0 || len(s.Incidents) != 1 || a.Links[s.Incidents[0].Cuts[0]].ID != "h" {
		t.Error(brief(&out))
	}
}

func TestScenarioForAnother(t *testing.T) {
	a := arrangementOf(t, "- {rename: links/hotline, to: h}")
	for _, test := range []struct{ header, want string }{
		{"kind: scenario, id: s, for: twinlake", `wrong-arrangement s.yaml:1:51 "twinlake": the scenario "s" is for "twinlake"; here it meets "twinlakes" | arrangement.yaml "twinlakes": the arrangement "twinlakes" ? did you mean "twinlakes"?`},
		{"kind: scenario, id: s, for: v0", ""},
		{"kind: study, id: s", `wrong-kind s.yaml:1:29 "study": this is of kind "study"; a scenario is expected`},
	} {
		var out diag.List
		s := Scenario(parseText(t, "s.yaml", "entente: {version: 1, "+test.header+"}"), a, nil, &out)
		if got := strings.TrimSpace(brief(&out)); got != test.want || (s == nil) != (test.want != "") {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}
