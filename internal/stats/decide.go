package stats

// Verdict is what an interval says of a contrast.
type Verdict int

// The verdicts, in the order in which [Decide] asks for them. All but Open end
// the sampling for a contrast.
const (
	Open   Verdict = iota // none of the others yet
	Above                 // the interval lies above zero
	Below                 // the interval lies below zero
	Equal                 // the interval lies within the precision about zero
	Narrow                // the interval is no wider than twice the precision
)

// Decide returns the verdict on a contrast from its interval [low, high] and the
// precision half >= 0 that is asked for, all in one unit: Above if low > 0, else
// Below if high < 0, else Equal if the interval lies in [-half, half], else Narrow
// if it is no wider than 2 half, else Open. An interval with an end that is NaN or
// infinite is Open unless its other end decides. A half of 0 asks for the sign
// only.
func Decide(low, high, half float64) Verdict {
	switch {
	case low != low || high != high || low > high:
		return Open
	case low > 0:
		return Above
	case high < 0:
		return Below
	case low >= -half && high <= half:
		return Equal
	case high-low <= 2*half:
		return Narrow
	}
	return Open
}

// Share returns the level at which each of a number of contrasts is to be judged
// so that all their intervals hold together with probability 1 - alpha: alpha
// divided by the number (Bonferroni), alpha for fewer than two.
func Share(alpha float64, contrasts int) float64 {
	return alpha / float64(max(1, contrasts))
}
