package typecheck

import (
	"strconv"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/syntax"
)

const crisisHead = "entente: {version: 1, kind: crisis, id: c, for: twinlakes, title: A crisis}\n"

// TestCrisisOfADesignThatLacksSomething: options that name it are never open, readings
// that name it never arrive, and what would wait for it is dropped.
func TestCrisisOfADesignThatLacksSomething(t *testing.T) {
	text := crisisHead + `rungs: {order: [low, high], at-least: {high: live(recall)}}
where-present: [links/red, procedures/recall, procedures/recall/steps/hidden, procedures/declare-war/steps/consult, posts/t-dcdr, councils/board]
stocks: {s: {of: M, start: 0, within: -1..1, flows: [{per-day: 1, while: out(red)}, {per-day: 2}]}}
options:
  asks:  {of: M, domain: military, rung: low, lasts: 1h, by: recall/agree, reads: {T: low}}
  needs: {of: M, domain: military, rung: low, lasts: 1h, consent-of: [t-dcdr, T], by: declare-war/order, reads: {T: low}}
  cuts:  {of: M, domain: military, rung: low, lasts: 1h, cuts: red, reads: {T: low}}
  both:  {of: M, domain: military, rung: low, lasts: 1h, cuts: [red, hotline], effects: {s: {add: 1, while: live(recall)}}, reads: {T: {as: low, via: red}}}
  tells: {of: M, domain: military, rung: low, lasts: 1h, reads: {T: {as: low, upon: recall/agree}}}
players:
  m:
    of: M
    decisions:
      recalled: {on: {done: recall/agree}, weights: {cuts: 1}}
      ended:    {on: {ends: recall}, weights: {cuts: {weight: 1, while: done(recall/hidden)}, both: 1}}
      answer:   {step: declare-war/consult, rule: [{take: agree}]}
      kept:     {on: {becomes: stock(s) >= 0.5}, weights: {cuts: {weight: 1, while: out(red)}, both: 1}}
      logit:    {at: 1h, logit: {precision: 1, worth: {both: {"out(red)": 1, s: 1}, nothing: {}}}}
      ruled:    {at: 1h, rule: [{when: out(red), take: both}, {take: nothing}]}
shocks: {lost: {on: {stops: recall}, effects: {s: 1}}, stays: {at: 1d, effects: {s: 1}}}
programmes: {p: {council: board, every: 1d, conditions: {c: {stock: s, at-least: 1}}, rules: {all: all}}}
red-lines: {l: {of: T, crossed-by: both, when: out(red)}}
`
	var out diag.List
	c := Crisis(parseText(t, "c.yaml", text), arrangementOf(t), &out)
	if out.Len() > 0 {
		t.Fatal(brief(&out))
	}
	var lacking []string
	for i := range c.Options {
		if c.Options[i].Lacking {
			lacking = append(lacking, c.Options[i].ID)
		}
	}
	if got := strings.Join(lacking, " "); got != "asks needs cuts" {
		t.Errorf("never open: %s", got)
	}
	both := &c.Options[3]
	if len(both.Does.Cuts) != 1 || len(both.Effects) != 0 || !both.Reads[0].Never || !c.Options[4].Reads[0].Never || both.Reads[0].Via != model.None {
		t.Errorf("%+v", both)
	}
	var kept []string
	for i := range c.Players[0].Decisions {
		kept = append(kept, c.Players[0].Decisions[i].ID)
	}
	if got := strings.Join(kept, " "); got != "kept logit ruled" {
		t.Errorf("decisions: %s", got)
	}
	d := c.Players[0].Decisions
	if len(d[0].Alternatives) != 1 || len(d[1].Alternatives[0].Worth) != 1 || len(d[2].Alternatives) != 1 || d[2].Alternatives[0].Option != model.Nothing {
		t.Errorf("%+v", d)
	}
	if len(c.Shocks) != 1 || c.Shocks[0].ID != "stays" || !c.Programmes[0].Lacking || len(c.Lines[0].By) != 0 || len(c.Stocks[0].Flows) != 1 || c.Stocks[0].Flows[0].Rate.Path != "stocks/s/flows/1/per-day" || c.Rungs[1].AtLeast != nil {
		t.Errorf("%+v %+v", c.Stocks, c.Lines)
	}
	full := arrangementOf(t, `- {add: posts/t-dcdr, value: {of: T, under: cdr}}
- {add: links/red, value: {between: [t-dcdr, cdr]}}
- {add: councils/board, value: {under: m-pres, seats: {a: m-pres}}}
- {add: conditions/tempo, value: {order: [slow, fast], moves: {slow->fast: recall}}}
- {add: procedures/recall, value: {decides: {move: slow->fast, at: agree}, steps: [{id: agree, by: committee, act: decide, time: 1h}]}}
- {add: procedures/declare-war/steps/consult, value: {ask: m-pres, for: consent, time: 1h}, place: {after: request}}
`)
	c = Crisis(parseText(t, "c.yaml", text), full, &out)
	if out.Len() > 0 {
		t.Fatal(brief(&out))
	}
	for i := range c.Options {
		if c.Options[i].Lacking || c.Options[i].Reads[0].Never {
			t.Errorf("%s is never open, or read", c.Options[i].ID)
		}
	}
	if len(c.Players[0].Decisions) != 6 || len(c.Shocks) != 2 || c.Programmes[0].Lacking || len(c.Lines[0].By) != 1 || len(c.Stocks[0].Flows) != 2 {
		t.Errorf("%+v", c.Players)
	}
}

// A crisis for the base serves for a design that renamed what it names, and for the
// variant of the library.
func TestCrisisOfARenamedDesign(t *testing.T) {
	a := arrangementOf(t, "- {rename: procedures/answer-probe, to: ap}\n- {rename: links/strategic, to: s}\n- {rename: conditions/cond/order/war, to: fighting}\n- {rename: authority/wing-opcon, to: w}",
		"- {rename: procedures/ap/steps/tell-m, to: tells}")
	var out diag.List
	c := Crisis(parseText(t, "c.yaml", causeway(t)), a, &out)
	if out.Len() > 0 || a.Procedures[c.Options[1].Reads[1].Upon.Procedure].Steps[c.Options[1].Reads[1].Upon.Step].ID != "tells" {
		t.Error(brief(&out))
	}
}

// TestCrisisOfRealStates: what takes an office or a line away says who documents it,
// and numbers that rest on nothing are counted.
func TestCrisisOfRealStates(t *testing.T) {
	a := Arrangement(parseText(t, "arrangement.yaml", realText), new(diag.List))
	head := "entente: {version: 1, kind: crisis, id: c, for: pact, title: A crisis}\nrungs: {order: [low]}\noptions:\n"
	var party, post, link string
	party, post = a.Parties[0].ID, a.Posts[0].ID
	if len(a.Links) > 0 {
		link = a.Links[0].ID
	}
	option := func(more string) string {
		var never []string
		for i := range a.Parties[1:] {
			never = append(never, a.Parties[i+1].ID+": never")
		}
		return head + "  x: {of: " + party + ", domain: military, rung: low, lasts: 1h, assumption: yes, reads: {" + strings.Join(never, ", ") + "}, " + more + "}\n"
	}
	for _, test := range []struct{ name, text, want string }{
		{"an absence", option("empties: " + post), "real-undocumented"},
		{"an office filled", option("fills: " + post), "real-undocumented"},
		{"a link", option("cuts: " + link), "real-undocumented"},
		{"with its source", option("empties: " + post + " @S1"), ""},
		{"on nothing", strings.Replace(option("kind: x"), "assumption: yes, ", "", 1), "uncited-values"},
	} {
		if strings.Contains(test.text, "kind: x") {
			test.text = strings.Replace(test.text, ", kind: x", "", 1)
		}
		var out diag.List
		Crisis(parseText(t, "c.yaml", test.text), a, &out)
		if got := brief(&out); test.want == "" && out.Len() > 0 || test.want != "" && !strings.HasPrefix(got, test.want) || out.Len() > 1 {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

// TestScenarioInACrisis: who plays, which rules combine, what incidents take, and the
// names of the crisis in expressions.
func TestScenarioInACrisis(t *testing.T) {
	a, c := arrangementOf(t), crisisOf(t, causeway(t))
	var out diag.List
	s := Scenario(parseText(t, "s.yaml", twinLakesText(t, "scenarios", "causeway-raid.yaml")), a, c, &out)
	if out.Len() > 0 {
		t.Fatal(brief(&out))
	}
	use := s.Crisis
	if use.Crisis != c || len(use.Players) != 3 || use.Players[0] != 0 || use.Players[1] != 2 || use.Rules[0] != 2 || len(use.Takes) != 2 || c.Options[use.Takes[0][0]].ID != "raid" || use.Takes[1] != nil {
		t.Errorf("%+v", use)
	}
	for _, test := range []struct{ name, text, want string }{
		{"no crisis", "players: orm-bold", "no-crisis s.yaml:2:1 \"players\": `players` is about a crisis, and the scenario names none ? write `crisis: ID`"},
		{"no crisis for rules", "rules: {talks-table: two}", "no-crisis s.yaml:2:1 \"rules\": `rules` is about a crisis, and the scenario names none ? write `crisis: ID`"},
		{"no crisis to take", "incidents: [{id: i, takes: raid, at: 1h}]", "no-crisis s.yaml:2:21 \"takes\": `takes` is about a crisis, and the scenario names none ? write `crisis: ID`"},
		{"no crisis to ask about", "incidents: [{id: i, kind: probe, at: 1h, while: rung >= clash}]", "expression-type s.yaml:2:49 \"rung\": `rung` asks about a crisis, and none is at hand here ? it may stand in a crisis, in a scenario that names one, and in measures; an arrangement knows of none"},
		{"no crisis to ask for a stock", "incidents: [{id: i, kind: probe, at: 1h, while: stock(trust) > 0.4}]", "expression-type s.yaml:2:49 \"stock(trust)\": `stock(trust)` asks about a crisis, and none is at hand here ? it may stand in a crisis, in a scenario that names one, and in measures; an arrangement knows of none"},
		{"no crisis to ask what is taken", "incidents: [{id: i, kind: probe, at: 1h, while: taken(raid)}]", "expression-type s.yaml:2:49 \"taken(raid)\": `taken(raid)` asks about a crisis, and none is at hand here ? it may stand in a crisis, in a scenario that names one, and in measures; an arrangement knows of none"},
		{"another crisis", "crisis: cause", `no-crisis s.yaml:2:9 "cause": the scenario is about the crisis "cause"; here it meets "causeway" | c.yaml "causeway": the crisis "causeway"`},
		{"nobody plays", "crisis: causeway", ""},
		{"two of a party", "crisis: causeway\nplayers: [orm-wary, tarn, orm-bold]", `two-players s.yaml:3:27 "orm-bold": "orm-wary" and "orm-bold" both play for O | s.yaml "orm-wary": the other stands here`},
		{"a player", "crisis: causeway\nplayers: orm-bald", `unknown-player s.yaml:3:10 "orm-bald": player "orm-bald" is not declared | c.yaml "orm-bold": "orm-bold" is declared here ? did you mean "orm-bold"?`},
		{"a programme", "crisis: causeway\nrules: {talk-table: two}", `unknown-programme s.yaml:3:9 "talk-table": programme "talk-table" is not declared | c.yaml "talks-table": "talks-table" is declared here ? did you mean "talks-table"?`},
		{"a rule", "crisis: causeway\nrules: {talks-table: tow}", `unknown-rule s.yaml:3:22 "tow": programme "talks-table" has no rule "tow" | c.yaml "talks-table": "talks-table" is declared here ? did you mean "two"?`},
		{"an option", "crisis: causeway\nincidents: [{id: i, takes: [raid, riad], at: 1h}]", `unknown-option s.yaml:3:35 "riad": option "riad" is not declared | c.yaml "raid": "raid" is declared here ? did you mean "raid"?`},
		{"a step's option", "crisis: causeway\nincidents: [{id: i, takes: strike, at: 1h}]", `bad-take s.yaml:3:28 "strike": option "strike" is taken when its step is done, and in no other way | c.yaml "strike": "strike" is declared here`},
		{"an incident by the name of an option that is one", "crisis: causeway\nincidents: [{id: raid, kind: probe, at: 1h}, {id: embargo, takes: embargo, at: 1h}]", "ambiguous-id s.yaml:3:18 \"raid\": \"raid\" is an incident here, and an option that does something to the arrangement; the event `incident raid` could be either | c.yaml \"raid\": the option is declared here ? give the incident another id"},
		{"a question", "crisis: causeway\nincidents: [{id: i, kind: probe, at: 1h, while: takn(raid)}]", `expression-type s.yaml:3:49 "takn(raid)": "takn" is not a question of the language ? did you mean "taken"?`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out diag.List
			Scenario(parseText(t, "s.yaml", scenarioText(test.text)), a, c, &out)
			if got := strings.TrimSpace(brief(&out)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	out = diag.List{}
	Scenario(parseText(t, "s.yaml", scenarioText("crisis: causeway")), a, nil, &out)
	if got := brief(&out); !strings.HasPrefix(got, "no-crisis s.yaml:2:9 \"causeway\": the crisis \"causeway\" is not at hand") {
		t.Error(got)
	}
}

// Two players answer one step where a council does it.
func TestTwoPlayersOfOneStep(t *testing.T) {
	text := crisisHead + `rungs: {order: [low]}
players:
  m: {of: M, decisions: {agree: {step: raise-alert/agree, rule: [{take: agree}]}}}
  t: {of: T, decisions: {agree: {step: raise-alert/agree, rule: [{take: refuse}]}, again: {step: declare-war/agree, rule: [{take: agree}]}}}
`
	a, c := arrangementOf(t), crisisOf(t, text)
	var out diag.List
	Scenario(parseText(t, "s.yaml", scenarioText("crisis: c\nplayers: [m, t]")), a, c, &out)
	want := `two-players s.yaml:3:14 "t": "m" and "t" both answer the step raise-alert/agree | s.yaml "m": the other stands here`
	if got := strings.TrimSpace(brief(&out)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestLimitsOfACrisis: each section has its limit, and one message says so.
func TestLimitsOfACrisis(t *testing.T) {
	many := func(n int, form string) string {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(strings.ReplaceAll(form, "#", "n"+strconv.Itoa(i)))
		}
		return b.String()
	}
	rungs := "rungs: {order: [low]}\n"
	for what, text := range map[string]string{
		"rungs":            "rungs: {order: [" + many(rungsMax+1, "#") + "]}\n",
		"stocks":           rungs + "stocks: {" + many(stocksMax+1, "#: {of: M, start: 0}") + "}\n",
		"flows of s":       rungs + "stocks: {s: {of: M, start: 0, flows: [" + many(flowsMax+1, "{per-day: 1}") + "]}}\n",
		"options":          rungs + "options: {" + many(crisisOptionMax+1, "#: {of: M, domain: military, rung: low, lasts: 1h, reads: {T: low}}") + "}\n",
		"players":          rungs + "players: {" + many(playersMax+1, "#: {of: M}") + "}\n",
		"decisions":        rungs + "players: {p: {of: M, decisions: {" + many(decisionsMax+1, "#: {at: 1h, weights: {nothing: 1}}") + "}}}\n",
		"rules of d":       rungs + "players: {p: {of: M, decisions: {d: {at: 1h, rule: [" + many(alternativesMax+1, "{when: cond == war, take: nothing}") + "]}}}}\n",
		"shocks":           rungs + "stocks: {s: {of: M, start: 0}}\nshocks: {" + many(shocksMax+1, "#: {at: 1h, effects: {s: 1}}") + "}\n",
		"programmes":       rungs + "stocks: {s: {of: M, start: 0}}\nprogrammes: {" + many(programmesMax+1, "#: {every: 1d, conditions: {c: {stock: s, at-least: 1}}, rules: {r: all}}") + "}\n",
		"conditions":       rungs + "stocks: {s: {of: M, start: 0}}\nprogrammes: {p: {every: 1d, conditions: {" + many(conditionsMax+1, "#: {stock: s, at-least: 1}") + "}, rules: {r: all}}}\n",
		"rules of p":       rungs + "stocks: {s: {of: M, start: 0}}\nprogrammes: {p: {every: 1d, conditions: {c: {stock: s, at-least: 1}}, rules: {" + many(combineMax+1, "#: all") + "}, rule: n0}}\n",
		"red-lines":        rungs + "options: {o: {of: M, domain: military, rung: low, lasts: 1h, reads: {T: low}}}\nred-lines: {" + many(linesMax+1, "#: {of: T, crossed-by: o}") + "}\n",
		"terms of nothing": rungs + "stocks: {" + many(termsMax+1, "#: {of: M, start: 0}") + "}\nplayers: {p: {of: M, decisions: {d: {at: 1h, logit: {precision: 1, worth: {nothing: {" + many(termsMax+1, "#: 1") + "}}}}}}}\n",
	} {
		var out diag.List
		Crisis(parseText(t, "c.yaml", crisisHead+text), arrangementOf(t), &out)
		if got := brief(&out); out.Len() != 1 || !strings.HasPrefix(got, "too-many") || !strings.Contains(got, ": "+what+":") {
			t.Errorf("%s: %s", what, got)
		}
	}
}

// FuzzCrisis reads any bytes as a crisis for Twin Lakes and, where it can be read, as
// that of a scenario: no panic, and no index out of range.
func FuzzCrisis(f *testing.F) {
	a := arrangementOf(f)
	f.Add(causeway(f))
	f.Add(crisisHead + "rungs: {order: [a, b], thresholds: [b, c], at-least: {b: rung >= a}}\nstocks: {s: {of: M, start: {p10: 1, p50: 2, p90: 3}, flows: [{toward: 1, half-life: 1d}]}}\n")
	f.Add(crisisHead + "rungs: {order: [a]}\nwhere-present: [links/x]\noptions: {o: {of: M, domain: military, rung: a, lasts: 1h, via: x, reads: {T: {as: {a: 1}, via: x}}}}\n")
	f.Add(crisisHead + "rungs: {order: [a]}\nplayers: {p: {of: M, reads: {o: never}, decisions: {d: {step: declare-war/consent-m, weights: {agree: {weight: 1, while: met(p/q)}}}}}}\n")
	f.Fuzz(func(t *testing.T, text string) {
		var out diag.List
		tree := syntax.Parse(diag.NewSource("x.yaml", text), syntax.DefaultLimits, &out)
		if tree == nil || out.HasErrors() {
			return
		}
		c := Crisis(tree, a, &out)
		if c == nil || out.HasErrors() {
			return
		}
		for i := range c.Options {
			o := &c.Options[i]
			insideOf(t, []model.RungIndex{o.Rung}, len(c.Rungs))
			insideOf(t, []model.PartyIndex{o.Of}, len(a.Parties))
			for _, x := range o.Reads {
				insideOf(t, []model.PartyIndex{x.Party}, len(a.Parties))
				if !x.Never && len(x.As) == 0 {
					t.Fatalf("option %s: a reading as nothing", o.ID)
				}
			}
			for _, e := range o.Effects {
				insideOf(t, []model.StockIndex{e.Stock}, len(c.Stocks))
			}
		}
		for i := range c.Players {
			for _, d := range c.Players[i].Decisions {
				for _, x := range d.Alternatives {
					if x.Option >= 0 {
						insideOf(t, []model.OptionIndex{x.Option}, len(c.Options))
					} else if x.Option != model.Nothing && x.Answer == model.NotAnswer {
						t.Fatalf("decision %s: an alternative that is nothing", d.ID)
					}
				}
			}
		}
		for i := range c.Programmes {
			p := &c.Programmes[i]
			insideOf(t, []int{p.Rule}, len(p.Rules))
			for _, x := range p.Conditions {
				insideOf(t, []model.StockIndex{x.Stock}, len(c.Stocks))
				insideOf(t, x.Needs, len(p.Conditions))
			}
		}
		Scenario(parseText(t, "s.yaml", scenarioText("crisis: "+c.ID)), a, c, &out)
	})
}
