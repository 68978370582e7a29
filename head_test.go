package entente

import (
	"reflect"
	"testing"
)

func TestReadHead(t *testing.T) {
	for _, c := range []struct {
		body string
		want Head
	}{
		{"# What it is.\n#  Two lines.\n\n# Not this.\nentente: {version: 1, kind: arrangement, id: a, title: A b, real: yes}\n", Head{Kind: "arrangement", ID: "a", Title: "A b", Real: true, About: "What it is. Two lines."}},
		{"entente: {version: 1, kind: variant, id: v, base: a} # a remark\n# later\n", Head{Kind: "variant", ID: "v", Base: "a"}},
		{"entente: {kind: study, id: s}\nquestion: >-\n  Who, and\n  when?\nevidence: dated\n", Head{Kind: "study", ID: "s", Question: "Who, and when?", Evidence: "dated"}},
		{"entente: {kind: scenario, id: s, for: a", Head{}},
		{"", Head{}},
	} {
		if got := ReadHead(Text{"t.yaml", c.body}); got != c.want {
			t.Errorf("%q:\n got %+v\nwant %+v", c.body, got, c.want)
		}
	}
}

func TestPublishedAnswer(t *testing.T) {
	got := PublishedAnswer("# S\n\n## The answer\n\nBefore.\n\n- **One is 0.5 of [`x`](../x.md), and *told*.** It reverses.\n- **How far:** a e.g. b. It reverses.\n\n## Limits\n\n- **Not this.**\n")
	if want := []string{"One is 0.5 of x, and told.", "How far: a e.g. b."}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	if got := PublishedAnswer("# S\n\n## Limits\n- **x.**\n"); got != nil {
		t.Errorf("%q", got)
	}
}
