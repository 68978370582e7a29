package store

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Library is a library with the drafts laid over it: each is an entry beside those of
// base. What is read is what stands at that moment.
func (d *DB) Library(base fs.FS) fs.FS { return &overlay{base, d} }

type overlay struct {
	base fs.FS
	db   *DB
}

// IsDraft reports whether an entry has the name of a draft.
func IsDraft(entry string) bool { return strings.HasPrefix(entry, draftPrefix) }

// Open opens a file or a folder.
func (o *overlay) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	id, rest, _ := strings.Cut(name, "/")
	if name != "." && !IsDraft(id) {
		return o.base.Open(name)
	}
	if name == "." {
		list, err := o.entries()
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &draftFolder{node: node{name: "."}, list: list}, nil
	}
	if DraftPath(rest) {
		t, err := o.db.ReadDraft(id, rest)
		if err == nil {
			return &draftReader{node{path.Base(rest), int64(len(t.Body)), t.Changed, false}, bytes.NewReader([]byte(t.Body))}, nil
		}
		if missing := (*MissingError)(nil); !errors.As(err, &missing) {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
	}
	files, err := o.db.DraftFiles(id)
	if missing := (*MissingError)(nil); errors.As(err, &missing) {
		err = fs.ErrNotExist
	}
	list := folder(files, rest)
	if err == nil && len(list) == 0 && rest != "" {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &draftFolder{node: node{name: path.Base(name)}, list: list}, nil
}

// entries lists the entries of the library and the drafts.
func (o *overlay) entries() ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(o.base, ".")
	if err != nil {
		return nil, err
	}
	drafts, err := o.db.Drafts()
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(slices.Clone(list), func(e fs.DirEntry) bool { return IsDraft(e.Name()) })
	for _, x := range drafts {
		list = append(list, node{name: x.ID, folder: true})
	}
	sortEntries(list)
	return list, nil
}

// folder lists what is directly in a folder of a draft.
func folder(files []DraftFile, under string) []fs.DirEntry {
	var out []fs.DirEntry
	for _, f := range files {
		name := f.Path
		if under != "" {
			var in bool
			if name, in = strings.CutPrefix(name, under+"/"); !in {
				continue
			}
		}
		n := node{name, int64(f.Bytes), f.Changed, false}
		if first, _, deeper := strings.Cut(name, "/"); deeper {
			n = node{name: first, folder: true}
		}
		if !slices.ContainsFunc(out, func(e fs.DirEntry) bool { return e.Name() == n.name }) {
			out = append(out, n)
		}
	}
	sortEntries(out)
	return out
}

func sortEntries(list []fs.DirEntry) {
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
}

// node is what is known of a file or a folder of a draft, as fs.FileInfo and
// fs.DirEntry.
type node struct {
	name    string
	size    int64
	changed time.Time
	folder  bool
}

func (n node) Name() string               { return n.name }
func (n node) Size() int64                { return n.size }
func (n node) ModTime() time.Time         { return n.changed }
func (n node) IsDir() bool                { return n.folder }
func (n node) Sys() any                   { return nil }
func (n node) Type() fs.FileMode          { return n.Mode().Type() }
func (n node) Info() (fs.FileInfo, error) { return n, nil }

func (n node) Mode() fs.FileMode {
	if n.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// draftReader reads a file.
type draftReader struct {
	node
	*bytes.Reader
}

func (f *draftReader) Stat() (fs.FileInfo, error) { return f.node, nil }
func (f *draftReader) Size() int64                { return f.node.size }
func (f *draftReader) Close() error               { return nil }

// draftFolder lists a folder.
type draftFolder struct {
	node
	list []fs.DirEntry
	next int
}

func (f *draftFolder) Stat() (fs.FileInfo, error) { return node{name: f.name, folder: true}, nil }
func (f *draftFolder) Close() error               { return nil }

func (f *draftFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: errors.New("it is a folder")}
}

func (f *draftFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	left := f.list[f.next:]
	if n <= 0 {
		f.next = len(f.list)
		return left, nil
	}
	if len(left) == 0 {
		return nil, io.EOF
	}
	left = left[:min(n, len(left))]
	f.next += len(left)
	return left, nil
}
