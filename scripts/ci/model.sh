#!/usr/bin/env bash
# Runs the contracts against their models: 50,000 calls in Hardhat's EVM, and 5,000 in anvil.
set -euo pipefail
cd "$(dirname "$0")/../.."
sh tools/peers/install.sh
export SPACE_MODEL_CALLS=50000 SPACE_PEERS=required
exec node --test --test-timeout=1800000 --test-concurrency=1 test/model/*.test.ts
