# make verify: installs libz3 if it is missing, builds, and verifies the examples.
# make test:   the same, then every test.

SWIFT ?= swift
RELEASE = -c release
FOLDERS = Sources Plugins Tests Properties Examples Benchmarks Package.swift

.PHONY: setup build verify test soak bench lint format clean

setup:
	@pkg-config --exists z3 2>/dev/null || [ -f /usr/include/z3.h ] || $(MAKE) --no-print-directory install-z3

.PHONY: install-z3
install-z3:
	@if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq libz3-dev pkg-config; \
	elif command -v apt-get >/dev/null && command -v sudo >/dev/null; then sudo apt-get update -qq && sudo apt-get install -y -qq libz3-dev pkg-config; \
	elif command -v brew >/dev/null; then brew install z3; fi >/tmp/proofmark-setup.log 2>&1; \
	[ -f /usr/include/z3.h ] || pkg-config --exists z3 2>/dev/null || \
	{ echo "libz3 is missing and could not be installed: run 'apt-get install libz3-dev' (Debian, Ubuntu) or 'brew install z3' (macOS), then make again" >&2; exit 2; }

build: setup
	@$(SWIFT) build $(RELEASE) --product proofmark

verify: build
	@.build/release/proofmark verify

test: verify
	@SWIFT_BACKTRACE=enable=no $(SWIFT) test $(RELEASE) --disable-testable-imports

# Random programs against everything that they can do: SOAK of them, from seed 1, 400 in a process (a path
# that traps leaves a thread asleep).
SOAK ?= 10000
soak: setup
	@mkdir -p .build
	@for first in $$(seq 1 400 $(SOAK)); do \
	  PROOFMARK_SEED=$$first PROOFMARK_SOAK=400 SWIFT_BACKTRACE=enable=no $(SWIFT) test $(RELEASE) --disable-testable-imports \
	    --filter verdictsAgreeWithConcreteSearch >.build/soak.log 2>&1 || { cat .build/soak.log; exit 1; }; \
	  grep "^random programs" .build/soak.log; done

# Built as `proofmark` builds property suites.
bench: verify
	@for program in LoopBenchmarks ProofmarkBenchmarks; do \
	  $(SWIFT) build $(RELEASE) -Xswiftc -cross-module-optimization --scratch-path .build/proofmark --product $$program \
	    && .build/proofmark/release/$$program || exit 1; done

lint:
	@$(SWIFT) format lint --strict --recursive $(FOLDERS)

format:
	@$(SWIFT) format --in-place --recursive $(FOLDERS)

clean:
	@rm -rf .build
