// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IBalances} from "../../interfaces/IBalances.sol";
import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {IPermit2} from "../../interfaces/IPermit2.sol";
import {CallbackCoin} from "../../mocks/MockTokens.sol";
import {MockPermit2} from "../../mocks/MockPermit2.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {KeyWallet, Manner, MarkedDelegate, PlainCode, spoil} from "../../mocks/MockSigners.sol";
import {TypedData} from "../../mocks/TypedData.sol";
import {BalancesSigning} from "./BalancesSigning.t.sol";
import {Balances} from "../Balances.sol";

/// @dev Deposits of any listed coin by a signature for Permit2.
contract BalancesPermit2Test is BalancesSigning {
    uint48 private constant CAP = 30e6;
    address private constant THIEF = address(0x7);

    function setUp() public override {
        super.setUp();
        vm.startPrank(signer);
        usd.approve(address(balances), 0);
        usd.approve(address(permit2), type(uint256).max);
        vm.stopPrank();
    }

    function test_DepositWithPermit2_WhenTheCoinIsSigned_AddsThePrincipalAndSetsTheCap() public {
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, signer, 100 * USD, CAP);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.CapSet(signer, CAP);
        _expectCredited(signer, uint256(CAP) << 112);
        vm.prank(THIEF);
        balances.depositWithPermit2(signer, permit, signer, 100 * USD, CAP, signature);
        _checkAccount(signer, 0, 100 * USD, CAP, 0);
        _checkTotals(100 * USD, 0);
    }

    function test_DepositWithPermit2_WhenItIsForAnother_AddsToThePrincipalOfTheOther() public {
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, BOB, 100 * USD, CAP);
        _expectCredited(BOB, 0);
        balances.depositWithPermit2(signer, permit, BOB, 100 * USD, CAP, signature);
        _checkAccount(BOB, 0, 100 * USD, 0, 0);
    }

    function test_DepositWithPermit2_WhenAListedTokenIsSigned_AddsCredit() public {
        MockUsd token = _listToken();
        IPermit2.PermitTransferFrom memory permit = _permit(address(token), 2 ether, 5);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, BOB, 5_000 * USD, CAP);
        balances.depositWithPermit2(signer, permit, BOB, 5_000 * USD, CAP, signature);
        _checkAccount(BOB, int256(5_000 * USD), 0, 0, 0);
        vm.assertEq(balances.claimableOf(address(token)), 2 ether, "claimable");
    }

    function test_DepositWithPermit2_WhenItIsWorthLessThanTheMinimum_RevertsBalancesSlippage() public {
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, signer, 100 * USD + 1, CAP);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesSlippage.selector, 100 * USD, 100 * USD + 1)
        );
        balances.depositWithPermit2(signer, permit, signer, 100 * USD + 1, CAP, signature);
    }

    function test_DepositWithPermit2_WhenTheTokenIsNotListed_RevertsBalancesAsset() public {
        MockUsd token = new MockUsd(18);
        token.mint(signer, 1 ether);
        vm.prank(signer);
        token.approve(address(permit2), 1 ether);
        IPermit2.PermitTransferFrom memory permit = _permit(address(token), 1 ether, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, signer, 0, CAP);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, address(token)));
        balances.depositWithPermit2(signer, permit, signer, 0, CAP, signature);
    }

    function test_DepositWithPermit2_WhenAnythingElseWasSigned_RevertsWithPermit2sError() public {
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory good = _signPermit2(SIGNER_KEY, permit, signer, USD, CAP);
        bytes memory refused = abi.encodeWithSelector(MockPermit2.InvalidSigner.selector);
        _refusePermit2(signer, permit, THIEF, USD, CAP, good, refused);
        _refusePermit2(signer, permit, signer, USD - 1, CAP, good, refused);
        _refusePermit2(signer, permit, signer, USD, CAP + 1, good, refused);
        _refusePermit2(THIEF, permit, signer, USD, CAP, good, refused);
        permit.permitted.amount += 1;
        _refusePermit2(signer, permit, signer, USD, CAP, good, refused);
        permit.permitted.amount -= 1;

        // Nor can someone else take the coins with it.
        vm.expectRevert(refused);
        vm.prank(THIEF);
        permit2.permitWitnessTransferFrom(
            permit,
            IPermit2.SignatureTransferDetails(THIEF, 1),
            signer,
            _witness(signer, USD, CAP),
            _witnessType(),
            good
        );
        balances.depositWithPermit2(signer, permit, signer, USD, CAP, good);
        bytes memory used = abi.encodeWithSelector(MockPermit2.InvalidNonce.selector);
        _refusePermit2(signer, permit, signer, USD, CAP, good, used);
    }

    function test_DepositWithPermit2_GivenDepositsAreClosed_RevertsBalancesPaused() public {
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, signer, USD, CAP);
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        bytes memory paused = abi.encodeWithSelector(IBalancesEvents.BalancesPaused.selector);
        _refusePermit2(signer, permit, signer, USD, CAP, signature, paused);
    }

    function test_DepositWithPermit2_GivenThereIsNoPermit2_Reverts() public {
        balances = new Balances(OWNER, address(usd), address(0), address(0), _settings());
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, signer, USD, CAP);
        _refusePermit2(signer, permit, signer, USD, CAP, signature, "");
    }

    /// @dev Permit2 gets the bytes as they came. It takes a short signature and the higher s as well.
    function test_SignatureForms_Permit2() public {
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory good = _signPermit2(SIGNER_KEY, permit, signer, USD, CAP);
        bytes memory refused = abi.encodeWithSelector(MockPermit2.InvalidSignatureLength.selector);
        _refusePermit2(signer, permit, signer, USD, CAP, spoil(good, Manner.Empty), refused);
        _refusePermit2(signer, permit, signer, USD, CAP, spoil(good, Manner.Long), refused);
        refused = abi.encodeWithSelector(MockPermit2.InvalidSignature.selector);
        _refusePermit2(signer, permit, signer, USD, CAP, spoil(good, Manner.SmallV), refused);
        _refusePermit2(signer, permit, signer, USD, CAP, spoil(good, Manner.OtherV), refused);
        _refusePermit2(signer, permit, signer, USD, CAP, spoil(good, Manner.Zeros), refused);

        balances.depositWithPermit2(signer, permit, signer, USD, CAP, spoil(good, Manner.Compact));
        bytes memory used = abi.encodeWithSelector(MockPermit2.InvalidNonce.selector);
        _refusePermit2(signer, permit, signer, USD, CAP, good, used);
        _refusePermit2(signer, permit, signer, USD, CAP, spoil(good, Manner.Malleable), used);

        permit.nonce = 1;
        good = _signPermit2(SIGNER_KEY, permit, signer, USD, CAP);
        balances.depositWithPermit2(signer, permit, signer, USD, CAP, spoil(good, Manner.Malleable));
        _refusePermit2(signer, permit, signer, USD, CAP, good, used);
        _checkAccount(signer, 0, 200 * USD, CAP, 0);
    }

    /// @dev EIP-7702: Permit2 asks the code and never the key. The other two ways take the key.
    function test_Signers_DelegatingThroughPermit2() public {
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory plain = _signPermit2(SIGNER_KEY, permit, signer, USD, CAP);
        vm.etch(signer, abi.encodePacked(hex"ef0100", address(new PlainCode())));
        _refusePermit2(signer, permit, signer, USD, CAP, plain, "");
        vm.etch(signer, abi.encodePacked(hex"ef0100", address(new MarkedDelegate())));
        bytes memory refused = abi.encodeWithSelector(MockPermit2.InvalidContractSignature.selector);
        _refusePermit2(signer, permit, signer, USD, CAP, plain, refused);
        bytes memory marked = bytes.concat(bytes1(0x99), plain);
        balances.depositWithPermit2(signer, permit, signer, USD, CAP, marked);
        _checkAccount(signer, 0, 100 * USD, CAP, 0);
    }

    /// @dev What calls back while it arrives is not counted twice.
    function test_Mocks_CallbackCountsOnceThroughPermit2() public {
        CallbackCoin coin = new CallbackCoin();
        _list(coin);
        coin.arm(
            address(balances),
            abi.encodeCall(IBalances.depositToken, (address(coin), 0, signer, 0, KEEP))
        );
        IPermit2.PermitTransferFrom memory permit = _permit(address(coin), 1 ether, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, signer, USD, CAP);
        bytes memory locked = abi.encodeWithSelector(
            ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector
        );
        _refusePermit2(signer, permit, signer, USD, CAP, signature, locked);
    }

    /// @dev A wallet that is a contract signs through Permit2 by ERC-1271.
    function test_Signers_ContractThroughPermit2() public {
        address wallet = address(new KeyWallet(signer));
        usd.mint(wallet, 100 * USD);
        vm.prank(wallet);
        usd.approve(address(permit2), type(uint256).max);
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, wallet, USD, CAP);
        balances.depositWithPermit2(wallet, permit, wallet, USD, CAP, signature);
        _checkAccount(wallet, 0, 100 * USD, CAP, 0);
    }

    function _listToken() private returns (MockUsd token) {
        token = new MockUsd(18);
        _list(token);
    }

    function _list(MockUsd token) private {
        IBalancesOwner.Settings memory settings = _settings();
        settings.assets[0].asset = address(token);
        balances = new Balances(OWNER, address(usd), address(0), address(permit2), settings);
        token.mint(signer, 10 ether);
        vm.prank(signer);
        token.approve(address(permit2), type(uint256).max);
    }

    function _permit(
        address token,
        uint256 amount,
        uint256 nonce
    ) private pure returns (IPermit2.PermitTransferFrom memory) {
        return
            IPermit2.PermitTransferFrom(IPermit2.TokenPermissions(token, amount), nonce, uint256(DEADLINE));
    }

    function _witness(address to, uint256 minUsd, uint48 cap) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(keccak256("Deposit(address to,uint256 minUsd,uint48 cap)"), to, minUsd, cap)
            );
    }

    function _witnessType() private pure returns (string memory) {
        return
            "Deposit witness)Deposit(address to,uint256 minUsd,uint48 cap)TokenPermissions(address token,uint256 amount)";
    }

    /// @dev As wallets do it: the whole type string, and Permit2's domain, which has no version.
    function _signPermit2(
        uint256 key,
        IPermit2.PermitTransferFrom memory permit,
        address to,
        uint256 minUsd,
        uint48 cap
    ) private view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Deposit witness)Deposit(address to,uint256 minUsd,uint48 cap)TokenPermissions(address token,uint256 amount)"
        );
        bytes32 permitted = keccak256(
            abi.encode(
                keccak256("TokenPermissions(address token,uint256 amount)"),
                permit.permitted.token,
                permit.permitted.amount
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                typehash,
                permitted,
                address(balances),
                permit.nonce,
                permit.deadline,
                _witness(to, minUsd, cap)
            )
        );
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,uint256 chainId,address verifyingContract)"),
                keccak256("Permit2"),
                block.chainid,
                address(permit2)
            )
        );
        return TypedData.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    function _refusePermit2(
        address from,
        IPermit2.PermitTransferFrom memory permit,
        address to,
        uint256 minUsd,
        uint48 cap,
        bytes memory signature,
        bytes memory reason
    ) private {
        vm.expectRevert(reason);
        balances.depositWithPermit2(from, permit, to, minUsd, cap, signature);
    }
}
