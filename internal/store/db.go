package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// DB is what a workbench keeps: drafts and runs, in one SQLite file, with the folders
// of the runs beside it. One process has it open at a time. What a method has
// returned without an error lasts, whatever happens to the process.
// Its methods may be called by several goroutines at a time.
type DB struct {
	path string
	sql  *sql.DB
	lock *storeLock
	now  func() time.Time
}

// What a store holds at most. docs/workbench.md tells the reader.
const (
	DraftsMax        = 200
	DraftFilesMax    = 500      // of a draft
	DraftBytesMax    = 8 << 20  // of the texts of a draft as they stand
	RevisionsMax     = 500      // of a file; the oldest go
	RevisionBytesMax = 32 << 20 // of a file; the oldest go
	TitleMax         = 200      // bytes of a title
	RunsMax          = 1000
	AnswerBytesMax   = 1 << 20 // of a run, with its options
	storeBytesMax    = 4 << 30 // of the file
)

const (
	pageBytes    = 4096
	busyTimeout  = 5 * time.Second
	lockPatience = 250 * time.Millisecond // for a process that is just ending
)

// DefaultPath is where the store of a user is when he names none.
func DefaultPath() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find a place for the store: %w", err)
	}
	return filepath.Join(dir, "entente", "workbench.sqlite"), nil
}

// InUseError says that another process has a store open.
type InUseError struct{ Path string }

func (e *InUseError) Error() string {
	return fmt.Sprintf("open the store %s: another workbench has it open", e.Path)
}

// NewerError says that a store was written by a newer version. It is untouched.
type NewerError struct {
	Path      string
	Has, Most int // its version, and the newest that is known here
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("open the store %s: it is of version %d, and this entente knows versions up to %d; nothing was changed", e.Path, e.Has, e.Most)
}

// NotAStoreError says that a file is no store of a workbench, or no back-up of one.
// It is untouched.
type NotAStoreError struct {
	Path string
	Why  string
}

func (e *NotAStoreError) Error() string {
	return fmt.Sprintf("%s: %s; nothing was changed", e.Path, e.Why)
}

// LimitError says that a limit of the store is reached.
type LimitError struct{ What string }

func (e *LimitError) Error() string { return e.What }

// MissingError says that the store does not have what was asked for.
type MissingError struct{ What string }

func (e *MissingError) Error() string { return "there is no " + e.What }

// OpenDB opens the store in a file, which is made where there is none, and brings one
// of an older version up to date. A file that is no store is *NotAStoreError, one of
// a newer version *NewerError: neither is touched. One that is open elsewhere is
// *InUseError. Runs that were under way when the last process ended are interrupted.
func OpenDB(name string) (*DB, error) {
	err := os.MkdirAll(filepath.Dir(name), 0o700)
	if err == nil {
		name, err = realName(name)
	}
	if err != nil {
		return nil, fmt.Errorf("open the store %s: %w", name, plain(err))
	}
	if _, err := look(name); err != nil {
		return nil, err
	}
	lock, err := takeLock(name)
	if err != nil {
		return nil, err
	}
	d := &DB{path: name, lock: lock, now: time.Now}
	if err := d.open(); err != nil {
		lock.Close()
		return nil, err
	}
	return d, nil
}

// open opens the file of which this process has the lock.
func (d *DB) open() error {
	version, err := look(d.path)
	if err != nil {
		return err
	}
	if version == 0 {
		if err := create(d.path); err != nil {
			return fmt.Errorf("make the store %s: %w", d.path, plain(err))
		}
	}
	if d.sql, err = connect(d.path); err != nil {
		return fmt.Errorf("open the store %s: %w", d.path, err)
	}
	err = migrate(d.sql)
	if err == nil {
		_, err = d.sql.Exec(`UPDATE runs SET state = ?, ended = ? WHERE state = ?`, Interrupted, d.now().UnixMilli(), Running)
	}
	if err != nil {
		d.sql.Close()
		return fmt.Errorf("open the store %s: %w", d.path, told(err))
	}
	return nil
}

// Close closes the store.
func (d *DB) Close() error {
	return errors.Join(d.sql.Close(), d.lock.Close())
}

// Path is the file of the store.
func (d *DB) Path() string { return d.path }

// realName makes a name absolute and follows links, so that two names of one file lead
// to one lock. Its folder exists.
func realName(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name, err
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real, nil
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(abs))
	if err != nil {
		return name, err
	}
	return filepath.Join(dir, filepath.Base(abs)), nil
}

// storeLock keeps other processes from a store. It ends with the process. It is an
// empty SQLite file beside the store, in an exclusive transaction: the same on every
// system.
type storeLock struct {
	db   *sql.DB
	conn *sql.Conn // which has the transaction
}

func takeLock(name string) (*storeLock, error) {
	db, err := sql.Open("sqlite", dsn(name+".lock", fmt.Sprintf("_pragma=busy_timeout(%d)", lockPatience.Milliseconds())))
	if err != nil {
		return nil, fmt.Errorf("lock the store %s: %w", name, err)
	}
	l := &storeLock{db: db}
	if l.conn, err = db.Conn(context.Background()); err == nil {
		_, err = l.conn.ExecContext(context.Background(), "BEGIN EXCLUSIVE")
	}
	if err == nil {
		return l, nil
	}
	l.Close()
	if code := resultCode(err); code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED {
		return nil, &InUseError{name}
	}
	return nil, fmt.Errorf("lock the store %s: %w", name, told(err))
}

// Close gives the lock back.
func (l *storeLock) Close() error {
	if l.conn != nil {
		l.conn.Close()
	}
	return l.db.Close()
}

// connect opens a store that exists. One connection does: SQLite has one writer at a
// time, and no answer of the store takes longer than a blink.
func connect(name string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(name, "mode=rw", fmt.Sprintf("_pragma=busy_timeout(%d)", busyTimeout.Milliseconds()),
		"_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)", "_pragma=foreign_keys(1)", fmt.Sprintf("_pragma=max_page_count(%d)", storeBytesMax/pageBytes), "_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// dsn names a file for the driver.
func dsn(name string, options ...string) string {
	slashed := filepath.ToSlash(name)
	if !strings.HasPrefix(slashed, "/") { // C:/…
		slashed = "/" + slashed
	}
	return "file://" + (&url.URL{Path: slashed}).EscapedPath() + "?" + strings.Join(options, "&")
}

// resultCode is the primary result code of SQLite, 0 for other errors.
func resultCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// told puts what a user can do something about into our words.
func told(err error) error {
	switch resultCode(err) {
	case sqlite3.SQLITE_FULL:
		return &LimitError{"the store, or the disk, is full"}
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("the file is damaged (%w): restore a back-up", err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return fmt.Errorf("the file cannot be written: %w", err)
	}
	return err
}

// change does something in one transaction, which lasts when change returns nil. What
// it was about goes before the error.
func (d *DB) change(about string, do func(tx *sql.Tx) error) error {
	tx, err := d.sql.Begin()
	if err == nil {
		if err = do(tx); err != nil {
			tx.Rollback()
		} else {
			err = tx.Commit()
		}
	}
	return wrapped(about, err)
}

// wrapped says what an error is about; our own kinds say it themselves.
func wrapped(about string, err error) error {
	var limit *LimitError
	var missing *MissingError
	var moved *MovedError
	switch err = told(err); {
	case err == nil:
		return nil
	case errors.As(err, &limit), errors.As(err, &missing), errors.As(err, &moved):
		return err
	}
	return fmt.Errorf("%s: %w", about, err)
}

// each calls do for every row of a query. do must ask nothing else of the store.
func (d *DB) each(do func(row *sql.Rows) error, query string, args ...any) error {
	rows, err := d.sql.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// at is a moment as the store keeps it; 0 is none.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// noRow reports whether a query found nothing.
func noRow(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// isMissing reports whether a file is not there.
func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
