package handwritten

import (
	"math"
	"math/rand/v2"
)

// NewFast makes the model of New on one fast generator, PCG, reseeded for each
// replication, with samplers faster than inversion: ziggurats for the normal and
// the exponential law, and a gamma of shape 2 as the sum of two exponentials. Its
// laws are those of New; its numbers are not.
func NewFast(copies, hops int) *Model {
	m := New(copies, hops)
	m.source = rand.NewPCG(0, 0)
	m.random = rand.New(m.source)
	return m
}

func (m *Model) sample(l law) float64 {
	s := &specs[l]
	switch l {
	case detectLaw, hopLaw, decideLaw, orderLaw:
		return s.A * math.Exp(s.B*m.random.NormFloat64())
	case delayLaw:
		return s.B * (m.random.ExpFloat64() + m.random.ExpFloat64())
	}
	return s.A * m.random.ExpFloat64()
}
