package docx

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// The parts of the file that do not depend on the document, or hardly.

const (
	colourInk   = "1A1D23"
	colourMuted = "4F5663"
	colourRule  = "C9CED6"
	colourLink  = "1D5A9E"
	colourAlarm = "A3160F"
)

const wordSpaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

const documentHead = xml.Header + `<w:document ` + wordSpaces + ` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"><w:body>`

const contentTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Default Extension="png" ContentType="image/png"/>` +
	`<Default Extension="svg" ContentType="image/svg+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
	`<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>` +
	`</Types>`

const packageRelations = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/>` +
	`</Relationships>`

const appProperties = xml.Header + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>entente</Application></Properties>`

const settings = xml.Header + `<w:settings ` + wordSpaces + `><w:zoom w:percent="110"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-GB" w:eastAsia="ko-KR"/></w:settings>`

const fontTable = xml.Header + `<w:fonts ` + wordSpaces + `>` +
	`<w:font w:name="Arial"><w:altName w:val="Liberation Sans"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>` +
	`<w:font w:name="Malgun Gothic"><w:altName w:val="맑은 고딕"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>` +
	`<w:font w:name="Consolas"><w:altName w:val="Liberation Mono"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font></w:fonts>`

// style is a paragraph style. Sizes are in points; line in tenths of a line.
type style struct {
	id, name      string
	size          float64
	bold          bool
	colour        string
	before, after float64
	line          float64 // line height, of the font's
	keep          bool    // on one page with what follows
	outline       int     // level of a heading, from 1; 0: none
	extra         string  // further properties: borders, shades and indents
	next          string
}

// styles lists the paragraph styles that a document may name.
var styles = []style{
	{id: "Title", name: "Title", size: 17, bold: true, after: 5, line: 1.05, keep: true, next: "Normal"},
	{id: "Heading1", name: "heading 1", size: 14, bold: true, before: 14, after: 5, line: 1.1, keep: true, outline: 1, next: "Normal",
		extra: `<w:pBdr><w:top w:val="single" w:sz="12" w:space="4" w:color="` + colourInk + `"/></w:pBdr>`},
	{id: "Heading2", name: "heading 2", size: 11.5, bold: true, before: 10, after: 3, line: 1.1, keep: true, outline: 2, next: "Normal"},
	{id: "Heading3", name: "heading 3", size: 10, bold: true, before: 8, after: 2, line: 1.1, keep: true, outline: 3, next: "Normal"},
	{id: "Heading4", name: "heading 4", size: 9.2, bold: true, before: 6, after: 2, line: 1.1, keep: true, outline: 4, next: "Normal"},
	{id: "Caption", name: "caption", size: 8.2, before: 5, after: 3, line: 1.12, keep: true},
	{id: "FigureCaption", name: "Figure caption", size: 8, before: 2, after: 8, line: 1.1, extra: "<w:keepLines/>"},
	{id: "Figure", name: "Figure", size: 8, before: 4, after: 0, line: 1, keep: true},
	{id: "Caveat", name: "Caveat", size: 8.2, before: 2, after: 6, line: 1.12,
		extra: `<w:pBdr><w:left w:val="single" w:sz="24" w:space="6" w:color="` + colourAlarm + `"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F3F5F8"/>`},
	{id: "Alarm", name: "Alarm", size: 9, bold: true, before: 2, after: 6, line: 1.12,
		extra: `<w:pBdr><w:left w:val="single" w:sz="24" w:space="6" w:color="` + colourAlarm + `"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="FDF0EE"/>`},
	{id: "Question", name: "Question", size: 10.5, bold: true, after: 4, line: 1.1},
	{id: "Note", name: "Note", size: 8.2, colour: colourMuted, after: 3, line: 1.1},
	{id: "Line", name: "Line of the text", size: 7.4, colour: colourMuted, after: 1, line: 1.05},
	{id: "Item", name: "List item", size: 9, after: 1.5, line: 1.1},
	{id: "Finding", name: "Finding", size: 9.2, bold: true, after: 2, line: 1.1},
	{id: "Code", name: "Code lines", size: 7.8, after: 0, line: 1.05, extra: `<w:shd w:val="clear" w:color="auto" w:fill="F3F5F8"/>`},
	{id: "Cell", name: "Table text", size: 7.8, line: 1.06},
	{id: "Brief", name: "Brief", size: 7.8, after: 1.5, line: 1.04},
	{id: "BriefHead", name: "Brief head", size: 9, bold: true, before: 2, after: 1.5, line: 1.04, keep: true,
		extra: `<w:pBdr><w:top w:val="single" w:sz="12" w:space="2" w:color="` + colourLink + `"/></w:pBdr>`},
	{id: "BriefRests", name: "Brief rests", size: 7, colour: colourMuted, after: 2.5, line: 1.02},
	{id: "BriefItem", name: "Brief item", size: 7.8, after: 0.5, line: 1.03},
	{id: "BriefCell", name: "Brief table text", size: 7.1, line: 1},
	{id: "BriefCaption", name: "Brief caption", size: 7.2, before: 3, after: 1.5, line: 1.02, keep: true},
	{id: "BriefCaveat", name: "Brief caveat", size: 7.5, before: 1, after: 3, line: 1.04,
		extra: `<w:pBdr><w:left w:val="single" w:sz="24" w:space="5" w:color="` + colourAlarm + `"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F3F5F8"/>`},
	{id: "Footer", name: "footer", size: 7, colour: colourMuted, line: 1,
		extra: `<w:tabs><w:tab w:val="right" w:pos="` + twips(pageShort-2*margin) + `"/></w:tabs>`},
}

func (s *style) xml() string {
	var b strings.Builder
	custom := ""
	if !strings.HasPrefix(s.name, "heading") && s.name != "caption" && s.name != "footer" && s.name != "Title" {
		custom = ` w:customStyle="1"`
	}
	fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/>`, custom, s.id, s.name)
	if s.next != "" {
		b.WriteString(`<w:next w:val="` + s.next + `"/>`)
	}
	b.WriteString("<w:qFormat/><w:pPr>")
	if s.keep {
		b.WriteString("<w:keepNext/><w:keepLines/>")
	}
	b.WriteString(s.extra)
	fmt.Fprintf(&b, `<w:spacing w:before="%s" w:after="%s" w:line="%d" w:lineRule="auto"/>`, twips(s.before), twips(s.after), int(240*s.line))
	if s.outline > 0 {
		fmt.Fprintf(&b, `<w:outlineLvl w:val="%d"/>`, s.outline-1)
	}
	b.WriteString("</w:pPr><w:rPr>")
	if s.bold {
		b.WriteString("<w:b/>")
	}
	if s.colour != "" {
		b.WriteString(`<w:color w:val="` + s.colour + `"/>`)
	}
	fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`, halves(s.size), halves(s.size))
	return b.String()
}

// halves are half points, the unit of type sizes.
func halves(points float64) int { return int(2*points + 0.5) }

func stylesXML() string {
	var b strings.Builder
	b.WriteString(xml.Header + `<w:styles ` + wordSpaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Malgun Gothic" w:cs="Arial"/><w:color w:val="` + colourInk + `"/><w:sz w:val="18"/><w:szCs w:val="18"/><w:lang w:val="en-GB" w:eastAsia="ko-KR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="80" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`)
	b.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	b.WriteString(`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="` + colourLink + `"/></w:rPr></w:style>`)
	for i := range styles {
		b.WriteString(styles[i].xml())
	}
	rule := func(side string, size int) string {
		return fmt.Sprintf(`<w:%s w:val="single" w:sz="%d" w:space="0" w:color="%s"/>`, side, size, colourRule)
	}
	b.WriteString(`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	b.WriteString(`<w:style w:type="table" w:customStyle="1" w:styleId="Report"><w:name w:val="Report"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>` + rule("top", 8) + rule("bottom", 8) + rule("insideH", 4) + `</w:tblBorders><w:tblCellMar><w:top w:w="24" w:type="dxa"/><w:left w:w="56" w:type="dxa"/><w:bottom w:w="24" w:type="dxa"/><w:right w:w="56" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>`)
	return b.String() + "</w:styles>"
}

func footer(text string) string {
	return xml.Header + `<w:ftr ` + wordSpaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">` + escape(text) + `</w:t></w:r><w:r><w:tab/></w:r>` +
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>`
}

// numbering writes the lists, each with a count of its own.
func numbering(kinds []ListKind) string {
	var b strings.Builder
	b.WriteString(xml.Header + `<w:numbering ` + wordSpaces + `>`)
	for kind := Bullets; kind <= Numbers; kind++ {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="multilevel"/>`, kind)
		for level := range 3 {
			format, text := "bullet", []string{"•", "–", "·"}[level]
			if kind == Numbers && level == 0 {
				format, text = "decimal", "%1."
			}
			left := 11 + 12*level
			if kind == Numbers {
				left += 5
			}
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%s" w:hanging="%s"/></w:pPr></w:lvl>`, level, format, text, twips(float64(left)), twips(float64(min(left, 16))))
		}
		b.WriteString("</w:abstractNum>")
	}
	for i, kind := range kinds {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, i+1, max(kind, Bullets))
	}
	return b.String() + "</w:numbering>"
}
