package diag

// Info describes a code for `entente explain` and the reference.
type Info struct {
	Code     Code
	Severity Severity
	Summary  string // one sentence
	Explain  string // why, and what to do
}

// codes is the registry, sorted by code. To add a code, add an entry here and
// an example at conformance/diagnostics/CODE.txtar. A code is never reused.
var codes = []Info{
	{"too-many-diagnostics", Error, "There are more messages than are shown.", "Mend the first ones and run again: later messages often follow from earlier mistakes."},
}

// Lookup returns the description of a code.
func Lookup(code Code) (Info, bool) {
	for _, info := range codes {
		if info.Code == code {
			return info, true
		}
	}
	return Info{}, false
}

// All returns every code, sorted.
func All() []Info { return append([]Info(nil), codes...) }
