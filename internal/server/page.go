package server

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"entente"
)

// page serves the files of the page. A path without an ending is a screen, whose
// view is in the address: it gets index.html.
type page struct {
	files fs.FS
	index []byte
	serve http.Handler
}

// nonceMark stands in index.html where the nonce of an answer goes.
const nonceMark = "__NONCE__"

func newPage(files fs.FS) (*page, error) {
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		return nil, fmt.Errorf("the page: %w", err)
	}
	return &page{files: files, index: index, serve: http.FileServerFS(files)}, nil
}

func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "the page is only read")
		return
	}
	if path.Ext(r.URL.Path) != "" && r.URL.Path != "/index.html" {
		if strings.HasPrefix(r.URL.Path, "/assets/") { // their names hold a digest
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		p.serve.ServeHTTP(w, r)
		return
	}
	nonce := rand.Text()
	w.Header().Set("Content-Security-Policy", policy(nonce))
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(bytes.ReplaceAll(p.index, []byte(nonceMark), []byte(nonce))))
}

// policy is what the page may load: its own files, styles that carry the nonce, and
// pictures that it made itself.
func policy(nonce string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
		"frame-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}

// figuresStyle gives the style of the figures that come from Go.
func figuresStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = io.WriteString(w, entente.FiguresStyle())
}
