package study

import (
	"context"
	"math"

	"entente/internal/sim"
)

// replicate runs looks until every contrast is settled, the replications run out
// or ctx ends.
func (r *run) replicate(ctx context.Context) error {
	round := 0
	for i, until := range r.looks {
		for r.held < until {
			rows := min(roundRows, until-r.held)
			complete, err := r.round(ctx, round, rows)
			if err != nil {
				return err
			}
			if !complete {
				r.interrupted = true
				r.conclusion()
				return nil
			}
			round++
			r.held += rows
		}
		r.runs, r.looked = until, i+1
		r.look()
		r.see()
		if r.conclusion() {
			return nil
		}
	}
	return nil
}

// round runs so many further replications of every cell and adds them to the
// series. It reports whether ctx let it.
func (r *run) round(ctx context.Context, round, rows int) (bool, error) {
	shards := r.cut(round, rows)
	order := newInOrder(len(shards), func(i int) error {
		r.report(Progress{Phase: "replications", Done: r.held*len(r.Cells) + r.doneIn(shards[:i+1]), Total: r.RunsMax * len(r.Cells)})
		if r.Keep == nil {
			return nil
		}
		return r.Keep(shards[i])
	})
	if err := each(ctx, r.Workers, len(shards), func(w, i int) error {
		if !shards[i].Resumed {
			r.fill(w, &shards[i])
		}
		return order.finish(i)
	}); err != nil {
		return false, err
	}
	if order.next < len(shards) {
		return false, nil
	}
	r.take(shards, rows)
	return true, nil
}

func (r *run) doneIn(shards []Shard) int {
	n := 0
	for i := range shards {
		n += shards[i].Rows
	}
	return n
}

// cut divides a round into shards, cell by cell, and asks Have for each.
func (r *run) cut(round, rows int) []Shard {
	var shards []Shard
	for cell := range r.Cells {
		for at := 0; at < rows; at += r.ShardRows {
			s := Shard{Round: round, Cell: cell, First: uint64(r.held + at), Rows: min(r.ShardRows, rows-at)}
			if r.Have != nil {
				if had, ok := r.Have(cell, s.First, s.Rows); ok && len(had.Values) == s.Rows*len(r.columns) && len(had.Outcome) == s.Rows {
					s.Values, s.Outcome, s.Resumed = had.Values, had.Outcome, true
				}
			}
			shards = append(shards, s)
		}
	}
	return shards
}

// fill runs the replications of a shard.
func (r *run) fill(worker int, s *Shard) {
	runner := r.runner(worker, s.Cell)
	width := len(r.columns)
	s.Values = make([]float64, s.Rows*width)
	s.Outcome = make([]sim.Outcome, s.Rows)
	for i := range s.Rows {
		s.Outcome[i] = runner.Run(r.Seed, s.First+uint64(i), s.Values[i*width:(i+1)*width])
	}
}

func (r *run) runner(worker, cell int) Runner {
	if r.runners[worker][cell] == nil {
		r.runners[worker][cell] = r.Cells[cell].Engine.NewRunner()
	}
	return r.runners[worker][cell]
}

// rows is a round of one cell: values row by row.
type rows struct {
	values []float64
	width  int
}

func (s *rows) at(row, column int) float64 { return s.values[row*s.width+column] }

// take adds a complete round to every series. Series are independent of each
// other, and each takes its rows in the order of the replications.
func (r *run) take(shards []Shard, count int) {
	round := make([]rows, len(r.Cells))
	for i := range round {
		round[i] = rows{make([]float64, 0, count*len(r.columns)), len(r.columns)}
	}
	for i := range shards {
		s := &shards[i]
		round[s.Cell].values = append(round[s.Cell].values, s.Values...)
		r.tallies[s.Cell].add(s)
	}
	if r.held == 0 {
		r.chooseShown(round, count)
	}
	for cell := range r.Cells {
		r.remember(cell, &round[cell], count)
	}
	all := context.Background() // what is run is also counted
	_ = each(all, r.Workers, len(r.estimates), func(_, i int) error {
		e := r.estimates[i]
		e.take(&round[e.cell], count)
		return nil
	})
	_ = each(all, r.Workers, len(r.contrasts), func(_, i int) error {
		c := r.contrasts[i]
		c.take(&round[c.a], &round[c.b], count)
		return nil
	})
}

// chooseShown takes the first time that is not the same in all replications of a
// cell, so that the extreme is not the typical; the first time where there is none.
func (r *run) chooseShown(round []rows, count int) {
	for i := range r.columns {
		if r.columns[i].Kind != sim.Time {
			continue
		}
		for cell := range round {
			first := math.NaN()
			for row := range count {
				switch x := round[cell].at(row, i); {
				case math.IsNaN(first):
					first = x
				case !math.IsNaN(x) && x != first:
					r.shown = i
					return
				}
			}
		}
	}
}

// remember keeps the time that is shown, for the examples, and the first rows, for
// the assumptions.
func (r *run) remember(cell int, round *rows, count int) {
	if r.shown >= 0 {
		for row := range count {
			r.times[cell] = append(r.times[cell], round.at(row, r.shown))
		}
	}
	if want := r.Assumptions - r.held; want > 0 {
		r.base[cell] = append(r.base[cell], round.values[:min(want, count)*round.width]...)
	}
}

// tally counts what replications said beside their columns.
type tally struct {
	tallied
	seen tallied // at the last look
}

type tallied struct {
	runs, beyond, cut int
	missing           []missing
}

type missing struct {
	procedure, step int
	count           int
}

func (t *tally) add(s *Shard) {
	for i := range s.Outcome {
		t.one(s.Outcome[i])
	}
}

func (t *tally) one(o sim.Outcome) {
	t.runs++
	if o.Beyond {
		t.beyond++
	}
	if o.Cut {
		t.cut++
	}
	if o.Missing != nil {
		t.miss(int(o.Missing.Procedure), int(o.Missing.Step))
	}
}

// stops lists what of a tally, at a point, was no answer of the design.
func (t *tallied) stops(point, cell int) []stopped {
	var out []stopped
	for _, m := range t.missing {
		out = append(out, stopped{point: point, cell: cell, procedure: m.procedure, step: m.step, count: m.count})
	}
	if t.cut > 0 {
		out = append(out, stopped{point: point, cell: cell, cut: true, count: t.cut})
	}
	return out
}

func (t *tally) miss(procedure, step int) {
	for i := range t.missing {
		if m := &t.missing[i]; m.procedure == procedure && m.step == step {
			m.count++
			return
		}
	}
	t.missing = append(t.missing, missing{procedure, step, 1})
}
