package newtext

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// The most that is read of a file before anything is understood.
const (
	linesMax   = 2000
	cellsMax   = 1000     // of a line
	unzipMax   = 32 << 20 // of a workbook
	unzipParts = 16 << 20 // of one part of it
)

// BytesMax is the most that a spreadsheet may hold.
const BytesMax = 4 << 20

// readCells reads the lines of a spreadsheet that are not empty.
func readCells(file string, body []byte) ([]line, error) {
	if len(body) > BytesMax {
		return nil, fmt.Errorf("it is larger than %d MiB", BytesMax>>20)
	}
	lower := strings.ToLower(file)
	switch {
	case strings.HasSuffix(lower, ".xlsx") || bytes.HasPrefix(body, []byte("PK\x03\x04")):
		return readXLSX(body)
	case strings.HasSuffix(lower, ".xls") || strings.HasSuffix(lower, ".ods"):
		return nil, errors.New("save it as CSV or XLSX first")
	default:
		return readCSV(body)
	}
}

func readCSV(body []byte) ([]line, error) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0 {
		return nil, errors.New("it is not UTF-8 text: save it as CSV UTF-8 or as XLSX")
	}
	r := csv.NewReader(bytes.NewReader(body))
	r.Comma = separator(body)
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = r.Comma != '\t' // it would take the separators for blanks
	var out []line
	for n := 0; ; n++ {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return nil, fmt.Errorf("line %d, character %d: %w", bad.Line, bad.Column, bad.Err)
		}
		if err != nil {
			return nil, err
		}
		at, _ := r.FieldPos(0)
		if out, err = appendLine(out, at, cells); err != nil {
			return nil, err
		}
	}
}

// separator is what stands between the cells: what the first line has most of.
func separator(body []byte) rune {
	first, _, _ := bytes.Cut(body, []byte("\n"))
	best := ','
	for _, r := range []rune{';', '\t'} {
		if bytes.Count(first, []byte(string(r))) > bytes.Count(first, []byte(string(best))) {
			best = r
		}
	}
	return best
}

// readXLSX reads the first sheet. The library that reads workbooks is not ours; if
// one makes it panic, that is said as an error.
func readXLSX(body []byte) (out []line, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, fmt.Errorf("it is no workbook that can be read: %v", p)
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(body), excelize.Options{UnzipSizeLimit: unzipMax, UnzipXMLSizeLimit: unzipParts})
	if err != nil {
		return nil, fmt.Errorf("it is no workbook that can be read: %w", err)
	}
	defer book.Close()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, errors.New("it has no sheet")
	}
	rows, err := book.Rows(sheets[0])
	if err != nil {
		return nil, fmt.Errorf("sheet %s: %w", sheets[0], err)
	}
	defer rows.Close()
	for n := 1; rows.Next(); n++ {
		if n > linesMax {
			return nil, fmt.Errorf("sheet %s has more than %d rows", sheets[0], linesMax)
		}
		cells, err := rows.Columns()
		if err != nil {
			return nil, fmt.Errorf("sheet %s, row %d: %w", sheets[0], n, err)
		}
		if out, err = appendLine(out, n, cells); err != nil {
			return nil, err
		}
	}
	return out, rows.Error()
}

// appendLine adds a line unless it is empty.
func appendLine(out []line, number int, cells []string) ([]line, error) {
	if len(out) == linesMax {
		return nil, fmt.Errorf("it has more than %d rows", linesMax)
	}
	last := -1
	clean := make([]string, len(cells))
	for i, c := range cells {
		clean[i] = oneLine(c)
		if utf8.RuneCountInString(clean[i]) > cellMax {
			return nil, cellError(number, i, "the cell holds more than %d characters", cellMax)
		}
		if clean[i] != "" {
			last = i
		}
	}
	if last >= cellsMax {
		return nil, fmt.Errorf("row %d has more than %d columns", number, cellsMax)
	}
	if last < 0 {
		return out, nil
	}
	return append(out, line{number, clean[:last+1]}), nil
}
