package study

import (
	"slices"
	"strconv"
	"strings"
)

// crisisName is a number of a crisis in words, by its address in the text: "the
// weight of O for P (D)", "how long O lasts"; "" for an address that it does not know.
func crisisName(path string) string {
	part := strings.Split(path, "/")
	if len(part) < 3 {
		return ""
	}
	id, last := part[1], part[len(part)-1]
	switch part[0] {
	case "options":
		return optionName(id, part[2:])
	case "players":
		return playerName(id, part[2:])
	case "shocks":
		if part[2] == "effects" && len(part) > 3 {
			return "what the shock " + id + " does to " + part[3]
		}
		return triggerName("the shock "+id, last)
	case "stocks":
		switch {
		case last == "start":
			return "where " + id + " starts"
		case part[2] == "flows":
			return flowName(id, part[3:])
		}
	case "programmes":
		return programmeName(id, part[2:])
	}
	return ""
}

func optionName(option string, rest []string) string {
	switch {
	case rest[0] == "lasts":
		return "how long " + option + " lasts"
	case rest[0] == "effects" && len(rest) > 1:
		return "what " + option + " does to " + rest[1]
	case rest[0] == "reads" && len(rest) > 2:
		return readingName(rest[1], option, rest[2:])
	}
	return ""
}

// readingName is a number of how somebody reads an option.
func readingName(reader, option string, rest []string) string {
	switch {
	case rest[0] == "after":
		return "how long until " + reader + " reads " + option
	case rest[0] == "as" && len(rest) > 1:
		return "the weight of " + rest[1] + " in how " + reader + " reads " + option
	case rest[0] == "effects" && len(rest) > 1:
		return "what " + reader + "'s reading of " + option + " does to " + rest[1]
	case len(rest) == 1: // the rungs directly
		return "the weight of " + rest[0] + " in how " + reader + " reads " + option
	}
	return ""
}

func playerName(player string, rest []string) string {
	switch {
	case rest[0] == "reads" && len(rest) > 2:
		return readingName(player, rest[1], rest[2:])
	case rest[0] != "decisions" || len(rest) < 3:
		return ""
	}
	of, rest := player+" ("+rest[1]+")", rest[2:]
	rest = slices.DeleteFunc(slices.Clone(rest), func(s string) bool { return s == "logit" })
	switch {
	case rest[0] == "weights" && len(rest) > 1:
		return "the weight of " + rest[1] + " for " + of
	case rest[0] == "worth" && len(rest) > 2:
		// a term may be an expression with strokes
		if term := strings.Join(rest[2:], "/"); term != "always" {
			return "the worth of " + term + " at " + rest[1] + " for " + of
		}
		return "the worth of " + rest[1] + " for " + of
	case rest[0] == "precision":
		return "the precision of " + of
	}
	return triggerName(of, rest[len(rest)-1])
}

// triggerName is a number of when something comes.
func triggerName(of, key string) string {
	switch key {
	case "after":
		return "how long " + of + " waits"
	case "at":
		return "the moment of " + of
	case "every":
		return "the time between two of " + of
	case "for":
		return "how long a silence " + of + " waits for"
	}
	return ""
}

func flowName(stock string, rest []string) string {
	flow := "the flow of " + stock
	if len(rest) > 0 {
		if i, err := strconv.Atoi(rest[0]); err == nil && i > 0 {
			flow = "flow " + strconv.Itoa(i+1) + " of " + stock
		}
	}
	switch rest[len(rest)-1] {
	case "per-day", "per-year":
		return "the rate of " + flow
	case "toward":
		return "where " + flow + " leads"
	case "half-life":
		return "the half-life of " + flow
	}
	return ""
}

func programmeName(programme string, rest []string) string {
	last := rest[len(rest)-1]
	switch {
	case rest[0] == "first":
		return "the first meeting on " + programme
	case rest[0] == "every":
		return "the time between meetings on " + programme
	case rest[0] == "slip":
		return "the slip of meetings on " + programme
	case rest[0] == "conditions" && len(rest) == 3 && last == "at-least":
		return "the bound of " + rest[1] + " in " + programme
	case rest[0] == "rules" && len(rest) > 2 && strings.HasSuffix(last, "at-least"):
		return "the bound of " + rest[1] + " in " + programme
	case rest[0] == "rules" && len(rest) > 3:
		return "the weight of " + last + " in " + rest[1] + " of " + programme
	}
	return ""
}
