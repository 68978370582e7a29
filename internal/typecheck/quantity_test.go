package typecheck

import (
	"fmt"
	"testing"

	"entente/internal/model"
)

func TestQuantities(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"30m", "exact 1800 0 0 | 30m | -"},
		{"5m..20m @S2:3", "range 300 1200 0 | 5m..20m | S2:3"},
		{"1h/3h/10h", "quantiles 3600 10800 36000 | 1h/3h/10h | -"},
		{"{p10: 1h, p50: 3h, p90: 10h, source: S1}", "quantiles 3600 10800 36000 | {p10: 1h, p50: 3h, p90: 10h} | S1:0"},
		{"{value: 1h/3h/10h, within: 30m..24h, source: S1, credibility: 2}", "quantiles 3600 10800 36000 within 1800..86400 | {value: 1h/3h/10h, within: 30m..24h} | S1:2"},
		{"{value: 30m @S2:4, assumption: yes}", "exact 1800 0 0 | 30m | S2:4 assumed"},
		{"{min: 1h, likely: 2h, max: 6h}", "pert 3600 7200 21600 | {min: 1h, likely: 2h, max: 6h} | -"},
		{"{law: exponential, mean: 1h}", "exponential 3600 0 0 | {law: exponential, mean: 1h} | -"},
		{"{law: lognormal, median: 2h, sigma: 0.5}", "lognormal 7200 0.5 0 | {law: lognormal, median: 2h, sigma: 0.5} | -"},
		{"{law: gamma, shape: 2, scale: 3m}", "gamma 2 180 0 | {law: gamma, shape: 2, scale: 3m} | -"},
	} {
		a, list, rendered := load("q.yaml", with("posts\n  a: {of: M, refill: "+c.text+"}"))
		if len(list) > 0 || a.Posts[0].Refill == nil {
			t.Errorf("%s:\n%s", c.text, rendered)
			continue
		}
		if got := show(a, a.Posts[0].Refill); got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}

func show(a *model.Arrangement, q *model.Quantity) string {
	cite, assumed, within := "-", "", ""
	if q.Cite.Source != model.None {
		cite = fmt.Sprintf("%s:%d", a.Sources[q.Cite.Source].ID, q.Cite.Credibility)
	}
	if q.Assume {
		assumed = " assumed"
	}
	if q.Spec.HasWithin {
		within = fmt.Sprintf(" within %g..%g", q.Spec.WithinLow, q.Spec.WithinHigh)
	}
	return fmt.Sprintf("%s %g %g %g%s | %s | %s%s", q.Spec.Form, q.Spec.A, q.Spec.B, q.Spec.C, within, q.Text, cite, assumed)
}

func TestWrongQuantities(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"90", "bad-quantity 90"},
		{"1h..", "bad-quantity ."},
		{"3h..1h", "bad-quantity 1h"},
		{"{p10: 1h, p50: 3h}", "bad-quantity {p10: 1h, p50: 3h}"},
		{"{p10: 1h, p50: 3h, p90: 2h}", "bad-quantity 2h"},
		{"{p10: 1h, p50: 3h, max: 20h}", "bad-quantity 20h"},
		{"{p50: 3h, p90: 20h}", "bad-quantity 3h"},
		{"{source: S1}", "bad-quantity {source: S1}"},
		{"{value: 1h, p10: 2h}", "bad-quantity 2h"},
		{"{law: gama, shape: 2, scale: 1h}", "unknown-word gama"},
		{"{law: gamma, shape: 2h, scale: 1h}", "bad-quantity h"},
		{"{value: 1h, within: 2h}", "bad-quantity 2h"},
		{"{value: 1h, within: 0m..2h}", "bad-quantity 0m..2h"},
		{"{value: 1h/2h/3h, source: S9}", "unknown-source S9"},
		{"{value: 1h/2h/3h, disputed: [{value: 3h, source: S9}]}", "unknown-source S9"},
		{"{value: 1h/2h/3h, disputed: [{value: 3}]}", "bad-quantity 3"},
		{"{value: 1h @S1, source: S2 @S1}", "bad-citation @S1"},
	} {
		if _, list, rendered := load("q.yaml", with("posts\n  a: {of: M, refill: "+c.text+"}")); codes(list) != c.want {
			t.Errorf("%s: got %s, want %s\n%s", c.text, codes(list), c.want, rendered)
		}
	}
}

// TestDisputes: rival readings are kept with their path, and what they name is
// resolved.
func TestDisputes(t *testing.T) {
	a, list, rendered := load("d.yaml", with(`authority
  opcon:
    kind: OPCON @S1:1
    over: {value: corps, source: S1, credibility: 2}
    held-by:
      any: {value: chief, source: S1, credibility: 2, disputed: [{value: pm, source: S2, credibility: 4, note: a slide}, {value: nobody}]}
+ councils
  board:
    seats: {a: {value: pm, source: S1}, b: other}
    quorum: {value: {total: 2}, source: S1, disputed: [{value: {total: 1}, source: S2}]}
    rule: {value: majority, disputed: [{value: consensus, source: S2}]}
    convene: {p10: 1h, p50: 2h, p90: 4h, disputed: [{value: 1d, source: S2}]}`))
	if len(list) > 0 {
		t.Fatal(rendered)
	}
	want := "authority/opcon/held-by/any: chief S1:2, pm S2:4 (a slide), nobody -; " +
		"councils/board/quorum: {total: 2} S1:0, {total: 1} S2:0; councils/board/rule: majority -, consensus S2:0; " +
		"councils/board/convene: {p10: 1h, p50: 2h, p90: 4h} -, 1d S2:0"
	got := ""
	for i, d := range a.Disputes {
		if i > 0 {
			got += "; "
		}
		got += d.Path + ":"
		for j, r := range d.Readings {
			if j > 0 {
				got += ","
			}
			got += " " + r.Value + " "
			if r.Cite.Source == model.None {
				got += "-"
			} else {
				got += fmt.Sprintf("%s:%d", a.Sources[r.Cite.Source].ID, r.Cite.Credibility)
			}
			if r.Note != "" {
				got += " (" + r.Note + ")"
			}
		}
	}
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if opcon := a.Authorities[0]; opcon.HeldCite[0].Credibility != 2 || a.Posts[opcon.HeldBy[0]].ID != "chief" {
		t.Errorf("opcon is %+v", opcon)
	}
	if board := a.Councils[0]; board.Total != 2 || board.Rule != model.Majority || board.Seats[0].Cite.Source != 0 {
		t.Errorf("board is %+v", board)
	}
	_, list, rendered = load("d.yaml", with("authority\n  opcon:\n    kind: OPCON\n    over: corps\n    held-by: {any: {value: chief, disputed: [{value: cheif}]}}"))
	if codes(list) != "unknown-post cheif" {
		t.Errorf("a rival reading that names nothing:\n%s", rendered)
	}
}
