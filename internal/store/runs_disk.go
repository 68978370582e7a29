package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// disk is what a run folder asks of the file system. Tests put one in its place
// that stops at any of its operations.
type disk interface {
	MkdirAll(name string) error
	Create(name string) (diskFile, error) // fails where the name is taken
	Open(name string) (io.ReadCloser, error)
	ReadDir(name string) ([]fs.DirEntry, error)
	Exists(name string) (bool, error)
	Rename(from, to string) error
	RemoveAll(name string) error
	SyncDir(name string) error // what was created, renamed or removed in it lasts
}

// diskFile is a file that is being written.
type diskFile interface {
	io.WriteCloser
	Sync() error
}

// osDisk is the file system.
type osDisk struct{}

func (osDisk) MkdirAll(name string) error { return os.MkdirAll(name, 0o777) }

func (osDisk) Create(name string) (diskFile, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil { // not a nil *os.File in an interface
		return nil, err
	}
	return f, nil
}

func (osDisk) Open(name string) (io.ReadCloser, error)    { return os.Open(name) }
func (osDisk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (osDisk) Rename(from, to string) error               { return os.Rename(from, to) }
func (osDisk) RemoveAll(name string) error                { return os.RemoveAll(name) }

func (osDisk) Exists(name string) (bool, error) {
	_, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func (osDisk) SyncDir(name string) error {
	if runtime.GOOS == "windows" { // where folders cannot be synced
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// writeWhole writes a file whole or not at all: under another name, which then
// becomes its own. When it returns, the file lasts.
func writeWhole(d disk, name string, write func(io.Writer) error) error {
	temp := filepath.Join(filepath.Dir(name), tempPrefix+filepath.Base(name))
	err := writeNew(d, temp, write)
	if err == nil {
		err = d.Rename(temp, name)
	}
	if err != nil {
		d.RemoveAll(temp)
		return err
	}
	return d.SyncDir(filepath.Dir(name))
}

// writeNew writes a new file, and syncs it but not its folder.
func writeNew(d disk, name string, write func(io.Writer) error) error {
	f, err := d.Create(name)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
