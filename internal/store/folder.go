package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Folder is a user's own folder of texts, laid over a library: an arrangement and what
// belongs to it, or several, each in a folder of its own. It is read as it stands at
// each moment and never written to.
type Folder struct {
	Entries []string // the names of its entries

	base fs.FS
	root *os.Root
	in   map[string]folderEntry
}

// folderEntry is where an entry is within the folder: what belongs to it, and the file of
// its arrangement.
type folderEntry struct{ folder, file string }

// arrangementKind finds the kind in the header of a text. A text that only looks like
// an arrangement is told so when it is loaded.
var arrangementKind = regexp.MustCompile(`(?m)[{, ]\s*kind:\s*arrangement\s*[,}\n#]`)

// OpenFolder lays a folder over a library: NAME/arrangement.yaml and its neighbours are
// the entry NAME, a file NAME.yaml that is an arrangement is too. An entry of the folder stands in place of
// one of that name in the library. Nothing outside the folder is read, whatever links
// in it say.
func OpenFolder(base fs.FS, dir string) (*Folder, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	root, err := os.OpenRoot(abs)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, plain(err))
	}
	f := &Folder{base: base, root: root, in: map[string]folderEntry{}}
	add := func(name, in, file string) {
		b, err := readBeginning(root, path.Join(in, file))
		_, twice := f.in[name]
		if err == nil && !twice && arrangementKind.Match(b) && entryName(name) && !IsDraft(name) && len(f.Entries) < folderEntriesMax {
			f.in[name] = folderEntry{in, path.Join(in, file)}
			f.Entries = append(f.Entries, name)
		}
	}
	add(strings.ToLower(filepath.Base(abs)), ".", "arrangement.yaml")
	files, err := fs.ReadDir(root.FS(), ".")
	for _, x := range files {
		if name, yaml := strings.CutSuffix(x.Name(), ".yaml"); yaml && name != "arrangement" {
			add(name, ".", x.Name())
		} else if x.IsDir() {
			add(x.Name(), x.Name(), "arrangement.yaml")
		}
	}
	slices.Sort(f.Entries)
	switch {
	case err != nil:
		err = fmt.Errorf("open %s: %w", dir, plain(err))
	case len(f.Entries) == 0:
		err = fmt.Errorf("open %s: there is no arrangement in it: no arrangement.yaml, no NAME.yaml of that kind, no NAME/arrangement.yaml", dir)
	default:
		return f, nil
	}
	return nil, errors.Join(err, root.Close())
}

// folderEntriesMax bounds the entries of a folder.
const folderEntriesMax = 200

// entryName reports whether a name can be that of an entry: small letters, digits and
// hyphens.
func entryName(name string) bool {
	return name != "" && len(name) <= 64 && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-'
	})
}

// Close lets go of the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Open opens a file or a folder.
func (f *Folder) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		list, err := fs.ReadDir(f.base, ".")
		if err != nil {
			return nil, err
		}
		list = slices.DeleteFunc(slices.Clone(list), func(e fs.DirEntry) bool { _, own := f.in[e.Name()]; return own })
		for _, e := range f.Entries {
			list = append(list, node{name: e, folder: true})
		}
		sortEntries(list)
		return &draftFolder{node: node{name: "."}, list: list}, nil
	}
	entry, rest, _ := strings.Cut(name, "/")
	at, own := f.in[entry]
	if !own {
		return f.base.Open(name)
	}
	if rest != "" && !DraftPath(rest) && path.Ext(rest) != "" { // texts only
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if rest == "arrangement.yaml" {
		return f.root.FS().Open(at.file)
	}
	return f.root.FS().Open(path.Join(at.folder, rest))
}

// readBeginning reads the first bytes of a file, in which the header is.
func readBeginning(root *os.Root, name string) ([]byte, error) {
	x, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer x.Close()
	return readBounded(x, 64<<10)
}
