package store

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// TestRunKilled kills the command (SIGKILL, not a signal that it could answer) at
// any time, goes on with --resume and another number of workers, kills it again,
// and compares what it ends with with a run that nobody disturbed and that was
// kept in shards of another size.
func TestRunKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the command and runs it many times")
	}
	command := filepath.Join(t.TempDir(), "entente.exe")
	if out, err := exec.Command("go", "build", "-o", command, "entente/cmd/entente").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	start := func(dir string, flags ...string) (*exec.Cmd, *bytes.Buffer) {
		c := exec.Command(command, append([]string{"run", "twinlakes/leaders-lost", "--quiet", "--runs", "2000", "--assumptions", "20", "--out", dir}, flags...)...)
		said := new(bytes.Buffer)
		c.Stderr = said
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c, said
	}
	want := filepath.Join(t.TempDir(), "want")
	began := time.Now()
	if c, said := start(want, "--workers", "1"); c.Wait() != nil {
		t.Fatalf("the run that is not disturbed: %s", said)
	}
	full := time.Since(began)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 3 {
		dir := filepath.Join(t.TempDir(), "run")
		kills, limit := 0, full/20
		for done := false; !done; limit += limit / 8 {
			flags := []string{"--shard", "16", "--workers", strconv.Itoa(1 + r.IntN(3))}
			if _, err := os.Stat(filepath.Join(dir, textsName)); err == nil {
				flags = append(flags, "--resume")
			}
			c, said := start(dir, flags...)
			timer := time.AfterFunc(time.Duration(r.Int64N(int64(limit))), func() { c.Process.Kill() })
			err := c.Wait()
			timer.Stop()
			switch {
			case err == nil:
				done = true
			case c.ProcessState.Exited() && bytes.Contains(said.Bytes(), []byte("holds this run, complete")):
				done = true // killed after its last step
			case c.ProcessState.Exited():
				t.Fatalf("after %d kills: %v: %s", kills, err, said)
			default:
				kills++
			}
		}
		t.Logf("round %d: %d kills", i, kills)
		for _, name := range []string{runsName, summaryName, filepath.Join(textsName, digestName)} {
			a, errA := os.ReadFile(filepath.Join(want, name))
			b, errB := os.ReadFile(filepath.Join(dir, name))
			if errA != nil || errB != nil || !bytes.Equal(a, b) {
				t.Errorf("round %d, after %d kills: %s is not the same (%v, %v)", i, kills, name, errA, errB)
			}
		}
		if list, err := os.ReadDir(dir); err != nil || len(list) != 4 {
			t.Errorf("round %d: %v, %v is left", i, err, list)
		}
	}
}
