//go:build unix

package bench

import (
	"syscall"
	"time"
)

// ProcessorTime returns the processor time that the process has used, which others
// at work on the same machine lengthen less than they do the time of day.
func ProcessorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
