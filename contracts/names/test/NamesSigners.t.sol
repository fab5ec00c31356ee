// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {CURVE_ORDER, KeyWallet, Manner, PlainCode} from "../../mocks/MockSigners.sol";
import {MockSignersBase} from "../../mocks/test/MockSignersBase.t.sol";
import {NamesTestBase} from "./NamesTestBase.t.sol";

/// @dev Every kind of signer on the six signatures that Names takes.
contract NamesSignersTest is NamesTestBase, MockSignersBase {
    /// @dev Two wallets of one key: what is signed for one is nothing for the other.
    function test_ERC7739_NoReplayAcrossWalletsOfOneKey() public {
        address first = address(new KeyWallet(alice));
        address second = address(new KeyWallet(alice));
        bytes memory signature = sign(ALICE_KEY, registerMessage(first, NAME, KEY, 0, 1, DEADLINE));
        expectBadSignature(second);
        names.registerFor(second, NAME, KEY, 0, DEADLINE, signature);
        names.registerFor(first, NAME, KEY, 0, DEADLINE, signature);

        signature = sign(ALICE_KEY, rotateMessage(first, NAME, 1, 1, KEY_2, DEADLINE));
        storeRecord(NAME, second, 1, 1);
        expectBadSignature(second);
        names.rotateKeyFor(NAME, 1, KEY_2, DEADLINE, signature);

        signature = sign(ALICE_KEY, receiveMessage(Change(NAME, second, first, 1, 1, KEY, 1, DEADLINE)));
        expectBadSignature(alice);
        vm.prank(second);
        names.transfer(NAME, alice, KEY, 1, DEADLINE, signature);

        signature = sign(ALICE_KEY, anchorMessage(first, 0, 0, KEY, DEADLINE));
        expectBadSignature(second);
        names.setAnchorFor(second, 0, 0, KEY, DEADLINE, signature);
    }

    /// @dev Code of 23 bytes that is not a delegation has no key behind it.
    function test_M13_OtherCodeHasNoKey() public {
        vm.etch(alice, abi.encodePacked(hex"600000", address(new PlainCode())));
        bytes memory signature = sign(ALICE_KEY, registerMessage(alice, NAME, KEY, 0, 1, DEADLINE));
        expectBadSignature(alice);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    /// @dev Whatever bytes come, only the signature of the signer is taken.
    function testFuzz_Mocks_AnyBytes(bytes calldata signature, uint256 privateKey) public {
        privateKey = bound(privateKey, 1, CURVE_ORDER - 1);
        vm.assume(vm.addr(privateKey) != alice);
        bytes32 message = registerMessage(alice, NAME, KEY, 0, 1, DEADLINE);
        expectBadSignature(alice);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        bytes memory stranger = sign(privateKey, message);
        expectBadSignature(alice);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, stranger);
    }

    /// @inheritdoc MockSignersBase
    function _try(address signer, Manner manner, bool accepted) internal override {
        bytes32 name = "zoo-new";
        storeRecord(name, address(0), 0, 0);
        bytes memory signature = _sign(manner, registerMessage(signer, name, KEY, 0, 1, DEADLINE));
        if (!accepted) expectBadSignature(signer);
        names.registerFor(signer, name, KEY, 0, DEADLINE, signature);
        vm.assertEq(names.subjectIfOwned(name, signer) != 0, accepted, "registerFor");

        storeRecord(NAME, signer, 1, 1);
        signature = _sign(manner, rotateMessage(signer, NAME, 1, 1, KEY_2, DEADLINE));
        if (!accepted) expectBadSignature(signer);
        names.rotateKeyFor(NAME, 1, KEY_2, DEADLINE, signature);

        (uint32 version, ) = names.anchorOf(signer, 0);
        signature = _sign(manner, anchorMessage(signer, 0, version, KEY, DEADLINE));
        if (!accepted) expectBadSignature(signer);
        names.setAnchorFor(signer, 0, version, KEY, DEADLINE, signature);

        storeRecord(NAME, carol, 1, 1);
        Change memory change = Change(NAME, carol, signer, 1, 1, KEY, 1, DEADLINE);
        signature = _sign(manner, receiveMessage(change));
        if (!accepted) expectBadSignature(signer);
        vm.prank(carol);
        transfer(change, signature);

        storeRecord(NAME, signer, 1, 1);
        change = Change(NAME, signer, carol, 1, 1, KEY, 2, DEADLINE);
        bytes memory consent = sign(CAROL_KEY, receiveMessage(change));
        signature = _sign(manner, transferMessage(change));
        if (!accepted) expectBadSignature(signer);
        transferFor(change, signature, consent);
        vm.assertEq(names.subjectIfOwned(NAME, carol) != 0, accepted, "transferFor");

        storeRecord(NAME, carol, 1, 1);
        change = Change(NAME, carol, signer, 1, 1, KEY, 2, DEADLINE);
        consent = _sign(manner, receiveMessage(change));
        signature = sign(CAROL_KEY, transferMessage(change));
        if (!accepted) expectBadSignature(signer);
        transferFor(change, signature, consent);
        vm.assertEq(names.subjectIfOwned(NAME, signer) != 0, accepted, "transferFor, the receiver's");
    }

    function _sign(Manner manner, bytes32 message) private view returns (bytes memory) {
        return _signAs(manner, digestOf(message));
    }
}
