package store

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"sync"

	"entente/internal/record"
)

// The names in the folder of a run (docs/results.md).
const (
	runsName    = "runs.parquet"
	summaryName = "summary.json"
	metaName    = "meta.json"
	textsName   = "texts"
	shardsName  = "shards"
	digestName  = "digest.json" // in texts
	tempPrefix  = ".entente-run-"
	shardSuffix = ".shard"
)

// Run is the folder of a run that is under way. PutShard may be called by several
// goroutines at a time, the rest by one; a folder is for one process at a time.
type Run struct {
	dir    string
	header *record.Header
	disk   disk

	mu    sync.Mutex
	parts map[place]int // rows
}

// place is where a shard begins.
type place struct {
	cell  int
	first uint64
}

// Part is a shard that is stored.
type Part struct {
	Cell  int
	First uint64
	Rows  int
}

// Dropped is a shard that was deleted because it cannot be used.
type Dropped struct {
	Name string
	Why  error
}

// Found says what a run that is resumed has already.
type Found struct {
	Done    []Part // in order
	Dropped []Dropped
}

// RunProblem says why a folder cannot be used for a run.
type RunProblem int

// The problems of a folder.
const (
	NoRun      RunProblem = iota // nothing to resume
	OtherRun                     // a run of other texts, another seed or other measures
	Unfinished                   // this run, begun; it can be resumed
	Finished                     // this run, complete
	NotARun                      // something else, or something that only looks like a run
)

// RunError says why a folder cannot be used for a run.
type RunError struct {
	Dir     string
	Problem RunProblem
	Name    string // NotARun: what is in the way
}

func (e *RunError) Error() string {
	switch e.Problem {
	case NoRun:
		return e.Dir + " holds no run to resume"
	case OtherRun:
		return e.Dir + " holds another run: of other texts, another seed or other measures"
	case Unfinished:
		return e.Dir + " holds this run, begun but not complete: resume it or overwrite it"
	case Finished:
		return e.Dir + " holds this run, complete"
	}
	return fmt.Sprintf("%s is not the folder of a run, and has its own %s", e.Dir, e.Name)
}

// PutShard stores a shard. When it returns, the shard lasts, whole.
func (r *Run) PutShard(s *record.Shard) error {
	at := place{s.Cell, s.First}
	name := filepath.Join(r.path(shardsName), shardName(at))
	if err := writeWhole(r.disk, name, func(w io.Writer) error { return record.WriteShard(w, r.header, s) }); err != nil {
		return fmt.Errorf("store a shard in %s: %w", r.dir, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.parts[at] = s.Rows
	return nil
}

// shardName names a shard so that the order of the names is that of the shards.
func shardName(p place) string { return fmt.Sprintf("%06d-%020d%s", p.cell, p.first, shardSuffix) }

// Parts lists the shards that are stored, in order.
func (r *Run) Parts() []Part {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]Part, 0, len(r.parts))
	for at, rows := range maps.All(r.parts) {
		out = append(out, Part{at.cell, at.first, rows})
	}
	slices.SortFunc(out, func(a, b Part) int { return cmp.Or(cmp.Compare(a.Cell, b.Cell), cmp.Compare(a.First, b.First)) })
	return out
}

// Shards reads the shards that are stored, in the order of their cells and
// replications. An error is the last of what it gives.
func (r *Run) Shards() iter.Seq2[*record.Shard, error] {
	return func(yield func(*record.Shard, error) bool) {
		for _, p := range r.Parts() {
			name := shardName(place{p.Cell, p.First})
			s, err := r.read(name)
			if err != nil {
				err = fmt.Errorf("read %s/%s: %w", r.path(shardsName), name, err)
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

func (r *Run) read(name string) (*record.Shard, error) {
	f, err := r.disk.Open(filepath.Join(r.path(shardsName), name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return record.ReadShard(f, r.header)
}

func (r *Run) path(name string) string { return filepath.Join(r.dir, name) }
