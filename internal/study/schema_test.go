package study

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// schemaNode is a JSON Schema as far as ours goes.
type schemaNode = map[string]any

// valid reports what in v does not conform; it knows the keywords that the schema
// uses and refuses others.
func valid(root, s schemaNode, v any, at string) []string {
	var out []string
	bad := func(format string, args ...any) {
		out = append(out, at+": "+fmt.Sprintf(format, args...))
	}
	for keyword, want := range s {
		switch keyword {
		case "$schema", "$id", "title", "description", "$defs", "properties":
		case "$ref":
			def, ok := root["$defs"].(schemaNode)[strings.TrimPrefix(want.(string), "#/$defs/")].(schemaNode)
			if !ok {
				bad("no definition %v", want)
				continue
			}
			out = append(out, valid(root, def, v, at)...)
		case "type":
			if !typed(want, v) {
				bad("%v is not of type %v", v, want)
			}
		case "const":
			if v != want {
				bad("%v is not %v", v, want)
			}
		case "enum":
			if !slices.Contains(want.([]any), v) {
				bad("%v is not one of %v", v, want)
			}
		case "minimum":
			if v.(float64) < want.(float64) {
				bad("%v is below %v", v, want)
			}
		case "anyOf":
			fits := false
			for _, one := range want.([]any) {
				fits = fits || len(valid(root, one.(schemaNode), v, at)) == 0
			}
			if !fits {
				bad("fits none of the alternatives")
			}
		case "items":
			list, _ := v.([]any)
			for i, x := range list {
				out = append(out, valid(root, want.(schemaNode), x, fmt.Sprintf("%s/%d", at, i))...)
			}
		case "required":
			o, _ := v.(map[string]any)
			for _, key := range want.([]any) {
				if _, ok := o[key.(string)]; !ok {
					bad("%v is missing", key)
				}
			}
		case "additionalProperties":
			properties := s["properties"].(schemaNode)
			o, _ := v.(map[string]any)
			for key, x := range o {
				p, ok := properties[key].(schemaNode)
				if !ok {
					bad("%s is not known", key)
					continue
				}
				out = append(out, valid(root, p, x, at+"/"+key)...)
			}
		default:
			bad("the keyword %s is not known to this test", keyword)
		}
	}
	return out
}

func typed(want, v any) bool {
	if list, ok := want.([]any); ok {
		return slices.ContainsFunc(list, func(w any) bool { return typed(w, v) })
	}
	switch x := v.(type) {
	case nil:
		return want == "null"
	case bool:
		return want == "boolean"
	case string:
		return want == "string"
	case float64:
		return want == "number" || want == "integer" && x == math.Trunc(x)
	case []any:
		return want == "array"
	case map[string]any:
		return want == "object"
	}
	return false
}

// conforms writes a summary, holds it against the schema, and reads it back.
func conforms(t *testing.T, r *Result) (body []byte, again *Result) {
	t.Helper()
	var schema schemaNode
	if err := json.Unmarshal(Schema, &schema); err != nil {
		t.Fatal(err)
	}
	body, err := JSON(r)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range valid(schema, schema, v, "") {
		t.Error(wrong)
	}
	again, err = Read(body)
	if err != nil {
		t.Fatal(err)
	}
	return body, again
}

// Summaries of all kinds conform to the schema, and read back to what they were.
func TestSummariesConform(t *testing.T) {
	for _, evidence := range []string{dated, structural, illustrative} {
		base, other := twoDesigns(9000)
		r := mustRun(t, testConfig(evidence, map[string]*fake{"today": base, "none": lacking(other, 0), "future": other}, "today", "none", "future"))
		body, again := conforms(t, r)
		back, err := JSON(again)
		if err != nil || string(back) != string(body) {
			t.Error("it does not read back to the same", err)
		}
		if Text(again, 70) != Text(r, 70) {
			t.Error("what was read prints another text")
		}
	}
	if _, err := Read([]byte(`{"version": 99}`)); err == nil {
		t.Error("a version that is not known is read")
	}
}

// The schema's test has teeth.
func TestTheSchemaRefuses(t *testing.T) {
	var schema schemaNode
	if err := json.Unmarshal(Schema, &schema); err != nil {
		t.Fatal(err)
	}
	if len(valid(schema, schema, map[string]any{"version": 2.0, "extra": true}, "")) < 3 {
		t.Error("a wrong summary conforms")
	}
}

// Every list of a result is written as a list where it is empty.
func TestNoNullLists(t *testing.T) {
	base, _ := twoDesigns(3000)
	r := mustRun(t, testConfig(dated, map[string]*fake{"today": base}, "today"))
	if len(r.Contrasts) != 0 || len(r.Estimates) == 0 {
		t.Errorf("%d contrasts of one design, %d estimates", len(r.Contrasts), len(r.Estimates))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	nothing, err := Run(ctx, testConfig(dated, map[string]*fake{"today": base}, "today"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Result{r, nothing} {
		v := reflect.ValueOf(*r)
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.Slice && f.IsNil() {
				t.Errorf("%s is null", v.Type().Field(i).Name)
			}
		}
	}
}
