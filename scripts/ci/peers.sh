#!/bin/sh
# Installs the contracts of others that ours are tested against (Safe, EAS, Unlock), unless they are there.
# Nothing that they bring along is run.
set -eu

cd "$(dirname "$0")/../../test/peers"
# npm writes this file last: an installation that was broken off is done again.
if [ node_modules/.package-lock.json -nt package-lock.json ]; then exit 0; fi
npm ci --ignore-scripts --no-audit --no-fund
touch node_modules/.package-lock.json
