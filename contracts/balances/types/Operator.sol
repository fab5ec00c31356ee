// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";

/// @dev Who may charge, and how much of it is done, in micro-dollars. From the least significant bit on:
///
/// | bits | field        | meaning                                       |
/// | ---- | ------------ | --------------------------------------------- |
/// |   32 | batch        | number of the next batch                      |
/// |   16 | day          | unix time / 1 day of the last batch           |
/// |   56 | chargedToday | charged in `day`                              |
/// |   56 | dailyCeiling | most that may be charged in a day             |
/// |    8 | enabled      | 1 = may charge                                |
/// |   88 | spare        |                                               |
type Operator is uint256;

using OperatorLib for Operator global;

library OperatorLib {
    uint256 private constant DAY_AT = 32;
    uint256 private constant CHARGED_AT = 48;
    uint256 private constant CEILING_AT = 104;
    uint256 private constant ENABLED_AT = 160;
    uint256 private constant PROGRESS = (uint256(1) << CEILING_AT) - 1;

    function batch(Operator self) internal pure returns (uint32) {
        return uint32(Operator.unwrap(self));
    }

    /// @dev Charged in the running day.
    function chargedToday(Operator self) internal view returns (uint56) {
        return
            uint16(Operator.unwrap(self) >> DAY_AT) == _day()
                ? uint56(Operator.unwrap(self) >> CHARGED_AT)
                : 0;
    }

    function dailyCeiling(Operator self) internal pure returns (uint56) {
        return uint56(Operator.unwrap(self) >> CEILING_AT);
    }

    function enabled(Operator self) internal pure returns (bool) {
        return uint8(Operator.unwrap(self) >> ENABLED_AT) != 0;
    }

    /// @dev With another ceiling and enabled or not; batches and what was charged today go on.
    function withTerms(Operator self, uint56 ceiling, bool enabled_) internal pure returns (Operator) {
        uint256 progress = Operator.unwrap(self) & PROGRESS;
        return
            Operator.wrap(
                progress | (uint256(ceiling) << CEILING_AT) | (uint256(enabled_ ? 1 : 0) << ENABLED_AT)
            );
    }

    /// @dev After one more batch, which charged `usd`.
    function afterBatch(Operator self, uint256 usd) internal view returns (Operator) {
        uint256 before = self.chargedToday();
        uint256 ceiling = self.dailyCeiling();
        if (before + usd > ceiling)
            revert IBalancesEvents.BalancesCeiling(ceiling > before ? ceiling - before : 0);

        uint256 terms = Operator.unwrap(self) & ~PROGRESS;
        uint256 progress = ((before + usd) << CHARGED_AT) | (uint256(_day()) << DAY_AT) | (self.batch() + 1);
        return Operator.wrap(terms | progress);
    }

    function _day() private view returns (uint16) {
        return uint16(block.timestamp / 1 days);
    }
}
