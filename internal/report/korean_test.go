package report

import (
	"regexp"
	"testing"

	"entente/internal/say"
)

// A Korean form says what its English one says, each of it once.
func TestStudyFormsTakeTheSame(t *testing.T) {
	hole := regexp.MustCompile(`%(\[\d\])?[sd]`)
	for english, korean := range studySentences {
		if a, b := len(hole.FindAllString(english, -1)), len(hole.FindAllString(korean, -1)); a != b {
			t.Errorf("%q takes %d, %q takes %d", english, a, korean, b)
		}
	}
}

// Sentences are read whole or not at all, and lists item by item.
func TestStudySentences(t *testing.T) {
	names := map[string]string{"Raising to DEFCON 3": "데프콘 3 격상"}
	for english, korean := range map[string]string{
		"Rests on the time of a/b, the time to convene mc and 3 more; the weakest has no source.":                                                "근거: a/b의 시간, mc 소집 시간 외 3개; 가장 약한 것은 출처가 없다.",
		"response comes on average 10 min to 24 h earlier than in today over the 77 ranges tried.":                                               "response의 평균 시점은 시험한 범위 77개에 걸쳐 today보다 10분~24시간 이르다.",
		"it is not told from 0 if the time of a/b is 2.0 h in the median or every unknown constant is at its low end (and at 4 further points).": "a/b의 시간이 중앙값 2.0시간이면 또는 미지의 상수가 모두 하한이면 0과 구별되지 않는다 (그 밖의 조합 4개에서도).",
		"What is alike":                   "같은 것",
		"the time of Raising to DEFCON 3": "데프콘 3 격상의 시간",
		"−100 points":                     "−100%p",
		"2.0 min to 2.0 h":                "2.0분~2.0시간",
		"raise/ask":                       "raise/ask",
		"a and b under c:":                "c에서 a 및 b:",
		"Parts under 4% of every bar are merged as others.": "모든 막대에서 4% 미만인 부분은 기타로 묶는다.",
		"Some words of no form at all":                      "Some words of no form at all",
		"the time of some words of no form":                 "the time of some words of no form",
		"What is alike. And words of no form.":              "What is alike. And words of no form.",
	} {
		if got := Sentence(english, names).In(say.Korean); got != korean {
			t.Errorf("%q:\n got %q\nwant %q", english, got, korean)
		}
		if got := Sentence(english, names).String(); got != english {
			t.Errorf("English: %q", got)
		}
	}
}
