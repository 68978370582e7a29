package answer

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"entente/internal/model"
	"entente/library"
)

func small(t testing.TB) *model.Arrangement {
	return load(t, "../internal/answer/testdata/small.yaml")
}

// render is the whole answer, as goldens keep it.
func (a Answer) render() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n  = %s\n", a.Question, a.Text)
	for _, s := range a.Sentences {
		fmt.Fprintf(&b, "  %s\n", s)
	}
	for _, l := range a.Lines {
		fmt.Fprintf(&b, "    %s: %s\n", l.Span, l.Text)
	}
	return b.String()
}

// Every form's example is answered, by that form.
func TestForms(t *testing.T) {
	a := twinlakes(t)
	var b strings.Builder
	for _, f := range Forms() {
		got, err := Ask(a, f.Example)
		if err != nil {
			t.Errorf("%s: %v", f.Example, err)
			continue
		}
		if got.Form != f.ID {
			t.Errorf("%s: answered as %s, want %s", f.Example, got.Form, f.ID)
		}
		if len(got.Sentences) == 0 || len(got.Lines) == 0 {
			t.Errorf("%s: an answer without sentences or lines: %+v", f.Example, got)
		}
		again, err := Ask(a, got.Question)
		if err != nil || again.Text != got.Text || again.Question != got.Question {
			t.Errorf("%s: its canonical form %q gives %q, %v; want %q", f.Example, got.Question, again.Text, err, got.Text)
		}
		b.WriteString(got.render() + "\n")
	}
	golden(t, "ask.golden", b.String())
}

func TestAsk(t *testing.T) {
	base, after, other := twinlakes(t), reformed(t), small(t)
	for _, test := range []struct {
		a              *model.Arrangement
		question, want string
	}{
		{base, "who may decide declare-war", "committee"},
		{base, "Who decides on alert->war?", "committee"},
		{base, "who may decide declare war in calm?", "nobody"},
		{base, "who may decide declare-war when m-mod is absent", "committee"},
		{base, "who may decide declare-war when t-pm is absent", "committee"},
		{base, "who may decide declare-war when the strategic is out", "it waits"},
		{base, "who may decide declare-war when hotline is out", "committee"},
		{after, "who may decide declare-war when hotline is out", "it waits"},
		{base, "who may decide answer-probe in war", "cdr"},
		{base, "who may decide answer-probe", "calm and alert: t-pm; war: cdr"},
		{base, "who may decide answer-probe in calm when t-pm is absent", "t-dpm"},
		{base, "who may report raise-alert/propose", "cdr"},
		{base, "who may order order in declare-war", "cdr"},
		{base, "who may release the 4 Tarn Wing", "calm and alert: t-pm; war: cdr"},
		{base, "who may release the wing in war when the prime minister is absent?", "cdr"},
		{base, "who may release the corps", "nobody"},
		{base, "who holds OPCON over wing when cdr is absent", "dcdr"},
		{after, "who holds opcon over wing when cdr is absent", "t-dcdr"},
		{base, "who holds operational control of the corps in alert", "m-chod"},
		{base, "who holds corps-opcon", "calm and alert: m-chod; war: cdr"},
		{base, "who holds corps-opcon in calm when m-chod is absent", "m-vchod"},
		{base, "who holds TACON over the corps", "nobody"},
		{base, "who commands the corps in war", "cdr"},
		{base, "who holds authority over the wing in calm", "wing-opcon: cdr; strike-release: t-pm"},
		{base, "who must consent to declare-war", "m-pres, t-pm"},
		{base, "who has to agree to declare-war?", "m-pres, t-pm"},
		{base, "who must consent to raise-alert", "nobody"},
		{base, "who is heard on declare-war", "nobody"},
		{base, "who is told of declare-war", "committee, m-chod, t-chod"},
		{base, "who is told of declare-war before the decision", "committee"},
		{base, "who is told of declare-war after", "m-chod, t-chod"},
		{base, "who is told of answer-probe in war", "cdr, m-pres"},
		{base, "who acts for m-pres", "m-vp"},
		{base, "who acts for the president of Merrow", "m-vp"},
		{base, "who acts for t-mod", "nobody"},
		{after, "who acts for the commander", "t-dcdr, dcdr"},
		{base, "what happens when m-pres refuses declare-war", "it stops"},
		{base, "what happens when t-mod refuses in raise-alert", "it stops"},
		{base, "what happens if committee refuses declare-war", "it stops"},
		{base, "what happens when T refuses in declare-war", "it stops"},
		{base, "what happens when t-pm refuses in raise-alert", "it goes on"},
		{base, "what happens when hotline is out", "it goes on"},
		{base, "what happens when strategic is out", "it waits"},
		{base, "what happens when strategic is out in declare-war", "it waits"},
		{base, "what happens when t-mod is absent", "nobody"},
		{base, "what happens when t-pm is absent", "t-dpm"},
		{base, "what happens when t-mod is absent in raise-alert", "it goes on"},
		{base, "what happens when probe comes", "answer-probe"},
		{base, "may declare-war go on when t-chod refuses", "no"},
		{base, "may declare-war go on when hotline is out", "yes"},
		{after, "may declare-war go on when hotline is out", "no"},
		{base, "may declare-war continue when cdr is absent", "yes"},
		{base, "may declare-war go on when m-vp refuses", "yes"},
		{base, "who is above the committee", "m-pres, t-pm"},
		{base, "who is above m-pres", "nobody"},
		{base, "who commands m-chod", "m-mod"},
		{base, "who is under m-pres", "m-vp, m-mod, committee"},
		{base, "which posts does the commander fill", "cdr"},

		{other, "who may decide raise-alert when the president is absent", "nobody"}, // a deputy may not decide
		{other, "who may decide raise-alert when the wire is out", "m-pres"},         // if-late: proceed
		{other, "who is heard on raise-alert", "합참의장, cabinet"},
		{other, "who is heard on raise-alert in 평시", "합참의장, cabinet"},
		{other, "who acts for 합동참모본부 의장", "m-vp"},
		{other, "who holds OPCON over the first brigade", "calm: nobody; alert: m-cdr"},
		{other, "who may release corps when wire is out", "nobody"},
		{other, "what happens when raid comes in alert", "use"},
		{other, "what happens when raid comes in calm", "raise-alert, use"},
		{other, "what happens when storm comes", "use"},
		{other, "what happens when cabinet refuses use", "it goes on"},
		{other, "what happens when defence minister refuses use", "it goes on"},
		{other, "what happens when m-pres is absent in use", "it goes on"},
		{other, "when does the cabinet meet", "every 1w"},
		{other, "what does cabinet advise on", "raise-alert"},
		{other, "what does the cabinet decide", "nothing"},
		{other, "which council decides raise-alert", "nobody"},
		{other, "which posts does gong fill", "m-mod, m-cdr"},
		{other, "which hats does the Field Commander wear", "m-mod, m-cdr"},
		{other, "what happens when a minister is absent", "nobody"},
		{other, "what happens when a chief is absent", "a deputy"},
		{other, "what happens when a chief is absent in raise-alert", "it goes on"},
		{other, "what happens when a link is out in raise-alert", "it goes on"},
		{other, "may use go on when a head of state is absent", "yes"},
		{other, "what happens when a commander is absent", "nothing"},
	} {
		got, err := Ask(test.a, test.question)
		if err != nil {
			t.Errorf("%s: %v", test.question, err)
			continue
		}
		if got.Text != test.want {
			t.Errorf("%s: %q, want %q\n%s", test.question, got.Text, test.want, got.render())
		}
		again, err := Ask(test.a, got.Question)
		if err != nil || again.Text != got.Text || again.Question != got.Question {
			t.Errorf("%s: its canonical form %q gives %q, %v", test.question, got.Question, again.Text, err)
		}
	}
}

func TestUnknownNames(t *testing.T) {
	base := twinlakes(t)
	for _, test := range []struct{ question, kind, meant string }{
		{"who may decide declare-wr", "procedure", "declare-war"},
		{"who acts for cdx", "post", "cdr"},
		{"who holds OPCN over the corps", "kind of authority", "OPCON"},
		{"who holds OPCON over the corpse in war", "force", "corps"},
		{"who may decide declare-war in alrt", "condition", "alert"},
		{"what happens when hotlin is out", "link", "hotline"},
		{"who may decide declare-war when tpm is absent", "post", "t-pm"},
		{"when does the comittee meet", "council", "committee"},
		{"what happens when prob comes", "incident kind", "probe"},
		{"who acts for gazebo", "post", ""},
	} {
		_, err := Ask(base, test.question)
		var unknown *UnknownNameError
		if !errors.As(err, &unknown) {
			t.Errorf("%s: %v", test.question, err)
			continue
		}
		if unknown.Kind != test.kind || unknown.Meant != test.meant {
			t.Errorf("%s: %s, meant %q; want %s, %q", test.question, unknown.Kind, unknown.Meant, test.kind, test.meant)
		}
		if test.meant != "" && !strings.Contains(err.Error(), fmt.Sprintf("did you mean %q?", test.meant)) {
			t.Errorf("%s: %v", test.question, err)
		}
	}
	// Where several have the words, each is named, not every procedure listed.
	if _, err := Ask(base, "who acts for deputy?"); err == nil || !strings.Contains(err.Error(), `did you mean "Deputy Prime Minister" (t-dpm) or "Deputy Combined Commander" (dcdr)?`) {
		t.Errorf("several near: %v", err)
	}
	var unknown *UnknownNameError
	if _, err := Ask(base, "who acts for the minister of defence"); !errors.As(err, &unknown) || !slices.Equal(unknown.Several, []string{"m-mod", "t-mod"}) {
		t.Errorf("a title of two posts: %v", err)
	}
}

func TestUnknownForm(t *testing.T) {
	_, err := Ask(twinlakes(t), "why is the sky blue?")
	var unknown *UnknownFormError
	if !errors.As(err, &unknown) {
		t.Fatalf("%v", err)
	}
	for _, f := range Forms() {
		if !strings.Contains(err.Error(), f.Shape) || !strings.Contains(err.Error(), f.Example) {
			t.Errorf("the error does not list %s", f.ID)
		}
	}
	var long *TooLongError
	for _, q := range []string{strings.Repeat("x", QuestionMax+1), strings.Repeat("x ", wordsMax+1)} {
		if _, err := Ask(twinlakes(t), q); !errors.As(err, &long) {
			t.Errorf("too long: %v", err)
		}
	}
}

// realLakes is Twin Lakes as if it were of real states.
func realLakes(t testing.TB) *model.Arrangement {
	a := twinlakes(t)
	a.Real = true
	for i := range a.Posts {
		switch a.Posts[i].ID {
		case "m-pres", "t-pm":
			a.Posts[i].Class = model.HeadOfState
		case "m-mod", "t-mod":
			a.Posts[i].Class = model.Minister
		case "m-chod", "t-chod":
			a.Posts[i].Class = model.Chief
		}
	}
	return a
}

func TestRealRefusesOneOffice(t *testing.T) {
	a := realLakes(t)
	for _, test := range []struct{ question, remedy string }{
		{"who may release the wing in alert when the prime minister is absent?", "a head-of-state is absent"},
		{"what happens when t-mod is absent", "a minister is absent"},
		{"what happens when t-mod is absent in raise-alert", "a minister is absent"},
		{"may declare-war go on when cdr is absent", "a minister is absent"},
		{"who holds corps-opcon when m-chod is away", "a chief is absent"},
		{"what happens when hotline is out", "a link is out"},
		{"who may decide declare-war if strategic is cut", "a link is out"},
		{"may declare-war go on when strategic is out", "a link is out"},
	} {
		_, err := Ask(a, test.question)
		var refused *RefusedError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), test.remedy) {
			t.Errorf("%s: %v", test.question, err)
		}
	}
	index := model.PostIndex(slices.IndexFunc(a.Posts, func(p model.Post) bool { return p.ID == "t-pm" }))
	got, err := Ask(a, "who may release the wing in alert when the prime minister is absent?", index)
	if err != nil || got.Text != "t-dpm" {
		t.Errorf("a documented absence: %q, %v", got.Text, err)
	}
	if _, err := Ask(a, "what happens when t-mod is absent", index); err == nil {
		t.Error("another absence is answered")
	}
	if got, err := Ask(a, "may declare-war go on when t-pm refuses"); err != nil || got.Text != "no" {
		t.Errorf("a refusal is no fault: %q, %v", got.Text, err)
	}
}

// Of a class no answer names an office, a link or a line.
func TestRealNamesOnlyTheClass(t *testing.T) {
	a := realLakes(t)
	var b strings.Builder
	for _, question := range []string{
		"what happens when a minister is absent",
		"what happens when a minister is absent in raise-alert",
		"what happens when a head of state is absent",
		"what happens when one post of class head-of-state is absent in declare-war",
		"who may release the wing in alert when a head of state is absent",
		"who may decide declare-war when a chief is absent",
		"who holds corps-opcon in calm when a chief is absent",
		"may declare-war go on when a head of state is absent",
		"what happens when a link is out",
		"what happens when a link is out in declare-war",
		"may declare-war go on when a link is out",
	} {
		got, err := Ask(a, question)
		if err != nil {
			t.Errorf("%s: %v", question, err)
			continue
		}
		if len(got.Lines) > 0 {
			t.Errorf("%s: lines %v", question, got.Lines)
		}
		said := got.Text + " " + strings.Join(got.Sentences, " ")
		for i := range a.Posts {
			if id := a.Posts[i].ID; strings.Contains(said, id) && !strings.Contains(question, id) {
				t.Errorf("%s names %s: %s", question, id, said)
			}
		}
		for i := range a.Links {
			if strings.Contains(said, a.Links[i].ID) {
				t.Errorf("%s names %s: %s", question, a.Links[i].ID, said)
			}
		}
		b.WriteString(got.render() + "\n")
	}
	golden(t, "ask_class.golden", b.String())
}

// In the library's real entries no office and no link can be asked away, and a
// class's answer names none of its offices.
func TestRealLibrary(t *testing.T) {
	for _, entry := range []string{"korea", "anzus"} {
		t.Run(entry, func(t *testing.T) { realEntry(t, load(t, entry+"/arrangement.yaml")) })
	}
}

func realEntry(t *testing.T, a *model.Arrangement) {
	if !a.Real {
		t.Fatal("not marked real")
	}
	shapes := []string{"what happens when %s", "who holds " + a.Authorities[0].ID + " when %s"}
	for i := range a.Procedures {
		id := a.Procedures[i].ID
		shapes = append(shapes, "who may decide "+id+" when %s", "may "+id+" go on when %s")
	}
	var refused *RefusedError
	for _, shape := range shapes {
		for i := range a.Posts {
			if _, err := Ask(a, fmt.Sprintf(shape, a.Posts[i].ID+" is absent")); !errors.As(err, &refused) {
				t.Fatalf(shape+": %v", a.Posts[i].ID, err)
			}
		}
		for i := range a.Links {
			if _, err := Ask(a, fmt.Sprintf(shape, a.Links[i].ID+" is out")); !errors.As(err, &refused) {
				t.Fatalf(shape+": %v", a.Links[i].ID, err)
			}
		}
		for c, class := range model.ClassNames() {
			got, err := Ask(a, fmt.Sprintf(shape, "a "+class+" is absent"))
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Lines) > 0 {
				t.Errorf("%s: lines %v", got.Question, got.Lines)
			}
			words := strings.FieldsFunc(strings.Join(got.Sentences, " "), func(r rune) bool { return strings.ContainsRune(" ,.:;()", r) })
			for i := range a.Posts {
				affected := strings.Contains(got.Text, " or ") || got.Text == "a deputy" || got.Text == "nobody"
				if a.Posts[i].Class == model.Class(c+1) && affected && slices.Contains(words, a.Posts[i].ID) {
					t.Errorf("%s names %s: %q", got.Question, a.Posts[i].ID, got.Sentences)
				}
			}
		}
	}
}

// TestLibraryStructure asks every row of an entry's structure.csv: question,
// answer, design (`base`, or the ids of variants joined by +).
func TestLibraryStructure(t *testing.T) {
	files, err := fs.Glob(library.FS, "*/structure.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		entry := strings.TrimSuffix(file, "/structure.csv")
		f, err := library.FS.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		at := func(row []string, column string) string {
			i := slices.Index(rows[0], column)
			if i < 0 || i >= len(row) {
				return ""
			}
			return strings.TrimSpace(row[i])
		}
		t.Logf("%s: %d questions", file, len(rows)-1)
		for _, row := range rows[1:] {
			var variants []string
			if d := at(row, "design"); d != "" && d != "base" {
				for _, v := range strings.Split(d, "+") {
					variants = append(variants, entry+"/variants/"+v+".yaml")
				}
			}
			got, err := Ask(load(t, entry+"/arrangement.yaml", variants...), at(row, "question"))
			switch {
			case err != nil:
				t.Errorf("%s: %s (%s): %v", file, at(row, "question"), at(row, "design"), err)
			case got.Text != at(row, "answer"):
				t.Errorf("%s: %s (%s): %q, want %q", file, at(row, "question"), at(row, "design"), got.Text, at(row, "answer"))
			}
		}
	}
}

// FuzzAsk: no question makes Ask panic, and what it answers can be asked again.
func FuzzAsk(f *testing.F) {
	base, other, asReal := twinlakes(f), small(f), realLakes(f)
	for _, form := range Forms() {
		f.Add(form.Example)
	}
	for _, q := range []string{"", "?", "who may decide", "who may decide the the the", "what happens when a link is out", "who acts for 합동참모본부 의장",
		"what happens when a minister is absent in raise-alert", "who holds x over y in z when w is absent", "may may go on when when refuses"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, question string) {
		for _, a := range []*model.Arrangement{base, other, asReal} {
			got, err := Ask(a, question)
			if err != nil {
				if err.Error() == "" {
					t.Error("an error without words")
				}
				continue
			}
			if got.Text == "" || len(got.Sentences) == 0 {
				t.Errorf("%q: an empty answer %+v", question, got)
			}
			again, err := Ask(a, got.Question)
			if err != nil || again.Text != got.Text {
				t.Errorf("%q: its canonical form %q gives %q, %v", question, got.Question, again.Text, err)
			}
		}
	})
}
