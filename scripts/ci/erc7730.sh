#!/bin/sh
# Lints the descriptors for wallets with the linter of the public registry (ERC-7730), against our ABIs.
set -eu

cd "$(dirname "$0")/../.."
PATH=$PWD/node_modules/.bin:$PATH
. scripts/ci/python-tool.sh
# It asks for Python 3.12 for the sake of one name that lint-descriptors.py supplies.
python_tool --ignore-requires-python erc7730==1.0.12

abis=$(mktemp "${TMPDIR:-/tmp}/space-abis.XXXXXX")
trap 'rm -f "$abis"' EXIT
node -e "import('./sdk/src/contracts/index.ts').then(({ balancesAbi, grantsAbi, namesAbi }) =>
  console.log(JSON.stringify({ Balances: balancesAbi, Grants: grantsAbi, Names: namesAbi })))" >"$abis"
"$environment/bin/python" scripts/ci/lint-descriptors.py "$abis" contracts/descriptors
