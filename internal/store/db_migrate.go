package store

import (
	"database/sql"
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// migrations/N.sql brings a store from version N-1 to N. A file that was released is
// never changed.
//
//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks a store of ours in the header of the file: "ntnt".
const applicationID = 0x6e746e74

// The header of an SQLite file: https://www.sqlite.org/fileformat2.html section 1.3.
const (
	headerBytes   = 100
	headerMagic   = "SQLite format 3\x00"
	headerVersion = 60 // four bytes, the high one first
	headerOwner   = 68
)

// newest is the version that this program writes.
func newest() int {
	list, err := migrations.ReadDir("migrations")
	if err != nil {
		panic("store: no migrations: " + err.Error())
	}
	return len(list)
}

// look says of which version a store is, and opens nothing for writing: 0 where there
// is none, *NotAStoreError or *NewerError where it must not be touched.
func look(name string) (int, error) {
	version, err := lookHeader(name)
	if err == nil && version > 0 {
		if info, statErr := os.Stat(name + "-wal"); statErr == nil && info.Size() > 0 {
			version, err = lookLog(name) // what was committed last may stand in the log
		}
	}
	if err == nil && version > newest() {
		err = &NewerError{Path: name, Has: version, Most: newest()}
	}
	return version, err
}

func lookHeader(name string) (int, error) {
	f, err := os.Open(name)
	switch {
	case isMissing(err):
		if _, err := os.Stat(restoring(name)); err == nil {
			return 0, &interruptedError{name}
		}
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("open the store %s: %w", name, plain(err))
	}
	defer f.Close()
	header := make([]byte, headerBytes)
	switch n, err := io.ReadFull(f, header); {
	case n == 0 && err == io.EOF:
		return 0, nil
	case err == io.ErrUnexpectedEOF || err == nil && string(header[:len(headerMagic)]) != headerMagic:
		return 0, &NotAStoreError{name, "the file is no store of a workbench"}
	case err != nil:
		return 0, fmt.Errorf("open the store %s: %w", name, plain(err))
	}
	if binary.BigEndian.Uint32(header[headerOwner:]) != applicationID {
		return 0, &NotAStoreError{name, "the file is a database of another program"}
	}
	return int(binary.BigEndian.Uint32(header[headerVersion:])), nil
}

func lookLog(name string) (version int, err error) {
	db, err := sql.Open("sqlite", dsn(name, "mode=ro", fmt.Sprintf("_pragma=busy_timeout(%d)", busyTimeout.Milliseconds())))
	if err == nil {
		defer db.Close()
		err = db.QueryRow("PRAGMA user_version").Scan(&version)
	}
	if err != nil {
		return 0, fmt.Errorf("open the store %s: %w", name, told(err))
	}
	return version, nil
}

// create makes an empty store, whole or not at all.
func create(name string) error {
	temp := filepath.Join(filepath.Dir(name), ".entente-new-"+filepath.Base(name))
	if err := removeDB(temp); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dsn(temp))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	_, err = db.Exec("PRAGMA application_id = " + strconv.Itoa(applicationID))
	if err == nil {
		err = migrate(db)
	}
	if err == nil {
		_, err = db.Exec("PRAGMA journal_mode = WAL")
	}
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(temp, name)
	}
	if err != nil {
		removeDB(temp)
		return err
	}
	return osDisk{}.SyncDir(filepath.Dir(name))
}

// removeDB removes a database and what SQLite keeps beside it.
func removeDB(name string) error {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(name + end); err != nil && !isMissing(err) {
			return err
		}
	}
	return nil
}

// migrate brings a store up to date, version by version, each in one transaction.
func migrate(db *sql.DB) error {
	var version int
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	for version++; version <= newest(); version++ {
		steps, err := migrations.ReadFile("migrations/" + strconv.Itoa(version) + ".sql")
		if err != nil {
			return err
		}
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		if _, err = tx.Exec(string(steps)); err == nil {
			_, err = tx.Exec("PRAGMA user_version = " + strconv.Itoa(version))
		}
		if err != nil {
			tx.Rollback()
			return fmt.Errorf("bring it to version %d: %w", version, err)
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}
