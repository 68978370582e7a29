// Package library holds the arrangements, variants and scenarios that come with
// entente, embedded in the binary, and what they are calibrated with.
package library

import "embed"

// FS holds the files: ENTRY/arrangement.yaml, ENTRY/variants/*.yaml,
// ENTRY/scenarios/*.yaml and what else an entry has.
//
//go:embed anzus korea twinlakes
var FS embed.FS

// CrisisLatency is the days from the trigger of a crisis to a state's major
// response, by group (icb/README.md).
//
//go:embed icb/latency-quantiles.csv
var CrisisLatency []byte
