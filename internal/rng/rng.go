// Package rng names every random number by what it is for: the seed, the
// replication, the element of the text that draws, what caused it to draw, and
// how often it has drawn for that cause before.
//
// In: names. Out: uniform numbers strictly between 0 and 1. Guaranteed: the same
// name has the same number on every machine, whatever else is drawn before or
// beside it, so that two designs that share an element draw the same number for
// it however else they differ (common random numbers by identity).
package rng

// A number is two rounds of a 64-bit mixing function over the keys. The mixer is
// that of P. Evensen (2019), docs/references.bib [evensen2019]; the battery that
// the streams pass is in battery_test.go and docs/RATIONALE.md says why this and
// not a counter-based cipher.

// Key is a hashed name.
type Key uint64

// golden is 2^64 over the golden ratio, odd.
const golden = 0x9E3779B97F4A7C15

// Path returns the key of an element by its path in the text, such as
// "procedures/declare-war/steps/order/time".
func Path(path string) Key {
	h := uint64(0xCBF29CE484222325) // FNV-1a, then mixed
	for i := range len(path) {
		h = (h ^ uint64(path[i])) * 0x100000001B3
	}
	return Key(mix(h ^ golden))
}

// Replication returns the key of one replication of a seed.
func Replication(seed, replication uint64) Key {
	return Key(mix(mix(seed+golden) + golden*(replication+1)))
}

// With returns the key of a name that goes on: k, then x. It is not symmetric.
func (k Key) With(x uint64) Key {
	return Key(mix(uint64(k) ^ mix(x+golden)))
}

// Uniform returns the number of a name: one of 2^52 equally spaced values, the
// least 2^-53 and the greatest 1 - 2^-53. visit counts from 0 how often the
// element has drawn before for this cause; the zero Key is "no cause".
func Uniform(replication, element, cause Key, visit uint64) float64 {
	x := mix(uint64(replication) + uint64(element))
	x = mix(x ^ (uint64(cause) + golden*visit))
	return (float64(x>>12) + 0.5) * (1.0 / (1 << 52))
}

// mix is a bijection of the 64-bit words.
func mix(x uint64) uint64 {
	x ^= x >> 27
	x *= 0x3C79AC492BA7B653
	x ^= x >> 33
	x *= 0x1C69B3F74AC4AE35
	x ^= x >> 27
	return x
}
