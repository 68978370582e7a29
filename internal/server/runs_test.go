package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"entente"
	"entente/internal/store"
	"entente/library"
)

const lakes = "twinlakes/leaders-lost"

func init() {
	const done = "/api/runs/leaders-lost-1"
	examples["study"] = []example{
		{"/api/study?study=" + lakes, "", 200},
		{"/api/study?study=korea/opcon-options&runs=500&assumptions=-1", "", 200},
		{"/api/study?study=korea", "", 400},
		{"/api/study?study=korea/no-such", "", 404},
		{"/api/study?study=" + lakes + "&runs=2000000", "", 422},
	}
	examples["runs"] = []example{{"/api/runs", "", 200}, {"/api/runs?study=" + lakes, "", 200}}
	examples["begin-run"] = []example{
		{"/api/runs", `{"study": "twinlakes/leaders-lost", "runs": 64, "assumptions": -1, "seed": 1}`, 201},
		{"/api/runs", `{"study": "twinlakes/leaders-lost", "runs": 0, "assumptions": -1, "seed": 1}`, 422},
		{"/api/runs", `{"study": "twinlakes/reformed", "runs": 64, "assumptions": -1, "seed": 1}`, 400},
	}
	examples["run"] = []example{{done, "", 200}, {"/api/runs/no-such", "", 404}}
	examples["run-events"] = []example{{done + "/events", "", 200}, {"/api/runs/no-such/events", "", 404}}
	examples["cancel-run"] = []example{{done + "/cancel", "", 409}, {"/api/runs/no-such/cancel", "", 404}}
	examples["resume-run"] = []example{{done + "/resume", "", 409}, {"/api/runs/no-such/resume", "", 404}}
	examples["delete-run"] = []example{{"/api/runs/leaders-lost-2", "", 204}, {"/api/runs/no-such", "", 404}}
	examples["run-result"] = []example{{done + "/result", "", 200}, {"/api/runs/no-such/result", "", 404}}
	examples["run-distribution"] = []example{
		{done + "/distribution?column=war&scenario=leadership-shock", "", 200},
		{done + "/distribution?column=say-war.T&scenario=leadership-shock", "", 200},
		{done + "/distribution?column=no-such&scenario=leadership-shock", "", 404},
		{done + "/distribution", "", 422},
	}
	examples["run-replay"] = []example{
		{done + "/replay?design=today&scenario=leadership-shock&replication=3", "", 200},
		{done + "/replay?design=no-such&scenario=leadership-shock&replication=3", "", 404},
		{done + "/replay?design=today&scenario=leadership-shock&replication=-1", "", 422},
	}
	examples["run-summary"] = []example{{done + "/summary", "", 200}, {"/api/runs/no-such/summary", "", 404}}
}

// keepRuns runs a study twice, so that there are runs to ask for.
func keepRuns(t *testing.T, s *Server) {
	t.Helper()
	for range 2 {
		run, err := s.beginRun(&RunAsked{Study: lakes, Runs: 64, Assumptions: 20, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		for range 1000 {
			if now, _ := s.runner.stateOf(run.ID); now.State == string(store.Done) {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// bench is a workbench with a store of its own.
type bench struct {
	t      *testing.T
	server *Server
	db     *store.DB
	http   *httptest.Server
}

var emptyPage = fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}

func newBench(t *testing.T, name string) *bench {
	t.Helper()
	db, err := store.OpenDB(name)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, db: db}
	b.server, err = New(Config{Texts: &store.Store{Library: db.Library(library.FS), NoDisk: true}, DB: db, Page: emptyPage})
	if err != nil {
		t.Fatal(err)
	}
	b.http = httptest.NewUnstartedServer(nil)
	b.http.Config.Handler = b.server.Handler(b.http.Listener.Addr().String())
	b.http.Start()
	t.Cleanup(b.close)
	return b
}

func (b *bench) close() {
	b.server.Close()
	b.http.CloseClientConnections()
	b.http.Close()
	b.db.Close()
}

// ask sends a request and reads the answer into v; the status must be the wanted one.
func (b *bench) ask(method, path string, body any, status int, v any) {
	b.t.Helper()
	var send io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			b.t.Fatal(err)
		}
		send = bytes.NewReader(data)
	}
	r, err := http.NewRequest(method, b.http.URL+path, send)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer got.Body.Close()
	data, _ := io.ReadAll(got.Body)
	if got.StatusCode != status {
		b.t.Fatalf("%s %s: status %d, want %d: %s", method, path, got.StatusCode, status, data)
	}
	if v != nil {
		if err := json.Unmarshal(data, v); err != nil {
			b.t.Fatalf("%s %s: %v: %s", method, path, err, data)
		}
	}
}

// until follows a run until it is in a state.
func (b *bench) until(id, state string) Run {
	b.t.Helper()
	for range 2000 {
		var x RunFollowed
		b.ask("GET", "/api/runs/"+id, nil, 200, &x)
		if x.Run.State == state {
			return x.Run
		}
		if x.Run.State == "failed" {
			b.t.Fatalf("run %s: %s", id, x.Run.Why)
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.t.Fatalf("run %s is never %s", id, state)
	return Run{}
}

// event is one server-sent event.
type event struct{ id, kind, data string }

// events reads a stream until the callback says that it is enough, or it ends.
func (b *bench) events(id, last string, more func(event) bool) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	r, _ := http.NewRequestWithContext(ctx, "GET", b.http.URL+"/api/runs/"+id+"/events", nil)
	r.Header.Set("Accept", "text/event-stream")
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer got.Body.Close()
	if kind := got.Header.Get("Content-Type"); got.StatusCode != 200 || kind != "text/event-stream" {
		b.t.Fatalf("status %d, %s", got.StatusCode, kind)
	}
	lines := bufio.NewScanner(got.Body)
	lines.Buffer(nil, 8<<20)
	var e event
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), ": ")
		switch key {
		case "id":
			e.id = value
		case "event":
			e.kind = value
		case "data":
			e.data = value
		case "":
			if e.kind != "" && !more(e) {
				return
			}
			e = event{}
		}
	}
}

var briefRun = RunAsked{Study: lakes, Runs: 2000, Assumptions: 50, Seed: 3}

// uninterrupted is the folder of a run of briefRun that nobody disturbed, with other
// shards.
func uninterrupted(t *testing.T) string {
	t.Helper()
	b := newBench(t, filepath.Join(t.TempDir(), "quiet.sqlite"))
	k, err := b.server.desk.Study(lakes)
	if err != nil {
		t.Fatal(err)
	}
	o := (&Run{Runs: briefRun.Runs, Assumptions: briefRun.Assumptions, Seed: briefRun.Seed}).options()
	o.Workers, o.ShardRows = 1, 333
	dir := filepath.Join(t.TempDir(), "want")
	folder, err := store.CreateRun(dir, k.Simulation.Header(k.Texts, o), k.Texts, false)
	if err != nil {
		t.Fatal(err)
	}
	o.Keep = folder.PutShard
	r, err := k.Simulation.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	summary, _ := entente.StudySummary(r)
	if err := folder.Finish(summary, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func sameRun(t *testing.T, want, got string) {
	t.Helper()
	for _, name := range []string{"summary.json", "runs.parquet", "texts/digest.json"} {
		a, errA := os.ReadFile(filepath.Join(want, name))
		b, errB := os.ReadFile(filepath.Join(got, name))
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("%s is not the same (%v, %v)", name, errA, errB)
		}
	}
}

// TestRunOverHTTP starts a study, watches it, asks for what it found and replays a
// point of a distribution.
func TestRunOverHTTP(t *testing.T) {
	b := newBench(t, filepath.Join(t.TempDir(), "w.sqlite"))
	var asked Study
	b.ask("GET", "/api/study?study="+lakes, nil, 200, &asked)
	if asked.Outline.Evidence != "structural" || len(asked.Columns) == 0 || len(asked.Sizes) != 3 || asked.Sizes[0].Seconds <= 0 || asked.Sizes[2].Extent.Replications != 200_000 {
		t.Errorf("%+v", asked)
	}
	var run Run
	b.ask("POST", "/api/runs", briefRun, 201, &run)
	b.ask("GET", "/api/runs/"+run.ID+"/result", nil, 409, nil)
	seen := map[string]int{}
	looks, last := 0, Run{}
	b.events(run.ID, "", func(e event) bool {
		seen[e.kind]++
		switch e.kind {
		case "watch":
			var w entente.StudyWatch
			if err := json.Unmarshal([]byte(e.data), &w); err != nil || len(w.Looks) <= looks || len(w.Comparisons) == 0 {
				t.Errorf("%v: %s", err, e.data)
			}
			looks = len(w.Looks)
		case "run":
			last = Run{}
			if err := json.Unmarshal([]byte(e.data), &last); err != nil {
				t.Error(err)
			}
		}
		return true
	})
	if last.State != "done" || last.Answer.Empty() || seen["watch"] == 0 || seen["progress"] == 0 {
		t.Errorf("%+v, seen %v", last, seen)
	}
	sameRun(t, uninterrupted(t), b.db.RunDir(run.ID))
	var result RunResult
	b.ask("GET", "/api/runs/"+run.ID+"/result", nil, 200, &result)
	if result.Shown.Sections[0].ID != "assumptions" || len(result.Examples) == 0 {
		t.Errorf("%+v", result.Shown.Sections[0])
	}
	var d entente.Distribution
	b.ask("GET", "/api/runs/"+run.ID+"/distribution?column=war&scenario=leadership-shock", nil, 200, &d)
	p := d.Of[0].Points[5]
	var story entente.StoryShown
	b.ask("GET", fmt.Sprintf("/api/runs/%s/replay?design=%s&scenario=leadership-shock&replication=%d", run.ID, d.Of[0].Designs[0], p.Replication), nil, 200, &story)
	if story.Seed != 3 || len(story.Steps) == 0 {
		t.Errorf("%+v", story)
	}
	for _, v := range story.Measured {
		if v.Column == "war" && (v.Value == nil || *v.Value < p.Value-1e-6 || *v.Value > p.Value+1e-6) {
			t.Errorf("replayed %v, drawn at %v", v.Value, p.Value)
		}
	}
	var summary struct{ Study string }
	b.ask("GET", "/api/runs/"+run.ID+"/summary", nil, 200, &summary)
	if summary.Study != "leaders-lost" {
		t.Error(summary)
	}
	var followed RunFollowed
	b.ask("GET", "/api/runs/"+run.ID, nil, 200, &followed)
	if followed.Watch == nil || len(followed.Watch.Looks) != looks {
		t.Errorf("%+v", followed.Watch)
	}
	r, _ := http.NewRequest("GET", b.http.URL+"/api/runs/"+run.ID, nil)
	r.Header.Set("Accept-Language", "ko")
	if got, err := http.DefaultClient.Do(r); err != nil {
		t.Error(err)
	} else if body, _ := io.ReadAll(got.Body); got.Body.Close() != nil || !strings.Contains(string(body), "늦") {
		t.Errorf("in Korean: %s", body)
	}
	var list RunList
	b.ask("GET", "/api/runs?study="+lakes, nil, 200, &list)
	if len(list.Runs) != 1 || list.Runs[0].ID != run.ID {
		t.Errorf("%+v", list)
	}
	b.ask("POST", "/api/runs/"+run.ID+"/resume", nil, 409, nil)
	b.ask("POST", "/api/runs/"+run.ID+"/cancel", nil, 409, nil)
	b.ask("DELETE", "/api/runs/"+run.ID, nil, 204, nil)
	b.ask("GET", "/api/runs/"+run.ID, nil, 404, nil)
	if _, err := os.Stat(b.db.RunDir(run.ID)); !os.IsNotExist(err) {
		t.Errorf("its folder is left: %v", err)
	}
}

// TestCancelAndResumeOverHTTP: a run that is cancelled again and again ends in the
// bytes of one that nobody disturbed; those that wait have their turn after it.
func TestCancelAndResumeOverHTTP(t *testing.T) {
	b := newBench(t, filepath.Join(t.TempDir(), "w.sqlite"))
	var run, other Run
	b.ask("POST", "/api/runs", briefRun, 201, &run)
	b.ask("POST", "/api/runs", briefRun, 201, &other)
	if other.State != "queued" {
		t.Errorf("two run at once: %s", other.State)
	}
	b.ask("DELETE", "/api/runs/"+run.ID, nil, 409, nil)
	cancelled := 0
	for cancelled < 4 {
		n := 0
		b.events(run.ID, "", func(e event) bool {
			n++
			return n < 2+2*cancelled
		})
		var followed RunFollowed
		b.ask("GET", "/api/runs/"+run.ID, nil, 200, &followed)
		if followed.Run.State == "done" {
			break
		}
		b.ask("POST", "/api/runs/"+run.ID+"/cancel", nil, 202, nil)
		b.until(run.ID, "cancelled")
		cancelled++
		b.ask("POST", "/api/runs/"+run.ID+"/resume", nil, 202, nil)
		b.ask("POST", "/api/runs/"+run.ID+"/resume", nil, 409, nil)
	}
	if cancelled == 0 {
		t.Error("it was over before it could be cancelled")
	}
	b.until(run.ID, "done")
	b.until(other.ID, "done")
	want := uninterrupted(t)
	sameRun(t, want, b.db.RunDir(run.ID))
	sameRun(t, want, b.db.RunDir(other.ID))
}

// TestEventsResume: a reader that comes back with the last id gets what is newer and
// nothing twice; with an id of another stream, all that stands.
func TestEventsResume(t *testing.T) {
	f := newFeed("abc")
	f.put("run", 1)
	f.put("progress", 1)
	f.put("progress", 2)
	kinds := func(id string) string {
		news, _, _ := f.since(f.seen(id))
		var out []string
		for _, p := range news {
			out = append(out, fmt.Sprint(p.number, p.kind, p.value))
		}
		return strings.Join(out, " ")
	}
	for id, want := range map[string]string{"": "1run1 3progress2", "abc.1": "3progress2", "abc.2": "3progress2", "abc.3": "", "abc.9": "1run1 3progress2", "old.3": "1run1 3progress2", "abc.x": "1run1 3progress2"} {
		if got := kinds(id); got != want {
			t.Errorf("after %q: %q, want %q", id, got, want)
		}
	}
	f.end()
	f.put("run", 2)
	if got := kinds("abc.3"); got != "" {
		t.Errorf("after its end: %q", got)
	}
}

// TestRunsAreBounded: what is asked for too large, or means nothing, is refused with
// the reason; so are more runs than may wait.
func TestRunsAreBounded(t *testing.T) {
	b := newBench(t, filepath.Join(t.TempDir(), "w.sqlite"))
	for _, x := range []struct {
		asked  RunAsked
		status int
	}{
		{RunAsked{Study: lakes, Runs: 1, Seed: 1}, 422},
		{RunAsked{Study: lakes, Runs: 2_000_000, Seed: 1}, 422},
		{RunAsked{Study: lakes, Runs: 100, Assumptions: -2, Seed: 1}, 422},
		{RunAsked{Study: lakes, Runs: 100, Seed: -1}, 422},
		{RunAsked{Study: "twinlakes/no-such-study", Runs: 100}, 404},
		{RunAsked{Study: "/etc/passwd", Runs: 100}, 404},
		{RunAsked{Study: "../../go.mod", Runs: 100}, 404},
	} {
		b.ask("POST", "/api/runs", x.asked, x.status, nil)
	}
	for _, id := range []string{"nothing-1", "..", "%2e%2e%2fx"} {
		r, err := http.Get(b.http.URL + "/api/runs/" + id)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != 404 && r.StatusCode != 422 {
			t.Errorf("run %q: status %d", id, r.StatusCode)
		}
	}
	long := RunAsked{Study: lakes, Runs: 1_000_000, Assumptions: -1}
	var first Run
	b.ask("POST", "/api/runs", long, 201, &first)
	for range waitingMost {
		b.ask("POST", "/api/runs", long, 201, nil)
	}
	b.ask("POST", "/api/runs", long, 429, nil)
}

// TestStopLeavesRunsToResume: a server that ends in the middle of a run leaves it, and
// those that wait, interrupted; the next one goes on, to the same bytes.
func TestStopLeavesRunsToResume(t *testing.T) {
	name := filepath.Join(t.TempDir(), "w.sqlite")
	b := newBench(t, name)
	var run, waits Run
	b.ask("POST", "/api/runs", briefRun, 201, &run)
	b.ask("POST", "/api/runs", briefRun, 201, &waits)
	n := 0
	b.events(run.ID, "", func(event) bool { n++; return n < 4 })
	b.close()
	b = newBench(t, name)
	for _, id := range []string{run.ID, waits.ID} {
		var x RunFollowed
		b.ask("GET", "/api/runs/"+id, nil, 200, &x)
		if x.Run.State == "done" && id == run.ID {
			continue // it was quicker
		}
		if x.Run.State != "interrupted" {
			t.Fatalf("%s is %s", id, x.Run.State)
		}
		b.ask("POST", "/api/runs/"+id+"/resume", nil, 202, nil)
	}
	b.until(run.ID, "done")
	b.until(waits.ID, "done")
	want := uninterrupted(t)
	sameRun(t, want, b.db.RunDir(run.ID))
	sameRun(t, want, b.db.RunDir(waits.ID))
}

// childStore names the store that the child process of TestRunsSurviveKilling serves.
const childStore = "ENTENTE_TEST_STORE"

func TestMain(m *testing.M) {
	if name := os.Getenv(childStore); name != "" {
		fmt.Fprintln(os.Stderr, served(name))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// served is a server on a store, until it is killed.
func served(name string) error {
	db, err := store.OpenDB(name)
	if err != nil {
		return err
	}
	s, err := New(Config{Texts: &store.Store{Library: db.Library(library.FS), NoDisk: true}, DB: db, Page: emptyPage})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("serving %s\n", l.Addr())
	return s.Serve(context.Background(), l)
}

// shardsIn are the shards that lie finished in the folder of a run.
func shardsIn(dir string) map[string]string {
	out := map[string]string{}
	_ = fs.WalkDir(os.DirFS(dir), "shards", func(name string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".shard") && !strings.HasPrefix(e.Name(), ".") {
			if body, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
				out[name] = string(body)
			}
		}
		return nil
	})
	return out
}

// TestRunsSurviveKilling kills the whole server (SIGKILL) in the middle of a run, again
// and again. Each time the next one has every shard that was finished, says that the
// run was interrupted, and goes on; in the end the bytes are those of a run that
// nobody disturbed.
func TestRunsSurviveKilling(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts the server many times")
	}
	name := filepath.Join(t.TempDir(), "w.sqlite")
	random := rand.New(rand.NewPCG(3, 5))
	id, kills, midway := "", 0, 0
	var kept map[string]string
	for done := false; !done; {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childStore+"="+name)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil || !strings.HasPrefix(line, "serving ") {
			t.Fatalf("%v: %q", err, line)
		}
		b := &bench{t: t, http: &httptest.Server{URL: "http://" + strings.TrimSpace(strings.TrimPrefix(line, "serving "))}}
		dir := filepath.Join(strings.TrimSuffix(name, ".sqlite")+"-runs", id)
		if id == "" {
			var run Run
			b.ask("POST", "/api/runs", briefRun, 201, &run)
			id = run.ID
		} else {
			for shard, body := range kept {
				if now, err := os.ReadFile(filepath.Join(dir, shard)); err != nil || string(now) != body {
					t.Errorf("after %d kills shard %s is lost: %v", kills, shard, err)
				}
			}
			var x RunFollowed
			b.ask("GET", "/api/runs/"+id, nil, 200, &x)
			switch x.Run.State {
			case "interrupted":
				b.ask("POST", "/api/runs/"+id+"/resume", nil, 202, nil)
			case "done":
				done = true
			default:
				t.Fatalf("after %d kills the run is %s: %s", kills, x.Run.State, x.Run.Why)
			}
		}
		if kills >= 30 && !done { // enough: it may end
			b.until(id, "done")
			done = true
		}
		if !done {
			time.Sleep(time.Duration(random.IntN(40+8*kills)) * time.Millisecond)
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait()
		kills++
		dir = filepath.Join(strings.TrimSuffix(name, ".sqlite")+"-runs", id)
		if kept = shardsIn(dir); len(kept) > 0 {
			midway++
		}
	}
	t.Logf("%d kills, %d of them with shards in the folder", kills, midway)
	if midway < 3 {
		t.Errorf("only %s kills came midway", strconv.Itoa(midway))
	}
	sameRun(t, uninterrupted(t), filepath.Join(strings.TrimSuffix(name, ".sqlite")+"-runs", id))
}
