package store

import (
	"archive/zip"
	"compress/flate"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// A back-up is a zip: the store as one SQLite file, and the folders of its runs.
const (
	backupStore = "workbench.sqlite"
	backupRuns  = "runs"
)

// Kept says how much a back-up holds.
type Kept struct{ Drafts, Runs int }

// BackUp writes a back-up of a store into a new file. The store may be open
// elsewhere: the back-up is of one moment. A run that goes on comes with the shards
// that it has by then.
func BackUp(name, file string) (Kept, error) {
	name, err := realName(name)
	if isMissing(err) {
		err = &MissingError{"store " + name}
	}
	if err != nil {
		return Kept{}, wrapped("back up "+name, plain(err))
	}
	switch version, err := look(name); {
	case err != nil:
		return Kept{}, err
	case version == 0:
		return Kept{}, &MissingError{"store " + name}
	}
	if _, err := os.Lstat(file); err == nil {
		return Kept{}, &ExistsError{file}
	}
	kept, err := backUp(name, file)
	if exists := (*ExistsError)(nil); err != nil && !errors.As(err, &exists) {
		err = fmt.Errorf("back up %s: %w", name, told(plain(err)))
	}
	return kept, err
}

func backUp(name, file string) (kept Kept, err error) {
	work, err := os.MkdirTemp(filepath.Dir(file), ".entente-backup-*")
	if err != nil {
		return kept, err
	}
	defer os.RemoveAll(work)
	snapshot, temp := filepath.Join(work, "store"), filepath.Join(work, "zip")
	db, err := connect(name)
	if err == nil {
		_, err = db.Exec(`VACUUM INTO ?`, snapshot)
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		return kept, err
	}
	kept, runs, err := examineStore(snapshot)
	if err == nil {
		err = writeNew(osDisk{}, temp, func(w io.Writer) error {
			z := zip.NewWriter(w)
			err := addFile(z, backupStore, snapshot)
			for i := 0; i < len(runs) && err == nil; i++ {
				err = addFolder(z, path.Join(backupRuns, runs[i]), filepath.Join(runsDir(name), runs[i]))
			}
			return errors.Join(err, z.Close())
		})
	}
	if err == nil {
		err = takeName(temp, file)
	}
	if err == nil {
		err = osDisk{}.SyncDir(filepath.Dir(file))
	}
	return kept, err
}

func addFile(z *zip.Writer, as, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := z.Create(as)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}

// addFolder adds the files of the folder of a run. What has gone meanwhile, or is being
// written, is not a part of it.
func addFolder(z *zip.Writer, as, dir string) error {
	return filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(e.Name(), tempPrefix) {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if err == nil && e.Type().IsRegular() {
			var rest string
			if rest, err = filepath.Rel(dir, name); err == nil {
				err = addFile(z, path.Join(as, filepath.ToSlash(rest)), name)
			}
		}
		if isMissing(err) {
			return nil
		}
		return err
	})
}

// examineStore reads all of a store that nobody else has open, and says what it
// holds: an error where SQLite, or a reference in it, finds something wrong.
func examineStore(name string) (kept Kept, runs []string, err error) {
	db, err := connect(name)
	if err != nil {
		return kept, nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var says string
	if err := db.QueryRow(`PRAGMA integrity_check(1)`).Scan(&says); err != nil {
		return kept, nil, err
	}
	if says != "ok" {
		return kept, nil, errors.New(says)
	}
	var table any
	if err := db.QueryRow(`PRAGMA foreign_key_check`).Scan(&table, new(any), new(any), new(any)); !noRow(err) {
		return kept, nil, errors.Join(fmt.Errorf("a row of %v belongs to nothing", table), err)
	}
	if err := db.QueryRow(`SELECT count(*) FROM drafts`).Scan(&kept.Drafts); err != nil {
		return kept, nil, err
	}
	d := &DB{sql: db}
	err = d.each(func(row *sql.Rows) error {
		var id string
		err := row.Scan(&id)
		runs = append(runs, id)
		return err
	}, `SELECT id FROM runs`)
	kept.Runs = len(runs)
	return kept, runs, err
}

// Restore puts a back-up in the place of a store that nobody has open. The back-up is
// read whole and examined first: what is wrong with it is *NotAStoreError, and nothing
// is changed. The store that was there, with its runs, is kept beside it; before is its
// name, "" where there was none. What interrupts it can be answered by restoring again.
func Restore(file, name string) (kept Kept, before string, err error) {
	if err = os.MkdirAll(filepath.Dir(name), 0o700); err == nil {
		name, err = realName(name)
	}
	if err != nil {
		return kept, "", fmt.Errorf("restore %s: %w", name, plain(err))
	}
	lock, err := takeLock(name)
	if err != nil {
		return kept, "", err
	}
	defer lock.Close()
	var interrupted *interruptedError
	if _, err := look(name); err != nil && !errors.As(err, &interrupted) {
		return kept, "", err // another program's, or a newer version's: not ours to move
	}
	z, err := zip.OpenReader(file)
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrInsecurePath) {
		return kept, "", &NotAStoreError{file, "the file is no back-up of a workbench"}
	}
	if err != nil {
		return kept, "", fmt.Errorf("restore %s: %w", file, plain(err))
	}
	defer z.Close()
	if kept, err = unpack(file, &z.Reader, name); err == nil {
		before, err = replace(name)
	}
	var not *NotAStoreError
	var newer *NewerError
	if err != nil && !errors.As(err, &not) && !errors.As(err, &newer) {
		err = fmt.Errorf("restore %s: %w", file, told(plain(err)))
	}
	return kept, before, err
}

// restoring is where a back-up is unpacked: a store with its runs, as any other.
func restoring(name string) string { return beside(name, "restoring") }

// beside is the name of another store in the folder of one.
func beside(name, word string) string {
	end := filepath.Ext(name)
	return strings.TrimSuffix(name, end) + "." + word + end
}

// unpack unpacks a back-up and examines it.
func unpack(file string, z *zip.Reader, name string) (Kept, error) {
	to := restoring(name)
	drop := func() { removeDB(to); os.RemoveAll(runsDir(to)) }
	drop()
	refuse := func(why string) (Kept, error) {
		drop()
		return Kept{}, &NotAStoreError{file, why}
	}
	if err := os.MkdirAll(runsDir(to), 0o700); err != nil {
		return Kept{}, err
	}
	for i, f := range z.File {
		at := ""
		switch rest, inRuns := strings.CutPrefix(f.Name, backupRuns+"/"); {
		case i == 0 && f.Name == backupStore && f.UncompressedSize64 <= storeBytesMax:
			at = to
		case i > 0 && inRuns && fs.ValidPath(rest) && filepath.IsLocal(filepath.FromSlash(rest)) && strings.Contains(rest, "/"):
			at = filepath.Join(runsDir(to), filepath.FromSlash(rest))
		default:
			return refuse("the file is no back-up of a workbench")
		}
		var corrupt flate.CorruptInputError
		switch err := unpackFile(f, at); {
		case errors.As(err, &corrupt), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrAlgorithm), errors.Is(err, io.ErrUnexpectedEOF):
			return refuse("the back-up is damaged at " + f.Name)
		case err != nil:
			return Kept{}, err
		}
	}
	switch version, err := look(to); {
	case err == nil && version == 0:
		return refuse("the file is no back-up of a workbench")
	case err != nil:
		var newer *NewerError
		if errors.As(err, &newer) {
			drop()
			newer.Path = file
			return Kept{}, newer
		}
		return refuse("the file is no back-up of a workbench")
	}
	kept, _, err := examineStore(to)
	if err != nil {
		return refuse(fmt.Sprintf("the back-up is damaged (%v)", err))
	}
	return kept, nil
}

func unpackFile(f *zip.File, at string) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		return err
	}
	err = writeNew(osDisk{}, at, func(w io.Writer) error {
		_, err := io.Copy(w, io.LimitReader(r, int64(f.UncompressedSize64)+1))
		return err
	})
	if err != nil {
		return err
	}
	return osDisk{}.SyncDir(filepath.Dir(at))
}

// replace puts what is unpacked in the place of the store, which keeps its data under
// another name. While the store's own name is not taken, nothing else can be opened
// under it (look).
func replace(name string) (before string, err error) {
	from := restoring(name)
	if _, err := os.Stat(name); err == nil {
		if db, err := connect(name); err == nil { // what stands in its log goes into the file, if it is sound
			db.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
			db.Close()
		}
		before = free(name)
		for _, end := range []string{"", "-wal"} {
			if err := os.Rename(name+end, before+end); err != nil && !(end != "" && isMissing(err)) {
				return "", err
			}
		}
	}
	for _, end := range []string{"-wal", "-shm"} {
		if err := os.Remove(name + end); err != nil && !isMissing(err) {
			return before, err
		}
	}
	if _, err := os.Stat(runsDir(name)); err == nil {
		aside := before
		if aside == "" {
			aside = free(name)
		}
		if err := os.Rename(runsDir(name), runsDir(aside)); err != nil {
			return before, err
		}
	}
	if err := os.Rename(runsDir(from), runsDir(name)); err != nil {
		return before, err
	}
	if err := os.Rename(from, name); err != nil {
		return before, err
	}
	return before, osDisk{}.SyncDir(filepath.Dir(name))
}

// free finds a name for the store that is replaced.
func free(name string) string {
	for n := 1; ; n++ {
		other := beside(name, fmt.Sprintf("before-%s-%d", time.Now().UTC().Format("20060102"), n))
		if _, err := os.Lstat(other); !isMissing(err) {
			continue
		}
		if _, err := os.Lstat(runsDir(other)); isMissing(err) {
			return other
		}
	}
}

// interruptedError says that a store is between two: what was there is kept, and what
// is to be there is not yet in its place.
type interruptedError struct{ path string }

func (e *interruptedError) Error() string {
	return fmt.Sprintf("open the store %s: restoring a back-up was interrupted; restore it again", e.path)
}
