package server

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente"
)

// inLanguage says the sentences of every answer in the language that the request asks
// for (RFC 9110 section 12.5.4). What is kept between requests is in none.
func inLanguage(ctx huma.Context, _ string, v any) (any, error) {
	ctx.AppendHeader("Vary", "Accept-Language")
	return entente.Said(v, preferred(ctx.Header("Accept-Language"))), nil
}

// preferred is the first of the languages of a header in which we say something. Browsers
// list them as they are wanted, so that weights are not read.
func preferred(accept string) entente.Lang {
	for _, part := range strings.SplitN(accept, ",", 20) {
		tag, _, _ := strings.Cut(part, ";")
		tag, _, _ = strings.Cut(strings.TrimSpace(tag), "-")
		if l, ok := entente.ParseLang(strings.ToLower(tag)); ok {
			return l
		}
	}
	return entente.English
}
