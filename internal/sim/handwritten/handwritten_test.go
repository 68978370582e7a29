package handwritten

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
)

// sums gathers what the known answers speak of, in minutes.
type sums struct {
	n, t, t2, late, events, apart, apart2, apart4 float64
}

func gather(m, less *Model, replications int) sums {
	var s sums
	for r := range replications {
		seconds, events := m.Run(1, uint64(r))
		t := seconds / 60
		s.n++
		s.t += t
		s.t2 += t * t
		s.events += float64(events)
		if t > 120 {
			s.late++
		}
		if less != nil {
			shorter, _ := less.Run(1, uint64(r))
			d := t - shorter/60
			s.apart += d
			s.apart2 += d * d
			s.apart4 += d * d * d * d
		}
	}
	return s
}

func replications(t *testing.T) int {
	if testing.Short() {
		return 50_000
	}
	return 1_000_000
}

func within(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	t.Logf("%s: %.5f, known %v", what, got, want)
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, want %v within %v", what, got, want, tolerance)
	}
}

// judge holds the means against the known answers: within the half unit of their
// last digit and four standard errors.
func (s sums) judge(t *testing.T) {
	t.Helper()
	mean := s.t / s.n
	deviation := math.Sqrt(s.t2/s.n - mean*mean)
	within(t, "mean", mean, 67.23, 0.005+4*deviation/math.Sqrt(s.n))
	within(t, "P(T > 120)", s.late/s.n, 0.0233, 0.00005+4*math.Sqrt(0.0233/s.n))
	within(t, "events", s.events/s.n, 15.43, 0.005+4*4/math.Sqrt(s.n))
}

func TestKnownAnswers(t *testing.T) {
	s := gather(New(1, 3), New(1, 2), replications(t))
	s.judge(t)
	mean := s.apart / s.n
	square := s.apart2 / s.n
	deviation := math.Sqrt(s.apart4/s.n - square*square)
	within(t, "variance of the difference without one hop", square-mean*mean, 20.6, 0.05+4*deviation/math.Sqrt(s.n))
}

func TestFastHasTheSameLaws(t *testing.T) {
	gather(NewFast(1, 3), nil, replications(t)).judge(t)
}

// TestCopiesShareTheMoves compares the mean of a copy among many with that of one
// alone; the copies share the moves, so the tolerance is wider than 1/√(n·copies).
func TestCopiesShareTheMoves(t *testing.T) {
	const copies = 200
	m := New(copies, 3)
	n := replications(t) / copies
	sum, correlated := 0.0, 0.0
	for r := range n {
		last, _ := m.Run(1, uint64(r))
		greatest := 0.0
		for _, at := range m.Times() {
			sum += at / 60
			greatest = math.Max(greatest, at)
		}
		if greatest != last {
			t.Fatalf("replication %d: the last is %v, the greatest %v", r, last, greatest)
		}
		correlated += (m.Times()[0]/60 - 67.23) * (m.Times()[1]/60 - 67.23)
	}
	within(t, "mean of a copy", sum/float64(n*copies), 67.23, 0.005+4*math.Sqrt((850/2/copies+20)/float64(n)))
	if correlated <= 0 {
		t.Error("copies do not share the moves of the condition")
	}
}

// TestReplicationsStand asks that a replication depends on its number alone.
func TestReplicationsStand(t *testing.T) {
	for _, fresh := range []func() *Model{
		func() *Model { return New(1, 3) },
		func() *Model { return New(7, 3) },
		func() *Model { return NewFast(1, 3) },
	} {
		used := fresh()
		for r := range uint64(50) {
			used.Run(9, r)
		}
		for _, r := range []uint64{13, 2, 40} {
			a, i := used.Run(9, r)
			if b, j := fresh().Run(9, r); a != b || i != j {
				t.Errorf("replication %d: %v, %d after others, %v, %d alone", r, a, i, b, j)
			}
		}
	}
}

func TestNoAllocation(t *testing.T) {
	for _, m := range []*Model{New(1, 3), New(200, 3), NewFast(1, 3)} {
		r := uint64(0)
		if got := testing.AllocsPerRun(300, func() { m.Run(2, r); r++ }); got != 0 {
			t.Errorf("%d copies: %v allocations a replication", len(m.copies), got)
		}
		if got, room := cap(m.calendar.heap), len(m.copies)*eventsOfCopy+1; got != room {
			t.Errorf("the calendar grew from %d to %d", room, got)
		}
	}
}

// TestTimesStand pins the first times; the last bits of a logarithm may differ
// between families of processors.
func TestTimesStand(t *testing.T) {
	one, many := New(1, 3), New(200, 3)
	for r, want := range []struct {
		t      float64
		events int
		last   float64
		all    int
	}{
		{4553.583522155817, 12, 8098.781716309502, 2886},
		{4588.839524767127, 17, 9548.048955222972, 3272},
		{2535.0117800148614, 12, 10088.422395035786, 2837},
	} {
		at, events := one.Run(1, uint64(r))
		last, all := many.Run(1, uint64(r))
		if !near(at, want.t) || events != want.events || !near(last, want.last) || all != want.all {
			t.Errorf("replication %d: {%v, %d, %v, %d}, want %v", r, at, events, last, all, want)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12*b }

// TestCalendar enters and takes out at random, with many equal times, beside a
// sorted list.
func TestCalendar(t *testing.T) {
	source := rand.New(rand.NewPCG(3, 4))
	var list []event
	c := newCalendar(0)
	for range 20_000 {
		if len(list) > 0 && (len(list) > 40 || source.IntN(2) == 0) {
			got := c.pop()
			if got != list[0] {
				t.Fatalf("%v comes out, %v is first", got, list[0])
			}
			list = list[1:]
			continue
		}
		e := event{math.Float64bits(float64(source.IntN(50))), source.Uint64() & (1<<enteredAt - 1)}
		c.push(e.at(), e.tag)
		e.tag |= (c.entered - 1) << enteredAt
		at := sort.Search(len(list), func(i int) bool { return list[i].at() > e.at() })
		list = slices.Insert(list, at, e)
	}
}

func benchmark(b *testing.B, m *Model) {
	b.ReportAllocs()
	events := 0
	b.ResetTimer()
	for r := range uint64(b.N) {
		_, e := m.Run(1, r)
		events += e
	}
	seconds := b.Elapsed().Seconds()
	b.ReportMetric(float64(b.N)/seconds, "replications/s")
	b.ReportMetric(float64(events)/seconds, "events/s")
}

func BenchmarkReference(b *testing.B)          { benchmark(b, New(1, 3)) }
func BenchmarkReference200Copies(b *testing.B) { benchmark(b, New(200, 3)) }
func BenchmarkFast(b *testing.B)               { benchmark(b, NewFast(1, 3)) }
func BenchmarkFast200Copies(b *testing.B)      { benchmark(b, NewFast(200, 3)) }
