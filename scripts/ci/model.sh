#!/usr/bin/env bash
# Plays the contracts against their models: 50,000 calls in Hardhat's EVM, and 5,000 in anvil, which is installed from
# its lock file first.
set -euo pipefail
cd "$(dirname "$0")/../.."
npm ci --prefix test/peers/anvil --ignore-scripts --no-audit --no-fund --loglevel=error
export SPACE_MODEL_CALLS=50000 SPACE_NEEDS_PEERS=1
exec node --test --test-timeout=1800000 --test-concurrency=1 test/model/*.test.ts
