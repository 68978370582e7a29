package report

// LanesPlaced is where things stand in the drawing of a run, in its own units.
type LanesPlaced struct {
	Width, Height float64
	Top, Bottom   float64   // of the lanes
	Lanes         []float64 // the middle of each
	a             *laneAxis
	at            laid
	f             *Lanes
}

// Placed says where SVG draws things.
func (f Lanes) Placed() *LanesPlaced {
	_, _, width, height := f.draw("placed")
	one := f
	one.Title = ""
	out := &LanesPlaced{Width: width, Height: height, a: newLaneAxis([]Lanes{one}), f: &one}
	var top canvas
	out.at = one.lay(out.a, top.head(f.Title))
	out.Top, out.Bottom = out.at.top, out.at.bottom
	for _, l := range out.at.lanes {
		out.Lanes = append(out.Lanes, l.y+l.h/2)
	}
	return out
}

// X is where a time stands on the axis.
func (p *LanesPlaced) X(t float64) float64 { return p.a.at(t) }

// Y is the height of a mark or a bar; ok is false where it is not drawn.
func (p *LanesPlaced) Y(e LaneEnd) (y float64, ok bool) {
	_, y, ok = p.f.spot(p.a, &p.at, e, true)
	return y, ok
}
