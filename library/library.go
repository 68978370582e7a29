// Package library holds the arrangements, variants and scenarios that come with
// entente, embedded in the binary.
package library

import "embed"

// FS holds the files: ENTRY/arrangement.yaml, ENTRY/variants/*.yaml,
// ENTRY/scenarios/*.yaml and what else an entry has.
//
//go:embed anzus korea twinlakes
var FS embed.FS
