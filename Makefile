# make verify: installs libz3 if it is missing, builds, and verifies the examples.
# make test:   the same, then every test.

SWIFT ?= swift
RELEASE = -c release
FOLDERS = Sources Plugins Tests Properties Examples Benchmarks Package.swift

.PHONY: setup build verify test test-tools samples soak bench bench-gate lint format clean

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

# The tests are built while the examples are verified.
TEST = SWIFT_BACKTRACE=enable=no $(SWIFT) test $(RELEASE) --disable-testable-imports
test: build
	@$(TEST) --filter 'no such test' >.build/test-build.log 2>&1 & tests=$$!; \
	.build/release/proofmark verify; verdict=$$?; \
	wait $$tests || { cat .build/test-build.log; exit 1; }; exit $$verdict
	@$(TEST)

# What some tests check against (schemas, a browser, Slurm, shells); without it they are skipped.
test-tools:
	@sh Tests/Tools/install.sh .build/test-tools

# Documentation/Samples: the first rule of the README with its line broken, as every report shows it.
SAMPLES = Documentation/Samples
BROKEN = Tests/CommandTests/Fixtures/FirstRule-sample
samples: build
	@rm -rf $(BROKEN) && cp -R Tests/CommandTests/Fixtures/FirstRule $(BROKEN)
	@sed -i.old 's/min(capacity, tokens + amount)/tokens + amount/' $(BROKEN)/Sources/TokenBucket/TokenBucket.swift
	@.build/release/proofmark verify --package $(BROKEN) --scratch-path .build/samples --no-cache \
	  --report json=$(SAMPLES)/report.json >/dev/null; test $$? = 1; rm -rf $(BROKEN)
	@.build/release/proofmark report $(SAMPLES)/report.json --report sarif=$(SAMPLES)/report.sarif \
	  --report junit=$(SAMPLES)/report.xml --report markdown=$(SAMPLES)/report.md \
	  --report html=$(SAMPLES)/report.html --report github=$(SAMPLES)/annotations.txt >$(SAMPLES)/report.txt; test $$? = 1
	@ls $(SAMPLES)

# Random programs against everything that they can do: SOAK of them, from seed 1, 400 in a process (a path
# that traps leaves a thread asleep).
SOAK ?= 10000
soak: setup
	@mkdir -p .build
	@for first in $$(seq 1 400 $(SOAK)); do \
	  PROOFMARK_SEED=$$first PROOFMARK_SOAK=400 SWIFT_BACKTRACE=enable=no $(SWIFT) test $(RELEASE) --disable-testable-imports \
	    --filter verdictsAgreeWithConcreteSearch >.build/soak.log 2>&1 || { cat .build/soak.log; exit 1; }; \
	  grep "^random programs" .build/soak.log; done
	@$(MAKE) --no-print-directory planted-faults

# Faults in a copy of the prover: its own checks must notice each.
.PHONY: planted-faults
planted-faults: build
	@python3 Tests/Tools/planted-faults.py .build/release/proofmark .build/planted-faults

# Built as `proofmark` builds property suites; the last as it does for --coverage.
SUITES = .build/proofmark
bench: verify
	@for program in LoopBenchmarks ProofmarkBenchmarks; do \
	  $(SWIFT) build $(RELEASE) -Xswiftc -cross-module-optimization --scratch-path $(SUITES) --product $$program \
	    && $(SUITES)/release/$$program || exit 1; done
	@$(SWIFT) build $(RELEASE) -Xswiftc -cross-module-optimization --enable-code-coverage \
	  --scratch-path $(SUITES)-coverage --product SteeringBenchmarks \
	  && LLVM_PROFILE_FILE=/dev/null $(SUITES)-coverage/release/SteeringBenchmarks

# Cold, warm and one file changed, beside a plain build of the same tree.
bench-gate: build
	@$(SWIFT) build $(RELEASE) -Xswiftc -cross-module-optimization --scratch-path .build/proofmark --product ProofmarkBenchmarks \
	  && .build/proofmark/release/ProofmarkBenchmarks gate

lint:
	@$(SWIFT) format lint --strict --recursive $(FOLDERS)

format:
	@$(SWIFT) format --in-place --recursive $(FOLDERS)

clean:
	@rm -rf .build
