// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IGrants} from "../../interfaces/IGrants.sol";
import {IGrantsAccess} from "../../interfaces/IGrantsAccess.sol";
import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../../interfaces/IGrantsEvents.sol";
import {GrantsRelayBase} from "./GrantsRelayBase.t.sol";

/// @dev `grantFor`, `revokeFor`, `advanceFor`, `voidNonces`, `nonceUsed`, `eip712Domain`, `supportsInterface`.
contract GrantsRelaysTest is GrantsRelayBase {
    /* grantFor */

    function test_GrantFor_WhenTheDeadlineHasPassed_RevertsGrantsExpired() public {
        bytes memory signature = _signGrant(OWNER_KEY, SIGNER, BOB, 0);
        vm.warp(UNTIL + 1);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpired.selector, UNTIL));
        _grantFor(SIGNER, BOB, 0, signature);
        vm.warp(UNTIL);
        _grantFor(SIGNER, BOB, 0, signature);
    }

    function test_GrantFor_GivenTheNonceIsUsedOrVoid_RevertsGrantsNonce() public {
        bytes memory signature = _signGrant(OWNER_KEY, SIGNER, BOB, 300);
        _grantFor(SIGNER, BOB, 300, signature);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNonce.selector, 300));
        _grantFor(SIGNER, BOB, 300, signature);
        bytes memory other = _signGrant(OWNER_KEY, SIGNER, BOB, 301);
        vm.prank(SIGNER);
        grants.voidNonces(1, 1 << 45);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNonce.selector, 301));
        _grantFor(SIGNER, BOB, 301, other);
    }

    function test_GrantFor_WhenItIsNotWhatTheSignerSigned_RevertsGrantsBadSignature() public {
        bytes memory signature = _signGrant(OWNER_KEY, SIGNER, BOB, 0);
        _expectBadSignature(SIGNER);
        _grantFor(SIGNER, CARA, 0, signature);
        _expectBadSignature(SIGNER);
        _grantFor(SIGNER, BOB, 1, signature);
        _expectBadSignature(DELEGATE);
        _grantFor(DELEGATE, BOB, 0, signature);
        bytes memory byAnother = _signGrant(ANNA_KEY, SIGNER, BOB, 0);
        _expectBadSignature(SIGNER);
        _grantFor(SIGNER, BOB, 0, byAnother);
        _expectBadSignature(SIGNER);
        _grantFor(SIGNER, BOB, 0, "");
    }

    function test_GrantFor_GivenTheSignerMayNot_RevertsAsTheDirectCallDoes() public {
        bytes memory signature = _signGrant(ANNA_KEY, DELEGATE, BOB, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, SHARED, DELEGATE));
        _grantFor(DELEGATE, BOB, 0, signature);
    }

    function test_GrantFor_WhenItIsSigned_GrantsInTheSignerSName() public {
        bytes memory signature = _signGrant(OWNER_KEY, SIGNER, BOB, 0);
        uint256 word =
            uint256(uint160(SIGNER)) |
                (uint256(FOREVER) << 160) |
                (uint256(NOW) << 196) |
                (uint256(READER) << 248);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Granted(SHARED, wallet(BOB), SIGNER, word, 0, PASS);
        _grantFor(SIGNER, BOB, 0, signature);
        vm.assertEq(grants.grantOf(SHARED, wallet(BOB)), word, "as if the signer had come");
    }

    /* revokeFor */

    function test_RevokeFor_WhenTheDeadlineHasPassed_RevertsGrantsExpired() public {
        bytes memory signature = _signRevoke(OWNER_KEY, BOB, 0);
        vm.warp(UNTIL + 1);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpired.selector, UNTIL));
        grants.revokeFor(SIGNER, SHARED, list(wallet(BOB)), 0, UNTIL, signature);
    }

    function test_RevokeFor_GivenTheNonceIsUsed_RevertsGrantsNonce() public {
        bytes memory signature = _signRevoke(OWNER_KEY, BOB, 0);
        grants.revokeFor(SIGNER, SHARED, list(wallet(BOB)), 0, UNTIL, signature);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNonce.selector, 0));
        grants.revokeFor(SIGNER, SHARED, list(wallet(BOB)), 0, UNTIL, signature);
    }

    function test_RevokeFor_WhenItIsNotWhatTheSignerSigned_RevertsGrantsBadSignature() public {
        bytes memory signature = _signRevoke(OWNER_KEY, BOB, 0);
        _expectBadSignature(SIGNER);
        grants.revokeFor(SIGNER, SHARED, list(wallet(CARA)), 0, UNTIL, signature);
        _expectBadSignature(SIGNER);
        grants.revokeFor(SIGNER, FOLDER, list(wallet(BOB)), 0, UNTIL, signature);
    }

    function test_RevokeFor_WhenItIsSigned_RevokesInTheSignerSName() public {
        giveIn(SHARED, SIGNER, wallet(BOB), reader());
        bytes memory signature = _signRevoke(OWNER_KEY, BOB, 0);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Revoked(SHARED, SIGNER, 0, 1, true, list(wallet(BOB)));
        grants.revokeFor(SIGNER, SHARED, list(wallet(BOB)), 0, UNTIL, signature);
        vm.assertEq(grants.grantOf(SHARED, wallet(BOB)), 0, "revoked");
    }

    /* advanceFor */

    function test_AdvanceFor_WhenTheDeadlineHasPassed_RevertsGrantsExpired() public {
        bytes memory signature = _signAdvance(OWNER_KEY, RECORD, "", 0);
        vm.warp(UNTIL + 1);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpired.selector, UNTIL));
        _advanceFor(RECORD, "", 0, signature);
    }

    function test_AdvanceFor_GivenTheNonceIsUsed_RevertsGrantsNonce() public {
        bytes memory signature = _signAdvance(OWNER_KEY, RECORD, "", 0);
        _advanceFor(RECORD, "", 0, signature);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNonce.selector, 0));
        _advanceFor(RECORD, "", 0, signature);
    }

    function test_AdvanceFor_WhenItIsNotWhatTheSignerSigned_RevertsGrantsBadSignature() public {
        bytes memory signature = _signAdvance(OWNER_KEY, RECORD, "", 0);
        _expectBadSignature(SIGNER);
        _advanceFor(PASS, "", 0, signature);
        _expectBadSignature(SIGNER);
        _advanceFor(RECORD, list(wallet(BOB)), 0, signature);
    }

    function test_AdvanceFor_WhenItIsSigned_AdvancesInTheSignerSName() public {
        giveIn(SHARED, SIGNER, wallet(BOB), reader());
        bytes memory subjects = list(wallet(BOB));
        bytes memory signature = _signAdvance(OWNER_KEY, RECORD, subjects, 0);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Revoked(SHARED, SIGNER, 0, 1, true, subjects);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Advanced(SHARED, SIGNER, 1, 1, RECORD, NOW + 7);
        _advanceFor(RECORD, subjects, 0, signature);
    }

    /* nonces */

    function test_VoidNonces_WhenCalled_AddsToWhatWasUsedAndEmitsTheEvent() public {
        vm.prank(ANNA);
        grants.voidNonces(2, 5);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.NoncesVoided(ANNA, 2, 6);
        vm.prank(ANNA);
        grants.voidNonces(2, 6);
        for (uint256 bit = 0; bit < 4; ++bit) {
            vm.assertTrue(grants.nonceUsed(ANNA, 512 + bit) == bit < 3, "bits");
        }
    }

    function test_NonceUsed_GivenItIsNeitherUsedNorVoid_IsFalse() public {
        vm.prank(ANNA);
        grants.voidNonces(0, 1);
        vm.assertTrue(!grants.nonceUsed(ANNA, 1) && !grants.nonceUsed(BOB, 0), "others");
    }

    function test_NonceUsed_GivenItIsUsedOrVoid_IsTrue() public {
        _grantFor(SIGNER, BOB, 7, _signGrant(OWNER_KEY, SIGNER, BOB, 7));
        vm.prank(ANNA);
        grants.voidNonces(0, 1);
        vm.assertTrue(grants.nonceUsed(SIGNER, 7) && grants.nonceUsed(ANNA, 0), "used and void");
    }

    /* standards */

    function test_Eip712Domain_WhenCalled_ReturnsTheDomain() public view {
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chain,
            address place,
            ,

        ) = IERC5267(address(grants)).eip712Domain();
        vm.assertTrue(fields == 0x0f && chain == block.chainid && place == address(grants), "where");
        vm.assertEq(keccak256(bytes(name)), keccak256("Space Grants"), "name");
        vm.assertEq(keccak256(bytes(version)), keccak256("1"), "version");
    }

    function test_SupportsInterface_WhenItIsAnnounced_IsTrue() public view {
        IERC165 asked = IERC165(address(grants));
        vm.assertTrue(asked.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        vm.assertTrue(asked.supportsInterface(type(IERC5267).interfaceId), "ERC-5267");
        vm.assertTrue(asked.supportsInterface(type(IGrantsAccess).interfaceId), "access");
    }

    function test_SupportsInterface_WhenItIsNot_IsFalse() public view {
        IERC165 asked = IERC165(address(grants));
        vm.assertTrue(!asked.supportsInterface(0xffffffff) && !asked.supportsInterface(0), "neither");
    }

    /* findings */

    /// @dev H3: state is no nonce here, so each signature serves once, also after the opposite act.
    function test_H3_EachRelayServesOnce() public {
        bytes memory signature = _signGrant(OWNER_KEY, SIGNER, BOB, 0);
        _grantFor(SIGNER, BOB, 0, signature);
        vm.prank(SIGNER);
        grants.revoke(SHARED, list(wallet(BOB)));
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNonce.selector, 0));
        _grantFor(SIGNER, BOB, 0, signature);
        vm.assertEq(grants.roleOf(SHARED, wallet(BOB)), 0, "stays revoked");
    }

    /// @dev Farcaster audit 7.1.1: what was signed can be cancelled before its deadline.
    function test_Farcaster711_ARelayCanBeCancelled() public {
        bytes memory signature = _signGrant(OWNER_KEY, SIGNER, BOB, 9);
        vm.prank(SIGNER);
        grants.voidNonces(0, 1 << 9);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNonce.selector, 9));
        _grantFor(SIGNER, BOB, 9, signature);
    }

    /// @dev Farcaster audit 7.1.4: a signature names its folder, not "what I own now".
    function test_Farcaster714_ARelayHitsNoOtherFolder() public {
        bytes memory signature = _signRevoke(OWNER_KEY, BOB, 0);
        bytes32 other = SHARED ^ bytes32(uint256(1));
        _expectBadSignature(SIGNER);
        grants.revokeFor(SIGNER, other, list(wallet(BOB)), 0, UNTIL, signature);
    }

    function test_M12_ASignatureIsForOneChainAndContract() public {
        bytes memory signature = _signGrant(OWNER_KEY, SIGNER, BOB, 0);
        IGrants here = grants;
        grants = deployGrants(address(names));
        _expectBadSignature(SIGNER);
        _grantFor(SIGNER, BOB, 0, signature);
        grants = here;
        vm.chainId(block.chainid + 1);
        _expectBadSignature(SIGNER);
        _grantFor(SIGNER, BOB, 0, signature);
    }

    /// @dev One kind of message never serves as another.
    function test_H3_TypesDoNotMix() public {
        SignedGrant memory signed = SignedGrant(SIGNER, SHARED, wallet(BOB), READER, FOREVER, 0, 0, 0);
        bytes memory signature = signMessage(OWNER_KEY, hashSignedGrant(signed));
        _expectBadSignature(SIGNER);
        _grantFor(SIGNER, BOB, 0, signature);
        bytes memory relay = _signGrant(OWNER_KEY, SIGNER, BOB, 0);
        vm.assertTrue(!can(SHARED, BOB, READER, signedProof(signed, relay)), "nor the other way round");
    }

    function _grantFor(address by, address account, uint256 nonce, bytes memory signature) private {
        grants.grantFor(by, SHARED, wallet(account), reader(), PASS, nonce, UNTIL, signature);
    }

    function _signGrant(
        uint256 key,
        address by,
        address account,
        uint256 nonce
    ) private view returns (bytes memory) {
        return signMessage(key, grantMessage(by, SHARED, account, nonce));
    }

    function _signRevoke(uint256 key, address account, uint256 nonce) private view returns (bytes memory) {
        return signMessage(key, revokeMessage(vm.addr(key), SHARED, list(wallet(account)), nonce));
    }

    function _signAdvance(
        uint256 key,
        bytes32 record,
        bytes memory subjects,
        uint256 nonce
    ) private view returns (bytes memory) {
        return signMessage(key, advanceMessage(vm.addr(key), SHARED, record, subjects, nonce));
    }

    function _advanceFor(
        bytes32 record,
        bytes memory subjects,
        uint256 nonce,
        bytes memory signature
    ) private {
        grants.advanceFor(SIGNER, SHARED, 0, 0, record, NOW + 7, subjects, nonce, UNTIL, signature);
    }

    function _expectBadSignature(address signer) private {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBadSignature.selector, signer));
    }
}
