package procedure

import (
	"context"
	"encoding/json"
	"io/fs"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"entente/internal/answer"
	"entente/internal/diag"
	"entente/internal/model"
	"entente/internal/reference"
	"entente/internal/stats"
	"entente/internal/syntax"
	"entente/internal/timing"
	"entente/internal/typecheck"
	"entente/library"
)

// read reads an arrangement.
func read(t testing.TB, name, body string) *model.Arrangement {
	t.Helper()
	var out diag.List
	a := typecheck.Arrangement(syntax.Parse(diag.NewSource(name, body), syntax.DefaultLimits, &out), &out)
	if a == nil || out.HasErrors() {
		t.Fatal(name, out.Sorted())
	}
	return a
}

func fromLibrary(t testing.TB, name string) *model.Arrangement {
	t.Helper()
	body, err := fs.ReadFile(library.FS, name+"/arrangement.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return read(t, name+"/arrangement.yaml", string(body))
}

func scenario(t testing.TB, a *model.Arrangement, name string) *model.Scenario {
	t.Helper()
	body, err := fs.ReadFile(library.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	return readScenario(t, a, string(body))
}

func readScenario(t testing.TB, a *model.Arrangement, body string) *model.Scenario {
	t.Helper()
	var out diag.List
	s := typecheck.Scenario(syntax.Parse(diag.NewSource("s.yaml", body), syntax.DefaultLimits, &out), a, nil, &out)
	if s == nil || out.HasErrors() {
		t.Fatal(out.Sorted())
	}
	return s
}

func view(t testing.TB, a *model.Arrangement, id string, o Options) *View {
	t.Helper()
	at := Find(a, id)
	if at < 0 {
		t.Fatalf("%s has no procedure %s", a.ID, id)
	}
	v := New(t.Context(), a, at, o)
	if v == nil {
		t.Fatalf("no view of %s", id)
	}
	return v
}

func (v *View) step(id string) *Step {
	for i := range v.Steps {
		if v.Steps[i].ID == id {
			return &v.Steps[i]
		}
	}
	return nil
}

// want compares a number with what it should be.
func want(t *testing.T, what string, got *float64, is float64) {
	t.Helper()
	switch {
	case got == nil && math.IsInf(is, 0):
	case got == nil, math.Abs(*got-is) > 1e-3*math.Max(1, math.Abs(is)):
		x := math.NaN()
		if got != nil {
			x = *got
		}
		t.Errorf("%s is %v, not %v", what, x, is)
	}
}

const small = `
entente: {version: 1, kind: arrangement, id: small, title: Small, real: false}
conditions: {cond: {order: [peace, war], moves: {peace->war: decide-war}}}
parties: {A: {ally: yes}, B: {ally: yes}}
posts:
  a-pres: {of: A, national: true}
  b-pres: {of: B, national: true}
  cdr: {of: A, under: board}
forces: {corps: {of: A}}
authority:
  opcon: {kind: OPCON, over: corps, held-by: {peace: a-pres, war: cdr}, handover: {peace->war: {by: pass, gives-up: before give, takes-over: after take}}}
councils:
  board: {seats: {one: a-pres, two: b-pres}, rule: consensus, convene: 2h, quorum: {total: 2}, remit: {decides: [decide-war]}}
procedures:
  decide-war:
    decides: {move: peace->war, at: order}
    steps:
      - {id: ask-a, ask: a-pres, for: consent, asked-by: cdr, time: 1h, after: [], if-refused: proceed}
      - {id: ask-b, ask: b-pres, for: consent, asked-by: cdr, time: 3h, after: [], if-refused: stop}
      - {id: agree, by: board, act: decide, time: 30m, after: [ask-a, ask-b]}
      - {id: order, by: cdr, act: order, to: a-pres, time: 15m}
      - {id: tell, by: cdr, act: notify, to: b-pres, time: 5m}
  pass:
    steps:
      - {id: give, by: a-pres, act: order, to: cdr, time: 10m}
      - {id: take, by: cdr, act: report, to: a-pres, time: 20m}
checks: {use: [no-holder]}
`

// A procedure of exact times, by hand: the slower consent, the council, its decision,
// the order. What comes after the effect does not count.
func TestByHand(t *testing.T) {
	v := view(t, read(t, "small.yaml", small), "decide-war", Options{})
	const total = 3*3600 + 2*3600 + 1800 + 900
	c := &v.Curve
	if c.Method != "computed" || c.Values != 5 || c.Bounds != 0 || c.Assumed != 5 || c.Weakest != "no source" || c.Never != 0 {
		t.Errorf("curve: %+v", c)
	}
	want(t, "earliest", &c.Earliest, total)
	want(t, "latest", c.Latest, total)
	want(t, "half", c.P50.Low, total)
	want(t, "half", c.P50.High, total)
	want(t, "end of tell", v.step("tell").Ends.P90.High, total+300)
	want(t, "begin of agree", v.step("agree").Begins.Low, 3*3600)
	if s := v.step("agree").Sits; s == nil || s.Council.ID != "board" || s.Time.Text != "2h" {
		t.Errorf("agree: the council sits %+v", s)
	}
	if len(v.Waiting) != 1 || v.Waiting[0].Run != "usual" {
		t.Fatalf("waiting: %+v", v.Waiting)
	}
	w := v.Waiting[0]
	want(t, "total", &w.Total, total)
	if w.Runs != 100 {
		t.Errorf("%d runs", w.Runs)
	}
	type part struct {
		kind, id string
		seconds  float64
	}
	var got []part
	for _, p := range w.Parts {
		got = append(got, part{p.Kind, p.ID, math.Round(p.Seconds)})
	}
	if is := []part{{"consent", "b-pres", 3 * 3600}, {"convene", "board", 2 * 3600}, {"work", "board", 1800}, {"work", "cdr", 900}}; !slices.Equal(got, is) {
		t.Errorf("parts %v, not %v", got, is)
	}
	shares := map[string]float64{"ask-a": 0, "ask-b": 3 * 3600, "agree": 2*3600 + 1800, "order": 900, "tell": 0}
	for id, seconds := range shares {
		share := v.step(id).Share
		want(t, "share of "+id, &share, seconds/total)
	}
	outcomes := map[string]string{}
	for _, r := range v.Refusals {
		outcomes[r.Step] = r.Outcome
	}
	if outcomes["ask-a"] != "goes-on" || outcomes["ask-b"] != "stops" || outcomes["agree"] != "stops" || len(outcomes) != 3 {
		t.Errorf("refusals: %v", outcomes)
	}
	if f := v.Follows; len(f) != 1 || f[0].Kind != "hand-over" || f[0].Procedure.ID != "pass" || f[0].From.ID != "a-pres" || f[0].To.ID != "cdr" || f[0].Step != "order" {
		t.Errorf("follows: %+v", f)
	}
	if v.Effect != "order" || !v.step("order").Effect || v.step("tell").Timed || !v.step("tell").Later || !v.step("ask-a").Timed || v.step("ask-a").Later || v.step("order").Later {
		t.Errorf("effect %q", v.Effect)
	}
	if len(v.Begins) != 1 || v.Begins[0].Kind != "call" || v.Begins[0].Who.ID != "cdr" {
		t.Errorf("begins: %+v", v.Begins)
	}
}

// A hand-over begins with its move, and says what passes at which step.
func TestHandOver(t *testing.T) {
	v := view(t, read(t, "small.yaml", small), "pass", Options{})
	if len(v.Begins) != 1 || v.Begins[0].Kind != "move" || v.Begins[0].Procedure.ID != "decide-war" || v.Begins[0].Of.ID != "opcon" {
		t.Errorf("begins: %+v", v.Begins)
	}
	want(t, "half", v.Curve.P50.Low, 1800)
	if p := v.step("give").Passes; len(p) != 1 || p[0].Takes || !p[0].Before || p[0].Post.ID != "a-pres" {
		t.Errorf("give passes %+v", p)
	}
	if p := v.step("take").Passes; len(p) != 1 || !p[0].Takes || p[0].Before || p[0].Post.ID != "cdr" {
		t.Errorf("take passes %+v", p)
	}
	if len(v.Waiting) != 1 || len(v.Waiting[0].Parts) != 2 || v.Waiting[0].Parts[0].ID != "cdr" {
		t.Errorf("waiting: %+v", v.Waiting)
	}
	if v.Effect != "" {
		t.Errorf("a hand-over decides at %q", v.Effect)
	}
}

// Twin Lakes goes to war: the computed law is that of package timing, and the runs
// agree with it.
func TestTwinLakes(t *testing.T) {
	a := fromLibrary(t, "twinlakes")
	v := view(t, a, "declare-war", Options{})
	at := Find(a, "declare-war")
	u := timing.UsualProcedure(a, at, 4)
	c := &v.Curve
	if c.Method != "computed" || !u.Known {
		t.Fatalf("%+v", c)
	}
	want(t, "one in ten", c.P10.Low, middle(u.Result.P10.AtLow))
	want(t, "half", c.P50.Low, middle(u.Result.P50.AtLow))
	want(t, "nine in ten", c.P90.High, middle(u.Result.P90.AtHigh))
	if c.Latest != nil || len(c.Unbounded) == 0 || !slices.Contains(c.Unbounded, "procedures/declare-war/steps/consent-t/time") {
		t.Errorf("latest %v, unbounded %v", c.Latest, c.Unbounded)
	}
	if c.Values != 6 || c.Bounds != 1 || c.Assumed != 4 || c.Weakest != "no source" {
		t.Errorf("rests on %d values, %d bounds, %d assumed, weakest %s", c.Values, c.Bounds, c.Assumed, c.Weakest)
	}
	s := sampling{v: viewerOf(a, at, Options{Runs: 20000, Seed: 7})}
	if err := s.compile(); err != nil {
		t.Fatal(err)
	}
	s.v.out.Curve.Bounds = 1
	for k, p := range map[point]func(float64) float64{
		atLow:  func(t float64) float64 { return u.Result.AtLow.CDFBounds(t).Low },
		atHigh: func(t float64) float64 { return u.Result.AtHigh.CDFBounds(t).Low },
	} {
		all, _ := s.sample(t.Context(), s.plan[k])
		times := all[0]
		for i, x := range times {
			if d := math.Abs(p(x) - float64(i+1)/float64(len(times))); d > stats.DKW(len(times), 1e-6)+0.001 {
				t.Fatalf("point %d: at %v the law and the runs are %v apart", k, x, d)
			}
		}
	}
	if a := v.step("consent-t").Else; len(a) < 2 || a[1].When != "unreachable" || a[1].Do != "proceed" || a[1].Line.Line != 89 {
		t.Errorf("consent-t otherwise: %+v", a)
	}
}

// viewerOf is a viewer whose values are counted.
func viewerOf(a *model.Arrangement, at model.ProcedureIndex, o Options) *viewer {
	v := &viewer{a: a, at: at, p: &a.Procedures[at], o: o, values: where(a, at, nil), out: &View{}}
	v.effect = answer.Effective(a, at, v.values)
	v.order = timing.InOrder(v.p.Steps)
	v.steps()
	v.alone = v.byItself()
	v.out.Curve.Bounds = v.restsOn().bounds
	return v
}

// With a scenario its answers count: where a consent has a chance, so many runs never
// come to the effect.
func TestAnswersOfAScenario(t *testing.T) {
	a := read(t, "small.yaml", small)
	s := readScenario(t, a, "entente: {version: 1, kind: scenario, id: s, for: small, title: S}\nhorizon: 1d\nanswers: {decide-war/ask-b: {agree: 0.7}, decide-war/ask-a: {agree: 0.2}}\n")
	v := view(t, a, "decide-war", Options{Scenario: s, Runs: 20000})
	if v.Curve.Method != "sampled" || !strings.Contains(v.Curve.Why, "may be refused") || v.Curve.Runs != 20000 {
		t.Fatalf("%s: %s", v.Curve.Method, v.Curve.Why)
	}
	if math.Abs(v.Curve.Never-0.3) > 0.02 { // five standard deviations of it
		t.Errorf("%v never come to it, not 0.3", v.Curve.Never)
	}
	if v.Curve.P90.Low != nil {
		t.Errorf("nine in ten by %v", *v.Curve.P90.Low)
	}
	want(t, "half", v.Curve.P50.Low, 3*3600+2*3600+1800+900)
	from := map[string]string{}
	for _, x := range v.Answers {
		from[x.Step] = x.From
	}
	if from["ask-a"] != "scenario" || from["agree"] != "agreed" {
		t.Errorf("answers %v", from)
	}
}

// Two offices of one person are one hand: the branches wait for each other, which no
// computed law says.
func TestOneHand(t *testing.T) {
	archive, err := txtar.ParseFile("../../conformance/time/s32-two-offices-one-hand.txtar")
	if err != nil {
		t.Fatal(err)
	}
	body := strings.Replace(string(archive.Files[0].Data), "  one: {starts: ping, steps: [{id: a, by: p, act: do, time: 2h}]}\n  two: {starts: ping, steps: [{id: a, by: q, act: do, time: 1h}]}",
		"  both: {starts: ping, steps: [{id: a, by: p, act: do, time: 2h, after: []}, {id: b, by: q, act: do, time: 1h, after: []}]}", 1)
	v := view(t, read(t, "x.yaml", body), "both", Options{})
	if v.Curve.Method != "sampled" || v.Curve.Why != "a person has work in two branches at once" {
		t.Errorf("%s: %s", v.Curve.Method, v.Curve.Why)
	}
	want(t, "half", v.Curve.P50.Low, 3*3600)
	kinds := map[string]float64{}
	for _, p := range v.Waiting[0].Parts {
		kinds[p.Kind+" "+p.ID] = math.Round(p.Seconds)
	}
	if kinds["busy q"] != 2*3600 || kinds["work q"] != 3600 || len(kinds) != 2 {
		t.Errorf("parts %v", kinds)
	}
}

// Bounds without a probability give a range, and nothing inside it.
func TestBounds(t *testing.T) {
	v := view(t, fromLibrary(t, "korea"), "raise-defcon-3", Options{})
	c := &v.Curve
	if c.Method != "bounds" || c.Bounds != c.Values || c.Latest == nil {
		t.Fatalf("%+v", c)
	}
	for _, r := range []Range{c.P10, c.P50, c.P90} {
		want(t, "low", r.Low, c.Earliest)
		want(t, "high", r.High, *c.Latest)
	}
	var runs []string
	for _, w := range v.Waiting {
		runs = append(runs, w.Run)
	}
	if !slices.Equal(runs, []string{"middle", "low", "high"}) {
		t.Errorf("runs %v", runs)
	}
	if len(v.Scales) != 1 || v.Scales[0].At != "defcon-4" {
		t.Errorf("scales %+v", v.Scales)
	}
	// Both presidents are asked at once and may take as long: each comes last as often.
	for _, w := range v.Waiting {
		shares := map[string]float64{}
		for _, p := range w.Parts {
			if p.Kind == "consent" {
				shares[p.ID] = p.Share
			}
		}
		if len(shares) != 2 || math.Abs(shares["rok-pres"]-shares["us-pres"]) > 1e-6 {
			t.Errorf("%s: consents %v", w.Run, shares)
		}
	}
	if text := v.step("consent-us").Text; !strings.HasPrefix(text, "- id: consent-us\n  ask: us-pres\n") || strings.Contains(text, "order") {
		t.Errorf("consent-us as written: %s", text)
	}
	if v := view(t, fromLibrary(t, "korea"), "counter-provocation", Options{}); v.Curve.Method != "tried" {
		t.Errorf("counter-provocation: %s", v.Curve.Method)
	}
}

// everything of a view is data that can be written, and stands where nothing else is.
func judge(t *testing.T, v *View) {
	t.Helper()
	if _, err := json.Marshal(v); err != nil {
		t.Fatalf("%s: %v", v.ID, err)
	}
	l := &v.Layout
	for i := range l.Cards {
		a := &l.Cards[i]
		lane := l.Lanes[a.Lane]
		if a.Y < lane.Y || a.Y+a.Height > lane.Y+lane.Height || a.X < l.Head || a.X+a.Width > l.Width {
			t.Errorf("%s: %s stands outside its lane", v.ID, a.Step)
		}
		for j := range i {
			b := &l.Cards[j]
			if a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height {
				t.Errorf("%s: %s stands on %s", v.ID, a.Step, b.Step)
			}
		}
	}
	type segment struct{ x, y, u, w float64 }
	ways := map[segment]string{}
	for _, w := range l.Wires {
		for i := 1; i < len(w.Points); i++ {
			a, b := w.Points[i-1], w.Points[i]
			if a.X != b.X && a.Y != b.Y {
				t.Errorf("%s: a wire from %s to %s runs aslant", v.ID, w.From, w.To)
			}
			x0, x1, y0, y1 := math.Min(a.X, b.X), math.Max(a.X, b.X), math.Min(a.Y, b.Y), math.Max(a.Y, b.Y)
			for _, c := range l.Cards {
				if x1 > c.X+0.5 && x0 < c.X+c.Width-0.5 && y1 > c.Y+0.5 && y0 < c.Y+c.Height-0.5 {
					t.Errorf("%s: a wire from %s to %s runs through %s", v.ID, w.From, w.To, c.Step)
				}
			}
			if a.X == b.X && a.Y != b.Y { // two wires of different sources never run down the same way
				key := segment{a.X, 0, 0, 0}
				from := w.Kind + w.From
				if other, taken := ways[key]; taken && other != from {
					t.Errorf("%s: wires from %q and %q run down one way", v.ID, other, from)
				}
				ways[key] = from
			}
		}
	}
	for _, w := range v.Waiting {
		sum := 0.0
		for _, p := range w.Parts {
			sum += p.Share
		}
		if len(w.Parts) > 0 && math.Abs(sum-1) > 1e-6 {
			t.Errorf("%s: shares add up to %v", v.ID, sum)
		}
	}
	for i := range v.Steps {
		b := &v.Steps[i].Ends
		if b.P50.Low != nil && b.Method != "sampled" && *b.P50.Low < b.Earliest*(1-1e-3)-1 {
			t.Errorf("%s: %s usually ends before its earliest", v.ID, v.Steps[i].ID)
		}
	}
}

func TestEveryProcedure(t *testing.T) {
	for _, name := range []string{"twinlakes", "anzus", "korea"} {
		a := fromLibrary(t, name)
		for _, h := range List(a) {
			judge(t, view(t, a, h.ID, Options{Runs: 200}))
		}
	}
	a := fromLibrary(t, "twinlakes")
	s := scenario(t, a, "twinlakes/scenarios/leadership-shock.yaml")
	for _, h := range List(a) {
		judge(t, view(t, a, h.ID, Options{Runs: 200, Scenario: s}))
	}
}

func TestArbitrary(t *testing.T) {
	n := uint64(300)
	if testing.Short() {
		n = 60
	}
	seen := 0
	for seed := range n {
		var out diag.List
		body := reference.ArbitraryArrangement(rand.New(rand.NewPCG(seed, 1)))
		a := typecheck.Arrangement(syntax.Parse(diag.NewSource("a.yaml", body), syntax.DefaultLimits, &out), &out)
		if a == nil || out.HasErrors() {
			continue
		}
		for _, h := range List(a) {
			seen++
			judge(t, view(t, a, h.ID, Options{Runs: 20}))
		}
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, body)
		}
	}
	if seen < int(n) {
		t.Errorf("only %d procedures were tried", seen)
	}
}

func TestConditions(t *testing.T) {
	a := fromLibrary(t, "twinlakes")
	at := Find(a, "answer-probe")
	values, unknown := Conditions(a, at, nil, []string{"war", "peace"})
	if !slices.Equal(unknown, []string{"peace"}) {
		t.Errorf("no conditions: %q", unknown)
	}
	v := New(t.Context(), a, at, Options{Values: values})
	if who := v.step("release").Who; who.Kind != "holder" || who.ID != "cdr" || who.Authority.ID != "strike-release" {
		t.Errorf("in war %+v releases", who)
	}
	if v := view(t, a, "answer-probe", Options{}); v.step("release").Who.ID != "t-pm" {
		t.Errorf("in calm %+v releases", v.step("release").Who)
	}
	war := view(t, a, "declare-war", Options{Values: []model.ValueIndex{2}})
	if war.Opens || war.Curve.Method != "none" || war.step("agree").Ends.P50.Low != nil || len(war.Waiting) > 0 {
		t.Errorf("war is declared in war: %+v", war.Curve)
	}
	if v := view(t, a, "declare-war", Options{}); !v.Opens {
		t.Error("war cannot be declared")
	}
	if Find(a, "nothing") != model.None {
		t.Error("found nothing")
	}
}

// What a variant changes in a procedure is marked, and nothing else.
func TestCompare(t *testing.T) {
	first := view(t, read(t, "small.yaml", small), "decide-war", Options{Runs: 100})
	changed := strings.NewReplacer(
		"ask-b, ask: b-pres, for: consent, asked-by: cdr, time: 3h", "ask-b, ask: b-pres, for: consent, asked-by: cdr, time: 4h",
		"      - {id: tell, by: cdr, act: notify, to: b-pres, time: 5m}\n", "      - {id: tell-all, by: cdr, act: notify, to: b-pres, time: 5m}\n",
	).Replace(small)
	second := view(t, read(t, "small.yaml", changed), "decide-war", Options{Runs: 100})
	Compare(first, first)
	Compare(first, second)
	got := map[string]string{}
	for _, s := range append(slices.Clone(first.Steps), second.Steps...) {
		if s.Change != "" {
			got[s.ID] = s.Change
		}
	}
	if len(got) != 2 || got["ask-b"] != "changed" || got["tell-all"] != "new" || len(second.Gone) != 1 || second.Gone[0].ID != "tell" || len(first.Gone) != 0 {
		t.Errorf("changes %v, gone %v", got, second.Gone)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a := fromLibrary(t, "twinlakes")
	if New(ctx, a, Find(a, "declare-war"), Options{}) != nil {
		t.Error("a view of a request that is over")
	}
}

func BenchmarkTwinLakes(b *testing.B) {
	a := fromLibrary(b, "twinlakes")
	at := Find(a, "declare-war")
	for b.Loop() {
		New(b.Context(), a, at, Options{})
	}
}

func BenchmarkView(b *testing.B) {
	a := fromLibrary(b, "korea")
	at := Find(a, "counter-provocation")
	for b.Loop() {
		New(b.Context(), a, at, Options{})
	}
}
