package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"entente/internal/server"
	"entente/internal/store"
	"entente/web"
)

// portFirst is the port of the workbench; where it is taken, one of the next is.
const (
	portFirst = 7788
	portsMost = 20
)

// serving are the flags of the workbench.
type serving struct {
	addr, store, log string
	open             bool
}

func (a *app) serve() *cobra.Command {
	var s serving
	c := &cobra.Command{
		Use:   "serve [FOLDER]",
		Short: "the workbench: look and try, in a browser",
		Long: `Starts the workbench and prints its address. It answers this machine alone: another address
than a loopback one is refused. Drafts and runs are kept in one file (` + "`entente store path`" + `
says where), which one workbench has open at a time; the library itself is never changed.

FOLDER is one of your own texts: NAME.yaml or NAME/arrangement.yaml with its variants, crises,
scenarios and studies. It is read as it stands at each moment and never written to.

Started without a verb by its full path, as a double click does, entente serves too. Where a
workbench has the store open already, that one is shown.

Ctrl-C, or *Stop* on the page's help sheet, ends it; what is saved stays saved.

Exit status: 0 done, 2 bad input.`,
		Example: `  entente serve
  entente serve my-folder
  entente serve --open=false --addr 127.0.0.1:9000 --log json`,
		Args: args(0, 1, "name one folder at most"),
		RunE: func(c *cobra.Command, folder []string) error { return a.workbench(c.Context(), folder, &s) },
	}
	c.Flags().StringVar(&s.addr, "addr", "", "the address, as 127.0.0.1:7788 or :7788 (default: the first free port from "+strconv.Itoa(portFirst)+")")
	c.Flags().BoolVar(&s.open, "open", true, "open the page in the browser")
	storeFlag(c, &s.store)
	c.Flags().StringVar(&s.log, "log", "", "log every request to standard error: text or json (default: only what goes wrong)")
	return c
}

// workbench serves until the context ends.
func (a *app) workbench(ctx context.Context, folder []string, s *serving) error {
	log, err := a.logger(s.log)
	if err != nil {
		return err
	}
	name, err := storePath(s.store)
	if err != nil {
		return err
	}
	db, err := store.OpenDB(name)
	var used *store.InUseError
	if errors.As(err, &used) && s.addr == "" && len(folder) == 0 {
		if address := running(ctx, used.Path); address != "" {
			fmt.Fprintf(a.out, "entente workbench: %s, which is open already\n", address)
			a.show(address, s.open)
			return nil
		}
	}
	if err != nil {
		return storeHint(err)
	}
	defer db.Close()
	l, err := listen(s.addr)
	if err != nil {
		return err
	}
	base := a.store.Library
	if len(folder) > 0 {
		own, err := store.OpenFolder(base, folder[0])
		if err != nil {
			return hinted{fmt.Errorf("serve: %w", err), "`entente new NAME` writes a first arrangement"}
		}
		defer own.Close()
		fmt.Fprintf(a.err, "of the folder: %s\n", strings.Join(own.Entries, ", "))
		base = own
	}
	texts := &store.Store{Library: db.Library(base), NoDisk: true}
	h, err := server.New(server.Config{Texts: texts, DB: db, Page: web.Page(), Log: log})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	address := "http://" + l.Addr().String() + "/"
	if !web.Built() {
		fmt.Fprintln(a.err, "the page is not in this binary: `make run` builds it where there is Node 20.19 or later; the API and the command line work without")
	}
	fmt.Fprintf(a.out, "entente workbench: %s\n", address)
	if err := os.WriteFile(addressFile(db.Path()), []byte(address), 0o600); err != nil {
		log.Warn("a second start will not find this workbench", "error", err)
	}
	defer os.Remove(addressFile(db.Path()))
	a.show(address, s.open)
	return h.Serve(ctx, l)
}

// show opens the page in the browser, if that is wanted and there is a page.
func (a *app) show(address string, open bool) {
	if open && web.Built() {
		openPage(address)
	}
}

// addressFile is the file in which a workbench says where it answers, for a second
// start on the same store.
func addressFile(store string) string { return store + ".address" }

// running is the address of the workbench that has a store open, or "".
func running(ctx context.Context, store string) string {
	f, err := os.Open(addressFile(store))
	if err != nil {
		return ""
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 200))
	if err != nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, string(b)+"healthz", nil)
	if err != nil || net.ParseIP(r.URL.Hostname()) == nil || !net.ParseIP(r.URL.Hostname()).IsLoopback() {
		return ""
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return ""
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, 100))
	if err != nil || !strings.HasPrefix(string(said), "ok entente ") {
		return ""
	}
	return string(b)
}

// logger makes the log of the workbench.
func (a *app) logger(form string) (*slog.Logger, error) {
	switch form {
	case "":
		return slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn})), nil
	case "text":
		return slog.New(slog.NewTextHandler(a.err, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(a.err, nil)), nil
	}
	return nil, hinted{fmt.Errorf("serve: --log %s: there is no such form", form), "write text or json"}
}

// listen opens the address; "" is the first free port from portFirst on.
func listen(addr string) (net.Listener, error) {
	if addr == "" {
		var err error
		for port := portFirst; port < portFirst+portsMost; port++ {
			var l net.Listener
			if l, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
				return l, nil
			}
			if !errors.Is(err, syscall.EADDRINUSE) && runtime.GOOS != "windows" { // Windows has numbers of its own
				break
			}
		}
		return nil, hinted{fmt.Errorf("serve: %w", err), "name a free port with --addr 127.0.0.1:PORT"}
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, hinted{fmt.Errorf("serve: --addr %s: %w", addr, err), "write HOST:PORT, as 127.0.0.1:7788"}
	}
	if host == "" || host == "localhost" {
		host = "127.0.0.1"
	}
	ip := net.ParseIP(host)
	if ip == nil || !ip.IsLoopback() {
		return nil, hinted{fmt.Errorf("serve: --addr: %w", &server.LoopbackError{Addr: addr}), "leave the host out; to work from another machine, forward the port with `ssh -L 7788:127.0.0.1:7788 HOST`"}
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, hinted{fmt.Errorf("serve: --addr %s: %w", addr, err), "name a free port, or leave --addr out"}
	}
	return l, nil
}

// openPage opens an address in the browser, where there is one; nothing is lost
// where there is none, since the address is printed.
func openPage(address string) {
	var c *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		c = exec.Command("open", address)
	case "windows":
		c = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return
		}
		c = exec.Command("xdg-open", address)
	}
	if c.Start() == nil {
		go func() { _ = c.Wait() }()
	}
}
