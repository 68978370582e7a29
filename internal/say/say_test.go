package say

import (
	"encoding/json"
	"testing"
)

func TestParticles(t *testing.T) {
	for in, want := range map[string]string{
		"사령관이(가)":                              "사령관이",
		"사령부이(가)":                              "사령부가",
		"사령부을(를) 정전은(는)":                       "사령부를 정전은",
		"국무장관와(과) 통역사와(과)":                     "국무장관과 통역사와",
		"서울(으)로 부산(으)로 대구(으)로":                 "서울로 부산으로 대구로",
		"데프콘 3을(를)":                            "데프콘 3을",
		"데프콘 4을(를)":                            "데프콘 4를",
		"1(으)로, 7이(가), 10은(는)":                 "1로, 7이, 10은",
		"50%이(가)":                              "50%가",
		"ROK은(는), MCM이(가), USFK을(를), CJCS와(과)": "ROK는, MCM이, USFK를, CJCS와",
		"mcm이(가), cdr이(가), cdr(으)로, nsc은(는)":   "mcm이, cdr이, cdr로, nsc는",
		"cfc-cdr을(를)":                          "cfc-cdr을",
		"council(으)로, plan이(가)":                "council로, plan이",
		"marshal은(는), minister은(는)":            "marshal은, minister는",
		"chief이(가), staff을(를)":                 "chief가, staff를",
		"step이(가), unit은(는)":                   "step이, unit은",
		"fleet이(가)":                            "fleet이(가)",
		"strategic이(가)":                        "strategic이",
		"합참의장에(게), 군사위원회에(게)":                  "합참의장에게, 군사위원회에",
		"한미안보협의회의(SCM)이(가)":                    "한미안보협의회의(SCM)가",
		"\"사령관\"은(는)":                          "\"사령관\"은",
		"(으)로 시작":                              "(으)로 시작",
		"괄호(가) 그대로":                            "괄호(가) 그대로",
		"사령관(이)다":                              "사령관이다",
	} {
		if got := Particles(in); got != want {
			t.Errorf("Particles(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTextNests(t *testing.T) {
	c := Catalogue{
		"%s reports to %s": "%s이(가) %s에 보고한다",
		"the holder of %s": "%s 보유자",
		"%d of %d":         "%[2]d개 중 %[1]d개",
	}
	scm := Name{"scm", "한미안보협의회의"}
	who := c.Text("the holder of %s", Name{ID: "opcon"})
	both := And([]Text{scm.Text(), who, Plain("mc")})
	for _, x := range []struct {
		text   Text
		en, ko string
	}{
		{c.Text("%s reports to %s", who, both), "the holder of opcon reports to scm and the holder of opcon and mc", "opcon 보유자가 한미안보협의회의, opcon 보유자 및 mc에 보고한다"},
		{List([]Text{Plain("a"), Plain("b"), Plain("c")}), "a, b and c", "a, b 및 c"},
		{Join([]Text{c.Text("%d of %d", 1, 2), Plain("x")}, "; "), "1 of 2; x", "2개 중 1개; x"},
		{c.Text("%d of %d", 1, 2).Then(Text{}, Plain(".")), "1 of 2.", "2개 중 1개."},
		{c.Text("%s is not in the catalogue", scm), "scm is not in the catalogue", "scm is not in the catalogue"},
		{Text{}, "", ""},
		{Plain("100 %"), "100 %", "100 %"},
	} {
		if got := x.text.String(); got != x.en {
			t.Errorf("English: %q, want %q", got, x.en)
		}
		if got := x.text.In(Korean); got != x.ko {
			t.Errorf("Korean: %q, want %q", got, x.ko)
		}
	}
	if !Join(nil, ", ").Empty() || !Plain("").Empty() || And([]Text{scm.Text()}).Empty() {
		t.Error("what says nothing is empty, and nothing else is")
	}
}

func TestParseLang(t *testing.T) {
	for _, tag := range Tags() {
		if l, ok := ParseLang(tag); !ok || l.String() != tag {
			t.Errorf("ParseLang(%q) = %v, %v", tag, l, ok)
		}
	}
	if _, ok := ParseLang("fr"); ok {
		t.Error("ParseLang knows French")
	}
}

// Said says every text, wherever it stands, and leaves the data as it was.
func TestSaid(t *testing.T) {
	c := Catalogue{"nobody": "아무도 없다"}
	type inner struct {
		Text  Text            `json:"text"`
		Maybe Text            `json:"maybe,omitzero"`
		More  []Text          `json:"more"`
		By    map[string]Text `json:"by"`
	}
	type data struct {
		N    int    `json:"n"`
		In   *inner `json:"in"`
		Any  any    `json:"any"`
		None *inner `json:"none"`
		List [2]inner
	}
	n := c.Text("nobody")
	d := data{N: 1, In: &inner{Text: n, More: []Text{n}, By: map[string]Text{"a": n}}, Any: inner{Text: n}}
	for _, x := range []struct {
		l    Lang
		want string
	}{
		{English, `{"n":1,"in":{"text":"nobody","more":["nobody"],"by":{"a":"nobody"}},"any":{"text":"nobody","more":null,"by":null},"none":null,"List":[{"text":"","more":null,"by":null},{"text":"","more":null,"by":null}]}`},
		{Korean, `{"n":1,"in":{"text":"아무도 없다","more":["아무도 없다"],"by":{"a":"아무도 없다"}},"any":{"text":"아무도 없다","more":null,"by":null},"none":null,"List":[{"text":"","more":null,"by":null},{"text":"","more":null,"by":null}]}`},
	} {
		got, err := json.Marshal(Said(d, x.l))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != x.want {
			t.Errorf("%s: got\n%s\nwant\n%s", x.l, got, x.want)
		}
	}
	if d.In.Text.String() != "nobody" || d.In.More[0].String() != "nobody" || d.In.By["a"].String() != "nobody" {
		t.Error("Said changed its data")
	}
	var any any = d
	if got := Said(any, Korean).(data).In.Text.String(); got != "아무도 없다" {
		t.Errorf("an interface: %q", got)
	}
}
