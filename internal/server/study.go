package server

import (
	"context"
	"math"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/internal/desk"
)

// Study is what a study asks, what each replication gives, and how long a run takes.
type Study struct {
	Name    string                `json:"name" doc:"ENTRY/ID"`
	Outline *entente.StudyOutline `json:"outline"`
	Columns []entente.StudyColumn `json:"columns"`
	Sizes   []StudySize           `json:"sizes" doc:"sizes of a run to choose from, the smallest first"`
	Usual   string                `json:"usual" doc:"the size to begin with"`
	Running []string              `json:"running" doc:"its runs that wait or are under way"`
}

// StudySize is a size of a run.
type StudySize struct {
	ID          string              `json:"id" enum:"quick,standard,thorough,own"`
	Runs        int                 `json:"runs"`
	Assumptions int                 `json:"assumptions"`
	Extent      entente.StudyExtent `json:"extent"`
	Seconds     float64             `json:"seconds" doc:"how long it takes at most, as this machine just was; a run that is decided before ends sooner"`
}

// sizes are the sizes of a run to choose from. The last is that of the command.
var sizes = []StudySize{
	{ID: "quick", Runs: 2000, Assumptions: 200},
	{ID: "standard", Runs: 20_000, Assumptions: 1000},
	{ID: "thorough", Runs: 100_000, Assumptions: 2000},
}

func (s *Server) study() {
	huma.Register(s.api, huma.Operation{OperationID: "study", Method: http.MethodGet, Path: "/api/study", Summary: "What a study asks, and how long a run of it takes"},
		func(_ context.Context, in *struct {
			Study       string `query:"study" required:"true" maxLength:"200" doc:"ENTRY/ID"`
			Runs        int    `query:"runs" minimum:"0" maximum:"1000000" doc:"a size of one's own; 0: none"`
			Assumptions int    `query:"assumptions" minimum:"-1" maximum:"20000"`
		}) (*struct{ Body Study }, error) {
			k, err := s.studies.load(in.Study)
			if err != nil {
				return nil, of(err)
			}
			sim := k.Simulation
			out := Study{Name: in.Study, Outline: sim.Outline(), Columns: sim.Columns(), Usual: "standard"}
			each := s.studies.pace(in.Study, sim)
			all := slices.Clone(sizes)
			if in.Runs > 0 {
				all = append(all, StudySize{ID: "own", Runs: in.Runs, Assumptions: in.Assumptions})
			}
			for _, size := range all {
				if size.Extent, err = sim.Extent(entente.RunOptions{Runs: size.Runs, Assumptions: size.Assumptions}); err != nil {
					return nil, of(err)
				}
				n := float64(size.Extent.Replications + size.Extent.AtPoints)
				size.Seconds = math.Ceil(1 + n*each/float64(runtime.GOMAXPROCS(0)))
				out.Sizes = append(out.Sizes, size)
			}
			if s.runner != nil {
				out.Running = s.runner.under(in.Study)
			}
			return &struct{ Body Study }{out}, nil
		})
}

// under lists the runs of a study that wait or are under way.
func (r *runner) under(study string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []string
	for id, j := range r.jobs {
		if !j.over && j.run.Study == study {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// studies keeps the studies that were loaded last. What is kept is used only while
// its texts are those that the store has.
type studies struct {
	desk *desk.Desk
	mu   sync.Mutex
	list []*loadedStudy // the one used last is the last
}

type loadedStudy struct {
	name  string
	study *desk.Study
	each  float64 // seconds a replication; 0: not measured
}

const studiesMost = 8

// load loads a study, or takes the one that is kept.
func (x *studies) load(name string) (*desk.Study, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	at := slices.IndexFunc(x.list, func(l *loadedStudy) bool { return l.name == name })
	if at >= 0 && x.current(x.list[at].study) {
		l := x.list[at]
		x.list = append(slices.Delete(x.list, at, at+1), l)
		return l.study, nil
	}
	if at >= 0 {
		x.list = slices.Delete(x.list, at, at+1)
	}
	k, err := x.desk.Study(name)
	if err != nil {
		return nil, err
	}
	x.list = append(x.list, &loadedStudy{name: name, study: k})
	if len(x.list) > studiesMost {
		x.list = slices.Delete(x.list, 0, 1)
	}
	return k, nil
}

// current says that the texts of a study are as they were when it was loaded.
func (x *studies) current(k *desk.Study) bool {
	for name, body := range k.Texts {
		if t, err := x.desk.Store.Read(name); err != nil || t.Body != body {
			return false
		}
	}
	return true
}

// The replications from which the time of a run is foretold.
const (
	paceTime  = 20 * time.Millisecond // of a cell, at least, unless
	paceRows  = 512                   // so many are quicker
	paceCells = 24                    // of so many cells, evenly
)

// pace is how many seconds a replication takes, as a mean over the cells. What it takes
// to make a runner is not counted: it is made once for many.
func (x *studies) pace(name string, sim *entente.Simulation) float64 {
	x.mu.Lock()
	at := slices.IndexFunc(x.list, func(l *loadedStudy) bool { return l.name == name && l.study.Simulation == sim })
	if at >= 0 && x.list[at].each > 0 {
		defer x.mu.Unlock()
		return x.list[at].each
	}
	x.mu.Unlock()
	took := func(cell, rows int) float64 {
		begun := time.Now()
		sim.Replicate(cell, 1, 0, rows)
		return time.Since(begun).Seconds()
	}
	sum, n := 0.0, 0.0
	for cell := 0; cell < len(sim.Cells); cell += max(1, len(sim.Cells)/paceCells) {
		one := took(cell, 1)
		one = min(one, took(cell, 1)) // the first also warms up
		for rows := 8; ; rows *= 4 {
			if t := took(cell, rows); t > paceTime.Seconds() || rows >= paceRows {
				sum += max(0, t-one) / float64(rows-1)
				break
			}
		}
		n++
	}
	each := sum / n
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, l := range x.list {
		if l.study.Simulation == sim {
			l.each = each
		}
	}
	return each
}
