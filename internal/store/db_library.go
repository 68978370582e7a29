package store

import (
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

// LibraryWith is a library with texts laid over it as one more entry, whose name is
// that of a draft, as CreateDraft would keep them.
func LibraryWith(base fs.FS, id string, texts []Text) fs.FS {
	return &overlay{base, brought{id, texts}}
}

// overlay is a library with drafts over it.
type overlay struct {
	base   fs.FS
	drafts drafts
}

// drafts are entries that are not those of the library: of a store, or brought by a
// user and not kept.
type drafts interface {
	Drafts() ([]Draft, error)
	DraftFiles(id string) ([]DraftFile, error)
	ReadDraft(id, path string) (DraftText, error)
	DraftTexts(id string) ([]Text, error)
}

// IsDraft reports whether an entry has the name of a draft.
func IsDraft(entry string) bool { return strings.HasPrefix(entry, draftPrefix) }

// brought is one entry in memory.
type brought struct {
	id    string
	texts []Text
}

func (b brought) Drafts() ([]Draft, error) { return []Draft{{ID: b.id}}, nil }

func (b brought) DraftFiles(id string) ([]DraftFile, error) {
	if id != b.id {
		return nil, noDraft(id)
	}
	var out []DraftFile
	for _, t := range b.texts {
		out = append(out, DraftFile{Path: t.Name, Bytes: len(t.Body)})
	}
	return out, nil
}

func (b brought) ReadDraft(id, path string) (DraftText, error) {
	for _, t := range b.texts {
		if id == b.id && t.Name == path {
			return DraftText{DraftFile{Path: path, Bytes: len(t.Body)}, t.Body}, nil
		}
	}
	return DraftText{}, &MissingError{path + " in draft " + id}
}

func (b brought) DraftTexts(id string) ([]Text, error) {
	if id != b.id {
		return nil, noDraft(id)
	}
	return b.texts, nil
}

// Open opens a file or a folder.
func (o *overlay) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	id, rest, _ := strings.Cut(name, "/")
	if name != "." && !IsDraft(id) {
		return o.base.Open(name)
	}
	file, err := o.open(name, id, rest)
	if missing := (*MissingError)(nil); errors.As(err, &missing) {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return file, nil
}

func (o *overlay) open(name, id, rest string) (fs.File, error) {
	if name == "." {
		list, err := o.entries()
		return &draftFolder{node: node{name: "."}, list: list}, err
	}
	if DraftPath(rest) {
		t, err := o.drafts.ReadDraft(id, rest)
		if err != nil {
			return nil, err
		}
		return &draftReader{node{path.Base(rest), int64(len(t.Body)), t.Changed, false}, strings.NewReader(t.Body)}, nil
	}
	files, err := o.drafts.DraftFiles(id)
	list := folder(files, rest)
	if err == nil && len(list) == 0 && rest != "" {
		err = fs.ErrNotExist
	}
	return &draftFolder{node: node{name: path.Base(name)}, list: list}, err
}

// entries lists the entries of the library and the drafts.
func (o *overlay) entries() ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(o.base, ".")
	if err != nil {
		return nil, err
	}
	drafts, err := o.drafts.Drafts()
	if err != nil {
		return nil, err
	}
	list = slices.Clone(list)
	for _, x := range drafts {
		list = slices.DeleteFunc(list, func(e fs.DirEntry) bool { return e.Name() == x.ID })
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
	*strings.Reader
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
