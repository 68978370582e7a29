package server

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"entente"
)

// Brief is the report of designs, or of a run of a study, or how far it is.
type Brief struct {
	Ready    bool           `json:"ready"`
	Progress *BriefProgress `json:"progress,omitempty" doc:"it is being made: ask again"`
	Page     string         `json:"page,omitempty" doc:"the address of the page, to be shown in a frame; .docx and .xlsx in place of .html are the same for Word and as tables"`
}

// BriefProgress is how far a report is.
type BriefProgress struct {
	Phase string `json:"phase" doc:"waiting, checks, or a phase of a study's page"`
	Of    string `json:"of,omitempty" doc:"checks: the title of the design"`
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

// The bounds of reports.
const (
	briefsKept    = 8                // pages in memory
	briefsWaiting = 8                // that are made or wait for their turn
	briefTime     = 10 * time.Minute // for one to be made
	briefHold     = time.Second      // how long a request waits before it is told how far it is
	briefGrace    = 20 * time.Second // how long one is made that nobody asks for any more
)

// briefs makes reports, one at a time, and keeps the last.
type briefs struct {
	turn chan struct{}
	mu   sync.Mutex
	by   map[briefKey]*brief
	kept []briefKey // that are ready, the one least lately asked for first
	hold time.Duration
}

// briefKey is what a report is of: the texts by their contents, or a run.
type briefKey [sha256.Size]byte

// brief is a report that is made or ready.
type brief struct {
	done chan struct{} // closed when it has ended
	page []byte        // then
	err  error         // then

	mu       sync.Mutex
	progress BriefProgress
	idle     *time.Timer // gives it up; each request sets it anew
}

// maker makes a report and tells how far it is.
type maker func(ctx context.Context, progress func(BriefProgress)) ([]byte, error)

func newBriefs() *briefs {
	return &briefs{turn: make(chan struct{}, 1), by: map[briefKey]*brief{}, hold: briefHold}
}

// get returns a page, or how far it is where it is not ready soon.
func (b *briefs) get(ctx context.Context, key briefKey, hold time.Duration, do maker) ([]byte, *BriefProgress, error) {
	x, err := b.join(key, do)
	if err != nil {
		return nil, nil, err
	}
	timer := time.NewTimer(hold)
	defer timer.Stop()
	select {
	case <-x.done:
		return x.page, nil, x.err
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	case <-timer.C:
		x.mu.Lock()
		defer x.mu.Unlock()
		p := x.progress
		return nil, &p, nil
	}
}

// join finds the report that answers, or begins it.
func (b *briefs) join(key briefKey, do maker) (*brief, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if x := b.by[key]; x != nil {
		if i := slices.Index(b.kept, key); i >= 0 {
			b.kept = append(slices.Delete(b.kept, i, i+1), key)
			return x, nil
		}
		if x.idle.Reset(briefGrace) {
			return x, nil
		}
	}
	if len(b.by)-len(b.kept) >= briefsWaiting {
		return nil, problem(http.StatusServiceUnavailable, "too many reports are being made", "wait until one is ready")
	}
	ctx, cancel := context.WithTimeout(context.Background(), briefTime)
	x := &brief{done: make(chan struct{}), progress: BriefProgress{Phase: "waiting"}, idle: time.AfterFunc(briefGrace, cancel)}
	b.by[key] = x
	go func() {
		defer cancel()
		b.do(ctx, key, x, do)
	}()
	return x, nil
}

// do makes a report when its turn has come.
func (b *briefs) do(ctx context.Context, key briefKey, x *brief, do maker) {
	select {
	case b.turn <- struct{}{}:
		x.page, x.err = do(ctx, func(p BriefProgress) {
			x.mu.Lock()
			x.progress = p
			x.mu.Unlock()
		})
		<-b.turn
	case <-ctx.Done():
		x.err = ctx.Err()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	x.idle.Stop()
	close(x.done)
	if b.by[key] != x {
		return // it was given up, and begun anew
	}
	if x.err != nil {
		delete(b.by, key)
		return
	}
	b.kept = append(b.kept, key)
	if len(b.kept) > briefsKept {
		delete(b.by, b.kept[0])
		b.kept = slices.Delete(b.kept, 0, 1)
	}
}

// BriefInput says what a report is of: designs, perhaps under a scenario, or a run of a
// study.
type BriefInput struct {
	Design   []string `query:"design,explode" maxItems:"12" maxLength:"400" doc:"by name: ENTRY or ENTRY/VARIANT+VARIANT; the first is the one that the others are compared with"`
	Scenario string   `query:"scenario" maxLength:"200" doc:"of designs; none: every post and link may fail, and every deciding procedure start"`
	Run      string   `query:"run" maxLength:"200" doc:"in place of designs: a run that is complete"`
}

// query is the input as an address has it.
func (in *BriefInput) query() string {
	q := url.Values{"design": in.Design}
	if in.Scenario != "" {
		q.Set("scenario", in.Scenario)
	}
	if in.Run != "" {
		q.Set("run", in.Run)
	}
	return q.Encode()
}

// name is what files are named after.
func (in *BriefInput) name() string {
	if in.Run != "" {
		return "brief-" + in.Run
	}
	name := "brief-" + in.Design[0]
	if len(in.Design) > 1 {
		name += "-and-" + strconv.Itoa(len(in.Design)-1)
	}
	return name
}

// brief finds out what a report is of and how it is made.
func (s *Server) brief(in *BriefInput) (briefKey, maker, error) {
	switch {
	case in.Run != "" && len(in.Design) > 0:
		return briefKey{}, nil, problem(http.StatusBadRequest, "a report is of designs or of a run, not of both", "leave one of them out")
	case in.Run != "":
		return s.briefOfRun(in.Run)
	case len(in.Design) == 0:
		return briefKey{}, nil, problem(http.StatusBadRequest, "nothing is named that a report could be of", "name designs, or a run of a study")
	}
	h := sha256.New()
	var asks []ask
	for _, name := range in.Design {
		a, err := s.ask(&CheckInput{Scenario: in.Scenario, Budget: -1}, name)
		if err != nil {
			return briefKey{}, nil, err
		}
		asks = append(asks, a)
		key := a.key()
		fmt.Fprintf(h, "%q", name)
		h.Write(key[:])
	}
	fmt.Fprintf(h, "%q", in.Scenario)
	return briefKey(h.Sum(nil)), func(ctx context.Context, progress func(BriefProgress)) ([]byte, error) {
		return s.makeBrief(ctx, in, asks, progress)
	}, nil
}

// makeBrief checks each design, where that is not done already, and writes the page.
func (s *Server) makeBrief(ctx context.Context, in *BriefInput, asks []ask, progress func(BriefProgress)) ([]byte, error) {
	var list []entente.Checked
	for i, a := range asks {
		var x *checked
		for x == nil {
			var p *CheckProgress
			var err error
			if x, p, err = s.checks.get(ctx, a); err != nil {
				return nil, err
			}
			if p != nil {
				progress(BriefProgress{"checks", in.Design[i], p.Done, p.Of})
			}
		}
		list = append(list, entente.Checked{Design: x.design, Findings: x.findings})
	}
	return entente.Report(briefCommand(in), list...)
}

// briefCommand is what one types to get the same; "" where the command has no words for
// it: it adds one variant at a time to the first design.
func briefCommand(in *BriefInput) string {
	entry, first, _ := strings.Cut(in.Design[0], "/")
	words := []string{"entente", "report", entry}
	for _, v := range strings.FieldsFunc(first, func(r rune) bool { return r == '+' }) {
		words = append(words, entry+"/"+v)
	}
	for _, name := range in.Design[1:] {
		own, variants, _ := strings.Cut(name, "/")
		last := strings.TrimPrefix(strings.TrimPrefix(variants, first), "+")
		if own != entry || !strings.HasPrefix(variants, first) || last == "" || strings.Contains(last, "+") {
			return ""
		}
		words = append(words, "--variant", entry+"/"+last)
	}
	if in.Scenario != "" {
		words = append(words, "--scenario", in.Scenario)
	}
	return strings.Join(words, " ")
}

// briefOfRun is the report of a run of a study.
func (s *Server) briefOfRun(id string) (briefKey, maker, error) {
	record, err := s.runOf(id)
	if err != nil {
		return briefKey{}, nil, err
	}
	key := sha256.Sum256(fmt.Appendf(nil, "run %q %q", record.ID, record.Digest))
	return briefKey(key), func(ctx context.Context, progress func(BriefProgress)) ([]byte, error) {
		x, err := s.result(ctx, id)
		if err != nil {
			return nil, err
		}
		return entente.StudyReport(ctx, x.study.Simulation, x.result, entente.StudyReportOptions{
			Name: x.run.Study, Command: runCommand("report", &x.run), Run: runCommand("run", &x.run), Digest: record.Digest, Workers: runtime.GOMAXPROCS(0),
			Progress: func(p entente.StudyProgress) { progress(BriefProgress{p.Phase, "", p.Done, p.Total}) },
		})
	}, nil
}

// runCommand is what one types to run the same.
func runCommand(verb string, r *Run) string {
	words := []string{"entente", verb, r.Study, "--runs", strconv.Itoa(r.Runs)}
	if r.Seed != 1 {
		words = append(words, "--seed", strconv.FormatInt(r.Seed, 10))
	}
	if r.Assumptions != 0 {
		words = append(words, "--assumptions", strconv.Itoa(r.Assumptions))
	}
	return strings.Join(words, " ")
}

// briefFile is a report in one of its forms.
type briefFile struct {
	ending, kind string
	from         func(page []byte) ([]byte, error)
}

var briefFiles = []briefFile{
	{".html", "text/html; charset=utf-8", func(page []byte) ([]byte, error) { return page, nil }},
	{".docx", typeDOCX, entente.ReportDOCX},
	{".xlsx", typeXLSX, entente.ReportXLSX},
}

type (
	briefOutput struct{ Body Brief }
	briefPage   struct {
		Type        string `header:"Content-Type"`
		Disposition string `header:"Content-Disposition"`
		Policy      string `header:"Content-Security-Policy"`
		Body        []byte
	}
)

// reports: the report of designs or of a run of a study.
func (s *Server) reports() {
	huma.Register(s.api, huma.Operation{OperationID: "brief", Method: http.MethodGet, Path: "/api/brief", Summary: "A report, or how far it is"},
		func(ctx context.Context, in *BriefInput) (*briefOutput, error) {
			key, do, err := s.brief(in)
			if err != nil {
				return nil, of(err)
			}
			page, progress, err := s.briefs.get(ctx, key, s.briefs.hold, do)
			if err != nil {
				return nil, of(err)
			}
			out := &briefOutput{Brief{Ready: page != nil, Progress: progress}}
			if page != nil {
				out.Body.Page = "/api/brief.html?" + in.query()
			}
			return out, nil
		})
	for _, f := range briefFiles {
		kind, _, _ := strings.Cut(f.kind, ";")
		huma.Register(s.api, huma.Operation{OperationID: "brief-" + f.ending[1:], Method: http.MethodGet, Path: "/api/brief" + f.ending, Summary: "A report as " + strings.ToUpper(f.ending[1:]), Responses: binary(kind)},
			func(ctx context.Context, in *struct {
				Design   []string `query:"design,explode" maxItems:"12" maxLength:"400"`
				Scenario string   `query:"scenario" maxLength:"200"`
				Run      string   `query:"run" maxLength:"200"`
				Save     bool     `query:"save" doc:"as a file to be saved"`
			}) (*briefPage, error) {
				what := BriefInput{in.Design, in.Scenario, in.Run}
				key, do, err := s.brief(&what)
				if err != nil {
					return nil, of(err)
				}
				page, _, err := s.briefs.get(ctx, key, answerTime, do)
				if err == nil && page == nil {
					err = context.DeadlineExceeded
				}
				if err != nil {
					return nil, of(err)
				}
				out := &briefPage{Type: f.kind, Policy: entente.ReportPolicy(page)}
				if in.Save || f.ending != ".html" {
					out.Disposition = attached(what.name(), f.ending)
				}
				out.Body, err = f.from(page)
				return out, err
			})
	}
}
