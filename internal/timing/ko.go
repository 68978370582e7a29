package timing

import "entente/internal/say"

// sayf says what this package has to say.
var sayf = korean.Text

// korean holds the Korean forms (docs/glossary.md has the words).
var korean = say.Catalogue{
	"%s does not come after %s alone":                                          "%s이(가) %s 다음에만 오는 것은 아니다",
	"its shape is not series-parallel: it needs `run`":                         "단계의 순서가 직렬·병렬로 나뉘지 않는다: `run`으로 모의해야 한다",
	"computed without sampling; the error of the distribution is at most %.2g": "표본 추출 없이 계산; 분포의 오차는 최대 %.2g",
	"; %d of %d values are bounds without probability and give a range":        "; 값 %[2]d개 중 %[1]d개는 확률 없는 상하한이어서 범위로 나타난다",
	"the text gives no time":                                                   "본문에 시간이 없다",
	"the text gives no time for %s":                                            "본문에 %s의 시간이 없다",
	"%s may be referred back: it needs `run`":                                  "%s은(는) 재검토로 되돌아갈 수 있다: `run`으로 모의해야 한다",
	"procedures/%s/move-delay adds to it with each move: it needs `run`":       "procedures/%s/move-delay가 상태 변경마다 더해진다: `run`으로 모의해야 한다",
	"%s waits until its `needs` holds: it needs `run`":                         "%s은(는) `needs`가 충족될 때까지 대기한다: `run`으로 모의해야 한다",
}
