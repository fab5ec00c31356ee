// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {Manner} from "../../mocks/MockSigners.sol";
import {MockSignersBase} from "../../mocks/test/MockSignersBase.t.sol";
import {GrantsRelayBase} from "./GrantsRelayBase.t.sol";

/// @dev Every kind of signer on the five signatures that Grants takes: three relays, a signed grant and a succession.
contract GrantsSignersTest is GrantsRelayBase, MockSignersBase {
    uint256 private _salt;

    /// @inheritdoc MockSignersBase
    function _try(address signer, Manner manner, bool accepted) internal override {
        bytes32 folder = _newFolder(signer);
        uint256 nonce = _salt * 3;
        bytes memory subjects = list(wallet(BOB));

        bytes memory signature = _sign(manner, grantMessage(signer, folder, BOB, nonce));
        _expectUnless(accepted, signer);
        grants.grantFor(signer, folder, wallet(BOB), reader(), PASS, nonce, UNTIL, signature);
        vm.assertTrue((grants.grantOf(folder, wallet(BOB)) != 0) == accepted, "granted");

        signature = _sign(manner, revokeMessage(signer, folder, subjects, nonce + 1));
        _expectUnless(accepted, signer);
        grants.revokeFor(signer, folder, subjects, nonce + 1, UNTIL, signature);

        folder = _newFolder(signer);
        signature = _sign(manner, advanceMessage(signer, folder, RECORD, "", nonce + 2));
        _expectUnless(accepted, signer);
        grants.advanceFor(signer, folder, 0, 0, RECORD, NOW + 7, "", nonce + 2, UNTIL, signature);

        _trySignedGrant(signer, manner, accepted);
        _trySuccession(signer, manner, accepted);
    }

    function _trySignedGrant(address signer, Manner manner, bool accepted) private {
        bytes32 folder = _newFolder(signer);
        SignedGrant memory grant = SignedGrant(signer, folder, wallet(EVE), READER, FOREVER, 0, 0, 0);
        bytes memory proof = signedProof(grant, _sign(manner, hashSignedGrant(grant)));
        vm.assertTrue(can(folder, EVE, READER, proof) == accepted, "signed grant");
    }

    function _trySuccession(address signer, Manner manner, bool accepted) private {
        bytes32 folder = _newFolder(signer);
        bytes memory signature = _sign(manner, successionMessage(signer, EVE, 0));
        _expectUnless(accepted, signer);
        vm.prank(EVE);
        grants.acceptFolder(folder, 0, 0, RECORD, 0, abi.encodePacked(uint256(0), signature));
        vm.assertTrue(grants.hasAccess(folder, EVE, ADMIN) == accepted, "succession");
    }

    /// @dev It has an owner from birth, which the tries before did not touch.
    function _newFolder(address owner) private returns (bytes32) {
        return bytes32(bytes20(owner)) | bytes32(++_salt);
    }

    function _sign(Manner manner, bytes32 message) private view returns (bytes memory) {
        return _signAs(manner, digestOf(message));
    }

    function _expectUnless(bool accepted, address signer) private {
        if (!accepted)
            vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBadSignature.selector, signer));
    }
}
