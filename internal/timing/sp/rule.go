package sp

import (
	"fmt"
	"slices"
)

// rule says when enough of several things have happened: at least need of them,
// and of each party p at least perParty[p]. All, first-of and k-of-n are rules
// with one party.
type rule struct {
	need     int
	perParty []int
	party    []int // of each thing
	seats    []int // how many of each party
}

func newRule(need int, perParty, party []int) rule {
	r := rule{need: need, perParty: perParty, party: party, seats: make([]int, len(perParty))}
	for i, p := range party {
		if p < 0 || p >= len(perParty) {
			panic(fmt.Sprintf("sp: seat %d is of party %d; there are %d parties", i, p, len(perParty)))
		}
		r.seats[p]++
	}
	if need < 0 || need > len(party) {
		panic(fmt.Sprintf("sp: a quorum of %d among %d seats", need, len(party)))
	}
	asked := need
	for p, least := range perParty {
		if least < 0 || least > r.seats[p] {
			panic(fmt.Sprintf("sp: a quorum needs %d of party %d, which has %d seats", least, p, r.seats[p]))
		}
		asked = max(asked, least)
	}
	if asked == 0 {
		panic("sp: a quorum that asks for nobody")
	}
	return r
}

func countRule(need, n int) rule { return newRule(need, []int{0}, make([]int, n)) }

// time returns when the rule is met if thing i happens at times[i].
func (r rule) time(times []float64) float64 {
	order := make([]int, len(times))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case times[a] < times[b]:
			return -1
		case times[a] > times[b]:
			return 1
		}
		return 0
	})
	came := make([]int, len(r.perParty))
	for n, i := range order {
		came[r.party[i]]++
		met := n+1 >= r.need
		for p, least := range r.perParty {
			met = met && came[p] >= least
		}
		if met {
			return times[i]
		}
	}
	panic("sp: a quorum that all seats together do not meet")
}

// blocking returns the least number of things without which the rule cannot be
// met: while it is not met, so many have not happened.
func (r rule) blocking() int {
	least := len(r.party) + 1
	if r.need > 0 {
		least = len(r.party) - r.need + 1
	}
	for p, minimum := range r.perParty {
		if minimum > 0 {
			least = min(least, r.seats[p]-minimum+1)
		}
	}
	return least
}

// counter computes the chance that the rule is met from the chances of the
// things, which are independent: per party the Poisson-binomial recursion, then
// the sum over parties of counts that reach their minimum.
type counter struct {
	rule
	one, total, next []float64
}

func (r rule) counter() *counter {
	n := len(r.party) + 1
	return &counter{r, make([]float64, n), make([]float64, n), make([]float64, n)}
}

func (c *counter) prob(p []float64) float64 {
	n := len(c.party)
	switch {
	case len(c.perParty) == 1 && max(c.need, c.perParty[0]) == n:
		return product(p)
	case len(c.perParty) == 1 && max(c.need, c.perParty[0]) == 1:
		return anyOf(p)
	}
	clear(c.total)
	c.total[0] = 1
	for party, least := range c.perParty {
		c.countParty(party, p)
		clear(c.next)
		for have, q := range c.total {
			if q == 0 {
				continue
			}
			for more := least; more <= c.seats[party]; more++ {
				c.next[have+more] += float64(q * c.one[more])
			}
		}
		c.total, c.next = c.next, c.total
	}
	sum := 0.0
	for have := c.need; have <= n; have++ {
		sum += c.total[have]
	}
	return min(1, sum)
}

// countParty sets one[k] to the chance that k of the party's things have happened.
func (c *counter) countParty(party int, p []float64) {
	clear(c.one)
	c.one[0] = 1
	seen := 0
	for i, q := range p {
		if c.party[i] != party {
			continue
		}
		seen++
		for k := seen; k > 0; k-- {
			c.one[k] = float64(c.one[k]*(1-q)) + float64(c.one[k-1]*q)
		}
		c.one[0] = float64(c.one[0] * (1 - q))
	}
}

func product(p []float64) float64 {
	all := 1.0
	for _, q := range p {
		all = float64(all * q)
	}
	return all
}

func anyOf(p []float64) float64 {
	none := 1.0
	for _, q := range p {
		none = float64(none * (1 - q))
	}
	return 1 - none
}
