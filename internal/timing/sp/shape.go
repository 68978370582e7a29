package sp

import (
	"errors"
	"fmt"
	"math"

	"entente/internal/dist"
)

// Shape is a series-parallel arrangement of independent times; made by Leaf,
// Series, Parallel, KOf and QuorumOf.
type Shape struct {
	op    op
	leaf  dist.Spec
	parts []Shape
	rule  rule
}

type op uint8

const (
	opLeaf op = iota
	opSeries
	opRule
)

// Leaf is one elicited duration.
func Leaf(s dist.Spec) Shape { return Shape{leaf: s} }

// Series is one part after the other; Series() takes no time.
func Series(parts ...Shape) Shape { return Shape{op: opSeries, parts: parts} }

// Parallel ends with the last of its parts, of which there is at least one.
func Parallel(parts ...Shape) Shape { return KOf(len(parts), parts...) }

// KOf ends when k of its parts have ended, 1 <= k <= len(parts).
func KOf(k int, parts ...Shape) Shape {
	return Shape{op: opRule, parts: parts, rule: countRule(k, len(parts))}
}

// QuorumSeat is one seat of QuorumOf.
type QuorumSeat struct {
	Party int
	Time  Shape
}

// QuorumOf ends when at least need seats have come, and perParty[p] of each
// party p. It panics where the seats cannot meet that, or nothing is asked.
func QuorumOf(need int, perParty []int, seats ...QuorumSeat) Shape {
	s := Shape{op: opRule}
	party := make([]int, len(seats))
	for i, seat := range seats {
		s.parts = append(s.parts, seat.Time)
		party[i] = seat.Party
	}
	s.rule = newRule(need, append([]int(nil), perParty...), party)
	return s
}

// leavesMax bounds the work on one shape.
const leavesMax = 2000

var errLeaves = fmt.Errorf("a series-parallel shape may have at most %d leaves", leavesMax)

// corner says where leaves without a probability are held.
type corner uint8

const (
	allLow corner = iota
	allHigh
)

// node is a shape with its leaves fitted, at one corner.
type node struct {
	op       op
	dist     dist.Dist
	parts    []node
	rule     rule
	min, max float64
	far      float64 // no leaf exceeds its own far quantile: then the node takes at most this
}

// count returns how many leaves there are and how many state bounds alone.
func (s Shape) count() (leaves, boundsOnly int) {
	if s.op == opLeaf {
		if s.leaf.Form == dist.Range {
			return 1, 1
		}
		return 1, 0
	}
	for _, p := range s.parts {
		l, b := p.count()
		leaves, boundsOnly = leaves+l, boundsOnly+b
	}
	return leaves, boundsOnly
}

// fit fits every leaf at one corner.
func fit(s Shape, c corner, farTail float64) (node, error) {
	n := node{op: s.op, rule: s.rule}
	if s.op == opLeaf {
		err := n.fitLeaf(s.leaf, c, farTail)
		return n, err
	}
	for _, p := range s.parts {
		child, err := fit(p, c, farTail)
		if err != nil {
			return node{}, err
		}
		n.parts = append(n.parts, child)
	}
	n.min = n.apply(func(p *node) float64 { return p.min })
	n.max = n.apply(func(p *node) float64 { return p.max })
	n.far = n.apply(func(p *node) float64 { return p.far })
	return n, nil
}

func (n *node) fitLeaf(spec dist.Spec, c corner, farTail float64) error {
	if spec.Unit != dist.Duration {
		return errors.New("a leaf of a series-parallel shape is a duration, not a plain number")
	}
	if spec.Form == dist.Range {
		if err := spec.Validate(); err != nil {
			return err
		}
		at := spec.A
		if c == allHigh {
			at = spec.B
		}
		spec = dist.Spec{Form: dist.Exact, A: at}
	}
	var err error
	if n.dist, err = dist.New(spec); err != nil {
		return err
	}
	n.min, n.max = n.dist.Min(), n.dist.Max()
	n.far = n.dist.Quantile(1 - farTail)
	return nil
}

// apply computes the node's time from times of its parts.
func (n *node) apply(of func(*node) float64) float64 {
	if n.op == opSeries {
		sum := 0.0
		for i := range n.parts {
			sum += of(&n.parts[i])
		}
		return sum
	}
	times := make([]float64, len(n.parts))
	for i := range n.parts {
		times[i] = of(&n.parts[i])
	}
	return n.rule.time(times)
}

// span returns how long a grid, counted from each part's own minimum, has to be
// so that the node is known up to the time end.
func (n *node) span(end float64) float64 {
	widest := math.Max(0, math.Min(end, n.max)-n.min)
	for i := range n.parts {
		p := &n.parts[i]
		partEnd := end
		if n.op == opSeries {
			partEnd = end - (n.min - p.min)
		}
		widest = math.Max(widest, p.span(partEnd))
	}
	return widest
}

func (n *node) law(g Grid) Law {
	switch n.op {
	case opLeaf:
		return FromDist(n.dist, g)
	case opSeries:
		if len(n.parts) == 0 {
			return Const(0, g)
		}
		sum := n.parts[0].law(g)
		for i := range n.parts[1:] {
			sum = Seq(sum, n.parts[i+1].law(g))
		}
		return sum
	}
	laws := make([]Law, len(n.parts))
	for i := range n.parts {
		laws[i] = n.parts[i].law(g)
	}
	return combine(n.rule, laws)
}
