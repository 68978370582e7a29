module entente

go 1.26.0

ignore ./web/node_modules

require (
	github.com/parquet-go/parquet-go v0.32.0 // runs as Parquet: R, Python and DuckDB read it
	github.com/rogpeppe/go-internal v1.16.0 // sessions of the command as tests (testscript)
	github.com/spf13/cobra v1.10.2 // verbs, flags, help and shell completion
	github.com/spf13/pflag v1.0.10 // the flags' errors, to say them in our words
	github.com/xuri/excelize/v2 v2.11.0 // the decision-rights matrix as a workbook: staffs pass tables on as XLSX
	go.yaml.in/yaml/v4 v4.0.0 // YAML with the position of every node; the maintained line of go-yaml
	golang.org/x/image v0.47.0 // the figures of a Word document as PNG, for programs that show no SVG: shapes and the Go fonts
	golang.org/x/term v0.47.0 // whether output is a terminal, and how wide: colour, progress and line breaks
	modernc.org/sqlite v1.60.0 // the store of the workbench: SQLite in Go, so that one binary without cgo does on every system
)

require golang.org/x/tools v0.52.0 // tests: txtar archives

require (
	github.com/danielgtaylor/huma/v2 v2.37.2 // the API of the workbench: OpenAPI 3.1, its checks and its wire types from Go structs
	github.com/go-json-experiment/json v0.0.0-20260820222146-c27c302e5fc3 // lists on the wire are [] and never null; what encoding/json/v2 will be
)

require (
	github.com/andybalholm/brotli v1.2.0 // indirect
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/klauspost/compress v1.18.4 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/ncruces/go-strftime v1.0.0 // indirect
	github.com/parquet-go/bitpack v1.0.0 // indirect
	github.com/parquet-go/jsonlite v1.0.0 // indirect
	github.com/pierrec/lz4/v4 v4.1.21 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/richardlehane/mscfb v1.0.7 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // tests: answers of the API against its description
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/twpayne/go-geom v1.6.1 // indirect
	github.com/xuri/efp v0.0.1 // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/net v0.61.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
	modernc.org/libc v1.77.1 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)
