// Package interop reads what entente writes with the programs of others.
//
// In: a run, made here or found under ENTENTE_RUN. Out: whether DuckDB sees in it
// what docs/results.md promises. Guaranteed: nothing of this module is part of
// entente, which needs no C compiler and no DuckDB.
package interop

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"entente/internal/record"
)

// replications of each cell: three cells of them fill more than one row group.
const replications = 30_000

// table makes the file of the sample and returns DuckDB with the name of it as a
// table function.
func table(t *testing.T) (db *sql.DB, name string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "runs.parquet")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	b := bufio.NewWriter(f)
	h := sample()
	p, err := record.NewParquet(b, h)
	if err != nil {
		t.Fatal(err)
	}
	const size = 777
	for cell := range h.Cells {
		for first := 0; first < replications; first += size {
			if err := p.Add(shard(h, cell, first, min(size, replications-first))); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, end := range []func() error{p.Close, b.Flush, f.Close} {
		if err := end(); err != nil {
			t.Fatal(err)
		}
	}
	return open(t), file
}

func open(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// rows runs a query and gives each row as strings.
func rows(t *testing.T, db *sql.DB, query string, args ...any) [][]string {
	t.Helper()
	r, err := db.Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer r.Close()
	columns, err := r.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for r.Next() {
		values := make([]any, len(columns))
		at := make([]any, len(columns))
		for i := range values {
			at[i] = &values[i]
		}
		if err := r.Scan(at...); err != nil {
			t.Fatal(err)
		}
		var line []string
		for _, v := range values {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			line = append(line, fmt.Sprint(v))
		}
		out = append(out, line)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestTypes compares the columns and their types.
func TestTypes(t *testing.T) {
	db, file := table(t)
	var got []string
	for _, r := range rows(t, db, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(?))", file) {
		got = append(got, strings.Join(r, " "))
	}
	want := []string{
		"design VARCHAR", "scenario VARCHAR", "replication BIGINT", "events INTEGER", "ended_s DOUBLE", "beyond_budget BOOLEAN", "cut_short BOOLEAN", "incomplete BOOLEAN",
		"answer DOUBLE", "answer.done BOOLEAN", "consultation VARCHAR", "gap DOUBLE", "never DOUBLE",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("columns %q\nwant    %q", got, want)
	}
	for _, r := range rows(t, db, "SELECT name, repetition_type FROM parquet_schema(?) WHERE type IS NOT NULL", file) {
		optional := strings.Contains(" answer answer.done consultation gap never ", " "+r[0]+" ")
		if (r[1] == "OPTIONAL") != optional {
			t.Errorf("%s is %s", r[0], r[1])
		}
	}
}

// TestFile compares what the file says of itself.
func TestFile(t *testing.T) {
	db, file := table(t)
	got := rows(t, db, "SELECT created_by, num_rows, num_row_groups FROM parquet_file_metadata(?)", file)
	if want := fmt.Sprintf("[[entente %d 2]]", 3*replications); fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
	if got := rows(t, db, "SELECT DISTINCT compression FROM parquet_metadata(?)", file); fmt.Sprint(got) != "[[ZSTD]]" {
		t.Errorf("compression %v", got)
	}
	m := metadata(t, db, file)
	for key, want := range map[string]string{"entente.version": "1", "entente.digest": "sha256:0123", "entente.seed": "18446744073709551615"} {
		if m[key] != want {
			t.Errorf("%s is %q, not %q", key, m[key], want)
		}
	}
	var columns []column
	if err := json.Unmarshal([]byte(m["entente.columns"]), &columns); err != nil {
		t.Fatal(err)
	}
	if len(columns) != 13 {
		t.Fatalf("%d columns are documented, not 13", len(columns))
	}
	want := column{Name: "consultation", Kind: "category", Doc: "how the ally took part", Labels: []string{"decided", "협의 \"전\"", "left-out", "late"}}
	if !reflect.DeepEqual(columns[10], want) {
		t.Errorf("%+v\nwant %+v", columns[10], want)
	}
	var cells []cell
	if err := json.Unmarshal([]byte(m["entente.cells"]), &cells); err != nil {
		t.Fatal(err)
	}
	if len(cells) != 3 || cells[1].Scenario != "shock" || cells[1].Horizons["answer"] != 86400 {
		t.Errorf("cells %+v", cells)
	}
}

// column and cell are the entries of the metadata.
type column struct {
	Name   string   `json:"name"`
	Kind   string   `json:"kind"`
	Unit   string   `json:"unit"`
	Doc    string   `json:"doc"`
	Labels []string `json:"labels"`
}

type cell struct {
	Design   string             `json:"design"`
	Scenario string             `json:"scenario"`
	Horizons map[string]float64 `json:"horizons_s"`
}

func metadata(t *testing.T, db *sql.DB, file string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, r := range rows(t, db, "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", file) {
		out[r[0]] = r[1]
	}
	return out
}

// TestValues compares every value, numbers bit by bit.
func TestValues(t *testing.T) {
	db, file := table(t)
	r, err := db.Query(`SELECT design, scenario, replication, events, ended_s, beyond_budget, cut_short, incomplete, answer, "answer.done", consultation, gap, never
		FROM read_parquet(?, file_row_number = true) ORDER BY file_row_number`, file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	h := sample()
	n := 0
	for ; r.Next(); n++ {
		var design, scenario string
		var replication int64
		var events int32
		var ended float64
		var beyond, cut, incomplete bool
		var answer, gap, never sql.NullFloat64
		var done sql.NullBool
		var consultation sql.NullString
		if err := r.Scan(&design, &scenario, &replication, &events, &ended, &beyond, &cut, &incomplete, &answer, &done, &consultation, &gap, &never); err != nil {
			t.Fatal(err)
		}
		cell, i := n/replications, n%replications
		c := &h.Cells[cell]
		s := shard(h, cell, i, 1)
		if design != c.Design || scenario != c.Scenario || replication != int64(i) || events != int32(s.Events[0]) || !same(ended, s.Ended[0]) || beyond != has(s, record.Beyond) || cut != has(s, record.CutShort) || incomplete != has(s, record.Incomplete) {
			t.Fatalf("row %d: %s %s %d %d %v %v %v %v", n, design, scenario, replication, events, ended, beyond, cut, incomplete)
		}
		got := []any{plain(answer.Valid, answer.Float64), plain(done.Valid, done.Bool), plain(consultation.Valid, consultation.String), plain(gap.Valid, gap.Float64), plain(never.Valid, never.Float64)}
		for j, g := range got {
			if want := expected(s, c, j); g != want {
				t.Fatalf("row %d, value %d: %v, not %v", n, j, g, want)
			}
		}
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	if n != 3*replications {
		t.Errorf("%d rows, not %d", n, 3*replications)
	}
}

// has reports whether the only row of a shard has a flag.
func has(s *record.Shard, bit uint8) bool { return s.Flags[0]&bit != 0 }

func same(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

// plain turns a value that may be null into one that can be compared: nil, or a
// number as its bits.
func plain(valid bool, v any) any {
	if !valid {
		return nil
	}
	if f, ok := v.(float64); ok {
		return math.Float64bits(f)
	}
	return v
}

// expected is what column j of a row is to be.
func expected(s *record.Shard, c *record.Cell, j int) any {
	if j >= len(c.Columns) || math.IsNaN(s.Values[j][0]) {
		return nil
	}
	v := s.Values[j][0]
	switch c.Columns[j].Kind {
	case record.Flag:
		return v == 1
	case record.Category:
		return c.Columns[j].Labels[int(v)]
	}
	return math.Float64bits(v)
}

// TestFilters asks what DuckDB answers from the statistics of the row groups.
func TestFilters(t *testing.T) {
	db, file := table(t)
	h := sample()
	var negative, late, ends, huge int
	for cell := range h.Cells {
		s := shard(h, cell, 0, replications)
		for i := range replications {
			if v := s.Values[0][i]; v == 0 {
				negative++
			} else if v > 1e300 {
				huge++
			}
			if v := s.Values[2][i]; !math.IsNaN(v) && h.Cells[cell].Columns[2].Labels[int(v)] == "late" {
				late++
			}
			if s.Ended[i] >= 170 {
				ends++
			}
		}
	}
	for query, want := range map[string]int{
		`answer = 0`:                 negative,
		`answer > 1e300`:             huge,
		`consultation = 'late'`:      late,
		`ended_s >= 170`:             ends,
		`replication = 29999`:        3,
		`design = 'base+변형'`:         replications,
		`scenario = 'none'`:          0,
		`never IS NOT NULL`:          0,
		`isnan(answer)`:              0,
		`beyond_budget`:              3 * replications / 2,
		`gap IS NULL AND answer < 0`: 0,
	} {
		if got := rows(t, db, "SELECT count(*) FROM read_parquet(?) WHERE "+query, file); got[0][0] != fmt.Sprint(want) {
			t.Errorf("%s: %s rows, not %d", query, got[0][0], want)
		}
	}
}
