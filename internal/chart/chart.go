package chart

import (
	"slices"

	"entente/internal/model"
)

// Chart is an arrangement in one picture for all its conditions: what stands where,
// which ways its lines take, and the courses of one scale through it.
type Chart struct {
	Design      string           `json:"design"`
	Title       string           `json:"title"`
	Real        bool             `json:"real"`
	Locked      string           `json:"locked,omitempty" doc:"why no office may be emptied and no line cut on this entry; empty where they may"`
	Width       float64          `json:"width"`
	Height      float64          `json:"height"`
	Bands       []ChartBand      `json:"bands"`
	Parties     []ChartParty     `json:"parties"`
	LeftOut     []LeftOut        `json:"leftOut" doc:"offices and councils that a large arrangement's chart leaves out: they neither hold, decide, consent nor sit in a council of the chain, nor stand above one who does"`
	Posts       []PostBox        `json:"posts"`
	Councils    []CouncilBox     `json:"councils"`
	Forces      []ForceBox       `json:"forces"`
	Authorities []ChartAuthority `json:"authorities"`
	Under       []Chain          `json:"under" doc:"who stands under whom"`
	Links       []ChartLink      `json:"links"`
	Procedures  []ChartProcedure `json:"procedures"`
	Scales      []ChartScale     `json:"scales"`
	Scale       string           `json:"scale" doc:"the scale that the courses follow; empty where there is none, and one stop"`
	Up          *ChartCourse     `json:"up"`
	Down        *ChartCourse     `json:"down"`
}

// ChartElement is what every element of a text has.
type ChartElement struct {
	ID   string     `json:"id"`
	Name model.Name `json:"name,omitempty"`
	Note string     `json:"note,omitempty"`
	Line TextLine   `json:"line"`
}

// LeftOut is an office or a council that is not drawn.
type LeftOut struct {
	Kind string `json:"kind" enum:"post,council"`
	ChartElement
}

// Rect is a rectangle of the picture.
type Rect struct {
	X float64 `json:"x" doc:"left"`
	Y float64 `json:"y" doc:"top"`
	W float64 `json:"w"`
	H float64 `json:"h"`
}

// Lettering is what stands in a box, in each language.
type Lettering struct {
	En []BoxLine `json:"en"`
	Ko []BoxLine `json:"ko"`
}

// BoxLine is one line of words in a box.
type BoxLine struct {
	Text string  `json:"text"`
	Size float64 `json:"size"`
	Bold bool    `json:"bold,omitempty"`
	Tone string  `json:"tone,omitempty" enum:"muted,nation"`
}

// ChartBand is the column of a nation, or of what the allies share.
type ChartBand struct {
	Rect
	Party  string `json:"party,omitempty" doc:"empty: what is shared"`
	Nation int    `json:"nation" doc:"the number of its colours; the last is nobody's"`
}

// ChartParty is a nation.
type ChartParty struct {
	ChartElement
	Ally   bool `json:"ally"`
	Nation int  `json:"nation"`
	Form   int  `json:"form" doc:"the shape of its posts"`
}

// PostBox is an office in its place.
type PostBox struct {
	ChartElement
	Rect
	Words    Lettering `json:"words"`
	Of       string    `json:"of"`
	Nation   int       `json:"nation"`
	Form     int       `json:"form"`
	National bool      `json:"national,omitempty"`
	Class    string    `json:"class,omitempty"`
	Person   string    `json:"person,omitempty" doc:"who fills other posts too"`
	Hat      string    `json:"hat,omitempty" doc:"the letter of that person"`
	Under    []Ref     `json:"under"`
	Deputies []string  `json:"deputies"`
}

// CouncilBox is a council in its place.
type CouncilBox struct {
	ChartElement
	Rect
	Words Lettering `json:"words"`
	Under []Ref     `json:"under"`
	Seats []string  `json:"seats" doc:"the posts that sit"`
}

// ForceBox is a force or a matter in its place; forces alike share a box.
type ForceBox struct {
	Rect
	Words  Lettering      `json:"words"`
	Forces []ChartElement `json:"forces"`
	Of     []string       `json:"of"`
	Nation int            `json:"nation"`
	Matter bool           `json:"matter"`
	Symbol string         `json:"symbol,omitempty" doc:"the APP-6 code of its sign"`
	Ports  []PortBox      `json:"ports"`
}

// PortBox is where the authorities of one kind arrive at a box.
type PortBox struct {
	Rect
	Kind        string   `json:"kind"`
	While       bool     `json:"while,omitempty" doc:"only while what the text says holds"`
	Authorities []string `json:"authorities"`
}

// ChartAuthority is a right over a force.
type ChartAuthority struct {
	ChartElement
	Kind      string     `json:"kind"`
	Over      string     `json:"over"`
	OverName  model.Name `json:"overName,omitempty"`
	Matter    bool       `json:"matter,omitempty"`
	Exclusive bool       `json:"exclusive"`
	Scale     string     `json:"scale,omitempty" doc:"the scale that moves its holder"`
	From      string     `json:"from,omitempty" doc:"the post it is delegated from"`
	Rows      []string   `json:"rows" doc:"by value of its scale, or one: the post; empty for nobody"`
	Ways      []Way      `json:"ways" doc:"one for each post that its rows name"`
}

// Way is the line of an authority from an office to where it arrives.
type Way struct {
	Post   string    `json:"post"`
	Points []float64 `json:"points" doc:"x, y, x, y …"`
}

// Chain is the line from a superior to who stands under it.
type Chain struct {
	From   Ref       `json:"from"`
	To     Ref       `json:"to"`
	Points []float64 `json:"points" doc:"x, y, x, y …"`
}

// ChartLink is a line of communication.
type ChartLink struct {
	ChartElement
	Ends    [2]Ref    `json:"ends"`
	Curve   []float64 `json:"curve" doc:"a cubic: x, y of its ends and of the two points between"`
	Restore *Duration `json:"restore,omitempty"`
}

// ChartProcedure is one with its steps, for their names.
type ChartProcedure struct {
	ChartElement
	Steps []ChartElement `json:"steps"`
}

// ChartScale is an ordered list of conditions, low to high.
type ChartScale struct {
	ChartElement
	Values []ChartElement `json:"values"`
	Moves  bool           `json:"moves" doc:"somebody's holding depends on it"`
}

// View says what a chart shows.
type View struct {
	Scale  string   // the scale to follow; "": the one that moves most
	Values []string // values of the other scales; a scale that none is named of stands at its lowest
	Whole  bool     // no office and no council is left out of a large arrangement
	Absent []string // offices that are empty from the start
	Out    []string // links that are out from the start
	// Documented are absences that the texts document: of a real state only these
	// may be named.
	Documented []model.PostIndex
}

// Of makes the chart of an arrangement.
func Of(a *model.Arrangement, design, title string, v View) (*Chart, error) {
	scale, start, err := v.read(a)
	if err != nil {
		return nil, err
	}
	l := Lay(a, Options{Words: screenWords{}, Whole: v.Whole, Deputies: true, Low: true})
	c := &Chart{Design: design, Title: title, Real: a.Real, Width: l.Width, Height: l.Bottom + 14, Parties: []ChartParty{}, Procedures: []ChartProcedure{}, Scales: []ChartScale{}}
	if a.Real {
		c.Locked = lockedText
	}
	c.draw(l)
	for i := range a.Parties {
		p := &a.Parties[i]
		c.Parties = append(c.Parties, ChartParty{element(&p.Meta, "parties/"), p.Ally, NationOf(a, i), FormOf(a, model.PartyIndex(i))})
	}
	for i := range a.Procedures {
		p := &a.Procedures[i]
		out := ChartProcedure{element(&p.Meta, "procedures/"), []ChartElement{}}
		for k := range p.Steps {
			out.Steps = append(out.Steps, element(&p.Steps[k].Meta, "procedures/"+p.ID+"/steps/"))
		}
		c.Procedures = append(c.Procedures, out)
	}
	for i := range a.Scales {
		s := &a.Scales[i]
		out := ChartScale{element(&s.Meta, "conditions/"), []ChartElement{}, slices.ContainsFunc(a.Authorities, func(x model.Authority) bool { return x.Scale == model.ScaleIndex(i) })}
		for k := range s.Values {
			out.Values = append(out.Values, element(&s.Values[k], "conditions/"+s.ID+"/"))
		}
		c.Scales = append(c.Scales, out)
	}
	if scale != model.None {
		c.Scale = a.Scales[scale].ID
	}
	c.Up, c.Down = Follow(a, scale, start, false), Follow(a, scale, start, true)
	return c, nil
}

func element(m *model.Meta, section string) ChartElement {
	return ChartElement{ID: m.ID, Name: m.Name, Note: m.Note, Line: lineOf(m.Span, section+m.ID)}
}

// FormOf is the shape of a party's posts: one for each ally, the last for all others.
func FormOf(a *model.Arrangement, party model.PartyIndex) int {
	return min(NationOf(a, int(party)), 3)
}
