package design

import "entente/internal/syntax"

// Silent returns the paths on which a variant's sources say nothing. What is not
// a path is left out; Apply reports it.
func Silent(variant *syntax.Node) []Path {
	var out []Path
	for _, n := range silentNodes(variant) {
		if path, ok := ParsePath(n.Text); ok && n.Kind == syntax.Scalar {
			out = append(out, path)
		}
	}
	return out
}

func silentNodes(variant *syntax.Node) []*syntax.Node {
	list := variant.Get("silent")
	if list == nil {
		return nil
	}
	return asList(list)
}

// silent checks that each path leads somewhere in the tree that the variant
// leaves, or that what would hold it exists: silence is also about what is
// missing.
func (a *applier) silent(v *syntax.Node) {
	for _, n := range silentNodes(v) {
		path, ok := ParsePath(n.Text)
		if !ok || n.Kind != syntax.Scalar {
			a.badPath(n)
			continue
		}
		s, i := a.find(path)
		if s.node == nil && (i < len(path)-1 || i == 0 && arrangement.keys[path[0]] == nil || s.holder.Kind == syntax.Scalar) {
			a.unknown(n, path, i, s)
		}
	}
}
