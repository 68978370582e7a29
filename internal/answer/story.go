package answer

import (
	"entente/internal/check"
	"entente/internal/say"
)

// StoryJSON is the story of a finding to be shown: its scenes, and the whole state
// at its start and after each scene. Both are empty where there is no story, as of a
// class.
type StoryJSON struct {
	Finding FindingJSON   `json:"finding"`
	Frames  []check.Frame `json:"frames"`
}

// Story returns the story of the finding of a kind and an element; ok is false where
// there is none.
func Story(r *check.Result, kind, element string) (out StoryJSON, ok bool) {
	f := find(r, kind, element)
	if f == nil {
		return out, false
	}
	return StoryJSON{findingJSON(r, f), frames(f.Frames())}, true
}

func find(r *check.Result, kind, element string) *check.Finding {
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Seam.String() == kind && f.Element == element {
			return f
		}
	}
	return nil
}

func frames(list []check.Frame) []check.Frame {
	if list == nil {
		list = []check.Frame{}
	}
	return list
}

// SideBySideJSON is one seam in two designs, to be shown side by side.
type SideBySideJSON struct {
	Item   DiffItemJSON `json:"item"`
	Before SideJSON     `json:"before"`
	After  SideJSON     `json:"after"`
}

// SideJSON is one of the two. Where the seam is not found there, the other design's
// story is played in it as long as its events are possible.
type SideJSON struct {
	Finding *FindingJSON  `json:"finding,omitempty"`
	Story   []SceneJSON   `json:"story"`
	Frames  []check.Frame `json:"frames"`
	Other   bool          `json:"other,omitempty"`  // it is the other design's story
	PartsAt say.Text      `json:"partsAt,omitzero"` // and this is its first event that is not possible here
}

// SideBySide shows a seam of the comparison in both designs; ok is false where the
// comparison has none of that kind and element.
func (d *DiffResult) SideBySide(kind, element string) (out SideBySideJSON, ok bool) {
	data := d.items()
	for i := range d.Items {
		it := &d.Items[i]
		if it.Seam.String() != kind || it.Element != element {
			continue
		}
		out.Item = data[i]
		out.Before = side(d.Before, it.Before, it.After)
		out.After = side(d.After, it.After, it.Before)
		return out, true
	}
	return out, false
}

func side(r *check.Result, own, other *check.Finding) SideJSON {
	if own != nil {
		f := findingJSON(r, own)
		return SideJSON{Finding: &f, Story: scenesJSON(own.Story), Frames: frames(own.Frames())}
	}
	played := other.PlayedIn(r)
	if played == nil {
		return SideJSON{Story: []SceneJSON{}, Frames: []check.Frame{}}
	}
	out := SideJSON{Story: scenesJSON(played.Story), Frames: played.Frames(), Other: true}
	if n := len(played.Story); n < len(other.Story) {
		out.PartsAt = other.Story[n].Text
	}
	return out
}
