package say

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// particles lists the double forms that a catalogue may write, with what follows a
// closed syllable (with a final consonant) and an open one. The particle 로 follows a
// final ㄹ as an open one.
var particles = []struct {
	double, closed, open string
	liquid               bool // a final ㄹ counts as open
}{
	{"이(가)", "이", "가", false},
	{"은(는)", "은", "는", false},
	{"을(를)", "을", "를", false},
	{"와(과)", "과", "와", false},
	{"(으)로", "으로", "로", true},
	{"(이)나", "이나", "나", false},
	{"(이)라", "이라", "라", false},
	{"(이)다", "이다", "다", false},
	{toWhom, "에", "에게", false},
}

// toWhom is the particle of whom something is said to: 에 of a body, 에게 of a person.
const toWhom = "에(게)"

// body reports whether a name is that of a body and not of a person, by its last
// syllable: 위원회, 협의체, 합참본부, 국가안보실.
func body(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(bare(s))
	return strings.ContainsRune("회의체부실청처군룹국", r)
}

// ending is the sound that a word ends in.
type ending uint8

const (
	unknown ending = iota
	open
	closed
	liquid // ㄹ
)

// Particles replaces the double forms in a Korean sentence by the form that fits the
// word before them; where it cannot be known how the word is read, the double form stays.
func Particles(s string) string {
	if !strings.ContainsRune(s, '(') {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		form, length := particleAt(b.String(), s[i:])
		if length == 0 {
			_, length = utf8.DecodeRuneInString(s[i:])
			form = s[i : i+length]
		}
		b.WriteString(form)
		i += length
	}
	return b.String()
}

// particleAt returns the form of the particle with which rest begins, and how much of
// rest it takes; 0 if none.
func particleAt(before, rest string) (string, int) {
	for _, p := range particles {
		if !strings.HasPrefix(rest, p.double) {
			continue
		}
		switch e := endOf(before); {
		case p.double == toWhom && !body(before):
			return p.open, len(p.double)
		case p.double == toWhom:
			return p.closed, len(p.double)
		case e == unknown:
			return p.double, len(p.double)
		case e == open, e == liquid && p.liquid:
			return p.open, len(p.double)
		default:
			return p.closed, len(p.double)
		}
	}
	return "", 0
}

// endOf finds the sound in which a text ends: of its last word, past quotes and a
// remark in brackets, which is not read.
func endOf(s string) ending {
	s = bare(s)
	r, _ := utf8.DecodeLastRuneInString(s)
	switch {
	case r >= '가' && r <= '힣':
		return syllable(r)
	case r >= '0' && r <= '9':
		return digits[r-'0']
	case r == '%':
		return open // 퍼센트
	case r < utf8.RuneSelf && unicode.IsLetter(r):
		at := strings.LastIndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || !unicode.IsLetter(r) })
		return latin(s[at+1:])
	}
	return unknown
}

// bare is a text without the quotes and the remark in brackets at its end.
func bare(s string) string {
	for {
		s = strings.TrimRight(s, " \"'`”’»>.,:")
		if !strings.HasSuffix(s, ")") {
			return s
		}
		at := strings.LastIndexByte(s, '(')
		if at <= 0 {
			s = strings.TrimSuffix(s, ")")
			continue
		}
		s = s[:at]
	}
}

// syllable reads the final consonant off a Hangul syllable (Unicode 3.12: there are
// 28 finals, the first of which is none and the ninth ㄹ).
func syllable(r rune) ending {
	switch (r - '가') % 28 {
	case 0:
		return open
	case 8:
		return liquid
	}
	return closed
}

// digits: 영 일 이 삼 사 오 육 칠 팔 구. A number that ends in 0 ends in 십, 백, 천, 만 or
// 영, which are all closed.
var digits = [10]ending{closed, liquid, open, closed, open, open, closed, liquid, liquid, open}

// latin tells how a word in Latin letters ends when a Korean reads it: letter by
// letter (엘, 엠, 엔, 알 are closed) where it is no word, else as it is written in
// Hangul, as far as its letters tell.
func latin(word string) ending {
	lower := strings.ToLower(word)
	last := lower[len(lower)-1]
	if word == strings.ToUpper(word) && len(word) <= 5 || !strings.ContainsAny(lower, "aeiouy") {
		switch last {
		case 'l', 'r':
			return liquid
		case 'm', 'n':
			return closed
		}
		return open
	}
	before := byte(0)
	if len(lower) > 1 {
		before = lower[len(lower)-2]
	}
	vowel := strings.IndexByte("aeiouy", before) >= 0
	short := vowel && len(lower) > 2 && strings.IndexByte("aeiouy", lower[len(lower)-3]) < 0
	switch last {
	case 'l':
		return liquid // 카운슬
	case 'm', 'n':
		return closed // 팀, 플랜
	case 'g':
		if before == 'n' {
			return closed // 미팅
		}
		return open // 플래그
	case 'e':
		switch before {
		case 'l':
			return liquid // 룰
		case 'm', 'n':
			return closed // 타임, 라인
		case 'p', 't', 'k':
			return unknown // 타입, 루트, 테이크
		}
		return open // 페이즈
	case 'c':
		if vowel {
			return closed // 퍼블릭
		}
		return open
	case 'b', 'k', 'p', 't':
		if short && (last == 'p' || last == 't') {
			return closed // 스텝, 유닛
		}
		if vowel || last == 'k' && before == 'c' {
			return unknown // 그룹 and 루프, 북 and 데스크
		}
		return open // 캠프, 에이전트, 링크
	}
	return open
}
