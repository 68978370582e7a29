package store

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// childStore names the store that a child process of TestStoreKilled works in.
const childStore = "ENTENTE_TEST_STORE"

// kills is how often the child is killed; each run of a study bears killsOfARun.
const (
	kills       = 100
	killsOfARun = 10
)

func TestMain(m *testing.M) {
	if name := os.Getenv(childStore); name != "" {
		fmt.Fprintln(os.Stderr, work(name))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// work saves edits and stores shards for ever, and says each on standard output once it
// lasts.
func work(name string) error {
	d, err := OpenDB(name)
	if err != nil {
		return err
	}
	list, err := d.Runs()
	if err != nil {
		return err
	}
	r, found, err := ResumeRun(d.RunDir(list[0].ID), header())
	if err != nil {
		return err
	}
	next := 0
	for _, p := range found.Done {
		next = max(next, int(p.First)+p.Rows)
	}
	if err := d.ResumeStudyRun(list[0].ID); err != nil {
		return err
	}
	errs := make(chan error)
	go func() {
		for ; ; next++ {
			p := Part{Cell: 0, First: uint64(next), Rows: 1}
			if err := r.PutShard(simulate(r.header, p)); err != nil {
				errs <- err
			}
			fmt.Printf("shard %d\n", next)
		}
	}()
	go func() {
		for n := 0; ; n++ {
			path := lakes[n%len(lakes)].Name
			f, err := d.ReadDraft("draft-lakes", path)
			if err != nil {
				errs <- err
			}
			body := fmt.Sprintf("edit %d of %s\n%s", n, path, strings.Repeat("x", n%7*1000))
			saved, err := d.SaveDraft("draft-lakes", path, f.Revision, body)
			if err != nil {
				errs <- err
			}
			fmt.Printf("edit %s %d %d\n", path, saved.Revision, len(body))
			if n%5 == 4 {
				back, err := d.UndoDraft("draft-lakes", path, saved.Revision)
				if err != nil {
					errs <- err
				}
				fmt.Printf("edit %s %d %d\n", path, back.Revision, len(back.Body))
			}
		}
	}()
	return <-errs
}

// TestStoreKilled kills a process (SIGKILL, not a signal that it could answer) while it
// saves edits and stores shards, a hundred times at any moment. What it had said to be
// saved is there afterwards, or what it saved next; every shard that it had said to be
// stored can be used.
func TestStoreKilled(t *testing.T) {
	d := openDB(t)
	name := d.Path()
	lakesDraft(t, d)
	command, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	edits, shards := 0, 0
	for i := range kills {
		var run StudyRun
		if i%killsOfARun == 0 {
			run = must[StudyRun](t)(d.BeginRun(StudyRun{Study: "lakes/who"}))
			must[*Run](t)(CreateRun(d.RunDir(run.ID), header(), texts, false))
		}
		d.Close()
		c := exec.Command(command)
		c.Env = append(os.Environ(), childStore+"="+name)
		c.Stderr = os.Stderr
		out := must[io.ReadCloser](t)(c.StdoutPipe())
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		said := bufio.NewScanner(out)
		last := map[string][2]int64{} // of a path: revision and length
		var stored []int
		var timer *time.Timer
		for said.Scan() {
			if timer == nil {
				timer = time.AfterFunc(time.Duration(r.Int64N(int64(60*time.Millisecond))), func() { c.Process.Kill() })
			}
			switch w := strings.Fields(said.Text()); {
			case len(w) == 4 && w[0] == "edit":
				revision, _ := strconv.ParseInt(w[2], 10, 64)
				length, _ := strconv.ParseInt(w[3], 10, 64)
				last[w[1]] = [2]int64{revision, length}
				edits++
			case len(w) == 2 && w[0] == "shard":
				n, _ := strconv.Atoi(w[1])
				stored = append(stored, n)
				shards++
			}
		}
		if c.Wait() == nil || timer == nil || c.ProcessState.Exited() {
			t.Fatalf("kill %d: the child ended by itself", i)
		}
		d = openAt(t, name)
		for path, want := range last {
			// The child may have been killed between its next change and saying so: then a new
			// revision stands, or the one before, and what was said is one step away.
			var length, later, before int64
			err := d.sql.QueryRow(`SELECT length(body), (SELECT count(*) FROM revisions WHERE path = ?1 AND id > ?2), (SELECT coalesce(max(id), 0) FROM revisions WHERE path = ?1 AND id < ?2)
				FROM revisions WHERE id = ?2`, path, want[0]).Scan(&length, &later, &before)
			f := must[DraftText](t)(d.ReadDraft("draft-lakes", path))
			stands := f.Revision == want[0] || f.Revision > want[0] && later == 1 || f.Revision == before
			if err != nil || length != want[1] || !stands {
				t.Errorf("kill %d: %v was saved of %s, which has %d bytes (%v); revision %d stands", i, want, path, length, err, f.Revision)
			}
		}
		list := must[[]StudyRun](t)(d.Runs())
		if list[0].State != Interrupted {
			t.Errorf("kill %d: the run is %s", i, list[0].State)
		}
		_, found, err := ResumeRun(d.RunDir(list[0].ID), header())
		if err != nil || len(found.Dropped) > 0 {
			t.Fatalf("kill %d: %v, %v", i, found, err)
		}
		for _, n := range stored {
			if !slices.Contains(found.Done, Part{0, uint64(n), 1}) {
				t.Errorf("kill %d: shard %d is lost", i, n)
			}
		}
	}
	if _, _, err := examineStore(copyOf(t, d)); err != nil {
		t.Error(err)
	}
	t.Logf("%d kills, %d edits and %d shards", kills, edits, shards)
	if edits < kills || shards < kills {
		t.Error("too little was done for the kills to tell anything")
	}
}

// copyOf is a copy of a store, to be examined.
func copyOf(t testing.TB, d *DB) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "copy.sqlite")
	if _, err := d.sql.Exec(`VACUUM INTO ?`, name); err != nil {
		t.Fatal(err)
	}
	return name
}
