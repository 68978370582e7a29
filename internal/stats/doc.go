// Package stats compares designs by simulation while the simulation runs: every
// interval it gives may be looked at as often as one likes, and one may stop when
// one likes.
//
// In: numbers, one for each replication, fed in the order of the replications.
// Out: intervals for means ([Mean]), quantiles ([Quantiler]) and paired
// differences of two designs ([Contrast]); sums that do not depend on how the
// work was divided ([Sum]); histograms that merge ([Histogram]); verdicts
// ([Decide]); and the distance of a histogram from a computed distribution ([KS]).
//
// Guaranteed: an interval of level alpha misses the truth at any look whatever
// with probability at most alpha, for every law within the stated bounds and
// every number of observations: nothing is asymptotic. The guarantee holds for
// observations that are independent and of one law; that of [Mean] needs only
// that each has the same mean given those before it. The memory of each type is
// bounded whatever the number of observations. The same input gives the same bits
// on every machine.
//
// Not guaranteed: two intervals of level alpha hold together with probability
// 1 - 2 alpha only; [Share] divides a level among contrasts. The difference of two
// quantiles makes no use of the pairing of the replications.
//
// # The mean
//
// The interval of [Mean] is a betting confidence sequence: the hedged capital
// process of I. Waudby-Smith and A. Ramdas, docs/references.bib
// [waudbysmith2024], with their diversified bets in place of one predictable bet.
// For each candidate m of the mean, fixed bets on a geometric grid are placed
// that the mean is greater, and as many that it is less; a candidate is rejected
// when either half has multiplied its stake by 2/alpha. It is not the predictable
// plug-in of that paper, whose width falls behind by a factor that grows like
// the root of log n; the mixture costs about 1.7 to 2 times the interval of a
// fixed number of observations from some thousand observations on. The capital is
// not recomputed from a history: it is bounded from below from four power sums in
// each of sixteen cells of the range, by an inequality of X. Fan, I. Grama and
// Q. Liu [fan2015] taken to the fourth order. The bound is within some per cent
// of the logarithm of the capital itself and errs on the side of a wider
// interval.
package stats
