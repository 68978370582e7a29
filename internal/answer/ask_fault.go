package answer

import (
	"slices"
	"strings"

	"entente/internal/model"
)

// join adds other lines.
func (ls *lines) join(other []Line) {
	for _, l := range other {
		ls.add(l.Span)
	}
}

// run follows a procedure's open decisions to the end and returns the worst
// outcome. Nothing is open: it goes on, and ok is false.
func (k *asker) run(p model.ProcedureIndex, refusing []model.PostIndex, council model.CouncilIndex) (worst outcome, hit, ok bool) {
	for _, d := range decisionsIn(k.a, p, k.s) {
		ok = true
		refused, notes := vetoes(&d, k.s, refusing, council, &k.lines)
		for _, r := range refused {
			hit = hit || r
		}
		for _, n := range notes {
			hit = true
			k.say("%s", n)
		}
		c := follow(&d, k.s, refused, model.None)
		hit = hit || len(c.sentences) > 0
		k.take(c)
		worst = max(worst, c.outcome)
	}
	return worst, hit, ok
}

// take adds what a course says.
func (k *asker) take(c *course) {
	for _, text := range c.sentences {
		k.say("%s", text)
	}
	k.lines.join(c.lines)
	for _, text := range c.clauses {
		if !slices.Contains(k.clauses, text) {
			k.clauses = append(k.clauses, text)
		}
	}
}

// refusing reads who refuses: a post, all posts of a party, or a council.
func (k *asker) refusing() (posts []model.PostIndex, council model.CouncilIndex) {
	council = model.None
	for i, t := range k.q.terms {
		if k.q.slots[i] != "who" {
			continue
		}
		switch t.kind {
		case "post":
			posts = append(posts, model.PostIndex(t.index))
		case "council":
			council = model.CouncilIndex(t.index)
		case "party":
			for p := range k.a.Posts {
				if k.a.Posts[p].Of == model.PartyIndex(t.index) {
					posts = append(posts, model.PostIndex(p))
				}
			}
		}
	}
	return posts, council
}

// refuses answers what a refusal leads to.
func (k *asker) refuses() {
	k.text = k.afterRefusal().String()
}

func (k *asker) afterRefusal() outcome {
	p, _ := k.subject()
	k.lines.add(k.a.Procedures[p].Span)
	posts, council := k.refusing()
	worst, hit, ok := k.run(p, posts, council)
	t, _ := k.q.get("who")
	switch {
	case !ok:
		k.say("%s decides no move that is open there.", k.procedure(p))
	case !hit:
		k.say("%s is asked for no consent in %s and has no seat in a council that decides in it.", t.id, k.procedure(p))
		worst = max(worst, k.ownDecision(p, posts))
	}
	if worst == stops {
		k.say("A procedure that is stopped is an outcome; it may be started again.")
	}
	return worst
}

// ownDecision covers a post that decides itself: the text lets such a step be
// done or not done, never refused.
func (k *asker) ownDecision(p model.ProcedureIndex, posts []model.PostIndex) outcome {
	for i := range k.a.Procedures[p].Steps {
		step := &k.a.Procedures[p].Steps[i]
		if step.Act == model.Decide && step.Doer.Kind == model.ActorPost && slices.Contains(posts, step.Doer.Post) {
			k.say("The step %s is his own decision: until he takes it, the procedure waits.", step.ID)
			k.lines.add(step.Span)
			return waits
		}
	}
	return goesOn
}

// goOn answers whether a procedure goes on after a refusal or a loss.
func (k *asker) goOn() {
	worst := goesOn
	if _, ok := k.q.get("who"); ok {
		worst = k.afterRefusal()
	} else {
		worst = k.afterLoss()
	}
	k.text = "yes"
	if worst != goesOn {
		k.text = "no"
		k.say("%s.", worst)
	}
}

func (k *asker) afterLoss() outcome {
	p, _ := k.subject()
	k.lines.add(k.a.Procedures[p].Span)
	worst, hit, ok := k.run(p, nil, model.None)
	switch {
	case !ok:
		k.say("%s decides no move that is open there.", k.procedure(p))
	case !hit:
		k.say("No step of %s needs what is lost.", k.procedure(p))
	}
	return worst
}

// whenOut answers what the loss of a link leads to, in one procedure or in all.
func (k *asker) whenOut() {
	t, _ := k.q.get("out")
	link := &k.a.Links[t.index]
	k.touch("links", link.ID)
	k.lines.add(link.Span)
	if link.Restore != nil {
		k.say("%s is restored in %s.", label(&link.Meta), link.Restore.Text)
		k.lines.add(link.Restore.Span)
	} else {
		k.say("The text does not say that %s is restored.", label(&link.Meta))
	}
	if _, ok := k.q.get("procedure"); ok {
		k.text = k.afterLoss().String()
		return
	}
	k.everywhere("No step names %s in `via`.", label(&link.Meta))
}

// everywhere follows every procedure and answers by procedure where they differ.
func (k *asker) everywhere(none string, what string) {
	var ids []string
	var outcomes []outcome
	for p := range k.a.Procedures {
		if o, hit, ok := k.run(model.ProcedureIndex(p), nil, model.None); hit && ok {
			ids, outcomes = append(ids, k.a.Procedures[p].ID), append(outcomes, o)
		}
	}
	k.text = goesOn.String()
	if len(ids) == 0 {
		k.say(none, what)
		return
	}
	if k.text = outcomes[0].String(); !slices.ContainsFunc(outcomes, func(o outcome) bool { return o != outcomes[0] }) {
		return
	}
	var parts []string
	for i, id := range ids {
		parts = append(parts, id+": "+outcomes[i].String())
	}
	k.text = strings.Join(parts, "; ")
}

// whenAbsent answers what the loss of an officeholder leads to.
func (k *asker) whenAbsent() {
	t, _ := k.q.get("absent")
	p := model.PostIndex(t.index)
	k.touch("posts", t.id)
	if _, ok := k.q.get("procedure"); ok {
		k.text = k.afterLoss().String()
		k.refill(p)
		return
	}
	post := &k.a.Posts[p]
	k.lines.add(post.Span)
	who, deputy, ok := k.s.acting(p)
	k.text = "nobody"
	if ok {
		k.text = k.a.Posts[who].ID
		k.lines.add(deputy.Span)
		k.say("%s of %s acts for %s %s.", k.post(who), k.party(who), k.post(p), deputyTime(deputy))
	} else {
		k.say("%s is absent and %s: nobody acts.", k.post(p), noDeputy(post))
	}
	k.bodies(p)
	k.held(p)
	for i := range k.a.Procedures {
		if o, _, ok := k.run(model.ProcedureIndex(i), nil, model.None); ok && o != goesOn {
			k.say("%s: %s.", k.procedure(model.ProcedureIndex(i)), o)
		}
	}
	k.refill(p)
}

func (k *asker) refill(p model.PostIndex) {
	if r := k.a.Posts[p].Refill; r != nil {
		k.say("The office is filled again in %s.", r.Text)
		k.lines.add(r.Span)
	} else {
		k.say("The text does not say that the office is filled again.")
	}
}

// bodies says what an absence does to councils.
func (k *asker) bodies(p model.PostIndex) {
	for c := range k.a.Councils {
		council := &k.a.Councils[c]
		for _, seat := range council.Seats {
			if seat.Post != p {
				continue
			}
			k.lines.add(seat.Span)
			word := "keeps"
			if !k.s.quorate(model.CouncilIndex(c)) {
				word = "loses"
			}
			k.say("%s %s its quorum (%s).", label(&council.Meta), word, k.quorumText(council))
			k.lines.add(lineBelow(council.Span, "quorum", ""))
		}
	}
}

// held says what an absence does to authorities.
func (k *asker) held(p model.PostIndex) {
	for i := range k.a.Authorities {
		x := model.AuthorityIndex(i)
		auth := &k.a.Authorities[i]
		rows := k.s.rows(x)
		if slices.ContainsFunc(rows, func(r row) bool { return r.post == p }) || auth.From == p {
			k.holders(x, k.s)
		}
	}
}

// loss is one member of a class taken away, and the answer to it.
type loss struct {
	text    string
	clauses []string
	lines   []Line
}

// forClass answers for a class as a whole: each post of it is taken away alone,
// and what the answers have in common is said, naming no post.
func (k *asker) forClass(t term) {
	class := model.Class(t.index)
	base := k.each(nil, nil)
	var all []loss
	for p := range k.a.Posts {
		if k.a.Posts[p].Class == class {
			all = append(all, k.each([]model.PostIndex{model.PostIndex(p)}, nil))
		}
	}
	if len(all) == 0 {
		k.text = "nothing"
		k.say("No post is of class %s.", class)
		return
	}
	gap := k.common(base, all, "post of class "+class.String())
	k.deputiesOf(class)
	if gap {
		k.say("What helps, for the class as a whole: `deputies` for every post of class %s, and `if-absent` on the steps they do.", class)
	}
}

// forAnyLink answers for one link, whichever it is.
func (k *asker) forAnyLink() {
	base := k.each(nil, nil)
	var all []loss
	unrestored := false
	for l := range k.a.Links {
		all = append(all, k.each(nil, []model.LinkIndex{model.LinkIndex(l)}))
		unrestored = unrestored || k.a.Links[l].Restore == nil
	}
	if len(all) == 0 {
		k.text = "nothing"
		k.say("The text declares no link.")
		return
	}
	gap := k.common(base, all, "link")
	if unrestored {
		k.say("Not for every link does the text say how long it takes to restore it.")
	} else {
		k.say("For every link the text says how long it takes to restore it.")
	}
	if gap {
		k.say("What helps, for links as a whole: `if-unreachable` on the steps that name them, and a second line in `via`.")
	}
}

// each answers the question with these lost.
func (k *asker) each(posts []model.PostIndex, links []model.LinkIndex) loss {
	one := &asker{a: k.a, s: k.s}
	q := *k.q
	q.terms, q.slots = slices.Clone(q.terms), slices.Clone(q.slots)
	for i, t := range q.terms {
		if t.kind == "class" && len(posts) > 0 {
			q.terms[i] = term{kind: "absent", id: k.a.Posts[posts[0]].ID, index: int(posts[0])}
		}
		if t.kind == "any-link" && len(links) > 0 {
			q.terms[i] = term{kind: "out", id: k.a.Links[links[0]].ID, index: int(links[0])}
		}
	}
	one.q = &q
	if len(posts)+len(links) == 0 && (q.form.ID == "absent" || q.form.ID == "out") {
		return loss{text: goesOn.String()}
	}
	one.lose()
	q.form.answer(one)
	return loss{one.text, one.clauses, one.lines}
}

// neutral reports whether a short answer names nothing.
func neutral(text string) bool {
	return slices.Contains([]string{"nobody", "nothing", "yes", "no", goesOn.String(), waits.String(), stops.String()}, text)
}

// common says what the answers of a class have in common. Where they differ, none
// is given with its ids, so that no office is named.
func (k *asker) common(base loss, all []loss, what string) (gap bool) {
	var kinds []string
	same := 0
	for _, l := range all {
		kind := l.text
		switch {
		case l.text == base.text:
			same++
			continue
		case neutral(l.text):
		case strings.Contains(l.text, ": it "):
			kind = "it depends on the procedure"
		case strings.Contains(l.text, "nobody"):
			kind = "nobody in some conditions"
		default:
			kind = "a deputy"
		}
		gap = gap || kind != "a deputy" && kind != goesOn.String() && kind != "yes"
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	if same > 0 && len(kinds) > 0 {
		as := "as with nothing lost"
		if neutral(base.text) {
			as = base.text
		}
		kinds = append([]string{as}, kinds...)
	}
	switch len(kinds) {
	case 0:
		k.text = base.text
		k.say("Whichever one %s is lost, the answer is the same as with nothing lost: %s.", what, base.text)
	case 1:
		k.text = kinds[0]
		k.say("Whichever one %s is lost: %s.", what, kinds[0])
	default:
		k.text = strings.Join(kinds, " or ")
		k.say("With one %s lost, the answer is not the same for all of them: %s.", what, strings.Join(kinds, ", or "))
	}
	var clauses []string
	for _, l := range all {
		for _, c := range l.clauses {
			if !slices.Contains(clauses, c) {
				clauses = append(clauses, c)
			}
		}
	}
	if len(clauses) > 0 {
		slices.Sort(clauses)
		k.say("What the steps concerned write for it: %s.", strings.Join(clauses, "; "))
	}
	if !k.a.Real {
		for _, l := range all {
			k.lines.join(l.lines)
		}
		return gap
	}
	k.say("For a class no lines are shown: they would name a single %s.", strings.Fields(what)[0])
	return gap
}

// deputiesOf says whether deputies are written for the posts of a class.
func (k *asker) deputiesOf(class model.Class) {
	with, total := 0, 0
	for p := range k.a.Posts {
		if k.a.Posts[p].Class == class {
			total++
			if len(k.a.Posts[p].Deputies) > 0 {
				with++
			}
		}
	}
	word := "some, not for all,"
	switch with {
	case 0:
		word = "none"
	case total:
		word = "every one"
	}
	k.say("The text writes deputies for %s of the posts of class %s.", word, class)
}
