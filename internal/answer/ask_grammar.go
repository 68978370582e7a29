package answer

import (
	"slices"
	"strings"

	"entente/internal/model"
)

// form is a Form with how it is read and answered. Shapes are words (`a|b` either),
// {slots} and [optional parts]; FAULT stands for the faults that may be supposed.
type form struct {
	Form
	shapes    []string
	canonical string // with [optional parts] where their slots are filled
	answer    func(*asker)
}

// forms lists the forms in the order in which they are tried and listed. It is a
// function, since the answers refer back to what parses them.
func forms() []form {
	return []form{
		{Form{"decide", "who may decide PROCEDURE [in VALUE] [" + faultShape + "]", "who may decide declare-war in alert?", "who decides: ids, or nobody; it waits, it stops"},
			[]string{"who may|can|could|must decide|decides [on|about] {procedure} [in|during|at|under {values}] FAULT", "who decides [on|about] {procedure} [in|during|at|under {values}] FAULT"},
			"who may decide {procedure}", (*asker).decide},
		{Form{"act", "who may ACT PROCEDURE/STEP [in VALUE] [" + faultShape + "]", "who may order declare-war/order when the commander is absent?", "ids, or nobody"},
			[]string{"who may|can|could|must {act} {step} [in|during|at {values}] FAULT", "who {act} {step} [in|during|at {values}] FAULT"},
			"who may {act} {step}", (*asker).act},
		{Form{"release", "who may release FORCE [in VALUE] [" + faultShape + "]", "who may release the wing in alert when the prime minister is absent?", "ids by condition, or nobody"},
			[]string{"who may|can|could release {force} [in|during|at {values}] FAULT", "who releases {force} [in|during|at {values}] FAULT"},
			"who may release {force}", (*asker).release},
		{Form{"command", "who may command FORCE [in VALUE] [" + faultShape + "]", "who may command the fleet in alert?", "ids by condition, or nobody"},
			[]string{"who may|can|could command {force} [in|during|at {values}] FAULT", "who commands {force} [in|during|at {values}] FAULT"},
			"who may command {force}", (*asker).command},
		{Form{"hold", "who holds KIND over FORCE | who holds AUTHORITY [in VALUE] [" + faultShape + "]", "who holds OPCON over the corps in war?", "ids by condition, or nobody"},
			[]string{"who holds|has|exercises {right} over|of|on {force} [in|during|at {values}] FAULT"},
			"who holds {right} over {force}", (*asker).hold},
		{Form{"hold-authority", "", "who holds strike-release in war?", "ids by condition, or nobody"},
			[]string{"who holds|has|exercises {authority} [in|during|at {values}] FAULT", "who may|can|could use|exercise {authority} [in|during|at {values}] FAULT"},
			"who holds {authority}", (*asker).holdAuthority},
		{Form{"consent", "who must consent to PROCEDURE [in VALUE]", "who must consent to declare-war?", "ids, or nobody"},
			[]string{"who must|has|have|may|should [to] consent|agree [to|on] {procedure} [in|during|at {values}]", "whose consent is needed|asked|required for|in {procedure} [in|during|at {values}]"},
			"who must consent to {procedure}", (*asker).consent},
		{Form{"heard", "who is heard on PROCEDURE [in VALUE]", "who is heard on declare-war?", "ids, or nobody"},
			[]string{"who is|are heard|consulted|asked [for views] on|about|in|before {procedure} [in|during|at {values}]"},
			"who is heard on {procedure}", (*asker).heard},
		{Form{"told", "who is told of PROCEDURE [before | after] [in VALUE]", "who is told of answer-probe?", "ids, or nobody"},
			[]string{"who is|are told|informed|notified [of|about|in] {procedure} [{when}] [in|during|at {values}]"},
			"who is told of {procedure}", (*asker).told},
		{Form{"acts-for", "who acts for POST", "who acts for the commander?", "deputies' ids in order, or nobody"},
			[]string{"who acts|act|stands|stand|deputises [in] for {post}", "who is|are [deputy|deputies] [of|to|for] {post}"},
			"who acts for {post}", (*asker).actsFor},
		{Form{"refuses", "what happens when POST refuses PROCEDURE", "what happens when t-pm refuses in declare-war?", "it stops, it waits or it goes on"},
			[]string{"what happens|follows when|if {who} refuses|refuse|objects|disagrees [in|to|on|during] {procedure} [in|during|at {values}]", "what happens|follows when|if {who} says no [in|to|on|during] {procedure} [in|during|at {values}]"},
			"what happens when {who} refuses in {procedure}", (*asker).refuses},
		{Form{"out", "what happens when LINK is out [in PROCEDURE]", "what happens when the hotline is out in declare-war?", "it stops, it waits or it goes on; by procedure where they differ"},
			[]string{"what happens|follows when|if {line} is out|cut|down|broken [in|during|to {procedure}] [in|during|at {values}]"},
			"what happens when {line} is out[ in {procedure}]", (*asker).whenOut},
		{Form{"absent", "what happens when POST is absent [in PROCEDURE]", "what happens when the commander is absent in raise-alert?", "in a procedure: it stops, it waits or it goes on; else who acts, or nobody"},
			[]string{"what happens|follows when|if {faulty} is absent|empty|missing|away|vacant [in|during|to {procedure}] [in|during|at {values}]"},
			"what happens when {faulty} is absent[ in {procedure}]", (*asker).whenAbsent},
		{Form{"incident", "what happens when INCIDENT-KIND comes [in VALUE]", "what happens when a probe comes in war?", "the procedures that start, or nothing"},
			[]string{"what happens|follows|starts when|if|on|after {kind} comes|happens|occurs|starts|begins [in|during|at {values}]", "what answers {kind} [in|during|at {values}]"},
			"what happens when {kind} comes", (*asker).incident},
		{Form{"go-on", "may PROCEDURE go on when POST refuses | " + faultShape, "may declare-war go on when t-pm refuses?", "yes or no"},
			[]string{"may|can|could|does {procedure} go on when|if {who} refuses|refuse|objects|disagrees [in|during|at {values}]", "may|can|could|does {procedure} proceed|continue when|if {who} refuses|refuse|objects|disagrees [in|during|at {values}]",
				"may|can|could|does {procedure} go|proceed|continue [on] GONE [in|during|at {values}]"},
			"may {procedure} go on[ when {who} refuses]", (*asker).goOn},
		{Form{"above", "who commands POST | who is above POST", "who is above the commander?", "ids, or nobody"},
			[]string{"who commands {body}", "who is|are above|over {body}", "who is {body} under"},
			"who is above {body}", (*asker).above},
		{Form{"under", "who is under POST", "who is under the commander?", "ids, or nobody"},
			[]string{"who is|are under|below {body}"},
			"who is under {body}", (*asker).under},
		{Form{"meets", "when does COUNCIL meet", "when does the committee meet?", "every TIME, or when convened"},
			[]string{"when does|do|did {council} [last] meet", "how often does|do {council} meet"},
			"when does {council} meet", (*asker).meets},
		{Form{"seats", "who sits in COUNCIL", "who sits in the committee?", "ids"},
			[]string{"who sits|sit in|on {council}", "who is|are in|on {council}"},
			"who sits in {council}", (*asker).seats},
		{Form{"remit", "what does COUNCIL decide", "what does the committee decide?", "ids of procedures, or nothing"},
			[]string{"what does|do|may|can {council} decide [on]"},
			"what does {council} decide", (*asker).remit},
		{Form{"advises", "what does COUNCIL advise on", "what does the committee advise on?", "ids of procedures, or nothing"},
			[]string{"what does|do|may|can {council} advise [on]"},
			"what does {council} advise on", (*asker).advises},
		{Form{"which-council", "which council decides PROCEDURE", "which council decides declare-war?", "ids, or nobody"},
			[]string{"which|what council|councils decides|decide [on] {procedure}", "in which council is {procedure} decided"},
			"which council decides {procedure}", (*asker).whichCouncil},
		{Form{"posts", "which posts does PERSON fill", "which posts does cdr fill?", "ids"},
			[]string{"which|what posts|offices|hats does|do {person} fill|hold|wear|have", "how many posts|offices|hats does|do {person} fill|hold|wear|have"},
			"which posts does {person} fill", (*asker).posts},
	}
}

const faultShape = "when POST is absent | when LINK is out"

// Forms lists the forms of question with an example of each.
func Forms() []Form {
	var out []Form
	for _, f := range forms() {
		if f.Shape == "" {
			f.Shape = out[len(out)-1].Shape
		}
		out = append(out, f.Form)
	}
	return out
}

var faults = []string{"", "when|if {faulty} is|are absent|empty|missing|away|vacant|gone", "when|if {line} is|are out|cut|down|broken"}

// expand writes FAULT and GONE out.
func expand(shape string) []string {
	var out []string
	for i, f := range faults {
		if s := strings.Replace(shape, "FAULT", f, 1); !slices.Contains(out, s) && (i > 0 || !strings.Contains(shape, "GONE")) {
			out = append(out, strings.Replace(s, "GONE", f, 1))
		}
	}
	return out
}

// query is a question that was understood.
type query struct {
	form  *form
	terms []term
	slots []string // by term: the slot as written in the shape
}

// get returns the term that has the kind.
func (q *query) get(kind string) (term, bool) {
	for i, t := range q.terms {
		if t.kind == kind || q.slots[i] == kind {
			return t, true
		}
	}
	return term{}, false
}

// canonical writes the question with ids.
func (q *query) canonical() string {
	text := q.form.canonical
	fill := func(s string) (string, bool) {
		for {
			from := strings.Index(s, "{")
			if from < 0 {
				return s, true
			}
			to := from + strings.Index(s[from:], "}")
			t, ok := q.get(s[from+1 : to])
			if !ok {
				return s, false
			}
			s = s[:from] + q.phrase(t) + s[to+1:]
		}
	}
	for {
		from := strings.Index(text, "[")
		if from < 0 {
			break
		}
		to := from + strings.Index(text[from:], "]")
		inner, ok := fill(text[from+1 : to])
		if !ok {
			inner = ""
		}
		text = text[:from] + inner + text[to+1:]
	}
	text, _ = fill(text)
	if t, ok := q.get("when"); ok {
		text += " " + t.id
	}
	if t, ok := q.get("values"); ok {
		text += " in " + t.id
	}
	if strings.Contains(q.form.canonical, "{faulty}") || strings.Contains(q.form.canonical, "{line}") {
		return text
	}
	if t, ok := q.get("faulty"); ok {
		text += " when " + q.phrase(t) + " is absent"
	}
	if t, ok := q.get("line"); ok {
		text += " when " + q.phrase(t) + " is out"
	}
	return text
}

func (q *query) phrase(t term) string {
	if t.kind == "class" {
		return article(t.id)
	}
	return t.id
}

// piece is one element of a shape.
type piece struct {
	words    []string // alternatives, or
	slot     string   // a slot, or
	optional []piece  // an optional part
}

func pieces(shape string) []piece {
	fields := strings.Fields(strings.NewReplacer("[", " [ ", "]", " ] ").Replace(shape))
	out, _ := piecesOf(fields)
	return out
}

func piecesOf(fields []string) (out []piece, used int) {
	for i := 0; i < len(fields); i++ {
		switch f := fields[i]; {
		case f == "[":
			inner, n := piecesOf(fields[i+1:])
			out = append(out, piece{optional: inner})
			i += n + 1
		case f == "]":
			return out, i
		case f[0] == '{':
			out = append(out, piece{slot: strings.Trim(f, "{}")})
		default:
			out = append(out, piece{words: strings.Split(f, "|")})
		}
	}
	return out, len(fields)
}

// filled is a slot and the words in it.
type filled struct {
	slot  string
	words []string
}

// slotWords is how many words a name may have.
const slotWords = 14

// match calls found for each way in which the words have the shape, until it
// returns true.
func match(shape []piece, words []string, slots []filled, found func([]filled) bool) bool {
	if len(shape) == 0 {
		return len(words) == 0 && found(slots)
	}
	p, rest := shape[0], shape[1:]
	switch {
	case p.optional != nil:
		return match(slices.Concat(p.optional, rest), words, slots, found) || match(rest, words, slots, found)
	case p.slot != "":
		for n := 1; n <= min(len(words), slotWords); n++ {
			if match(rest, words[n:], append(slices.Clone(slots), filled{p.slot, words[:n]}), found) {
				return true
			}
		}
		return false
	}
	for i := 0; i < len(words); i++ {
		if slices.Contains(p.words, words[i]) && match(rest, words[i+1:], slots, found) {
			return true
		}
		if !slices.Contains(articles, words[i]) {
			break
		}
	}
	return false
}

// parse understands a question. Where several readings fail, the error is that of
// the one with the fewest words in names that are unknown.
func parse(a *model.Arrangement, words []string, question string) (*query, error) {
	type key struct{ slot, words string }
	type result struct {
		t   term
		err *UnknownNameError
	}
	known := map[key]result{}
	names := &namer{a: a, known: map[string]lexicon{}}
	look := func(f filled) result {
		at := key{f.slot, strings.Join(f.words, " ")}
		r, ok := known[at]
		if !ok {
			if f.slot == "when" {
				r.t, r.err = whenTerm(f.words)
			} else {
				r.t, r.err = names.resolve(f.slot, f.words)
			}
			known[at] = r
		}
		return r
	}
	var best *UnknownNameError
	bestScore := 0
	all := forms()
	for i := range all {
		for _, raw := range all[i].shapes {
			for _, shape := range expand(raw) {
				var q *query
				match(pieces(shape), words, nil, func(slots []filled) bool {
					got := &query{form: &all[i]}
					score := 0
					var first *UnknownNameError
					for _, f := range slots {
						r := look(f)
						if r.err != nil {
							score += 2 * len(f.words)
							if r.err.Meant != "" || len(r.err.Several) > 0 {
								score--
							}
							if first == nil {
								first = r.err
							}
							continue
						}
						got.terms, got.slots = append(got.terms, r.t), append(got.slots, f.slot)
					}
					if first == nil {
						q = got
						return true
					}
					if best == nil || score < bestScore {
						best, bestScore = first, score
					}
					return false
				})
				if q != nil {
					return q, nil
				}
			}
		}
	}
	if best != nil {
		return nil, best
	}
	return nil, &UnknownFormError{question}
}

func whenTerm(words []string) (term, *UnknownNameError) {
	switch normal(words) {
	case "before", "before decision", "before it":
		return term{kind: "when", id: "before"}, nil
	case "after", "after decision", "after it", "afterwards":
		return term{kind: "when", id: "after"}, nil
	}
	return term{}, &UnknownNameError{Name: strings.Join(words, " "), Kind: "word", Known: []string{"before", "after"}}
}
