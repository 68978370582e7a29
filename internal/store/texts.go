// Package store reads texts from files and from the embedded library, and writes
// results without leaving half a file behind.
//
// In: the names that a user gives. Out: texts. Guaranteed: a name is first a path
// and then a name of the library; what is missing is answered with what there is;
// files beyond the limit are refused before they are read whole.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// Text is a file and what it holds.
type Text struct{ Name, Body string }

// Store reads from the disk and from a library.
type Store struct{ Library fs.FS }

// NotFoundError says that a name is neither a file nor in the library.
type NotFoundError struct {
	Name string
	Hint string
}

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("%s: no such file, and no such name in the library", e.Name)
}

// Read returns the text under a path or a name of the library: ENTRY,
// ENTRY/VARIANT or ENTRY/SCENARIO.
func (s Store) Read(name string) (Text, error) {
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return s.readFile(filepath.Join(name, "arrangement.yaml"))
	case err == nil:
		return s.readFile(name)
	case !errors.Is(err, fs.ErrNotExist):
		return Text{}, fmt.Errorf("read %s: %w", name, err)
	}
	for _, file := range candidates(name) {
		if b, err := fs.ReadFile(s.Library, file); err == nil {
			return Text{Name: file, Body: string(b)}, nil
		}
	}
	return Text{}, &NotFoundError{Name: name, Hint: s.hint(name)}
}

// readFile reads a file of bounded size.
func (s Store) readFile(name string) (Text, error) {
	f, err := os.Open(name)
	if err != nil {
		return Text{}, fmt.Errorf("read %s: %w", name, err)
	}
	defer f.Close()
	limit := syntax.DefaultLimits.Bytes + 1 // one more: the reader then says that it is too large
	b := make([]byte, 0, 1<<16)
	for len(b) < limit {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := f.Read(b[len(b):min(cap(b), limit)])
		b = b[:len(b)+n]
		if n == 0 || err != nil {
			break
		}
	}
	return Text{Name: name, Body: string(b)}, nil
}

// candidates lists the files of the library that a name may mean.
func candidates(name string) []string {
	entry, rest, ok := strings.Cut(strings.TrimSuffix(name, ".yaml"), "/")
	if !ok {
		return []string{path.Join(entry, "arrangement.yaml")}
	}
	return []string{path.Join(entry, "variants", rest+".yaml"), path.Join(entry, "scenarios", rest+".yaml"), path.Join(entry, rest+".yaml")}
}

// Entries lists the entries of the library.
func (s Store) Entries() []string {
	files, err := fs.ReadDir(s.Library, ".")
	if err != nil {
		return nil
	}
	var out []string
	for _, f := range files {
		if f.IsDir() {
			out = append(out, f.Name())
		}
	}
	sort.Strings(out)
	return out
}

// Names lists what an entry has in one of its folders, "variants" or
// "scenarios".
func (s Store) Names(entry, folder string) []string {
	files, err := fs.ReadDir(s.Library, path.Join(entry, folder))
	if err != nil {
		return nil
	}
	var out []string
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".yaml"); ok {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out
}

func (s Store) hint(name string) string {
	var all []string
	for _, e := range s.Entries() {
		all = append(all, e)
		for _, folder := range []string{"variants", "scenarios"} {
			for _, n := range s.Names(e, folder) {
				all = append(all, e+"/"+n)
			}
		}
	}
	if near := diag.Nearest(name, all); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if entry, _, ok := strings.Cut(name, "/"); ok {
		var own []string
		for _, n := range all {
			if strings.HasPrefix(n, entry+"/") {
				own = append(own, n)
			}
		}
		if len(own) > 0 {
			return "the library has " + strings.Join(own, ", ")
		}
	}
	return "the library has " + strings.Join(s.Entries(), ", ")
}

// WriteFile writes a file whole or not at all: into a new file beside it, which
// then takes its name.
func WriteFile(name string, body []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".entente-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	temp := f.Name()
	_, err = f.Write(body)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Chmod(temp, 0o644)
	}
	if err == nil {
		err = os.Rename(temp, name)
	}
	if err != nil {
		os.Remove(temp)
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
