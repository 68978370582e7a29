package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"entente/internal/record"
)

// CreateRun begins a run in a folder, which is made where there is none. The
// texts go by the names under which they were read. A folder that holds a run,
// begun or complete, this one or another, is refused unless overwrite; one that holds
// something else is refused. Problems of the folder are *RunError.
func CreateRun(dir string, h *record.Header, texts map[string]string, overwrite bool) (*Run, error) {
	return createRun(osDisk{}, dir, h, texts, overwrite)
}

func createRun(d disk, dir string, h *record.Header, texts map[string]string, overwrite bool) (*Run, error) {
	files, err := textFiles(texts)
	if err == nil {
		err = h.Check()
	}
	if err != nil {
		return nil, err
	}
	r := &Run{dir: dir, header: h, disk: d, parts: map[place]int{}}
	problem, err := r.inspect()
	switch {
	case err != nil:
		return nil, err
	case problem != NoRun && !overwrite:
		return nil, &RunError{Dir: dir, Problem: problem}
	}
	if err := r.begin(files, problem != NoRun); err != nil {
		return nil, fmt.Errorf("begin a run in %s: %w", dir, err)
	}
	return r, nil
}

// begin writes the texts, which make the folder that of a run.
func (r *Run) begin(files map[string]string, over bool) error {
	if err := r.disk.MkdirAll(r.dir); err != nil {
		return err
	}
	if over {
		if err := r.clear(); err != nil {
			return err
		}
	}
	if err := r.sweep(r.dir); err != nil {
		return err
	}
	temp := r.path(tempPrefix + textsName)
	if err := writeTexts(r.disk, temp, r.header, files); err != nil {
		return err
	}
	if err := r.disk.Rename(temp, r.path(textsName)); err != nil {
		return err
	}
	if err := r.disk.MkdirAll(r.path(shardsName)); err != nil {
		return err
	}
	return errors.Join(r.disk.SyncDir(r.dir), r.disk.SyncDir(filepath.Dir(filepath.Clean(r.dir))))
}

// clear removes a run. Until the texts go, the folder is that of the old run,
// though not complete; from then on, of none.
func (r *Run) clear() error {
	for _, name := range []string{metaName, summaryName, runsName, shardsName} {
		if err := r.disk.RemoveAll(r.path(name)); err != nil {
			return err
		}
	}
	if err := r.disk.SyncDir(r.dir); err != nil {
		return err
	}
	if err := r.disk.RemoveAll(r.path(tempPrefix + "old")); err != nil {
		return err
	}
	return r.disk.Rename(r.path(textsName), r.path(tempPrefix+"old"))
}

// inspect says what a folder holds: NoRun, Unfinished, Finished or OtherRun; or it
// is an error.
func (r *Run) inspect() (RunProblem, error) {
	has := map[string]bool{}
	var first string
	for _, name := range []string{textsName, runsName, summaryName, metaName, shardsName} {
		ok, err := r.disk.Exists(r.path(name))
		if err != nil {
			return 0, fmt.Errorf("read %s: %w", r.path(name), plain(err))
		}
		has[name] = ok
		if ok && first == "" {
			first = name
		}
	}
	if first == "" {
		return NoRun, r.foreign()
	}
	name := r.path(filepath.Join(textsName, digestName))
	d, err := readDigest(r.disk, name)
	var means *unreadable
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.As(err, &means):
		return 0, &RunError{Dir: r.dir, Problem: NotARun, Name: first}
	case err != nil:
		return 0, fmt.Errorf("read %s: %w", name, plain(err))
	case !d.same(r.header):
		return OtherRun, nil
	case has[metaName] && has[summaryName] && has[runsName] && !has[shardsName]:
		return Finished, nil
	}
	return Unfinished, nil
}

// foreign refuses a folder that holds anything that no run has left.
func (r *Run) foreign() error {
	list, err := r.disk.ReadDir(r.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", r.dir, plain(err))
	}
	for _, e := range list {
		if !strings.HasPrefix(e.Name(), tempPrefix) {
			return &RunError{Dir: r.dir, Problem: NotARun, Name: e.Name()}
		}
	}
	return nil
}
