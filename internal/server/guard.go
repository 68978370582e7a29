package server

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// LoopbackError says why an address is not served.
type LoopbackError struct{ Addr string }

func (e *LoopbackError) Error() string {
	return fmt.Sprintf("%s is not a loopback address: the workbench has no accounts, so whoever reached it could read and change the drafts", e.Addr)
}

// hostsOf lists the Host headers under which a loopback address is reached; another
// address is a *LoopbackError.
func hostsOf(a net.Addr) ([]string, error) {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsLoopback() {
		return nil, &LoopbackError{a.String()}
	}
	port := fmt.Sprint(tcp.Port)
	hosts := []string{net.JoinHostPort(tcp.IP.String(), port), net.JoinHostPort("localhost", port)}
	if tcp.Port == 80 {
		hosts = append(hosts, strings.TrimSuffix(hosts[0], ":80"), "localhost")
	}
	return hosts, nil
}

// guarded refuses what a page of another site has sent. A site may have its own name
// point at this machine (DNS rebinding): the Host is then that name. Or its page may
// send a form, or embed a picture: the browser then says from where (Sec-Fetch-Site,
// Origin).
func guarded(hosts []string, next http.Handler) http.Handler {
	var origins []string
	for _, h := range hosts {
		origins = append(origins, "http://"+h)
	}
	cross := http.NewCrossOriginProtection()
	inner := cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("X-Frame-Options", "SAMEORIGIN")
		head.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'")
		switch origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site"); {
		case !slices.Contains(hosts, strings.ToLower(r.Host)):
			refuse(w, http.StatusMisdirectedRequest, fmt.Sprintf("the workbench does not go by the host %.100q; open http://%s", r.Host, hosts[0]))
		case origin != "" && !slices.Contains(origins, strings.ToLower(origin)):
			refuse(w, http.StatusForbidden, "the request comes from another site's page")
		case site == "cross-site" && !(r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && !strings.HasPrefix(r.URL.Path, "/api/")):
			refuse(w, http.StatusForbidden, "the request comes from another site's page") // a link from elsewhere to a screen is well
		default:
			inner.ServeHTTP(w, r)
		}
	})
}

func refuse(w http.ResponseWriter, status int, why string) {
	http.Error(w, why, status)
}

// bounded bounds the body of a request, and how long an answer may be made that is
// not a stream.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, bodyBytes)
		if !strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
			ctx, cancel := context.WithTimeout(r.Context(), answerTime)
			defer cancel()
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}

// logged writes a line for each request, and turns a panic into an answer.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		seen := &watched{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler { //nolint:errorlint // it is compared as net/http does
				s.log.Error("panic", "method", r.Method, "path", r.URL.Path, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				if seen.status == 0 {
					refuse(seen, http.StatusInternalServerError, "the server made a mistake; its log says which")
				}
			} else if p != nil {
				panic(p)
			}
			s.log.Info("request", "method", r.Method, "path", r.URL.Path, "status", seen.status, "bytes", seen.bytes, "ms", time.Since(begun).Milliseconds())
		}()
		next.ServeHTTP(seen, r)
	})
}

// watched notes what was answered.
type watched struct {
	http.ResponseWriter
	status, bytes int
}

func (w *watched) WriteHeader(status int) {
	if w.status != 0 { // an answer whose reader went away is not begun again
		return
	}
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets a stream flush.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush sends what was written.
func (w *watched) Flush() {
	if f, ok := w.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}
