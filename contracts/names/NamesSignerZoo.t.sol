// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {
    JunkWallet,
    KeyWallet,
    MarkedDelegate,
    PlainCode,
    RevertingWallet,
    SafeWallet
} from "../mocks/SignerZoo.sol";
import {NamesTestBase} from "./NamesTestBase.t.sol";

/// @dev Every kind of signer on every path that takes a signature: the five paths are tried one after the other, and each
/// has to take it, or each has to refuse it.
contract NamesSignerZooTest is NamesTestBase {
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    /// @dev Makes the signature of a digest.
    enum Manner {
        Plain,
        TwoKeys,
        Marked,
        Compact,
        Malleable,
        Long,
        SmallV,
        Empty,
        OtherKey
    }

    function test_zoo_aKey() public {
        _accepts(alice, Manner.Plain);
        _refuses(alice, Manner.OtherKey);
        _refuses(alice, Manner.Empty);
    }

    /// @dev ERC-2098, the other of the two s, a byte too many, v of 0 or 1: nothing but the one form is good.
    function test_MalleableSignatures_areRefused() public {
        _refuses(alice, Manner.Compact);
        _refuses(alice, Manner.Malleable);
        _refuses(alice, Manner.Long);
        _refuses(alice, Manner.SmallV);
    }

    function test_zoo_aContractWithOneKey() public {
        address wallet = address(new KeyWallet(alice));
        _accepts(wallet, Manner.Plain);
        _refuses(wallet, Manner.OtherKey);
    }

    function test_zoo_aSafe() public {
        address[] memory keys = new address[](2);
        (keys[0], keys[1]) = (alice, bob);
        address wallet = address(new SafeWallet(keys));
        _accepts(wallet, Manner.TwoKeys);
        _refuses(wallet, Manner.Plain);
        _refuses(wallet, Manner.Empty);
    }

    /// @dev Two wallets of one key: what is signed for one is nothing for the other.
    function test_ERC7739_noReplayAcrossWalletsOfOneKey() public {
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

    function test_zoo_contractsThatAnswerJunk() public {
        bytes[6] memory answers = [
            bytes(""),
            hex"1626ba7e",
            abi.encodePacked(bytes4(0x1626ba7e), bytes27(0)),
            abi.encode(true),
            abi.encode(uint256(0x1626ba7e)),
            abi.encode(bytes32(bytes4(0x1626ba7e)) | bytes32(uint256(1)))
        ];
        for (uint256 i = 0; i < answers.length; ++i) {
            _refuses(address(new JunkWallet(answers[i])), Manner.Plain);
        }
        _accepts(address(new JunkWallet(abi.encode(bytes4(0x1626ba7e)))), Manner.OtherKey);
    }

    function test_zoo_contractsThatRevertOrKnowNoERC1271() public {
        _refuses(address(new RevertingWallet()), Manner.Plain);
        _refuses(address(new PlainCode()), Manner.Plain);
    }

    /// @dev EIP-7702: the key goes on signing beside code that knows no ERC-1271, and after the delegation ends.
    function test_M13_delegationWithoutERC1271KeepsTheKey() public {
        vm.etch(alice, abi.encodePacked(hex"ef0100", address(new PlainCode())));
        _accepts(alice, Manner.Plain);
        _refuses(alice, Manner.OtherKey);
        _refuses(alice, Manner.Compact);
        _refuses(alice, Manner.Malleable);
        vm.etch(alice, "");
        _accepts(alice, Manner.Plain);
    }

    /// @dev Code with ERC-1271 is asked first, and the key counts as well.
    function test_M13_delegationWithERC1271SignsByCodeAndByKey() public {
        vm.etch(alice, abi.encodePacked(hex"ef0100", address(new MarkedDelegate())));
        _accepts(alice, Manner.Marked);
        _accepts(alice, Manner.Plain);
        _refuses(alice, Manner.OtherKey);
        vm.etch(alice, "");
        _refuses(alice, Manner.Marked);
    }

    /// @dev Code of 23 bytes that is not a delegation has no key behind it.
    function test_M13_otherCodeHasNoKey() public {
        vm.etch(alice, abi.encodePacked(hex"600000", address(new PlainCode())));
        _refuses(alice, Manner.Plain);
    }

    /// @dev Whatever bytes come, only the signature of the signer is taken.
    function testFuzz_zoo_anyBytes(bytes calldata signature, uint256 privateKey) public {
        privateKey = bound(privateKey, 1, ORDER - 1);
        vm.assume(vm.addr(privateKey) != alice);
        bytes32 message = registerMessage(alice, NAME, KEY, 0, 1, DEADLINE);
        expectBadSignature(alice);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        bytes memory stranger = sign(privateKey, message);
        expectBadSignature(alice);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, stranger);
    }

    function _accepts(address signer, Manner manner) private {
        _try(signer, manner, true);
    }

    function _refuses(address signer, Manner manner) private {
        _try(signer, manner, false);
    }

    /// @dev All five paths, on names of their own.
    function _try(address signer, Manner manner, bool accepted) private {
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
    }

    function _sign(Manner manner, bytes32 message) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ALICE_KEY, digestOf(message));
        bytes memory plain = abi.encodePacked(r, s, v);
        if (manner == Manner.TwoKeys) return bytes.concat(plain, sign(BOB_KEY, message));
        if (manner == Manner.Marked) return bytes.concat(hex"99", plain);
        if (manner == Manner.Compact) {
            return abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
        }
        if (manner == Manner.Malleable) {
            return abi.encodePacked(r, ORDER - uint256(s), v == 27 ? uint8(28) : uint8(27));
        }
        if (manner == Manner.Long) return bytes.concat(plain, hex"00");
        if (manner == Manner.SmallV) return abi.encodePacked(r, s, v - 27);
        if (manner == Manner.Empty) return "";
        if (manner == Manner.OtherKey) return sign(BOB_KEY, message);
        return plain;
    }
}
