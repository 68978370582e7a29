package sim

import "entente/internal/say"

// sayf says what this package has to say.
var sayf = korean.Text

// korean holds the Korean forms (docs/glossary.md has the words).
var korean = say.Catalogue{
	"%s":   "%s",
	"%.3g": "%.3g",
	"%s/%s is refused; the question stays on the table":    "%s의 %s 단계가 거부된다; 안건은 그대로 남는다",
	"incident %s does not come: its `while` does not hold": "%s 상황은 발생하지 않는다: `while` 조건이 성립하지 않는다",
	"%s takes effect": "%s의 효과가 나타난다",
	"holder of %s":    "%s 보유자",

	// a crisis
	"%s takes %s":                          "%s이(가) %s을(를) 취한다",
	"%s is not open, and is not taken":     "%s은(는) 가능한 상태가 아니어서 취하지 않는다",
	"%s crosses the line %s":               "%s이(가) 레드라인 %s에 저촉된다",
	"%s reads %s as %s":                    "%s이(가) %s을(를) %s(으)로 해석한다",
	"%s is over":                           "%s이(가) 끝난다",
	"the rung is now %s":                   "이제 확전 단계는 %s이다",
	"%s chooses %s (%s)":                   "%s이(가) %s을(를) 선택한다 (%s)",
	"%s answers %s (%s)":                   "%s이(가) %s(으)로 답한다 (%s)",
	"%s, among %s":                         "%s, 선택지: %s",
	"shock %s":                             "충격: %s",
	"%s is met":                            "%s의 조건이 충족된다",
	"the meeting of %s is lost: no quorum": "%s 회의가 무산된다: 정족수 미달",
	"%s is judged: no condition is met":    "%s 평가: 충족된 조건 없음",
	"%s is judged: met are %s":             "%s 평가: 충족된 조건 %s",

	// who waited for what
	"the delay of moves made meanwhile":   "그사이 이루어진 상태 변경에 따른 지연",
	"%s to convene":                       "%s 소집",
	"%s, busy with %s":                    "%s의 %s 처리",
	"%s, busy as %s with %s":              "%s(겸직 %s)의 %s 처리",
	"somebody who can act, or a line: %s": "행동할 수 있는 사람 또는 통신선: %s",
	"%s, then %s":                         "%s, 이어서 %s",

	// a replication
	"It has more faults or starts than the budget of `check`.":     "`check`의 탐색 범위보다 결손이나 시작이 많다.",
	"It stops at %s: the scenario gives no chance for its answer.": "%s에서 멈춘다: 시나리오에 그 답의 확률이 없다.",
	"the decision takes effect":                                    "결정이 효력을 갖는다",
	"the replication ends":                                         "모의가 끝난다",
	"%s is under way since %s":                                     "%s: %s부터 진행 중",
	"%s waits for %s since %s":                                     "%[1]s: %[3]s부터 대기 중 (%[2]s)",
	"%s waits since %s":                                            "%s: %s부터 대기 중",
	"Measured":                                                     "측정값",
	"due at %s, waited %s for %s":                                  "%s에 차례가 되어 %s 대기 (%s)",
	"took %s":                                                      "%s 소요",
	"before the decision took effect":                              "결정의 효력 발생 전",
	"after the decision took effect":                               "결정의 효력 발생 후",
	"says nothing":                                                 "해당 없음",
	"yes":                                                          "예", "no": "아니요",

	// what an ally was to a decision
	"decided": "결정", "consented": "동의", "agreed in council": "협의체에서 합의", "heard before": "사전 의견 제시",
	"told before": "사전 통보", "heard after": "사후 의견 제시", "told after": "사후 통보", "left out": "제외", "no decision": "결정 없음",
}
