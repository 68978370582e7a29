package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// An example is a request to an operation of the API, and the status of its answer.
// Every operation has at least one; each resource adds those of its own in the init of
// its test file.
type example struct {
	target, body string
	status       int
}

var examples = map[string][]example{
	"stop":    {{"/api/stop", "", 202}, {"/api/stop", "", 202}},
	"library": {{"/api/library", "", 200}, {"/api/library?nothing=1", "", 422}},
}

// TestOpenAPI holds every operation against the description of the API: the status is
// one that it names, and the body is as its schema says.
func TestOpenAPI(t *testing.T) {
	body, err := OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var described struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID string
			Summary     string
			Responses   map[string]struct {
				Content map[string]struct{ Schema json.RawMessage }
			}
		}
	}
	if err := json.Unmarshal(body, &described); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(described.OpenAPI, "3.1") {
		t.Errorf("OpenAPI %s, want 3.1", described.OpenAPI)
	}
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	schemas := jsonschema.NewCompiler()
	if err := schemas.AddResource("openapi.json", whole); err != nil {
		t.Fatal(err)
	}
	s := testServer(t)
	keepDrafts(t, s.db)
	keepRuns(t, s)
	if got := call(t, s, "GET", "/api/openapi.json", ""); got.Code != 200 || !bytes.Equal(bytes.TrimSpace(got.Body.Bytes()), bytes.TrimSpace(body)) {
		t.Errorf("/api/openapi.json: status %d, and not what OpenAPI returns", got.Code)
	}
	used := map[string]bool{}
	for path, methods := range described.Paths {
		for method, op := range methods {
			used[op.OperationID] = true
			if op.Summary == "" {
				t.Errorf("%s has no summary", op.OperationID)
			}
			if len(examples[op.OperationID]) == 0 {
				t.Errorf("%s %s: operation %q has no example in this package's tests", method, path, op.OperationID)
			}
			for _, e := range examples[op.OperationID] {
				t.Run(op.OperationID+" "+e.target, func(t *testing.T) {
					got := call(t, s, strings.ToUpper(method), e.target, e.body)
					if got.Code != e.status {
						t.Fatalf("status %d, want %d: %s", got.Code, e.status, got.Body)
					}
					status := fmt.Sprint(got.Code)
					if _, ok := op.Responses[status]; !ok {
						status = "default"
					}
					kind, _, _ := strings.Cut(got.Header().Get("Content-Type"), ";")
					_, ok := op.Responses[status].Content[kind]
					if !ok {
						if op.Responses[status].Content == nil && got.Body.Len() == 0 {
							return
						}
						t.Fatalf("an answer %d of %s is not described", got.Code, kind)
					}
					if !strings.HasSuffix(kind, "json") {
						return
					}
					pointer := "#/paths/" + escape(path) + "/" + method + "/responses/" + status + "/content/" + escape(kind) + "/schema"
					schema, err := schemas.Compile("openapi.json" + pointer)
					if err != nil {
						t.Fatal(err)
					}
					value, err := jsonschema.UnmarshalJSON(got.Body)
					if err != nil {
						t.Fatal(err)
					}
					if err := schema.Validate(value); err != nil {
						t.Errorf("the answer is not as described: %v", err)
					}
				})
			}
		}
	}
	for id := range examples {
		if !used[id] {
			t.Errorf("there are examples of %q, which is no operation", id)
		}
	}
}

// escape writes a key as a part of a JSON pointer in a URL.
func escape(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(key)
}
