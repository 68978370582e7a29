package chart

import (
	"entente/internal/model"
	"entente/internal/typeset"
)

// languages are those that the workbench shows, in the order of a Box.
var languages = []string{"en", "ko"}

// screenWords is what the workbench writes into the boxes: the name in the reader's
// language, and the id below it.
type screenWords struct{}

const (
	screenName = 12.0
	screenWide = 110.0
	symbolTall = 34.0 // room for the sign of a force
)

// named is a name with its id below, in each language.
func named(m *model.Meta, most int, more func(lang string) []Line) Box {
	var box Box
	for _, lang := range languages {
		var lines []Line
		name := m.Name.In(lang, m.ID)
		for _, l := range wrapped(name, screenName, true, most) {
			lines = append(lines, Line{Text: l, Size: screenName, Bold: true})
		}
		if name != m.ID {
			for _, l := range typeset.Wrap(m.ID, NameSize, screenWide, false, 1) {
				lines = append(lines, Line{Text: l, Size: NameSize, Tone: Muted})
			}
		}
		box = append(box, append(lines, more(lang)...))
	}
	return box
}

// wrapped breaks a name into lines; a word without a space in it, as Korean has them,
// breaks wherever the line ends.
func wrapped(name string, size float64, bold bool, most int) []string {
	return typeset.WrapPath(name, size, screenWide, bold, most)
}

func (screenWords) Post(l *Layout, p model.PostIndex) Box {
	post := &l.A.Posts[p]
	return named(&post.Meta, 4, func(lang string) []Line {
		var out []Line
		for _, h := range l.Hats {
			if post.Person == h.Person {
				out = append(out, Line{Text: map[string]string{"en": "one person: ", "ko": "겸직 "}[lang] + h.Label, Size: NameSize, Bold: true, Tone: OfNation})
			}
		}
		if post.National {
			out = append(out, Line{Text: map[string]string{"en": "★ national", "ko": "★ 국가 최고 직위"}[lang], Size: NameSize, Bold: true, Tone: OfNation})
		}
		return out
	})
}

func (screenWords) Council(l *Layout, c model.CouncilIndex) Box {
	return named(&l.A.Councils[c].Meta, 4, func(lang string) []Line {
		return []Line{{Text: map[string]string{"en": "council", "ko": "협의체"}[lang], Size: NameSize, Tone: Muted}}
	})
}

func (screenWords) Forces(l *Layout, list []model.ForceIndex) Box {
	var box Box
	for _, lang := range languages {
		var lines []Line
		for _, i := range list {
			f := &l.A.Forces[i]
			most := 4
			if len(list) > 1 {
				most = 2
			}
			for k, text := range wrapped(f.Name.In(lang, f.ID), NameSize+1, len(list) == 1, most) {
				if k == 0 && len(list) > 1 {
					text = "· " + text
				}
				lines = append(lines, Line{Text: text, Size: NameSize + 1, Bold: len(list) == 1})
			}
		}
		if l.A.Forces[list[0]].Matter {
			word := map[string]string{"en": "a matter", "ko": "사안"}[lang]
			if len(list) > 1 {
				word = map[string]string{"en": "matters", "ko": "사안"}[lang]
			}
			lines = append(lines, Line{Text: word, Size: NameSize, Tone: Muted})
		}
		box = append(box, lines)
	}
	return box
}

// Head leaves room for the sign of a force; a matter has none.
func (screenWords) Head(l *Layout, list []model.ForceIndex) float64 {
	if l.A.Forces[list[0]].Matter {
		return 0
	}
	return symbolTall
}
