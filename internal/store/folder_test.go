package store

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Mine")
	write := func(name, body string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	head := func(kind, id string) string { return "entente: {version: 1, kind: " + kind + ", id: " + id + "}\n" }
	write("alone.yaml", head("arrangement", "alone"))
	write("variant.yaml", head("variant", "variant"))
	write("lakes/arrangement.yaml", "entente:\n  kind: arrangement\n  id: lakes\n")
	write("lakes/variants/slow.yaml", head("variant", "slow"))
	write("lakes/secret.txt", "no text of ours")
	write("lib/arrangement.yaml", head("arrangement", "own"))
	write("draft-x/arrangement.yaml", head("arrangement", "no"))
	write("Capital/arrangement.yaml", head("arrangement", "no"))
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "lakes", "variants", "out.yaml")); err != nil {
		t.Log("links out of the folder are not tested: ", err)
	}
	base := fstest.MapFS{"lib/arrangement.yaml": {Data: []byte(head("arrangement", "lib"))}, "other/arrangement.yaml": {Data: []byte(head("arrangement", "other"))}}
	f, err := OpenFolder(base, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := &Store{Library: f, NoDisk: true}
	if got, want := fmt.Sprint(f.Entries, s.Entries()), "[alone lakes lib] [alone lakes lib other]"; got != want {
		t.Errorf("entries %s, want %s", got, want)
	}
	for name, want := range map[string]string{
		"alone": head("arrangement", "alone"), "lib": head("arrangement", "own"), "other": head("arrangement", "other"), "lakes/slow": head("variant", "slow"),
	} {
		if got, err := s.Read(name); err != nil || got.Body != want {
			t.Errorf("%s: %q, %v, want %q", name, got.Body, err, want)
		}
	}
	for _, name := range []string{"lakes/out", "lakes/../../x", "lakes/secret.txt"} {
		if got, err := s.Read(name); err == nil {
			t.Errorf("%s: read as %q", name, got)
		}
	}
	if b, err := fs.ReadFile(f, "lakes/secret.txt"); err == nil {
		t.Errorf("a file that is no text is read: %q", b)
	}
	if _, err := OpenFolder(base, filepath.Join(dir, "lakes", "variants")); err == nil {
		t.Error("a folder without an arrangement is opened")
	}
}
