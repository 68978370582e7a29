package study

import (
	"strconv"
	"strings"
)

// shortest prints a number with as few digits as read back to it.
func shortest(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// thousands prints a count as "12,000".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// and joins a list: "a, b and c".
func and(list []string) string {
	if len(list) <= 1 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// plural prints "1 point" or "3 points".
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + one + "s"
}

// pluralOf prints "1 quantity" or "3 quantities".
func pluralOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}
