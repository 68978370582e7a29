package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/internal/desk"
	"entente/internal/store"
)

// Problem is an answer that says what is wrong (RFC 9457).
type Problem struct {
	Title       string                   `json:"title" doc:"the status in words"`
	Status      int                      `json:"status"`
	Detail      string                   `json:"detail" doc:"what is wrong"`
	Hint        string                   `json:"hint,omitempty" doc:"what to do about it"`
	Diagnostics []entente.DiagnosticData `json:"diagnostics,omitempty" doc:"what is wrong with a text, in the order of its lines"`
	Now         *DraftText               `json:"now,omitempty" doc:"what stands there, where a change was refused since it was based on another revision"`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// problem makes an answer with a status, a reason and perhaps a hint.
func problem(status int, detail, hint string) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Detail: detail, Hint: hint}
}

// invalid is what a request that does not fit the description of the API is told.
func invalid(status int, detail string, errs ...error) huma.StatusError {
	for i, err := range errs {
		if err == nil {
			continue
		}
		if i == 0 {
			detail += ": "
		} else {
			detail += "; "
		}
		detail += err.Error()
	}
	return problem(status, detail, "/api/openapi.json describes what is asked for")
}

// of turns an error of the layers before into an answer: a name that means nothing
// is 404, a text that is not understood 422, what cannot be done 400.
func of(err error) error {
	var missing *store.NotFoundError
	var refused *desk.Refused
	var hinted desk.Hinted
	var own *Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &own):
		return own
	case errors.As(err, &missing):
		return problem(http.StatusNotFound, missing.Name+": there is no such name in the library", missing.Suggest())
	case errors.As(err, &refused):
		p := problem(http.StatusUnprocessableEntity, refused.Error(), "")
		for _, m := range refused.Messages {
			p.Diagnostics = append(p.Diagnostics, m.Data())
		}
		return p
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return problem(http.StatusServiceUnavailable, "the answer was not finished in time", "ask for less: a smaller budget, fewer designs or replications")
	case errors.As(err, &hinted):
		return problem(http.StatusBadRequest, hinted.Error(), hinted.Hint)
	}
	return problem(http.StatusBadRequest, err.Error(), "")
}

// noResource answers what the API does not have.
func noResource(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(http.StatusNotFound)
	w.Write([]byte(`{"title":"Not Found","status":404,"detail":"there is no such resource","hint":"/api/openapi.json lists them"}` + "\n"))
}
