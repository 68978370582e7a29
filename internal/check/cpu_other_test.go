//go:build !unix

package check

import "time"

var testBegan = time.Now()

// cpuTime stands in where processor time is not to be had.
func cpuTime() time.Duration { return time.Since(testBegan) }
