package answer

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"entente/internal/check"
	"entente/internal/model"
	"entente/internal/say"
)

var (
	// quoted is what stands in Korean as it stands in the text: code, ids, paths,
	// expressions, and what is written in capitals.
	quoted  = regexp.MustCompile("`[^`]*`|\"[^\"]*\"|[A-Za-z0-9]*[-_/>.(][-_/>.()A-Za-z0-9]*|[A-Z][A-Z0-9&]+")
	english = regexp.MustCompile(`[A-Za-z]+ [A-Za-z]+`)
)

// leftEnglish returns what is English in a sentence that should be Korean, beside the
// ids of the text; a single word is an id.
func leftEnglish(sentence string, own []string) string {
	for _, s := range own {
		sentence = strings.ReplaceAll(sentence, s, "·")
	}
	sentence = quoted.ReplaceAllString(sentence, "·")
	if m := english.FindString(sentence); m != "" {
		return m
	}
	if !strings.ContainsFunc(sentence, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) && strings.ContainsFunc(sentence, unicode.IsLetter) {
		return sentence
	}
	return ""
}

// The findings of the library are said in Korean from end to end: allowed are ids,
// names for which the text gives no Korean one, citations and expressions.
func TestFindingsInKorean(t *testing.T) {
	for _, a := range []*model.Arrangement{twinlakes(t), load(t, "korea/arrangement.yaml"), load(t, "korea/arrangement.yaml", "korea/variants/future-cfc.yaml")} {
		var own []string
		for i := range a.Checks.Invariants {
			for _, e := range []*model.Expr{a.Checks.Invariants[i].A, a.Checks.Invariants[i].B} {
				if e != nil {
					own = append(own, e.Text)
				}
			}
		}
		for _, s := range a.Sources {
			own = append(own, s.ID+" (")
		}
		r := check.Run(context.Background(), a, nil, check.Options{Budget: 1})
		data := say.Said(JSON(r), say.Korean)
		n := 0
		korean := func(where string, text say.Text) {
			t.Helper()
			sentence := strings.ReplaceAll(text.String(), "→", "이")
			if sentence == "" {
				return
			}
			n++
			if left := leftEnglish(sentence, own); left != "" {
				t.Errorf("%s: %s: %q is left in %q", a.ID, where, left, sentence)
			}
		}
		korean("budget", data.Budget.Text)
		for i, f := range data.Findings {
			where := f.Check + " " + f.Element
			korean(where, f.Summary)
			korean(where, f.Lasts)
			korean(where, f.Try)
			korean(where, f.Named)
			for _, d := range f.Detail {
				korean(where, d)
			}
			if f.Time != nil {
				korean(where, f.Time.Text)
			}
			for _, s := range f.Story {
				korean(where, s.Text)
				for _, c := range s.Changes {
					korean(where, c)
				}
			}
			var b strings.Builder
			WriteFinding(&b, &r.Findings[i], TextOptions{Lang: say.Korean})
			if strings.Contains(b.String(), "%!") {
				t.Errorf("%s: %s", where, b.String())
			}
		}
		if n < 20 {
			t.Errorf("%s: only %d sentences", a.ID, n)
		}
	}
}

// The test above must be able to fail.
func TestLeftEnglishIsFound(t *testing.T) {
	for _, s := range []string{"cdr이 궐위된다: the text says so", "nobody holds opcon", "시한은 not known이다 (usually not)"} {
		if leftEnglish(s, nil) == "" {
			t.Errorf("%q passes for Korean", s)
		}
	}
	for _, s := range []string{"raise-alert가 시작된다", "cdr이 strike-release 보유자에게 보고한다 (answer-probe/sight)", "`within`을 적을 것: 데프콘 3"} {
		if left := leftEnglish(s, nil); left != "" {
			t.Errorf("%q: %q is left", s, left)
		}
	}
}
