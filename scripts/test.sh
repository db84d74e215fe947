#!/usr/bin/env bash
# npm test: everything that must hold before a change lands. Every step runs even when one before it failed;
# the last line sums up what passed and failed.
set -uo pipefail
cd "$(dirname "$0")/.."

bash scripts/install-missing.sh || exit 1

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# step NAME COMMAND…: a step without tests of its own; its failure counts as one.
step() {
  local name=$1
  shift
  echo "── $name"
  if ! "$@"; then echo "$name" >> "$results/failed-steps"; fi
}

# suite NAME PROJECT: one run of Jest, whose tests are counted; the environment says under which circumstances.
suite() {
  local name=$1 project=$2
  echo "── $name"
  npm run --silent jest -- --selectProjects "$project" --ci --json --outputFile "$results/$name.json" > "$results/$name.log" 2>&1
  local status=$?
  # Only what failed is worth reading.
  if [ $status -ne 0 ]; then cat "$results/$name.log"; fi
  if [ ! -s "$results/$name.json" ]; then echo "$name" >> "$results/failed-steps"; fi
}

step 'format' npm run --silent format:check
step 'lint' npm run --silent lint
step 'types' npm run --silent typecheck
step 'build' npm run --silent build

TZ=UTC suite 'unit-utc' unit
TZ=Asia/Ho_Chi_Minh suite 'unit-vietnam' unit
TZ=America/St_Johns suite 'unit-st-johns' unit
TRACKER_TEST_NOW=2026-12-30T08:00:00+07:00 suite 'unit-week-53' unit
suite 'int' int
suite 'e2e' e2e
suite 'faults' faults

node scripts/sum-up.js "$results"
