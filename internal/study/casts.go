package study

import (
	"math"
	"strings"
)

// Cast is who plays.
type Cast struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Players []string `json:"players"`
	Rules   []string `json:"rules"` // "transfer: two-of-three", where it says so
}

// CastContrast is the difference of one number of one design between a cast and the
// first cast of the study: the cast's less the first one's.
type CastContrast struct {
	Design   string    `json:"design"`
	Scenario string    `json:"scenario"` // of the study, without a cast
	Cast     string    `json:"cast"`
	Base     string    `json:"base"` // the first cast
	Measure  string    `json:"measure"`
	Column   string    `json:"column"`
	Unit     string    `json:"unit"`
	Value    Float     `json:"value"`
	Low      Float     `json:"low"` // simulation error only
	High     Float     `json:"high"`
	Status   string    `json:"status"` // as of a contrast of designs
	Why      string    `json:"why"`
	Reverse  []Reverse `json:"reverse"`
	Range    *Range    `json:"range"` // over the points tried
	Movers   []Mover   `json:"movers"`
	Text     string    `json:"text"` // "war is reached before the horizon more often than with calm"
}

// fixCasts adds the contrasts between casts: of each design under each scenario, of
// the number of each measure that a reader wants first.
func (r *run) fixCasts() {
	casts := len(r.Study.Casts)
	for s := 0; casts > 1 && s < len(r.scenarios); s += casts {
		for i := range r.columns {
			c := &r.columns[i]
			if !r.leads(c) || r.toldOnly(c) {
				continue
			}
			for d := range r.designs {
				for k := 1; k < casts; k++ {
					r.contrast(byCast, place2{s, d}, place2{s + k, d}, i, featuresOf(c, nil)[0])
				}
			}
		}
	}
}

// castContrasts are the contrasts between casts, in the order of the measures.
func (r *run) castContrasts() []CastContrast {
	var out []CastContrast
	for _, c := range r.contrasts {
		if c.role != byCast {
			continue
		}
		col := &r.columns[c.column]
		casts := len(r.Study.Casts)
		j := r.judge(c)
		x := CastContrast{
			Design: r.designs[c.design], Scenario: r.Study.Scenarios[c.scenario/casts], Cast: r.Study.Casts[c.scenario%casts].ID, Base: r.Study.Casts[0].ID,
			Measure: r.measure(col).ID, Column: col.Name, Unit: unitOf(col), Value: Float(c.told.value), Low: Float(c.told.low), High: Float(c.told.high),
			Status: string(j.status), Why: j.why, Reverse: []Reverse{}, Movers: r.moversJSON(&j),
		}
		if j.span != nil {
			x.Range = &Range{Float(j.span.low), Float(j.span.high)}
		}
		for _, v := range j.reverse {
			x.Reverse = append(x.Reverse, Reverse{v.point, v.share, r.valueAt(v), r.reversalText(v)})
		}
		x.Text = r.castText(c, &j)
		out = append(out, x)
	}
	return out
}

// castText is what another cast changes, in words.
func (r *run) castText(c *contrast, j *judged) string {
	p := r.phraseOf(c)
	base := "with " + r.castName(0)
	switch {
	case j.status == Nothing:
		return p.topic + " arises " + j.why
	case r.Study.Evidence == illustrative:
		return strings.TrimSuffix(r.breakEven(c, j, &p, r.castName(0)), ".")
	case j.status == Undecided:
		return p.topic + " is undecided: " + j.why
	case c.told.sign() == 0 && j.status == Depends:
		return p.topic + " is as " + base + " at the base, and depends: " + trimAlike(j.why)
	case c.told.sign() == 0:
		return p.topic + " is as " + base + ", " + j.why
	}
	text := p.subject + " " + p.word(c.told.value) + " than " + base
	low, high := 0.0, 0.0
	if j.span != nil && j.span.low*j.span.high > 0 {
		low, high = min(math.Abs(j.span.low), math.Abs(j.span.high)), max(math.Abs(j.span.low), math.Abs(j.span.high))
	}
	switch {
	case p.amount(low) != p.amount(high):
		text += " by " + p.fromTo(low, high)
	case r.Study.Evidence == dated:
		text += " by " + p.amount(c.told.value)
	}
	switch j.status {
	case Depends:
		text += "; it depends: it " + j.why
	case Vanishes:
		text += "; it is " + j.why
	}
	return text
}

func (r *run) castName(k int) string {
	m := &r.Study.Casts[k].Meta
	return m.Name.In("en", m.ID)
}
