// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IBalances} from "../interfaces/IBalances.sol";
import {IBalancesEvents} from "../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../interfaces/IBalancesOwner.sol";
import {IPermit2} from "../interfaces/IPermit2.sol";
import {MockPermit2} from "../mocks/MockPermit2.sol";
import {MockUsd} from "../mocks/MockUsd.sol";
import {KeyWallet, Manner, spoil} from "../mocks/SignerZoo.sol";
import {TypedData} from "../mocks/TypedData.sol";
import {BalancesSigning} from "./BalancesSigning.t.sol";
import {Balances} from "./Balances.sol";

/// @dev Deposits by signature: ERC-2612, Permit2, ERC-3009.
contract BalancesPermitsTest is BalancesSigning {
    uint48 private constant CAP = 30e6;
    bytes32 private constant SALT = keccak256("salt");
    address private constant THIEF = address(0x7);

    /// @dev Those of another length are refused by Balances itself, the others by the coin.
    Manner[3] private ofOtherLengths = [Manner.Empty, Manner.Compact, Manner.Long];
    Manner[4] private of65Bytes = [Manner.Malleable, Manner.SmallV, Manner.OtherV, Manner.Zeros];

    function setUp() public override {
        super.setUp();
        vm.startPrank(signer);
        usd.approve(address(balances), 0);
        usd.approve(address(permit2), type(uint256).max);
        vm.stopPrank();
    }

    /* depositWithPermit */

    function test_depositWithPermit_WhenThePermitIsGood_AddsThePrincipalAndSetsTheCap() public {
        bytes memory signature = _signPermit(SIGNER_KEY, signer, 100 * USD, 0);
        _expectCredited(signer, uint256(CAP) << 112);
        vm.prank(signer);
        balances.depositWithPermit(100 * USD, signer, CAP, DEADLINE, signature);
        _checkAccount(signer, 0, 100 * USD, CAP, 0);
        _checkTotals(100 * USD, 0);
    }

    function test_depositWithPermit_GivenThePermitWasBroughtBefore_UsesTheAllowance() public {
        bytes memory signature = _signPermit(SIGNER_KEY, signer, 100 * USD, 0);
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        vm.prank(THIEF);
        usd.permit(signer, address(balances), 100 * USD, DEADLINE, uint8(signature[64]), r, s);
        vm.prank(signer);
        balances.depositWithPermit(100 * USD, signer, CAP, DEADLINE, signature);
        _checkAccount(signer, 0, 100 * USD, CAP, 0);
    }

    function test_depositWithPermit_WhenThePermitIsBadAndNothingIsAllowed_RevertsWithTheCoinsError() public {
        bytes memory other = _signPermit(OTHER_KEY, signer, 100 * USD, 0);
        vm.expectRevert(_noAllowance(100 * USD));
        vm.prank(signer);
        balances.depositWithPermit(100 * USD, signer, CAP, DEADLINE, other);
    }

    function test_depositWithPermit_WhenTheSignatureHasNot65Bytes_RevertsBalancesBadSignature() public {
        bytes memory good = _signPermit(SIGNER_KEY, signer, USD, 0);
        vm.startPrank(signer);
        for (uint256 i = 0; i < ofOtherLengths.length; ++i) {
            _expectBadSignature();
            balances.depositWithPermit(USD, signer, CAP, DEADLINE, spoil(good, ofOtherLengths[i]));
        }
    }

    function test_signatureForms_permit() public {
        bytes memory good = _signPermit(SIGNER_KEY, signer, USD, 0);
        vm.startPrank(signer);
        for (uint256 i = 0; i < of65Bytes.length; ++i) {
            vm.expectRevert(_noAllowance(USD));
            balances.depositWithPermit(USD, signer, CAP, DEADLINE, spoil(good, of65Bytes[i]));
        }
        balances.depositWithPermit(USD, signer, CAP, DEADLINE, good);
    }

    /// @dev The permit of a victim, copied by a watcher, is good for nothing.
    function test_C3_copiedPermitServesNobodyElse() public {
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

    /* depositWithPermit2 */

    function test_depositWithPermit2_WhenTheCoinIsSigned_AddsThePrincipalAndSetsTheCap() public {
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

    function test_depositWithPermit2_WhenAListedTokenIsSigned_AddsCredit() public {
        MockUsd token = _listToken();
        IPermit2.PermitTransferFrom memory permit = _permit(address(token), 2 ether, 5);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, BOB, 5_000 * USD, CAP);
        balances.depositWithPermit2(signer, permit, BOB, 5_000 * USD, CAP, signature);
        _checkAccount(BOB, int256(5_000 * USD), 0, 0, 0);
        vm.assertEq(balances.claimableOf(address(token)), 2 ether, "claimable");
    }

    function test_depositWithPermit2_WhenItIsWorthLessThanTheMinimum_RevertsBalancesSlippage() public {
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, signer, 100 * USD + 1, CAP);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesSlippage.selector, 100 * USD, 100 * USD + 1)
        );
        balances.depositWithPermit2(signer, permit, signer, 100 * USD + 1, CAP, signature);
    }

    function test_depositWithPermit2_WhenTheTokenIsNotListed_RevertsBalancesAsset() public {
        MockUsd token = new MockUsd(18);
        token.mint(signer, 1 ether);
        vm.prank(signer);
        token.approve(address(permit2), 1 ether);
        IPermit2.PermitTransferFrom memory permit = _permit(address(token), 1 ether, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, signer, 0, CAP);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, address(token)));
        balances.depositWithPermit2(signer, permit, signer, 0, CAP, signature);
    }

    function test_depositWithPermit2_WhenAnythingElseWasSigned_RevertsWithPermit2sError() public {
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

        // Nor can somebody else take the coins with it.
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

    function test_depositWithPermit2_GivenDepositsAreClosed_RevertsBalancesPaused() public {
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, signer, USD, CAP);
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        bytes memory paused = abi.encodeWithSelector(IBalancesEvents.BalancesPaused.selector);
        _refusePermit2(signer, permit, signer, USD, CAP, signature, paused);
    }

    function test_depositWithPermit2_GivenThereIsNoPermit2_Reverts() public {
        balances = new Balances(OWNER, address(usd), address(0), address(0), _settings());
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, signer, USD, CAP);
        _refusePermit2(signer, permit, signer, USD, CAP, signature, "");
    }

    /// @dev Permit2 gets the bytes as they came: what it makes of them is its own affair.
    function test_signatureForms_permit2() public {
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory good = _signPermit2(SIGNER_KEY, permit, signer, USD, CAP);
        bytes memory refused = abi.encodeWithSelector(MockPermit2.InvalidSigner.selector);
        for (uint8 manner = uint8(Manner.Empty); manner <= uint8(type(Manner).max); ++manner) {
            _refusePermit2(signer, permit, signer, USD, CAP, spoil(good, Manner(manner)), refused);
        }
        balances.depositWithPermit2(signer, permit, signer, USD, CAP, good);
    }

    /// @dev A wallet that is a contract signs through Permit2 by ERC-1271.
    function test_signers_contractThroughPermit2() public {
        address wallet = address(new KeyWallet(signer));
        usd.mint(wallet, 100 * USD);
        vm.prank(wallet);
        usd.approve(address(permit2), type(uint256).max);
        IPermit2.PermitTransferFrom memory permit = _permit(address(usd), 100 * USD, 0);
        bytes memory signature = _signPermit2(SIGNER_KEY, permit, wallet, USD, CAP);
        balances.depositWithPermit2(wallet, permit, wallet, USD, CAP, signature);
        _checkAccount(wallet, 0, 100 * USD, CAP, 0);
    }

    /* depositWithAuthorization */

    function test_depositWithAuthorization_WhenItIsSigned_AddsThePrincipalAndSetsTheCap() public {
        bytes memory signature = _signAuthorization(SIGNER_KEY, signer, CAP, SALT);
        vm.prank(THIEF);
        balances.depositWithAuthorization(signer, _authorization(SALT), signer, CAP, signature);
        _checkAccount(signer, 0, 100 * USD, CAP, 0);
        _checkTotals(100 * USD, 0);
    }

    function test_depositWithAuthorization_WhenItIsForAnother_LeavesBothCaps() public {
        bytes memory signature = _signAuthorization(SIGNER_KEY, BOB, CAP, SALT);
        _expectCredited(BOB, 0);
        balances.depositWithAuthorization(signer, _authorization(SALT), BOB, CAP, signature);
        _checkAccount(BOB, 0, 100 * USD, 0, 0);
    }

    function test_depositWithAuthorization_WhenAnythingElseWasSigned_RevertsWithTheCoinsError() public {
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

    function test_depositWithAuthorization_WhenTheSignatureHasNot65Bytes_RevertsBalancesBadSignature()
        public
    {
        bytes memory good = _signAuthorization(SIGNER_KEY, signer, CAP, SALT);
        for (uint256 i = 0; i < ofOtherLengths.length; ++i) {
            bytes memory bad = spoil(good, ofOtherLengths[i]);
            _expectBadSignature();
            balances.depositWithAuthorization(signer, _authorization(SALT), signer, CAP, bad);
        }
    }

    function test_signatureForms_authorization() public {
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

    function test_depositWithAuthorization_GivenDepositsAreClosed_RevertsBalancesPaused() public {
        bytes memory signature = _signAuthorization(SIGNER_KEY, signer, CAP, SALT);
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        balances.depositWithAuthorization(signer, _authorization(SALT), signer, CAP, signature);
    }

    /// @dev 100 dollars of coins from the signer; `rest` is what else the word of `to` holds then.
    function _expectCredited(address to, uint256 rest) private {
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Credited(
            to,
            address(usd),
            signer,
            100 * USD,
            100 * USD,
            ((100 * USD) << 56) | rest
        );
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

    function _listToken() private returns (MockUsd token) {
        token = new MockUsd(18);
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
