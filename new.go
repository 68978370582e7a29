package entente

import "entente/internal/newtext"

// NewText returns a small commented arrangement under an id, to begin with. The
// error says why the id is none.
func NewText(id string) (string, error) { return newtext.Skeleton(id) }

// NewLike returns the text of an arrangement under another id and title. from is
// what the first comment says that it comes from.
func NewLike(t Text, id, from string) (string, error) {
	return newtext.Like(t.Body, t.Name, id, from)
}

// NewFromMatrix returns an arrangement made from a spreadsheet of decisions and
// posts: CSV, or XLSX if the name ends so. The error names the row and column.
func NewFromMatrix(id, name string, body []byte) (string, error) {
	return newtext.FromMatrix(id, name, body)
}
