package check

import (
	"slices"
	"testing"

	"entente/internal/model"
)

// Every kind of seam answers one of the questions, and every question has a kind.
func TestQuestions(t *testing.T) {
	asked := map[string]bool{}
	for seam := range model.SeamCount {
		q := Question(seam)
		if !slices.Contains(Questions(), q) {
			t.Errorf("%s answers %q", seam, q)
		}
		asked[q] = true
	}
	if len(asked) != len(Questions()) {
		t.Errorf("%v are answered of %v", asked, Questions())
	}
}
