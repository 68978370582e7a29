# entente. `make run` and `make test` need Go and nothing else.

GO         ?= go
FUZZTIME   ?= 5s
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
PLATFORMS   = linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

.PHONY: run test bench check fuzz dist update clean

run: ## the Korean designs: who decides what, the first seam of each, a report
	$(GO) run ./cmd/entente tour

test: ## all tests
	$(GO) test ./...

bench: ## benchmarks
	$(GO) test -run '^$$' -bench . -benchtime 2s ./internal/...

check: ## format, vet, lint, tidy
	@test -z "$$(gofmt -l .)" || { echo "not gofmt-ed:"; gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod tidy -diff

fuzz: ## every fuzz target for FUZZTIME
	@for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$pkg || exit 1; \
	  done; done

dist: ## one offline binary for each platform, with the library inside
	@mkdir -p dist
	@for p in $(PLATFORMS); do \
	  out=dist/entente-$${p%/*}-$${p#*/}; [ $${p%/*} = windows ] && out=$$out.exe; \
	  echo $$out; CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} $(GO) build -trimpath -ldflags '-s -w' -o $$out ./cmd/entente || exit 1; done
	@cd dist && sha256sum entente-* > SHA256SUMS

update: ## rewrite goldens, the outputs shown in the docs, and docs/codes.md
	$(GO) test ./internal/... ./docs ./cmd/... -update

clean:
	rm -rf dist out entente-report.html
