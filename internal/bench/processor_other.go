//go:build !unix

package bench

import "time"

var begun = time.Now()

// ProcessorTime is the time of day where processor time is not to be had.
func ProcessorTime() time.Duration { return time.Since(begun) }
