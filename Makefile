# Everything that a developer runs. It needs Go, make and git.
GO      ?= go
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
SHARED  ?= $(or $(ENTENTE_SHARED),../shared)
BUILD   := -trimpath -buildvcs=false -ldflags "-X main.version=$(VERSION)"

# Packages in which goroutines share data; the store's file mapping breaks
# checkptr's rules, which the race detector turns on.
RACE := ./loaders/... ./graph/... ./nlp

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

.DEFAULT_GOAL := help
.PHONY: help build console demo test race lint bench bench-store generate eval ci clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/entente
	CGO_ENABLED=0 $(GO) build $(BUILD) -o bin/ ./cmd/entente

console: ## copy the web console out of Cayley's module again
	$(GO) generate ./server/console

demo: build ## load the example articles and ask two questions of them
	./bin/entente demo

test: ## run all tests; the last line counts them
	@$(GO) test -json ./... 2>&1 | $(GO) run ./internal/testkit/summary $(SUMMARY)

race: ## run the tests of the concurrent packages under the race detector
	@if [ "$$($(GO) env CGO_ENABLED)" = 1 ] && command -v "$$($(GO) env CC)" >/dev/null; then \
		$(GO) test -race -gcflags=all=-d=checkptr=0 $(RACE); \
	else echo "race: left out, there is no C compiler"; fi

lint: ## gofmt, go vet and staticcheck
	@bad=$$(gofmt -l $$(git ls-files '*.go' 2>/dev/null)); [ -z "$$bad" ] || { echo "not gofmt-ed:"; echo "$$bad"; exit 1; }
	$(GO) vet ./...
	@if $(GO) run $(STATICCHECK) -version >/dev/null 2>&1; then \
		echo "$(GO) run $(STATICCHECK) ./..."; $(GO) run $(STATICCHECK) ./...; \
	else echo "lint: staticcheck left out, it cannot be fetched"; fi

bench-store: ## compare the store with others, as in BENCH="-quads 10000000 -engines pebble"
	$(GO) run ./cmd/bench-store $(BENCH)

bench: ## run the benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./...

generate: ## write the generated files again
	$(GO) generate ./...

eval: build ## score against the labelled data in ENTENTE_SHARED
	./bin/entente eval parse $(SHARED)/treebanks/en_ewt-dev.conllu
	./bin/entente eval events $(SHARED)/gold/dev_sent.jsonl
	./bin/entente eval events $(SHARED)/gold/dev_story.jsonl
	./bin/entente eval pairs $(SHARED)/gold/plv_train.jsonl
	./bin/entente eval actors $(SHARED)/gold/ngec_actors.jsonl

ci: ## all that a change has to pass
	.ci/run

clean: ## remove what build made
	rm -rf bin out
