package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A workbench answers until it is interrupted; a second start on its store shows it.
func TestServe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "s.sqlite")
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	ended := make(chan int, 1)
	var out, errOut bytes.Buffer
	go func() {
		ended <- run(ctx, []string{"serve", "--open=false", "--addr", "127.0.0.1:0", "--store", name}, nil, &out, &errOut)
	}()
	var address string
	for begun := time.Now(); address == ""; time.Sleep(10 * time.Millisecond) {
		b, err := os.ReadFile(addressFile(name))
		if err == nil {
			address = string(b)
		} else if time.Since(begun) > time.Minute {
			t.Fatal("no address within a minute")
		}
	}
	get := func(path string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(b)
	}
	if status, body := get("healthz"); status != 200 || !strings.HasPrefix(body, "ok entente") {
		t.Errorf("healthz: %d, %q", status, body)
	}
	if status, body := get("api/library"); status != 200 || !strings.Contains(body, `"twinlakes"`) {
		t.Errorf("library: %d, %.200q", status, body)
	}
	var second, secondErr bytes.Buffer
	if status := run(t.Context(), []string{"serve", "--open=false", "--store", name}, nil, &second, &secondErr); status != 0 || !strings.Contains(second.String(), address+", which is open already") {
		t.Errorf("a second start: status %d, %q, %q", status, second.String(), secondErr.String())
	}
	interrupt()
	if status := <-ended; status != 0 || errOut.Len() > 0 && !strings.Contains(errOut.String(), "the page is not in this binary") {
		t.Errorf("interrupted: status %d, %q", status, errOut.String())
	}
	if _, err := os.Stat(addressFile(name)); err == nil {
		t.Error("the address is still said after the end")
	}
}

func TestServeRefuses(t *testing.T) {
	name := filepath.Join(t.TempDir(), "s.sqlite")
	for _, c := range []struct{ flag, value, want string }{
		{"--addr", "0.0.0.0:7788", "is not a loopback address"},
		{"--addr", "192.0.2.1:7788", "is not a loopback address"},
		{"--addr", "workbench.example:7788", "is not a loopback address"},
		{"--addr", "7788", "write HOST:PORT"},
		{"--log", "xml", "write text or json"},
	} {
		var out, errOut bytes.Buffer
		if status := run(t.Context(), []string{"serve", "--open=false", "--store", name, c.flag, c.value}, nil, &out, &errOut); status != exitBadInput || !strings.Contains(errOut.String(), c.want) {
			t.Errorf("%s %s: status %d, %q", c.flag, c.value, status, errOut.String())
		}
	}
}

func TestDoubleClick(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{filepath.Join(t.TempDir(), "entente")}, "serve"},
		{[]string{filepath.Join(t.TempDir(), "entente"), "check", "korea"}, "check korea"},
		{[]string{"entente"}, ""},
		{[]string{"./entente"}, ""},
	} {
		if got := strings.Join(argumentsOf(c.args), " "); got != c.want {
			t.Errorf("%v: %q, want %q", c.args, got, c.want)
		}
	}
}
