// Package stats compares designs by simulation while the simulation runs: every
// interval it gives may be looked at as often as one likes, and one may stop when
// one likes.
//
// In: numbers, one for each replication, fed in the order of the replications.
// Out: intervals for means ([Mean]), quantiles ([Quantiler]) and paired
// differences of two designs ([Contrast]); counts of all numbers in bounded memory
// ([Histogram]); verdicts ([Decide]); and the distance of a histogram from a
// computed distribution ([KS]).
//
// Guaranteed: an interval of level alpha misses the truth at any look whatever
// with probability at most alpha, for every law within the stated bounds and
// every number of observations: nothing is asymptotic. The guarantee holds for
// observations that are independent and of one law; that of [Mean] needs only
// that each has the same mean given those before it. The memory of each type is
// bounded whatever the number of observations. The same input gives the same bits
// on every machine. A value of a type is for one goroutine at a time; a look
// changes it.
//
// Not guaranteed: two intervals of level alpha hold together with probability
// 1 - 2 alpha only; [Share] divides a level among contrasts.
//
// # The mean
//
// The interval of [Mean] is a betting confidence sequence: the hedged capital
// process of I. Waudby-Smith and A. Ramdas, docs/references.bib
// [waudbysmith2024], with their diversified bets in place of one predictable bet.
// For each candidate m of the mean, fixed bets on a geometric grid are placed
// that the mean is greater, and as many that it is less; a candidate is rejected
// when either half has multiplied its stake by 2/alpha. It is not the predictable
// plug-in of that paper, whose width falls behind by a factor that grows like the
// root of log n. At alpha 0.05 it is about 1.75 times as wide as the interval that
// the normal law gives for a count fixed in advance, from a thousand to a million
// observations. It is wider than that as long as the count is less than some
// hundred times the range over the deviation: what was never seen may then still
// matter more than what was.
//
// The capital is not recomputed from a history: it is bounded from below from four
// power sums in each of sixteen cells of the range, by an inequality of X. Fan,
// I. Grama and Q. Liu [fan2015] taken to the fourth order. So Add takes some
// nanoseconds. The bound errs on the side of a wider interval; its logarithm is
// within two per cent of the sum of the sizes of its terms, and far closer for the
// bets that decide. A look happens when [Mean.Interval] is called; the fewer looks,
// the less often the interval misses.
package stats
