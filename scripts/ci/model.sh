#!/usr/bin/env bash
# Runs the contracts against their models: of 50,000 calls in Hardhat's EVM and 5,000 in anvil those that go to the
# contract SPACE_SHARE, or all.
set -euo pipefail
cd "$(dirname "$0")/../.."
sh tools/peers/install.sh
export SPACE_MODEL_CALLS=50000 SPACE_PEERS=required
case ${SPACE_SHARE:-all} in
all) set -- ;;
*) set -- "--test-name-pattern=$SPACE_SHARE, " ;;
esac
exec node --test "$@" --test-timeout=1800000 --test-concurrency=1 test/model/*.test.ts
