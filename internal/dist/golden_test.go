package dist

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"testing"
)

// TestSameBits compares every number that the battery has with what another machine
// has found. A change of method changes the digest; look at the differences first.
func TestSameBits(t *testing.T) {
	const want = "3cc8813e349699004c142a8b7fc30c28"
	h := fnv.New128a()
	note := func(x float64) {
		h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(x)))
	}
	for _, s := range battery {
		d := mustNew(t, s)
		note(d.Mean())
		for _, u := range us {
			x := d.Quantile(u)
			note(x)
			note(d.CDF(x))
			note(d.Excess(x))
		}
		for i := range 500 {
			note(d.Quantile((float64(i) + 0.5) / 500))
		}
	}
	if got := fmt.Sprintf("%x", h.Sum(nil)); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}
