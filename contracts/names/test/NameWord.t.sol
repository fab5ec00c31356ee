// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {NameRule} from "../../mocks/NameRule.sol";
import {TestBase} from "../../mocks/TestBase.sol";
import {NameWord} from "../types/NameWord.sol";

contract NameWordTest is TestBase {
    /// @dev Allowed bytes, their neighbours in ASCII, and bytes with the top bit.
    bytes private constant PALETTE =
        hex"6162797a30313839"
        hex"2d2d2d"
        hex"00002c2e2f3a607b405a5f20"
        hex"80adb0e1faff01";
    uint256 private constant ALLOWED_IN_PALETTE = 11;

    function test_NameWord_Examples() public pure {
        _check("abc", true);
        _check("a-b", true);
        _check("0-9", true);
        _check("a-b-c-d", true);
        _check("abcdefghijklmnopqrstuvwxyz0123", true);
        _check("abcdefghijklmnopqrstuvwxyz01234", false);
        _check("abcdefghijklmnopqrstuvwxyz012345", false);
        _check("", false);
        _check("a", false);
        _check("ab", false);
        _check("-ab", false);
        _check("ab-", false);
        _check("a--b", false);
        _check("xn--abc", false);
        _check("Abc", false);
        _check("a_b", false);
        _check("a.b", false);
        _check("a b", false);
        _check("abc\x00d", false);
        _check("\x00abc", false);
        _check("ab\x7f", false);
        _check("ab\xc3", false);
        _check("---", false);
    }

    /// @dev Each byte value in the middle, at the start and at the end of a name.
    function test_NameWord_EveryByteEverywhere() public pure {
        for (uint256 c = 0; c < 256; ++c) {
            for (uint256 i = 0; i < 5; ++i) {
                bytes memory name = "abcde";
                name[i] = bytes1(uint8(c));
                _check(name, NameRule.isName(bytes32(name)));
            }
        }
    }

    function testFuzz_NameWord_AnyWord(bytes32 word) public pure {
        vm.assertEq(NameWord.isValid(word), NameRule.isName(word), "isValid");
    }

    /// @dev Words that are names or nearly so: bytes of the palette, mostly allowed ones.
    function testFuzz_NameWord_NearNames(uint256 seed, uint256 length, uint256 strangers) public pure {
        bytes memory name = new bytes(bound(length, 0, 32));
        for (uint256 i = 0; i < name.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            bool stranger = (strangers >> (8 * i)) & 0xff < 8;
            name[i] = PALETTE[seed % (stranger ? PALETTE.length : ALLOWED_IN_PALETTE)];
        }
        vm.assertEq(NameWord.isValid(bytes32(name)), NameRule.isName(bytes32(name)), "isValid");
    }

    function testFuzz_NameWord_SubjectHoldsNameAndGeneration(uint16 generation) public pure {
        bytes32 subject = NameWord.subject("alice-the-third-of-the-hill-30", generation);
        vm.assertEq(bytes30(subject), bytes30("alice-the-third-of-the-hill-30"), "name");
        vm.assertEq(uint16(uint256(subject)), generation, "generation");
    }

    function _check(bytes memory name, bool expected) private pure {
        vm.assertEq(NameWord.isValid(bytes32(name)), expected, string(name));
    }
}
