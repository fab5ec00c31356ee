// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Account} from "../../contracts/balances/types/Account.sol";
import {Asset, AssetLib, Bounds} from "../../contracts/balances/types/Asset.sol";
import {Issuer, IssuerLib, IssuerLimits} from "../../contracts/balances/types/Issuer.sol";
import {Operator} from "../../contracts/balances/types/Operator.sol";
import {Price, PriceLib} from "../../contracts/balances/types/Price.sol";
import {Totals} from "../../contracts/balances/types/Totals.sol";
import {Checks} from "./Checks.sol";

/// @dev The words of Balances. A call that reverts proves nothing and breaks nothing.
contract BalancesWordsChecks is Checks {
    uint256 private constant PERIOD = 30 days;

    function check_accountIsRead(uint256 raw) public pure {
        Account word = Account.wrap(raw);
        assert(word.credit() == int56(uint56(raw)));
        assert(word.principal() == read(raw, 56, 56));
        assert(word.cap() == read(raw, 112, 48));
        assert(word.cardSeq() == read(raw, 224, 32));
    }

    function check_accountSpentEndsWithItsPeriod(uint256 raw, uint40 time) public {
        warp(time);
        bool running = read(raw, 208, 16) == uint16(time / PERIOD);
        assert(Account.wrap(raw).spent() == (running ? read(raw, 160, 48) : 0));
    }

    function check_accountCredit(uint256 raw, uint256 usd) public pure {
        Account changed = Account.wrap(raw).addCredit(usd);
        assert(Account.unwrap(changed) & ~field(0, 56) == raw & ~field(0, 56));
        assert(int256(changed.credit()) == int256(int56(uint56(raw))) + int256(usd));
    }

    function check_accountPrincipal(uint256 raw, uint56 usd, uint56 taken) public pure {
        Account more = Account.wrap(raw).addPrincipal(usd);
        assertOnly(raw, Account.unwrap(more), field(56, 56), (read(raw, 56, 56) + usd) << 56);
        if (taken > read(raw, 56, 56)) return;
        Account less = Account.wrap(raw).takePrincipal(taken);
        assertOnly(raw, Account.unwrap(less), field(56, 56), (read(raw, 56, 56) - taken) << 56);
    }

    function check_accountCap(uint256 raw, uint48 cap) public pure {
        assertOnly(raw, Account.unwrap(Account.wrap(raw).withCap(cap)), field(112, 48), uint256(cap) << 112);
    }

    function check_accountTake(uint256 raw, uint256 amount) public pure {
        (bool covered, Account left, uint256 fromPrincipal) = Account.wrap(raw).take(amount);
        int56 credit = int56(uint56(raw));
        uint256 positive = credit > 0 ? uint256(int256(credit)) : 0;
        assert(covered == (amount <= positive + read(raw, 56, 56)));
        assert(Account.unwrap(left) >> 112 == raw >> 112);
        if (!covered) {
            assert(Account.unwrap(left) == raw && fromPrincipal == 0);
            return;
        }
        assert(fromPrincipal == (amount > positive ? amount - positive : 0));
        assert(left.principal() == read(raw, 56, 56) - fromPrincipal);
        assert(left.credit() == int256(credit) - int256(amount - fromPrincipal));
    }

    function check_accountCard(uint256 raw, uint32 seq, int56 delta) public pure {
        Account changed = Account.wrap(raw).syncCard(seq, delta);
        assert(seq != 0 && seq == read(raw, 224, 32) + 1 && changed.cardSeq() == seq);
        assert(int256(changed.credit()) == int256(int56(uint56(raw))) + delta);
        assert(Account.unwrap(changed) & field(56, 168) == raw & field(56, 168));
    }

    function check_totals(uint256 raw, uint56 usd, bool paused) public pure {
        Totals word = Totals.wrap(raw);
        assert(word.principal() == read(raw, 0, 96) && word.claimableStable() == read(raw, 96, 96));
        assert(word.incomingPaused() == (read(raw, 192, 1) == 1));
        uint256 switched = Totals.unwrap(word.withPaused(paused));
        assertOnly(raw, switched, field(192, 1), uint256(paused ? 1 : 0) << 192);
        // The sums of all accounts never reach the width of their fields.
        if (read(raw, 0, 96) > type(uint96).max - usd || read(raw, 96, 96) > type(uint96).max - usd) return;
        uint256 more = Totals.unwrap(word.addPrincipal(usd));
        assertOnly(raw, more, field(0, 96), read(raw, 0, 96) + usd);
        if (read(raw, 0, 96) < usd) return;
        uint256 less = Totals.unwrap(word.takePrincipal(usd));
        assertOnly(raw, less, field(0, 96), read(raw, 0, 96) - usd);
        uint256 earned = (read(raw, 0, 96) - usd) | ((read(raw, 96, 96) + usd) << 96);
        assertOnly(raw, Totals.unwrap(word.earn(usd)), field(0, 192), earned);
    }

    function check_totalsSweep(uint256 raw, uint96 usd) public pure {
        if (read(raw, 96, 96) < usd) return;
        uint256 left = Totals.unwrap(Totals.wrap(raw).sweep(usd));
        assertOnly(raw, left, field(96, 96), (read(raw, 96, 96) - usd) << 96);
    }

    function check_operatorIsRead(uint256 raw, uint40 time) public {
        warp(time);
        Operator word = Operator.wrap(raw);
        assert(word.batch() == read(raw, 0, 32));
        assert(word.dailyCeiling() == read(raw, 104, 56));
        assert(word.enabled() == (read(raw, 160, 8) != 0));
        bool today = read(raw, 32, 16) == uint16(time / 1 days);
        assert(word.chargedToday() == (today ? read(raw, 48, 56) : 0));
    }

    function check_operatorTerms(uint256 raw, uint56 ceiling, bool enabled) public pure {
        uint256 changed = Operator.unwrap(Operator.wrap(raw).withTerms(ceiling, enabled));
        assert(changed & field(0, 104) == raw & field(0, 104));
        assert(changed >> 104 == uint256(ceiling) | (uint256(enabled ? 1 : 0) << 56));
    }

    function check_operatorBatch(uint256 raw, uint64 usd, uint40 time) public {
        warp(time);
        Operator word = Operator.wrap(raw);
        uint256 charged = word.chargedToday() + uint256(usd);
        Operator changed = word.afterBatch(usd);
        assert(charged <= read(raw, 104, 56));
        assert(Operator.unwrap(changed) >> 104 == raw >> 104);
        assert(changed.batch() == uint256(word.batch()) + 1 && changed.chargedToday() == charged);
    }

    function check_issuerBegins(address account, uint40 issue, uint40 reverse, uint40 time) public {
        warp(time);
        IssuerLimits limits = IssuerLib.limits(issue, reverse);
        assert(limits.issueCents() == issue && limits.reverseCents() == reverse);
        Issuer word = IssuerLib.fresh(account, limits);
        assert(word.account() == account && word.isOfToday());
        assert(word.issueLeft() == issue && word.reverseLeft() == reverse);
    }

    function check_issuerCounts(uint256 raw, int56 delta) public pure {
        Issuer word = Issuer.wrap(raw);
        Issuer changed = word.afterChange(delta);
        uint256 usd = delta > 0 ? uint256(int256(delta)) : uint256(-int256(delta));
        uint256 cents = (usd + 9_999) / 10_000;
        uint256 at = delta > 0 ? 176 : 216;
        assertOnly(raw, Issuer.unwrap(changed), field(at, 40), (read(raw, at, 40) - cents) << at);
        assert(word.issueLeft() == read(raw, 176, 40) && word.reverseLeft() == read(raw, 216, 40));
    }

    function check_asset(address feed, uint24 heartbeat, uint8 token, uint8 answer, uint256 raw) public pure {
        Asset word = AssetLib.listed(feed, heartbeat, token, answer);
        assert(word.feed() == feed && word.heartbeat() == heartbeat && word.enabled());
        assert(word.tokenDecimals() == token && word.feedDecimals() == answer);
        assertOnly(raw, Asset.unwrap(Asset.wrap(raw).disabled()), field(200, 8), 0);
    }

    function check_bounds(uint96 min, uint96 max, int256 answer) public pure {
        Bounds word = AssetLib.bounds(min, max);
        assert(word.min() == min && word.max() == max && Bounds.unwrap(word) >> 192 == 0);
        bool inside = answer >= 0 && uint256(answer) >= min && uint256(answer) <= max;
        assert(word.includes(answer) == inside);
    }

    function check_price(uint96 price, uint80 round, uint8 decimals, uint40 time, uint40 later) public {
        if (decimals < 6) return;
        warp(time);
        Price word = PriceLib.readNow(price, round, decimals);
        assert(word.price() == price && word.round() == round && !word.isClosed());
        warp(later);
        assert(word.isFresh() == (later <= uint256(time) + 15 minutes));
        assert(Price.unwrap(word.emptied()) == 0);
        assert(Price.unwrap(PriceLib.CLOSED.emptied()) == Price.unwrap(PriceLib.CLOSED));
    }
}
