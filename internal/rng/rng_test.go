package rng

import (
	"math/bits"
	"testing"
)

// TestNumbersStand pins numbers: a change of any of them changes every simulation.
func TestNumbersStand(t *testing.T) {
	element := Path("procedures/respond/steps/decide/time")
	cause := Path("incidents/strike").With(0)
	for _, c := range []struct {
		name string
		got  uint64
		want uint64
	}{
		{"path", uint64(element), 0xDB1404C442E66E2A},
		{"empty path", uint64(Path("")), 0x6D23ABAD26B57448},
		{"cause", uint64(cause), 0x28C7B57B7138AB05},
		{"replication", uint64(Replication(1, 0)), 0x79E019198813B1AD},
		{"number", word(Uniform(Replication(1, 0), element, cause, 0)), 0x49192B739EA50},
		{"second visit", word(Uniform(Replication(1, 0), element, cause, 1)), 0xF6B23927CAEBF},
		{"without cause", word(Uniform(Replication(1, 2), element, 0, 0)), 0x97FAF52A2B2FA},
	} {
		if c.got != c.want {
			t.Errorf("%s: %#x, want %#x", c.name, c.got, c.want)
		}
	}
}

// TestMixIsABijection undoes the mixing.
func TestMixIsABijection(t *testing.T) {
	for i := range uint64(1000) {
		for _, x := range []uint64{i, bits.Reverse64(i), i * golden, ^i} {
			if got := unmix(mix(x)); got != x {
				t.Fatalf("%#x comes back as %#x", x, got)
			}
		}
	}
}

func unmix(x uint64) uint64 {
	x = unshift(x, 27) * inverse(0x1C69B3F74AC4AE35)
	x = unshift(x, 33) * inverse(0x3C79AC492BA7B653)
	return unshift(x, 27)
}

// unshift undoes x ^= x >> by.
func unshift(x uint64, by int) uint64 {
	y := x
	for range 64 / by {
		y = x ^ y>>by
	}
	return y
}

// inverse is that of an odd number modulo 2^64, by Newton's steps.
func inverse(x uint64) uint64 {
	y := x
	for range 6 {
		y *= 2 - x*y
	}
	return y
}

// TestUniformIsOpen reaches both ends: the words 0 and 2^64 - 1 before the last
// step, through the inverse of the mixing.
func TestUniformIsOpen(t *testing.T) {
	first := mix(5)
	if got := Uniform(2, 3, Key(first^unmix(0)), 0); got != 1.0/(1<<53) {
		t.Errorf("the least number is %v", got)
	}
	if got := Uniform(2, 3, Key(first^unmix(^uint64(0))), 0); got != 1-1.0/(1<<53) || got >= 1 {
		t.Errorf("the greatest number is %v", got)
	}
}

func TestWithIsNotSymmetric(t *testing.T) {
	a, b := Path("a"), Path("b")
	if a.With(uint64(b)) == b.With(uint64(a)) {
		t.Error("a then b is b then a")
	}
	if a.With(1).With(2) == a.With(2).With(1) {
		t.Error("1 then 2 is 2 then 1")
	}
}

func BenchmarkUniform(b *testing.B) {
	replication, element := Replication(1, 0), Path("procedures/respond/steps/decide/time")
	sum := 0.0
	for i := range uint64(b.N) {
		sum += Uniform(replication, element, 0, i)
	}
	if sum < 0 {
		b.Fatal(sum)
	}
}
