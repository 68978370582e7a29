package reference

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"entente/internal/model"
)

// ArbitraryScenario writes a random scenario for an arrangement that
// ArbitraryArrangement wrote.
func ArbitraryScenario(r *rand.Rand, a *model.Arrangement) string {
	d := &draft{r: r}
	d.put("entente: {version: 1, kind: scenario, id: y, for: %s, title: Random}", a.ID)
	posts, links, deciding := idsOf(a)
	d.put("start: {%s}", strings.Join(d.beginning(a, posts, links), ", "))
	d.put("horizon: 30d")
	if d.in100(75) {
		keys := fmt.Sprint("total: ", d.r.IntN(3))
		if d.in100(50) {
			keys += ", procedures: " + flow(d.someOf(deciding...))
		}
		d.put("may-start: {%s}", keys)
	}
	if d.in100(80) {
		d.put("may-fail: {%s}", d.losses(a, posts, links))
	}
	var events []string
	for i := range d.r.IntN(3) {
		events = append(events, d.incident(i, a, posts, links, deciding))
	}
	if len(events) > 0 {
		d.put("incidents:\n%s", strings.Join(events, "\n"))
	}
	return d.text.String()
}

func idsOf(a *model.Arrangement) (posts, links, deciding []string) {
	for i := range a.Posts {
		posts = append(posts, a.Posts[i].ID)
	}
	for i := range a.Links {
		links = append(links, a.Links[i].ID)
	}
	for i := range a.Procedures {
		if len(a.Procedures[i].Decides) > 0 {
			deciding = append(deciding, a.Procedures[i].ID)
		}
	}
	return posts, links, deciding
}

// beginning is what `start` says.
func (d *draft) beginning(a *model.Arrangement, posts, links []string) []string {
	var keys []string
	for _, s := range a.Scales {
		if d.in100(60) {
			keys = append(keys, s.ID+": "+s.Values[d.r.IntN(len(s.Values))].ID)
		}
	}
	if d.in100(35) {
		keys = append(keys, "absent: "+flow(d.someOf(posts...)[:1]))
	}
	if len(links) > 0 && d.in100(25) {
		keys = append(keys, "out: "+flow(d.someOf(links...)))
	}
	var given []string
	for _, p := range a.Procedures {
		for _, st := range p.Steps {
			if st.Act == model.AskConsent && d.in100(20) {
				given = append(given, p.ID+"/"+st.ID)
			}
		}
	}
	if len(given) > 0 {
		keys = append(keys, "given: "+flow(given))
	}
	return keys
}

// losses is what `may-fail` says; persons are lost as a whole.
func (d *draft) losses(a *model.Arrangement, posts, links []string) string {
	keys := fmt.Sprint("total: ", d.r.IntN(3))
	absent := posts
	for _, p := range a.Persons {
		if p.Named {
			absent = append(absent[:len(absent):len(absent)], p.ID, p.ID)
		}
	}
	if d.in100(80) {
		some := d.someOf(absent...)
		for i := 1; i < len(some); i++ {
			if some[i] == some[i-1] {
				some = append(some[:i], some[i+1:]...)
			}
		}
		keys += ", absent: " + flow(some)
	}
	if len(links) > 0 && d.in100(60) {
		keys += ", out: " + flow(d.someOf(links...))
	}
	return keys
}

func (d *draft) incident(i int, a *model.Arrangement, posts, links, deciding []string) string {
	keys := []string{fmt.Sprint("id: n", i), "at: 0h..9h"}
	if len(a.Kinds) > 0 && d.in100(60) {
		keys = append(keys, "kind: "+a.Kinds[d.r.IntN(len(a.Kinds))].ID)
	}
	before := len(keys)
	if d.in100(35) {
		keys = append(keys, "empties: "+flow(d.someOf(posts...)))
	}
	if d.in100(25) {
		keys = append(keys, "fills: "+flow(d.someOf(posts...)[:1]))
	}
	if len(links) > 0 && d.in100(25) {
		keys = append(keys, "cuts: "+flow(d.someOf(links...)))
	}
	if len(links) > 0 && d.in100(20) {
		keys = append(keys, "mends: "+flow(d.someOf(links...)))
	}
	if s := a.Scales[d.r.IntN(len(a.Scales))]; d.in100(25) && len(s.Moves) > 0 {
		m := s.Moves[d.r.IntN(len(s.Moves))]
		keys = append(keys, "moves: "+s.Values[m.From].ID+"->"+s.Values[m.To].ID)
	}
	if len(keys) == before || d.in100(30) {
		keys = append(keys, "starts: "+d.oneOf(deciding...))
	}
	if d.in100(25) {
		keys = append(keys, fmt.Sprintf("while: %q", d.circumstance(a, posts)))
	}
	return "  - {" + strings.Join(keys, ", ") + "}"
}

// circumstance is an expression about an arrangement that is already read.
func (d *draft) circumstance(a *model.Arrangement, posts []string) string {
	switch d.r.IntN(5) {
	case 0:
		return d.oneOf("empty(", "acting(") + d.oneOf(posts...) + ")"
	case 1:
		return d.oneOf("", "not ") + "live(" + a.Procedures[d.r.IntN(len(a.Procedures))].ID + ")"
	case 2:
		authority := a.Authorities[d.r.IntN(len(a.Authorities))].ID
		return fmt.Sprintf("count(holders(%s)) %s 1", authority, d.oneOf("==", "!=", ">"))
	case 3:
		p := a.Procedures[d.r.IntN(len(a.Procedures))]
		for _, st := range p.Steps {
			if len(st.Choose) > 0 {
				return fmt.Sprintf("chosen(%s/%s) %s %s", p.ID, st.ID, d.oneOf("==", "!="), d.oneOf(st.Choose...))
			}
		}
		return fmt.Sprintf("done(%s/%s)", p.ID, p.Steps[d.r.IntN(len(p.Steps))].ID)
	default:
		s := a.Scales[d.r.IntN(len(a.Scales))]
		return fmt.Sprintf("%s %s %s", s.ID, d.oneOf("==", "!=", "<", ">="), s.Values[d.r.IntN(len(s.Values))].ID)
	}
}
