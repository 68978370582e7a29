package docx

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The page, in points: A4 with the margins of the printed report.
const (
	pageShort, pageLong = 595.3, 841.9
	margin, marginFoot  = 34.0, 40.0
	columnGap           = 12.0
)

// Width is the room between the margins of a page.
func Width(landscape bool) float64 {
	if landscape {
		return pageLong - 2*margin
	}
	return pageShort - 2*margin
}

// Height is the room between head and foot of a page.
func Height(landscape bool) float64 {
	if landscape {
		return pageShort - margin - marginFoot
	}
	return pageLong - margin - marginFoot
}

// writer writes the body and gathers what it names.
type writer struct {
	b        strings.Builder
	pictures []*Picture
	anchors  int
}

// twips are twentieths of a point, the unit of most lengths.
func twips(points float64) string { return strconv.Itoa(int(math.Round(20 * points))) }

// emu are English Metric Units, the unit of pictures.
func emu(points float64) int { return int(math.Round(12700 * points)) }

func (s Section) write(w *writer) {
	w.b.WriteString("<w:p><w:pPr>" + `<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>`)
	w.section(s, false)
	w.b.WriteString("</w:pPr></w:p>")
}

// section writes the properties of a section.
func (w *writer) section(s Section, last bool) {
	across, high, orient := pageShort, pageLong, ""
	if s.Landscape {
		across, high, orient = pageLong, pageShort, ` w:orient="landscape"`
	}
	kind := "nextPage"
	if s.Continuous {
		kind = "continuous"
	}
	w.b.WriteString(`<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:type w:val="` + kind + `"/>`)
	fmt.Fprintf(&w.b, `<w:pgSz w:w="%s" w:h="%s"%s/>`, twips(across), twips(high), orient)
	fmt.Fprintf(&w.b, `<w:pgMar w:top="%s" w:right="%s" w:bottom="%s" w:left="%s" w:header="%s" w:footer="%s" w:gutter="0"/>`, twips(margin), twips(margin), twips(marginFoot), twips(margin), twips(18), twips(18))
	if s.Columns > 1 {
		fmt.Fprintf(&w.b, `<w:cols w:num="%d" w:space="%s"/>`, s.Columns, twips(columnGap))
	}
	w.b.WriteString("</w:sectPr>")
}

func (p Paragraph) write(w *writer) {
	w.b.WriteString("<w:p>")
	var props strings.Builder
	if p.Style != "" {
		props.WriteString(`<w:pStyle w:val="` + p.Style + `"/>`)
	}
	if p.Break {
		props.WriteString("<w:pageBreakBefore/>")
	}
	if p.List > 0 {
		fmt.Fprintf(&props, `<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, min(p.Level, 2), p.List)
	}
	if props.Len() > 0 {
		w.b.WriteString("<w:pPr>" + props.String() + "</w:pPr>")
	}
	for _, a := range p.Anchors {
		w.anchors++
		fmt.Fprintf(&w.b, `<w:bookmarkStart w:id="%d" w:name="%s"/><w:bookmarkEnd w:id="%d"/>`, w.anchors, anchorName(a), w.anchors)
	}
	for i := range p.Runs {
		w.run(&p.Runs[i])
	}
	w.b.WriteString("</w:p>")
}

// anchorName is an anchor as a bookmark may be named: letters, digits and low lines,
// at most forty. What is long keeps its end, which tells anchors apart.
func anchorName(s string) string {
	out := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, s)
	if len(out) > 38 {
		out = out[len(out)-38:]
	}
	return "a_" + out
}

func (w *writer) run(r *Run) {
	if r.Link != "" {
		w.b.WriteString(`<w:hyperlink w:anchor="` + anchorName(r.Link) + `" w:history="1">`)
		defer w.b.WriteString("</w:hyperlink>")
	}
	w.b.WriteString("<w:r>")
	var props strings.Builder
	if r.Link != "" {
		props.WriteString(`<w:rStyle w:val="Hyperlink"/>`)
	}
	if r.Code {
		props.WriteString(`<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:eastAsia="Malgun Gothic" w:cs="Consolas"/>`)
	}
	if r.Bold {
		props.WriteString("<w:b/>")
	}
	if r.Italic {
		props.WriteString("<w:i/>")
	}
	switch {
	case r.Alarm:
		props.WriteString(`<w:color w:val="` + colourAlarm + `"/>`)
	case r.Quieter:
		props.WriteString(`<w:color w:val="` + colourMuted + `"/>`)
	}
	if r.Shade != "" {
		props.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + r.Shade + `"/>`)
	}
	if props.Len() > 0 {
		w.b.WriteString("<w:rPr>" + props.String() + "</w:rPr>")
	}
	if r.NewLine {
		w.b.WriteString("<w:br/>")
	}
	if r.Picture != nil {
		w.picture(r.Picture)
	} else if r.Text != "" {
		w.b.WriteString(`<w:t xml:space="preserve">` + escape(r.Text) + "</w:t>")
	}
	w.b.WriteString("</w:r>")
}

func (w *writer) picture(p *Picture) {
	w.pictures = append(w.pictures, p)
	n := len(w.pictures)
	cx, cy := emu(p.Width), emu(p.Height)
	fmt.Fprintf(&w.b, `<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Figure %d" descr="%s"/>`, cx, cy, n, n, escape(p.Alt))
	w.b.WriteString(`<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>`)
	fmt.Fprintf(&w.b, `<pic:nvPicPr><pic:cNvPr id="%d" name="figure%d"/><pic:cNvPicPr/></pic:nvPicPr>`, n, n)
	fmt.Fprintf(&w.b, `<pic:blipFill><a:blip r:embed="rIdPng%d"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip r:embed="rIdSvg%d"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`, n, n)
	fmt.Fprintf(&w.b, `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`, cx, cy)
}

func (t Table) write(w *writer) {
	sum := 0.0
	for _, x := range t.Widths {
		sum += x
	}
	widths := make([]string, len(t.Widths))
	for i, x := range t.Widths {
		widths[i] = twips(t.Width * x / sum)
	}
	w.b.WriteString("<w:tbl><w:tblPr>")
	if !t.Plain {
		w.b.WriteString(`<w:tblStyle w:val="Report"/>`)
	}
	fmt.Fprintf(&w.b, `<w:tblW w:w="%s" w:type="dxa"/><w:tblLayout w:type="fixed"/>`, twips(t.Width))
	if t.Plain {
		fmt.Fprintf(&w.b, `<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="%s" w:type="dxa"/></w:tblCellMar>`, twips(9))
	}
	w.b.WriteString(`<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	for _, x := range widths {
		w.b.WriteString(`<w:gridCol w:w="` + x + `"/>`)
	}
	w.b.WriteString("</w:tblGrid>")
	for i, r := range t.Rows {
		w.b.WriteString("<w:tr><w:trPr><w:cantSplit/>")
		if i < t.Heads {
			w.b.WriteString("<w:tblHeader/>")
		}
		w.b.WriteString("</w:trPr>")
		at := 0
		for _, c := range r.Cells {
			w.cell(&t, &c, at, i < t.Heads)
			at += max(c.Span, 1)
		}
		w.b.WriteString("</w:tr>")
	}
	w.b.WriteString("</w:tbl>")
}

// shadeHead is the ground of head rows.
const shadeHead = "E9EDF2"

func (w *writer) cell(t *Table, c *Cell, at int, head bool) {
	sum, width := 0.0, 0.0
	for i, x := range t.Widths {
		sum += x
		if i >= at && i < at+max(c.Span, 1) {
			width += x
		}
	}
	fmt.Fprintf(&w.b, `<w:tc><w:tcPr><w:tcW w:w="%s" w:type="dxa"/>`, twips(t.Width*width/sum))
	if c.Span > 1 {
		fmt.Fprintf(&w.b, `<w:gridSpan w:val="%d"/>`, c.Span)
	}
	shade := c.Shade
	if head && shade == "" {
		shade = shadeHead
	}
	if shade != "" {
		w.b.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + shade + `"/>`)
	}
	w.b.WriteString("</w:tcPr>")
	for _, p := range c.Blocks {
		if p.Style == "" {
			p.Style = t.Style
		}
		p.write(w)
	}
	if len(c.Blocks) == 0 { // a cell without a paragraph is no cell
		Paragraph{Style: t.Style}.write(w)
	}
	w.b.WriteString("</w:tc>")
}

func (w *writer) relations() string {
	var b strings.Builder
	b.WriteString(xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	rel := func(id, kind, target string) {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`, id, kind, target)
	}
	rel("rIdStyles", "styles", "styles.xml")
	rel("rIdSettings", "settings", "settings.xml")
	rel("rIdFonts", "fontTable", "fontTable.xml")
	rel("rIdNumbering", "numbering", "numbering.xml")
	rel("rIdFooter", "footer", "footer1.xml")
	for i := range w.pictures {
		rel(fmt.Sprintf("rIdPng%d", i+1), "image", fmt.Sprintf("media/figure%d.png", i+1))
		rel(fmt.Sprintf("rIdSvg%d", i+1), "image", fmt.Sprintf("media/figure%d.svg", i+1))
	}
	return b.String() + "</Relationships>"
}
