package dist

import (
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseSeconds(t *testing.T) {
	for text, want := range map[string]float64{
		"0s": 0, "90s": 90, "30m": 1800, "1h30m": 5400, "1.5h": 5400, "2d": 172800, "1w": 604800,
		"1mo": 2592000, "1y": 31536000, "1w2d3h4m5s": 604800 + 2*86400 + 3*3600 + 245, " 5m ": 300,
		"1mo5m": 2592300, "1000y": 3.1536e10, "0.5s": 0.5,
	} {
		if got, err := ParseSeconds(text); err != nil || float64(got) != want {
			t.Errorf("ParseSeconds(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		unit Unit
		want Spec
	}{
		{"30m", Duration, Spec{Form: Exact, A: 1800}},
		{"5m..20m", Duration, Spec{Form: Range, A: 300, B: 1200}},
		{" 5m ..\t20m ", Duration, Spec{Form: Range, A: 300, B: 1200}},
		{"0h..4h", Duration, Spec{Form: Range, B: 14400}},
		{"1h/3h/10h", Duration, Spec{Form: Quantiles, A: 3600, B: 10800, C: 36000}},
		{"1h / 3h / 1.5d", Duration, Spec{Form: Quantiles, A: 3600, B: 10800, C: 129600}},
		{"0.8..1", Number, Spec{Unit: Number, Form: Range, A: 0.8, B: 1}},
		{"-2", Number, Spec{Unit: Number, Form: Exact, A: -2}},
		{"1e-3/2e-3/1e-2", Number, Spec{Unit: Number, Form: Quantiles, A: 1e-3, B: 2e-3, C: 1e-2}},
	} {
		if got, err := Parse(c.text, c.unit); err != nil || got != c.want {
			t.Errorf("Parse(%q) = %+v, %v; want %+v", c.text, got, err, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		text    string
		unit    Unit
		offset  int
		message string
		hint    string
	}{
		{"", Duration, 0, "a duration is missing here", ""},
		{"   ", Duration, 3, "a duration is missing here", ""},
		{"30", Duration, 0, "30 has no unit", hintUnit},
		{"1h30", Duration, 2, "30 has no unit", hintUnit},
		{"5..20m", Duration, 0, "5 has no unit", "did you mean 5m?"},
		{"1h/3/10h", Duration, 3, "3 has no unit", "did you mean 3h?"},
		{"5x..20m", Duration, 1, `unit "x" is not known`, hintUnit},
		{"30min", Duration, 2, `unit "min" is not known`, "did you mean m?"},
		{"3H", Duration, 1, `unit "H" is not known`, "did you mean h?"},
		{"3M", Duration, 1, `unit "M" is not known`, "did you mean m (minutes) or mo (months)?"},
		{"3시간", Duration, 1, `unit "시간" is not known`, hintUnit},
		{"-5m", Duration, 0, "a duration cannot be negative", ""},
		{".5h", Duration, 0, `a duration begins with a digit; found "."`, "write 0.5h"},
		{"1.h", Duration, 1, "the decimal point has no digit after it", ""},
		{"1,5h", Duration, 1, "found a comma; the decimal sign is a point", "write 1.5h"},
		{"1:30", Duration, 1, `found ":" in a duration; clock times are not durations`, "write hours and minutes as 1h30m"},
		{"1 h", Duration, 1, "found a blank inside a duration", "write 1h"},
		{"1h 30m", Duration, 2, "found a blank inside a duration", "write 1h30m"},
		{"30m1h", Duration, 3, "units stand in order, the larger first and each once, as in 1h30m", ""},
		{"1h1h", Duration, 2, "units stand in order, the larger first and each once, as in 1h30m", ""},
		{"5m-20m", Duration, 2, `found "-"; bounds are written with two dots`, "write 5m..20m"},
		{"5m–20m", Duration, 2, `found "–"; bounds are written with two dots`, "write 5m..20m"},
		{"1001y", Duration, 0, "the duration is too long; the longest is 1000 y", ""},
		{"soon", Duration, 0, `a duration begins with a digit; found "s"`, ""},
		{"1h/3h", Duration, 2, "found 2 values separated by `/`; quantiles are three, p10/p50/p90", ""},
		{"1h/2h/3h/4h", Duration, 8, "found 4 values separated by `/`; quantiles are three, p10/p50/p90", ""},
		{"1h..2h/3h", Duration, 6, "found both `..` and `/`; write bounds as a..b or quantiles as p10/p50/p90", ""},
		{"1h..2h..3h", Duration, 6, "found a second `..`; bounds are two values, a..b", ""},
		{"1h...2h", Duration, 4, `a duration begins with a digit; found "."`, "write 0.2h"},
		{"1h..", Duration, 4, "a duration is missing here", ""},
		{"3h/1h/10h", Duration, 3, "p50 is 1 h, below p10 3 h; p10, p50 and p90 must rise", ""},
		{"1h/3h/2h", Duration, 6, "p90 is 2 h, below p50 3 h; p10, p50 and p90 must rise", ""},
		{"1h / 1h / 2h", Duration, 5, "p10 and p50 are both 1 h; p10, p50 and p90 must rise", "move one of them a little, or write one exact value"},
		{"0s/1h/2h", Duration, 0, "p10 is 0 s; it must be above 0", ""},
		{"20m..5m", Duration, 5, "the upper bound is 5 min, below the lower bound 20 min", "write 5m..20m"},
		{"5m..5m", Duration, 4, "both bounds are 5 min; a range needs two different ones", "write 5m"},
		{"1s/2s/1y", Duration, 6, "p50 is 2 s and p90 is 1 y; the step between them may be at most a factor of 1e+06", ""},
		{"80%", Number, 2, `found "%" in a number; a number looks like 0.8`, "write 0.8"},
		{"1e", Number, 2, "the exponent has no digits", ""},
		{"NaN", Number, 0, `a number begins with a digit; found "N"`, ""},
		{"1e400", Number, 0, "the number is too large; the largest is 1e+15", ""},
		{strings.Repeat("1", 300), Number, 200, "the text has 300 characters; at most 200 are read", ""},
	} {
		_, err := Parse(c.text, c.unit)
		var bad *SyntaxError
		if !errors.As(err, &bad) {
			t.Errorf("Parse(%q): error %v, want a *SyntaxError", c.text, err)
			continue
		}
		if bad.Offset != c.offset || bad.Message != c.message || bad.Hint != c.hint {
			t.Errorf("Parse(%q):\n got %d %q hint %q\nwant %d %q hint %q", c.text, bad.Offset, bad.Message, bad.Hint, c.offset, c.message, c.hint)
		}
	}
}

func TestValidateRefuses(t *testing.T) {
	within := func(s Spec, low, high float64) Spec {
		s.HasWithin, s.WithinLow, s.WithinHigh = true, low, high
		return s
	}
	quantiles := Spec{Form: Quantiles, A: 1 * h, B: 3 * h, C: 10 * h}
	for _, c := range []struct {
		spec Spec
		part int
		want string
	}{
		{Spec{Unit: 9}, -1, "unit 9 is unknown"},
		{Spec{Form: 99}, -1, "form 99 is unknown"},
		{Spec{A: math.NaN()}, 0, "the value is NaN; it must be a finite number"},
		{Spec{A: -60}, 0, "the value is -1 min; a duration cannot be negative"},
		{Spec{Unit: Number, A: 1e16}, 0, "the value is 1e+16; the largest number is 1e+15"},
		{Spec{Form: Pert, A: 2 * h, B: 1 * h, C: 3 * h}, 1, "likely is 1 h, below min 2 h; it must lie from min to max"},
		{Spec{Form: Pert, A: 1 * h, B: 4 * h, C: 3 * h}, 2, "max is 3 h, below likely 4 h; likely must lie from min to max"},
		{Spec{Form: Pert, A: 1 * h, B: 1 * h, C: 1 * h}, 2, "min and max are both 1 h; they must differ"},
		{Spec{Form: Exponential}, 0, "the mean is 0 s; it must be above 0"},
		{Spec{Form: Lognormal, B: 1}, 0, "the median is 0 s; it must be above 0"},
		{Spec{Form: Lognormal, A: 1}, 1, "sigma is 0; it must be above 0 and at most 10"},
		{Spec{Form: Gamma, A: 0.01, B: 1}, 0, "the shape is 0.01; it must lie from 0.1 to 1000"},
		{Spec{Form: Gamma, A: 1}, 1, "the scale is 0 s; it must be above 0"},
		{within(Spec{A: 60}, 0, 100), -1, "`within` stands with exact, which has hard bounds already"},
		{within(quantiles, 2*h, 24*h), -1, "`within` begins at 2 h and p10 is 1 h; one case in ten is under p10, so the bound must be below it"},
		{within(quantiles, 1*h, 24*h), -1, "`within` begins at 1 h and p10 is 1 h; one case in ten is under p10, so the bound must be below it"},
		{within(quantiles, 0, 10*h), -1, "`within` ends at 10 h and p90 is 10 h; one case in ten is over p90, so the bound must be above it"},
		{within(quantiles, 3*h, 2*h), -1, "`within` goes from 3 h to 2 h; its upper end must be above its lower end"},
		{within(quantiles, -1, 20*h), -1, "the lower end of `within` is -1 s; a duration cannot be negative"},
		{within(quantiles, 0, math.Inf(1)), -1, "the upper end of `within` is +Inf; it must be a finite number"},
		{within(Spec{Form: Exponential, A: 1 * h}, 2*h, 3*h), -1, "`within` goes from 2 h to 3 h; it must contain the mean 1 h"},
		{within(Spec{Form: Gamma, A: 2, B: 1 * h}, 0, 2*h), -1, "`within` goes from 0 s to 2 h; it must contain the mean 2 h"},
		{within(Spec{Form: Lognormal, A: 1 * h, B: 10}, 1*h-0.001, 1*h+0.001), -1, "`within` keeps only 2e-08 of the lognormal law; it must keep at least 1e-06"},
	} {
		var bad *SpecError
		if err := c.spec.Validate(); !errors.As(err, &bad) {
			t.Errorf("Validate(%+v) = %v, want a *SpecError", c.spec, err)
		} else if bad.Message != c.want || bad.Part != c.part {
			t.Errorf("Validate(%+v):\n got %d %q\nwant %d %q", c.spec, bad.Part, bad.Message, c.part, c.want)
		}
	}
	if _, err := New(Spec{A: -1}); err == nil {
		t.Error("New accepted a negative duration")
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		s                     float64
		exact, source, approx string
	}{
		{0, "0 s", "0s", "0 s"},
		{0.25, "0.25 s", "0.25s", "0.25 s"},
		{45, "45 s", "45s", "45 s"},
		{90, "1 min 30 s", "1m30s", "1.5 min"},
		{1800, "30 min", "30m", "30 min"},
		{4500, "1 h 15 min", "1h15m", "75 min"},
		{5400, "1 h 30 min", "1h30m", "1.5 h"},
		{10 * h, "10 h", "10h", "10 h"},
		{36003.6, "10 h 3.6 s", "10h3.6s", "10 h"},
		{25.3 * h, "25 h 18 min", "25h18m", "25 h"},
		{47.6 * h, "47 h 36 min", "47h36m", "2.0 d"},
		{74 * h, "3 d 2 h", "3d2h", "3.1 d"},
		{180 * day, "180 d", "180d", "180 d"},
		{730 * day, "2 y", "2y", "2.0 y"},
		{912.5 * day, "912 d 12 h", "912d12h", "2.5 y"},
		{math.Inf(1), "no limit", "no limit", "no limit"},
		{-90, "-1 min 30 s", "-1m30s", "-1.5 min"},
	} {
		s := Seconds(c.s)
		if FormatSeconds(s) != c.exact || FormatSource(s) != c.source || FormatApprox(s) != c.approx {
			t.Errorf("%v s: %q %q %q, want %q %q %q", c.s, FormatSeconds(s), FormatSource(s), FormatApprox(s), c.exact, c.source, c.approx)
		}
	}
	for x, want := range map[float64]string{0: "0", 0.8: "0.80", 1: "1.0", 123: "120", -0.05: "-0.050", 1e-7: "1.0e-07"} {
		if got := Number.FormatApprox(x); got != want {
			t.Errorf("Number.FormatApprox(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		spec Spec
		want string
	}{
		{Spec{Form: Exact, A: 30 * m}, "exactly 30 min"},
		{Spec{Form: Range, A: 5 * m, B: 20 * m}, "somewhere between 5 min and 20 min, no probability stated"},
		{Spec{Form: Quantiles, A: 1 * h, B: 3 * h, C: 10 * h}, "one in ten under 1 h, half under 3 h, one in ten over 10 h"},
		{Spec{Form: Quantiles, A: 1 * h, B: 3 * h, C: 10 * h, HasWithin: true, WithinLow: 30 * m, WithinHigh: 24 * h},
			"one in ten under 1 h, half under 3 h, one in ten over 10 h, never under 30 min nor over 24 h"},
		{Spec{Form: Pert, A: 1 * h, B: 2 * h, C: 6 * h}, "PERT λ = 4, at least 1 h, most likely 2 h, at most 6 h"},
		{Spec{Form: Exponential, A: 120 * h}, "exponential with mean 5 d"},
		{Spec{Form: Lognormal, A: 2 * h, B: 0.8}, "lognormal with median 2 h and sigma 0.8"},
		{Spec{Form: Gamma, A: 3, B: 20 * m}, "gamma with shape 3 and scale 20 min"},
		{Spec{Unit: Number, Form: Range, A: 0.8, B: 1}, "somewhere between 0.8 and 1, no probability stated"},
	} {
		if got := Describe(c.spec); got != "read as: "+c.want {
			t.Errorf("Describe(%+v) = %q, want %q", c.spec, got, c.want)
		}
	}
}

func TestElicit(t *testing.T) {
	table, err := Elicit(Spec{Form: Quantiles, A: 1 * h, B: 3 * h, C: 10 * h})
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Rows) != 9 || table.Rows[2] != (Row{0.10, 1 * h, true}) || table.Rows[4] != (Row{0.5, 3 * h, true}) || table.MeanOnTail {
		t.Errorf("table %+v", table)
	}
	const want = `read as: one in ten under 1 h, half under 3 h, one in ten over 10 h
  p1        25 min
  p5        44 min
  p10          1 h  stated
  p25        1.7 h
  p50          3 h  stated
  p75        5.7 h
  p90         10 h  stated
  p95         14 h
  p99         27 h
  mean       4.7 h

  ▆█▆▂
 ▂████▅
 ██████▇▄▁
 █████████▇▅▃▂▁
▅███████████████▇▆▅▅▄▄▃▃▃▃▂▂▂▂▂▁▁▁▁▁▁▁▁▁
──┴───┴───────────────┴─────────────────
0 s to 18 h; marks: p10 60 min, p50 3.0 h, p90 10 h
`
	if text := table.Text(40); text != want {
		t.Errorf("text:\n%s\nwant:\n%s", text, want)
	}
	for line := range strings.Lines(table.Picture(40)) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 40 && !strings.Contains(line, "marks") {
			t.Errorf("picture line of %d columns: %q", n, line)
		}
	}

	wide, err := Elicit(Spec{Form: Quantiles, A: 1 * m, B: 1 * h, C: 100 * h})
	if err != nil || !wide.MeanOnTail || !strings.Contains(wide.Text(60), "rests mostly on the extended tail") ||
		!strings.Contains(wide.Picture(60), "logarithmic axis") {
		t.Errorf("wide table: %v\n%s", err, wide.Text(60))
	}
	bounds, err := Elicit(Spec{Form: Range, A: 5 * m, B: 20 * m})
	if err != nil || len(bounds.Rows) != 0 || bounds.Picture(40) != "" || !strings.Contains(bounds.Text(40), "Bounds alone") {
		t.Errorf("bounds: %v\n%s", err, bounds.Text(40))
	}
	if _, err := Elicit(Spec{A: -1}); err == nil {
		t.Error("Elicit accepted a negative duration")
	}
	for _, s := range battery {
		table, err := Elicit(s)
		if err != nil || table.Picture(0) == "" || table.Picture(10000) == "" {
			t.Errorf("Elicit(%+v): %v, picture %q", s, err, table.Picture(0))
		}
	}
}

// FuzzParse: never a panic; what is refused is refused inside the text; what is
// read is valid, can be fitted, and survives being written out again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"30m", "5m..20m", "1h/3h/10h", "1h30m", "1.5h", "0h..4h", "1..2", "-2", "0.8..1", "1e-3/2/3",
		"1h...2h", "5..20m", "..", "//", "1:30", "1,5h", "30 min", "3시간", "5m–20m", "1000y", "1y/2y/999y", "\xff1h", "0.1s/1000s/1000y"} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, number bool) {
		unit := Duration
		if number {
			unit = Number
		}
		s, err := Parse(text, unit)
		var bad *SyntaxError
		if errors.As(err, &bad) {
			if n := len([]rune(text)); bad.Offset < 0 || bad.Offset > n || bad.Message == "" {
				t.Fatalf("Parse(%q): offset %d of %d characters, message %q", text, bad.Offset, n, bad.Message)
			}
			return
		}
		if err != nil {
			t.Fatalf("Parse(%q): %T %v, want a *SyntaxError", text, err, err)
		}
		d, err := New(s)
		if err != nil {
			t.Fatalf("New(Parse(%q)): %v", text, err)
		}
		if !d.BoundsOnly() && !(d.Min() <= d.Mean() && d.Mean() <= d.Max()) {
			t.Fatalf("Parse(%q): mean %v outside [%v, %v]", text, d.Mean(), d.Min(), d.Max())
		}
		if Describe(s) == "" {
			t.Fatalf("Parse(%q): no echo", text)
		}
		if unit == Duration {
			again, err := ParseSeconds(FormatSource(Seconds(s.A)))
			if err != nil || math.Abs(float64(again)-s.A) > 1e-12*s.A {
				t.Fatalf("ParseSeconds(FormatSource(%v)) = %v, %v", s.A, again, err)
			}
		}
	})
}
