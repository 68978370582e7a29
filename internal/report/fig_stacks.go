package report

import (
	"html/template"
	"math"
	"slices"
	"strings"

	"entente/internal/typeset"
)

// Waiting shows where the waiting comes from: of each design, the shares of the
// time of a usual run (half within) and of a slow one (nine in ten within).
type Waiting struct {
	Title   string
	Designs []WaitingOf
}

// WaitingOf is one design.
type WaitingOf struct {
	Name     string
	P50, P90 WaitingBar
}

// WaitingBar is one run, or the runs around a quantile.
type WaitingBar struct {
	Total float64 // seconds, as printed; the sum of the parts where it is zero; infinite where so many do not come
	Parts []WaitingPart
}

// WaitingPart is the part of the time that one post, council, hand-over or link
// takes.
type WaitingPart struct {
	Kind    WaitKind
	Name    string
	Seconds float64
}

// WaitKind is what is waited for.
type WaitKind int

const (
	WaitPost WaitKind = iota
	WaitCouncil
	WaitHandover
	WaitLink
	WaitOther
)

var waitWords = [...]string{"post", "council", "hand-over", "link", ""}

func (p WaitingPart) label() string {
	if k := int(p.Kind); k >= 0 && k < len(waitWords) && waitWords[k] != "" && !strings.Contains(p.Name, waitWords[k]) {
		return waitWords[k] + " " + p.Name
	}
	return p.Name
}

func (b WaitingBar) sum() float64 {
	s := 0.0
	for _, p := range b.Parts {
		s += math.Max(p.Seconds, 0)
	}
	return s
}

func (b WaitingBar) total() float64 {
	if b.Total != 0 {
		return b.Total
	}
	return b.sum()
}

// waitOthers is the name of what is merged.
const waitOthers = "others"

// partsMost bounds the parts that have a colour of their own.
const partsMost = 7

// kinds are the parts that have a colour, the largest first. The rest are
// merged: those under four in a hundred of every bar, and what is beyond the
// colours.
func (f *Waiting) kinds() []string {
	share, sum := map[string]float64{}, map[string]float64{}
	var names []string
	for _, d := range f.Designs {
		for _, b := range []WaitingBar{d.P50, d.P90} {
			whole := b.sum()
			for _, p := range b.Parts {
				if p.Seconds <= 0 || whole == 0 {
					continue
				}
				n := p.label()
				names = append(names, n)
				share[n] = math.Max(share[n], p.Seconds/whole)
				sum[n] += p.Seconds / whole
			}
		}
	}
	names = unique(names)
	names = slices.DeleteFunc(names, func(n string) bool { return share[n] < 0.04 })
	slices.SortStableFunc(names, func(a, b string) int {
		switch {
		case sum[a] > sum[b]:
			return -1
		case sum[a] < sum[b]:
			return 1
		}
		return 0
	})
	return names[:min(len(names), partsMost)]
}

// shares are the shares of a bar by kind; the last is that of the others.
func (b WaitingBar) shares(kinds []string) []float64 {
	out := make([]float64, len(kinds)+1)
	whole := b.sum()
	if whole == 0 {
		return out
	}
	for _, p := range b.Parts {
		k := slices.Index(kinds, p.label())
		if k < 0 {
			k = len(kinds)
		}
		out[k] += math.Max(p.Seconds, 0) / whole
	}
	return out
}

// Note implements Drawing.
func (f Waiting) Note() string {
	return "Each bar is the whole time, so lengths compare shares, not times; the time itself stands at the right, with a bar on one scale for all. Parts under 4% of every bar are merged as others."
}

// Table implements Drawing.
func (f Waiting) Table() [][]string {
	kinds := f.kinds()
	out := [][]string{append(append([]string{"Design", "Run", "Whole time"}, kinds...), waitOthers)}
	for _, d := range f.Designs {
		for i, b := range []WaitingBar{d.P50, d.P90} {
			row := []string{d.Name, waitRuns[i], UnitTime.value(b.total())}
			if math.IsInf(b.total(), 0) {
				row[2] = waitNever
			}
			for _, s := range b.shares(kinds) {
				row = append(row, percent(s))
			}
			out = append(out, row)
		}
	}
	return out
}

var waitRuns = [2]string{"half within", "nine in ten"}

// waitNever stands for a bar of which there is none.
const waitNever = "not reached before the end of the runs"

// SVG implements Drawing.
func (f Waiting) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

// piece is one part of a stacked bar.
type piece struct {
	share float64
	tone  tone
	hatch int
	long  string // the label where it fits
	name  string // or this one, as good
	short string // or this one, which needs a key
}

// stack draws a stacked bar and returns which pieces have no long label.
func (c *canvas) stack(list []piece, x, y, w, h float64) []bool {
	bare := make([]bool, len(list))
	for i, p := range list {
		if p.share <= 0 {
			continue
		}
		wide := p.share * w
		c.hatched(p.tone, p.hatch, x, y, wide, h)
		base := y + h/2 + 0.36*sizeFine
		switch {
		case typeset.Width(p.long, sizeFine, false)+10 <= wide:
			c.plated(p.tone, x+wide/2, base, sizeFine, p.long)
		case p.name != "" && typeset.Width(p.name, sizeFine, false)+10 <= wide:
			c.plated(p.tone, x+wide/2, base, sizeFine, p.name)
		case typeset.Width(p.short, sizeFine, false)+8 <= wide:
			bare[i] = true
			c.plated(p.tone, x+wide/2, base, sizeFine, p.short)
		default:
			bare[i] = true
		}
		x += wide
	}
	return bare
}

func (f Waiting) draw(id string) (template.HTML, *canvas, float64, float64) {
	const left, right, say, barRow = 250.0, 770.0, 786.0, 27.0
	var v canvas
	kinds := f.kinds()
	words := append(slices.Clone(kinds), waitOthers)
	names := map[string]string{waitOthers: waitOthers}
	for _, d := range f.Designs {
		for _, p := range slices.Concat(d.P50.Parts, d.P90.Parts) {
			names[p.label()] = p.Name
		}
	}
	toneOf := func(k int) (tone, int) {
		if k == len(kinds) {
			return tones[4], plain
		}
		order := [...]int{0, 1, 2, 3, 5, 6, 7}
		return tones[order[k%len(order)]], [...]int{plain, rising, upright, falling, level, crossed, wideRising}[k%7]
	}
	y := v.head(f.Title) + 14
	most := 0.0
	for _, d := range f.Designs {
		for _, b := range []WaitingBar{d.P50, d.P90} {
			if !math.IsInf(b.total(), 0) && !math.IsNaN(b.total()) {
				most = math.Max(most, b.total())
			}
		}
	}
	v.text(muted, left, y-4, sizeFine, start, true, "share of the time")
	v.text(muted, say, y-4, sizeFine, start, true, "whole time")
	y += 4
	missing := make([]bool, len(words))
	for i, d := range f.Designs {
		h := math.Max(tall(sizeText, left-90, true, 3, d.Name)+10, 2*barRow+6)
		if i%2 == 0 {
			v.rect(panel, 0, y, figWidth, h, 0, ` fill-opacity="0.7"`)
		}
		v.lines(ink, 6, y+6+sizeText, sizeText, left-90, true, 3, d.Name)
		for k, b := range []WaitingBar{d.P50, d.P90} {
			row := y + 4 + barRow*float64(k)
			v.text(muted, left-8, row+16, sizeFine, end, false, waitRuns[k])
			var list []piece
			for n, s := range b.shares(kinds) {
				t, hatch := toneOf(n)
				list = append(list, piece{s, t, hatch, words[n] + " " + percent(s), names[words[n]] + " " + percent(s), percent(s)})
			}
			switch {
			case math.IsInf(b.total(), 0):
				v.text(muted, left+6, row+16, sizeFine, start, false, waitNever)
				continue
			case b.sum() == 0:
				v.text(muted, left+6, row+16, sizeFine, start, false, "no waiting")
			}
			for n, bare := range v.stack(list, left, row+2, right-left, 20) {
				missing[n] = missing[n] || bare
			}
			v.text(ink, say, row+13, sizeText, start, false, typeset.Clip(UnitTime.value(b.total()), sizeText, figWidth-say-4, false))
			if most > 0 {
				v.rect(tones[4].solid, say, row+18, math.Max((figWidth-say-8)*b.total()/most, 1), 4, 0, "")
			}
		}
		y += h
	}
	if len(f.Designs) == 0 {
		y = v.nothing(y)
	}
	y += 10
	var keys []swatchKey
	for n, m := range missing {
		if m {
			t, hatch := toneOf(n)
			keys = append(keys, swatchKey{t, hatch, words[n]})
		}
	}
	if len(keys) > 0 {
		y += v.legend(6, y, figWidth-12, keys)
	}
	title := f.Title
	if title == "" {
		title = "Where the waiting comes from"
	}
	return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
}

// Voice is what an ally was to a decision in a run.
type Voice int

// The voices, the strongest first.
const (
	Decided Voice = iota
	Consented
	AgreedInCouncil
	HeardBefore
	ToldBefore
	HeardAfter
	ToldAfter
	LeftOut
	NoDecision
	VoiceCount
)

var voiceWords = [VoiceCount]string{"decided", "consented", "agreed in council", "heard before", "told before", "heard after", "told after", "left out", "no decision"}

// voiceLooks are the tone and the hatching of each voice: those with a say have
// one colour, those before the decision the next, those after it the next.
var voiceLooks = [VoiceCount][2]int{{0, plain}, {0, rising}, {0, falling}, {2, plain}, {2, rising}, {5, plain}, {5, rising}, {1, crossed}, {4, level}}

// Consultation shows what each ally was to each decision, by design: the shares
// of the runs.
type Consultation struct {
	Title string
	Rows  []ConsultationRow // rows of one decision and one ally stand together
}

// ConsultationRow is one decision, one ally and one design.
type ConsultationRow struct {
	Decision, Ally, Design string
	Shares                 [VoiceCount]float64
}

// Note implements Drawing.
func (f Consultation) Note() string {
	return "Shares of the runs. Before and after are counted from the decision; of several, the strongest holds, in the order of the key."
}

// Table implements Drawing.
func (f Consultation) Table() [][]string {
	out := [][]string{append([]string{"Decision", "Ally", "Design"}, voiceWords[:]...)}
	for _, r := range f.Rows {
		row := []string{r.Decision, r.Ally, r.Design}
		for _, s := range r.Shares {
			row = append(row, percent(s))
		}
		out = append(out, row)
	}
	return out
}

// SVG implements Drawing.
func (f Consultation) SVG(id string) string {
	svg, _, _, _ := f.draw(id)
	return string(svg)
}

func (f Consultation) draw(id string) (template.HTML, *canvas, float64, float64) {
	const left, right = 250.0, figWidth - 12
	var v canvas
	y := v.head(f.Title) + 4
	var keys []swatchKey
	for k := range VoiceCount {
		if slices.ContainsFunc(f.Rows, func(r ConsultationRow) bool { return r.Shares[k] > 0 }) {
			keys = append(keys, swatchKey{tones[voiceLooks[k][0]], voiceLooks[k][1], voiceWords[k]})
		}
	}
	if len(keys) > 0 {
		y += v.legend(6, y, figWidth-12, keys) + 2
	}
	var decisions []string
	for _, r := range f.Rows {
		decisions = append(decisions, r.Decision)
	}
	for _, d := range unique(decisions) {
		y += 14
		y += v.lines(ink, 0, y, sizeText, figWidth, true, 2, d) - 8
		var allies []string
		for _, r := range f.Rows {
			if r.Decision == d {
				allies = append(allies, r.Ally)
			}
		}
		for _, a := range unique(allies) {
			y += 13
			y += v.lines(muted, 6, y, sizeFine, figWidth-12, false, 2, "for "+a) - 8
			for _, r := range f.Rows {
				if r.Decision == d && r.Ally == a {
					y = f.row(&v, &r, left, right, y)
				}
			}
		}
		y += 6
	}
	if len(f.Rows) == 0 {
		y = v.nothing(y)
	}
	title := f.Title
	if title == "" {
		title = "What each ally was to each decision"
	}
	return v.svg(id, title, listed(f.Table()), figWidth, y), &v, figWidth, y
}

func (f Consultation) row(v *canvas, r *ConsultationRow, left, right, y float64) float64 {
	h := math.Max(tall(sizeText, left-30, false, 3, r.Design)+6, 25)
	v.lines(ink, 18, y+4+sizeText, sizeText, left-30, false, 3, r.Design)
	var list []piece
	sum := 0.0
	for k, s := range r.Shares {
		list = append(list, piece{s, tones[voiceLooks[k][0]], voiceLooks[k][1], voiceWords[k] + " " + percent(s), "", percent(s)})
		sum += math.Max(s, 0)
	}
	if sum > 1 { // shares that were rounded up
		for k := range list {
			list[k].share /= sum
		}
	}
	if sum == 0 {
		v.text(muted, left+4, y+17, sizeFine, start, false, "no run")
	}
	v.stack(list, left, y+2, right-left, 20)
	return y + h
}
