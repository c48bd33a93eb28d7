# Two commands do everything on a fresh machine: `make run` plans Taizhou, `make test` runs all tests.
# Build products lie outside the clone, so that a second run is quick.

export CARGO_TARGET_DIR ?= $(HOME)/.cache/xuewei/target
CARGO = cargo
STUDY ?= models/taizhou.toml
ARGS ?=

.PHONY: run test bench lint doc data setup

run: setup
	$(CARGO) run --release --quiet -- plan $(STUDY) $(ARGS)

test: setup
	$(CARGO) test --release

bench: setup
	$(CARGO) bench

lint: setup
	$(CARGO) fmt --check
	$(CARGO) clippy --release --all-targets -- -D warnings

doc: setup
	$(CARGO) doc --release --no-deps

# Makes the shipped Taizhou tables again from their cited facts.
data: setup
	$(CARGO) test --release write_the_shipped_data -- --ignored

# Installs what the build needs and the machine lacks: a C++ compiler, cmake, libclang.
setup:
	@.ci/setup
