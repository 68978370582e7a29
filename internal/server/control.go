package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// control lets a user end a workbench that he opened with a double click, where there
// is no terminal.
func (s *Server) control() {
	huma.Register(s.api, huma.Operation{OperationID: "stop", Method: http.MethodPost, Path: "/api/stop", Summary: "End the workbench", DefaultStatus: http.StatusAccepted},
		func(context.Context, *struct{}) (*struct{}, error) {
			select {
			case s.asked <- struct{}{}:
			default: // it was asked already
			}
			return nil, nil
		})
}
