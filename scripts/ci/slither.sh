#!/bin/sh
# Runs Slither on what is deployed and compares what it finds with contracts/slither.json.
#   sh scripts/ci/slither.sh              fails when a finding has no reason, or a reason has no finding
#   sh scripts/ci/slither.sh --update     writes new findings into the file; their reasons are for a person
set -eu

cd "$(dirname "$0")/../.."
PATH=$PWD/node_modules/.bin:$PATH
. scripts/ci/python-tool.sh
python_tool slither-analyzer==0.11.6 crytic-compile==0.4.2

project=$(mktemp -d "${TMPDIR:-/tmp}/space-slither.XXXXXX")
trap 'rm -rf "$project"' EXIT
node scripts/ci/slither-input.ts "$project"
# Slither exits with 255 when it finds anything; its own failures are in the output.
(cd "$project" && "$environment/bin/python" -m slither . --ignore-compile --filter-paths node_modules \
  --json out.json >log 2>&1) || [ -s "$project/out.json" ] || {
  cat "$project/log" >&2
  exit 1
}
node scripts/ci/slither-findings.ts "$project/out.json" "$@"
