// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev The one rule for the times of `Grants`. A time is reached from its own second on: what lasts until then does not hold in that
/// second any more, and what has to wait for it is possible in that second.
library Times {
    function isReached(uint256 time) internal view returns (bool) {
        return block.timestamp >= time;
    }
}
