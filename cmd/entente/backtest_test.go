package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The marks around the tables of a README.
const (
	tablesBegin = "<!-- entente backtest korea --markdown -->\n"
	tablesEnd   = "<!-- end -->\n"
)

// TestHistoryOfKorea keeps what the library says of its past true: the tables of the
// README, and the predictions. -update writes them.
func TestHistoryOfKorea(t *testing.T) {
	said := func(args ...string) string {
		t.Helper()
		var out, errOut bytes.Buffer
		if status := run(t.Context(), append([]string{"backtest", "korea", "--quiet"}, args...), nil, &out, &errOut); status != 0 {
			t.Fatalf("status %d: %s", status, errOut.String())
		}
		return out.String()
	}
	dir := filepath.Join("..", "..", "library", "korea")
	keep := func(name, want string) {
		t.Helper()
		body, err := os.ReadFile(filepath.Join(dir, name))
		switch {
		case string(body) == want:
		case *update:
			if err := os.WriteFile(filepath.Join(dir, name), []byte(want), 0o666); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("library/korea/%s is not what `entente backtest korea` says (%v); `go test ./cmd/entente -run HistoryOfKorea -update` writes it\n%s", name, err, want)
		}
	}
	keep("predictions.csv", said("--predictions"))
	body, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(body), tablesBegin)
	_, after, closed := strings.Cut(rest, tablesEnd)
	if !ok || !closed {
		t.Fatal("library/korea/README.md has no place for its tables")
	}
	keep("README.md", before+tablesBegin+"\n"+said("--markdown")+"\n"+tablesEnd+after)
}
