// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev The books, in micro-dollars. From the least significant bit on:
///
/// | bits | field           | meaning                                              |
/// | ---- | --------------- | ---------------------------------------------------- |
/// |   96 | principal       | sum of the principal of all accounts                 |
/// |   96 | claimableStable | charged out of principal and not yet swept           |
/// |    8 | flags           | bit 0: deposits are closed                           |
/// |   56 | spare           |                                                      |
///
/// An account's principal has 56 bits, so 2^40 full accounts fit: no sum here overflows, and no difference goes below
/// zero as long as nothing is taken out that was not put in.
type Totals is uint256;

using TotalsLib for Totals global;

library TotalsLib {
    uint256 private constant CLAIMABLE_AT = 96;
    uint256 private constant FLAGS_AT = 192;

    function principal(Totals self) internal pure returns (uint96) {
        return uint96(Totals.unwrap(self));
    }

    function claimableStable(Totals self) internal pure returns (uint96) {
        return uint96(Totals.unwrap(self) >> CLAIMABLE_AT);
    }

    function incomingPaused(Totals self) internal pure returns (bool) {
        return (Totals.unwrap(self) >> FLAGS_AT) & 1 != 0;
    }

    function addPrincipal(Totals self, uint256 usd) internal pure returns (Totals) {
        unchecked {
            return Totals.wrap(Totals.unwrap(self) + usd);
        }
    }

    function takePrincipal(Totals self, uint256 usd) internal pure returns (Totals) {
        unchecked {
            return Totals.wrap(Totals.unwrap(self) - usd);
        }
    }

    /// @dev Charged principal belongs to its account no more and can be claimed.
    function earn(Totals self, uint256 usd) internal pure returns (Totals) {
        unchecked {
            return Totals.wrap(Totals.unwrap(self) - usd + (usd << CLAIMABLE_AT));
        }
    }

    /// @dev `usd` must not be above what can be claimed.
    function sweep(Totals self, uint256 usd) internal pure returns (Totals) {
        unchecked {
            return Totals.wrap(Totals.unwrap(self) - (usd << CLAIMABLE_AT));
        }
    }

    function withPaused(Totals self, bool paused) internal pure returns (Totals) {
        uint256 cleared = Totals.unwrap(self) & ~(uint256(1) << FLAGS_AT);
        return Totals.wrap(cleared | (uint256(paused ? 1 : 0) << FLAGS_AT));
    }
}
