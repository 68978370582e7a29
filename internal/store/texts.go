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
	"io"
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

// Store reads from the disk, from standard input and from a library.
type Store struct {
	Library fs.FS
	Stdin   io.Reader // what `-` means; nil: nothing is there
	NoDisk  bool      // names are of the library alone, as for what a page asks for
	Short   bool      // texts under an absolute path go by their last element, for pages that are passed on

	stdin *Text // once read
}

// NotFoundError says that a name is neither a file nor in the library.
type NotFoundError struct {
	Name string
	Hint string // "" where Suggest finds one

	store *Store
}

// Suggest says what may be meant, or what there is. It is made when it is asked for:
// most names that are not found are only tried.
func (e *NotFoundError) Suggest() string {
	if e.Hint != "" || e.store == nil {
		return e.Hint
	}
	return e.store.hint(e.Name)
}

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("%s: no such file, and no such name in the library", e.Name)
}

// Stdin is the name under which standard input is read.
const Stdin = "-"

// Read returns the text under a path or a name of the library: ENTRY,
// ENTRY/VARIANT, ENTRY/SCENARIO or ENTRY/CRISIS. `-` is standard input, which is
// read once and is the same text each time.
func (s *Store) Read(name string) (Text, error) {
	if s.NoDisk {
		return s.ReadLibrary(name)
	}
	if name == Stdin {
		return s.readStdin()
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return s.readFile(filepath.Join(name, "arrangement.yaml"))
	case err == nil:
		return s.readFile(name)
	case !errors.Is(err, fs.ErrNotExist):
		return Text{}, fmt.Errorf("read %s: %w", name, plain(err))
	}
	return s.ReadLibrary(name)
}

// ReadLibrary returns the text under a name of the library.
func (s *Store) ReadLibrary(name string) (Text, error) {
	for _, file := range candidates(name) {
		if b, err := fs.ReadFile(s.Library, file); err == nil {
			return Text{Name: file, Body: string(b)}, nil
		}
	}
	return Text{}, &NotFoundError{Name: name, store: s}
}

// ReadStudy is Read, but of the names of the library a study's comes first: a variant
// or a crisis may be called so too.
func (s *Store) ReadStudy(name string) (Text, error) {
	if entry, rest, ok := strings.Cut(name, "/"); ok && name != Stdin && !s.OnDisk(name) {
		for _, file := range []string{"/studies/" + rest + "/study", "/studies/" + rest} {
			if t, err := s.ReadLibrary(entry + file); err == nil {
				return t, nil
			}
		}
	}
	return s.Read(name)
}

func (s *Store) readStdin() (Text, error) {
	if s.stdin != nil {
		return *s.stdin, nil
	}
	if s.Stdin == nil {
		return Text{}, errors.New("read standard input: there is none")
	}
	b, err := readBounded(s.Stdin, textMax)
	if err != nil {
		return Text{}, fmt.Errorf("read standard input: %w", err)
	}
	s.stdin = &Text{Name: "stdin", Body: string(b)}
	return *s.stdin, nil
}

// textMax is one more than the reader takes, which then says that the text is too
// large.
var textMax = syntax.DefaultLimits.Bytes + 1

func (s *Store) readFile(name string) (Text, error) {
	b, err := readFile(name, textMax)
	if s.Short && filepath.IsAbs(name) {
		name = filepath.Base(name)
	}
	return Text{Name: name, Body: string(b)}, err
}

// ReadData returns the bytes of a file that is no text, or of standard input. A
// file of more than limit bytes is an error.
func (s *Store) ReadData(name string, limit int) ([]byte, error) {
	var b []byte
	var err error
	if name == Stdin {
		if b, err = readBounded(s.Stdin, limit+1); err != nil {
			return nil, fmt.Errorf("read standard input: %w", err)
		}
	} else if b, err = readFile(name, limit+1); err != nil {
		return nil, err
	}
	if len(b) > limit {
		return nil, fmt.Errorf("read %s: it is larger than %d MiB", name, limit>>20)
	}
	return b, nil
}

// OnDisk reports whether a name is a path rather than a name of the library.
func (s *Store) OnDisk(name string) bool {
	if s.NoDisk {
		return false
	}
	_, err := os.Stat(name)
	return err == nil
}

// readFile reads a file, at most limit bytes of it.
func readFile(name string, limit int) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, plain(err))
	}
	defer f.Close()
	b, err := readBounded(f, limit)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, plain(err))
	}
	return b, nil
}

func readBounded(r io.Reader, limit int) ([]byte, error) {
	return io.ReadAll(io.LimitReader(r, int64(limit)))
}

// plain drops the operation and the path that the system puts before its reason.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// candidates lists the files of the library that a name may mean.
func candidates(name string) []string {
	entry, rest, ok := strings.Cut(strings.TrimSuffix(name, ".yaml"), "/")
	if !ok {
		return []string{path.Join(entry, "arrangement.yaml")}
	}
	return []string{path.Join(entry, "variants", rest+".yaml"), path.Join(entry, "scenarios", rest+".yaml"), path.Join(entry, "crises", rest+".yaml"),
		path.Join(entry, "studies", rest, "study.yaml"), path.Join(entry, "studies", rest+".yaml"), path.Join(entry, rest+".yaml")}
}

// Entries lists the entries of the library.
func (s *Store) Entries() []string {
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

// Folders are the folders of an entry that Names knows.
var Folders = []string{"variants", "crises", "scenarios", "studies"}

// Names lists what an entry has in one of its folders. A study may have a folder of
// its own.
func (s *Store) Names(entry, folder string) []string {
	files, err := fs.ReadDir(s.Library, path.Join(entry, folder))
	if err != nil {
		return nil
	}
	var out []string
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".yaml"); ok {
			out = append(out, name)
		} else if _, err := fs.Stat(s.Library, path.Join(entry, folder, f.Name(), "study.yaml")); err == nil {
			out = append(out, f.Name())
		}
	}
	sort.Strings(out)
	return out
}

func (s *Store) hint(name string) string {
	var all []string
	for _, e := range s.Entries() {
		all = append(all, e)
		for _, folder := range Folders {
			for _, n := range s.Names(e, folder) {
				all = append(all, e+"/"+n)
			}
		}
	}
	if files, err := os.ReadDir(filepath.Dir(name)); err == nil {
		for _, f := range files {
			if !f.IsDir() && filepath.Ext(f.Name()) == ".yaml" {
				all = append(all, filepath.Join(filepath.Dir(name), f.Name()))
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

// ExistsError says that a file is there already.
type ExistsError struct{ Name string }

func (e *ExistsError) Error() string { return "write " + e.Name + ": the file is there already" }

// CreateFile writes a new file whole or not at all, and never over another.
func CreateFile(name string, body []byte) error {
	temp, err := writeTemp(name, body)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, plain(err))
	}
	defer os.Remove(temp)
	return takeName(temp, name)
}

// takeName gives a file a name that is not taken. A link fails where it is, which a
// rename does not. Where the file system has no links, the check before the rename has
// to do.
func takeName(temp, name string) error {
	err := os.Link(temp, name)
	if err == nil {
		return nil
	}
	if _, statErr := os.Lstat(name); statErr == nil {
		return &ExistsError{name}
	}
	if err = os.Rename(temp, name); err != nil {
		return fmt.Errorf("write %s: %w", name, reason(err))
	}
	return nil
}

// WriteFile writes a file whole or not at all: into a new file beside it, which
// then takes its name.
func WriteFile(name string, body []byte) error {
	temp, err := writeTemp(name, body)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, plain(err))
	}
	if err = os.Rename(temp, name); err != nil {
		os.Remove(temp)
		return fmt.Errorf("write %s: %w", name, reason(err))
	}
	return nil
}

// reason drops what the system puts before the reason that a link or a rename
// failed for.
func reason(err error) error {
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}

// writeTemp writes a new file beside the one that is to have the name.
func writeTemp(name string, body []byte) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".entente-*")
	if err != nil {
		return "", err
	}
	temp := f.Name()
	_, err = f.Write(body)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Chmod(temp, 0o644)
	}
	if err != nil {
		os.Remove(temp)
		return "", err
	}
	return temp, nil
}
