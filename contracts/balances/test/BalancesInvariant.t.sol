// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {MockAggregator} from "../../mocks/MockAggregator.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {TestBase} from "../../mocks/TestBase.sol";
import {TypedData} from "../../mocks/TypedData.sol";
import {Balances} from "../Balances.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev Ends in its own construction, and leaves its ETH to `heir` without asking.
contract Legacy {
    constructor(address payable heir) payable {
        selfdestruct(heir);
    }
}

/// @dev Does random, mostly sensible things with a few accounts and keeps its own books of what they should
/// do.
contract BalancesHandler is TestBase {
    address private constant ETH = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;
    address private constant OWNER = address(0x0A);
    address private constant OPERATOR = address(0x0B);
    address private constant TREASURER = address(0x0C);
    uint256 private constant ISSUER_KEY = uint256(keccak256("issuer"));
    uint256 private constant PERIOD = 30 days;

    Balances private immutable _balances;
    MockUsd private immutable _usd;
    MockAggregator private immutable _feed;

    address[4] public actors = [address(0xA1), address(0xA2), address(0xA3), address(0xA4)];
    uint256 private _now;

    mapping(address account => int256) public credit;
    mapping(address account => uint256) public principal;
    mapping(address account => uint256) public cap;
    mapping(address account => mapping(uint256 period => uint256)) public spent;
    mapping(address account => uint32) public cardSeq;
    /// @dev By UTC day, in cents.
    mapping(uint256 day => uint256) public issued;
    mapping(uint256 day => uint256) public reversed;
    /// @dev All credit and principal there should be: every act adds to it or takes from it once.
    int256 public booked;
    uint256 public earned;
    uint256 public weiHeld;
    uint256 public coinsGiven;
    bool public paused;
    uint256 public applied;
    uint256 public skipped;
    uint256 public refused;
    /// @dev Charges above the cap of their account; deposits of ETH that were not credited at the price of then; acts
    /// that moved the principal of another account than the one they are about.
    uint256 public overcharged;
    uint256 public mispriced;
    uint256 public strayed;

    /// @dev What the feed says, zero while that may not be used; and the price in use, with the time of its reading.
    uint256 private _answer;
    uint256 private _price;
    uint256 private _readAt;

    modifier about(address account) {
        uint256[4] memory before = _principals();
        _;
        uint256[4] memory later = _principals();
        for (uint256 i = 0; i < 4; ++i) if (later[i] != before[i] && actors[i] != account) ++strayed;
    }

    /// @dev All ETH of the game comes along, and moves by transfers alone, as on a chain.
    constructor(Balances balances, MockUsd usd, MockAggregator feed, uint256 time) payable {
        (_balances, _usd, _feed, _now) = (balances, usd, feed, time);
        (, int256 answer, , , ) = feed.latestRoundData();
        _answer = uint256(answer);
        for (uint256 i = 0; i < actors.length; ++i) {
            Address.sendValue(payable(actors[i]), msg.value / (actors.length + 1));
            vm.prank(actors[i]);
            usd.approve(address(balances), type(uint256).max);
        }
    }

    function depositStable(uint256 from, uint256 to, uint256 amount, uint48 cap_) external about(_actor(to)) {
        (address payer, address account) = (_actor(from), _actor(to));
        amount = bound(amount, 1, 1_000e6);
        cap_ = _cap(cap_);
        _usd.mint(payer, amount);
        if (paused) vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        vm.prank(payer);
        _balances.depositStable(amount, account, cap_);
        if (paused) return;
        principal[account] += amount;
        booked += int256(amount);
        _noteCap(payer, account, cap_);
    }

    /// @dev Credited at the price of then, or refused if there is none.
    function depositETH(uint256 from, uint256 to, uint256 wei_, uint48 cap_) external about(_actor(to)) {
        (address payer, address account) = (_actor(from), _actor(to));
        wei_ = bound(wei_, 1e12, 1 ether);
        cap_ = _cap(cap_);
        int256 usd = int256((wei_ * _usePrice()) / 1e20);
        int256 held = _creditOf(account);
        vm.prank(payer);
        try _balances.depositETH{value: wei_}(account, 0, cap_) {
            if (_creditOf(account) - held != usd) ++mispriced;
        } catch {
            if (usd != 0) ++mispriced;
            ++refused;
            return;
        }
        credit[account] += usd;
        booked += usd;
        weiHeld += wei_;
        _noteCap(payer, account, cap_);
    }

    function withdraw(uint256 from, uint256 to, uint256 usd) external about(_actor(from)) {
        (address account, address receiver) = (_actor(from), _actor(to));
        usd = bound(usd, 0, principal[account]);
        uint256 held = _usd.balanceOf(receiver);
        vm.prank(account);
        _balances.withdraw(usd, receiver);
        principal[account] -= usd;
        booked -= int256(usd);
        vm.assertEq(_usd.balanceOf(receiver), held + usd, "coins out");
    }

    function setCap(uint256 from, uint48 cap_) external about(address(0)) {
        address account = _actor(from);
        cap_ = uint48(bound(cap_, 0, 500e6));
        vm.prank(account);
        _balances.setCap(cap_);
        cap[account] = cap_;
    }

    function charge(uint256 seed, uint256 rows) external {
        rows = bound(rows, 1, 20);
        bytes memory packed;
        for (uint256 i = 0; i < rows; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            address account = _actor(seed >> 64);
            uint256 usd = bound(seed, 0, 100e6);
            packed = bytes.concat(packed, abi.encodePacked(account, uint64(usd)));
            _noteCharge(account, usd);
        }
        _charge(packed);
    }

    /// @dev A card payment, or a reversal of any size that the day still allows.
    function syncCard(uint256 to, uint256 amount, bool reverses) external about(address(0)) {
        address account = _actor(to);
        uint256 day = today();
        (address issuer, uint40 issueCents, uint40 reverseCents, , ) = _balances.cardIssuer();
        uint256 left = reverses ? reverseCents - reversed[day] : issueCents - issued[day];
        amount = bound(amount, 0, left * 10_000);
        int56 delta = reverses ? -int56(int256(amount)) : int56(int256(amount));
        uint32 seq = ++cardSeq[account];
        bytes memory signature = _signCard(issuer, account, seq, delta);
        _balances.syncCard(account, seq, delta, uint40(_now), signature);
        credit[account] += delta;
        booked += delta;
        if (reverses) reversed[day] += (amount + 9_999) / 10_000;
        else issued[day] += (amount + 9_999) / 10_000;
    }

    function purchase(uint256 from, uint256 usd) external about(_actor(from)) {
        address account = _actor(from);
        uint256 prepaid = _prepaid(account);
        usd = bound(usd, 0, prepaid + principal[account]);
        if (usd > type(uint56).max) return;
        vm.prank(account);
        _balances.purchase(uint56(usd), "ref", OPERATOR);
        _take(account, usd, prepaid);
    }

    function sweep(uint256 amount, bool ether_) external about(address(0)) {
        uint256 most = ether_ ? weiHeld : earned;
        amount = bound(amount, 0, most);
        vm.prank(TREASURER);
        _balances.sweep(ether_ ? ETH : address(_usd), amount, address(0x5E11));
        if (ether_) weiHeld -= amount;
        else earned -= amount;
    }

    function pause(uint256 seed) external {
        paused = seed % 3 == 0;
        vm.prank(OWNER);
        _balances.pauseIncoming(paused);
        _readAt = 0;
    }

    /// @dev Three of eight answers are too low, too high or too old.
    function wait(uint256 time, uint256 price) external {
        _now += bound(time, 1, 20 days);
        vm.warp(_now);
        uint256 fault = price % 8;
        price = bound(price, 100e8, 100_000e8);
        _answer = fault < 3 ? 0 : price;
        if (fault == 0) price = 100e8 - 1;
        if (fault == 1) price = 100_000e8 + 1;
        _feed.set(int256(price), fault == 2 ? _now - 2 hours : _now);
    }

    /// @dev Coins and ETH that come in past every function.
    function donate(uint256 amount) external about(address(0)) {
        amount = bound(amount, 1, 1e6);
        _usd.mint(address(_balances), amount);
        coinsGiven += amount;
        new Legacy{value: amount}(payable(address(_balances)));
        weiHeld += amount;
    }

    function today() public view returns (uint256) {
        return _now / 1 days;
    }

    function period() public view returns (uint256) {
        return _now / PERIOD;
    }

    /// @dev The price that a deposit of ETH is credited at now; zero: none.
    function _usePrice() private returns (uint256) {
        if (paused) return 0;
        if (_now <= _readAt + 15 minutes) return _price;
        if (_answer != 0) (_price, _readAt) = (_answer, _now);
        return _answer;
    }

    function _charge(bytes memory packed) private {
        uint256[4] memory before = _spent();
        (uint32 batch, , , ) = _balances.operatorOf(OPERATOR);
        vm.prank(OPERATOR);
        _balances.charge(batch, keccak256(packed), packed);
        uint256[4] memory later = _spent();
        for (uint256 i = 0; i < 4; ++i) {
            if (later[i] != before[i] && later[i] > cap[actors[i]]) ++overcharged;
        }
    }

    /// @dev The rule of a charge, in the books of this contract.
    function _noteCharge(address account, uint256 usd) private {
        uint256 prepaid = _prepaid(account);
        uint256 running = spent[account][period()] + usd;
        if (running > cap[account] || usd > prepaid + principal[account]) {
            ++skipped;
            return;
        }
        ++applied;
        _take(account, usd, prepaid);
        spent[account][period()] = running;
    }

    function _take(address account, uint256 usd, uint256 prepaid) private {
        uint256 fromCredit = usd < prepaid ? usd : prepaid;
        credit[account] -= int256(fromCredit);
        principal[account] -= usd - fromCredit;
        earned += usd - fromCredit;
        booked -= int256(usd);
    }

    function _prepaid(address account) private view returns (uint256) {
        return credit[account] > 0 ? uint256(credit[account]) : 0;
    }

    function _signCard(
        address issuer,
        address account,
        uint32 seq,
        int56 delta
    ) private view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "SyncCard(address issuer,address account,uint32 seq,int56 delta,uint40 deadline)"
        );
        bytes32 message = keccak256(abi.encode(typehash, issuer, account, seq, delta, _now));
        return TypedData.sign(ISSUER_KEY, TypedData.digest("Space Balances", address(_balances), message));
    }

    function _noteCap(address payer, address account, uint48 cap_) private {
        if (payer == account && cap_ != type(uint48).max) cap[account] = cap_;
    }

    function _creditOf(address account) private view returns (int256 held) {
        (held, , , , ) = _balances.accountOf(account);
    }

    function _spent() private view returns (uint256[4] memory spent_) {
        for (uint256 i = 0; i < 4; ++i) (, , , spent_[i], ) = _balances.accountOf(actors[i]);
    }

    function _principals() private view returns (uint256[4] memory principals) {
        for (uint256 i = 0; i < 4; ++i) principals[i] = _balances.withdrawable(actors[i]);
    }

    function _cap(uint48 seed) private pure returns (uint48) {
        return seed % 2 == 0 ? type(uint48).max : uint48(bound(seed, 0, 500e6));
    }

    function _actor(uint256 seed) private view returns (address) {
        return actors[seed % actors.length];
    }
}

/// @dev What holds after any sequence of acts.
contract BalancesInvariantTest is BalancesTestBase {
    BalancesHandler private handler;

    function setUp() public override {
        super.setUp();
        handler = new BalancesHandler{value: 1_000_000 ether}(balances, usd, feed, NOW);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev The handler does not stand still: a fixed run of its acts goes through and meets every case.
    function test_BalancesInvariant_HandlerMeetsEveryCase() external {
        for (uint256 i = 0; i < 40; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            handler.depositStable(seed, seed >> 8, seed >> 16, uint48(seed >> 32));
            handler.depositETH(seed >> 8, seed, seed >> 16, uint48(seed >> 40));
            handler.setCap(seed >> 16, uint48(seed >> 48));
            handler.charge(seed, seed >> 8);
            handler.withdraw(seed >> 24, seed >> 32, seed >> 40);
            handler.wait(seed >> 50, seed >> 60);
            handler.donate(seed);
            handler.syncCard(seed >> 70, seed >> 80, i % 2 == 0);
            handler.purchase(seed >> 90, seed >> 100);
            handler.sweep(seed >> 110, i % 2 == 0);
            handler.pause(seed >> 120);
        }
        vm.assertGe(handler.applied(), 100, "rows applied");
        vm.assertGe(handler.skipped(), 100, "rows skipped");
        vm.assertGe(handler.refused(), 10, "deposits refused");
        vm.assertGe(handler.earned(), 1, "earned");
        this.invariant_B2_PrincipalIsExact();
        this.invariant_B3_EveryDollarIsBooked();
        this.invariant_B1_B9_Solvent();
        this.invariant_B5_ChargesStayWithinTheCap();
        this.invariant_B6_IssuerStaysWithinItsDay();
        this.invariant_B7_CreditIsWorthWhatCameIn();
        this.invariant_B8_NoOneMovesThePrincipalOfAnother();
    }

    /// @dev B2: every account holds what the handler's own books say, and the totals are their sums, exactly.
    function invariant_B2_PrincipalIsExact() external view {
        uint256 sum = 0;
        for (uint256 i = 0; i < 4; ++i) {
            address account = handler.actors(i);
            sum += handler.principal(account);
            _checkAccount(
                account,
                handler.credit(account),
                handler.principal(account),
                handler.cap(account),
                handler.spent(account, handler.period())
            );
        }
        (uint96 principal, uint96 claimable, bool paused) = balances.totals();
        vm.assertEq(principal, sum, "totals.principal");
        vm.assertEq(claimable, handler.earned(), "totals.claimableStable");
        vm.assertEq(paused, handler.paused(), "incomingPaused");
    }

    /// @dev B3: credit and principal of all are what came in, less what was charged and withdrawn.
    function invariant_B3_EveryDollarIsBooked() external view {
        int256 sum = 0;
        for (uint256 i = 0; i < 4; ++i) {
            (int56 credit, uint56 principal, , , ) = balances.accountOf(handler.actors(i));
            sum += int256(credit) + int256(uint256(principal));
        }
        vm.assertEq(sum, handler.booked(), "every dollar");
    }

    /// @dev B1, B9: the coins held are what is owed and what was given, to the last one; all ETH is there.
    function invariant_B1_B9_Solvent() external view {
        (uint96 principal, uint96 claimable, ) = balances.totals();
        vm.assertEq(
            usd.balanceOf(address(balances)),
            uint256(principal) + claimable + handler.coinsGiven(),
            "coins held"
        );
        vm.assertEq(address(balances).balance, handler.weiHeld(), "ETH held");
    }

    /// @dev B5: what was charged in a period is never above the cap of then.
    function invariant_B5_ChargesStayWithinTheCap() external view {
        vm.assertEq(handler.overcharged(), 0, "overcharged");
    }

    /// @dev B7: at a price that is fresh and in bounds, rounded down; without one nothing is credited.
    function invariant_B7_CreditIsWorthWhatCameIn() external view {
        vm.assertEq(handler.mispriced(), 0, "mispriced");
    }

    /// @dev B8: but for charges within the cap.
    function invariant_B8_NoOneMovesThePrincipalOfAnother() external view {
        vm.assertEq(handler.strayed(), 0, "strayed");
    }

    /// @dev B6: numbers without gaps, and no day above the ceilings.
    function invariant_B6_IssuerStaysWithinItsDay() external view {
        for (uint256 i = 0; i < 4; ++i) {
            address account = handler.actors(i);
            (, , , , uint32 seq) = balances.accountOf(account);
            vm.assertEq(seq, handler.cardSeq(account), "cardSeq");
        }
        (, uint40 issueCents, uint40 reverseCents, uint40 issueLeft, uint40 reverseLeft) = balances
            .cardIssuer();
        uint256 day = handler.today();
        vm.assertEq(handler.issued(day) + issueLeft, issueCents, "issued and left");
        vm.assertEq(handler.reversed(day) + reverseLeft, reverseCents, "reversed and left");
    }

    /// @dev B4: all principal can leave at once, whatever happened before, also while deposits are closed.
    function invariant_B4_EveryoneCanLeave() external {
        for (uint256 i = 0; i < 4; ++i) {
            address account = handler.actors(i);
            uint256 own = balances.withdrawable(account);
            vm.prank(account);
            balances.withdraw(own, address(0xDE57));
        }
        (uint96 principal, uint96 claimable, ) = balances.totals();
        vm.assertEq(principal, 0, "totals.principal");
        vm.assertGe(usd.balanceOf(address(balances)), claimable, "coins held");
    }
}
