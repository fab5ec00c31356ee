// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {MockAggregator} from "../../mocks/MockAggregator.sol";
import {MockPermit2} from "../../mocks/MockPermit2.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {TestBase} from "../../mocks/TestBase.sol";
import {Balances} from "../Balances.sol";

/// @dev A deployment with ETH at 2,500 dollars, one operator, and users who hold coins and ETH.
abstract contract BalancesTestBase is TestBase {
    address internal constant ETH = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;
    address internal constant OWNER = address(0x0A);
    address internal constant OPERATOR = address(0x0B);
    address internal constant TREASURER = address(0x0C);
    address internal constant ALICE = address(0xA11CE);
    address internal constant BOB = address(0xB0B);

    uint256 internal constant NOW = 1_800_000_000;
    uint256 internal constant PERIOD = 30 days;
    uint48 internal constant KEEP = type(uint48).max;
    uint256 internal constant USD = 1e6;
    uint56 internal constant CEILING = 1_000_000e6;
    int256 internal constant ETH_PRICE = 2_500e8;
    uint96 internal constant MIN_PRICE = 100e8;
    uint96 internal constant MAX_PRICE = 100_000e8;
    uint24 internal constant HEARTBEAT = 1 hours;

    uint256 internal constant ISSUER_KEY = uint256(keccak256("issuer"));
    uint40 internal constant CENTS_A_DAY = 1_000_000;
    uint256 internal constant DELAY = 2 days;
    uint256 internal constant WINDOW = 14 days;

    /// @dev Where the account words stand; Ownable2Step and EIP712 have two slots each before.
    uint256 internal constant ACCOUNT_SLOT = 4;

    MockUsd internal usd;
    MockPermit2 internal permit2;
    MockAggregator internal feed;
    Balances internal balances;

    function setUp() public virtual {
        vm.warp(NOW);
        usd = new MockUsd(6);
        permit2 = new MockPermit2();
        feed = new MockAggregator(8, ETH_PRICE);
        balances = _deploy(address(usd));
        _fund(ALICE);
        _fund(BOB);
    }

    function _deploy(address coin) internal returns (Balances) {
        return new Balances(OWNER, coin, address(0), address(permit2), _settings());
    }

    function _settings() internal view returns (IBalancesOwner.Settings memory settings) {
        settings.assets = new IBalancesOwner.AssetTerms[](1);
        settings.assets[0] = _ethTerms();
        settings.operators = new IBalancesOwner.OperatorTerms[](1);
        settings.operators[0] = IBalancesOwner.OperatorTerms(OPERATOR, CEILING);
        settings.issuer = IBalancesOwner.IssuerTerms(vm.addr(ISSUER_KEY), CENTS_A_DAY, CENTS_A_DAY);
        settings.treasurer = TREASURER;
    }

    /// @dev The owner announces `call`, waits, and makes it. Two days go by.
    function _announceAndApply(bytes memory call) internal {
        vm.prank(OWNER);
        balances.announce(call);
        vm.warp(balances.dueAt(keccak256(call)));
        vm.prank(OWNER);
        (bool ok, bytes memory reason) = address(balances).call(call);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    function _ethTerms() internal view returns (IBalancesOwner.AssetTerms memory) {
        return IBalancesOwner.AssetTerms(ETH, address(feed), HEARTBEAT, MIN_PRICE, MAX_PRICE);
    }

    /// @dev Two days go by, after which the feed answers `price` anew.
    function _setAsset(IBalancesOwner.AssetTerms memory terms, int256 price) internal {
        _announceAndApply(abi.encodeCall(IBalancesOwner.setAsset, (terms)));
        MockAggregator(terms.feed).set(price, vm.getBlockTimestamp());
    }

    function _fund(address account) internal {
        vm.deal(account, 1_000 ether);
        usd.mint(account, 1_000_000 * USD);
        vm.prank(account);
        usd.approve(address(balances), type(uint256).max);
    }

    function _depositStable(address account, uint256 amount, uint48 cap) internal {
        vm.prank(account);
        balances.depositStable(amount, account, cap);
    }

    /// @dev Deposits ETH worth `value` at the price of `ETH_PRICE`.
    function _depositUsdOfEth(address account, uint256 value, uint48 cap) internal {
        vm.prank(account);
        balances.depositETH{value: (value * 1e18) / (2_500 * USD)}(account, value, cap);
    }

    /// @dev Writes an account word as functions that follow later could leave it.
    function _setWord(address account, int56 credit, uint56 principal, uint48 cap, uint32 cardSeq) internal {
        uint256 word = uint256(uint56(credit)) | (uint256(principal) << 56) | (uint256(cap) << 112);
        vm.store(address(balances), slotOf(account, ACCOUNT_SLOT), bytes32(word | (uint256(cardSeq) << 224)));
    }

    function _row(address account, uint256 value) internal pure returns (bytes memory) {
        return abi.encodePacked(account, uint64(value));
    }

    function _charge(uint32 batch, bytes memory packed) internal {
        vm.prank(OPERATOR);
        balances.charge(batch, keccak256("receipts"), packed);
    }

    function _checkAccount(
        address account,
        int256 credit,
        uint256 principal,
        uint256 cap,
        uint256 spent
    ) internal view {
        (int56 actualCredit, uint56 actualPrincipal, uint48 actualCap, uint48 actualSpent, ) = balances
            .accountOf(account);
        vm.assertEq(actualCredit, credit, "credit");
        vm.assertEq(actualPrincipal, principal, "principal");
        vm.assertEq(actualCap, cap, "cap");
        vm.assertEq(actualSpent, spent, "spent");
        vm.assertEq(balances.withdrawable(account), principal, "withdrawable");
    }

    function _checkTotals(uint256 principal, uint256 claimable) internal view {
        (uint96 actualPrincipal, uint96 actualClaimable, bool paused) = balances.totals();
        vm.assertEq(actualPrincipal, principal, "totals.principal");
        vm.assertEq(actualClaimable, claimable, "totals.claimableStable");
        vm.assertEq(paused, false, "incomingPaused");
    }
}
