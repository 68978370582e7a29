package server

import (
	"net/http"
	"strings"
	"testing"

	"entente"
)

func TestAskedLanguage(t *testing.T) {
	for accept, want := range map[string]entente.Lang{
		"": entente.English, "ko": entente.Korean, "ko-KR,ko;q=0.9,en;q=0.8": entente.Korean,
		"en-GB, ko": entente.English, "fr-FR, KO;q=0.5": entente.Korean, "fr": entente.English, "*": entente.English,
	} {
		if got := preferred(accept); got != want {
			t.Errorf("%q: %v, want %v", accept, got, want)
		}
	}
}

// One check is shown in either language.
func TestSeamsInKorean(t *testing.T) {
	s := testServer(t)
	in := func(lang string) string {
		t.Helper()
		for range 600 {
			w := call(t, s, "GET", "/api/seams?design=twinlakes", "", "Accept-Language", lang)
			if w.Code != http.StatusOK {
				t.Fatal(w.Code, w.Body.String())
			}
			if w.Header().Get("Vary") != "Accept-Language" {
				t.Fatalf("Vary: %q", w.Header().Get("Vary"))
			}
			if strings.Contains(w.Body.String(), `"result"`) {
				return w.Body.String()
			}
		}
		t.Fatal("the check does not end")
		return ""
	}
	en, ko := in("en"), in("ko")
	for _, want := range []string{`"somebody holds wing-opcon whom the text does not allow"`, `"fleet-tacon"`} {
		if !strings.Contains(en, want) {
			t.Errorf("English lacks %s", want)
		}
	}
	for _, want := range []string{`"본문이 허용하지 않는 사람이 wing-opcon을 보유한다"`, `"fleet-tacon"`, `"check":"no-decider"`} {
		if !strings.Contains(ko, want) {
			t.Errorf("Korean lacks %s", want)
		}
	}
}
