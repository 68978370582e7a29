package syntax

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// JSONSchema returns the JSON Schema (draft 2020-12) of a kind of file, for
// editors: keys, shapes, words and their descriptions. It is wider than the
// language, which checks names and values too, and narrower only where a plain
// text for people holds a comma inside `{…}`: an editor cuts it there. The bytes
// are the same in every run. The error says that the kind is unknown.
func JSONSchema(kind string) ([]byte, error) {
	g, ok := KindNamed(kind)
	if !ok {
		return nil, fmt.Errorf("no grammar for kind %q", kind)
	}
	root := object(append([]Key{{"entente", true, record("the header", g.Header...), "The header."}}, g.Keys...), nil)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = "urn:entente:schema:" + kind + ":1"
	root["title"] = "entente " + kind
	root["properties"].(schema)["entente"].(schema)["properties"].(schema)["kind"] = schema{"const": kind, "description": "What the file holds."}
	root["$defs"] = schema{
		"scalar":  schema{"type": []string{"string", "number", "boolean"}},
		"wrapper": object(wrapper, nil),
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("write the schema of %s: %w", kind, err)
	}
	return b.Bytes(), nil
}

// schema is one JSON object; encoding/json sorts its keys.
type schema = map[string]any

// object is the schema of a map with keys; each is the shape of every other key.
func object(keys []Key, each *Shape) schema {
	out := schema{"type": "object", "additionalProperties": false}
	properties := schema{}
	var required []string
	for _, k := range keys {
		s := shapeSchema(k.Shape)
		s["description"] = k.Doc
		properties[k.Name] = s
		if k.Required {
			required = append(required, k.Name)
		}
	}
	if len(properties) > 0 {
		out["properties"] = properties
	}
	if required != nil {
		out["required"] = required
	}
	if each != nil {
		out["additionalProperties"] = shapeSchema(each)
	}
	return out
}

func shapeSchema(s *Shape) schema {
	if s.Any {
		return schema{}
	}
	var choices []any
	if s.Form != NoScalar {
		choices = append(choices, scalarSchema(s))
	}
	if s.Keys != nil || s.Each != nil {
		choices = append(choices, object(s.Keys, s.Each))
	}
	if s.Items != nil {
		choices = append(choices, schema{"type": "array", "items": shapeSchema(s.Items)})
	}
	if wrappable(s) {
		choices = append(choices, schema{"$ref": "#/$defs/wrapper"})
	}
	if len(choices) == 1 {
		return choices[0].(schema)
	}
	return schema{"anyOf": choices}
}

// wrappable reports whether `{value: V, source: …}` may stand for the shape.
func wrappable(s *Shape) bool {
	return !s.Section && keyNamed(s.Keys, "value") == nil && keyNamed(s.Keys, "id") == nil && keyNamed(s.Keys, "version") == nil
}

// cited is what may follow a plain word: a citation.
const cited = `( +@\S+)?$`

func scalarSchema(s *Shape) schema {
	switch s.Form {
	case Word:
		words := make([]string, len(s.Words))
		for i, w := range s.Words {
			words[i] = regexp.QuoteMeta(w)
		}
		out := schema{"type": []string{"string", "number"}, "anyOf": []any{
			schema{"enum": wordValues(s.Words)},
			schema{"type": "string", "pattern": "^(" + strings.Join(words, "|") + ")" + cited},
		}}
		return out
	case Flag:
		return schema{"anyOf": []any{schema{"type": "boolean"}, schema{"type": "string", "pattern": "^(yes|no|true|false)" + cited}}}
	case Whole:
		return schema{"anyOf": []any{schema{"type": "integer"}, schema{"type": "string", "pattern": `^-?[0-9]+` + cited}}}
	case ID:
		return schema{"type": "string", "minLength": 1, "maxLength": idMax}
	default:
		return schema{"$ref": "#/$defs/scalar"}
	}
}

// wordValues lists words as an editor may read them: 1 is a number to it.
func wordValues(words []string) []any {
	out := make([]any, 0, len(words))
	for _, w := range words {
		out = append(out, w)
		if w == "1" {
			out = append(out, 1)
		}
	}
	return out
}
