package typecheck

import (
	"entente/internal/diag"
	"entente/internal/syntax"
)

// Limits on counts. They are far beyond what a text for people holds, and some
// keep a state within its words (internal/program).
const (
	sourcesMax     = 512
	scalesMax      = 16
	valuesMax      = 16 // of a scale, and so the most posts that one authority's rows name
	partiesMax     = 32
	hqsMax         = 128
	placesMax      = 128
	postsMax       = 512
	deputiesMax    = 16  // of a post
	superiorsMax   = 16  // of a post or a council
	forcesMax      = 256 // with the matters
	authoritiesMax = 128
	councilsMax    = 512
	seatsMax       = 64 // of a council
	agendaMax      = 64
	linksMax       = 256
	proceduresMax  = 256
	runsMax        = 256 // places for runs, over all procedures
	stepsMax       = 64  // of a procedure
	decidesMax     = 16  // moves of a procedure
	optionsMax     = 16  // of a step
	recipientsMax  = 64  // of a step
	kindsMax       = 64  // of incidents
	placesOfAgain  = 8   // `queue n`, `beside n`
	backTimesMax   = 255
	priorityMax    = 1000
	limitsMax      = 128
	invariantsMax  = 128
	acceptMax      = 512
)

// tooMany reports a count over its limit, at the first element beyond it, and
// returns how many are read.
func (c *checker) tooMany(n, limit int, beyond func(int) diag.Span, what string) int {
	if n <= limit {
		return n
	}
	c.cut = true
	c.errorf("too-many", beyond(limit), "%s: this is number %d of %d; at most %d are read", what, limit+1, n, limit)
	return limit
}

// limitPairs cuts the pairs of a map to a limit.
func (c *checker) limitPairs(pairs []syntax.Pair, limit int, what string) []syntax.Pair {
	return pairs[:c.tooMany(len(pairs), limit, func(i int) diag.Span { return pairs[i].Key.Span }, what)]
}

// limitItems cuts a list to a limit.
func (c *checker) limitItems(items []*syntax.Node, limit int, what string) []*syntax.Node {
	return items[:c.tooMany(len(items), limit, func(i int) diag.Span { return items[i].Span }, what)]
}
