// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IBalances} from "../../interfaces/IBalances.sol";
import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {CallbackCoin} from "../../mocks/MockTokens.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {Manner, spoil} from "../../mocks/MockSigners.sol";
import {TypedData} from "../../mocks/TypedData.sol";
import {BalancesSigning} from "./BalancesSigning.t.sol";

/// @dev Deposits of the withdrawable coin by a signature for the coin: ERC-2612, ERC-3009.
contract BalancesPermitsTest is BalancesSigning {
    uint48 private constant CAP = 30e6;
    bytes32 private constant SALT = keccak256("salt");
    address private constant THIEF = address(0x7);

    /// @dev Those of another length are refused by Balances itself, the others by the coin.
    Manner[3] private ofOtherLengths = [Manner.Empty, Manner.Compact, Manner.Long];
    Manner[4] private of65Bytes = [Manner.Malleable, Manner.SmallV, Manner.OtherV, Manner.Zeros];

    function setUp() public override {
        super.setUp();
        vm.prank(signer);
        usd.approve(address(balances), 0);
    }

    /* depositWithPermit */

    function test_DepositWithPermit_WhenThePermitIsGood_AddsThePrincipalAndSetsTheCap() public {
        bytes memory signature = _signPermit(SIGNER_KEY, signer, 100 * USD, 0);
        _expectCredited(signer, uint256(CAP) << 112);
        vm.prank(signer);
        balances.depositWithPermit(100 * USD, signer, CAP, DEADLINE, signature);
        _checkAccount(signer, 0, 100 * USD, CAP, 0);
        _checkTotals(100 * USD, 0);
    }

    function test_DepositWithPermit_GivenThePermitWasBroughtBefore_UsesTheAllowance() public {
        bytes memory signature = _signPermit(SIGNER_KEY, signer, 100 * USD, 0);
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        vm.prank(THIEF);
        usd.permit(signer, address(balances), 100 * USD, DEADLINE, uint8(signature[64]), r, s);
        vm.prank(signer);
        balances.depositWithPermit(100 * USD, signer, CAP, DEADLINE, signature);
        _checkAccount(signer, 0, 100 * USD, CAP, 0);
    }

    function test_DepositWithPermit_WhenThePermitIsBadAndNothingIsAllowed_RevertsWithTheCoinsError() public {
        bytes memory other = _signPermit(OTHER_KEY, signer, 100 * USD, 0);
        vm.expectRevert(_noAllowance(100 * USD));
        vm.prank(signer);
        balances.depositWithPermit(100 * USD, signer, CAP, DEADLINE, other);
    }

    function test_DepositWithPermit_WhenTheSignatureHasNot65Bytes_RevertsBalancesBadSignature() public {
        bytes memory good = _signPermit(SIGNER_KEY, signer, USD, 0);
        vm.startPrank(signer);
        for (uint256 i = 0; i < ofOtherLengths.length; ++i) {
            _expectBadSignature();
            balances.depositWithPermit(USD, signer, CAP, DEADLINE, spoil(good, ofOtherLengths[i]));
        }
    }

    function test_SignatureForms_Permit() public {
        bytes memory good = _signPermit(SIGNER_KEY, signer, USD, 0);
        vm.startPrank(signer);
        for (uint256 i = 0; i < of65Bytes.length; ++i) {
            vm.expectRevert(_noAllowance(USD));
            balances.depositWithPermit(USD, signer, CAP, DEADLINE, spoil(good, of65Bytes[i]));
        }
        balances.depositWithPermit(USD, signer, CAP, DEADLINE, good);
    }

    /// @dev The permit of a victim, copied by a watcher, is good for nothing.
    function test_C3_CopiedPermitServesNoOneElse() public {
        bytes memory signature = _signPermit(SIGNER_KEY, signer, 100 * USD, 0);
        vm.expectRevert(_noAllowance(100 * USD));
        vm.prank(THIEF);
        balances.depositWithPermit(100 * USD, THIEF, CAP, DEADLINE, signature);

        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        usd.permit(signer, address(balances), 100 * USD, DEADLINE, uint8(signature[64]), r, s);
        vm.expectRevert(_noAllowance(100 * USD));
        vm.prank(THIEF);
        balances.depositWithPermit(100 * USD, THIEF, CAP, DEADLINE, signature);
        vm.assertEq(usd.balanceOf(signer), 1_000_000 * USD, "the victim's coins");
    }

    /* depositWithAuthorization */

    function test_DepositWithAuthorization_WhenItIsSigned_AddsThePrincipalAndSetsTheCap() public {
        _depositStable(ALICE, USD, KEEP);
        bytes memory signature = _signAuthorization(SIGNER_KEY, signer, CAP, SALT);
        vm.prank(THIEF);
        balances.depositWithAuthorization(signer, _authorization(SALT), signer, CAP, signature);
        _checkAccount(signer, 0, 100 * USD, CAP, 0);
        _checkTotals(101 * USD, 0);
    }

    function test_DepositWithAuthorization_WhenItIsForAnother_LeavesBothCaps() public {
        bytes memory signature = _signAuthorization(SIGNER_KEY, BOB, CAP, SALT);
        _expectCredited(BOB, 0);
        balances.depositWithAuthorization(signer, _authorization(SALT), BOB, CAP, signature);
        _checkAccount(BOB, 0, 100 * USD, 0, 0);
    }

    function test_DepositWithAuthorization_WhenAnythingElseWasSigned_RevertsWithTheCoinsError() public {
        bytes memory good = _signAuthorization(SIGNER_KEY, signer, CAP, SALT);
        _refuseAuthorization(_authorization(SALT), THIEF, CAP, good);
        _refuseAuthorization(_authorization(SALT), signer, CAP + 1, good);
        _refuseAuthorization(_authorization("other salt"), signer, CAP, good);
        IBalances.Authorization memory more = _authorization(SALT);
        ++more.amount;
        _refuseAuthorization(more, signer, CAP, good);

        // Nor can it be brought to the coin past this contract.
        (bytes32 r, bytes32 s) = abi.decode(good, (bytes32, bytes32));
        vm.expectRevert(MockUsd.AuthorizationRefused.selector);
        vm.prank(THIEF);
        usd.receiveWithAuthorization(
            signer,
            address(balances),
            100 * USD,
            0,
            DEADLINE,
            keccak256(abi.encode(signer, CAP, SALT)),
            uint8(good[64]),
            r,
            s
        );
        balances.depositWithAuthorization(signer, _authorization(SALT), signer, CAP, good);
        _refuseAuthorization(_authorization(SALT), signer, CAP, good);
    }

    function test_DepositWithAuthorization_WhenTheSignatureHasNot65Bytes_RevertsBalancesBadSignature()
        public
    {
        bytes memory good = _signAuthorization(SIGNER_KEY, signer, CAP, SALT);
        for (uint256 i = 0; i < ofOtherLengths.length; ++i) {
            bytes memory bad = spoil(good, ofOtherLengths[i]);
            _expectBadSignature();
            balances.depositWithAuthorization(signer, _authorization(SALT), signer, CAP, bad);
        }
    }

    function test_SignatureForms_Authorization() public {
        bytes memory good = _signAuthorization(SIGNER_KEY, signer, CAP, SALT);
        for (uint256 i = 0; i < of65Bytes.length; ++i) {
            bytes memory bad = spoil(good, of65Bytes[i]);
            (, bytes32 s) = abi.decode(bad, (bytes32, bytes32));
            vm.expectRevert(
                of65Bytes[i] == Manner.Malleable
                    ? abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, s)
                    : abi.encodeWithSelector(ECDSA.ECDSAInvalidSignature.selector)
            );
            balances.depositWithAuthorization(signer, _authorization(SALT), signer, CAP, bad);
        }
        balances.depositWithAuthorization(signer, _authorization(SALT), signer, CAP, good);
    }

    /// @dev What calls back while it arrives is not counted twice.
    function test_Mocks_CallbackCountsOnceBySignature() public {
        CallbackCoin coin = new CallbackCoin();
        usd = coin;
        balances = _deploy(address(coin));
        coin.mint(signer, 100 * USD);
        bytes memory locked = abi.encodeWithSelector(
            ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector
        );

        coin.arm(address(balances), abi.encodeCall(IBalances.depositStable, (0, signer, KEEP)));
        bytes memory signature = _signAuthorization(SIGNER_KEY, signer, CAP, SALT);
        vm.expectRevert(locked);
        balances.depositWithAuthorization(signer, _authorization(SALT), signer, CAP, signature);

        signature = _signPermit(SIGNER_KEY, signer, 100 * USD, 0);
        vm.expectRevert(locked);
        vm.prank(signer);
        balances.depositWithPermit(100 * USD, signer, CAP, DEADLINE, signature);
    }

    function test_DepositWithAuthorization_GivenDepositsAreClosed_RevertsBalancesPaused() public {
        bytes memory signature = _signAuthorization(SIGNER_KEY, signer, CAP, SALT);
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        balances.depositWithAuthorization(signer, _authorization(SALT), signer, CAP, signature);
    }

    function _expectBadSignature() private {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, signer));
    }

    function _signPermit(
        uint256 key,
        address owner,
        uint256 value,
        uint256 nonce
    ) private view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(
            abi.encode(typehash, owner, address(balances), value, nonce, uint256(DEADLINE))
        );
        return TypedData.sign(key, TypedData.digest("Mock USD", address(usd), structHash));
    }

    function _noAllowance(uint256 need) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector,
                address(balances),
                0,
                need
            );
    }

    function _authorization(bytes32 salt) private pure returns (IBalances.Authorization memory) {
        return IBalances.Authorization(100 * USD, 0, DEADLINE, salt);
    }

    function _signAuthorization(
        uint256 key,
        address to,
        uint48 cap,
        bytes32 salt
    ) private view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        bytes32 nonce = keccak256(abi.encode(to, cap, salt));
        bytes32 structHash = keccak256(
            abi.encode(typehash, vm.addr(key), address(balances), 100 * USD, 0, uint256(DEADLINE), nonce)
        );
        return TypedData.sign(key, TypedData.digest("Mock USD", address(usd), structHash));
    }

    function _refuseAuthorization(
        IBalances.Authorization memory authorization,
        address to,
        uint48 cap,
        bytes memory signature
    ) private {
        vm.expectRevert(MockUsd.AuthorizationRefused.selector);
        balances.depositWithAuthorization(signer, authorization, to, cap, signature);
    }
}
