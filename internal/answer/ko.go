package answer

import "entente/internal/say"

// sayf says what this package has to say.
var sayf = korean.Text

// korean holds the Korean forms (docs/glossary.md has the words).
var korean = say.Catalogue{
	// findings
	"No seam of the kinds asked for was found.": "찾으려 한 종류의 틈은 발견되지 않았다.",
	"Disputed":                      "이견이 있는 값",
	"%s reads %q; %q has it %q: %s": "%s의 값은 %q이고, %q에 따르면 %q이다: %s",
	"the text does not hold together under it, so it is not checked": "그 값으로는 본문이 성립하지 않아 점검하지 않았다",
	"undecided, since not every search is exhaustive":                "탐색이 모두 전수 탐색은 아니어서 판정 불가",
	"no verdict differs":       "달라지는 판정이 없다",
	"%s %s":                    "%s %s",
	"found only then: %s":      "그 경우에만 발견: %s",
	"no longer found then: %s": "그 경우에는 발견되지 않음: %s",
	"the rest is undecided, since not every search is exhaustive": "나머지는 탐색이 모두 전수 탐색은 아니어서 판정 불가",
	"%s with %s":                                             "%s, 변형안 %s",
	"%s under %s":                                            "%s, 시나리오 %s",
	"%s (one post or one link of a class)":                   "%s(한 부류의 직위 하나 또는 통신선 하나)",
	"%s among %s":                                            "%s(%s 가운데)",
	"%s among all posts and links":                           "%s(모든 직위와 통신선 가운데)",
	"%d starts of deciding procedures":                       "결정 절차 시작 %d회",
	"1 start of deciding procedures":                         "결정 절차 시작 1회",
	"%s; each incident at most once (%s)":                    "%s, 상황별 1회(%s)",
	"Every order of events without faults, with at most %s.": "결손 없이 최대 %s 범위에서 가능한 모든 사건 순서를 살핀다.",
	"Every order of events with at most %s; %s.":             "최대 %s, %s 범위에서 가능한 모든 사건 순서를 살핀다.",
	"1 fault":                          "결손 1건",
	"%d faults":                        "결손 %d건",
	"no source":                        "출처 없음",
	"a value without a source":         "출처 없는 값",
	"accepted":                         "용인",
	"disputed":                         "이견 있음",
	"lasts: %s":                        "지속: %s",
	"time: %s":                         "시간: %s",
	"rests on, weakest: %s":            "가장 약한 근거: %s",
	"try: %s":                          "대책: %s",
	"accepted: %s":                     "용인: %s",
	"the text accepts it and says why": "본문이 이유를 들어 용인한다",
	"exhaustive":                       "전수 탐색",
	"inconclusive: %s":                 "판정 불가: %s",
	"%s: %s states, %s events, %s":     "%s: 상태 %s개, 사건 %s개, %s",
	"cone: %s":                         "영향 범위: %s",
	"every one exhaustive":             "모두 전수 탐색",
	"NOT exhaustive: what is not found may still be there": "전수 탐색 아님: 발견되지 않은 것이 있을 수 있음",
	"1 search, %s; %s states, %s events.":                  "탐색 1건, %s; 상태 %s개, 사건 %s개.",
	"%d searches, %s; %s states, %s events.":               "탐색 %d건, %s; 상태 %s개, 사건 %s개.",

	"%s (a seam)\n%s\n\ntry: %s\n": "%s (틈의 종류)\n%s\n\n대책: %s\n",

	// two designs
	"The text":  "본문의 변경",
	" (was %s)": " (종전 %s)",
	"Fixed":     "해소", "Kept": "유지", "Created": "발생", "Unspecified": "미규정", "Undecided": "판정 불가",
}
