package desk

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"entente"
	"entente/internal/store"
)

// neighbours finds the texts that a study names: in the library entry that the
// study or the base is of, or beside the study's file.
type neighbours struct {
	store *store.Store
	of    string // the study's name
	texts map[string]string
	known map[string]entente.Text
}

func (n *neighbours) read(id, kind, base string) (entente.Text, error) {
	id, base = strings.TrimSuffix(id, ".yaml"), strings.TrimSuffix(base, ".yaml") // the file's name will do
	key := kind + " " + base + " " + id
	if t, ok := n.known[key]; ok {
		return t, nil
	}
	var names []string
	entry, _, inLibrary := strings.Cut(n.of, "/")
	if n.store.OnDisk(n.of) {
		inLibrary = false
		dir := filepath.Dir(n.of)
		for _, up := range []string{dir, filepath.Join(dir, ".."), filepath.Join(dir, "..", "..")} {
			names = append(names, filepath.Join(up, id+".yaml"), filepath.Join(up, FolderOf(kind), id+".yaml"))
			if kind == "arrangement" {
				names = append(names, filepath.Join(up, "arrangement.yaml"))
			}
		}
	}
	if inLibrary {
		names = append(names, path.Join(entry, FolderOf(kind), id), path.Join(entry, id))
		if kind == "arrangement" { // a draft of an entry goes by another name than its arrangement
			names = append(names, path.Join(entry, "arrangement"))
		}
	}
	if kind == "arrangement" {
		names = append(names, id)
	}
	if base != "" {
		names = append(names, path.Join(base, FolderOf(kind), id), path.Join(base, id))
	}
	for _, name := range names {
		t, err := n.store.Read(name)
		if err != nil {
			continue
		}
		// A file of that name whose header cannot be read is meant: what is wrong with it
		// is told when it is loaded.
		k, own := entente.Kind(entente.Text(t))
		broken := k == "" && path.Base(filepath.ToSlash(name)) == id+".yaml"
		if !broken && (k != kind || own != id) {
			continue
		}
		if n.known == nil {
			n.known = map[string]entente.Text{}
		}
		n.known[key] = entente.Text(t)
		n.texts[t.Name] = t.Body
		return entente.Text(t), nil
	}
	return entente.Text{}, Hinted{fmt.Errorf("there is no %s %q", kind, id), "looked for " + strings.Join(names, ", ")}
}

// crisis finds the crisis that a scenario names, if it names one.
func (n *neighbours) crisis(scenario entente.Text, base string) (entente.Text, error) {
	id := entente.CrisisOf(scenario)
	if id == "" {
		return entente.Text{}, nil
	}
	return n.read(id, "crisis", base)
}

// near finds the texts beside a study, a scenario or a crisis.
func (k *Desk) near(of string) *neighbours {
	return &neighbours{store: k.Store, of: of, texts: map[string]string{}}
}

// kindOf is what stands in a folder of an entry.
var kindOf = map[string]string{"variants": "variant", "crises": "crisis", "scenarios": "scenario", "studies": "study"}

// FolderOf is the folder of an entry in which texts of a kind stand.
func FolderOf(kind string) string {
	for folder, k := range kindOf {
		if k == kind {
			return folder
		}
	}
	return kind + "s"
}

// KindOf is the kind of the texts in a folder of an entry, or "".
func KindOf(folder string) string { return kindOf[folder] }
