package design

import (
	"fmt"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/syntax"
)

// said prints code, span, underlined text, message, notes and hint of each
// diagnostic; of a note the file and the underlined text.
func said(out *diag.List) string {
	var b strings.Builder
	for _, d := range out.Sorted() {
		fmt.Fprintf(&b, "%s %s %q: %s", d.Code, d.Span, d.Span.Text(), d.Message)
		for _, n := range d.Notes {
			where, _, _ := strings.Cut(n.Span.String(), ":")
			fmt.Fprintf(&b, " | %s %q: %s", where, n.Span.Text(), n.Message)
		}
		if d.HintText != "" {
			b.WriteString(" ? " + d.HintText)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Each case is a variant and all that is said of it. The base is the library's
// Twin Lakes.
func TestRefused(t *testing.T) {
	for _, test := range []struct{ name, changes, want string }{
		{"an unknown section", "- {remove: post/cdr}",
			`unknown-path v.yaml:3:12 "post": there is no section "post" ? did you mean "posts"?`},
		{"an unknown id", "- {set: procedures/declare-war/steps/consent-x/time, from: 1h, to: 2h}",
			`unknown-path v.yaml:3:38 "consent-x": there is no "consent-x" in "procedures/declare-war/steps" | arrangement.yaml "steps": "procedures/declare-war/steps" stands here ? did you mean "consent-m"?`},
		{"the ids there", "- {remove: links/telephone}",
			`unknown-path v.yaml:3:18 "telephone": there is no "telephone" in "links" | arrangement.yaml "links": "links" stands here ? there is hotline, strategic`},
		{"below a value", "- {remove: posts/cdr/of/name}",
			`unknown-path v.yaml:3:25 "name": "posts/cdr/of" is a value; nothing stands below it | arrangement.yaml "T": it stands here ? end the path at "posts/cdr/of"`},
		{"removed before", "- {remove: posts/m-vchod}\n- {set: posts/m-vchod/of, from: M, to: T}\n- {remove: posts/m-chod/deputies}",
			`unknown-path v.yaml:4:15 "m-vchod": there is no "m-vchod" in "posts" | v.yaml "posts/m-vchod": it was removed here`},
		{"a list of maps", "- {remove: checks/use/all/x}",
			`unknown-path v.yaml:3:27 "x": "checks/use/all" is a value; nothing stands below it | arrangement.yaml "all": it stands here ? end the path at "checks/use/all"`},
		{"a moved base", "- {set: procedures/declare-war/steps/order/time, from: 5m..30m, to: 5m}",
			`base-moved v.yaml:3:56 "5m..30m": "procedures/declare-war/steps/order/time" is expected to be 5m..30m; it is 5m..20m | arrangement.yaml "5m..20m": its value stands here ? write ` + "`from: 5m..20m`" + ` if the change still makes sense`},
		{"expected unset", "- {set: posts/cdr/of, from: unset, to: M}",
			`base-moved v.yaml:3:29 "unset": "posts/cdr/of" is expected to be unset; it is T | arrangement.yaml "T": its value stands here ? write ` + "`from: T`" + ` if the change still makes sense`},
		{"is unset", "- {set: posts/cdr/refill, from: 2d, to: 3d}",
			`base-moved v.yaml:3:33 "2d": "posts/cdr/refill" is expected to be 2d; it is not set | arrangement.yaml "cdr": "posts/cdr" stands here ? write ` + "`from: unset`" + ` if the change still makes sense`},
		{"the order of deputies counts", "- {add: posts/cdr/deputies/m-vp, value: 1h}\n- {set: posts/cdr/deputies, from: {m-vp: 1h, dcdr: at-once}, to: {dcdr: 1h}}",
			`base-moved v.yaml:4:35 "{m-vp: 1h, dcdr: at-once}": "posts/cdr/deputies" is expected to be {m-vp: 1h, dcdr: at-once}; it is {dcdr: at-once, m-vp: 1h} | arrangement.yaml "{dcdr: at-once}": its value stands here ? write ` + "`from: {dcdr: at-once, m-vp: 1h}`" + ` if the change still makes sense`},
		{"no from", "- {set: posts/cdr/of, to: M}",
			"bad-change v.yaml:3:9 \"posts/cdr/of\": `from` is missing for `set` ? write `from: T`, which is the present value"},
		{"two verbs", "- {set: posts/cdr/of, from: T, to: M, remove: posts/cdr/of}",
			"bad-change v.yaml:3:47 \"posts/cdr/of\": a change does one thing; this one has `set` and `remove` ? write two changes"},
		{"a key of another verb", "- {remove: posts/cdr/under, place: first}",
			"bad-change v.yaml:3:29 \"place\": `place` has no meaning for `remove` ? write `{remove: PATH, why: …}`"},
		{"no verb", "- {why: because}",
			"bad-change v.yaml:3:3 \"{\": a change needs `set`, `add`, `remove` or `rename`, and a path behind it ? write `set: PATH` with `from` and `to`, `add: PATH` with `value`, `remove: PATH`, or `rename: PATH` with `to`"},
		{"an unknown key", "- {remove: posts/cdr/under, becuase: x}",
			"unknown-key v.yaml:3:29 \"becuase\": \"becuase\" is not a key of a change |  \"\": its keys are `set`, `from`, `to`, `add`, `value`, `place`, `remove`, `rename`, `why`, `note`, `source`, `credibility`"},
		{"a bad path", "- {remove: posts//cdr}",
			"bad-path v.yaml:3:12 \"posts//cdr\": \"posts//cdr\" is not a path ? a path is ids joined by `/`, without blanks and without a `/` at its ends, as in `posts/cdr/deputies`"},
		{"a long path", "- {remove: a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q}",
			"bad-path v.yaml:3:12 \"a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q\": a path of 17 ids; the longest has 16"},
		{"the header", "- {set: entente/real, from: false, to: true}",
			`fixed-header v.yaml:3:9 "entente": the header is not for a variant to change ? the variant has a header of its own; another arrangement is another file`},
		{"there already", "- {add: links/hotline, value: {between: [t-pm, t-mod]}}",
			"already-there v.yaml:3:15 \"hotline\": \"links/hotline\" is there already | arrangement.yaml \"hotline\": it stands here ? write `{set: links/hotline, from: …, to: …}` to change it"},
		{"an unknown place", "- {add: posts/cdr/deputies/m-vp, value: 1h, place: {before: dcrd}}",
			`unknown-path v.yaml:3:61 "dcrd": there is no "dcrd" in "posts/cdr/deputies" | arrangement.yaml "deputies": "posts/cdr/deputies" stands here ? did you mean "dcdr"?`},
		{"two places", "- {add: posts/cdr/deputies/m-vp, value: 1h, place: {before: dcdr, after: dcdr}}",
			"bad-change v.yaml:3:52 \"{before: dcdr, after: dcdr}\": a place is before one element or after one ? write `place: {before: ID}` or `place: {after: ID}`"},
		{"another id in the value", "- {add: checks/limits/fast, value: {id: slow, procedure: stand-down, worst: 9h}}",
			"bad-change v.yaml:3:41 \"slow\": the id here is slow; the path ends in \"fast\" | v.yaml \"fast\": the path stands here ? leave `id` out: the path gives it"},
		{"a value for an id of a list", "- {add: councils/committee/under/m-mod, value: 3}",
			"bad-change v.yaml:3:48 \"3\": an id of a list has no value ? write `{add: councils/committee/under/m-mod, why: …}`"},
		{"nothing to add", "- {add: posts/x}",
			"bad-change v.yaml:3:9 \"posts/x\": `value` is missing for `add` ? write `{add: PATH, value: …, place: {before: ID}, why: …}`"},
		{"set an id of a list", "- {set: councils/committee/under/t-pm, from: t-pm, to: m-mod}",
			"bad-change v.yaml:3:34 \"t-pm\": an id of a list is added or removed, not set ? write `add: councils/committee/under/t-pm` or `remove: councils/committee/under/t-pm`, or set `councils/committee/under` as a whole"},
		{"set to unset", "- {set: posts/cdr/of, from: T, to: unset}",
			"bad-change v.yaml:3:36 \"unset\": `to: unset` does not take a value away ? write `{remove: posts/cdr/of, why: …}`"},
		{"set an id", "- {set: procedures/stand-down/steps/agree/id, from: agree, to: nod}",
			"bad-change v.yaml:3:43 \"id\": an element's `id` is not set or removed ? write `{rename: procedures/stand-down/steps/agree, to: ID, why: …}`: every mention follows"},
		{"still named", "- {remove: links/hotline}",
			`still-named v.yaml:3:18 "hotline": "links/hotline" is taken away here, and the text still names it | arrangement.yaml "hotline": "hotline" is named here ? change what names it in this variant too, before or after this change`},
		{"still named in an expression", "- {remove: authority/fleet-tacon}",
			`still-named v.yaml:3:22 "fleet-tacon": "authority/fleet-tacon" is taken away here, and the text still names it | arrangement.yaml "fleet-tacon": "fleet-tacon" is named here ? change what names it in this variant too, before or after this change`},
		{"a step still named", "- {remove: procedures/hand-corps/steps/accept}",
			`still-named v.yaml:3:40 "accept": "procedures/hand-corps/steps/accept" is taken away here, and the text still names it | arrangement.yaml "accept": "accept" is named here ? change what names it in this variant too, before or after this change`},
		{"taken away by set", "- {set: conditions/cond/order, from: [calm, alert, war], to: [calm, alert]}\n- {remove: conditions/cond/moves/alert->war}",
			`still-named v.yaml:3:25 "order": "conditions/cond/order/war" is taken away here, and the text still names it | arrangement.yaml "war": "war" is named here | arrangement.yaml "war": "war" is named here | arrangement.yaml "war": "war" is named here | arrangement.yaml "war": "war" is named here | arrangement.yaml "war": "war" is named here | arrangement.yaml "war": and 2 more, from here on ? change what names it in this variant too, before or after this change`},
		{"no cascade", "- {add: posts/x, value: {of: M}, place: {before: nobody-here}}\n- {add: posts/x/deputies/cdr, value: 1h}\n- {remove: links/hotline}",
			`unknown-path v.yaml:3:50 "nobody-here": there is no "nobody-here" in "posts" | arrangement.yaml "posts": "posts" stands here ? there is m-pres, m-vp, m-mod, m-chod, m-vchod, t-pm, t-dpm, t-mod, t-chod, cdr, dcdr`},
		{"rename what has no id", "- {rename: posts/cdr/of, to: x}",
			"bad-change v.yaml:3:22 \"of\": \"posts/cdr/of\" has no id of its own to change ? what has an id is declared in a section, or in `steps`, `limits`, `invariants`, `seats` or `order`"},
		{"rename to what is taken", "- {rename: posts/cdr, to: committee}",
			`already-there v.yaml:3:27 "committee": the id "committee" is taken | arrangement.yaml "committee": "councils/committee" stands here`},
		{"rename to no id", "- {rename: posts/cdr, to: c/d}",
			"bad-id v.yaml:3:27 \"c/d\": \"c/d\" is not an id: it holds \"/\" ? ids are letters, digits, `-`, `_` and `.`, and hold a letter"},
		{"silent on nothing", "silent: [procedures/declare-war/steps/order/if-absent, procedures/nowhere/steps, posts/cdr]",
			`unknown-path v.yaml:2:67 "nowhere": there is no "nowhere" in "procedures" | arrangement.yaml "procedures": "procedures" stands here ? there is raise-alert, declare-war, stand-down, hand-corps, hand-fleet, answer-probe`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out diag.List
			tree, changes := Apply(library(t, "arrangement.yaml"), []*syntax.Node{parse(t, "v.yaml", variantOf(test.changes))}, &out)
			if got := strings.TrimSpace(said(&out)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if tree != nil || changes != nil {
				t.Error("a tree came out of an error")
			}
		})
	}
}
