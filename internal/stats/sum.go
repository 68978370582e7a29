package stats

import (
	"fmt"
	"math"
)

// Block is the number of replications in a leaf of the tree of [Sum]. A shard
// begins at a multiple of it.
const Block = 64

// Sum adds up one number for each replication, and the squares, along a fixed tree
// over the numbers of the replications: each block of 64 in order with the
// correction of A. Neumaier, docs/references.bib [neumaier1974]; then blocks 2i
// and 2i+1; then these in pairs; and so on; and at last the trees that are
// complete, from the left to the right. So the results have the same bits however
// the replications were divided into shards, if each shard but the last is whole
// blocks.
type Sum struct {
	shift float64
	first int
	n     int
	done  []node // complete trees, left to right
	leaf  node
}

// node is the sums of a complete tree of 2^level blocks, the place-th of its
// level.
type node struct {
	level, place int
	sum, square  total // of x - shift
}

// NewSum returns an empty sum for the replications from first on, a multiple of
// [Block]. Squares are taken about the shift, which should be near the mean; it
// must be the same in all shards. It panics if first is not such a multiple or is
// negative.
func NewSum(first int, shift float64) *Sum {
	if first < 0 || first%Block != 0 {
		panic(fmt.Sprintf("stats: a shard that begins at replication %d", first))
	}
	return &Sum{shift: shift, first: first, leaf: node{place: first / Block}}
}

// Add takes in the number of the next replication.
func (s *Sum) Add(x float64) {
	d := x - s.shift
	s.leaf.sum.add(d)
	s.leaf.square.add(mul(d, d))
	s.n++
	if s.n%Block == 0 {
		s.push(s.leaf)
		s.leaf = node{place: s.leaf.place + 1}
	}
}

// push puts a complete tree at the right end and joins what has become complete.
func (s *Sum) push(n node) {
	for len(s.done) > 0 {
		left := s.done[len(s.done)-1]
		if left.level != n.level || left.place%2 != 0 || left.place+1 != n.place {
			break
		}
		s.done = s.done[:len(s.done)-1]
		left.sum.join(n.sum)
		left.square.join(n.square)
		n = node{left.level + 1, left.place / 2, left.sum, left.square}
	}
	s.done = append(s.done, n)
}

// Merge takes in the shard that follows. It returns an error, and takes in
// nothing, if next does not begin with the replication after the last of s, or has
// another shift.
func (s *Sum) Merge(next *Sum) error {
	if next.first != s.first+s.n || next.shift != s.shift {
		return fmt.Errorf("stats: the shard from replication %d about %v does not follow %d about %v",
			next.first, next.shift, s.first+s.n, s.shift)
	}
	for _, n := range next.done {
		s.push(n)
	}
	s.leaf = next.leaf
	s.n += next.n
	return nil
}

// N returns the number of replications taken in.
func (s *Sum) N() int { return s.n }

// whole returns the sums of x - shift and of its square.
func (s *Sum) whole() (sum, square float64) {
	var all node
	for _, n := range s.done {
		all.sum.join(n.sum)
		all.square.join(n.square)
	}
	all.sum.join(s.leaf.sum)
	all.square.join(s.leaf.square)
	return all.sum.value(), all.square.value()
}

// Total returns the sum of the numbers, 0 if there are none.
func (s *Sum) Total() float64 {
	sum, _ := s.whole()
	return sum + mul(float64(s.n), s.shift)
}

// Mean returns the mean, NaN if there is no number.
func (s *Sum) Mean() float64 {
	sum, _ := s.whole()
	return sum/float64(s.n) + s.shift
}

// Variance returns the sample variance, NaN for fewer than two numbers.
func (s *Sum) Variance() float64 {
	if s.n < 2 {
		return math.NaN()
	}
	sum, square := s.whole()
	n := float64(s.n)
	return math.Max(0, square-mul(sum, sum)/n) / (n - 1)
}

// total is a sum with the correction of A. Neumaier: its error does not grow with
// the number of terms.
type total struct{ sum, lost float64 }

func (t *total) add(x float64) {
	s := t.sum + x
	if math.Abs(t.sum) >= math.Abs(x) {
		t.lost += (t.sum - s) + x
	} else {
		t.lost += (x - s) + t.sum
	}
	t.sum = s
}

// join adds another total.
func (t *total) join(o total) {
	t.add(o.sum)
	t.lost += o.lost
}

func (t total) value() float64 { return t.sum + t.lost }

// mul is a product rounded once: the conversion keeps the compiler from joining
// the product with a sum around it, which some machines would round differently.
func mul(a, b float64) float64 { return float64(a * b) }
