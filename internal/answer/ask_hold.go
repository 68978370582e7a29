package answer

import (
	"slices"
	"strings"

	"entente/internal/model"
)

// release answers who holds RELEASE over a force.
func (k *asker) release() { k.over("RELEASE") }

// command answers who holds command over a force.
func (k *asker) command() { k.over("command") }

// hold answers who holds a kind of authority over a force.
func (k *asker) hold() {
	t, _ := k.q.get("right")
	k.over(t.id)
}

// holdAuthority answers who holds one authority.
func (k *asker) holdAuthority() {
	t, _ := k.q.get("authority")
	k.answerHolders([]model.AuthorityIndex{model.AuthorityIndex(t.index)})
}

// over finds the authorities of a kind over a force, its own or those of the
// force it is in, and answers who holds them.
func (k *asker) over(kind string) {
	t, _ := k.q.get("force")
	force := model.ForceIndex(t.index)
	var found []model.AuthorityIndex
	for i := range k.a.Authorities {
		auth := &k.a.Authorities[i]
		fits := auth.KindName == kind || kind == "authority" || kind == "command" && auth.Kind.Command()
		if !fits {
			continue
		}
		if g, ok := governing(k.a, force, auth.KindName); ok && k.a.Authorities[g].Over == auth.Over {
			found = append(found, model.AuthorityIndex(i))
			if auth.Over != force {
				k.say("%s has no %s of its own; it is in %s.", label(&k.a.Forces[force].Meta), auth.KindName, label(&k.a.Forces[auth.Over].Meta))
				k.lines.add(k.a.Forces[force].Span)
			}
		}
	}
	if len(found) == 0 {
		k.text = "nobody"
		k.say("The text writes no %s over %s.", kind, label(&k.a.Forces[force].Meta))
		k.lines.add(k.a.Forces[force].Span)
		return
	}
	k.answerHolders(found)
}

func (k *asker) answerHolders(found []model.AuthorityIndex) {
	var parts []string
	for _, x := range found {
		text := k.holders(x, k.s)
		if len(found) > 1 {
			text = k.a.Authorities[x].ID + ": " + text
		}
		if !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	k.text = strings.Join(parts, "; ")
	if len(k.s.out) > 0 {
		k.say("Who holds an authority does not hang on a link; using it may.")
	}
}

// holders answers who holds an authority in a situation: an id or nobody, or for
// each condition where it differs.
func (k *asker) holders(x model.AuthorityIndex, s situation) string {
	auth := &k.a.Authorities[x]
	k.touch("authority", auth.ID)
	k.lines.add(auth.Span)
	if s.eval(auth.While) == no {
		k.say("%s is in force only while %s.", k.authority(x), auth.While.Text)
		k.lines.add(auth.While.Span)
		return "nobody"
	}
	rows := s.rows(x)
	var texts, conditions []string
	for _, r := range rows {
		text, in := k.holder(x, r), "any"
		if r.value != model.None {
			in = scaleValue(k.a, auth.Scale, r.value)
		}
		if at := slices.Index(texts, text); at >= 0 {
			conditions[at] += " and " + in
		} else {
			texts, conditions = append(texts, text), append(conditions, in)
		}
	}
	k.delegation(x, rows)
	if auth.While != nil {
		k.say("It is in force only while %s.", auth.While.Text)
		k.lines.add(auth.While.Span)
	}
	if len(texts) == 1 {
		return texts[0]
	}
	var parts []string
	for i := range texts {
		parts = append(parts, conditions[i]+": "+texts[i])
	}
	return strings.Join(parts, "; ")
}

// holder answers who holds an authority by one row.
func (k *asker) holder(x model.AuthorityIndex, r row) string {
	auth := &k.a.Authorities[x]
	in := ""
	if r.value != model.None {
		in = "In " + scaleValue(k.a, auth.Scale, r.value) + ", "
	}
	k.lines.add(r.span)
	if r.post == model.None {
		k.say("%sthe text leaves %s to nobody.", in, k.authority(x))
		return "nobody"
	}
	k.say("%s%s is held by %s of %s.", in, k.authority(x), k.post(r.post), k.party(r.post))
	k.supporting(x, r)
	who, deputy, ok := k.s.acting(r.post)
	if deputy == nil && ok {
		return k.a.Posts[who].ID
	}
	post := &k.a.Posts[r.post]
	k.lines.add(post.Span)
	if !ok {
		k.say("%s is absent and %s.", k.post(r.post), noDeputy(post))
		return "nobody"
	}
	k.lines.add(deputy.Span)
	if barredFrom(post, model.NoAct, x) {
		k.say("%s acts for %s %s, but may not exercise it.", k.post(who), k.post(r.post), deputyTime(deputy))
		k.lines.add(lineBelow(post.Span, "acting", ""))
		return "nobody"
	}
	k.say("%s is absent; %s acts %s.", k.post(r.post), k.post(who), deputyTime(deputy))
	k.eligible(x, who)
	return k.a.Posts[who].ID
}

// supporting says who supports the holder, where the kind is SUPPORT.
func (k *asker) supporting(x model.AuthorityIndex, r row) {
	auth := &k.a.Authorities[x]
	at := max(int(r.value), 0)
	if at < len(auth.Supporting) && auth.Supporting[at] != model.None {
		k.say("%s supports.", k.post(auth.Supporting[at]))
		k.lines.add(lineBelow(auth.Span, "supporting", ""))
	}
}

// eligible says where `only` bars whoever acts.
func (k *asker) eligible(x model.AuthorityIndex, who model.PostIndex) {
	auth := &k.a.Authorities[x]
	if auth.OnlyParty != model.None && k.a.Posts[who].Of != auth.OnlyParty {
		k.say("But he is of %s, and the text lets only a post of %s hold it.", k.party(who), label(&k.a.Parties[auth.OnlyParty].Meta))
		k.lines.add(auth.OnlySpan)
	}
}

// delegation says what the text says of a delegated authority.
func (k *asker) delegation(x model.AuthorityIndex, rows []row) {
	auth := &k.a.Authorities[x]
	if auth.From == model.None {
		return
	}
	delegated := slices.ContainsFunc(rows, func(r row) bool { return r.post != auth.From && r.post != model.None })
	empty := k.s.absent[auth.From]
	if !delegated && !empty {
		return
	}
	survives := map[model.Tri]string{model.Yes: "lets it survive", model.No: "does not let it survive", model.InDispute: "is disputed on whether it survives",
		model.Unsaid: "does not say whether it survives"}[auth.Survives]
	k.say("It is delegated from %s; the text %s his absence.", k.post(auth.From), survives)
	k.lines.add(auth.FromSpan, lineBelow(auth.Span, "survives-absence", ""))
	if delegated && empty {
		k.say("Nothing takes it back: the delegate goes on holding.")
	}
}
