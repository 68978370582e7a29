package diag

import "strings"

const nearestMax = 64 // characters

// Nearest returns the candidate that word was probably meant to be: the one at
// the least Damerau-Levenshtein distance (optimal string alignment), if that is
// at most a third of the word's length and at least one; "" if none is. A
// candidate that differs in case alone is nearest of all. Among equals the first
// wins. Words of one character or more than 64 are near nothing.
// Method: Damerau, Communications of the ACM 7 (1964), restricted to transposed
// neighbours. Cost O(len(word)·len(candidate)) each.
func Nearest(word string, candidates []string) string {
	w := []rune(word)
	if len(w) <= 1 || len(w) > nearestMax {
		return ""
	}
	best, bestAt := "", max(len(w)/3, 1)+1
	for _, c := range candidates {
		if c == word {
			continue
		}
		if strings.EqualFold(c, word) {
			return c
		}
		if d := distance(w, []rune(c), bestAt); d < bestAt {
			best, bestAt = c, d
		}
	}
	return best
}

// distance returns the distance of a and b, or limit if it is not below it.
func distance(a, b []rune, limit int) int {
	if diff := len(a) - len(b); diff >= limit || -diff >= limit {
		return limit
	}
	two, one, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(one[j]+1, row[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
		}
		two, one, row = one, row, two
	}
	return min(one[len(b)], limit)
}
