package interop

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun looks at the folder of a run that the command has made, under
// ENTENTE_RUN.
func TestRun(t *testing.T) {
	dir := os.Getenv("ENTENTE_RUN")
	if dir == "" {
		t.Skip("ENTENTE_RUN names no run")
	}
	db := open(t)
	file := filepath.Join(dir, "runs.parquet")
	m := metadata(t, db, file)
	var columns []column
	var cells []cell
	for key, at := range map[string]any{"entente.columns": &columns, "entente.cells": &cells} {
		if err := json.Unmarshal([]byte(m[key]), at); err != nil {
			t.Fatalf("%s: %v", key, err)
		}
	}
	checkDigest(t, filepath.Join(dir, "texts", "digest.json"), m)
	checkColumns(t, db, file, columns)
	checkCells(t, db, file, cells)
	for _, name := range []string{"summary.json", "meta.json"} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !json.Valid(b) {
			t.Errorf("%s is not there or not JSON: %v", name, err)
		}
	}
}

// checkDigest compares the identity of the run in the texts and in the file.
func checkDigest(t *testing.T, name string, m map[string]string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var d struct{ Digest, Seed string }
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	if d.Digest != m["entente.digest"] || d.Seed != m["entente.seed"] || m["entente.version"] != "1" {
		t.Errorf("the texts are of %+v, the file of %s", d, m)
	}
}

// checkColumns compares types, units and labels with the documentation.
func checkColumns(t *testing.T, db *sql.DB, file string, columns []column) {
	t.Helper()
	types := map[string]string{"name": "VARCHAR", "category": "VARCHAR", "flag": "BOOLEAN", "time": "DOUBLE", "share": "DOUBLE"}
	have := rows(t, db, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(?))", file)
	if len(have) != len(columns) {
		t.Fatalf("%d columns, %d documented", len(have), len(columns))
	}
	for i, c := range columns {
		if want, ok := types[c.Kind]; have[i][0] != c.Name || ok && have[i][1] != want {
			t.Errorf("column %v is documented as %+v", have[i], c)
		}
		if c.Doc == "" || (c.Kind == "time") != (c.Unit == "s") {
			t.Errorf("column %s: unit %q, doc %q", c.Name, c.Unit, c.Doc)
		}
		id := `"` + strings.ReplaceAll(c.Name, `"`, `""`) + `"`
		wrong := ""
		switch c.Kind {
		case "time":
			wrong = id + " < 0 OR isnan(" + id + ") OR isinf(" + id + ")"
		case "share":
			wrong = "NOT " + id + " BETWEEN 0 AND 1"
		default:
			continue
		}
		if got := rows(t, db, "SELECT count(*) FROM read_parquet(?) WHERE "+wrong, file); got[0][0] != "0" {
			t.Errorf("column %s: %s values cannot be", c.Name, got[0][0])
		}
	}
}

// checkCells looks at the replications and the horizons of every cell.
func checkCells(t *testing.T, db *sql.DB, file string, cells []cell) {
	t.Helper()
	got := rows(t, db, "SELECT count(DISTINCT (design, scenario)) FROM read_parquet(?)", file)
	if len(cells) == 0 || got[0][0] != rows(t, db, "SELECT ?::BIGINT", len(cells))[0][0] {
		t.Errorf("%s cells, %d documented", got[0][0], len(cells))
	}
	for _, c := range cells {
		got := rows(t, db, `SELECT count(*) > 0 AND count(DISTINCT replication) = count(*) AND min(replication) = 0 AND max(replication) = count(*) - 1
			FROM read_parquet(?) WHERE design = ? AND scenario = ?`, file, c.Design, c.Scenario)
		if got[0][0] != "true" {
			t.Errorf("%s under %s: the replications are not 0, 1, 2 and so on", c.Design, c.Scenario)
		}
		for name, horizon := range c.Horizons {
			id := `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
			if got := rows(t, db, "SELECT count(*) FROM read_parquet(?) WHERE design = ? AND scenario = ? AND "+id+" > ?", file, c.Design, c.Scenario, horizon); got[0][0] != "0" {
				t.Errorf("%s under %s: %s values of %s are beyond the horizon", c.Design, c.Scenario, got[0][0], name)
			}
		}
	}
}
