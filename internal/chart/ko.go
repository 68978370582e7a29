package chart

import "entente/internal/say"

// sayf says what this package has to say.
var sayf = korean.Text

// korean holds the Korean forms (docs/glossary.md has the words).
var korean = say.Catalogue{
	"the text writes no move from %s to %s":       "본문에 %s에서 %s(으)로 가는 상태 변경이 없다",
	"%s may not start: its `while` does not hold": "%s을(를) 시작할 수 없다: `while` 조건이 성립하지 않는다",
	"%s ends without the move":                    "상태 변경 없이 %s이(가) 끝난다",
	"%s waits at %s: %s":                          "%s이(가) %s 단계에서 대기한다: %s",
	"it needs %s":                                 "%s이(가) 필요하다",
	"%s is out":                                   "%s이(가) 두절 상태이다",
	"who acts for %s may not do it":               "%s의 대리자는 이를 할 수 없다",
	"nobody acts as %s":                           "%s(으)로서 행동할 사람이 없다",
	"%s is not quorate":                           "%s이(가) 정족수에 미달한다",
	"there is no single holder of %s":             "%s의 보유자가 하나로 정해지지 않는다",
}
