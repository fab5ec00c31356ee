#!/bin/sh
# Installs what our contracts are tested against: those of others (Safe, EAS, Unlock) and a second EVM, unless they are
# there. Nothing that they bring along is run.
set -eu

cd "$(dirname "$0")/../../test/peers"
for folder in . anvil; do
  # npm writes this file last: an installation that was broken off is done again.
  if [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then continue; fi
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
  touch "$folder/node_modules/.package-lock.json"
done
