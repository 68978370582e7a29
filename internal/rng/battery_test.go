package rng

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// The battery asks of the numbers what a simulation asks of them: that along every
// way through the names, and between any two ways, they look independent and
// uniform. Everything is fixed: it passes or fails on every machine alike.
//
// significance is the chance that a perfect generator would have had of failing
// the whole battery: the least of the k p-values must be above significance / k.
const significance = 1e-3

// generator is what the battery judges: Uniform, or something weaker.
type generator func(replication, element, cause Key, visit uint64) float64

// word is the number of a draw as a whole number of 52 bits.
func word(u float64) uint64 { return uint64(u*(1<<53)) >> 1 }

const wordBits = 52

// result is one p-value with where it comes from.
type result struct {
	test, where string
	p           float64
}

func (r result) String() string { return fmt.Sprintf("%s, %s: p = %.3g", r.test, r.where, r.p) }

// size says how much the battery draws.
type size struct {
	walk             int // draws along each walk
	avalanche        int // names whose bits are flipped
	streams, crossed int // streams that are crossed, and their length
	urnBits          int // log2 of the urns of the collision test
}

var (
	full  = size{walk: 1 << 22, avalanche: 1 << 18, streams: 128, crossed: 1 << 14, urnBits: 28}
	short = size{walk: 1 << 16, avalanche: 1 << 12, streams: 48, crossed: 1 << 12, urnBits: 24}
)

func battery(g generator, s size) []result {
	out := alongWalks(g, s.walk)
	out = append(out, avalanche(g, s.avalanche)...)
	out = append(out, betweenStreams(g, s.streams, s.crossed)...)
	return append(out, collisions(g, s.urnBits))
}

// failures returns the results that a perfect generator would hardly ever give.
func failures(results []result) []result {
	bound := significance / float64(len(results))
	return slices.DeleteFunc(slices.Clone(results), func(r result) bool { return r.p >= bound })
}

func TestBattery(t *testing.T) {
	s := full
	if testing.Short() {
		s = short
	}
	results := battery(Uniform, s)
	for _, r := range failures(results) {
		t.Error(r)
	}
	slices.SortStableFunc(results, func(a, b result) int {
		switch {
		case a.p < b.p:
			return -1
		case a.p > b.p:
			return 1
		}
		return 0
	})
	t.Logf("%d p-values, the least three: %v; %v; %v", len(results), results[0], results[1], results[2])
}

// weak lists generators that must fail.
var weak = []struct {
	name string
	g    generator
}{
	{"one multiplication", func(replication, element, cause Key, visit uint64) float64 {
		x := uint64(replication+element) * golden
		return open((x ^ (uint64(cause) + golden*visit)) * 0x3C79AC492BA7B653)
	}},
	{"one half of the mixer", func(replication, element, cause Key, visit uint64) float64 {
		half := func(x uint64) uint64 {
			x = (x ^ x>>27) * 0x3C79AC492BA7B653
			return x ^ x>>33
		}
		return open(half(half(uint64(replication+element)) ^ (uint64(cause) + golden*visit)))
	}},
	{"linear", func(replication, element, cause Key, visit uint64) float64 {
		x := uint64(replication^element^cause) ^ bits.RotateLeft64(visit, 7)
		for range 3 {
			x ^= x << 13
			x ^= x >> 7
			x ^= x << 17
		}
		return open(x)
	}},
	{"thirty-two bits", func(replication, element, cause Key, visit uint64) float64 {
		x := word(Uniform(replication, element, cause, visit))
		return open(x >> 20 << 32)
	}},
	{"a few numbers in all", func(replication, element, cause Key, visit uint64) float64 {
		x := word(Uniform(replication, element, cause, visit))
		return open(mix(x % (1 << 20)))
	}},
	{"visits do not count", func(replication, element, cause Key, _ uint64) float64 {
		return Uniform(replication, element, cause, 0)
	}},
	{"two elements agree in one draw of four", func(replication, element, cause Key, visit uint64) float64 {
		if both := Uniform(replication, element|1, cause, visit); Uniform(replication, element|1, cause, ^visit) < 0.25 {
			return both
		}
		return Uniform(replication, element, cause, visit)
	}},
	{"causes that are not hashes", func(replication, element, cause Key, visit uint64) float64 {
		return Uniform(replication, element, Key(bits.Reverse64(uint64(cause))), visit)
	}},
}

func open(x uint64) float64 { return (float64(x>>12) + 0.5) / (1 << 52) }

// TestBatteryCanFail holds weak generators against the battery: each fails, and
// each test is failed by one of them.
func TestBatteryCanFail(t *testing.T) {
	s := size{walk: 1 << 15, avalanche: 1 << 10, streams: 32, crossed: 1 << 11, urnBits: 20}
	failed := map[string]string{}
	for _, w := range weak {
		bad := failures(battery(w.g, s))
		if len(bad) == 0 {
			t.Errorf("%s: the battery finds nothing", w.name)
		}
		names := []string{}
		for _, r := range bad {
			failed[r.test] = w.name
			if !slices.Contains(names, r.test) {
				names = append(names, r.test)
			}
		}
		t.Logf("%s: %d failures, in %q", w.name, len(bad), names)
	}
	for _, r := range battery(Uniform, size{walk: 1 << 12, avalanche: 64, streams: 4, crossed: 64, urnBits: 10}) {
		if failed[r.test] == "" {
			t.Errorf("nothing fails %q", r.test)
			failed[r.test] = "said"
		}
	}
}

// walk is a way through the names.
type walk struct {
	name string
	at   func(g generator, i uint64) float64
}

var (
	someReplication = Replication(1, 0)
	someElement     = Path("procedures/respond/steps/decide/time")
	someCause       = Path("incidents/strike").With(0)
)

// walks follow each coordinate of a name, by consecutive whole numbers, by hashes,
// and by whole numbers with their bits reversed, which a mixer finds hardest; and
// all coordinates together, as a simulation does. A cause passes one round only: it
// is a hash, and whole numbers with their bits reversed fail as causes (see weak).
var walks = []walk{
	{"seeds", func(g generator, i uint64) float64 { return g(Replication(i, 0), someElement, someCause, 0) }},
	{"replications", func(g generator, i uint64) float64 { return g(Replication(1, i), someElement, someCause, 0) }},
	{"replication keys", func(g generator, i uint64) float64 { return g(Key(i), someElement, someCause, 0) }},
	{"replication keys, reversed", func(g generator, i uint64) float64 {
		return g(Key(bits.Reverse64(i)), someElement, someCause, 0)
	}},
	{"elements", func(g generator, i uint64) float64 {
		return g(someReplication, numbered(i), someCause, 0)
	}},
	{"element keys", func(g generator, i uint64) float64 { return g(someReplication, Key(i), someCause, 0) }},
	{"element keys, reversed", func(g generator, i uint64) float64 {
		return g(someReplication, Key(bits.Reverse64(i)), someCause, 0)
	}},
	{"causes", func(g generator, i uint64) float64 { return g(someReplication, someElement, someCause.With(i), 0) }},
	{"cause keys", func(g generator, i uint64) float64 { return g(someReplication, someElement, Key(i), 0) }},
	{"visits", func(g generator, i uint64) float64 { return g(someReplication, someElement, someCause, i) }},
	{"visits without cause", func(g generator, i uint64) float64 { return g(someReplication, someElement, 0, i) }},
	{"all coordinates", func(g generator, i uint64) float64 {
		return g(Replication(1, i/64), someElement.With(i/8%8), someCause.With(i/4%2), i%4)
	}},
}

// numbered is the key of an element by a path with a number in it.
func numbered(i uint64) Key {
	return Path("procedures/respond-" + strconv.FormatUint(i, 10) + "/steps/decide/time")
}

// tests are applied to the words of each walk.
var tests = []struct {
	name string
	p    func(words []uint64) float64
}{
	{"uniformity", func(w []uint64) float64 { return tuples(w, 1, 12, wordBits-12) }},
	{"uniformity of pairs", func(w []uint64) float64 { return tuples(w, 2, 6, wordBits-6) }},
	{"uniformity of low bits", func(w []uint64) float64 { return tuples(w, 1, 12, 0) }},
	{"uniformity of the low bits of triples", func(w []uint64) float64 { return tuples(w, 3, 4, 0) }},
	{"serial correlation", serialCorrelation},
	{"Hamming weights of neighbours", neighbouringWeights},
	{"correlation of Hamming weights", weightCorrelation},
	{"birthday spacings", func(w []uint64) float64 { return birthdaySpacings(w, wordBits-dayBits) }},
	{"birthday spacings of low bits", func(w []uint64) float64 { return birthdaySpacings(w, 0) }},
	{"gaps", gaps},
	{"runs up", runsUp},
	{"ranks", func(w []uint64) float64 { return ranks(w, wordBits-32) }},
	{"ranks of low bits", func(w []uint64) float64 { return ranks(w, 0) }},
	{"linear complexity of the lowest bit", linearComplexity},
}

func alongWalks(g generator, n int) []result {
	var out []result
	words := make([]uint64, n)
	for _, walk := range walks {
		for i := range words {
			words[i] = word(walk.at(g, uint64(i)))
		}
		for _, test := range tests {
			out = append(out, result{test.name, walk.name, test.p(words)})
		}
	}
	return out
}

// tuples counts how often each tuple of some bits of successive words comes.
func tuples(words []uint64, length, width, shift int) float64 {
	counts := make([]int, 1<<(length*width))
	mask := uint64(1)<<width - 1
	for tuple := range slices.Chunk(words, length) {
		if len(tuple) == length {
			cell := uint64(0)
			for _, w := range tuple {
				cell = cell<<width | w>>shift&mask
			}
			counts[cell]++
		}
	}
	return ofEvenCounts(counts)
}

// lags are the distances at which a walk is compared with itself: consecutive
// numbers at a power of two differ in one bit, or in few.
var lags = []int{1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128, 256, 512, 1024, 2048}

// largestAtLags judges the largest correlation at any lag of values of mean 0 and
// a known variance.
func largestAtLags(values []float64, variance float64) float64 {
	largest := 0.0
	for _, lag := range lags {
		sum := 0.0
		for i, v := range values[lag:] {
			sum += v * values[i]
		}
		z := sum / variance / math.Sqrt(float64(len(values)-lag))
		largest = math.Max(largest, math.Abs(z))
	}
	return ofLargest(largest, len(lags))
}

func serialCorrelation(words []uint64) float64 {
	values := make([]float64, len(words))
	for i, w := range words {
		values[i] = centred(w)
	}
	return largestAtLags(values, 1.0/12)
}

// centred is the number of a word less one half.
func centred(w uint64) float64 { return (float64(w)+0.5)/(1<<wordBits) - 0.5 }

func weightCorrelation(words []uint64) float64 {
	values := make([]float64, len(words))
	for i, w := range words {
		values[i] = float64(bits.OnesCount64(w)) - wordBits/2
	}
	return largestAtLags(values, wordBits/4)
}

// weightClasses are the upper ends of five classes of the number of ones.
var weightClasses = [...]int{22, 24, 27, 29, wordBits}

// neighbouringWeights counts the classes of three successive words together.
func neighbouringWeights(words []uint64) float64 {
	var class [wordBits + 1]int
	var share [len(weightClasses)]float64
	for ones := range class {
		for ones > weightClasses[class[ones]] {
			class[ones]++
		}
		share[class[ones]] += binomial(ones)
	}
	const classes = len(weightClasses)
	counts := make([]int, classes*classes*classes)
	for i := 0; i+2 < len(words); i += 3 {
		cell := 0
		for _, w := range words[i : i+3] {
			cell = cell*classes + class[bits.OnesCount64(w)]
		}
		counts[cell]++
	}
	return ofCounts(counts, func(cell int) float64 {
		return share[cell/classes/classes] * share[cell/classes%classes] * share[cell%classes]
	})
}

// binomial is the probability of so many ones in a word.
func binomial(ones int) float64 {
	a, _ := math.Lgamma(wordBits + 1)
	b, _ := math.Lgamma(float64(ones + 1))
	c, _ := math.Lgamma(float64(wordBits - ones + 1))
	return math.Exp(a - b - c - wordBits*math.Ln2)
}

const (
	birthdays     = 1 << 12
	dayBits       = 34
	birthdayWords = 1 << 20 // at most
)

// birthdaySpacings counts equal spacings between birthdays in order: Poisson of
// mean birthdays³ / (4 days) for each group [marsaglia1985].
func birthdaySpacings(words []uint64, shift int) float64 {
	words = words[:min(len(words), birthdayWords)]
	days := make([]uint64, birthdays)
	groups, equal := 0, 0
	for group := range slices.Chunk(words, birthdays) {
		if len(group) < birthdays {
			break
		}
		groups++
		for i, w := range group {
			days[i] = w >> shift & (1<<dayBits - 1)
		}
		slices.Sort(days)
		for i := birthdays - 1; i > 0; i-- {
			days[i] -= days[i-1]
		}
		slices.Sort(days)
		for i := range days[1:] {
			if days[i] == days[i+1] {
				equal++
			}
		}
	}
	const mean = float64(birthdays) * birthdays * birthdays / 4 / (1 << dayBits)
	return ofPoisson(equal, mean*float64(groups))
}

// gaps counts the draws between two that fall in one sixteenth of the interval.
func gaps(words []uint64) float64 {
	const target, sixteenth, longest = 5, 1.0 / 16, 48
	counts := make([]int, longest+1)
	gap := 0
	for _, w := range words {
		if w>>(wordBits-4) == target {
			counts[min(gap, longest)]++
			gap = 0
		} else {
			gap++
		}
	}
	return ofCounts(counts, func(cell int) float64 {
		p := math.Pow(1-sixteenth, float64(cell))
		if cell < longest {
			p *= sixteenth
		}
		return p
	})
}

// runsUp counts the lengths of rising runs; the draw after a run is left out, which
// makes the runs independent [knuth1997].
func runsUp(words []uint64) float64 {
	const longest = 7
	counts := make([]int, longest)
	length := 1
	for i := 1; i < len(words); i++ {
		if words[i] > words[i-1] {
			length++
			continue
		}
		counts[min(length, longest)-1]++
		length = 1
		i++
	}
	return ofCounts(counts, func(cell int) float64 {
		r := float64(cell + 1)
		p := 1 / math.Gamma(r+1)
		if cell+1 < longest {
			p -= 1 / math.Gamma(r+2)
		}
		return p
	})
}

const rankWords = 1 << 21 // at most

// ranks counts the ranks of 32 by 32 matrices of bits [marsagliatsay1985].
func ranks(words []uint64, shift int) float64 {
	counts := make([]int, 4) // deficient by 3 or more, 2, 1, 0
	var rows [32]uint32
	for group := range slices.Chunk(words[:min(len(words), rankWords)], 32) {
		if len(group) < 32 {
			break
		}
		for i, w := range group {
			rows[i] = uint32(w >> shift)
		}
		counts[max(rank(&rows)-29, 0)]++
	}
	return ofCounts(counts, func(cell int) float64 {
		if cell > 0 {
			return rankProbability(cell + 29)
		}
		return 1 - rankProbability(30) - rankProbability(31) - rankProbability(32)
	})
}

// rank eliminates; it destroys the rows.
func rank(rows *[32]uint32) int {
	found := 0
	for column := range 32 {
		pivot := found
		for pivot < 32 && rows[pivot]>>column&1 == 0 {
			pivot++
		}
		if pivot == 32 {
			continue
		}
		row := rows[pivot]
		rows[pivot] = rows[found]
		rows[found] = row
		for i := pivot + 1; i < 32; i++ {
			rows[i] ^= row & -(rows[i] >> column & 1)
		}
		found++
	}
	return found
}

// rankProbability is that of a rank of a random 32 by 32 matrix of bits.
func rankProbability(r int) float64 {
	p := math.Exp2(float64(r*(64-r) - 1024))
	for i := range r {
		a := 1 - math.Exp2(float64(i-32))
		p *= a * a / (1 - math.Exp2(float64(i-r)))
	}
	return p
}

const (
	block        = 512
	blockWords   = block/64 + 1
	blocksAtMost = 1024
)

type polynomial [blockWords]uint64

// linearComplexity takes the lengths of the shortest linear registers that give
// blocks of lowest bits: 256 in half of the cases, one more in a quarter, one less
// in an eighth [rueppel1986].
func linearComplexity(words []uint64) float64 {
	counts := make([]int, 5)
	for group := range slices.Chunk(words[:min(len(words), block*blocksAtMost)], block) {
		if len(group) == block {
			length := registerLength(group)
			counts[min(max(length-(block/2-2), 0), 4)]++
		}
	}
	shares := [...]float64{1.0 / 24, 1.0 / 8, 1.0 / 2, 1.0 / 4, 1.0 / 12}
	return ofCounts(counts, func(cell int) float64 { return shares[cell] })
}

// registerLength is the algorithm of Berlekamp and Massey [massey1969] on the lowest
// bits.
func registerLength(words []uint64) int {
	var recent polynomial // bit i: i draws ago
	now, before := polynomial{1}, polynomial{1}
	length, since := 0, 1
	for n, w := range words {
		recent.shift(1)
		recent[0] |= w & 1
		if now.agrees(&recent) {
			since++
			continue
		}
		old, moved := now, before
		moved.shift(since)
		for i := range now {
			now[i] ^= moved[i]
		}
		if 2*length <= n {
			length, before, since = n+1-length, old, 0
		}
		since++
	}
	return length
}

func (p *polynomial) shift(by int) {
	whole, part := by/64, by%64
	for i := blockWords - 1; i >= 0; i-- {
		x := uint64(0)
		if i >= whole {
			x = p[i-whole] << part
		}
		if i > whole {
			x |= p[i-whole-1] >> (64 - part)
		}
		p[i] = x
	}
}

// agrees says that the register foretells the newest bit.
func (p *polynomial) agrees(recent *polynomial) bool {
	sum := uint64(0)
	for i := range p {
		sum ^= p[i] & recent[i]
	}
	return bits.OnesCount64(sum)%2 == 0
}

// avalanche flips every bit of every coordinate and asks that every bit of the
// number flips in half of the cases: the worst bit, and all together.
func avalanche(g generator, n int) []result {
	source := rand.New(rand.NewPCG(1, 2))
	names := make([][4]uint64, n)
	words := make([]uint64, n)
	for i := range names {
		names[i] = [4]uint64{source.Uint64(), source.Uint64(), source.Uint64(), uint64(i % 4)}
		words[i] = word(at(g, names[i]))
	}
	var out []result
	for coordinate, name := range [...]string{"replication", "element", "cause", "visit"} {
		largest, sum := 0.0, 0.0
		for bit := range 64 {
			for _, flips := range flipped(g, names, words, coordinate, bit) {
				z := (2*float64(flips) - float64(n)) / math.Sqrt(float64(n))
				largest = math.Max(largest, math.Abs(z))
				sum += z * z
			}
		}
		out = append(out,
			result{"avalanche, the worst bit", name, ofLargest(largest, 64*wordBits)},
			result{"avalanche, all bits", name, ofChiSquare(sum, 64*wordBits)})
	}
	return out
}

func at(g generator, name [4]uint64) float64 {
	return g(Key(name[0]), Key(name[1]), Key(name[2]), name[3])
}

// flipped counts for each bit of the number how often it flips with one of the name.
func flipped(g generator, names [][4]uint64, words []uint64, coordinate, bit int) [wordBits]int {
	var counts [wordBits]int
	var square [64]uint64
	for i, name := range names {
		name[coordinate] ^= 1 << bit
		square[i%64] = word(at(g, name)) ^ words[i]
		if i%64 == 63 {
			transpose(&square)
			for b := range counts {
				counts[b] += bits.OnesCount64(square[63-b])
			}
		}
	}
	return counts
}

// transpose turns a square of bits about the diagonal from the top bit of the first
// row to the lowest bit of the last.
func transpose(square *[64]uint64) {
	mask := uint64(0x00000000FFFFFFFF)
	for j := 32; j != 0; j, mask = j/2, mask^mask<<(j/2) {
		for k := 0; k < 64; k = (k + j + 1) &^ j {
			t := (square[k] ^ square[k+j]>>j) & mask
			square[k] ^= t
			square[k+j] ^= t << j
		}
	}
}

// crossings say how stream k runs: i is the place in it.
var crossings = []struct {
	name string
	at   func(g generator, k, i uint64) float64
}{
	{"elements along replications", func(g generator, k, i uint64) float64 {
		return g(Replication(1, i), numbered(k), someCause, 0)
	}},
	{"element keys along replications", func(g generator, k, i uint64) float64 {
		return g(Replication(1, i), Key(k), someCause, 0)
	}},
	{"replications along elements", func(g generator, k, i uint64) float64 {
		return g(Replication(1, k), someElement.With(i), someCause, 0)
	}},
	{"seeds along replications", func(g generator, k, i uint64) float64 {
		return g(Replication(k, i), someElement, someCause, 0)
	}},
	{"causes along replications", func(g generator, k, i uint64) float64 {
		return g(Replication(1, i), someElement, someCause.With(k), 0)
	}},
	{"visits along replications", func(g generator, k, i uint64) float64 {
		return g(Replication(1, i), someElement, someCause, k)
	}},
	{"replications along visits", func(g generator, k, i uint64) float64 {
		return g(Replication(1, k), someElement, someCause, i)
	}},
	{"elements along visits", func(g generator, k, i uint64) float64 {
		return g(someReplication, someElement.With(k), someCause, i)
	}},
}

// betweenStreams correlates every two streams: the largest, and all together.
func betweenStreams(g generator, streams, length int) []result {
	var out []result
	values := make([][]float64, streams)
	for k := range values {
		values[k] = make([]float64, length)
	}
	for _, c := range crossings {
		for k := range values {
			for i := range values[k] {
				values[k][i] = c.at(g, uint64(k), uint64(i)) - 0.5
			}
		}
		largest, sum, pairs := 0.0, 0.0, 0
		for k, a := range values {
			for _, b := range values[:k] {
				z := 12 * product(a, b) / math.Sqrt(float64(length))
				largest = math.Max(largest, math.Abs(z))
				sum += z * z
				pairs++
			}
		}
		out = append(out,
			result{"cross-correlation, the largest", c.name, ofLargest(largest, pairs)},
			result{"cross-correlation, all pairs", c.name, ofChiSquare(sum, float64(pairs))})
	}
	return out
}

func product(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

// collisions throws draws into 32 times as many urns and counts those that find
// theirs taken.
func collisions(g generator, urnBits int) result {
	urns := math.Exp2(float64(urnBits))
	n := 1 << (urnBits - 5)
	taken := make(bitmap, 1<<urnBits/64)
	found := 0
	for i := range uint64(n) {
		w := word(g(Replication(2, i/64), someElement.With(i/8%8), someCause, i%8))
		if taken.set(w >> (wordBits - urnBits)) {
			found++
		}
	}
	load := float64(n) / urns
	mean := float64(n) + urns*math.Expm1(float64(n)*math.Log1p(-1/urns))
	empty := math.Exp(-load)
	variance := urns * empty * (1 - (1+load)*empty)
	return result{"collisions", "all coordinates", ofNormal((float64(found) - mean) / math.Sqrt(variance))}
}

type bitmap []uint64

// set marks a place and says whether it was marked.
func (b bitmap) set(place uint64) bool {
	bit := uint64(1) << (place % 64)
	was := b[place/64]&bit != 0
	b[place/64] |= bit
	return was
}

// TestNamesAreDistinct looks for equal keys: among 2^24 sums of a replication and an
// element, which is how the two enter a number, and among 2^24 causes. With
// independent keys of 64 bits the chance of a single pair is 2^-16.
func TestNamesAreDistinct(t *testing.T) {
	count := uint64(1 << 12)
	if testing.Short() {
		count = 1 << 10
	}
	elements := make([]Key, count)
	for i := range elements {
		elements[i] = numbered(uint64(i))
	}
	replications := make([]Key, count)
	for i := range replications {
		replications[i] = Replication(1, uint64(i))
	}
	sums := func(i uint64) uint64 { return uint64(replications[i/count] + elements[i%count]) }
	if n := repeated(count*count, sums); n != 0 {
		t.Errorf("%d of %d sums of a replication and an element come twice", n, count*count)
	}
	causes := func(i uint64) uint64 { return uint64(elements[i/count].With(i % count)) }
	if n := repeated(count*count, causes); n != 0 {
		t.Errorf("%d of %d causes come twice", n, count*count)
	}
}

// repeated counts equal values. A bitmap leaves few to be sorted.
func repeated(n uint64, value func(i uint64) uint64) int {
	width := 4 + bits.Len64(n-1)
	once, twice := make(bitmap, 1<<width/64), make(bitmap, 1<<width/64)
	for i := range n {
		if place := value(i) >> (64 - width); once.set(place) {
			twice.set(place)
		}
	}
	var doubtful []uint64
	for i := range n {
		v := value(i)
		if place := v >> (64 - width); twice[place/64]>>(place%64)&1 != 0 {
			doubtful = append(doubtful, v)
		}
	}
	slices.Sort(doubtful)
	return len(doubtful) - len(slices.Compact(doubtful))
}
