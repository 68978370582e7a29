# The commands of the repository. They need Go; the page of the workbench also Node 20.19 or later.

GO         ?= go
FUZZTIME   ?= 30000x
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
TARGETS    ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

NODE_MIN   = 20.19
NODE_OK   := $(shell node -e 'const [a, b] = process.versions.node.split(".").map(Number), [c, d] = "$(NODE_MIN)".split(".").map(Number); console.log(a > c || (a === c && b >= d) ? "yes" : "")' 2>/dev/null)
CHROMIUM  ?= $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))

.PHONY: run tour test bench check dist fuzz web binary

# The workbench: builds the page, starts the server on this machine alone and opens or
# prints its address. Without Node it prints what the command line prints.
run:
ifeq ($(NODE_OK),yes)
	@$(MAKE) --no-print-directory binary
	@bin/entente serve
else
	@$(MAKE) --no-print-directory tour
	@echo
	@echo "There is no Node $(NODE_MIN) or later here, so the page of the workbench is not built: install Node, then make run."
endif

# Korea as it stands: who decides what. The rest of the tour, with what each design
# changes and its first seam, and two pages: a report of the designs, and the first
# study, smaller than `entente run` would make it.
tour:
	@mkdir -p bin out
	@$(GO) build -trimpath -o bin/ ./cmd/entente
	@bin/entente tour -o out/entente-report.html > out/tour.txt; status=$$?; sed 60q out/tour.txt; exit $$status
	@echo "… the rest, of each design what it changes and its first seam: out/tour.txt; to read: out/entente-report.html"
	@bin/entente report korea/opcon-options --runs 1024 --assumptions 100 -o out/opcon-options.html

# The page, from the description of the API that Go writes.
web: web/node_modules/.package-lock.json
	@mkdir -p bin
	@$(GO) build -o bin/ ./cmd/entente
	@bin/entente schema openapi > web/openapi.json
	@cd web && npm run --silent build -- --logLevel warn

web/node_modules/.package-lock.json: web/package-lock.json
	@cd web && npm ci --no-audit --no-fund --loglevel error && touch node_modules/.package-lock.json

# The binary with the page inside.
binary: web
	@$(GO) build -trimpath -o bin/ ./cmd/entente

# The Go tests; then the page in a real browser, where there is one.
test:
	$(GO) test ./...
ifneq ($(NODE_OK),yes)
	@echo "NOT TESTED: the page, since there is no Node $(NODE_MIN) or later"
else ifeq ($(CHROMIUM),)
	@echo "NOT TESTED: the page in a browser, since there is no Chromium (Debian: apt-get install chromium)"
else
	@$(MAKE) --no-print-directory binary
	cd web && CHROMIUM=$(CHROMIUM) npm test --silent
endif

# The table of docs/performance.md. Every package that has rows prints them in its TestTable.
bench:
	@for pkg in internal/bench internal/sim internal/check cmd/entente . internal/record internal/stats; do \
		$(GO) test ./$$pkg -run '^TestTable$$' -count=1 -timeout 30m -v -table -benchtime 200ms | grep -v '^ *=== \|^ *--- PASS\|^PASS\|^ok'; \
	done; true
ifeq ($(NODE_OK)$(if $(CHROMIUM),,no),yes)
	@$(MAKE) --no-print-directory binary
	@cd web && CHROMIUM=$(CHROMIUM) npm run --silent bench
else
	@echo "NOT MEASURED: the page, since there is no Node $(NODE_MIN) or later, or no Chromium"
endif

# Format, vet, lint, tidy; the types of the page.
check:
	@files="$$(gofmt -l .)"; if [ -n "$$files" ]; then echo "gofmt -w is needed for:"; echo "$$files"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod tidy -diff
ifeq ($(NODE_OK),yes)
	@$(MAKE) --no-print-directory web
	cd web && npm run --silent check
endif

# One offline binary each, with the library and the page inside.
dist: $(if $(NODE_OK),web)
	@rm -rf dist && mkdir -p dist
	@for target in $(TARGETS); do \
		os=$${target%/*}; arch=$${target#*/}; end=; test $$os != windows || end=.exe; \
		echo "dist/entente-$$os-$$arch$$end"; \
		CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch $(GO) build -trimpath -ldflags '-s -w' -o dist/entente-$$os-$$arch$$end ./cmd/entente || exit 1; \
	done
	@cd dist && { sha256sum entente-* 2>/dev/null || shasum -a 256 entente-*; } > SHA256SUMS && cat SHA256SUMS

# Every fuzz target for FUZZTIME: a number of inputs, since Go counts the end of a time as a failure now and then. Go fuzzes one target of one package at a time.
fuzz:
	@set -e; $(GO) list -f '{{.Dir}}' ./... | while read -r dir; do \
		for target in $$(cat "$$dir"/*_test.go 2>/dev/null | sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p'); do \
			echo "fuzz $$target ($${dir#$$PWD/})"; \
			(cd "$$dir" && $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) .) || exit 1; \
		done; \
	done
