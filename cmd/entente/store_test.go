package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/store"
)

// TestStoreVerbs backs a store up and restores it, and is told what stands in the way.
func TestStoreVerbs(t *testing.T) {
	dir := t.TempDir()
	name, file := filepath.Join(dir, "w.sqlite"), filepath.Join(dir, "monday.zip")
	db, err := store.OpenDB(name)
	if err == nil {
		_, err = db.CreateDraft("lakes", "Lakes", "", []store.Text{{Name: "arrangement.yaml", Body: "x"}})
	}
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	type step struct {
		args   []string
		status int
		says   string
	}
	do := func(steps ...step) {
		t.Helper()
		for _, s := range steps {
			var out, errOut bytes.Buffer
			got := run(context.Background(), append(s.args, "--store", name), nil, &out, &errOut)
			if got != s.status || !strings.Contains(out.String()+errOut.String(), s.says) {
				t.Errorf("%v: status %d, %s%s", s.args, got, out.String(), errOut.String())
			}
		}
	}
	do(step{[]string{"store", "path"}, exitHolds, name},
		step{[]string{"store", "backup", file}, exitHolds, "with 1 draft and 0 runs"},
		step{[]string{"store", "backup", file}, exitBadInput, "hint: give it another name"},
		step{[]string{"store", "restore", file}, exitBadInput, "another workbench has it open\n  hint: use that one or end it"},
		step{[]string{"serve", "--addr", "127.0.0.1:0"}, exitBadInput, "another workbench has it open\n  hint: use that one or end it"})
	db.Close()
	do(step{[]string{"store", "restore", file}, exitHolds, "what was there is kept as "},
		step{[]string{"store", "restore", name}, exitBadInput, "no back-up of a workbench; nothing was changed"},
		step{[]string{"store", "restore"}, exitBadInput, "name the file of the back-up"})
	name = file
	do(step{[]string{"serve", "--addr", "127.0.0.1:0"}, exitBadInput, "no store of a workbench; nothing was changed"})
}
