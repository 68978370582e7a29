package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"entente/internal/record"
)

// errStopped is what every operation gives once the machine has stopped.
var errStopped = errors.New("stopped")

// failing is a file system whose operation number at fails. A write that fails has
// written half. Nothing is synced for real: what is not synced when the machine
// stops loses the second half of its bytes.
type failing struct {
	osDisk
	at      int  // which operation fails, from 0; negative: none
	once    bool // only that one: an error, not a stop
	done    int
	unsafe  map[string]bool // files written and not synced
	stopped bool
}

func failAt(at int, once bool) *failing {
	return &failing{at: at, once: once, unsafe: map[string]bool{}}
}

// step counts an operation and says whether it fails.
func (d *failing) step() error {
	d.done++
	if d.stopped || d.done-1 == d.at {
		if !d.once && !d.stopped {
			d.stopped = true
			d.lose()
		}
		return errStopped
	}
	return nil
}

// lose cuts what was not synced.
func (d *failing) lose() {
	for name := range d.unsafe {
		if info, err := os.Stat(name); err == nil {
			os.Truncate(name, info.Size()/2)
		}
	}
}

func (d *failing) MkdirAll(name string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.osDisk.MkdirAll(name)
}

func (d *failing) Create(name string) (diskFile, error) {
	if err := d.step(); err != nil {
		return nil, err
	}
	f, err := d.osDisk.Create(name)
	if err != nil {
		return nil, err
	}
	return &failingFile{d, f, name}, nil
}

func (d *failing) Open(name string) (io.ReadCloser, error) {
	if err := d.step(); err != nil {
		return nil, err
	}
	return d.osDisk.Open(name)
}

func (d *failing) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := d.step(); err != nil {
		return nil, err
	}
	return d.osDisk.ReadDir(name)
}

func (d *failing) Exists(name string) (bool, error) {
	if err := d.step(); err != nil {
		return false, err
	}
	return d.osDisk.Exists(name)
}

func (d *failing) Rename(from, to string) error {
	if err := d.step(); err != nil {
		return err
	}
	if d.unsafe[from] {
		delete(d.unsafe, from)
		d.unsafe[to] = true
	}
	return d.osDisk.Rename(from, to)
}

// RemoveAll that fails has removed some of a folder.
func (d *failing) RemoveAll(name string) error {
	was := d.stopped
	if err := d.step(); err != nil {
		if list, _ := os.ReadDir(name); !was && len(list) > 0 {
			os.RemoveAll(filepath.Join(name, list[len(list)/2].Name()))
		}
		return err
	}
	return d.osDisk.RemoveAll(name)
}

func (d *failing) SyncDir(string) error { return d.step() }

type failingFile struct {
	d    *failing
	f    diskFile
	name string
}

func (f *failingFile) Write(b []byte) (int, error) {
	was := f.d.stopped
	if err := f.d.step(); err != nil {
		if was {
			return 0, err
		}
		n, _ := f.f.Write(b[:len(b)/2])
		return n, err
	}
	f.d.unsafe[f.name] = true
	return f.f.Write(b)
}

func (f *failingFile) Sync() error {
	if err := f.d.step(); err != nil {
		return err
	}
	delete(f.d.unsafe, f.name)
	return nil
}

func (f *failingFile) Close() error {
	err := f.f.Close()
	if e := f.d.step(); e != nil {
		return e
	}
	return err
}

// goOn resumes a run, or begins it where there is none, and finishes it, as the
// command does. found says what it found.
func goOn(d disk, dir string, put func(Part), found func(*Found)) error {
	r, has, err := resumeRun(d, dir, header())
	switch problem(err) {
	case NoRun:
		r, err = createRun(d, dir, header(), texts, false)
		has = &Found{}
	case Finished:
		return nil
	}
	if err != nil {
		return err
	}
	found(has)
	return complete(r, put)
}

// operations counts what a run asks of the disk.
func operations(t *testing.T, run func(disk) error) int {
	t.Helper()
	d := failAt(-1, false)
	if err := run(d); err != nil {
		t.Fatal(err)
	}
	return d.done
}

// TestRunStops stops the machine at each operation of a run, and goes on from
// there; and lets each operation fail once.
func TestRunStops(t *testing.T) {
	want := finished(t)
	n := operations(t, func(d disk) error { return goOn(d, t.TempDir(), ignore, func(*Found) {}) })
	t.Logf("%d operations", n)
	for k := range n {
		for _, once := range []bool{false, true} {
			dir := filepath.Join(t.TempDir(), "run")
			stored := map[Part]bool{}
			err := goOn(failAt(k, once), dir, func(p Part) { stored[p] = true }, func(*Found) {})
			if !errors.Is(err, errStopped) {
				t.Fatalf("operation %d fails: %v", k, err)
			}
			settle(t, k, once, dir, stored, want)
		}
	}
}

// settle goes on after a stop and compares the result with that of a run that was
// not stopped.
func settle(t *testing.T, k int, once bool, dir string, stored map[Part]bool, want map[string]string) {
	t.Helper()
	err := goOn(failAt(-1, false), dir, ignore, func(f *Found) {
		for _, p := range f.Done {
			delete(stored, p)
		}
		if len(f.Dropped) > 0 {
			t.Errorf("operation %d (once: %v): %v is dropped", k, once, f.Dropped)
		}
		if len(stored) > 0 {
			t.Errorf("operation %d (once: %v): %v was stored and is lost", k, once, stored)
		}
	})
	if err != nil {
		t.Fatalf("going on after operation %d (once: %v): %v", k, once, err)
	}
	if got := files(t, dir); !reflect.DeepEqual(got, want) {
		t.Fatalf("operation %d (once: %v): %v, not %v", k, once, names(got), names(want))
	}
}

func names(files map[string]string) []string {
	var out []string
	for n := range files {
		out = append(out, n)
	}
	return out
}

// TestRunStopsTwice stops once more on the way back.
func TestRunStopsTwice(t *testing.T) {
	want := finished(t)
	n := operations(t, func(d disk) error { return goOn(d, t.TempDir(), ignore, func(*Found) {}) })
	step := 11
	if testing.Short() {
		step = 23
	}
	for k := 0; k < n; k += step {
		for l := k % step; l < n; l += step {
			dir := filepath.Join(t.TempDir(), "run")
			stored := map[Part]bool{}
			put := func(p Part) { stored[p] = true }
			goOn(failAt(k, false), dir, put, func(*Found) {})
			goOn(failAt(l, false), dir, put, func(*Found) {})
			settle(t, k, false, dir, stored, want)
		}
	}
}

// TestRunOverwriteStops stops the machine at each operation of a run that takes
// the place of another, complete or not.
func TestRunOverwriteStops(t *testing.T) {
	want := finished(t)
	old := header()
	old.Digest = "old"
	prepare := func(whole bool) string {
		dir := t.TempDir()
		r, err := createRun(failAt(-1, false), dir, old, map[string]string{"old.yaml": ""}, false)
		if err == nil && whole {
			err = complete(r, ignore)
		} else if err == nil {
			err = r.PutShard(simulate(old, plan()[0]))
		}
		if err != nil {
			t.Fatal(err)
		}
		return dir
	}
	over := func(d disk, dir string) error {
		r, err := createRun(d, dir, header(), texts, true)
		if err != nil {
			return err
		}
		return complete(r, ignore)
	}
	for _, whole := range []bool{true, false} {
		dir := prepare(whole)
		n := operations(t, func(d disk) error { return over(d, dir) })
		for k := range n {
			dir := prepare(whole)
			if err := over(failAt(k, false), dir); !errors.Is(err, errStopped) {
				t.Fatalf("operation %d fails: %v", k, err)
			}
			consistent(t, k, dir, old)
			if err := over(failAt(-1, false), dir); err != nil {
				t.Fatalf("overwriting after operation %d: %v", k, err)
			}
			if got := files(t, dir); !reflect.DeepEqual(got, want) {
				t.Fatalf("operation %d: %v, not %v", k, names(got), names(want))
			}
		}
	}
}

// consistent checks that a folder holds one run, or none, and not parts of two.
func consistent(t *testing.T, k int, dir string, old *record.Header) {
	t.Helper()
	_, _, oldErr := resumeRun(failAt(-1, false), dir, old)
	_, _, newErr := resumeRun(failAt(-1, false), dir, header())
	usable := func(err error) bool { return err == nil || problem(err) == Finished }
	if usable(oldErr) == usable(newErr) && (problem(oldErr) != NoRun || problem(newErr) != NoRun) {
		t.Fatalf("operation %d: the old run %v, the new one %v", k, oldErr, newErr)
	}
	if problem(newErr) == Finished {
		if _, ok := files(t, dir)["texts/old.yaml"]; ok {
			t.Fatalf("operation %d: old texts beside new numbers", k)
		}
	}
	for name := range files(t, dir) {
		if strings.HasPrefix(name, tempPrefix) && problem(newErr) != NoRun && problem(oldErr) != NoRun {
			t.Fatalf("operation %d: %s is left", k, name)
		}
	}
}

// TestRunPutAgain stores a shard that could not be stored at first.
func TestRunPutAgain(t *testing.T) {
	for k := range 6 {
		d := failAt(-1, true)
		r, err := createRun(d, t.TempDir(), header(), texts, false)
		if err != nil {
			t.Fatal(err)
		}
		d.at = d.done + k
		s := simulate(r.header, plan()[0])
		if err := r.PutShard(s); !errors.Is(err, errStopped) || len(r.Parts()) > 0 {
			t.Fatalf("operation %d: %v, %v", k, err, r.Parts())
		}
		if err := r.PutShard(s); err != nil || len(r.Parts()) != 1 {
			t.Errorf("operation %d fails, and then: %v, %v", k, err, r.Parts())
		}
	}
}
