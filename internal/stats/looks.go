package stats

import "math"

// lookStep is what the counts at which one looks are multiples of.
const lookStep = 64

// Looks returns the fixed counts of replications at which one looks: 64, 128,
// 256, then growing by the root of two, rounded to the nearest multiple of 64, up
// to limit, which is the last of them whether it is such a count or not. It
// returns nothing for a limit below 1.
func Looks(limit int) []int {
	var looks []int
	for i := 0; ; i++ {
		n := look(i)
		if n >= limit || n <= 0 {
			break
		}
		looks = append(looks, n)
	}
	if limit > 0 {
		looks = append(looks, limit)
	}
	return looks
}

// look returns the count of the look i, from 0; 0 if it does not fit an int.
func look(i int) int {
	switch {
	case i < 2:
		return lookStep << i
	case i > 111:
		return 0
	}
	n := (4 * lookStep) << ((i - 2) / 2)
	if i%2 == 1 {
		n = int(math.Round(mul(float64(n), math.Sqrt2/lookStep))) * lookStep
	}
	return n
}
