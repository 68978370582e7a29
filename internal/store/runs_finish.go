package store

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"entente/internal/record"
)

// Finish makes runs.parquet of the shards, writes summary.json and meta.json, and
// removes the shards. Where it is interrupted, the run can be resumed, with all
// its shards, and finished again.
func (r *Run) Finish(summary, meta []byte) error {
	if err := r.whole(); err != nil {
		return fmt.Errorf("finish the run in %s: %w", r.dir, err)
	}
	if !json.Valid(summary) || !json.Valid(meta) {
		return fmt.Errorf("finish the run in %s: the summary or the meta data are not JSON", r.dir)
	}
	plainly := func(b []byte) func(io.Writer) error {
		return func(w io.Writer) error { _, err := w.Write(b); return err }
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{{runsName, r.assemble}, {summaryName, plainly(summary)}, {metaName, plainly(meta)}} {
		if err := writeWhole(r.disk, r.path(f.name), f.write); err != nil {
			return fmt.Errorf("write %s: %w", r.path(f.name), err)
		}
	}
	if err := r.removeShards(); err != nil {
		return fmt.Errorf("the run in %s is complete, but its shards cannot be removed: %w", r.dir, err)
	}
	return nil
}

// whole says what a run lacks: every cell has its replications from 0 on.
func (r *Run) whole() error {
	next := make([]uint64, len(r.header.Cells))
	for _, p := range r.Parts() {
		switch {
		case p.First > next[p.Cell]:
			return fmt.Errorf("cell %d lacks replications %d to %d", p.Cell, next[p.Cell], p.First-1)
		case p.First < next[p.Cell]:
			return fmt.Errorf("cell %d has replication %d twice", p.Cell, p.First)
		}
		next[p.Cell] += uint64(p.Rows)
	}
	for i, n := range next {
		if n == 0 {
			return fmt.Errorf("cell %d has no replications", i)
		}
	}
	return nil
}

func (r *Run) assemble(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<20)
	p, err := record.NewParquet(b, r.header)
	if err != nil {
		return err
	}
	for s, err := range r.Shards() {
		if err != nil {
			return err
		}
		if err := p.Add(s); err != nil {
			return err
		}
	}
	if err := p.Close(); err != nil {
		return err
	}
	return b.Flush()
}

// removeShards takes the shards away at once, so that a run has all or none, and
// then deletes them.
func (r *Run) removeShards() error {
	old := r.path(tempPrefix + shardsName)
	if err := r.disk.Rename(r.path(shardsName), old); err != nil {
		return err
	}
	if err := r.disk.SyncDir(r.dir); err != nil {
		return err
	}
	return r.disk.RemoveAll(old)
}
