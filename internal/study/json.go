package study

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Schema is the JSON Schema (2020-12) of a summary.
//
//go:embed summary.schema.json
var Schema []byte

// JSON writes a result: the same result always as the same bytes, two spaces deep,
// with a line end.
func JSON(r *Result) ([]byte, error) { return asJSON(r) }

func asJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write the summary: %w", err)
	}
	return out.Bytes(), nil
}

// Read reads a summary that JSON wrote.
func Read(body []byte) (*Result, error) {
	var head struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(body, &head); err != nil {
		return nil, fmt.Errorf("read the summary: %w", err)
	}
	if head.Version != Version {
		return nil, fmt.Errorf("the summary is of version %d; this program reads version %d", head.Version, Version)
	}
	out := &Result{}
	if err := json.Unmarshal(body, out); err != nil {
		return nil, fmt.Errorf("read the summary: %w", err)
	}
	if err := out.check(); err != nil {
		return nil, fmt.Errorf("the summary is damaged: %w", err)
	}
	return out, nil
}

// check says what a summary refers to and does not have.
func (r *Result) check() error {
	if len(r.Designs) == 0 || len(r.Scenarios) == 0 {
		return errors.New("it has no designs or no scenarios")
	}
	place := func(design, scenario, measure string) error {
		switch {
		case !slices.ContainsFunc(r.Designs, func(d Named) bool { return d.ID == design }):
			return fmt.Errorf("it has no design %q", design)
		case !slices.Contains(r.Scenarios, scenario):
			return fmt.Errorf("it has no scenario %q", scenario)
		case !slices.ContainsFunc(r.Measures, func(m Measure) bool { return m.ID == measure }):
			return fmt.Errorf("it has no measure %q", measure)
		}
		return nil
	}
	point := func(p int) error {
		if p < 0 || p >= len(r.Assumptions.Points) {
			return fmt.Errorf("it has no point %d", p)
		}
		return nil
	}
	var errs []error
	for i := range r.Assumptions.Points {
		if q := r.Assumptions.Points[i].Quantity; q < -1 || q >= len(r.Assumptions.Quantities) {
			errs = append(errs, fmt.Errorf("it has no quantity %d", q))
		}
	}
	for i := range r.Contrasts {
		c := &r.Contrasts[i]
		errs = append(errs, place(c.Design, c.Scenario, c.Measure))
		for _, v := range c.Reverse {
			errs = append(errs, point(v.Point))
		}
		for _, v := range c.Vanish {
			errs = append(errs, point(v.Point))
		}
	}
	for i := range r.Estimates {
		errs = append(errs, place(r.Estimates[i].Design, r.Estimates[i].Scenario, r.Estimates[i].Measure))
	}
	for i := range r.Curves {
		errs = append(errs, place(r.Curves[i].Design, r.Curves[i].Scenario, r.Curves[i].Measure))
	}
	for i := range r.Checks {
		errs = append(errs, place(r.Checks[i].Design, r.Checks[i].Scenario, r.Checks[i].Measure))
	}
	for i := range r.CastContrasts {
		c := &r.CastContrasts[i]
		errs = append(errs, place(c.Design, c.Scenario+"/"+c.Cast, c.Measure))
	}
	for i := range r.Orders {
		errs = append(errs, r.Orders[i].check(r, place))
	}
	for i := range r.Frontiers {
		errs = append(errs, r.Frontiers[i].check())
	}
	for i := range r.BreakEvens {
		if b := &r.BreakEvens[i]; len(b.Axes) < 1 || len(b.Axes) > 2 || len(b.Points) == 0 {
			errs = append(errs, fmt.Errorf("the break-even of %q has %d numbers and %d points", b.Column, len(b.Axes), len(b.Points)))
		}
	}
	for _, err := range errs { // one is enough
		if err != nil {
			return err
		}
	}
	return nil
}

// check says what an order lacks: a regret of every design under every scenario.
func (o *Order) check(r *Result, place func(design, scenario, measure string) error) error {
	for i := range o.Regrets {
		if err := place(o.Regrets[i].Design, o.Regrets[i].Scenario, o.Measure); err != nil {
			return err
		}
	}
	for _, d := range r.Designs {
		for _, s := range r.Scenarios {
			if !slices.ContainsFunc(o.Regrets, func(g Regret) bool { return g.Design == d.ID && g.Scenario == s }) {
				return fmt.Errorf("it has no regret of %q under %q by %q", d.ID, s, o.Measure)
			}
		}
	}
	return nil
}

// check says what a frontier lacks: a value of every point in every number.
func (f *Frontier) check() error {
	if len(f.Over) < 2 {
		return fmt.Errorf("a frontier is of %d numbers", len(f.Over))
	}
	for i := range f.Points {
		if p := &f.Points[i]; len(p.Values) != len(f.Over) {
			return fmt.Errorf("%q has %d values on a frontier of %d numbers", p.ID, len(p.Values), len(f.Over))
		}
	}
	return nil
}
