package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"entente/internal/record"
)

// header is that of a run of two cells.
func header() *record.Header {
	columns := []record.Column{
		{Name: "answer", Kind: record.Time, Unit: "s", Max: 3600, Doc: "time to the answer"},
		{Name: "held", Kind: record.Flag, Doc: "whether somebody held command"},
	}
	return &record.Header{Digest: "d1", Seed: 7, Cells: []record.Cell{
		{Design: "base", Scenario: "calm", Columns: columns},
		{Design: "base", Scenario: "shock", Columns: columns[:1]},
	}}
}

var texts = map[string]string{
	"study.yaml":                "study: x\n",
	"../twinlakes/arrange.yaml": "arrangement: y\n",
	"/abs/deep/scenario.yaml":   "scenario: z\n",
}

// shardRows and cellRows give the plan of the run of these tests.
const (
	shardRows = 4
	cellRows  = 10
)

// plan lists the shards of the run.
func plan() []Part {
	var out []Part
	for cell := range header().Cells {
		for first := 0; first < cellRows; first += shardRows {
			out = append(out, Part{cell, uint64(first), min(shardRows, cellRows-first)})
		}
	}
	return out
}

// simulate makes a shard; the same one for the same part.
func simulate(h *record.Header, p Part) *record.Shard {
	s := &record.Shard{Cell: p.Cell, First: p.First, Rows: p.Rows}
	for j := range h.Cells[p.Cell].Columns {
		v := make([]float64, p.Rows)
		for i := range v {
			n := p.First + uint64(i)
			v[i] = float64(n*31%17) * 1.1
			if j == 1 {
				v[i] = float64(n % 2)
			}
			if n%5 == 0 {
				v[i] = math.NaN()
			}
		}
		s.Values = append(s.Values, v)
	}
	for i := range p.Rows {
		s.Events = append(s.Events, uint32(p.First)+uint32(i))
		s.Ended = append(s.Ended, float64(p.First)+float64(i))
		s.Flags = append(s.Flags, 0)
	}
	return s
}

// complete puts the shards that are missing and finishes the run. The summary is
// made of the shards as they are stored.
func complete(r *Run, put func(Part)) error {
	have := map[Part]bool{}
	for _, p := range r.Parts() {
		have[p] = true
	}
	for _, p := range plan() {
		if have[p] {
			continue
		}
		if err := r.PutShard(simulate(r.header, p)); err != nil {
			return err
		}
		put(p)
	}
	var sum float64
	rows := 0
	for s, err := range r.Shards() {
		if err != nil {
			return err
		}
		rows += s.Rows
		for _, v := range s.Values[0] {
			if !math.IsNaN(v) {
				sum += v
			}
		}
	}
	return r.Finish(fmt.Appendf(nil, `{"rows": %d, "sum": %v}`, rows, sum), []byte(`{"host": "here"}`))
}

func ignore(Part) {}

// files reads all files of a folder.
func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		out[filepath.ToSlash(rel)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// finished makes a whole run in a new folder and returns its files.
func finished(t testing.TB) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "deep", "run")
	r, err := CreateRun(dir, header(), texts, false)
	if err == nil {
		err = complete(r, ignore)
	}
	if err != nil {
		t.Fatal(err)
	}
	return files(t, dir)
}

// TestRunFolder looks at what a run leaves.
func TestRunFolder(t *testing.T) {
	got := finished(t)
	for name, want := range map[string]string{
		"meta.json":                       `{"host": "here"}`,
		"texts/study.yaml":                texts["study.yaml"],
		"texts/__/twinlakes/arrange.yaml": texts["../twinlakes/arrange.yaml"],
		"texts/abs/deep/scenario.yaml":    texts["/abs/deep/scenario.yaml"],
	} {
		if got[name] != want {
			t.Errorf("%s is %q, not %q", name, got[name], want)
		}
	}
	for _, name := range []string{"runs.parquet", "summary.json", "texts/digest.json"} {
		if got[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	if len(got) != 7 {
		t.Errorf("%d files, not 7", len(got))
	}
	var d digest
	if err := json.Unmarshal([]byte(got["texts/digest.json"]), &d); err != nil {
		t.Fatal(err)
	}
	var list string
	for _, name := range []string{"__/twinlakes/arrange.yaml", "abs/deep/scenario.yaml", "study.yaml"} {
		sum := sha256.Sum256([]byte(got["texts/"+name]))
		list += hex.EncodeToString(sum[:]) + "  " + name + "\n"
		if d.Texts[name] != hex.EncodeToString(sum[:]) {
			t.Errorf("the digest of %s is %s", name, d.Texts[name])
		}
	}
	if sum := sha256.Sum256([]byte(list)); d.All != hex.EncodeToString(sum[:]) || d.Digest != "d1" || d.Seed != "7" {
		t.Errorf("the digest is %+v", d)
	}
}

// problem returns what is wrong with a folder; -1 for another error.
func problem(err error) RunProblem {
	if e, ok := errors.AsType[*RunError](err); ok {
		return e.Problem
	}
	return -1
}

// TestRunRefuses gives folders that cannot be used.
func TestRunRefuses(t *testing.T) {
	other := header()
	other.Seed++
	dir := t.TempDir()
	create := func(h *record.Header, over bool) error { _, err := CreateRun(dir, h, texts, over); return err }
	resume := func(h *record.Header) error { _, _, err := ResumeRun(dir, h); return err }
	expect := func(err error, want RunProblem) {
		t.Helper()
		if err == nil || problem(err) != want {
			t.Errorf("%v, want problem %d", err, want)
		}
	}
	expect(resume(header()), NoRun)
	if _, _, err := ResumeRun(filepath.Join(dir, "none"), header()); problem(err) != NoRun {
		t.Errorf("a folder that is not there: %v", err)
	}
	r, err := CreateRun(dir, header(), texts, false)
	if err != nil {
		t.Fatal(err)
	}
	expect(create(header(), false), Unfinished)
	expect(create(other, false), OtherRun)
	expect(resume(other), OtherRun)
	if err := complete(r, ignore); err != nil {
		t.Fatal(err)
	}
	expect(create(header(), false), Finished)
	expect(create(other, false), OtherRun)
	expect(resume(header()), Finished)
	expect(resume(other), OtherRun)
	if err := create(other, true); err != nil {
		t.Fatal(err)
	}
	expect(resume(header()), OtherRun)
	if _, found, err := ResumeRun(dir, other); err != nil || len(found.Done) > 0 || len(files(t, dir)) != 4 {
		t.Errorf("after overwriting: %v, %v, %d files", err, found, len(files(t, dir)))
	}
	for _, name := range []string{"texts/mine.txt", "mine.txt", "other/mine.txt", "summary.json", "shards/x", "texts/digest.json"} {
		dir = t.TempDir()
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o777), os.WriteFile(full, []byte("mine"), 0o666)); err != nil {
			t.Fatal(err)
		}
		expect(create(header(), false), NotARun)
		expect(create(header(), true), NotARun)
		expect(resume(header()), NotARun)
		if b, _ := os.ReadFile(full); string(b) != "mine" {
			t.Errorf("%s is gone", name)
		}
	}
	dir = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(dir, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	expect(create(header(), true), -1)
}

// TestRunTextNames gives names that cannot be told apart below texts/.
func TestRunTextNames(t *testing.T) {
	for _, names := range [][]string{{"a.yaml", "A.YAML"}, {"a", "/a"}, {"digest.json"}, {"Digest.json"}, {"."}, {""}} {
		all := map[string]string{}
		for _, n := range names {
			all[n] = ""
		}
		if got, err := textFiles(all); err == nil {
			t.Errorf("%q: %v", names, got)
		}
	}
	for name, want := range map[string]string{
		`..\..\x.yaml`: "__/__/x.yaml", "a/../b": "b", "a:b\n/c. ": "a_b_/c_", "...": "_", "전작권/기본.yaml": "전작권/기본.yaml",
	} {
		if got, err := textFile(name); got != want || err != nil {
			t.Errorf("%q becomes %q, %v; not %q", name, got, err, want)
		}
	}
}

// TestRunDrops damages shards and looks at what is said of them.
func TestRunDrops(t *testing.T) {
	want := finished(t)
	dir := t.TempDir()
	r, err := CreateRun(dir, header(), texts, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range plan() {
		if err := r.PutShard(simulate(r.header, p)); err != nil {
			t.Fatal(err)
		}
	}
	at := func(cell int, first uint64) string {
		return filepath.Join(dir, shardsName, shardName(place{cell, first}))
	}
	edit := func(name string, change func([]byte) []byte) {
		b, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(name, change(b), 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	edit(at(0, 0), func(b []byte) []byte { return b[:len(b)/2] })
	edit(at(0, 4), func(b []byte) []byte { b[100] ^= 1; return b })
	edit(at(0, 8), func(b []byte) []byte { b[8]++; return b })
	foreign := header()
	foreign.Digest = "d2"
	var other bytes.Buffer
	if err := record.WriteShard(&other, foreign, simulate(foreign, plan()[3])); err != nil {
		t.Fatal(err)
	}
	edit(at(1, 0), func([]byte) []byte { return other.Bytes() })
	first, err := os.ReadFile(at(1, 4))
	if err != nil {
		t.Fatal(err)
	}
	edit(at(1, 8), func([]byte) []byte { return first })
	if err := os.WriteFile(at(0, 0)+"x", nil, 0o666); err != nil { // not a shard; it stays
		t.Fatal(err)
	}
	if err := r.PutShard(simulate(r.header, Part{1, 6, 2})); err != nil { // overlaps
		t.Fatal(err)
	}

	r, found, err := ResumeRun(dir, header())
	if err != nil {
		t.Fatal(err)
	}
	if want := []Part{{1, 4, 4}}; !reflect.DeepEqual(found.Done, want) || !reflect.DeepEqual(r.Parts(), want) {
		t.Errorf("%v is done, not %v", found.Done, want)
	}
	whys := []string{"it ends after", "checksum", "another version", "of another run", "overlaps", "that of another shard"}
	if len(found.Dropped) != len(whys) {
		t.Fatalf("%v is dropped", found.Dropped)
	}
	for i, d := range found.Dropped {
		if !strings.Contains(d.Why.Error(), whys[i]) {
			t.Errorf("%s is dropped because %v, not %s", d.Name, d.Why, whys[i])
		}
	}
	if err := complete(r, ignore); err != nil {
		t.Fatal(err)
	}
	if got := files(t, dir); !reflect.DeepEqual(got, want) {
		t.Error("the run that was mended is not the one that was whole")
	}
}

// TestRunWhole finishes runs that lack something.
func TestRunWhole(t *testing.T) {
	for want, parts := range map[string][]Part{
		"cell 1 has no replications":       {{0, 0, 4}},
		"cell 0 lacks replications 4 to 7": {{0, 0, 4}, {0, 8, 2}, {1, 0, 4}},
		"cell 0 lacks replications 0 to 3": {{0, 4, 4}, {1, 0, 4}},
		"cell 0 has replication 2 twice":   {{0, 0, 4}, {0, 2, 4}, {1, 0, 4}},
	} {
		r, err := CreateRun(t.TempDir(), header(), nil, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			if err := r.PutShard(simulate(r.header, p)); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Finish([]byte("{}"), []byte("{}")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestRunWorkers puts shards from several goroutines, in any order and of other
// sizes.
func TestRunWorkers(t *testing.T) {
	want := finished(t)
	dir := t.TempDir()
	r, err := CreateRun(dir, header(), texts, false)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for cell := range header().Cells {
		for first := range cellRows {
			wg.Go(func() {
				if err := r.PutShard(simulate(r.header, Part{cell, uint64(first), 1})); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	if err := r.Finish([]byte(want["summary.json"]), []byte(want["meta.json"])); err != nil {
		t.Fatal(err)
	}
	got := files(t, dir)
	if !reflect.DeepEqual(got, want) {
		t.Error("the files are others")
	}
}
