package study

import (
	"context"
	"sync"

	"entente/internal/sim"
)

// halvings is how often the share at which a contrast reverses is halved: v is
// found to 1/128 of the way.
const halvings = 7

// search is one point under one scenario, with the contrasts that it reverses.
type search struct {
	point, scenario int
	contrasts       []*contrast
}

// bisect finds for every contrast that one quantity reverses how far that quantity
// has to move.
func (r *run) bisect(ctx context.Context, base []rows) error {
	var searches []search
	for p := range r.assumed.points {
		for s := range r.scenarios {
			found := search{point: p, scenario: s}
			for _, c := range r.contrasts {
				if c.scenario == s && c.reversedAt(p) {
					found.contrasts = append(found.contrasts, c)
				}
			}
			if len(found.contrasts) > 0 {
				searches = append(searches, found)
			}
		}
	}
	shares := make([][]float64, len(searches))
	scratch := make([]scratch, r.Workers)
	var mu sync.Mutex
	done := 0
	_ = each(ctx, r.Workers, len(searches), func(w, i int) error {
		shares[i] = r.searchShares(ctx, &scratch[w], base, &searches[i])
		mu.Lock()
		defer mu.Unlock()
		done++
		r.report(Progress{Phase: "reversals", Done: done, Total: len(searches)})
		return nil
	})
	for i, s := range searches {
		for k, c := range s.contrasts {
			share := 1.0 // where ctx ended: the end itself is known to reverse it
			if shares[i] != nil {
				share = shares[i][k]
			}
			c.effect.reversals = append(c.effect.reversals, reversal{s.point, share})
		}
	}
	if ctx.Err() != nil {
		r.interrupted = true
		r.assumed.why = "the run was interrupted while the reversals were sought"
	}
	return nil
}

// reversedAt says whether a contrast with a known sign has the opposite one at a
// point.
func (c *contrast) reversedAt(p int) bool {
	return c.told.sign() != 0 && c.effect.at[p].sign() == -c.told.sign()
}

// searchShares finds, for each contrast of a search, the least share found beyond
// which its difference is no longer on the side of the base. nil: ctx ended.
func (r *run) searchShares(ctx context.Context, s *scratch, base []rows, q *search) []float64 {
	p := &r.assumed.points[q.point]
	out := make([]float64, len(q.contrasts))
	if p.quantity < 0 {
		for i := range out {
			out[i] = 1
		}
		return out
	}
	known := map[float64][]float64{}
	at := func(share float64) []float64 {
		if known[share] == nil {
			known[share] = r.differencesAt(ctx, s, base, q, p.settings[0], share)
		}
		return known[share]
	}
	for i, c := range q.contrasts {
		low, high := 0.0, 1.0
		for range halvings {
			middle := (low + high) / 2
			d := at(middle)
			if d == nil {
				return nil
			}
			if d[i]*float64(c.told.sign()) > 0 {
				low = middle
			} else {
				high = middle
			}
		}
		out[i] = high
	}
	return out
}

// differencesAt runs the designs that a search needs at a share of the way and
// returns the differences. nil: ctx ended.
func (r *run) differencesAt(ctx context.Context, s *scratch, base []rows, q *search, to sim.Setting, share float64) []float64 {
	to.Share = share
	s.prepare(base)
	p := &r.assumed.points[q.point]
	for _, c := range q.contrasts {
		for _, cell := range []int{c.a, c.b} {
			if s.moved[cell] || len(p.in(r.assumed.moved, cell)) == 0 {
				continue
			}
			if !r.rerun(ctx, s, cell, []sim.Setting{to}) {
				return nil
			}
		}
	}
	out := make([]float64, len(q.contrasts))
	for i, c := range q.contrasts {
		e := c.effect.base.at(c, s.rowsOf(base, c.a), s.rowsOf(base, c.b), &base[c.a], &base[c.b], r.assumed.rows)
		out[i] = e.diff
	}
	return out
}
