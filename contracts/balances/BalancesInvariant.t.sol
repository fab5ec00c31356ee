// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {MockAggregator} from "../mocks/MockAggregator.sol";
import {MockUsd} from "../mocks/MockUsd.sol";
import {TestBase} from "../mocks/TestBase.sol";
import {Balances} from "./Balances.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev Does random, mostly sensible things with a few accounts and keeps its own books of what they should
/// do.
contract BalancesHandler is TestBase {
    address private constant ETH = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;
    address private constant OPERATOR = address(0x0B);
    uint256 private constant PERIOD = 30 days;

    Balances private immutable _balances;
    MockUsd private immutable _usd;
    MockAggregator private immutable _feed;

    address[4] public actors = [address(0x11), address(0x12), address(0x13), address(0x14)];
    uint256 private _now;

    mapping(address account => int256) public credit;
    mapping(address account => uint256) public principal;
    mapping(address account => uint256) public cap;
    mapping(address account => mapping(uint256 period => uint256)) public spent;
    uint256 public earned;
    uint256 public weiIn;
    uint256 public applied;
    uint256 public skipped;

    constructor(Balances balances, MockUsd usd, MockAggregator feed, uint256 time) {
        (_balances, _usd, _feed, _now) = (balances, usd, feed, time);
        for (uint256 i = 0; i < actors.length; ++i) {
            vm.prank(actors[i]);
            usd.approve(address(balances), type(uint256).max);
        }
    }

    function depositStable(uint256 from, uint256 to, uint256 amount, uint48 cap_) external {
        (address payer, address account) = (_actor(from), _actor(to));
        amount = bound(amount, 1, 1_000e6);
        cap_ = _cap(cap_);
        _usd.mint(payer, amount);
        vm.prank(payer);
        _balances.depositStable(amount, account, cap_);
        principal[account] += amount;
        _noteCap(payer, account, cap_);
    }

    function depositETH(uint256 from, uint256 to, uint256 wei_, uint48 cap_) external {
        (address payer, address account) = (_actor(from), _actor(to));
        wei_ = bound(wei_, 1e9, 1 ether);
        cap_ = _cap(cap_);
        (uint256 usd, ) = _balances.quote(ETH, wei_);
        vm.deal(payer, wei_);
        vm.prank(payer);
        _balances.depositETH{value: wei_}(account, usd, cap_);
        credit[account] += int256(usd);
        weiIn += wei_;
        _noteCap(payer, account, cap_);
    }

    function withdraw(uint256 from, uint256 to, uint256 usd) external {
        (address account, address receiver) = (_actor(from), _actor(to));
        usd = bound(usd, 0, principal[account]);
        uint256 held = _usd.balanceOf(receiver);
        vm.prank(account);
        _balances.withdraw(usd, receiver);
        principal[account] -= usd;
        vm.assertEq(_usd.balanceOf(receiver), held + usd, "coins out");
    }

    function setCap(uint256 from, uint48 cap_) external {
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
        (uint32 batch, , , ) = _balances.operatorOf(OPERATOR);
        vm.prank(OPERATOR);
        _balances.charge(batch, bytes32(seed), packed);
    }

    function wait(uint256 time, uint256 price) external {
        _now += bound(time, 1, 20 days);
        vm.warp(_now);
        _feed.set(int256(bound(price, 100e8, 100_000e8)), _now);
    }

    function donate(uint256 amount) external {
        _usd.mint(address(_balances), bound(amount, 1, 1e6));
    }

    function period() public view returns (uint256) {
        return _now / PERIOD;
    }

    /// @dev The rule of a charge, in the books of this contract.
    function _noteCharge(address account, uint256 usd) private {
        uint256 prepaid = credit[account] > 0 ? uint256(credit[account]) : 0;
        uint256 running = spent[account][period()] + usd;
        if (running > cap[account] || usd > prepaid + principal[account]) {
            ++skipped;
            return;
        }
        ++applied;
        uint256 fromCredit = usd < prepaid ? usd : prepaid;
        credit[account] -= int256(fromCredit);
        principal[account] -= usd - fromCredit;
        earned += usd - fromCredit;
        spent[account][period()] = running;
    }

    function _noteCap(address payer, address account, uint48 cap_) private {
        if (payer == account && cap_ != type(uint48).max) cap[account] = cap_;
    }

    function _cap(uint48 seed) private pure returns (uint48) {
        return seed % 2 == 0 ? type(uint48).max : uint48(bound(seed, 0, 500e6));
    }

    function _actor(uint256 seed) private view returns (address) {
        return actors[seed % actors.length];
    }
}

contract BalancesInvariantTest is BalancesTestBase {
    BalancesHandler private handler;

    function setUp() public override {
        super.setUp();
        handler = new BalancesHandler(balances, usd, feed, NOW);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev The handler does not stand still: a fixed run of its acts goes through and meets every case.
    function test_handlerMeetsEveryCase() external {
        for (uint256 i = 0; i < 40; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            handler.depositStable(seed, seed >> 8, seed >> 16, uint48(seed >> 32));
            handler.depositETH(seed >> 8, seed, seed >> 16, uint48(seed >> 40));
            handler.setCap(seed >> 16, uint48(seed >> 48));
            handler.charge(seed, seed >> 8);
            handler.withdraw(seed >> 24, seed >> 32, seed >> 40);
            handler.wait(seed >> 50, seed >> 60);
            handler.donate(seed);
        }
        vm.assertGe(handler.applied(), 100, "rows applied");
        vm.assertGe(handler.skipped(), 100, "rows skipped");
        vm.assertGe(handler.earned(), 1, "earned");
        this.invariant_books();
        this.invariant_solvent();
    }

    /// @dev Every account holds what the handler's own books say, and the totals are their sums.
    function invariant_books() external view {
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
        _checkTotals(sum, handler.earned());
    }

    /// @dev Whoever may take coins or ETH out can always be paid.
    function invariant_solvent() external view {
        (uint96 principal, uint96 claimable, ) = balances.totals();
        vm.assertGe(usd.balanceOf(address(balances)), uint256(principal) + claimable, "coins held");
        vm.assertEq(address(balances).balance, handler.weiIn(), "ETH held");
    }

    /// @dev All principal can leave at once, whatever happened before.
    function invariant_everybodyCanLeave() external {
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
