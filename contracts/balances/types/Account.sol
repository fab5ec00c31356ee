// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";

/// @dev All that Balances knows of an account, in micro-dollars. From the least significant bit on:
///
/// | bits | field     | meaning                                                         |
/// | ---- | --------- | --------------------------------------------------------------- |
/// |   56 | credit    | signed: prepaid dollars; below zero = debt                      |
/// |   56 | principal | coins that the account can withdraw                             |
/// |   48 | cap       | most that may be charged in a period                            |
/// |   48 | spent     | charged in `period`                                             |
/// |   16 | period    | unix time / 30 days of the last charge                          |
/// |   32 | cardSeq   | card changes so far                                             |
///
/// Sums are made in 256 bits and then checked against the width of their field.
type Account is uint256;

using AccountLib for Account global;

library AccountLib {
    uint256 private constant PRINCIPAL_AT = 56;
    uint256 private constant CAP_AT = 112;
    uint256 private constant SPENT_AT = 160;
    uint256 private constant PERIOD_AT = 208;
    uint256 private constant CARD_SEQ_AT = 224;
    uint256 private constant SPENT_AND_PERIOD = uint256(type(uint64).max) << SPENT_AT;
    uint256 private constant PRINCIPAL_TO_PERIOD = uint256(type(uint168).max) << PRINCIPAL_AT;
    uint256 private constant PERIOD_LENGTH = 30 days;

    function credit(Account self) internal pure returns (int56) {
        return int56(uint56(Account.unwrap(self)));
    }

    function principal(Account self) internal pure returns (uint56) {
        return uint56(Account.unwrap(self) >> PRINCIPAL_AT);
    }

    function cap(Account self) internal pure returns (uint48) {
        return uint48(Account.unwrap(self) >> CAP_AT);
    }

    /// @dev Charged in the running period.
    function spent(Account self) internal view returns (uint48) {
        return
            uint16(Account.unwrap(self) >> PERIOD_AT) == _period()
                ? uint48(Account.unwrap(self) >> SPENT_AT)
                : 0;
    }

    function cardSeq(Account self) internal pure returns (uint32) {
        return uint32(Account.unwrap(self) >> CARD_SEQ_AT);
    }

    function addCredit(Account self, uint256 usd) internal pure returns (Account) {
        int256 current = self.credit();
        if (usd > uint256(type(int56).max - current)) revert IBalancesEvents.BalancesRange();
        uint256 cleared = Account.unwrap(self) & ~uint256(type(uint56).max);
        return Account.wrap(cleared | uint56(int56(current + int256(usd))));
    }

    function addPrincipal(Account self, uint256 usd) internal pure returns (Account) {
        unchecked {
            if (usd > type(uint56).max - self.principal()) revert IBalancesEvents.BalancesRange();
            return Account.wrap(Account.unwrap(self) + (usd << PRINCIPAL_AT));
        }
    }

    /// @dev `usd` must not be above the principal.
    function takePrincipal(Account self, uint256 usd) internal pure returns (Account) {
        unchecked {
            return Account.wrap(Account.unwrap(self) - (usd << PRINCIPAL_AT));
        }
    }

    function withCap(Account self, uint48 cap_) internal pure returns (Account) {
        uint256 cleared = Account.unwrap(self) & ~(uint256(type(uint48).max) << CAP_AT);
        return Account.wrap(cleared | (uint256(cap_) << CAP_AT));
    }

    /// @dev After card change number `seq`, which must be the next one.
    function syncCard(Account self, uint32 seq, int56 delta) internal pure returns (Account) {
        uint32 last = self.cardSeq();
        unchecked {
            // After the last number comes 0, which `seq` may not be: then there are no more changes.
            if (seq == 0 || seq != last + 1) revert IBalancesEvents.BalancesSeq(seq, last + 1);
        }
        int256 next = int256(self.credit()) + delta;
        if (next != int56(next)) revert IBalancesEvents.BalancesRange();
        uint256 kept = Account.unwrap(self) & PRINCIPAL_TO_PERIOD;
        return Account.wrap(kept | (uint256(seq) << CARD_SEQ_AT) | uint56(int56(next)));
    }

    /// @dev What can be spent: principal, and credit above zero.
    function spendable(Account self) internal pure returns (uint256) {
        int256 signed = self.credit();
        return (signed > 0 ? uint256(signed) : 0) + self.principal();
    }

    /// @dev Takes `amount`, credit first, if the balance covers it; otherwise the account stays as it is.
    function take(
        Account self,
        uint256 amount
    ) internal pure returns (bool covered, Account left, uint256 fromPrincipal) {
        int256 signed = self.credit();
        uint256 fromCredit = signed > 0 ? uint256(signed) : 0;
        if (amount > fromCredit + self.principal()) return (false, self, 0);

        if (fromCredit > amount) fromCredit = amount;
        unchecked {
            // Neither part is above what the account has of it.
            fromPrincipal = amount - fromCredit;
            left = Account.wrap(Account.unwrap(self) - fromCredit - (fromPrincipal << PRINCIPAL_AT));
        }
        covered = true;
    }

    /// @dev `take` within the cap of the running period, which the amount counts for.
    function tryCharge(
        Account self,
        uint256 amount
    ) internal view returns (bool applied, Account charged, uint256 fromPrincipal) {
        uint256 total = self.spent() + amount;
        if (total > self.cap()) return (false, self, 0);
        (applied, charged, fromPrincipal) = self.take(amount);
        if (!applied) return (false, self, 0);

        uint256 running = (uint256(_period()) << PERIOD_AT) | (total << SPENT_AT);
        charged = Account.wrap((Account.unwrap(charged) & ~SPENT_AND_PERIOD) | running);
    }

    function _period() private view returns (uint16) {
        return uint16(block.timestamp / PERIOD_LENGTH);
    }
}
