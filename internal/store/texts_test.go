package store

import (
	"testing"
	"testing/fstest"
)

// Where a variant and a study of the library have one name, a reader of studies gets
// the study.
func TestReadStudy(t *testing.T) {
	s := &Store{Library: fstest.MapFS{
		"m/variants/both.yaml":      {Data: []byte("variant")},
		"m/studies/both/study.yaml": {Data: []byte("study")},
		"m/variants/one.yaml":       {Data: []byte("one")},
	}}
	for name, want := range map[string]string{"m/both": "study", "m/one": "one"} {
		if got, err := s.ReadStudy(name); err != nil || got.Body != want {
			t.Errorf("%s: %q, %v", name, got.Body, err)
		}
	}
	if got, err := s.Read("m/both"); err != nil || got.Body != "variant" {
		t.Errorf("Read: %q, %v", got.Body, err)
	}
}
