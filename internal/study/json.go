package study

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
)

// Schema is the JSON Schema (2020-12) of a summary.
//
//go:embed summary.schema.json
var Schema []byte

// JSON writes a result: the same result always as the same bytes, two spaces deep,
// with a line end.
func JSON(r *Result) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("write the summary: %w", err)
	}
	return out.Bytes(), nil
}

// Read reads a summary that JSON wrote.
func Read(body []byte) (*Result, error) {
	var head struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(body, &head); err != nil {
		return nil, fmt.Errorf("read the summary: %w", err)
	}
	if head.Version != Version {
		return nil, fmt.Errorf("the summary is of version %d; this program reads version %d", head.Version, Version)
	}
	out := &Result{}
	if err := json.Unmarshal(body, out); err != nil {
		return nil, fmt.Errorf("read the summary: %w", err)
	}
	return out, nil
}
