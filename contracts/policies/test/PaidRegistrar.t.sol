// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Balances} from "../../balances/Balances.sol";
import {IBalances} from "../../interfaces/IBalances.sol";
import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {INames} from "../../interfaces/INames.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {TypedData} from "../../mocks/TypedData.sol";
import {NamesTestBase} from "../../names/test/NamesTestBase.t.sol";
import {NamePolicy} from "../NamePolicy.sol";
import {PaidRegistrar} from "../PaidRegistrar.sol";

/// @dev Names of five bytes cost 20 dollars; Bob, who has 100, pays for Alice.
contract PaidRegistrarTest is NamesTestBase {
    uint56 private constant PRICE = 20e6;
    bytes32 private constant FREE = "alice-2";

    NamePolicy private policy;
    Balances private balances;
    PaidRegistrar private registrar;

    function setUp() public override {
        super.setUp();
        MockUsd usd = new MockUsd(6);
        IBalancesOwner.Settings memory settings;
        settings.treasurer = OWNER;
        balances = new Balances(OWNER, address(usd), address(0), address(0), settings);
        policy = new NamePolicy(OWNER, 0);
        names = deployNames(policy);
        registrar = new PaidRegistrar(OWNER, names, balances, [uint56(100e6), 50e6, PRICE, 0]);
        vm.prank(OWNER);
        policy.setRegistrar(address(registrar));
        _enableOperator(address(registrar));

        usd.mint(bob, 100e6);
        vm.startPrank(bob);
        usd.approve(address(balances), 100e6);
        balances.depositStable(100e6, bob, 0);
        vm.stopPrank();
    }

    /* register */

    function test_Register_WhenOwnerAndPayerSigned_TakesThePriceAndRegistersTheName() public {
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Purchased(
            bob,
            address(registrar),
            registrar.refOf(alice, NAME),
            PRICE,
            uint256(80e6) << 56
        );
        vm.expectEmit(address(names));
        emit INames.NameRegistered(NAME, alice, 1, 1, KEY);
        _register(alice, NAME, _pay(bob, BOB_KEY, alice, NAME, PRICE, 0));
        checkName(NAME, alice, 1, 1, KEY);
        _checkLeft(80e6);
        vm.assertEq(balances.claimableOf(balances.stable()), PRICE, "earned");
    }

    function test_Register_WhenTheNameCostsNothing_AsksForNoPayment() public {
        PaidRegistrar.Payment memory none;
        _register(alice, FREE, none);
        checkName(FREE, alice, 1, 1, KEY);
        _checkLeft(100e6);
    }

    /// @dev A payment serves for the owner, the name and the price that were signed.
    function test_Register_WhenThePayerSignedAnythingElse_RevertsBalancesBadSignature() public {
        PaidRegistrar.Payment[5] memory others = [
            _pay(bob, BOB_KEY, bob, NAME, PRICE, 0),
            _pay(bob, BOB_KEY, alice, "other", PRICE, 0),
            _pay(bob, BOB_KEY, alice, NAME, PRICE - 1, 0),
            _pay(bob, ALICE_KEY, alice, NAME, PRICE, 0),
            _pay(bob, BOB_KEY, alice, NAME, PRICE, 0)
        ];
        others[4].nonce = 1;
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, bob));
            _register(alice, NAME, others[i]);
        }

        vm.prank(OWNER);
        registrar.setPrices([uint56(100e6), 50e6, PRICE + 1, 0]);
        PaidRegistrar.Payment memory payment = _pay(bob, BOB_KEY, alice, NAME, PRICE, 0);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, bob));
        _register(alice, NAME, payment);
    }

    function test_Register_WhenThePayerHasTooLittle_RevertsBalancesShort() public {
        PaidRegistrar.Payment memory payment = _pay(carol, CAROL_KEY, alice, NAME, PRICE, 0);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesShort.selector, carol, PRICE, 0));
        _register(alice, NAME, payment);
    }

    function test_Register_WhenTheOwnerDidNotSign_RevertsNamesBadSignatureAndTakesNothing() public {
        PaidRegistrar.Payment memory payment = _pay(bob, BOB_KEY, alice, NAME, PRICE, 0);
        bytes memory signature = sign(BOB_KEY, registerMessage(alice, NAME, KEY, 0, 1, DEADLINE));
        expectBadSignature(alice);
        registrar.register(alice, NAME, KEY, 0, DEADLINE, signature, payment);
        _checkLeft(100e6);
    }

    function test_Register_WhenTheNameIsTaken_RevertsNamesTakenAndTakesNothing() public {
        _register(alice, NAME, _pay(bob, BOB_KEY, alice, NAME, PRICE, 0));
        PaidRegistrar.Payment memory payment = _pay(bob, BOB_KEY, alice, NAME, PRICE, 1);
        expectTaken(NAME);
        _register(alice, NAME, payment);
        _checkLeft(80e6);
    }

    /* setPrices */

    function test_SetPrices_WhenTheCallerDoesNotOwnTheRegistrar_RevertsOwnableUnauthorizedAccount() public {
        expectNotContractOwner(alice);
        vm.prank(alice);
        registrar.setPrices([uint56(0), 0, 0, 0]);
    }

    function testFuzz_SetPrices_WhenTheOwnerCalls_SetsThePrices(uint56[4] calldata prices) public {
        vm.expectEmit(address(registrar));
        emit PaidRegistrar.PricesSet(prices);
        vm.prank(OWNER);
        registrar.setPrices(prices);
        vm.assertEq(abi.encode(registrar.prices()), abi.encode(prices), "prices");
        vm.assertEq(registrar.priceOf("abc"), prices[0], "3 bytes");
        vm.assertEq(registrar.priceOf("abcd"), prices[1], "4 bytes");
        vm.assertEq(registrar.priceOf("abcde"), prices[2], "5 bytes");
        vm.assertEq(registrar.priceOf("abcdef"), prices[3], "6 bytes");
        vm.assertEq(registrar.priceOf("abcdefghijklmnopqrstuvwxyz0123"), prices[3], "30 bytes");
    }

    function test_M7_AWordThatIsNoNameIsNotSold() public {
        PaidRegistrar.Payment memory payment = _pay(bob, BOB_KEY, alice, "ab", 100e6, 0);
        expectInvalid("ab");
        _register(alice, "ab", payment);
        _checkLeft(100e6);
    }

    /// @dev Whoever has the register message of someone cannot go round the price.
    function test_M7_NoOneRegistersWithoutThePrice() public {
        bytes memory signature = sign(ALICE_KEY, registerMessage(alice, NAME, KEY, 0, 1, DEADLINE));
        expectPolicy(NAME);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        expectPolicy(NAME);
        register(alice, NAME);
    }

    function _register(address owner, bytes32 name, PaidRegistrar.Payment memory payment) private {
        bytes memory signature = sign(ALICE_KEY, registerMessage(owner, name, KEY, 0, 1, DEADLINE));
        registrar.register(owner, name, KEY, 0, DEADLINE, signature, payment);
    }

    function _pay(
        address payer,
        uint256 key,
        address owner,
        bytes32 name,
        uint56 amount,
        uint256 nonce
    ) private view returns (PaidRegistrar.Payment memory) {
        bytes32 typehash = keccak256(
            "Purchase(address account,uint56 amount,bytes32 ref,address payee,uint256 nonce,uint40 deadline)"
        );
        bytes32 ref = keccak256(abi.encode(owner, name));
        bytes32 message = keccak256(
            abi.encode(typehash, payer, amount, ref, address(registrar), nonce, DEADLINE)
        );
        bytes32 digest = TypedData.digest("Space Balances", address(balances), message);
        return PaidRegistrar.Payment(payer, nonce, DEADLINE, TypedData.sign(key, digest));
    }

    function _enableOperator(address operator) private {
        bytes memory call = abi.encodeCall(
            IBalancesOwner.setOperator,
            (IBalancesOwner.OperatorTerms(operator, 0))
        );
        vm.startPrank(OWNER);
        balances.announce(call);
        vm.warp(NOW + 2 days);
        balances.setOperator(IBalancesOwner.OperatorTerms(operator, 0));
        vm.stopPrank();
        vm.warp(NOW);
    }

    function _checkLeft(uint256 usd) private view {
        (, uint56 principal, , , ) = balances.accountOf(bob);
        vm.assertEq(principal, usd, "left");
    }
}
