// Package server is the workbench's HTTP server: the page, and what it asks for.
//
// In: a store of texts and the page's files. Out: a handler, or a server that runs
// until it is told to stop. Guaranteed: it answers only requests that were sent to a
// loopback address by its own page or by a program on this machine; it reads no path
// of the disk that a request names; every request is bounded in size and time.
package server

// One file holds one resource: its wire types, which are plain structs, and a
// function that registers its operations in the list below. What an answer says is
// made in the layers before; a handler reads the request, asks, and hands on.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	jsonv2 "github.com/go-json-experiment/json"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"entente"
	"entente/internal/desk"
	"entente/internal/store"
)

// The bounds of every request.
const (
	headerTime  = 5 * time.Second
	readTime    = 30 * time.Second
	answerTime  = 2 * time.Minute // of what is not a stream
	idleTime    = 2 * time.Minute
	headerBytes = 64 << 10
	bodyBytes   = 16 << 20 // no operation takes more; most take less
	stopTime    = 5 * time.Second
)

// Config is what a server is made of.
type Config struct {
	Texts *store.Store // what names mean: the library and the drafts; NoDisk is set
	DB    *store.DB    // drafts and runs
	Page  fs.FS
	Log   *slog.Logger // nil: nothing is logged
}

// Server answers requests.
type Server struct {
	texts *store.Store
	db    *store.DB
	desk  *desk.Desk
	page  *page
	log   *slog.Logger
	api   huma.API
	mux   *http.ServeMux

	edited    entryTexts
	asked     chan struct{} // gets a value when a user asks to stop
	checks    *checks
	described descriptions
	studies   *studies
	results   *results
	runner    *runner // nil where there is no store
	briefs    *briefs
}

// resources lists what registers operations.
var resources = []func(*Server){
	(*Server).control,
	(*Server).library,
	(*Server).drafts,
	(*Server).matrix,
	(*Server).procedures,
	(*Server).charts,
	(*Server).editor,
	(*Server).seams,
	(*Server).diff,
	(*Server).study,
	(*Server).runs,
	(*Server).runResults,
	(*Server).reports,
}

// New makes a server. It fails where the page has no index.html.
func New(c Config) (*Server, error) {
	s := &Server{texts: c.Texts, db: c.DB, desk: &desk.Desk{Store: c.Texts}, log: c.Log}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.studies = &studies{desk: s.desk}
	if s.db != nil {
		s.results = &results{dir: s.db.RunDir}
		s.runner = newRunner(s)
	}
	var err error
	if s.page, err = newPage(c.Page); err != nil {
		return nil, err
	}
	s.checks = newChecks(s)
	s.briefs = newBriefs()
	s.register()
	s.mux.HandleFunc("GET /healthz", s.health)
	s.mux.HandleFunc("GET /figures.css", figuresStyle)
	s.mux.Handle("/api/", http.HandlerFunc(noResource))
	s.mux.Handle("/", s.page)
	return s, nil
}

// register makes the API.
func (s *Server) register() {
	s.asked = make(chan struct{}, 1)
	s.mux = http.NewServeMux()
	s.api = newAPI(s.mux)
	for _, resource := range resources {
		resource(s)
	}
}

// OpenAPI returns the description of the API, as /api/openapi.json gives it.
func OpenAPI() ([]byte, error) {
	s := &Server{}
	s.register()
	return s.api.OpenAPI().MarshalJSON()
}

func init() {
	// A list is never null on the wire: newAPI writes an empty one as [].
	huma.DefaultArrayNullable = false
	huma.NewError = invalid
}

// ofPackage is what the names of a package's types begin with in the description,
// where others have such names too.
var ofPackage = map[string]string{"entente/internal/procedure": "Procedure"}

// schemaName names a type in the description.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return ofPackage[t.PkgPath()] + name
}

// newAPI makes the API whose description stands at /api/openapi.json.
func newAPI(mux *http.ServeMux) huma.API {
	config := huma.DefaultConfig("entente workbench", entente.Version)
	config.OpenAPIPath = "/api/openapi"
	config.DocsPath, config.SchemasPath = "", "" // they would ask a network
	config.CreateHooks = nil
	config.Transformers = append(config.Transformers, inLanguage)
	config.Components = &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName)}
	config.RejectUnknownQueryParameters = true
	asIs := jsonv2.JoinOptions(jsonv1.DefaultOptionsV1(), jsonv2.FormatNilSliceAsNull(false), jsonv2.FormatNilMapAsNull(false))
	format := huma.Format{
		Marshal:   func(w io.Writer, v any) error { return jsonv2.MarshalWrite(w, v, asIs) },
		Unmarshal: huma.DefaultJSONFormat.Unmarshal,
	}
	config.Formats = map[string]huma.Format{"application/json": format, "json": format}
	return humago.New(mux, config)
}

// Handler answers requests that were sent to one of the hosts, as "127.0.0.1:7788".
func (s *Server) Handler(hosts ...string) http.Handler {
	return s.logged(guarded(hosts, bounded(s.mux)))
}

// Close ends what is under way beside the requests: runs stop so that they can be
// resumed. Serve does it at its end.
func (s *Server) Close() {
	if s.runner != nil {
		s.runner.close()
	}
}

// Serve answers on a listener until the context ends, then lets the requests that
// are under way end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	hosts, err := hostsOf(l.Addr())
	if err != nil {
		return err
	}
	streams, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	defer s.Close()
	h := &http.Server{
		Handler: s.Handler(hosts...), ReadHeaderTimeout: headerTime, ReadTimeout: readTime, IdleTimeout: idleTime, MaxHeaderBytes: headerBytes,
		BaseContext: func(net.Listener) context.Context { return streams },
		ErrorLog:    slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	case <-ctx.Done():
	case <-s.asked:
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	stop() // streams and long answers end first
	if err := h.Shutdown(late); err != nil {
		return errors.Join(fmt.Errorf("stop %s: %w", l.Addr(), err), h.Close())
	}
	return nil
}

// health says that the server answers.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintf(w, "ok entente %s\n", entente.Version)
}
