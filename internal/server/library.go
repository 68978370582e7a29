package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/internal/desk"
	"entente/internal/store"
)

// Library is what there is to look at.
type Library struct {
	Entries []Entry `json:"entries"`
}

// Entry is an arrangement with what belongs to it.
type Entry struct {
	ID    string      `json:"id"`
	Title string      `json:"title"`
	Texts []EntryText `json:"texts" doc:"its variants, crises, scenarios and studies"`
}

// EntryText is a text of an entry.
type EntryText struct {
	Name  string `json:"name" doc:"ENTRY/ID"`
	Kind  string `json:"kind" enum:"variant,crisis,scenario,study"`
	Title string `json:"title"`
}

type libraryOutput struct{ Body Library }

func (s *Server) library() {
	huma.Register(s.api, huma.Operation{OperationID: "library", Method: http.MethodGet, Path: "/api/library", Summary: "What there is to look at"},
		func(_ context.Context, _ *struct{}) (*libraryOutput, error) {
			out := &libraryOutput{}
			for _, id := range s.texts.Entries() {
				text, err := s.texts.ReadLibrary(id)
				if err != nil {
					continue // a folder without an arrangement
				}
				e := Entry{ID: id, Title: entente.Title(entente.Text(text))}
				for _, folder := range store.Folders {
					for _, name := range s.texts.Names(id, folder) {
						name = id + "/" + name
						t, err := s.read(folder, name)
						if err != nil {
							return nil, of(err)
						}
						e.Texts = append(e.Texts, EntryText{Name: name, Kind: desk.KindOf(folder), Title: entente.Title(entente.Text(t))})
					}
				}
				out.Body.Entries = append(out.Body.Entries, e)
			}
			return out, nil
		})
}

// read reads a text of a folder of an entry; a study's name may be a variant's too.
func (s *Server) read(folder, name string) (store.Text, error) {
	if folder == "studies" {
		return s.texts.ReadStudy(name)
	}
	return s.texts.ReadLibrary(name)
}
