package server

import (
	"encoding/json"
	"strings"
	"testing"

	"entente"
)

// edited is the body of a request about a text.
func edited(file, body string, offset int) string {
	b, _ := json.Marshal(TextPlace{EditedText{"twinlakes", file, body}, offset})
	return string(b)
}

// judged is edited without a place.
func judged(entry, file, body string) string {
	b, _ := json.Marshal(EditedText{entry, file, body})
	return string(b)
}

const small = "entente: {version: 1, kind: variant, id: v, base: twinlakes, title: 변경 😀}\nchanges:\n  - {set: posts/cdr/undr, from: unset, to: corps}\n"

func init() {
	examples["texts"] = []example{{"/api/texts?entry=twinlakes", "", 200}, {"/api/texts?entry=nowhere", "", 404}, {"/api/texts?entry=../etc", "", 404}}
	examples["text"] = []example{
		{"/api/text?entry=twinlakes&file=arrangement.yaml", "", 200}, {"/api/text?entry=twinlakes&file=../korea/arrangement.yaml", "", 404}, {"/api/text?entry=twinlakes", "", 422},
	}
	examples["text-locate"] = []example{{"/api/text/locate?entry=twinlakes&path=posts/cdr", "", 200}, {"/api/text/locate?entry=twinlakes&path=none", "", 200}}
	examples["text-diagnose"] = []example{
		{"/api/text/diagnose", judged("twinlakes", "variants/v.yaml", small), 200}, {"/api/text/diagnose", judged("twinlakes", "x.yaml", ""), 200},
		{"/api/text/diagnose", judged("nowhere", "x.yaml", ""), 404}, {"/api/text/diagnose", judged("twinlakes", "x.yaml", strings.Repeat("#", entente.TextMax+1)), 413},
	}
	examples["text-complete"] = []example{{"/api/text/complete", edited("variants/v.yaml", small, 100), 200}, {"/api/text/complete", edited("variants/v.yaml", small, 1_000_000), 200}}
	examples["text-hover"] = []example{{"/api/text/hover", edited("variants/v.yaml", small, 12), 200}, {"/api/text/hover", edited("variants/v.yaml", small, len(small)), 200}}
	examples["text-definition"] = []example{{"/api/text/definition", edited("variants/v.yaml", small, strings.Index(small, "twinlakes")), 200}}
	examples["text-references"] = []example{{"/api/text/references", edited("variants/v.yaml", small, strings.Index(small, "twinlakes")), 200}}
	examples["text-begin"] = []example{
		{"/api/text/begin", `{"entry":"twinlakes","kind":"variant","id":"mine"}`, 200}, {"/api/text/begin", `{"entry":"twinlakes","kind":"variant","id":"reformed"}`, 400},
		{"/api/text/begin", `{"entry":"twinlakes","kind":"arrangement","id":"mine"}`, 422},
	}
	examples["text-format"] = []example{{"/api/text/format", judged("twinlakes", "v.yaml", small), 200}, {"/api/text/format", judged("twinlakes", "v.yaml", "a: {"), 200}}
}

func TestTextIsJudgedInItsEntry(t *testing.T) {
	s := testServer(t)
	got := call(t, s, "POST", "/api/text/diagnose", judged("twinlakes", "variants/v.yaml", small))
	var out JudgedText
	if err := json.Unmarshal(got.Body.Bytes(), &out); err != nil {
		t.Fatalf("%v: %s", err, got.Body)
	}
	if len(out.Messages) == 0 || out.Messages[0].Code != "unknown-key" || out.Messages[0].Place.Line != 3 || len(out.Design) != 1 || out.Design[0] != "twinlakes" {
		t.Fatalf("%+v", out.TextVerdict)
	}
	units := 0
	for _, c := range small[:strings.Index(small, "undr")] {
		units++
		if c >= 0x10000 {
			units++
		}
	}
	if r := out.Messages[0].Place.Range; r.From != units || r.To != units+4 {
		t.Errorf("undr stands at %d; the message is at %+v", units, r)
	}
}

// Another text of the entry is read anew where it has changed.
func TestEntryTextsAreReadAnew(t *testing.T) {
	var k entryTexts
	list := []entente.Text{{Name: "a", Body: "1"}, {Name: "b", Body: "2"}}
	first := k.of("x", list)
	if k.of("x", list) != first {
		t.Error("the same texts are read twice")
	}
	list[1].Body = "3"
	if body, _ := k.of("x", list).Body("b"); body != "3" {
		t.Errorf("b holds %q", body)
	}
	if n := len(k.of("x", list[:1]).Files()); n != 1 {
		t.Errorf("%d texts, want 1", n)
	}
	for _, entry := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		k.of(entry, list)
	}
	if len(k.known) != entriesKept || k.known["x"] != nil {
		t.Errorf("%d entries are kept", len(k.known))
	}
}
