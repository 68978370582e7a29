package store

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"entente/internal/record"
)

// digestVersion is the version of texts/digest.json.
const digestVersion = 1

// DigestSchema is the JSON Schema of texts/digest.json.
//
//go:embed digest.schema.json
var DigestSchema []byte

// digest is texts/digest.json: what run a folder holds.
type digest struct {
	Version int               `json:"version"`
	Digest  string            `json:"digest"` // as the header has it
	Seed    string            `json:"seed"`
	Layout  string            `json:"layout"` // SHA-256 of the header
	All     string            `json:"all"`    // SHA-256 of what `sha256sum` prints for the texts in the order of their names
	Texts   map[string]string `json:"texts"`  // name → SHA-256
}

// newDigest makes the digest of a run.
func newDigest(h *record.Header, files map[string]string) *digest {
	layout := h.Layout()
	d := &digest{
		Version: digestVersion, Digest: h.Digest, Seed: strconv.FormatUint(h.Seed, 10),
		Layout: hex.EncodeToString(layout[:]), Texts: map[string]string{},
	}
	var list strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		sum := sha256.Sum256([]byte(files[name]))
		d.Texts[name] = hex.EncodeToString(sum[:])
		fmt.Fprintf(&list, "%s  %s\n", d.Texts[name], name)
	}
	all := sha256.Sum256([]byte(list.String()))
	d.All = hex.EncodeToString(all[:])
	return d
}

// same reports whether a digest is of the run of a header.
func (d *digest) same(h *record.Header) bool {
	layout := h.Layout()
	return d.Layout == hex.EncodeToString(layout[:])
}

// readDigest reads texts/digest.json.
func readDigest(d disk, name string) (*digest, error) {
	f, err := d.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := readBounded(f, 1<<26)
	if err != nil {
		return nil, err
	}
	var out digest
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, &unreadable{err}
	}
	if out.Version != digestVersion {
		return nil, &unreadable{fmt.Errorf("its version is %d, not %d", out.Version, digestVersion)}
	}
	return &out, nil
}

// unreadable says that digest.json was read and means nothing here.
type unreadable struct{ error }

func (u *unreadable) Unwrap() error { return u.error }

// writeTexts writes the texts and their digest into a new folder.
func writeTexts(d disk, dir string, h *record.Header, files map[string]string) error {
	if err := d.MkdirAll(dir); err != nil {
		return err
	}
	folders := map[string]bool{dir: true}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		full := filepath.Join(dir, filepath.FromSlash(name))
		for f := filepath.Dir(full); f != dir; f = filepath.Dir(f) {
			folders[f] = true
		}
		if err := d.MkdirAll(filepath.Dir(full)); err != nil {
			return err
		}
		if err := writeNew(d, full, func(w io.Writer) error { _, err := io.WriteString(w, files[name]); return err }); err != nil {
			return err
		}
	}
	b, err := json.MarshalIndent(newDigest(h, files), "", "  ")
	if err != nil {
		return err
	}
	b = append(b, '\n')
	if err := writeNew(d, filepath.Join(dir, digestName), func(w io.Writer) error { _, err := w.Write(b); return err }); err != nil {
		return err
	}
	for _, f := range slices.Sorted(maps.Keys(folders)) {
		if err := d.SyncDir(f); err != nil {
			return err
		}
	}
	return nil
}

// textFiles gives every text a name below texts/.
func textFiles(texts map[string]string) (map[string]string, error) {
	out := map[string]string{}
	taken := map[string]string{strings.ToLower(digestName): digestName}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		file, err := textFile(name)
		if err != nil {
			return nil, fmt.Errorf("keep text %q: %w", name, err)
		}
		key := strings.ToLower(file) // some file systems do not tell them apart
		if other, ok := taken[key]; ok {
			return nil, fmt.Errorf("keep text %q: its name is taken by %q", name, other)
		}
		taken[key] = name
		out[file] = texts[name]
	}
	return out, nil
}

// textFile turns the name of a text into a path below texts/: a leading slash is
// dropped, a step up is kept as "__", and what some file system forbids as "_".
func textFile(name string) (string, error) {
	name = strings.ReplaceAll(filepath.ToSlash(name), `\`, "/")
	var out []string
	for part := range strings.SplitSeq(path.Clean(name), "/") {
		switch part {
		case "", ".":
			continue
		case "..":
			part = "__"
		}
		part = strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7F || strings.ContainsRune(`<>:"|?*`, r) {
				return '_'
			}
			return r
		}, part)
		if end := strings.TrimRight(part, ". "); end != part {
			part = end + "_"
		}
		out = append(out, part)
	}
	if len(out) == 0 {
		return "", errors.New("it has no name")
	}
	return strings.Join(out, "/"), nil
}
