package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"entente"
)

// A stream of events (server-sent events). Each event carries the whole of one part of
// what is followed, as it stands: a reader that was away needs only the newest of each
// part that it has not seen. So nothing has to be kept for it, and it misses nothing.

// beatTime is how often a stream without news says that it is there.
const beatTime = 15 * time.Second

// feed is what is followed.
type feed struct {
	mu      sync.Mutex
	epoch   string // tells the numbers of this feed from those of another with the same name
	last    uint64
	parts   map[string]part
	changed chan struct{} // closed with the next event
	ended   bool
}

// part is the newest event of a kind.
type part struct {
	number uint64
	kind   string
	value  any // does not change
}

func newFeed(epoch string) *feed {
	return &feed{epoch: epoch, parts: map[string]part{}, changed: make(chan struct{})}
}

// put makes an event of a part. After the end there is none. The value may not change
// afterwards.
func (f *feed) put(kind string, v any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended {
		return
	}
	f.last++
	f.parts[kind] = part{f.last, kind, v}
	close(f.changed)
	f.changed = make(chan struct{})
}

// end says that no event follows.
func (f *feed) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.ended {
		f.ended = true
		close(f.changed)
	}
}

// since returns what is newer than an event, in order; 0 is before the first.
func (f *feed) since(number uint64) (news []part, changed <-chan struct{}, ended bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.parts {
		if p.number > number {
			news = append(news, p)
		}
	}
	slices.SortFunc(news, func(a, b part) int { return int(a.number) - int(b.number) })
	return news, f.changed, f.ended
}

// partOf is a part of a feed as it stands; it reports whether there is one.
func partOf[T any](f *feed, kind string) (T, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	v, ok := f.parts[kind].value.(T)
	return v, ok
}

// seen is the number of the event that a reader saw last, from its Last-Event-ID; 0
// where that is of another feed, or none.
func (f *feed) seen(id string) uint64 {
	epoch, number, _ := strings.Cut(id, ".")
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil || epoch != f.epoch || n > f.lastNumber() {
		return 0
	}
	return n
}

func (f *feed) lastNumber() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last
}

// stream sends a feed to a reader in its language until it ends or the reader goes.
func (f *feed) stream(lastSeen string, lang entente.Lang) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/event-stream")
		c.SetHeader("Cache-Control", "no-store")
		w := c.BodyWriter()
		var control *http.ResponseController
		if rw, ok := w.(http.ResponseWriter); ok {
			control = http.NewResponseController(rw)
			_ = control.SetReadDeadline(time.Time{}) // a stream lasts longer than a request may take
		}
		flush := func(err error) bool {
			return err == nil && (control == nil || control.Flush() == nil)
		}
		beat := time.NewTicker(beatTime)
		defer beat.Stop()
		number := f.seen(lastSeen)
		_, err := io.WriteString(w, "retry: 1000\n\n")
		for flush(err) {
			news, changed, ended := f.since(number)
			for _, p := range news {
				number = p.number
				data, err := json.Marshal(entente.Said(p.value, lang))
				if err != nil {
					panic(fmt.Sprintf("event %s: %v", p.kind, err)) // our own structs, without NaN
				}
				if _, err = fmt.Fprintf(w, "id: %s.%d\nevent: %s\ndata: %s\n\n", f.epoch, p.number, p.kind, data); err != nil {
					return
				}
			}
			if len(news) > 0 && !flush(nil) || ended {
				return
			}
			select {
			case <-changed:
			case <-beat.C:
				_, err = io.WriteString(w, ": still there\n\n")
			case <-c.Context().Done():
				return
			}
		}
	}}
}
