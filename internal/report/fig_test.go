package report

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var examplePage = flag.String("page", "", "write the example figures as a page to this file")

var longNames = []string{
	"Today's arrangement",
	"Future combined command, deputy as drafted",
	"Standing armistice council with a quorum",
	"Unified-headquarters-without-any-spaces-x",
	"한미연합군사령부 미래사 부사령관 지휘 구조",
	"Delegated release below a threshold of 3",
	"Two chains, one liaison cell, no council",
	"Reformed after the review, second reading",
}

// sampleCurve is the distribution of n made-up times.
func sampleCurve(name string, n int, median, spread, lost float64, seed uint64) Curve {
	r := rand.New(rand.NewPCG(seed, 11))
	c := Curve{Name: name, CensoredShare: lost}
	for range n {
		c.X = append(c.X, median*math.Exp(spread*r.NormFloat64()))
	}
	slices.Sort(c.X)
	for i := range c.X {
		c.P = append(c.P, (1-lost)*float64(i+1)/float64(n))
	}
	return c
}

// bracketOf is a computed curve around a lognormal one.
func bracketOf(median, spread, apart float64) *Bracket {
	b := &Bracket{}
	for z := -3.0; z <= 3; z += 0.1 {
		p := 0.5 * math.Erfc(-z/math.Sqrt2)
		b.X = append(b.X, median*math.Exp(spread*z))
		b.Low, b.High = append(b.Low, p*(1-apart)), append(b.High, math.Min(1, p*(1-apart)+apart))
	}
	return b
}

func curves(n int, same bool) ResponseCurves {
	f := ResponseCurves{Title: "Time to the first order", XLabel: "from the incident to the first order"}
	for i := range n {
		median, spread, lost := 3600*(0.4+0.7*float64(i)), 0.7, 0.0
		if i == 3 {
			lost = 0.23
		}
		if i == 5 {
			lost = 0.62
		}
		if same {
			median = 3600
		}
		c := sampleCurve(longNames[i%8], 300, median, spread, lost, map[bool]uint64{true: 1, false: uint64(i)}[same])
		if i < 2 {
			c.Computed = bracketOf(median, spread, 0.08*float64(i))
		}
		f.Series = append(f.Series, c)
	}
	return f
}

func differences(n int) Differences {
	f := Differences{Title: "Differences from today's arrangement", Level: 0.95, Groups: []DifferenceGroup{
		{Measure: "Half of the runs have the first order within", Unit: UnitTime, Less: "sooner", More: "later"},
		{Measure: "Runs in which an ally was left out of the decision", Unit: UnitShare, Less: "fewer", More: "more"},
		{Measure: "Decisions taken without a quorum, in a run", Unit: UnitNumber},
	}}
	for g := range f.Groups {
		for i := range n {
			unit := []float64{600, 0.05, 0.3}[g]
			est := unit * float64(i-n/2)
			d := Difference{Name: longNames[1+i%7], Estimate: est, Low: est - unit*0.4, High: est + unit*0.5, Verdict: "holds for all 42 ranges tried"}
			d.Range = &Interval{est - unit*1.1, est + unit*1.5}
			if i%3 == 1 {
				d.Depends, d.Verdict = true, "depends on the convening of the standing council (reverses beyond 45 min)"
			}
			f.Groups[g].Rows = append(f.Groups[g].Rows, d)
		}
	}
	return f
}

func tornado(n int) Tornado {
	f := Tornado{Title: "What the assumptions do to the difference of the medians", Measure: "Median time to the first order, reformed less today", Unit: UnitTime, Less: "reformed is sooner", More: "today is sooner", Base: -1500}
	for i := range n {
		s := 4200 / (1 + float64(i))
		b := TornadoBar{Assumption: fmt.Sprintf("procedures/declare-war/steps/%s-%d/time", []string{"agree", "ask-the-national-command-authority", "order"}[i%3], i), LowEnd: "10 min", HighEnd: "4 h", Low: f.Base - s/2, High: f.Base + s}
		if i%4 == 2 {
			b.Low = f.Base + s/3 // both ends on one side
		}
		if b.High > 0 {
			b.Reverses, b.Beyond = true, "45 min"
		}
		f.Bars = append(f.Bars, b)
	}
	return f
}

func waiting(n int) Waiting {
	f := Waiting{Title: "Where the waiting comes from"}
	for i := range n {
		bar := func(scale float64) WaitingBar {
			var b WaitingBar
			for k, p := range []WaitingPart{{WaitPost, "combined-commander", 30}, {WaitCouncil, "consultative-committee", 25}, {WaitHandover, "wartime-command", 20}, {WaitLink, "hotline", 9}, {WaitPost, "minister-north", 8}, {WaitPost, "chief-of-staff", 5}, {WaitOther, "travel", 4}, {WaitPost, "aide", 1}, {WaitPost, "clerk", 1}} {
				p.Seconds *= scale * (1 + 0.5*math.Sin(float64(i*k)))
				b.Parts = append(b.Parts, p)
			}
			return b
		}
		f.Designs = append(f.Designs, WaitingOf{longNames[i%8], bar(60 + 10*float64(i)), bar(300 + 200*float64(i))})
	}
	return f
}

func lanesExample() Lanes {
	return Lanes{
		Title: "Run 17: a fire at the weir", XLabel: "after the incident",
		Lanes: []string{"watch-north", "combined-commander", "consultative-committee-of-both-republics", "minister-south", "hotline"},
		Bars: []LaneBar{
			{0, 60, 900, "assess", BarWork}, {0, 900, 1500, "report", BarWork},
			{1, 1500, 5400, "waits for the committee", BarWait}, {1, 5400, 6300, "order", BarWork},
			{1, 1600, 2400, "prepare", BarWork},
			{2, 1500, 3300, "convenes", BarWait}, {2, 3300, 5400, "agree", BarWork},
			{3, 0, 2700, "office empty", BarAbsent}, {3, 2700, 3300, "x", BarWork},
			{4, 1200, 2600, "down", BarOut},
		},
		Marks: []LaneMark{
			{At: 0, Lane: 0, Label: "fire at the weir", Kind: MarkIncident},
			{At: 5400, Lane: 2, Label: "decided: raise the gates together", Kind: MarkDecision},
			{At: 5400, Lane: -1, Label: "alert becomes high", Kind: MarkMove},
			{At: 5450, Lane: -1, Label: "command becomes combined", Kind: MarkMove},
			{At: 4800, Lane: 3, Label: "consents", Kind: MarkConsent},
			{At: 4000, Lane: 3, Label: "views heard", Kind: MarkViews},
			{At: 5900, Lane: 3, Label: "told of the order", Kind: MarkTold, After: true},
			{At: 1200, Lane: 4, Label: "cut", Kind: MarkFault},
			{At: 2600, Lane: 4, Label: "restored", Kind: MarkRepair},
		},
		Arrows: []LaneArrow{{OfMark(0), OfBar(0)}, {OfBar(0), OfBar(1)}, {OfBar(1), OfBar(2)}, {OfBar(1), OfBar(5)}, {OfBar(5), OfBar(6)}, {OfBar(6), OfMark(1)}, {OfMark(1), OfBar(3)}, {OfBar(7), OfBar(8)}, {OfMark(1), OfMark(6)}},
	}
}

// uglyLanes has huge gaps, crowds of marks and long labels.
func uglyLanes() Lanes {
	f := Lanes{Title: "Run 3: much at once, then nothing for days", XLabel: "after the first incident", Lanes: []string{"a-post-with-a-very-long-and-winding-id-indeed", "b", longNames[4], "never used"}}
	for i := range 6 {
		f.Marks = append(f.Marks, LaneMark{At: 60 * float64(i), Lane: 0, Label: longNames[i], Kind: MarkKind(i)})
		f.Marks = append(f.Marks, LaneMark{At: 60 * float64(i), Lane: 1, Label: "told " + longNames[i], Kind: MarkTold, After: i > 2})
		f.Bars = append(f.Bars, LaneBar{2, 300 * float64(i), 300*float64(i) + 900, longNames[i], BarKind(i % 4)})
	}
	f.Marks = append(f.Marks, LaneMark{At: 9 * 86400, Lane: -1, Label: "restored to what it was before the incident", Kind: MarkMove}, LaneMark{At: 9*86400 + 60, Lane: 1, Label: "told at last and at some length indeed", Kind: MarkTold, After: true})
	f.Bars = append(f.Bars, LaneBar{1, 400, 9 * 86400, "waits", BarWait}, LaneBar{2, 9 * 86400, 9*86400 + 1800, "order", BarWork})
	f.Arrows = []LaneArrow{{OfMark(0), OfMark(1)}, {OfBar(5), OfBar(7)}, {OfBar(0), OfBar(1)}, {OfMark(99), OfBar(1)}}
	return f
}

func timelines(n int) Timelines {
	f := Timelines{Title: "From the trigger to the first order", XLabel: "after the trigger"}
	for i := range n {
		s := 900 * (1 + 0.4*float64(i))
		l := Lanes{Title: longNames[i], Lanes: []string{"watch", "commander", "committee"}}
		l.Bars = []LaneBar{{0, 0, s, "assess", BarWork}, {2, s, 2 * s, "convenes", BarWait}, {2, 2 * s, 3 * s, "agree", BarWork}, {1, 3 * s, 3.3 * s, "order", BarWork}}
		l.Marks = []LaneMark{{At: 0, Lane: 0, Kind: MarkIncident}, {At: 3 * s, Lane: 2, Kind: MarkDecision}}
		f.Parts = append(f.Parts, l)
	}
	return f
}

func consultation(n int) Consultation {
	f := Consultation{Title: "What each ally was to each decision"}
	for _, d := range []string{"raise the gates", "release of the reserve below the threshold of three"} {
		for _, a := range []string{"Northern Republic", "Southern Republic"} {
			for i := range n {
				r := ConsultationRow{Decision: d, Ally: a, Design: longNames[i]}
				rest := 1.0
				for k := range VoiceCount - 1 {
					r.Shares[k] = rest * (0.15 + 0.8*math.Abs(math.Sin(float64(3*i+int(k)))))
					if (i+int(k))%2 == 0 {
						r.Shares[k] = 0
					}
					rest -= r.Shares[k]
				}
				r.Shares[NoDecision] = rest
				f.Rows = append(f.Rows, r)
			}
		}
	}
	return f
}

// strips are values that fall in, between and beside the ranges; the last comes later
// than the horizon now and then.
func strips(n int) Strips {
	f := Strips{Title: "What was observed"}
	for i := range n {
		scale := 60 * math.Pow(3, float64(i))
		r := Strip{Name: "the time to " + longNames[i%len(longNames)], Under: "night, under " + longNames[(i+3)%len(longNames)], Observed: scale * float64(1+i%5), Base: 2.2 * scale, Verdict: "at 0.23, inside the 80 % and 95 % ranges; 0.02 to 0.91 over the points tried"}
		for k := range r.At {
			r.At[k] = scale * (0.5 + float64(k)*float64(k)/8)
		}
		if i%2 == 0 {
			r.Range = &Interval{0.2 * scale, 8 * scale}
		}
		if i == n-1 {
			r.At[6], r.Range.High, r.Observed = math.Inf(1), math.Inf(1), math.NaN()
		}
		f.Rows = append(f.Rows, r)
	}
	return f
}

// figureExamples are drawn as golden files.
func figureExamples() []Captioned {
	return []Captioned{
		{curves(3, false), "curves", "By when the first order is given", "", "made up"},
		{differences(3), "differences", "By how much the designs differ", "", "made up"},
		{tornado(22), "tornado", "What the assumptions do", "", "made up"},
		{waiting(3), "waiting", "Where the waiting comes from", "", "made up"},
		{lanesExample(), "lanes", "One run", "", "made up"},
		{timelines(3), "timelines", "One run of each design", "", "made up"},
		{consultation(3), "consultation", "What the allies were to the decisions", "", "made up"},
		{strips(3), "strips", "What was observed", "", "made up"},
		{rungs(2), "rungs", "Rungs over time", "", "made up"},
		{coursesOf(2), "courses", "Trust over time", "", "made up"},
		{breakLine(), "breakline", "Where the order turns", "", "made up"},
		{frontier(4), "frontier", "What nothing dominates", "", "made up"},
	}
}

// uglyExamples are inputs at the edges.
func uglyExamples() []Captioned {
	inf := math.Inf(1)
	wide := curves(8, false)
	wide.Series[7] = sampleCurve(longNames[7], 80, 9*86400, 1.2, 0, 3)
	zero := differences(2)
	for g := range zero.Groups {
		for i := range zero.Groups[g].Rows {
			d := &zero.Groups[g].Rows[i]
			d.Estimate, d.Low, d.High, d.Range = 0, 0, 0, nil
		}
	}
	endless := differences(7)
	endless.Groups[0].Rows[2].High = inf
	endless.Groups[0].Rows[3].Range = &Interval{math.Inf(-1), inf}
	endless.Groups[1].Rows[0].Estimate = math.NaN()
	far := tornado(3)
	far.Base = 864000
	for i := range far.Bars {
		far.Bars[i].Low, far.Bars[i].High, far.Bars[i].Reverses = 864000-60, 864000+3600*float64(i), false
	}
	share := tornado(6)
	share.Unit, share.Base = UnitShare, 0.05
	for i := range share.Bars {
		share.Bars[i].Low, share.Bars[i].High = 0.05+0.01*float64(i), 0.2-0.04*float64(i)
		share.Bars[i].LowEnd = "the whole of a very long range"
	}
	never, unknown := [7]float64{}, [7]float64{}
	for i := range never {
		never[i], unknown[i] = inf, math.NaN()
	}
	flat := Tornado{Measure: "nothing", Bars: []TornadoBar{{Assumption: "one"}, {Assumption: "two"}}}
	list := []Captioned{
		{wide, "curves-8", "Eight designs, far apart", "", ""},
		{curves(8, true), "curves-same", "Eight designs, all equal", "", ""},
		{ResponseCurves{Series: []Curve{{Name: "one point", X: []float64{600}, P: []float64{1}}, {Name: "none"}, {Name: "never", CensoredShare: 1}}}, "curves-point", "A single point, no run, never", "", ""},
		{ResponseCurves{}, "curves-none", "Nothing", "", ""},
		{zero, "differences-zero", "No difference and no width", "", ""},
		{endless, "differences-endless", "Seven comparisons, without ends", "", ""},
		{Differences{}, "differences-none", "Nothing", "", ""},
		{far, "tornado-far", "Far from zero", "", ""},
		{share, "tornado-share", "Shares", "", ""},
		{flat, "tornado-flat", "Nothing matters", "", ""},
		{Tornado{}, "tornado-none", "Nothing", "", ""},
		{waiting(8), "waiting-8", "Eight designs", "", ""},
		{Waiting{Designs: []WaitingOf{{Name: "none"}}}, "waiting-none", "No waiting", "", ""},
		{uglyLanes(), "lanes-ugly", "Crowded", "", ""},
		{Lanes{Lanes: []string{"one"}, Marks: []LaneMark{{At: 5, Label: "alone", Kind: MarkDecision}}}, "lanes-one", "A single mark", "", ""},
		{Lanes{}, "lanes-none", "Nothing", "", ""},
		{timelines(8), "timelines-8", "Eight designs", "", ""},
		{consultation(8), "consultation-8", "Eight designs", "", ""},
		{strips(9), "strips-9", "Nine values, far apart", "", ""},
		{Strips{Rows: []Strip{{Name: "never", At: never, Base: inf, Observed: 60}, {Name: "nothing", At: unknown, Base: math.NaN(), Observed: math.NaN()}}}, "strips-never", "Never", "", ""},
		{Strips{}, "strips-none", "Nothing", "", ""},
		{rungs(8), "rungs-8", "Eight designs", "", ""},
		{Rungs{}, "rungs-none", "Nothing", "", ""},
		{coursesOf(8), "courses-8", "Eight designs", "", ""},
		{Courses{Series: []CourseOf{{Name: "flat", Time: []float64{0, 60}, Mean: []float64{2, 2}}}}, "courses-flat", "No change", "", ""},
		{Courses{}, "courses-none", "Nothing", "", ""},
		{BreakLine{}, "breakline-none", "Nothing", "", ""},
		{frontier(8), "frontier-8", "Eight candidates", "", ""},
		{Frontier{Points: []FrontierAt{{Name: "one", On: true}}}, "frontier-one", "One point", "", ""},
		{Frontier{}, "frontier-none", "Nothing", "", ""},
		{Consultation{Rows: []ConsultationRow{{Decision: "none", Ally: "none", Design: "none"}}}, "consultation-none", "No run", "", ""},
	}
	for i := range list {
		list[i].Source = "made up"
	}
	return list
}

// wellFormed fails where a drawing is no XML.
func wellFormed(t *testing.T, name, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

func TestFigureGoldens(t *testing.T) {
	for _, f := range figureExamples() {
		got := strings.ReplaceAll(f.Drawing.SVG("figure"), "><", ">\n<") + "\n"
		name := filepath.Join("testdata", "fig_"+f.Name+".svg")
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s; -update writes it anew", f.Name, name)
		}
	}
}

func TestFigureTextsStandApart(t *testing.T) {
	list := append(figureExamples(), uglyExamples()...)
	for seed := range uint64(40) {
		list = append(list, Captioned{Drawing: randomLanes(seed), Name: fmt.Sprintf("lanes of seed %d", seed)})
	}
	for _, f := range list {
		svg, v, w, h := f.Drawing.draw("figure")
		apart(t, f.Name, v, w, h)
		wellFormed(t, f.Name, string(svg))
		if strings.Contains(string(svg), "NaN") || strings.Contains(string(svg), "Inf") {
			t.Errorf("%s: a number is missing", f.Name)
		}
		table := f.Drawing.Table()
		for _, row := range table {
			if len(row) != len(table[0]) {
				t.Errorf("%s: a row of %d cells under %d heads", f.Name, len(row), len(table[0]))
			}
		}
	}
}

func randomLanes(seed uint64) Lanes {
	r := rand.New(rand.NewPCG(seed, 5))
	f := Lanes{Title: "made up"}
	for i := range 1 + r.IntN(9) {
		f.Lanes = append(f.Lanes, longNames[i%8])
	}
	at := func() float64 { return math.Exp(12 * r.Float64()) }
	for range r.IntN(25) {
		x := at()
		f.Bars = append(f.Bars, LaneBar{r.IntN(len(f.Lanes)), x, x + at(), longNames[r.IntN(8)][:5+r.IntN(10)], BarKind(r.IntN(4))})
	}
	for range r.IntN(30) {
		f.Marks = append(f.Marks, LaneMark{at(), r.IntN(len(f.Lanes)+1) - 1, longNames[r.IntN(4)], MarkKind(r.IntN(8)), r.IntN(2) == 0})
	}
	for range r.IntN(10) {
		f.Arrows = append(f.Arrows, LaneArrow{LaneEnd{r.IntN(2) == 0, r.IntN(20)}, LaneEnd{r.IntN(2) == 0, r.IntN(20)}})
	}
	return f
}

func TestFigurePage(t *testing.T) {
	in := Study{Title: "Figures", Question: "Do they hold?", Caveat: "Made up.", Version: "0.0.0"}
	for _, x := range []struct {
		head    string
		figures []Captioned
	}{{"Examples", figureExamples()}, {"At the edges", uglyExamples()}} {
		section := StudySection{ID: strings.ReplaceAll(strings.ToLower(x.head), " ", "-"), Head: x.head, Blocks: []StudyBlock{{Text: []string{"Inputs that a `figure` may meet."}}}}
		for i := range x.figures {
			section.Blocks = append(section.Blocks, StudyBlock{Figure: &x.figures[i]})
		}
		in.Sections = append(in.Sections, section)
	}
	page, err := StudyHTML(in)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := StudyHTML(in)
	if !bytes.Equal(page, again) {
		t.Error("the same input gave different bytes")
	}
	drawn := 0
	for _, e := range parse(t, string(page)) {
		if e.name == "figure" {
			drawn++
		}
	}
	if want := len(figureExamples()) + len(uglyExamples()); drawn != want {
		t.Errorf("%d figures, want %d", drawn, want)
	}
	if *examplePage != "" {
		if err := os.WriteFile(*examplePage, page, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTones holds the paints of designs to WCAG AA, and to differing in dash or
// marker as well as in colour.
func TestTones(t *testing.T) {
	seen := map[string]bool{}
	for i, n := range tones {
		for _, g := range []paint{ground, panel} {
			if c := contrast(n.line.stroke, g.fill); c < 3 {
				t.Errorf("tone %d on light: %.2f", i, c)
			}
			if c := contrast(n.line.darkStroke, g.darkFill); c < 3 {
				t.Errorf("tone %d on dark: %.2f", i, c)
			}
		}
		if c := contrast(ink.fill, n.pale.fill); c < 4.5 {
			t.Errorf("text on tone %d: %.2f", i, c)
		}
		if c := contrast(ink.darkFill, n.pale.darkFill); c < 4.5 {
			t.Errorf("text on tone %d in the dark: %.2f", i, c)
		}
		if c := math.Min(contrast(ground.fill, n.solid.fill), contrast(ground.darkFill, n.solid.darkFill)); c < 4.5 {
			t.Errorf("text on the solid of tone %d: %.2f", i, c)
		}
		if seen[dashOf(i)] {
			t.Errorf("the dash of tone %d is taken", i)
		}
		seen[dashOf(i)] = true
	}
}

func TestUnits(t *testing.T) {
	for _, x := range []struct{ got, want string }{
		{UnitTime.signed(-2700), "−45 min"}, {UnitTime.signed(0), "0"}, {UnitShare.signed(0.124), "+12 points"},
		{percent(0.0004), "under 0.1%"}, {percent(0.9996), "over 99.9%"}, {percent(0.004), "0.4%"}, {percent(1), "100%"},
		{UnitNumber.signed(-0.31), "−0.31"}, {UnitTime.value(math.Inf(1)), "no end"}, {timeWord(86400), "1 d"}, {timeWord(5400), "1 h 30 min"},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
}
