package sim

import (
	"math"
	"testing"

	"entente/internal/model"
)

// TestWatch: what is seen of a crisis, moment by moment, adds up to what is measured
// of it, and looking changes nothing.
func TestWatch(t *testing.T) {
	strike := optionOf("strike", 0, 2, 4*day)
	strike.Effects = []model.Effect{{Stock: 0, Add: numeric(-0.5)}}
	strike.Reads = []model.ActReading{{Party: 1, Option: model.None, As: []model.RungWeight{{Rung: 1}}, After: span(day), Upon: noStep, Via: model.None}}
	c := &model.Crisis{
		Rungs: rungs("low", "middle", "high"), Options: []model.Option{strike},
		Stocks: []model.Stock{stockFrom("s", 1, model.Flow{Form: model.Toward, Target: numeric(0.2), Half: span(10 * day)})},
		Players: []model.Player{{Meta: model.Meta{ID: "p"}, Of: 0, Decisions: []model.Decision{{
			Meta: model.Meta{ID: "d"}, Trigger: model.Trigger{Kind: model.OnEvery, Time: span(5 * day), Step: noStep}, Form: model.Weights,
			Alternatives: []model.Alternative{{Option: 0, Weight: numeric(1), Text: "strike"}},
		}}}},
	}
	p := crisisPlan(t, c, "horizon: 30d", "stock s", "dissonance A, B", "peak-rung actual")
	const moments = 30000
	var at []float64
	for k := range moments {
		at = append(at, (float64(k)+0.5)*30*day/moments)
	}
	runner, row, alone := p.NewRunner(), make([]float64, len(p.Columns())), make([]float64, len(p.Columns()))
	for replication := range uint64(3) {
		stock, apart, seen, peak := 0.0, 0.0, 0, 0
		runner.Watch(7, replication, at, func(k int, g *Glimpse) {
			if k != seen {
				t.Fatalf("moment %d is shown after %d", k, seen-1)
			}
			seen++
			stock += g.Stocks[0] / moments
			apart += math.Abs(float64(g.Pictures[0]-g.Pictures[1])) / moments
			peak = max(peak, g.Rung)
		})
		runner.Run(7, replication, row)
		p.NewRunner().Run(7, replication, alone)
		for i := range row {
			if row[i] != alone[i] {
				t.Errorf("column %d is %v after looking, %v without", i, row[i], alone[i])
			}
		}
		if seen != moments {
			t.Errorf("%d moments were shown, want %d", seen, moments)
		}
		near(t, "the mean of the stock", stock, row[0], 1e-3)
		near(t, "the dissonance", apart, row[4], 1e-2)
		near(t, "the peak", float64(peak), row[7], 0)
		if row[4] == 0 || row[0] == 1 {
			t.Errorf("nothing happens: %v", row)
		}
	}
}
