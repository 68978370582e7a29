package entente

import (
	"context"
	"slices"

	"entente/internal/chart"
	"entente/internal/model"
)

// The picture of an arrangement, for the workbench.
type (
	// CommandChart is a design in one picture for all its conditions, with the course
	// of one scale through it.
	CommandChart = chart.Chart
	// ChartView says which scale is followed, what the others stand at, and which
	// offices are empty and which links are out from the start.
	ChartView = chart.View
	// ChartMoment names an instant of a course.
	ChartMoment = chart.Moment
	// ChartRef names an element of a chart.
	ChartRef = chart.Ref
	// Office is what there is to say of a post or a council at an instant.
	Office = chart.Office
	// Following is what a check finds that begins with what a view says is lost.
	Following = chart.Following
	// LockedError refuses to empty an office or to cut a line of a real state.
	LockedError = chart.Locked
)

// Chart puts a design into a picture. What the design's scenario says is absent is so
// from the start. Of a real state no other office may be empty, and no line may be cut:
// *LockedError.
func Chart(d *Design, v ChartView) (*CommandChart, error) {
	return chart.Of(d.Arrangement, d.ID, d.Title, documented(d, v))
}

// OfficeAt says what there is to say of a post or a council at an instant of a chart's
// course.
func OfficeAt(d *Design, v ChartView, at ChartMoment, of ChartRef) (*Office, error) {
	return chart.OfficeAt(d.Arrangement, documented(d, v), at, of)
}

// Follows checks a design from the stop at or before an instant, with what a view says
// is lost, and says which findings follow from the loss.
func Follows(ctx context.Context, d *Design, v ChartView, at ChartMoment, opt CheckOptions) (*Following, error) {
	return chart.Follows(ctx, d.Arrangement, documented(d, v), at, opt)
}

// documented has a view begin with the absences of the design's scenario, and tells it
// that they are documented.
func documented(d *Design, v ChartView) ChartView {
	v.Documented = d.documented()
	v.Absent = slices.Clone(v.Absent)
	for _, p := range v.Documented {
		if id := d.Arrangement.Posts[p].ID; !slices.Contains(v.Absent, id) {
			v.Absent = append(v.Absent, id)
		}
	}
	return v
}

// documented lists the offices that the design's scenario says are empty from the
// start: of a real state, those whose absence a source documents.
func (d *Design) documented() []model.PostIndex {
	var out []model.PostIndex
	if d.Scenario != nil {
		for _, absent := range d.Scenario.Start.Absent {
			out = append(out, absent.Post)
		}
	}
	return out
}
