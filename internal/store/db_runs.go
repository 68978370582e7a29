package store

import (
	"database/sql"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// RunState says how far a run of a study is.
type RunState string

// The states of a run.
const (
	Running     RunState = "running"
	Done        RunState = "done"
	Cancelled   RunState = "cancelled" // by the user; it can be resumed
	Failed      RunState = "failed"
	Interrupted RunState = "interrupted" // the process ended; it can be resumed
)

// StudyRun is one run of a study. What it left is in the folder DB.RunDir(ID).
type StudyRun struct {
	ID      string
	Study   string // ENTRY/ID
	Digest  string // of the texts that were run
	Options string // as whoever ran it writes them
	State   RunState
	Began   time.Time
	Ended   time.Time // zero while it runs
	Why     string    // Failed: what went wrong
	Answer  string    // what the run says last, in a few sentences
}

// BeginRun keeps that a run has begun: its study, digest and options; it gets an id.
func (d *DB) BeginRun(r StudyRun) (StudyRun, error) {
	r.State, r.Began, r.Ended = Running, d.moment(), time.Time{}
	if err := r.bounded(); err != nil {
		return StudyRun{}, err
	}
	err := d.change("begin a run of "+r.Study, func(tx *sql.Tx) error {
		var count, last int
		if err := tx.QueryRow(`SELECT count(*) FROM runs`).Scan(&count); err != nil {
			return err
		}
		if count >= RunsMax {
			return &LimitError{fmt.Sprintf("the store keeps %d runs at most: delete one", RunsMax)}
		}
		err := tx.QueryRow(`SELECT seq FROM sqlite_sequence WHERE name = 'runs'`).Scan(&last)
		if err != nil && !noRow(err) {
			return err
		}
		r.ID = fmt.Sprintf("%s-%d", slug(path.Base(r.Study)), last+1)
		_, err = tx.Exec(`INSERT INTO runs (id, study, digest, options, state, began, ended, why, answer) VALUES (?, ?, ?, ?, ?, ?, 0, '', ?)`,
			r.ID, r.Study, r.Digest, r.Options, r.State, r.Began.UnixMilli(), r.Answer)
		return err
	})
	if err != nil {
		return StudyRun{}, err
	}
	return r, nil
}

// EndRun keeps how a run ended, and what it says. why is for one that failed.
func (d *DB) EndRun(id string, state RunState, answer, why string) error {
	if err := (StudyRun{Answer: answer, Why: why}).bounded(); err != nil {
		return err
	}
	return d.setRun(id, `state = ?, ended = ?, answer = ?, why = ?`, state, d.now().UnixMilli(), answer, why)
}

// ResumeStudyRun keeps that a run goes on.
func (d *DB) ResumeStudyRun(id string) error {
	return d.setRun(id, `state = ?, ended = 0, why = ''`, Running)
}

// Answer keeps what a run that goes on says so far.
func (d *DB) Answer(id, answer string) error {
	if err := (StudyRun{Answer: answer}).bounded(); err != nil {
		return err
	}
	return d.setRun(id, `answer = ?`, answer)
}

func (d *DB) setRun(id, set string, args ...any) error {
	return d.change("keep run "+id, func(tx *sql.Tx) error {
		done, err := tx.Exec(`UPDATE runs SET `+set+` WHERE id = ?`, append(args, id)...)
		return one(done, err, "run "+id)
	})
}

// one is an error where nothing was changed.
func one(done sql.Result, err error, what string) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return &MissingError{what}
	}
	return nil
}

const runColumns = `id, study, digest, options, state, began, ended, why, answer`

func scanRun(scan func(...any) error) (StudyRun, error) {
	var r StudyRun
	var began, ended int64
	err := scan(&r.ID, &r.Study, &r.Digest, &r.Options, &r.State, &began, &ended, &r.Why, &r.Answer)
	r.Began, r.Ended = at(began), at(ended)
	return r, err
}

// Runs lists the runs, the newest first.
func (d *DB) Runs() ([]StudyRun, error) {
	var out []StudyRun
	err := d.each(func(row *sql.Rows) error {
		r, err := scanRun(row.Scan)
		out = append(out, r)
		return err
	}, `SELECT `+runColumns+` FROM runs ORDER BY number DESC`)
	return out, wrapped("read the runs", err)
}

// StudyRun returns a run. One that is not there is *MissingError.
func (d *DB) StudyRun(id string) (StudyRun, error) {
	r, err := scanRun(d.sql.QueryRow(`SELECT `+runColumns+` FROM runs WHERE id = ?`, id).Scan)
	if noRow(err) {
		return StudyRun{}, &MissingError{"run " + id}
	}
	return r, wrapped("read run "+id, err)
}

// DeleteRun removes a run that does not go on, and its folder.
func (d *DB) DeleteRun(id string) error {
	err := d.change("delete run "+id, func(tx *sql.Tx) error {
		done, err := tx.Exec(`DELETE FROM runs WHERE id = ? AND state <> ?`, id, Running)
		return one(done, err, "run "+id+" that has ended")
	})
	if err != nil {
		return err
	}
	if err := os.RemoveAll(d.RunDir(id)); err != nil {
		return fmt.Errorf("delete the folder of run %s: %w", id, plain(err))
	}
	return nil
}

// RunDir is the folder of a run (CreateRun, ResumeRun).
func (d *DB) RunDir(id string) string { return filepath.Join(runsDir(d.path), id) }

// runsDir is where the folders of the runs of a store are.
func runsDir(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) + "-runs" }

// bounded refuses what is too large to keep.
func (r StudyRun) bounded() error {
	if n := len(r.Study) + len(r.Digest) + len(r.Options) + len(r.Answer) + len(r.Why); n > AnswerBytesMax {
		return &LimitError{fmt.Sprintf("of a run %d KiB are kept at most", AnswerBytesMax>>10)}
	}
	return nil
}

// moment is now, as the store keeps it.
func (d *DB) moment() time.Time { return at(d.now().UnixMilli()) }
