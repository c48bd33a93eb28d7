#!/usr/bin/env bash
# How long other modelling layers take to build the program that xuewei builds: PuLP, linopy and Pyomo from PyPI, in a virtual
# environment of their own. All read the same exported program first; only the building is timed, in processor time, best of 3.
#
#   tests/bench/building/compare.sh [STUDY]
set -euo pipefail
cd "$(dirname "$0")/../../.."
study=${1:-models/taizhou.toml}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
environment=${XUEWEI_BENCH_ENVIRONMENT:-$HOME/.cache/xuewei/bench-environment}
if [ ! -x "$environment/bin/python" ]; then
    if ! { python3 -m venv "$environment.new" && "$environment.new/bin/pip" install --quiet pulp linopy pyomo numpy pandas xarray; }; then
        rm -rf "$environment.new"
        echo "building beside PuLP, linopy and Pyomo skipped: their Python packages cannot be had"
        exit 0
    fi
    mv "$environment.new" "$environment"
fi
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$HOME/.cache/xuewei/target}
cargo run --release --quiet -- --lang en export "$study" --mps "$folder/program.mps"
for number in 1 2 3; do
    cargo run --release --quiet -- --lang en plan "$study" --gap 0.01 --out "$folder/run$number" --format json >"$folder/summary$number.json" 2>/dev/null
done
"$environment/bin/python" tests/bench/building/compare.py "$folder/program.mps" "$folder"/summary?.json
