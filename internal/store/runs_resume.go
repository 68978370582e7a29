package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"entente/internal/record"
)

// ResumeRun goes on with a run that was begun, and says which of its shards are
// complete and valid. The others are deleted, and named. Problems of the folder
// are *RunError: NoRun, OtherRun, Finished, NotARun.
func ResumeRun(dir string, h *record.Header) (*Run, *Found, error) {
	return resumeRun(osDisk{}, dir, h)
}

func resumeRun(d disk, dir string, h *record.Header) (*Run, *Found, error) {
	if err := h.Check(); err != nil {
		return nil, nil, err
	}
	r := &Run{dir: dir, header: h, disk: d, parts: map[place]int{}}
	problem, err := r.inspect()
	switch {
	case err != nil:
		return nil, nil, err
	case problem == Finished:
		err = r.sweep(dir)
		return nil, nil, errors.Join(&RunError{Dir: dir, Problem: Finished}, err)
	case problem != Unfinished:
		return nil, nil, &RunError{Dir: dir, Problem: problem}
	}
	found, err := r.regain()
	if err != nil {
		return nil, nil, fmt.Errorf("resume the run in %s: %w", dir, err)
	}
	return r, found, nil
}

// regain reads what shards there are and deletes those that cannot be used.
func (r *Run) regain() (*Found, error) {
	if err := r.sweep(r.dir); err != nil {
		return nil, err
	}
	shards := r.path(shardsName)
	if err := r.disk.MkdirAll(shards); err != nil {
		return nil, err
	}
	if err := r.sweep(shards); err != nil {
		return nil, err
	}
	list, err := r.disk.ReadDir(shards)
	if err != nil {
		return nil, err
	}
	found := &Found{}
	var last Part
	for _, e := range list { // by name: in order
		if !strings.HasSuffix(e.Name(), shardSuffix) {
			continue
		}
		part, why, err := r.examine(e.Name())
		if err != nil {
			return nil, err
		}
		if why == nil && len(found.Done) > 0 && part.Cell == last.Cell && part.First < last.First+uint64(last.Rows) {
			why = errors.New("it overlaps the shard before it")
		}
		if why != nil {
			if err := r.disk.RemoveAll(filepath.Join(shards, e.Name())); err != nil {
				return nil, err
			}
			found.Dropped = append(found.Dropped, Dropped{Name: shardsName + "/" + e.Name(), Why: why})
			continue
		}
		r.parts[place{part.Cell, part.First}] = part.Rows
		found.Done = append(found.Done, part)
		last = part
	}
	return found, r.disk.SyncDir(r.dir)
}

// examine reads a shard. why says what is wrong with it, err that it cannot be
// read.
func (r *Run) examine(name string) (part Part, why, err error) {
	s, err := r.read(name)
	switch {
	case errors.Is(err, record.ErrCorrupt), errors.Is(err, record.ErrForeign), errors.Is(err, record.ErrVersion):
		return Part{}, err, nil
	case err != nil:
		return Part{}, nil, err
	case name != shardName(place{s.Cell, s.First}):
		return Part{}, errors.New("its name is that of another shard"), nil
	}
	return Part{s.Cell, s.First, s.Rows}, nil, nil
}

// sweep removes what a run that was killed left half done in a folder.
func (r *Run) sweep(dir string) error {
	list, err := r.disk.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range list {
		if strings.HasPrefix(e.Name(), tempPrefix) {
			if err := r.disk.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
