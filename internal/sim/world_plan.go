package sim

import (
	"entente/internal/model"
	"entente/internal/program"
	"entente/internal/rng"
)

// worldPlan is the crisis of a scenario, compiled (docs/semantics.md 8.3). Elements
// have the indices of the model; only those who play have triggers.
type worldPlan struct {
	crisis  *model.Crisis
	use     *model.CrisisUse
	parties int

	options    []optionPlan
	stocks     []stockPlan
	triggers   []triggerPlan // shocks, then decisions, in the order of the text
	programmes []programmePlan
	lines      []linePlan
	atLeast    []int // by rung: an expression, or -1
	numbers    []number
	step       numeral // of stocks that advance together; noNumeral: they do not

	items []item    // what follows what is read
	watch [][]int32 // by variable: the items that read it

	byStep    [][]int32 // by step: the options that it takes
	upon      []bool    // by step: some reading waits for it
	onDone    [][]int32 // by step: triggers
	onRefused [][]int32
	onEnd     [][]int32 // by procedure
	onStop    [][]int32
	onDecide  [][]int32
	onRead    [][]int32 // by party that reads
	onSilent  [][]int32
	onCross   [][]int32 // by line
	answers   []int32   // by step: the trigger of its answer, or -1
	rates     []quantity

	rungAtoms    []compared
	pictureAtoms [][]compared    // by party
	stockAtoms   [][]bound       // by stock
	taken        []program.Var   // by option, as what follows: NoVar where nothing asks
	underWay     []program.Var   // by option
	knows        [][]program.Var // by party, option
	met          []program.Var   // by programme
	conditions   [][]program.Var // by programme, condition
	crossed      []program.Var   // by line
	perAct       bool            // a measure asks how each act was read
}

// number is one that stands for a whole replication.
type number struct {
	of  quantity
	key rng.Key
}

// numeral is the index of a number.
type numeral int32

const noNumeral numeral = -1

// itemKind says what follows what is read.
type itemKind uint8

const (
	rungItem    itemKind = iota // a: rung; the expression of its at-least
	flowItem                    // a: stock, b: flow
	becomesItem                 // a: trigger
)

type item struct {
	of   itemKind
	a, b int32
	expr int
}

// compared is a comparison with a rung.
type compared struct {
	is program.Var
	by model.Cmp
	n  int
}

// bound is a comparison of a stock with a number.
type bound struct {
	is program.Var
	by model.Cmp
	x  float64
}

func (b *bound) holds(x float64) bool {
	switch b.by {
	case model.Lt:
		return x < b.x
	case model.Le:
		return x <= b.x
	case model.Gt:
		return x > b.x
	case model.Ge:
		return x >= b.x
	case model.Eq:
		return x == b.x
	default:
		return x != b.x
	}
}

type optionPlan struct {
	of, rung int32
	stepwise bool // a step takes it
	closed   bool // the design lacks something that it names
	choice   int  // of the step, or -1
	uses     model.AuthorityIndex
	while    int
	lasts    quantity
	key      rng.Key // of lasts
	cause    rng.Key
	effects  []effectPlan
	reads    []readPlan // by party
	incident int32      // what it does to the arrangement, or -1
	lines    []int32    // that it may cross
}

type effectPlan struct {
	stock int32
	add   numeral
	while int
}

// readPlan is how a party reads an option.
type readPlan struct {
	reads    bool
	rungs    []int32
	weights  []numeral
	after    quantity
	afterKey rng.Key
	asKey    rng.Key
	upon     int32 // a step, or -1
	via      int32 // a link, or -1
	effects  []effectPlan
}

type stockPlan struct {
	start     numeral
	low, high float64
	flows     []flowPlan
}

type flowPlan struct {
	form         model.FlowForm
	rate         numeral
	per          float64 // seconds that the rate is for
	target, half numeral
	by           int32 // a stock
	while        int
}

// triggerPlan is a shock, or a decision of somebody who plays.
type triggerPlan struct {
	kind             model.TriggerKind
	name             string
	shock            bool
	of               int32 // the party that reads
	option, party    int32
	rung             int32
	expr             int
	proc             int32
	time, after      quantity
	timeKey, waitKey rng.Key
	key              rng.Key
	while            int
	most             uint32 // 0: no limit
	effects          []effectPlan
	decision         decisionPlan
}

type programmePlan struct {
	council      model.CouncilIndex
	first, every numeral // first: noNumeral, one `every`
	slip         quantity
	key          rng.Key
	conditions   []conditionPlan
	order        []int // of the conditions: what one needs comes before it
	form         model.RuleForm
	atLeast      numeral
	weights      []numeral
	takes        int32
	lacking      bool // the design lacks its council
}

type conditionPlan struct {
	stock   int32
	atLeast numeral
	needs   []int
	keeps   bool
}

type linePlan struct {
	when int
}

// crisisReads lists the expressions of a crisis.
func crisisReads(use *model.CrisisUse) []*model.Expr {
	var out []*model.Expr
	add := func(e *model.Expr) {
		if e != nil {
			out = append(out, e)
		}
	}
	effects := func(list []model.Effect) {
		for i := range list {
			add(list[i].While)
		}
	}
	reads := func(list []model.ActReading) {
		for i := range list {
			effects(list[i].Effects)
		}
	}
	trigger := func(t *model.Trigger) {
		add(t.Expr)
		add(t.While)
	}
	c := use.Crisis
	for i := range c.Rungs {
		add(c.Rungs[i].AtLeast)
	}
	for i := range c.Stocks {
		for j := range c.Stocks[i].Flows {
			add(c.Stocks[i].Flows[j].While)
		}
	}
	for i := range c.Options {
		add(c.Options[i].While)
		effects(c.Options[i].Effects)
		reads(c.Options[i].Reads)
	}
	for i := range c.Shocks {
		trigger(&c.Shocks[i].Trigger)
		effects(c.Shocks[i].Effects)
	}
	for _, p := range use.Players {
		reads(c.Players[p].Reads)
		for j := range c.Players[p].Decisions {
			d := &c.Players[p].Decisions[j]
			trigger(&d.Trigger)
			for k := range d.Alternatives {
				add(d.Alternatives[k].While)
				for _, t := range d.Alternatives[k].Worth {
					add(t.Expr)
				}
			}
		}
	}
	for i := range c.Lines {
		add(c.Lines[i].When)
	}
	return out
}
