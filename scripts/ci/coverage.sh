#!/bin/sh
# Runs the Solidity tests with coverage and asserts that they reach every statement (scripts/ci/coverage.ts).
# In a copy: what is compiled for coverage must not take the place of the artifacts.
set -eu

cd "$(dirname "$0")/../.."
root=$PWD
PATH=$root/node_modules/.bin:$PATH
copy=$(mktemp -d "${TMPDIR:-/tmp}/space-coverage.XXXXXX")
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/scripts"
cp -R contracts package.json hardhat.config.ts tsconfig.json "$copy"
cp -R scripts/build "$copy/scripts"
ln -s "$root/node_modules" "$copy/node_modules"

cd "$copy"
hardhat test solidity --coverage >log 2>&1 || {
  cat log >&2
  exit 1
}
node "$root/scripts/ci/coverage.ts" coverage/lcov.info
