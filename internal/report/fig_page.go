package report

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
)

// Results is a section of figures: what was simulated, and what came of it.
type Results struct {
	Head    string
	Text    []string // paragraphs before the figures
	Figures []Captioned
}

// resultsView is a section with its figures numbered.
type resultsView struct {
	Head    string
	Text    []string
	Figures []figureView
}

func (b *builder) results() []resultsView { return b.resultsOf(b.in.Results) }

func (b *builder) resultsOf(list []Results) []resultsView {
	var out []resultsView
	for _, r := range list {
		v := resultsView{Head: r.Head, Text: r.Text}
		for _, f := range r.Figures {
			v.Figures = append(v.Figures, f.view(b.figure()))
		}
		out = append(out, v)
	}
	return out
}

// FigureInput is what a page of figures alone is made from.
type FigureInput struct {
	Title    string
	Caveat   string // what stands above every result
	Sections []Results
	Version  string // of the program
	Command  string // what was run
}

var figuresTemplate = template.Must(template.Must(pageTemplate.Clone()).New("figures").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{.Policy}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="entente {{.Version}}">
<title>{{.Title}}</title>
<style>{{.Style}}</style>
</head>
<body>
<main id="main">
<h1>{{.Title}}</h1>
{{- if .Caveat}}<p class="caveat">{{.Caveat}}</p>{{end}}
{{- range .Results}}{{template "results" .}}{{end}}
</main>
<footer>
<p>Made by entente {{.Version}}{{if .Command}} with <code>{{.Command}}</code>{{end}}. Independent, unclassified research software; it takes no position on any policy.</p>
</footer>
<script>{{.Script}}</script>
</body>
</html>
`))

// FiguresHTML writes one self-contained page of figures.
func FiguresHTML(in FigureInput) ([]byte, error) {
	if len(in.Sections) == 0 {
		return nil, errors.New("report: no section of figures")
	}
	b := &builder{}
	p := page{Title: in.Title, Version: in.Version, Command: in.Command, Caveat: in.Caveat, Results: b.resultsOf(in.Sections)}
	p.dress()
	var out bytes.Buffer
	if err := figuresTemplate.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return out.Bytes(), nil
}

// dress gives a page its style and its script, and the policy that admits them.
func (p *page) dress() {
	style := styleText + "@media screen and (prefers-color-scheme:dark){" + darkFigures() + "}\n"
	p.Style, p.Script = template.CSS(style), template.JS(scriptText)
	p.Policy = "default-src 'none'; img-src data: blob:; style-src " + hashOf(style) + "; script-src " + hashOf(scriptText) + "; base-uri 'none'; form-action 'none'"
}
