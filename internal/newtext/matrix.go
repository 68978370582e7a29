package newtext

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/syntax"
)

// The most that is read of a spreadsheet. A procedure has at most 64 steps, an
// arrangement at most 64 procedures (internal/typecheck).
const (
	decisionsMax = 64
	postsMax     = 200
	rolesMax     = 64 // of one decision
	cellMax      = 200
	idMax        = 56 // of a post or a decision: ids made from it are longer
)

// role is what a post does in a decision.
type role uint8

const (
	leftOut role = iota
	decides
	consents
	heard
	told
)

// roleWords are the words of a cell, in small letters.
var roleWords = map[string]role{
	"": leftOut, "-": leftOut, "–": leftOut, "—": leftOut, "·": leftOut, ".": leftOut, "left out": leftOut,
	"d": decides, "decide": decides, "decides": decides,
	"c": consents, "consent": consents, "consents": consents, "must consent": consents,
	"h": heard, "heard": heard, "is heard": heard,
	"t": told, "told": told, "is told": told,
}

// column is a post of the matrix.
type column struct {
	id, name string
	party    string // an id
	number   int    // of the spreadsheet, from 0
}

// row is a decision of the matrix.
type row struct {
	id, name string
	roles    []role // by column
	decider  int    // a column
	number   int    // of the spreadsheet, from 1
}

// matrix is a spreadsheet understood.
type matrix struct {
	file    string
	columns []column
	parties []column // their ids and names
	told    bool     // the parties are written
	rows    []row
}

// FromMatrix returns an arrangement made from a spreadsheet: the first row names
// the posts, an optional second row that begins with `party` their parties, every
// other row a decision. A cell is decides, consents, heard, told (or the first
// letter of one), or empty.
func FromMatrix(id, file string, body []byte) (string, error) {
	if err := CheckID(id); err != nil {
		return "", err
	}
	cells, err := readCells(file, body)
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	m, err := understand(cells)
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	m.file = filepath.Base(file)
	return m.text(id), nil
}

// cellError says what is wrong where. Rows and columns are those of a spreadsheet.
func cellError(rowNumber, columnNumber int, format string, args ...any) error {
	return fmt.Errorf("row %d, column %s: %s", rowNumber, letters(columnNumber), fmt.Sprintf(format, args...))
}

// letters names a column as spreadsheets do: 0 is A, 26 is AA.
func letters(n int) string {
	out := ""
	for n++; n > 0; n = (n - 1) / 26 {
		out = string(rune('A'+(n-1)%26)) + out
	}
	return out
}

// line is a row of a spreadsheet that is not empty.
type line struct {
	number int // from 1
	cells  []string
}

func understand(lines []line) (*matrix, error) {
	if len(lines) == 0 {
		return nil, fmt.Errorf("it is empty: the first row names the posts, every other row a decision")
	}
	m := &matrix{}
	if err := m.head(lines[0]); err != nil {
		return nil, err
	}
	rest := lines[1:]
	if len(rest) > 0 && isParty(cell(rest[0], 0)) {
		if err := m.party(rest[0]); err != nil {
			return nil, err
		}
		rest = rest[1:]
	} else {
		m.parties = []column{{id: "all", name: "All posts"}}
		for i := range m.columns {
			m.columns[i].party = "all"
		}
	}
	if len(rest) == 0 {
		return nil, fmt.Errorf("it has no decision: every row below the posts is one")
	}
	for _, l := range rest {
		if err := m.decision(l); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func cell(l line, i int) string {
	if i >= len(l.cells) {
		return ""
	}
	return l.cells[i]
}

func isParty(s string) bool {
	s = strings.ToLower(s)
	return s == "party" || s == "parties"
}

// head reads the row of posts.
func (m *matrix) head(l line) error {
	seen := map[string]int{}
	for i := 1; i < len(l.cells); i++ {
		if l.cells[i] == "" {
			continue
		}
		id, name, err := identify(l.cells[i])
		if err != nil {
			return cellError(l.number, i, "%v", err)
		}
		if before, ok := seen[id]; ok {
			return cellError(l.number, i, "post %q stands in column %s already", id, letters(before))
		}
		seen[id] = i
		m.columns = append(m.columns, column{id: id, name: name, number: i})
	}
	switch {
	case len(m.columns) == 0:
		return fmt.Errorf("row %d: no post is named: the first row holds their ids, from column B on", l.number)
	case len(m.columns) > postsMax:
		return fmt.Errorf("row %d: %d posts; at most %d are read", l.number, len(m.columns), postsMax)
	}
	return nil
}

// party reads the row of parties.
func (m *matrix) party(l line) error {
	m.told = true
	names := map[string]bool{}
	for i := range m.columns {
		c := &m.columns[i]
		if cell(l, c.number) == "" {
			return cellError(l.number, c.number, "post %q has no party", c.id)
		}
		id, name, err := identify(cell(l, c.number))
		if err != nil {
			return cellError(l.number, c.number, "%v", err)
		}
		c.party = id
		if !names[id] {
			names[id] = true
			m.parties = append(m.parties, column{id: id, name: name})
		}
	}
	if len(m.parties) > 32 {
		return fmt.Errorf("row %d: %d parties; at most 32 are read", l.number, len(m.parties))
	}
	return m.stray(l)
}

// stray refuses what stands in a column without a post.
func (m *matrix) stray(l line) error {
	has := map[int]bool{0: true}
	for _, c := range m.columns {
		has[c.number] = true
	}
	for i, text := range l.cells {
		if text != "" && !has[i] {
			return cellError(l.number, i, "%q stands below no post", text)
		}
	}
	return nil
}

// decision reads the row of a decision.
func (m *matrix) decision(l line) error {
	if err := m.stray(l); err != nil {
		return err
	}
	if cell(l, 0) == "" {
		return cellError(l.number, 0, "the decision has no name")
	}
	id, name, err := identify(cell(l, 0))
	if err != nil {
		return cellError(l.number, 0, "%v", err)
	}
	r := row{id: id, name: name, decider: -1, number: l.number, roles: make([]role, len(m.columns))}
	for _, other := range m.rows {
		if other.id == id {
			return cellError(l.number, 0, "decision %q stands in row %d already", id, other.number)
		}
	}
	count := 0
	for i, c := range m.columns {
		text := cell(l, c.number)
		what, ok := roleWords[strings.ToLower(text)]
		if !ok {
			return cellError(l.number, c.number, "%q is no role: write decides, consents, heard, told (or d, c, h, t), or leave it empty", text)
		}
		if what == decides && r.decider >= 0 {
			return cellError(l.number, c.number, "%q has two deciders, %s and %s: write consents for the one who must agree", id, m.columns[r.decider].id, c.id)
		}
		if what == decides {
			r.decider = i
		}
		if what != leftOut {
			count++
		}
		r.roles[i] = what
	}
	switch {
	case r.decider < 0:
		return fmt.Errorf("row %d: nobody decides %q: write decides in the column of the post that does", l.number, id)
	case count > rolesMax:
		return fmt.Errorf("row %d: %d posts have a part in %q; at most %d are read", l.number, count, id, rolesMax)
	case len(m.rows) == decisionsMax:
		return fmt.Errorf("row %d: this is decision number %d; at most %d are read", l.number, decisionsMax+1, decisionsMax)
	}
	m.rows = append(m.rows, r)
	return nil
}

// identify makes an id of a cell: the text itself, where it is one, else its words
// in small letters joined by hyphens; the text is then the name.
func identify(text string) (id, name string, err error) {
	if syntax.BadID(text) == "" && utf8.RuneCountInString(text) <= idMax {
		return text, "", nil
	}
	dash := false
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) && b.Len() > 0:
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
		default:
			dash = true
		}
	}
	why := syntax.BadID(b.String())
	if utf8.RuneCountInString(b.String()) > idMax {
		why = fmt.Sprintf("it has more than %d characters", idMax)
	}
	if why != "" {
		return "", "", fmt.Errorf("%q cannot be made an id: %s", text, why)
	}
	return b.String(), text, nil
}
