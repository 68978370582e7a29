package answer

import (
	"strings"
	"testing"
)

// Every question that is offered is answered, and of real states none names an office
// as absent.
func TestQuestions(t *testing.T) {
	for _, name := range []string{"twinlakes", "korea", "anzus"} {
		a := load(t, name+"/arrangement.yaml")
		list := Questions(a)
		if len(list) < 3 {
			t.Errorf("%s: only %q", name, list)
		}
		for _, q := range list {
			got, err := Ask(a, q)
			if err != nil || got.Text == "" {
				t.Errorf("%s: %q: %v", name, q, err)
			}
			if a.Real && strings.Contains(q, "absent") && !strings.Contains(q, "when a ") {
				t.Errorf("%s: %q names an office", name, q)
			}
		}
	}
	if list := strings.Join(Questions(twinlakes(t)), "\n"); !strings.Contains(list, "who may decide declare-war in alert?") {
		t.Errorf("twinlakes: %s", list)
	}
}
