package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The tests of this file make many small studies of a known truth, look at each at
// every look, and count those that miss at any. A correct method fails them with
// probability below 1e-6; a naive one is shown to fail.

const level = 0.05

// studies returns how many studies are made and up to how many observations.
func studies() (count, observations int) {
	if testing.Short() {
		return 250, 2048
	}
	return 1000, 4096
}

// allowed returns the least count of misses that a method of exactly the level
// exceeds with probability below 1e-6 in so many studies.
func allowed(studies int) int {
	term := math.Pow(1-level, float64(studies))
	sum := term
	for k := 0; ; k++ {
		if 1-sum < 1e-6 {
			return k
		}
		term *= float64(studies-k) / float64(k+1) * level / (1 - level)
		sum += term
	}
}

// law is a law on [lo, hi] with its mean.
type law struct {
	name         string
	lo, hi, mean float64
	draw         func(*rand.Rand) float64
}

func chance(p float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 {
		if r.Float64() < p {
			return 1
		}
		return 0
	}
}

var laws = []law{
	{"chance 0.5", 0, 1, 0.5, chance(0.5)},
	{"chance 0.05", 0, 1, 0.05, chance(0.05)},
	{"eighth power of a uniform, times 30", 0, 30, 30.0 / 9, func(r *rand.Rand) float64 { return 30 * math.Pow(r.Float64(), 8) }},
	{"paired difference, sd/range 0.02", -1, 1, 0.1, func(r *rand.Rand) float64 {
		return 0.1 + 0.04*math.Sqrt(12)*(r.Float64()-0.5)
	}},
	{"rare great paired difference, sd/range 0.02", -1, 1, 0.0016, chance(0.0016)},
}

func TestMeanMissesSeldom(t *testing.T) {
	t.Parallel()
	count, observations := studies()
	looks := Looks(observations)
	for i, l := range laws {
		misses, naive := 0, 0
		width := 0.0
		for study := range count {
			missed, naiveMissed, w := meanStudy(l, rand.New(rand.NewPCG(uint64(study), uint64(i))), looks)
			misses += missed
			naive += naiveMissed
			width += w / float64(count)
		}
		t.Logf("%s: %d of %d studies miss, naive %d; width/range %.4f at %d", l.name, misses, count, naive, width/(l.hi-l.lo), observations)
		if misses > allowed(count) {
			t.Errorf("%s: %d of %d studies miss, at most %d are allowed", l.name, misses, count, allowed(count))
		}
		if naive <= allowed(count) {
			t.Errorf("%s: the naive interval misses in %d studies only: the test has no force", l.name, naive)
		}
	}
}

// meanStudy says with 0 or 1 whether the interval and the naive one miss at a
// look, and how wide the interval is in the end.
func meanStudy(l law, r *rand.Rand, looks []int) (missed, naive int, width float64) {
	m := NewMean(l.lo, l.hi, level)
	var sum, squares float64 // about the mean
	for _, n := range looks {
		for m.N() < n {
			x := l.draw(r)
			m.Add(x)
			sum += x - l.mean
			squares += (x - l.mean) * (x - l.mean)
		}
		low, high := m.Interval()
		if l.mean < low || l.mean > high {
			missed = 1
		}
		off := sum / float64(n)
		if variance := (squares/float64(n) - off*off) * float64(n) / float64(n-1); math.Abs(off) > 1.959964*math.Sqrt(max(0, variance)/float64(n)) {
			naive = 1
		}
		width = high - low
	}
	return missed, naive, width
}

func TestQuantilerMissesSeldom(t *testing.T) {
	t.Parallel()
	count, observations := studies()
	looks := Looks(observations)
	for _, p := range []float64{0.5, 0.9} {
		truth := -math.Log(1 - p)
		misses, naive := 0, 0
		for study := range count {
			r := rand.New(rand.NewPCG(uint64(study), math.Float64bits(p)))
			missed, naiveMissed := quantileStudy(p, truth, r, looks)
			misses += missed
			naive += naiveMissed
		}
		t.Logf("%v-quantile: %d of %d studies miss, naive %d", p, misses, count, naive)
		if misses > allowed(count) {
			t.Errorf("%v-quantile: %d of %d studies miss", p, misses, count)
		}
		if naive <= allowed(count) {
			t.Errorf("%v-quantile: the naive interval misses in %d studies only", p, naive)
		}
	}
}

func quantileStudy(p, truth float64, r *rand.Rand, looks []int) (missed, naive int) {
	h := NewHistogram(100)
	q := NewQuantiler(h, p, level)
	for _, n := range looks {
		for h.Count() < n {
			h.Add(r.ExpFloat64())
		}
		if low, high := q.Interval(); truth < low || truth > high {
			missed = 1
		}
		half := 1.959964 * math.Sqrt(float64(n)*p*(1-p))
		low, _ := h.AtRank(int(math.Floor(float64(n)*p - half)))
		_, high := h.AtRank(int(math.Ceil(float64(n)*p + half)))
		if truth < low || truth > high {
			naive = 1
		}
	}
	return missed, naive
}

// everOutside returns the probability that a walk of trials of chance p leaves
// inside(n), the least and the greatest count of successes, at any n up to limit:
// exactly, by going through the law of the walk.
func everOutside(p float64, limit int, inside func(n int) (least, most int)) float64 {
	at := make([]float64, limit+2)
	at[0] = 1
	out := 0.0
	for n := 1; n <= limit; n++ {
		for k := n; k >= 0; k-- {
			at[k] *= 1 - p
			if k > 0 {
				at[k] += at[k-1] * p
			}
		}
		least, most := inside(n)
		for k := 0; k <= n; k++ {
			if k < least || k > most {
				out += at[k]
				at[k] = 0
			}
		}
	}
	return out
}

func walkLimit() int {
	if testing.Short() {
		return 400
	}
	return 2000
}

// Looked at after every single observation, the ranks miss with a probability that
// can be computed: it must not exceed the level.
func TestRanksExactly(t *testing.T) {
	t.Parallel()
	for _, p := range []float64{0.05, 0.5, 0.9} {
		got := everOutside(p, walkLimit(), func(n int) (int, int) {
			low, high := Ranks(n, p, level)
			return low, high - 1
		})
		naive := everOutside(p, walkLimit(), func(n int) (int, int) {
			half := 1.959964 * math.Sqrt(float64(n)*p*(1-p))
			return int(math.Ceil(float64(n)*p - half)), int(math.Floor(float64(n)*p + half))
		})
		t.Logf("p = %v: ever outside within %d observations with probability %.4f; naive %.4f", p, walkLimit(), got, naive)
		if got > level || naive < 2*level {
			t.Errorf("p = %v: %v, naive %v", p, got, naive)
		}
	}
}

// The same of the interval for the mean of numbers that are 0 or 1.
func TestMeanOfChancesExactly(t *testing.T) {
	t.Parallel()
	threshold := math.Log(2 / level)
	for _, p := range []float64{0.01, 0.05, 0.3, 0.5, 0.9} {
		got := everOutside(p, walkLimit(), func(n int) (int, int) {
			inside := func(k int) bool {
				up, down := chances(n, k)
				return logCapital(up, p) < threshold && logCapital(down, 1-p) < threshold
			}
			start := int(math.Round(float64(n) * p))
			return last(start, -1, inside), last(start, n+1, inside)
		})
		t.Logf("p = %v: ever outside within %d observations with probability %.4f", p, walkLimit(), got)
		if got > level {
			t.Errorf("p = %v: %v", p, got)
		}
	}
}

// chances returns the cells of n trials with k successes.
func chances(n, k int) (up, down []heap) {
	var zero, one, all cells
	zero.add(0)
	one.add(1)
	for i := range all {
		for _, part := range []struct {
			powers
			times float64
		}{{zero[i], float64(n - k)}, {one[i], float64(k)}} {
			p := &all[i]
			p.n += part.times * part.n
			p.d1 += part.times * part.d1
			p.d2 += part.times * part.d2
			p.d3 += part.times * part.d3
			p.d4 += part.times * part.d4
		}
	}
	return all.upward(), all.downward()
}

// Two designs that share most of their chances: b is a, five per cent faster, with
// a small accident of its own; both restricted to a horizon.
func TestContrastMissesSeldom(t *testing.T) {
	t.Parallel()
	const horizon = 20.0
	restricted := func(mean float64) float64 { return mean * (1 - math.Exp(-horizon/mean)) }
	truth := restricted(3) - restricted(2.85)
	count, observations := studies()
	looks := Looks(observations)
	misses, above := 0, 0
	for study := range count {
		r := rand.New(rand.NewPCG(uint64(study), 99))
		c := NewContrast(horizon, level)
		missed, low := 0, 0.0
		for _, n := range looks {
			for c.Pairs() < n {
				x := r.ExpFloat64()
				y := x
				if r.IntN(20) == 0 {
					y = r.ExpFloat64()
				}
				c.Add(math.Min(horizon, 3*x), math.Min(horizon, 2.85*y))
			}
			var high float64
			if low, high = c.Interval(); truth < low || truth > high {
				missed = 1
			}
		}
		misses += missed
		if low > 0 {
			above++
		}
		if study == 0 {
			t.Logf("gain %.1f", c.Gain())
		}
	}
	t.Logf("%d of %d studies miss; %d know the sign", misses, count, above)
	if misses > allowed(count) || !testing.Short() && above < count/2 {
		t.Errorf("%d of %d studies miss, %d know the sign", misses, count, above)
	}
}
