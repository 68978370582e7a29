package server

import (
	"cmp"
	"context"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/internal/desk"
	"entente/internal/store"
)

// Library is what there is to look at.
type Library struct {
	Entries []Entry `json:"entries" doc:"the library's, then the drafts"`
}

// Entry is an arrangement with what belongs to it.
type Entry struct {
	ID      string      `json:"id"`
	Title   string      `json:"title"`
	About   string      `json:"about" doc:"what the text says of itself first"`
	Real    bool        `json:"real" doc:"it describes real states"`
	Parties []Party     `json:"parties"`
	Errors  int         `json:"errors" doc:"how many errors its arrangement holds: while there are any it can be edited and not looked at"`
	Draft   *Draft      `json:"draft,omitempty" doc:"it is a draft"`
	Texts   []EntryText `json:"texts" doc:"its variants, crises, scenarios and studies"`
}

// Party is a party of an arrangement.
type Party struct {
	ID   string            `json:"id"`
	Name map[string]string `json:"name" doc:"by language; empty where the text has none"`
	Ally bool              `json:"ally" doc:"it shares the command"`
}

// EntryText is a text of an entry.
type EntryText struct {
	Name      string       `json:"name" doc:"ENTRY/ID"`
	Path      string       `json:"path" doc:"of its file, as diagnostics have it"`
	Kind      string       `json:"kind" enum:"variant,crisis,scenario,study"`
	Title     string       `json:"title"`
	About     string       `json:"about" doc:"what the text says of itself first"`
	Design    string       `json:"design" doc:"a design to look at it under: of a variant, itself on what it stands on; of a scenario, the first of a study that plays it, or what was in force then"`
	Designs   []string     `json:"designs,omitempty" doc:"a study: the designs that it compares"`
	Scenarios []string     `json:"scenarios,omitempty" doc:"a study: the scenarios under which it compares them"`
	Question  string       `json:"question,omitempty" doc:"a study"`
	Evidence  string       `json:"evidence,omitempty" doc:"a study: dated, structural or illustrative"`
	Answer    *StudyAnswer `json:"answer,omitempty" doc:"a study: what it said last, or what the library says beside it"`
}

// StudyAnswer is what a study says.
type StudyAnswer struct {
	Says  []entente.Sentence `json:"says" doc:"a few sentences"`
	Run   string             `json:"run,omitempty" doc:"the run that says so; empty: the library, of a run at full size"`
	Ended *time.Time         `json:"ended,omitempty"`
}

type libraryOutput struct{ Body Library }

func (s *Server) library() {
	huma.Register(s.api, huma.Operation{OperationID: "library", Method: http.MethodGet, Path: "/api/library", Summary: "What there is to look at"},
		func(ctx context.Context, _ *struct{}) (*libraryOutput, error) {
			answers, err := s.answers()
			if err != nil {
				return nil, ofStore(err)
			}
			drafts, err := s.db.Drafts()
			if err != nil {
				return nil, ofStore(err)
			}
			out := &libraryOutput{}
			for _, id := range s.texts.Entries() {
				if store.IsDraft(id) {
					continue
				}
				if e := s.describeEntry(id, answers); e != nil {
					out.Body.Entries = append(out.Body.Entries, *e)
				}
			}
			for _, d := range drafts {
				e := s.describeEntry(d.ID, answers)
				if e == nil {
					e = &Entry{Errors: 1} // its arrangement is removed
				}
				own := draftOf(d)
				e.ID, e.Title, e.Draft = d.ID, cmp.Or(e.Title, d.Title), &own
				out.Body.Entries = append(out.Body.Entries, *e)
			}
			return out, ctx.Err()
		})
}

// describeEntry describes an entry; nil where it has no arrangement.
func (s *Server) describeEntry(id string, answers map[string]*StudyAnswer) *Entry {
	texts, err := s.texts.EntryTexts(id)
	first := slices.IndexFunc(texts, func(t store.Text) bool { return t.Name == "arrangement.yaml" })
	if err != nil || first < 0 {
		return nil
	}
	known := s.described.of(texts[first].Body)
	e := &Entry{ID: id, Title: known.Title, About: known.About, Real: known.Real, Parties: known.parties, Errors: known.errors}
	heads := map[string]*description{}
	of := map[string]string{known.ID: id} // the arrangement's own id: that of a draft is another
	for _, folder := range store.Folders {
		for _, text := range texts {
			name, ok := nameIn(folder, text.Name)
			if !ok {
				continue
			}
			h := s.described.of(text.Body)
			t := EntryText{Name: id + "/" + name, Path: id + "/" + text.Name, Kind: desk.KindOf(folder), Title: h.Title, About: h.About, Question: h.Question, Evidence: h.Evidence, Design: id}
			heads[t.Kind+" "+h.ID] = h
			if folder == "studies" {
				if t.Answer = answers[t.Name]; t.Answer == nil {
					t.Answer = s.published(id, name)
				}
				for _, d := range h.designs {
					t.Designs = append(t.Designs, desk.NameOf(cmp.Or(of[d.base], d.base), d.variants))
				}
				t.Scenarios = h.scenarios
			}
			e.Texts = append(e.Texts, t)
		}
	}
	e.place(heads)
	return e
}

// nameIn is the name of the text in a file of a folder of an entry: of variants/x.yaml
// and of studies/x/study.yaml it is x.
func nameIn(folder, file string) (name string, ok bool) {
	name, ok = strings.CutPrefix(file, folder+"/")
	if study, own := strings.CutSuffix(name, "/study.yaml"); own && folder == "studies" {
		name = study
	}
	name = strings.TrimSuffix(name, ".yaml")
	return name, ok && !strings.Contains(name, "/")
}

// place says of each text under which design it can be looked at.
func (e *Entry) place(heads map[string]*description) {
	played := map[string]string{} // of a scenario: the design
	for _, t := range e.Texts {
		for _, id := range t.Scenarios {
			if _, ok := played[id]; !ok && len(t.Designs) > 0 {
				played[id] = t.Designs[0]
			}
		}
	}
	for i := range e.Texts {
		t := &e.Texts[i]
		_, id, _ := strings.Cut(t.Name, "/")
		switch t.Kind {
		case "variant":
			chain := []string{id}
			for h := heads["variant "+id]; h != nil && heads["variant "+h.Base] != nil && !slices.Contains(chain, h.Base); h = heads["variant "+h.Base] {
				chain = slices.Insert(chain, 0, h.Base)
			}
			t.Design = desk.NameOf(e.ID, chain)
		case "scenario":
			t.Design = played[id]
			if h := heads["scenario "+id]; t.Design == "" && h != nil {
				t.Design = desk.NameOf(e.ID, h.inForce)
			}
		case "study":
			if len(t.Designs) > 0 {
				t.Design = t.Designs[0]
			}
		}
	}
}

// answers is what the last run of each study that has ended says.
func (s *Server) answers() (map[string]*StudyAnswer, error) {
	runs, err := s.db.Runs()
	out := map[string]*StudyAnswer{}
	for _, r := range runs {
		if r.State == store.Done && r.Answer != "" && out[r.Study] == nil {
			out[r.Study] = &StudyAnswer{Says: []entente.Sentence{entente.StudySentences(r.Answer)}, Run: r.ID, Ended: &r.Ended}
		}
	}
	return out, err
}

// published is what the library says beside a study, of a run at full size.
func (s *Server) published(entry, study string) *StudyAnswer {
	page, err := fs.ReadFile(s.texts.Library, entry+"/studies/"+study+"/README.md")
	if err != nil {
		return nil
	}
	if says := entente.PublishedAnswer(string(page)); len(says) > 0 {
		out := &StudyAnswer{}
		for _, s := range says {
			out.Says = append(out.Says, entente.StudySentences(s))
		}
		return out
	}
	return nil
}

// description is what the library says of a text.
type description struct {
	entente.Head
	parties   []Party
	errors    int
	designs   []studyDesign
	scenarios []string
	inForce   []string // a scenario: the variants that were in force then
}

// studyDesign is a design as a study names it.
type studyDesign struct {
	base     string
	variants []string
}

// descriptions remembers what texts say of themselves: reading them all anew for each
// answer would take as long as a check.
type descriptions struct {
	mu    sync.Mutex
	known map[string]*description // by what the text holds
}

// describedMax is how many texts are remembered; beyond it, all are forgotten.
const describedMax = 2000

func (c *descriptions) of(body string) *description {
	c.mu.Lock()
	d := c.known[body]
	c.mu.Unlock()
	if d != nil {
		return d
	}
	d = describe(entente.Text{Name: "text.yaml", Body: body})
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= describedMax {
		c.known = map[string]*description{}
	}
	c.known[body] = d
	return d
}

func describe(t entente.Text) *description {
	d := &description{Head: entente.ReadHead(t)}
	switch d.Kind {
	case "study":
		if study, _ := entente.LoadStudy(t); study != nil {
			for _, x := range study.Designs {
				d.designs = append(d.designs, studyDesign{x.Base, x.Variants})
			}
			d.scenarios = study.Scenarios
		}
		return d
	case "scenario":
		d.inForce = entente.ReadPast(t).InForce
		return d
	case "variant", "crisis":
		return d
	}
	loaded, messages := entente.Load(entente.Input{Arrangement: t})
	for _, m := range messages {
		if m.Severity.String() == "error" {
			d.errors++
		}
	}
	if loaded != nil {
		for _, p := range loaded.Arrangement.Parties {
			d.parties = append(d.parties, Party{p.ID, p.Name, p.Ally})
		}
	}
	return d
}
