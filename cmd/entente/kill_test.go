package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// process is the command as a process of its own.
func process(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &exec.Cmd{Path: self, Args: append([]string{"entente"}, args...), Env: os.Environ()}
}

// A run that is interrupted again and again, and resumed each time, ends in the same
// bytes as one that is left alone. What a kill leaves is a test of the store.
func TestInterruptedAndResumed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signal that interrupts another process")
	}
	const interrupts = 4
	args := func(dir string, more ...string) []string {
		return append([]string{"run", "twinlakes/leaders-lost", "--runs", "30000", "--shard", "512", "--assumptions", "40", "--out", dir}, more...)
	}
	alone := filepath.Join(t.TempDir(), "alone")
	begun := time.Now()
	if out, err := process(t, args(alone)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole := time.Since(begun)
	killed := filepath.Join(t.TempDir(), "killed")
	resume, kept := false, 0
	for i := range interrupts {
		cmd := process(t, args(killed, map[bool][]string{true: {"--resume"}}[resume]...)...)
		var said bytes.Buffer
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		select {
		case <-time.After(whole * time.Duration(2+i%5) / 12):
			_ = cmd.Process.Signal(os.Interrupt)
			<-done
		case err := <-done:
			if err != nil && !resume {
				t.Fatalf("%v\n%s", err, said.String())
			}
		}
		if strings.Contains(said.String(), "resumed: ") && !strings.Contains(said.String(), "resumed: 0 ") {
			kept++
		}
		_, err := os.Stat(filepath.Join(killed, "texts"))
		resume = err == nil
		if _, err := os.Stat(filepath.Join(killed, "meta.json")); err == nil {
			break // it was quicker than the signal
		}
	}
	if out, err := process(t, args(killed, "--resume")...).CombinedOutput(); err != nil && !strings.Contains(string(out), "complete") {
		t.Fatalf("%v\n%s", err, out)
	}
	if kept == 0 {
		t.Log("no shard was kept by any of the runs that were interrupted")
	}
	for _, name := range []string{"summary.json", "runs.parquet"} {
		want, err := os.ReadFile(filepath.Join(alone, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(killed, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs after interruptions and resumptions", name)
		}
	}
}

// The results do not depend on the workers, the shards and what is printed.
func TestSameBytes(t *testing.T) {
	var want []byte
	for i, more := range []string{"--workers 1", "--workers 2 --shard 100", "--workers 4 --shard 333", "--workers 8 --shard 4096"} {
		dir := filepath.Join(t.TempDir(), "out")
		args := append(strings.Fields("run twinlakes/leaders-lost --runs 5000 --assumptions 20 --out "+dir), strings.Fields(more)...)
		if out, err := process(t, args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", more, err, out)
		}
		var got []byte
		for _, name := range []string{"summary.json", "runs.parquet"} {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, b...)
		}
		if i == 0 {
			want = got
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: other bytes", more)
		}
	}
}
