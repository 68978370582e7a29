package design

import "strings"

// pathMax is the longest path, in ids; the deepest address of the language has
// seven.
const pathMax = 16

// Path is an address: the ids from the root of the arrangement down.
type Path []string

// ParsePath splits an address at its slashes. It is not ok when an id is empty
// or there are more than 16 of them.
func ParsePath(text string) (path Path, ok bool) {
	path = Path(strings.Split(text, "/"))
	if len(path) > pathMax {
		return nil, false
	}
	for _, id := range path {
		if id == "" || strings.TrimSpace(id) != id {
			return nil, false
		}
	}
	return path, true
}

func (p Path) String() string { return strings.Join(p, "/") }

// Covers reports whether of is path itself or stands below it.
func Covers(path, of Path) bool {
	if len(path) > len(of) {
		return false
	}
	for i, id := range path {
		if of[i] != id {
			return false
		}
	}
	return true
}

// below returns the path of a child. It never shares memory with a sibling's.
func (p Path) below(id string) Path {
	return append(p[:len(p):len(p)], id)
}

func (p Path) parent() Path { return p[:len(p)-1] }
func (p Path) last() string { return p[len(p)-1] }
