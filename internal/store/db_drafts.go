package store

import (
	"database/sql"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"entente/internal/syntax"
)

// draftPrefix begins the name of every draft, and of no entry of the library.
const draftPrefix = "draft-"

// Draft is an edited copy of an entry, or texts that a user brought. Its id is a name
// of the library that DB.Library gives.
type Draft struct {
	ID      string // draft-korea
	Title   string
	Of      string // the entry that it was copied from; "" for texts of the user's own
	Made    time.Time
	Changed time.Time
	Files   int
}

// DraftFile is a file of a draft as it stands.
type DraftFile struct {
	Path       string // variants/reformed.yaml
	Revision   int64  // grows with every change that is new, and never means another text
	Changed    time.Time
	Bytes      int
	Undo, Redo bool // whether there is something to undo, to redo
}

// DraftText is a file of a draft and what it holds.
type DraftText struct {
	DraftFile
	Body string
}

// MovedError says that a file is no longer at the revision that a change was based
// on. Now is what stands there; its Revision is 0 where the file is removed.
type MovedError struct{ Now DraftText }

func (e *MovedError) Error() string {
	if e.Now.Revision == 0 {
		return e.Now.Path + " is no longer there"
	}
	return fmt.Sprintf("%s was changed meanwhile, at %s", e.Now.Path, e.Now.Changed.Format(time.RFC3339))
}

// CreateDraft keeps texts as a new draft, whose id is draft-NAME, or draft-NAME-2 and so on
// where that is taken. The texts go by their paths in the draft (DraftPath).
func (d *DB) CreateDraft(name, title, of string, texts []Text) (Draft, error) {
	title = bounded(title, TitleMax)
	total := 0
	for i, t := range texts {
		total += len(t.Body)
		if err := checkText(t.Name, t.Body); err != nil {
			return Draft{}, err
		}
		if slices.ContainsFunc(texts[:i], func(o Text) bool { return o.Name == t.Name }) {
			return Draft{}, &LimitError{"two texts are called " + t.Name}
		}
	}
	switch {
	case len(texts) == 0:
		return Draft{}, &LimitError{"a draft needs a text"}
	case len(texts) > DraftFilesMax:
		return Draft{}, tooManyFiles()
	case total > DraftBytesMax:
		return Draft{}, tooManyBytes()
	}
	draft := Draft{Title: title, Of: of, Made: d.moment(), Files: len(texts)}
	draft.Changed = draft.Made
	err := d.change("keep a draft", func(tx *sql.Tx) error {
		ids := map[string]bool{}
		rows, err := tx.Query(`SELECT id FROM drafts`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			ids[id] = true
		}
		if err := rows.Err(); err != nil {
			return err
		}
		if len(ids) >= DraftsMax {
			return &LimitError{fmt.Sprintf("the store keeps %d drafts at most: delete one", DraftsMax)}
		}
		first := draftPrefix + strings.TrimPrefix(slug(name), draftPrefix)
		draft.ID = first
		for n := 2; ids[draft.ID]; n++ {
			draft.ID = fmt.Sprintf("%s-%d", first, n)
		}
		if _, err := tx.Exec(`INSERT INTO drafts (id, title, of, made, changed) VALUES (?, ?, ?, ?, ?)`, draft.ID, title, of, draft.Made.UnixMilli(), draft.Made.UnixMilli()); err != nil {
			return err
		}
		for _, t := range texts {
			if err := addRevision(tx, draft.ID, t.Name, []byte(t.Body), draft.Made); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Draft{}, err
	}
	return draft, nil
}

const draftColumns = `id, title, of, made, changed,
	(SELECT count(*) FROM files JOIN revisions ON revisions.id = files.head WHERE files.draft = drafts.id AND body IS NOT NULL)`

func scanDraft(scan func(...any) error) (Draft, error) {
	var x Draft
	var made, changed int64
	err := scan(&x.ID, &x.Title, &x.Of, &made, &changed, &x.Files)
	x.Made, x.Changed = at(made), at(changed)
	return x, err
}

// Drafts lists the drafts, the last changed first.
func (d *DB) Drafts() ([]Draft, error) {
	var out []Draft
	err := d.each(func(row *sql.Rows) error {
		x, err := scanDraft(row.Scan)
		out = append(out, x)
		return err
	}, `SELECT `+draftColumns+` FROM drafts ORDER BY changed DESC, id`)
	return out, wrapped("read the drafts", err)
}

// Draft returns a draft. One that is not there is *MissingError.
func (d *DB) Draft(id string) (Draft, error) {
	x, err := scanDraft(d.sql.QueryRow(`SELECT `+draftColumns+` FROM drafts WHERE id = ?`, id).Scan)
	if noRow(err) {
		return Draft{}, noDraft(id)
	}
	return x, wrapped("read draft "+id, err)
}

// DeleteDraft removes a draft with all its revisions.
func (d *DB) DeleteDraft(id string) error {
	return d.change("delete draft "+id, func(tx *sql.Tx) error {
		done, err := tx.Exec(`DELETE FROM drafts WHERE id = ?`, id)
		return one(done, err, "draft "+id)
	})
}

// fileColumns are of the revision that stands; of a removed file too.
const fileColumns = `files.path, files.head, r.made, coalesce(length(r.body), 0), r.body IS NULL,
	EXISTS (SELECT 1 FROM revisions x WHERE x.draft = files.draft AND x.path = files.path AND x.id < files.head),
	EXISTS (SELECT 1 FROM revisions x WHERE x.draft = files.draft AND x.path = files.path AND x.id > files.head)`

func scanFile(scan func(...any) error, more ...any) (f DraftFile, removed bool, err error) {
	var made int64
	err = scan(append([]any{&f.Path, &f.Revision, &made, &f.Bytes, &removed, &f.Undo, &f.Redo}, more...)...)
	f.Changed = at(made)
	return f, removed, err
}

// DraftFiles lists the files of a draft, by path.
func (d *DB) DraftFiles(id string) ([]DraftFile, error) {
	if _, err := d.Draft(id); err != nil {
		return nil, err
	}
	var out []DraftFile
	err := d.each(func(row *sql.Rows) error {
		f, removed, err := scanFile(row.Scan)
		if !removed {
			out = append(out, f)
		}
		return err
	}, `SELECT `+fileColumns+` FROM files JOIN revisions r ON r.id = files.head WHERE files.draft = ? ORDER BY files.path`, id)
	return out, wrapped("read draft "+id, err)
}

// ReadDraft returns a file of a draft as it stands.
func (d *DB) ReadDraft(id, path string) (DraftText, error) {
	t, removed, err := readHead(d.sql, id, path)
	if err == nil && (removed || t.Revision == 0) {
		err = &MissingError{path + " in draft " + id}
	}
	if err != nil {
		return DraftText{}, wrapped("read "+id+"/"+path, err)
	}
	return t, nil
}

// asker is a store or a transaction.
type asker interface {
	QueryRow(query string, args ...any) *sql.Row
}

// readHead reads the revision that stands; of a file that never was, nothing.
func readHead(q asker, id, path string) (t DraftText, removed bool, err error) {
	var body []byte
	t.DraftFile, removed, err = scanFile(q.QueryRow(`SELECT `+fileColumns+`, r.body FROM files JOIN revisions r ON r.id = files.head WHERE files.draft = ? AND files.path = ?`, id, path).Scan, &body)
	t.Body = string(body)
	if noRow(err) {
		return DraftText{DraftFile: DraftFile{Path: path}}, true, nil
	}
	return t, removed, err
}

// SaveDraft keeps a new text of a file, which was changed from revision base; base 0
// adds a file. Where another revision stands, it is *MovedError, and nothing is
// changed. What had been undone is gone then.
func (d *DB) SaveDraft(id, path string, base int64, body string) (DraftFile, error) {
	if err := checkText(path, body); err != nil {
		return DraftFile{}, err
	}
	return d.edit(id, path, base, func(tx *sql.Tx, now DraftText, removed bool) error {
		if !removed && now.Body == body {
			return nil
		}
		files, bytes := 0, 0
		if err := tx.QueryRow(`SELECT count(body), coalesce(sum(length(body)), 0) FROM files JOIN revisions r ON r.id = files.head WHERE files.draft = ?`, id).Scan(&files, &bytes); err != nil {
			return err
		}
		switch {
		case removed && files >= DraftFilesMax:
			return tooManyFiles()
		case bytes-now.Bytes+len(body) > DraftBytesMax:
			return tooManyBytes()
		}
		return addRevision(tx, id, path, []byte(body), d.moment())
	})
}

// RemoveDraftFile removes a file of a draft, which stands at revision base. It can be
// undone.
func (d *DB) RemoveDraftFile(id, path string, base int64) error {
	_, err := d.edit(id, path, base, func(tx *sql.Tx, now DraftText, removed bool) error {
		if removed {
			return &MissingError{path + " in draft " + id}
		}
		return addRevision(tx, id, path, nil, d.moment())
	})
	return err
}

// UndoDraft goes back to the revision before base, which stands; RedoDraft forward
// again. Where there is none, nothing is changed. The result's Revision is 0 where the
// file is not there then.
func (d *DB) UndoDraft(id, path string, base int64) (DraftText, error) {
	return d.step(id, path, base, `SELECT max(id) FROM revisions WHERE draft = ? AND path = ? AND id < ?`)
}

// RedoDraft is the opposite of UndoDraft.
func (d *DB) RedoDraft(id, path string, base int64) (DraftText, error) {
	return d.step(id, path, base, `SELECT min(id) FROM revisions WHERE draft = ? AND path = ? AND id > ?`)
}

func (d *DB) step(id, path string, base int64, query string) (DraftText, error) {
	var out DraftText
	_, err := d.edit(id, path, base, func(tx *sql.Tx, now DraftText, _ bool) error {
		var to sql.NullInt64
		if err := tx.QueryRow(query, id, path, now.Revision).Scan(&to); err != nil {
			return err
		}
		if to.Valid {
			if _, err := tx.Exec(`UPDATE files SET head = ? WHERE draft = ? AND path = ?`, to.Int64, id, path); err != nil {
				return err
			}
		}
		var err error
		var removed bool
		if out, removed, err = readHead(tx, id, path); removed {
			out.Revision = 0
		}
		return err
	})
	return out, err
}

// edit does something to a file of a draft that stands at revision base, and returns
// the file as it stands then. A file that is removed stands at 0 and at its own number.
func (d *DB) edit(id, path string, base int64, do func(tx *sql.Tx, now DraftText, removed bool) error) (DraftFile, error) {
	var file DraftFile
	err := d.change("change "+id+"/"+path, func(tx *sql.Tx) error {
		var drafts int
		if err := tx.QueryRow(`SELECT count(*) FROM drafts WHERE id = ?`, id).Scan(&drafts); err != nil {
			return err
		}
		if drafts == 0 {
			return noDraft(id)
		}
		now, removed, err := readHead(tx, id, path)
		if err != nil {
			return err
		}
		if base != now.Revision && !(removed && base == 0) {
			if removed {
				now.Revision = 0
			}
			return &MovedError{now}
		}
		if err := do(tx, now, removed); err != nil {
			return err
		}
		then, _, err := readHead(tx, id, path)
		if err != nil {
			return err
		}
		file = then.DraftFile
		if file.Revision == now.Revision {
			return nil
		}
		_, err = tx.Exec(`UPDATE drafts SET changed = ? WHERE id = ?`, d.now().UnixMilli(), id)
		return err
	})
	return file, err
}

// addRevision puts a new revision at the head of a file, in place of what had been
// undone, and drops the oldest beyond the limits.
func addRevision(tx *sql.Tx, id, path string, body []byte, now time.Time) error {
	var kept any // NULL where the file is removed
	if body != nil {
		kept = body
	}
	if _, err := tx.Exec(`DELETE FROM revisions WHERE draft = ?1 AND path = ?2 AND id > (SELECT head FROM files WHERE draft = ?1 AND path = ?2)`, id, path); err != nil {
		return err
	}
	added, err := tx.Exec(`INSERT INTO revisions (draft, path, body, made) VALUES (?, ?, ?, ?)`, id, path, kept, now.UnixMilli())
	if err != nil {
		return err
	}
	number, err := added.LastInsertId()
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO files (draft, path, head) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET head = excluded.head`, id, path, number); err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM revisions WHERE id IN (
		SELECT id FROM (
			SELECT id, row_number() OVER newest AS n, sum(length(body)) OVER newest AS bytes
			FROM revisions WHERE draft = ? AND path = ? WINDOW newest AS (ORDER BY id DESC))
		WHERE n > ? OR n > 1 AND bytes > ?)`, id, path, RevisionsMax, RevisionBytesMax)
	return err
}

// DraftTexts returns the texts of a draft as they stand, by path.
func (d *DB) DraftTexts(id string) ([]Text, error) {
	if _, err := d.Draft(id); err != nil {
		return nil, err
	}
	var out []Text
	err := d.each(func(row *sql.Rows) error {
		var t Text
		var body []byte
		err := row.Scan(&t.Name, &body)
		t.Body = string(body)
		out = append(out, t)
		return err
	}, `SELECT files.path, body FROM files JOIN revisions ON revisions.id = files.head WHERE files.draft = ? AND body IS NOT NULL ORDER BY files.path`, id)
	return out, wrapped("read draft "+id, err)
}

// EntryTexts returns the texts of an entry of the library, as a draft keeps them.
func (s *Store) EntryTexts(entry string) ([]Text, error) {
	if o, ok := s.Library.(*overlay); ok && IsDraft(entry) {
		return o.drafts.DraftTexts(entry) // at once
	}
	var out []Text
	err := fs.WalkDir(s.Library, entry, func(name string, f fs.DirEntry, err error) error {
		if err != nil || f.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		body, err := fs.ReadFile(s.Library, name)
		out = append(out, Text{Name: strings.TrimPrefix(name, entry+"/"), Body: string(body)})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the entry %s: %w", entry, plain(err))
	}
	return out, nil
}

// DraftPath says whether a file of a draft may be called so: arrangement.yaml, or a
// file of one of the Folders, or a study in a folder of its own.
func DraftPath(name string) bool {
	parts := strings.Split(name, "/")
	last := parts[len(parts)-1]
	base, yaml := strings.CutSuffix(last, ".yaml")
	if !fs.ValidPath(name) || len(name) > pathMax || !yaml || base == "" || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\\' || r == ':' || r == 0x7f }) {
		return false
	}
	switch len(parts) {
	case 1:
		return last == "arrangement.yaml"
	case 2:
		return slices.Contains(Folders, parts[0])
	case 3:
		return parts[0] == "studies" && last == "study.yaml"
	}
	return false
}

const pathMax = 200

func checkText(path, body string) error {
	switch {
	case !DraftPath(path):
		return &LimitError{fmt.Sprintf("%q is no place in a draft: there are arrangement.yaml and %s/NAME.yaml", path, strings.Join(Folders, "/NAME.yaml, "))}
	case len(body) > syntax.DefaultLimits.Bytes:
		return &LimitError{fmt.Sprintf("%s is larger than %d KiB", path, syntax.DefaultLimits.Bytes>>10)}
	}
	return nil
}

func tooManyFiles() error {
	return &LimitError{fmt.Sprintf("a draft has %d files at most", DraftFilesMax)}
}

func tooManyBytes() error {
	return &LimitError{fmt.Sprintf("the texts of a draft have %d MiB at most", DraftBytesMax>>20)}
}

func noDraft(id string) error { return &MissingError{"draft " + id} }

// slug makes a name for files and addresses of any text: small letters, digits and
// hyphens.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= slugMax {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "text"
}

const slugMax = 60

// bounded cuts a text at a number of bytes, between two characters.
func bounded(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}
