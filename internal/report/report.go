// Package report turns results into one self-contained HTML page: a one-page
// brief first, then the decision rights, the command charts, the seams, what each
// design changes, what was searched, and the sources.
//
// In: checked designs, their comparisons and their matrix. Out: the bytes of the
// page. Guaranteed: the same input gives the same bytes; nothing in the page asks
// a network for anything; every text of the input is escaped; nothing is said of
// a real state that the findings do not say themselves; no seams are counted.
package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"strings"

	"entente/internal/answer"
	"entente/internal/check"
)

// Input is what a report is made from. The first design is the one that the
// others are compared with.
type Input struct {
	Title   string
	Designs []Design
	Matrix  *answer.MatrixResult
	Version string // of the program
	Command string // what was run
}

// Design is one checked design.
type Design struct {
	ID, Title string
	Findings  *check.Result
	Diff      *answer.DiffResult // against the first design; nil for the first
}

//go:embed page.html
var pageText string

//go:embed page.css
var styleText string

//go:embed page.js
var scriptText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"prose": prose, "capital": capital}).Parse(pageText))

// HTML writes the report. The error says what is missing from the input.
func HTML(in Input) ([]byte, error) {
	if len(in.Designs) == 0 {
		return nil, errors.New("report: no design")
	}
	for i, d := range in.Designs {
		switch {
		case d.Findings == nil || d.Findings.Arrangement == nil:
			return nil, fmt.Errorf("report: design %q has no findings", d.ID)
		case i > 0 && d.Diff == nil:
			return nil, fmt.Errorf("report: design %q is not compared with %q", d.ID, in.Designs[0].ID)
		}
	}
	if in.Matrix == nil || len(in.Matrix.Designs) != len(in.Designs) {
		return nil, errors.New("report: the matrix does not cover the designs")
	}
	b := &builder{in: in, delays: allDelays(in.Designs)}
	var out bytes.Buffer
	if err := pageTemplate.Execute(&out, b.page()); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return out.Bytes(), nil
}

// page is what the template shows.
type page struct {
	Title, Version, Command string
	Policy                  string
	Style                   template.CSS
	Script                  template.JS
	Caveat                  string
	Brief                   brief
	Rights                  []rightsTable
	Forces                  []forceTable
	RightsKey               string
	Courses                 []courseTable
	Charts                  []chartGroup
	Seams                   []seamGroup
	Changes                 []changeGroup
	Searches                []searchView
	Sources                 []sourceRow
	SourcesTable            int
	Disputes                []disputeView
	Delays                  []delayRow
	DelaysTable             int
	DelaysText              string
	Timeless                []string
	People                  []personTable
	Several                 bool
	Many                    bool
	Fates                   *fateTable
	SearchSums              []searchSum
	SearchTable             int
	FateNumber              int
}

// dress returns the style of a page, with what it adds to that of all, its script, and
// the policy that admits them.
func dress(more string) (style template.CSS, script template.JS, policy string) {
	all := styleText + more + "@media screen and (prefers-color-scheme:dark){" + darkFigures() + "}\n"
	policy = "default-src 'none'; img-src data: blob:; style-src " + hashOf(all) + "; script-src " + hashOf(scriptText) + "; base-uri 'none'; form-action 'none'"
	return template.CSS(all), template.JS(scriptText), policy
}

// PolicyOf is the content policy of a page, for a header; it admits nothing where the
// page has none.
func PolicyOf(page []byte) string {
	root, err := readPage(page)
	if err == nil {
		for _, m := range root.all("meta") {
			if m.attrs["http-equiv"] == "Content-Security-Policy" {
				return m.attrs["content"] + "; frame-ancestors 'self'"
			}
		}
	}
	return "default-src 'none'"
}

// builder numbers figures and tables as they come.
type builder struct {
	in              Input
	delays          []delay
	figures, tables int
	timeline        *course
	timelineFigure  int
	tellings        map[seamID]string // seam → where its story is told
	pointsMost      int               // points that a judgement makes of one design
}

func (b *builder) figure() int { b.figures++; return b.figures }
func (b *builder) table() int  { b.tables++; return b.tables }

func (b *builder) page() page {
	p := page{
		Title: b.title(), Version: b.in.Version, Command: b.in.Command,
		Caveat: caveatText(b.delays), Several: len(b.in.Designs) > 1,
		RightsKey: rightsKey,
	}
	p.Style, p.Script, p.Policy = dress("")
	p.Brief = b.brief()
	p.Rights = b.rights()
	p.Forces = b.forces()
	p.Courses = b.courses()
	p.Charts = b.charts()
	p.Seams = b.seams()
	p.Changes = b.changes()
	p.Searches = b.searches()
	if p.Many = b.many(); p.Many {
		p.Fates = b.fates()
		p.FateNumber = p.Fates.N
		p.SearchSums, p.SearchTable = b.searchSums(), b.table()
	}
	p.Sources, p.SourcesTable = b.sources()
	p.Disputes = b.disputes()
	p.Delays, p.DelaysTable = b.delayRows()
	p.DelaysText = delayCount(b.delays, "") + " count as assumptions: marked so, without a source, not graded, or graded 4 or worse."
	p.Timeless = b.timeless()
	p.People = b.people()
	return p
}

func (b *builder) title() string {
	if b.in.Title != "" {
		return b.in.Title
	}
	return b.in.Designs[0].name()
}

// hashOf is how a content policy names a piece of style or script.
func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// name is what a reader knows a design by.
func (d *Design) name() string {
	if d.Title != "" {
		return d.Title
	}
	return d.ID
}

// prose escapes a text and sets what stands in backquotes as code.
func prose(s string) template.HTML {
	parts := strings.Split(clean(s), "`")
	var b strings.Builder
	for i, p := range parts {
		switch {
		case i%2 == 0 || i == len(parts)-1:
			if i%2 == 1 {
				b.WriteByte('`')
			}
			b.WriteString(template.HTMLEscapeString(p))
		default:
			b.WriteString("<code>" + template.HTMLEscapeString(p) + "</code>")
		}
	}
	return template.HTML(b.String())
}

// figureView is a figure with its caption and the sources it rests on.
type figureView struct {
	ID      string
	N       int
	Name    string // of downloaded files
	SVG     template.HTML
	Caption string
	Note    string
	Source  string
	Half    bool     // two of them fit a printed page
	Wide    bool     // needs a page across
	Heads   []string // of the same numbers as a table, where they are not in another
	Rows    [][]string
}
