package answer

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"entente/internal/diag"
	"entente/internal/model"
)

// term is what the words of a slot mean.
type term struct {
	kind   string // the slot, or what it turned out to be: absent, class, any-link, out, …
	id     string // canonical
	index  int
	step   model.StepIndex
	values []valueTerm
}

type valueTerm struct {
	scale model.ScaleIndex
	value model.ValueIndex
}

// entryName is one way to name an element: by its id, by a name, or by words that
// its id stands for.
type entryName struct {
	key  string
	rank int
	name string // as it is written
	term term
}

// The ranks of names: what ranks first wins.
const (
	byID = iota
	byName
	byWords
)

var articles = []string{"the", "a", "an", "one", "any", "some"}

// tokens cuts a question into words: lower case, without marks.
func tokens(question string) []string {
	question = strings.ReplaceAll(question, "→", "->")
	fields := strings.FieldsFunc(strings.ToLower(question), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || diag.Reorders(r) || strings.ContainsRune("?!,;:\"“”`", r)
	})
	var out []string
	for _, f := range fields {
		f = strings.Trim(strings.ReplaceAll(f, "’", "'"), "'.")
		f = strings.TrimSuffix(f, "'s")
		if f != "" {
			out = append(out, f)
		}
	}
	return out
}

// normal is how names are compared: words without articles, hyphens as blanks.
func normal(words []string) string {
	var out []string
	for _, w := range words {
		w = strings.NewReplacer("->", " to ", "-", " ", "_", " ").Replace(w)
		for _, part := range strings.Fields(w) {
			if !slices.Contains(articles, part) {
				out = append(out, part)
			}
		}
	}
	return strings.Join(out, " ")
}

// lexicon lists how elements are named.
type lexicon []entryName

func (l *lexicon) add(rank int, name string, t term) {
	if key := normal(tokens(name)); key != "" {
		*l = append(*l, entryName{key, rank, name, t})
	}
}

func (l *lexicon) meta(m *model.Meta, t term) {
	t.id = m.ID
	l.add(byID, m.ID, t)
	var langs []string
	for lang := range m.Name {
		langs = append(langs, lang)
	}
	slices.Sort(langs)
	for _, lang := range langs {
		l.add(byName, m.Name[lang], t)
	}
}

// find looks a name up. Among what ranks first it must mean one element.
func (l lexicon) find(words []string, what string) (term, *UnknownNameError) {
	key := normal(words)
	var hits []entryName
	for _, e := range l {
		if e.key == key && (len(hits) == 0 || e.rank <= hits[0].rank) {
			if len(hits) > 0 && e.rank < hits[0].rank {
				hits = nil
			}
			if !slices.ContainsFunc(hits, func(h entryName) bool { return h.term.kind == e.term.kind && h.term.id == e.term.id }) {
				hits = append(hits, e)
			}
		}
	}
	if len(hits) == 1 {
		return hits[0].term, nil
	}
	err := &UnknownNameError{Name: strings.Join(words, " "), Kind: what}
	for _, h := range hits {
		err.Several = append(err.Several, h.term.id)
	}
	if len(hits) == 0 {
		l.nearest(key, err)
	}
	return term{}, err
}

func (l lexicon) nearest(key string, err *UnknownNameError) {
	var keys []string
	for _, e := range l {
		keys = append(keys, e.key)
		if e.rank == byID && !slices.Contains(err.Known, e.term.id) && len(err.Known) < 12 {
			err.Known = append(err.Known, e.term.id)
		}
	}
	near := diag.Nearest(key, keys)
	for _, e := range l {
		if near != "" && e.key == near {
			err.Meant = e.term.id
			return
		}
	}
	found := l.containing(key)
	if len(found) > 0 && !slices.ContainsFunc(found, func(e entryName) bool { return e.term.id != found[0].term.id }) {
		err.Meant = found[0].term.id
		return
	}
	err.Near = nearNames(found)
}

// containing lists the entries that have all the words.
func (l lexicon) containing(key string) []entryName {
	words := strings.Fields(key)
	var found []entryName
	for _, e := range l {
		has := strings.Fields(e.key)
		if len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(has, w) }) {
			found = append(found, e)
		}
	}
	return found
}

// nearMost bounds the names that a question may have meant; more are no help.
const nearMost = 4

// nearNames names each element that has the words in its own name, once, with its id.
func nearNames(found []entryName) []string {
	var out []string
	for _, e := range found {
		if e.rank != byName {
			continue
		}
		if name := fmt.Sprintf("%q (%s)", e.name, e.term.id); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if len(out) > nearMost {
		return nil
	}
	return out
}

// abbreviations are the words that ids of offices are commonly made of.
var abbreviations = map[string][]string{
	"pres": {"president"}, "vp": {"vice president"}, "pm": {"prime minister"}, "dpm": {"deputy prime minister"},
	"mod": {"minister of defence", "defence minister", "minister of defense", "defense minister"},
	"mfa": {"minister of foreign affairs", "foreign minister"}, "chod": {"chief of defence", "chief of defense"},
	"vchod": {"vice chief of defence", "vice chief of defense"}, "cdr": {"commander"}, "dcdr": {"deputy commander"},
	"secdef": {"secretary of defense"}, "cjcs": {"chairman of the joint chiefs of staff"},
}

// namer keeps the names of an arrangement while one question is read.
type namer struct {
	a     *model.Arrangement
	known map[string]lexicon
}

// names lists the names of the kinds of element.
func (n *namer) names(slots ...string) lexicon {
	var out lexicon
	for _, slot := range slots {
		if _, ok := n.known[slot]; !ok {
			n.known[slot] = lexiconOf(n.a, slot)
		}
		out = append(out, n.known[slot]...)
	}
	return out
}

// lexiconOf lists the names of a kind of element.
func lexiconOf(a *model.Arrangement, slot string) lexicon {
	var l lexicon
	switch slot {
	case "procedure":
		procedureNames(a, &l)
	case "step":
		stepNames(a, &l)
	case "post":
		postNames(a, &l)
	case "council":
		for i := range a.Councils {
			l.meta(&a.Councils[i].Meta, term{kind: "council", index: i})
		}
	case "party":
		for i := range a.Parties {
			l.meta(&a.Parties[i].Meta, term{kind: "party", index: i})
		}
	case "link":
		for i := range a.Links {
			l.meta(&a.Links[i].Meta, term{kind: "out", index: i})
		}
	case "force":
		for i := range a.Forces {
			l.meta(&a.Forces[i].Meta, term{kind: "force", index: i})
		}
	case "authority":
		for i := range a.Authorities {
			l.meta(&a.Authorities[i].Meta, term{kind: "authority", index: i})
		}
		authorityNames(a, &l)
	case "kind":
		for i := range a.Kinds {
			l.meta(&a.Kinds[i], term{kind: "kind", index: i})
		}
	case "right":
		rightNames(a, &l)
	case "person":
		personNames(a, &l)
	case "value":
		for s := range a.Scales {
			for v := range a.Scales[s].Values {
				m := &a.Scales[s].Values[v]
				l.meta(m, term{kind: "values", values: []valueTerm{{model.ScaleIndex(s), model.ValueIndex(v)}}})
				l.add(byName, a.Scales[s].ID+" "+m.ID, term{kind: "values", id: m.ID, values: []valueTerm{{model.ScaleIndex(s), model.ValueIndex(v)}}})
			}
		}
	}
	return l
}

// procedureNames adds the moves that a procedure decides to its names.
func procedureNames(a *model.Arrangement, l *lexicon) {
	for i := range a.Procedures {
		p := &a.Procedures[i]
		t := term{kind: "procedure", index: i}
		l.meta(&p.Meta, t)
		t.id = p.ID
		for _, d := range p.Decides {
			move := moveID(a, d.Scale, d.From, d.To)
			l.add(byWords, move, t)
			l.add(byWords, "move from "+move, t)
		}
	}
}

// authorityNames adds what an authority is over to its names; where several are over
// it, the name can be any of them.
func authorityNames(a *model.Arrangement, l *lexicon) {
	for i := range a.Authorities {
		auth := &a.Authorities[i]
		force := &a.Forces[auth.Over]
		t := term{kind: "authority", id: auth.ID, index: i}
		for _, name := range []string{force.ID, force.Name["en"], force.Name["ko"]} {
			if name != "" {
				l.add(byWords, name, t)
			}
		}
	}
}

func stepNames(a *model.Arrangement, l *lexicon) {
	for i := range a.Procedures {
		p := &a.Procedures[i]
		for s := range p.Steps {
			step := &p.Steps[s]
			t := term{kind: "step", id: p.ID + "/" + step.ID, index: i, step: model.StepIndex(s)}
			l.add(byID, t.id, t)
			l.add(byName, step.ID+" in "+p.ID, t)
			l.add(byName, step.ID+" of "+p.ID, t)
			l.add(byWords, step.ID, t)
			named := t
			for _, lang := range []string{"en", "ko"} {
				if name := step.Name[lang]; name != "" {
					l.add(byWords, name, named)
				}
			}
		}
	}
}

// postNames adds titles spelled out from ids, alone and with the party: of post
// t-pm of Tarn, "prime minister" and "prime minister of Tarn".
func postNames(a *model.Arrangement, l *lexicon) {
	for i := range a.Posts {
		p := &a.Posts[i]
		t := term{kind: "post", index: i}
		l.meta(&p.Meta, t)
		t.id = p.ID
		party := &a.Parties[p.Of]
		title, ok := strings.CutPrefix(strings.ToLower(p.ID), strings.ToLower(party.ID)+"-")
		if !ok {
			title = strings.ToLower(p.ID)
		}
		titles := append([]string{strings.ReplaceAll(title, "-", " ")}, abbreviations[title]...)
		for _, own := range []string{"en", "ko"} {
			if n := p.Name[own]; n != "" {
				titles = append(titles, n)
			}
		}
		for _, name := range titles {
			l.add(byWords, name, t)
			for _, of := range []string{party.ID, party.Name.In("en", party.ID)} {
				l.add(byWords, of+" "+name, t)
				l.add(byWords, name+" of "+of, t)
			}
		}
	}
}

// rightNames lists the kinds of authority: those the language knows, those of the
// text, and two words for several of them.
func rightNames(a *model.Arrangement, l *lexicon) {
	add := func(id string) { l.add(byID, id, term{kind: "right", id: id}) }
	for k := model.COCOM; k <= model.ADCON; k++ {
		add(k.String())
	}
	for i := range a.Authorities {
		if a.Authorities[i].Kind == model.OwnKind {
			add(a.Authorities[i].KindName)
		}
	}
	add("command")
	add("authority")
	for long, id := range map[string]string{"operational control": "OPCON", "operational command": "OPCOM", "tactical control": "TACON",
		"combatant command": "COCOM", "administrative control": "ADCON"} {
		l.add(byName, long, term{kind: "right", id: id})
	}
}

func personNames(a *model.Arrangement, l *lexicon) {
	for i := range a.Persons {
		l.add(byID, a.Persons[i].ID, term{kind: "person", id: a.Persons[i].ID, index: i})
	}
	for _, e := range lexiconOf(a, "post") {
		person := a.Posts[e.term.index].Person
		if person == model.None {
			continue
		}
		l.add(e.rank+1, e.key, term{kind: "person", id: a.Persons[person].ID, index: int(person)})
	}
}

// slotWhat names what a slot looks for, in messages.
var slotWhat = map[string]string{"faulty": "post or class", "who": "post, council or party", "right": "kind of authority",
	"kind": "incident kind", "values": "condition", "over": "post or force", "line": "link", "body": "post or council", "act": "act"}

// resolve reads the words of a slot.
func (n *namer) resolve(slot string, words []string) (term, *UnknownNameError) {
	what := slot
	if w, ok := slotWhat[slot]; ok {
		what = w
	}
	switch slot {
	case "values":
		return n.values(words, what)
	case "faulty":
		if t, ok := n.class(words); ok {
			return t, nil
		}
		t, err := n.names("post").find(words, "post")
		t.kind = "absent"
		return t, err
	case "line":
		if key := normal(words); key == "link" || key == "line" {
			return term{kind: "any-link", id: "a link"}, nil
		}
		return n.names("link").find(words, what)
	case "who":
		return n.names("post", "council", "party").find(words, what)
	case "body":
		return n.names("post", "council").find(words, what)
	case "over":
		return n.names("post", "force").find(words, what)
	case "act":
		return actTerm(words)
	}
	return n.names(slot).find(words, what)
}

// class reads "a minister", "one post of class minister", or a class that no
// post is called.
func (n *namer) class(words []string) (term, bool) {
	if len(words) == 0 {
		return term{}, false
	}
	key := normal(words)
	key = strings.TrimPrefix(key, "post of class ")
	at := slices.IndexFunc(model.ClassNames(), func(c string) bool { return strings.ReplaceAll(c, "-", " ") == key })
	if at < 0 {
		return term{}, false
	}
	if words[0] == "the" {
		return term{}, false
	}
	if !slices.Contains(articles, words[0]) {
		if _, err := n.names("post").find(words, "post"); err == nil {
			return term{}, false
		}
	}
	id := model.ClassNames()[at]
	return term{kind: "class", id: id, index: at + 1}, true
}

func (n *namer) values(words []string, what string) (term, *UnknownNameError) {
	out := term{kind: "values"}
	l := n.names("value")
	var part []string
	var ids []string
	for i := 0; i <= len(words); i++ {
		if i < len(words) && words[i] != "and" && words[i] != "or" {
			part = append(part, words[i])
			continue
		}
		t, err := l.find(part, what)
		if err != nil {
			return term{}, err
		}
		out.values = append(out.values, t.values...)
		ids = append(ids, t.id)
		part = nil
	}
	out.id = strings.Join(ids, " and ")
	return out, nil
}

// actWords are the verbs of the acts.
var actWords = map[string]model.Act{"report": model.Report, "reports": model.Report, "assess": model.Assess, "assesses": model.Assess,
	"notify": model.Notify, "notifies": model.Notify, "order": model.Order, "orders": model.Order, "decide": model.Decide, "decides": model.Decide,
	"do": model.Do, "does": model.Do, "tell": model.Notify, "tells": model.Notify}

func actTerm(words []string) (term, *UnknownNameError) {
	if len(words) == 1 {
		if act, ok := actWords[words[0]]; ok {
			return term{kind: "act", id: act.String(), index: int(act)}, nil
		}
	}
	return term{}, &UnknownNameError{Name: strings.Join(words, " "), Kind: "act", Known: model.ActNames(),
		Meant: diag.Nearest(strings.Join(words, " "), model.ActNames())}
}

// article is the word before a class: "a minister", "an …".
func article(word string) string {
	if word != "" && strings.ContainsRune("aeiou", rune(word[0])) {
		return fmt.Sprintf("an %s", word)
	}
	return fmt.Sprintf("a %s", word)
}
