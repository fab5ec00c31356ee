// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";

/// @dev Who signs card changes, and what it may still do today, in cents. From the least significant bit on:
///
/// | bits | field       | meaning                                  |
/// | ---- | ----------- | ---------------------------------------- |
/// |  160 | account     | zero = no one                            |
/// |   16 | day         | unix time / 1 day of the last change     |
/// |   40 | issueLeft   | may still be issued in `day`             |
/// |   40 | reverseLeft | may still be taken back in `day`         |
///
/// It counts what is left rather than what is done, so that the ceilings are read once a day only.
type Issuer is uint256;

/// @dev What an issuer may do in a day, in cents: issue 40 bits, then reverse 40, spare 176.
type IssuerLimits is uint256;

using IssuerLib for Issuer global;
using IssuerLib for IssuerLimits global;

library IssuerLib {
    uint256 private constant DAY_AT = 160;
    uint256 private constant ISSUE_AT = 176;
    uint256 private constant REVERSE_AT = 216;
    uint256 private constant LIMIT_REVERSE_AT = 40;
    uint256 private constant MICRO_USD_PER_CENT = 10_000;

    function limits(uint40 issueCents_, uint40 reverseCents_) internal pure returns (IssuerLimits) {
        return IssuerLimits.wrap(issueCents_ | (uint256(reverseCents_) << LIMIT_REVERSE_AT));
    }

    function issueCents(IssuerLimits self) internal pure returns (uint40) {
        return uint40(IssuerLimits.unwrap(self));
    }

    function reverseCents(IssuerLimits self) internal pure returns (uint40) {
        return uint40(IssuerLimits.unwrap(self) >> LIMIT_REVERSE_AT);
    }

    /// @dev `account_` with all of a day's limits.
    function fresh(address account_, IssuerLimits limits_) internal view returns (Issuer) {
        return _pack(account_, limits_.issueCents(), limits_.reverseCents());
    }

    function account(Issuer self) internal pure returns (address) {
        return address(uint160(Issuer.unwrap(self)));
    }

    function issueLeft(Issuer self) internal pure returns (uint40) {
        return uint40(Issuer.unwrap(self) >> ISSUE_AT);
    }

    function reverseLeft(Issuer self) internal pure returns (uint40) {
        return uint40(Issuer.unwrap(self) >> REVERSE_AT);
    }

    /// @dev Whether what is left is of the running day.
    function isOfToday(Issuer self) internal view returns (bool) {
        return uint16(Issuer.unwrap(self) >> DAY_AT) == _day();
    }

    /// @dev The word of today after a change of `delta` micro-dollars, counted in cents, rounded up.
    function afterChange(Issuer self, int56 delta) internal pure returns (Issuer) {
        bool issues = delta > 0;
        uint256 usd = issues ? uint256(int256(delta)) : uint256(-int256(delta));
        uint256 cents = (usd + MICRO_USD_PER_CENT - 1) / MICRO_USD_PER_CENT;
        uint256 left = issues ? self.issueLeft() : self.reverseLeft();
        if (cents > left) revert IBalancesEvents.BalancesCeiling(left * MICRO_USD_PER_CENT);
        return Issuer.wrap(Issuer.unwrap(self) - (cents << (issues ? ISSUE_AT : REVERSE_AT)));
    }

    /// @dev `account_` under other limits: lower ones hold at once, higher ones from the next day on. So nothing that
    /// was done today is ever forgotten.
    function replaced(
        Issuer self,
        address account_,
        IssuerLimits before,
        IssuerLimits next
    ) internal view returns (Issuer) {
        if (!self.isOfToday()) return fresh(account_, next);
        return
            _pack(
                account_,
                _left(self.issueLeft(), before.issueCents(), next.issueCents()),
                _left(self.reverseLeft(), before.reverseCents(), next.reverseCents())
            );
    }

    function _left(uint40 left, uint40 before, uint40 next) private pure returns (uint40) {
        uint40 cut = before > next ? before - next : 0;
        return left > cut ? left - cut : 0;
    }

    function _pack(address account_, uint40 issue, uint40 reverse) private view returns (Issuer) {
        return
            Issuer.wrap(
                uint256(uint160(account_)) |
                    (uint256(_day()) << DAY_AT) |
                    (uint256(issue) << ISSUE_AT) |
                    (uint256(reverse) << REVERSE_AT)
            );
    }

    function _day() private view returns (uint16) {
        return uint16(block.timestamp / 1 days);
    }
}
