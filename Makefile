# Two commands do everything on a fresh machine: `make run` plans Taizhou, `make test` runs all tests.
# Build products lie outside the clone, so that a second run is quick.

export CARGO_TARGET_DIR ?= $(HOME)/.cache/xuewei/target
CARGO = cargo
STUDY ?= models/taizhou.toml
ARGS ?=

.PHONY: pdf-check licences deny run test soak mutations bench lint doc data notebooks notebooks-check setup

run: setup
	$(CARGO) run --release --quiet -- plan $(STUDY) $(ARGS)

test: setup
	$(CARGO) test --release

# Random damage and killed runs many times over, and large input with its memory; counts and figures are printed. SOAK=50 is about an hour.
SOAK ?= 10
soak: setup
	XUEWEI_SOAK=$(SOAK) $(CARGO) test --release --test hostile --test endings --test large_input -- --nocapture

# Every mistake of the list tried on the whole shipped study, silent ones planned; what each did is printed.
mutations: setup
	$(CARGO) test --release --test mutations shipped_study -- --ignored --nocapture

bench: setup
	$(CARGO) bench
	@tests/bench/building/compare.sh

lint: setup
	$(CARGO) fmt --check
	$(CARGO) clippy --release --all-targets -- -D warnings

# Licences of everything that is built in, beside the binary.
licences: setup
	$(CARGO) tree --edges normal,build --prefix none --format '{p}: {l}' | sed -e 's/ ([^)]*)//' -e 's/ (\*)$$//' | sort -u > $(CARGO_TARGET_DIR)/release/THIRD-PARTY-LICENCES.txt
	@echo $(CARGO_TARGET_DIR)/release/THIRD-PARTY-LICENCES.txt

# Licences, advisories and duplicates of dependencies, where cargo-deny is installed; without a network as far as its database is there.
deny:
	@if command -v cargo-deny >/dev/null; then .ci/deny; \
	else echo "skipped: cargo-deny is not installed (cargo install cargo-deny)"; fi

doc: setup
	$(CARGO) doc --release --no-deps

# The annual proposal as pdf. Polars and HiGHS are built once more, since crates that they share with the typesetter have other features.
pdf-check: setup
	$(CARGO) test --release --features pdf --test report pdf::

# Opens the analysts' notebooks; they read run folders. Their Python packages lie in the user's cache folder.
notebooks: setup
	@.ci/notebooks open

# Executes them on small runs; says so and does nothing where Python or its packages cannot be had.
notebooks-check: setup
	@.ci/notebooks check

# Makes the shipped Taizhou tables again from their cited facts.
data: setup
	$(CARGO) test --release write_the_shipped_data -- --ignored

# Installs what the build needs and the machine lacks: a C++ compiler, cmake, libclang.
setup:
	@.ci/setup
