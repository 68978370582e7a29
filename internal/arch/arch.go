// Package arch says which package may import which, and what the packages of the
// path of the data may not touch. Its test compares the code with it.
//
// In: nothing. Out: the table. Guaranteed: the table is the whole truth; a package
// that it does not name fails the test.
package arch

// Layers lists the packages, front to back. A package imports only what stands
// before it. The root of the module is "entente".
var Layers = []string{
	"internal/say",
	"internal/diag",
	"internal/num",
	"internal/rng",
	"internal/stats",
	"internal/dist",
	"internal/syntax",
	"internal/design",
	"internal/model",
	"internal/record",
	"internal/typecheck",
	"internal/editor",
	"internal/program",
	"internal/machine",
	"internal/timing/sp",
	"internal/timing",
	"internal/check",
	"internal/answer",
	"internal/sim",
	"internal/study",
	"internal/procedure",
	"internal/typeset",
	"internal/chart",
	"internal/raster",
	"internal/docx",
	"internal/report",
	"internal/newtext",
	"entente",
	"library",
	"internal/store",
	"internal/desk",
	"web",
	"internal/server",
	"cmd/entente",
	"internal/bench", // last: only tests import it, and it measures time
}

// Alone lists packages that only tests import, with what they may import
// themselves.
var Alone = map[string][]string{
	"internal/arch":             {},
	"internal/check/handpacked": {},
	"internal/reference":        {"internal/diag", "internal/dist", "internal/model", "internal/num", "internal/rng"},
	"internal/sim/handwritten":  {"internal/dist", "internal/rng"},
}

// Only lists what a package may import of the module, where that is less than all
// that stands before it.
var Only = map[string][]string{
	"internal/bench":  {},
	"internal/docx":   {},
	"internal/raster": {},
	"internal/say":    {},
	"internal/diag":   {},
	"internal/num":    {},
	"internal/editor": {"internal/diag", "internal/dist", "internal/syntax", "internal/typecheck"},
	"internal/rng":    {},
	"internal/stats":  {"internal/num"},
	"internal/dist":   {"internal/diag", "internal/num", "internal/say"},
	"internal/record": {"internal/num", "internal/stats"},
	"internal/model":  {"internal/diag", "internal/dist", "internal/say", "internal/syntax"},
	"internal/store":  {"internal/diag", "internal/record", "internal/syntax"},
	"library":         {},
	"internal/desk":   {"entente", "internal/store"},
	"internal/server": {"entente", "internal/desk", "internal/store", "web"},
	"web":             {},
	"cmd/entente":     {"entente", "internal/desk", "internal/server", "internal/store", "library", "web"},
}

// PureUpTo is the last package of those that touch no network, file, database,
// clock or global randomness.
const PureUpTo = "entente"

// Impure lists imports that a pure package may not have; a name that ends in "/"
// stands for all below it.
var Impure = []string{"net", "net/", "os", "os/", "syscall", "database/sql", "database/", "plugin", "io/ioutil", "log", "log/", "expvar", "crypto/rand", "testing"}

// Clock lists what a pure package may not use of package time.
var Clock = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation"}

// Random lists what a pure package may use of math/rand and math/rand/v2: all else
// draws from the one global source.
var Random = []string{"New", "NewPCG", "NewChaCha8", "NewSource", "NewZipf", "Rand", "Source", "Source64", "PCG", "ChaCha8", "Zipf"}

// RoundedUpTo is the last package of those whose results have the same bits on every
// machine: each product is rounded before it meets a sum, and of package math they
// use nothing that differs between machines.
const RoundedUpTo = "internal/study"

// Inexact lists what these packages may not use of package math: internal/num has
// it with the same bits everywhere, or nothing needs it.
var Inexact = []string{"Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "Cos", "Cosh", "Erf", "Erfc", "Erfcinv", "Erfinv", "Exp", "Exp2", "Expm1",
	"Gamma", "Hypot", "J0", "J1", "Jn", "Lgamma", "Log", "Log10", "Log1p", "Log2", "Pow", "Sin", "Sincos", "Sinh", "Tan", "Tanh", "Y0", "Y1", "Yn"}

// Modules lists the modules of others and the packages that may import them.
var Modules = map[string][]string{
	"go.yaml.in/yaml/v4":               {"internal/syntax"},
	"github.com/xuri/excelize":         {"internal/answer", "internal/newtext", "internal/report"},
	"github.com/spf13/cobra":           {"cmd/entente"},
	"github.com/spf13/pflag":           {"cmd/entente"},
	"golang.org/x/image":               {"internal/raster"},
	"golang.org/x/term":                {"cmd/entente"},
	"github.com/parquet-go/parquet-go": {"internal/record"},
	"github.com/danielgtaylor/huma":    {"internal/server"},
	"github.com/go-json-experiment":    {"internal/server"},
	"modernc.org/sqlite":               {"internal/store"},
}
