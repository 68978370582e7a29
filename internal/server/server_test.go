package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"entente/internal/store"
	"entente/library"
)

const host = "127.0.0.1:7788"

// testServer serves the library with a page of one file.
func testServer(t *testing.T) *Server {
	t.Helper()
	db, err := store.OpenDB(filepath.Join(t.TempDir(), "store.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s, err := New(Config{
		Texts: &store.Store{Library: db.Library(library.FS), NoDisk: true}, DB: db,
		Page: fstest.MapFS{
			"index.html":      {Data: []byte(`<meta property="csp-nonce" nonce="__NONCE__">`)},
			"assets/index.js": {Data: []byte("1")},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.checks.hold = time.Minute // an answer, not how far it is
	t.Cleanup(s.Close)
	return s
}

// call sends a request to a server as its own page would.
func call(t *testing.T, s *Server, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return callIn(t.Context(), s, method, target, body, headers...)
}

// callIn is call for a request that may be called off.
func callIn(ctx context.Context, s *Server, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, method, target, strings.NewReader(body))
	r.Host = host
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		} else {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	w := httptest.NewRecorder()
	s.Handler(host, "localhost:7788").ServeHTTP(w, r)
	return w
}

func TestGuard(t *testing.T) {
	s := testServer(t)
	for _, c := range []struct {
		name, method, target string
		headers              []string
		want                 int
	}{
		{"its own page", "GET", "/api/library", []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://" + host}, 200},
		{"a program", "GET", "/api/library", nil, 200},
		{"by its other name", "GET", "/healthz", []string{"Host", "localhost:7788"}, 200},
		{"in capitals", "GET", "/healthz", []string{"Host", "LOCALHOST:7788"}, 200},
		{"rebinding", "GET", "/api/library", []string{"Host", "attacker.example:7788"}, 421},
		{"rebinding without a port", "GET", "/", []string{"Host", "attacker.example"}, 421},
		{"no host", "GET", "/", []string{"Host", ""}, 421},
		{"another port", "GET", "/", []string{"Host", "127.0.0.1:80"}, 421},
		{"a picture on another site's page", "GET", "/api/library", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"}, 403},
		{"another site's script", "GET", "/api/library", []string{"Origin", "https://attacker.example"}, 403},
		{"a page without an origin", "GET", "/api/library", []string{"Origin", "null"}, 403},
		{"another site's form", "POST", "/api/library", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"another port's form", "POST", "/api/library", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"a link on another site to a screen", "GET", "/matrix?design=korea", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 200},
		{"a link on another site to the API", "GET", "/api/library", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 403},
	} {
		if got := call(t, s, c.method, c.target, "", c.headers...); got.Code != c.want {
			t.Errorf("%s: status %d, want %d: %s", c.name, got.Code, c.want, got.Body)
		}
	}
}

func TestPage(t *testing.T) {
	s := testServer(t)
	nonces := map[string]bool{}
	for _, target := range []string{"/", "/matrix?design=korea", "/arrangement", "/index.html"} {
		got := call(t, s, "GET", target, "")
		policy := got.Header().Get("Content-Security-Policy")
		_, rest, _ := strings.Cut(policy, "'nonce-")
		nonce, _, _ := strings.Cut(rest, "'")
		if got.Code != 200 || nonce == "" || !strings.Contains(got.Body.String(), `nonce="`+nonce+`"`) {
			t.Errorf("%s: status %d, policy %q, body %q: the page's nonce is expected in both", target, got.Code, policy, got.Body)
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", target, policy)
		}
		nonces[nonce] = true
	}
	if len(nonces) != 4 {
		t.Errorf("4 answers have %d nonces", len(nonces))
	}
	if got := call(t, s, "GET", "/assets/index.js", ""); got.Body.String() != "1" || !strings.Contains(got.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("a file of the page: %q, %q", got.Body, got.Header())
	}
	for _, target := range []string{"/assets/none.js", "/../server.go", "/%2e%2e/%2e%2e/go.mod", "/assets/../../go.mod", "/etc/passwd.txt"} {
		if got := call(t, s, "GET", target, ""); got.Code == 200 {
			t.Errorf("%s: status 200, %q", target, got.Body)
		}
	}
	if got := call(t, s, "DELETE", "/", ""); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("DELETE /: status %d", got.Code)
	}
}

func TestNoPage(t *testing.T) {
	if _, err := New(Config{Texts: &store.Store{Library: library.FS}, Page: fstest.MapFS{}}); err == nil {
		t.Error("a page without index.html is taken")
	}
}

// A name that a request gives is never a path of the disk.
func TestNamesAreOfTheLibrary(t *testing.T) {
	s := testServer(t)
	for _, name := range []string{"../../go.mod", "/etc/passwd", "server.go", "..", "korea/../../../go.mod", "-"} {
		if text, err := s.texts.Read(name); err == nil {
			t.Errorf("%s: read as %q", name, text.Name)
		}
		if d, err := s.desk.Design(name, ""); err == nil {
			t.Errorf("%s: loaded as %s", name, d.ID)
		}
	}
}

func TestLoopbackOnly(t *testing.T) {
	for _, ip := range []string{"0.0.0.0", "192.0.2.7", "::", "2001:db8::1"} {
		_, err := hostsOf(&net.TCPAddr{IP: net.ParseIP(ip), Port: 7788})
		var refused *LoopbackError
		if !errors.As(err, &refused) {
			t.Errorf("%s: error %v, want a *LoopbackError", ip, err)
		}
	}
	hosts, err := hostsOf(&net.TCPAddr{IP: net.ParseIP("::1"), Port: 80})
	if want := "[[::1]:80 localhost:80 [::1] localhost]"; err != nil || fmt.Sprint(hosts) != want {
		t.Errorf("hosts %v, %v, want %s", hosts, err, want)
	}
}

func TestBounds(t *testing.T) {
	s := testServer(t)
	s.mux.HandleFunc("POST /read", func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		}
	})
	var late bool
	s.mux.HandleFunc("GET /late", func(_ http.ResponseWriter, r *http.Request) { _, late = r.Context().Deadline() })
	if got := call(t, s, "POST", "/read", strings.Repeat("x", bodyBytes)); got.Code != 200 {
		t.Errorf("a body of %d bytes: status %d", bodyBytes, got.Code)
	}
	if got := call(t, s, "POST", "/read", strings.Repeat("x", bodyBytes+1)); got.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of one byte more: status %d", got.Code)
	}
	if call(t, s, "GET", "/late", ""); !late {
		t.Error("an answer has no deadline")
	}
	if call(t, s, "GET", "/late", "", "Accept", "text/event-stream"); late {
		t.Error("a stream has a deadline")
	}
}

func TestPanicIsAnAnswer(t *testing.T) {
	s := testServer(t)
	var log strings.Builder
	s.log = slog.New(slog.NewJSONHandler(&log, nil))
	s.mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic("the reason") })
	got := call(t, s, "GET", "/panic", "")
	if got.Code != 500 || strings.Contains(got.Body.String(), "the reason") || !strings.Contains(log.String(), "the reason") || !strings.Contains(log.String(), `"status":500`) {
		t.Errorf("status %d, body %q, log %s", got.Code, got.Body, log.String())
	}
}

// A stop lets a request end that is under way, ends streams, and takes no more.
func TestGracefulStop(t *testing.T) {
	s := testServer(t)
	begun, end := make(chan bool), make(chan bool)
	s.mux.HandleFunc("GET /slow", func(w http.ResponseWriter, _ *http.Request) {
		begun <- true
		<-end
		fmt.Fprint(w, "all of it")
	})
	s.mux.HandleFunc("GET /stream", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "data: 1\n\n")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	get := func(path string, headers ...string) (*http.Response, error) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+l.Addr().String()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		return http.DefaultClient.Do(r)
	}
	stream, err := get("/stream", "Accept", "text/event-stream")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	if line, err := bufio.NewReader(stream.Body).ReadString('\n'); line != "data: 1\n" {
		t.Fatalf("stream: %q, %v", line, err)
	}
	answer := make(chan string, 1)
	go func() {
		r, err := get("/slow")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer r.Body.Close()
		b, _ := io.ReadAll(r.Body)
		answer <- string(b)
	}()
	<-begun
	stop()
	time.AfterFunc(50*time.Millisecond, func() { close(end) })
	if err := <-served; err != nil {
		t.Errorf("stopped with %v", err)
	}
	if got := <-answer; got != "all of it" {
		t.Errorf("the request under way got %q", got)
	}
	if r, err := get("/healthz"); err == nil {
		r.Body.Close()
		t.Error("a stopped server answers")
	}
}
