package bench

import (
	"testing"
	"time"
)

func TestCount(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 7: "7", 288: "288", 1234: "1,230", 999_999: "1,000,000", 2_799_613: "2,800,000"} {
		if got := Count(x); got != want {
			t.Errorf("Count(%v) = %s, want %s", x, got, want)
		}
	}
}

// The first of several rounds is not counted; of the others it is the least.
func TestTurns(t *testing.T) {
	now := time.Duration(0)
	spends := []time.Duration{1, 100, 9, 50, 7, 60}
	run := func() { now += spends[0]; spends = spends[1:] }
	got := turns(3, func() time.Duration { return now }, []func(){run, run})
	if got[0] != 7 || got[1] != 50 {
		t.Errorf("%v", got)
	}
}

// TestTable begins the table.
func TestTable(t *testing.T) {
	Table(t)
	Head()
}
