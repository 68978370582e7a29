package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"entente"
	"entente/internal/store"
)

// Placed is a text that a user brought, and where it goes in an entry.
type Placed struct {
	File string // as he brought it
	Path string // variants/reformed.yaml
	Head entente.Head
}

// Brought is texts that a user brought, made into an entry: with what the library has
// around them, where they bring no arrangement.
type Brought struct {
	Of     string // the entry that was added to; "" where they bring an arrangement
	Name   string // for the name of a draft
	Title  string
	Texts  []store.Text
	Placed []Placed // in the order in which they were brought
}

// Bring makes an entry of texts. They are recognised by the kind in their headers, and
// where that cannot be read by the names of their files.
func (k *Desk) Bring(files []store.Text) (*Brought, error) {
	switch {
	case len(files) == 0:
		return nil, Hinted{errors.New("there is no text"), "bring files whose names end in .yaml"}
	case len(files) > store.DraftFilesMax:
		return nil, Hinted{fmt.Errorf("there are %d files, and a draft has %d at most", len(files), store.DraftFilesMax), "open the folder of one arrangement"}
	}
	b := &Brought{}
	var first *Placed // the arrangement
	for _, f := range files {
		p := Placed{File: f.Name, Head: entente.ReadHead(entente.Text(f))}
		p.Path = pathOf(p)
		if p.Path == arrangementFile && first != nil {
			return nil, Hinted{fmt.Errorf("%s and %s are two arrangements", first.File, f.Name), "bring the texts of one arrangement at a time"}
		}
		b.Placed = append(b.Placed, p)
		if p.Path == arrangementFile {
			first = &b.Placed[len(b.Placed)-1]
			b.Name, b.Title = first.Head.ID, first.Head.Title
		}
	}
	if first == nil {
		if err := k.around(b, files); err != nil {
			return nil, err
		}
	}
	for i := range b.Placed {
		p := &b.Placed[i]
		p.Path = b.settled(p.Path)
		if other := slices.IndexFunc(b.Placed[:i], func(o Placed) bool { return o.Path == p.Path }); other >= 0 {
			return nil, Hinted{fmt.Errorf("%s and %s are both %s", b.Placed[other].File, p.File, p.Path), "give each text an id of its own"}
		}
		b.put(store.Text{Name: p.Path, Body: files[i].Body})
	}
	b.Name = cmp.Or(b.Name, strings.TrimSuffix(path.Base(files[0].Name), ".yaml"))
	b.Title = cmp.Or(b.Title, b.Name)
	return b, nil
}

const arrangementFile = "arrangement.yaml"

// pathOf is where a text goes: by its kind and id, or as its file is called.
func pathOf(p Placed) string {
	name := strings.TrimSuffix(path.Base(strings.ReplaceAll(p.File, `\`, "/")), ".yaml")
	at := ""
	switch folder := FolderOf(p.Head.Kind); {
	case p.Head.Kind == "arrangement":
		return arrangementFile
	case p.Head.Kind == "study":
		at = path.Join(folder, cmp.Or(p.Head.ID, name), "study.yaml")
	case KindOf(folder) != "":
		at = path.Join(folder, cmp.Or(p.Head.ID, name)+".yaml")
	default: // its header cannot be read
		parts := strings.Split(path.Clean(strings.ReplaceAll(p.File, `\`, "/")), "/")
		for i := range parts {
			if rest := strings.Join(parts[i:], "/"); store.DraftPath(rest) {
				return rest
			}
		}
		return arrangementFile
	}
	if !store.DraftPath(at) {
		at = path.Join(FolderOf(p.Head.Kind), "text.yaml")
	}
	return at
}

// around puts what the library has around texts that bring no arrangement.
func (k *Desk) around(b *Brought, files []store.Text) error {
	var ids []string
	for i, p := range b.Placed {
		ids = append(ids, p.Head.For, p.Head.Base)
		if study, _ := entente.LoadStudy(entente.Text(files[i])); p.Head.Kind == "study" && study != nil {
			for _, d := range study.Designs {
				ids = append(ids, d.Base)
			}
		}
	}
	for _, id := range ids {
		for _, entry := range k.Store.Entries() {
			if id == "" || entry != id && !slices.Contains(k.Store.Names(entry, "variants"), id) {
				continue
			}
			texts, err := k.Store.EntryTexts(entry)
			if err != nil {
				return err
			}
			b.Of, b.Name, b.Texts = entry, entry, texts
			for _, t := range texts {
				if t.Name == arrangementFile {
					b.Title = entente.Title(entente.Text(t))
				}
			}
			return nil
		}
	}
	return Hinted{fmt.Errorf("%s brings no arrangement, and the library has none that it is for", b.Placed[0].File), "bring its arrangement with it; the library has " + strings.Join(k.Store.Entries(), ", ")}
}

// settled is where a text goes in an entry that has it already, perhaps as a file
// instead of a folder.
func (b *Brought) settled(at string) string {
	if study, ok := strings.CutSuffix(at, "/study.yaml"); ok && slices.ContainsFunc(b.Texts, func(t store.Text) bool { return t.Name == study+".yaml" }) {
		return study + ".yaml"
	}
	return at
}

// put adds a text, or puts it in the place of the one there.
func (b *Brought) put(t store.Text) {
	for i := range b.Texts {
		if b.Texts[i].Name == t.Name {
			b.Texts[i] = t
			return
		}
	}
	b.Texts = append(b.Texts, t)
}

// TextCheck is what there is to say about a text.
type TextCheck struct {
	Placed
	Messages []entente.Diagnostic // their file is Path
	Problem  string               // what is wrong besides, or why it could not be judged
}

// Sound reports whether a text holds no error.
func (c *TextCheck) Sound() bool {
	return c.Problem == "" && !slices.ContainsFunc(c.Messages, func(m entente.Diagnostic) bool { return m.Severity.String() == "error" })
}

// CheckBrought judges each text that was brought as its entry has it: a variant on what
// it changes, a scenario under the first design under which it can be played.
func (k *Desk) CheckBrought(ctx context.Context, b *Brought) []TextCheck {
	const entry = "draft-brought"
	own := &Desk{Store: &store.Store{Library: store.LibraryWith(k.Store.Library, entry, b.Texts), NoDisk: true}}
	var out []TextCheck
	for _, p := range b.Placed {
		c := TextCheck{Placed: p}
		if ctx.Err() != nil {
			c.Problem = "it was not judged: the time for an answer was over"
		} else {
			own.checkText(ctx, entry, &c)
		}
		out = append(out, c)
	}
	return out
}

func (k *Desk) checkText(ctx context.Context, entry string, c *TextCheck) {
	name := entry + "/" + c.Path
	folder, _, _ := strings.Cut(c.Path, "/")
	text, err := k.Store.ReadLibrary(name)
	if err != nil {
		c.Problem = err.Error()
		return
	}
	var all []entente.Diagnostic
	switch folder {
	case arrangementFile:
		_, all = entente.Load(entente.Input{Arrangement: entente.Text(text)})
	case "variants":
		_, all = k.judge(entry, k.chain(entry, text), store.Text{}, store.Text{})
	case "crises":
		_, all = k.judge(entry, nil, store.Text{}, text)
	case "scenarios":
		all = k.checkScenario(ctx, entry, text)
	case "studies":
		_, all = entente.LoadStudy(entente.Text(text))
		var refused *Refused
		switch _, err := k.Study(strings.TrimSuffix(name, ".yaml")); {
		case errors.As(err, &refused):
			all = refused.Messages
		case err != nil:
			c.Problem = strings.ReplaceAll(err.Error(), entry+"/", "")
		}
	}
	elsewhere := ""
	for _, m := range all {
		switch {
		case m.Span.Source == nil || m.Span.Source.Name == text.Name:
			c.Messages = append(c.Messages, m)
		case m.Severity.String() == "error" && elsewhere == "":
			elsewhere = strings.TrimPrefix(m.Span.Source.Name, entry+"/")
		}
	}
	if c.Problem == "" && elsewhere != "" && c.Sound() {
		c.Problem = elsewhere + " holds errors, so that this text could not be judged"
	}
}

// judge loads a design of an entry.
func (k *Desk) judge(entry string, variants []store.Text, scenario, crisis store.Text) (*entente.Design, []entente.Diagnostic) {
	arrangement, err := k.Store.ReadLibrary(entry)
	if err != nil {
		return nil, nil
	}
	in := entente.Input{Arrangement: entente.Text(arrangement), Scenario: entente.Text(scenario), Crisis: entente.Text(crisis)}
	for _, v := range variants {
		in.Variants = append(in.Variants, entente.Text(v))
	}
	return entente.Load(in)
}

// chainMax is how many variants may stand on each other.
const chainMax = 16

// chain is a variant after those that it stands on.
func (k *Desk) chain(entry string, variant store.Text) []store.Text {
	chain := []store.Text{variant}
	for len(chain) < chainMax {
		base := entente.ReadHead(entente.Text(chain[0])).Base
		text, err := k.Store.ReadLibrary(entry + "/variants/" + base)
		if base == "" || err != nil || slices.Contains(chain, text) {
			break
		}
		chain = slices.Insert(chain, 0, text)
	}
	return chain
}

// checkScenario judges a scenario under the base, the design that was in force then,
// and each variant: what none of them has is an error.
func (k *Desk) checkScenario(ctx context.Context, entry string, scenario store.Text) []entente.Diagnostic {
	crisis, err := k.near(entry+"/").crisis(entente.Text(scenario), "")
	if err != nil {
		crisis = entente.Text{}
	}
	load := func(variants []store.Text) (bool, []entente.Diagnostic) {
		d, messages := k.judge(entry, variants, scenario, store.Text(crisis))
		return d != nil, messages
	}
	ok, first := load(nil)
	for _, id := range slices.Concat(entente.ReadPast(entente.Text(scenario)).InForce, k.Store.Names(entry, "variants")) {
		if ok || ctx.Err() != nil {
			break
		}
		if v, err := k.Store.ReadLibrary(entry + "/variants/" + id); err == nil {
			var messages []entente.Diagnostic
			if ok, messages = load(k.chain(entry, v)); ok {
				return messages
			}
		}
	}
	return first
}
