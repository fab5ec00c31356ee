// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {TestBase} from "../../mocks/TestBase.sol";
import {NonceBitmap} from "../NonceBitmap.sol";

contract NonceBitmapTest is TestBase {
    using NonceBitmap for mapping(uint256 => uint256);

    mapping(uint256 index => uint256 bits) private _nonces;

    function testFuzz_NonceBitmap_ANumberServesOnce(uint256 nonce) public {
        vm.assertEq(_nonces.isUsed(nonce), false, "fresh");
        vm.assertEq(_nonces.tryUse(nonce), true, "first");
        vm.assertEq(_nonces.isUsed(nonce), true, "used");
        vm.assertEq(_nonces.tryUse(nonce), false, "second");
        vm.assertEq(_nonces[nonce / 256], 1 << (nonce % 256), "its own bit alone");
    }

    function test_NonceBitmap_NumbersDoNotTouchEachOther() public {
        uint256[6] memory numbers = [uint256(0), 1, 255, 256, 257, type(uint256).max];
        for (uint256 i = 0; i < numbers.length; ++i) {
            vm.assertEq(_nonces.tryUse(numbers[i]), true, "fresh");
        }
        vm.assertEq(_nonces[0], (1 << 255) | 3, "word 0");
        vm.assertEq(_nonces[1], 3, "word 1");
        vm.assertEq(_nonces[type(uint256).max >> 8], 1 << 255, "last word");
    }

    function test_NonceBitmap_VoidAllAddsToWhatWasUsed() public {
        _nonces.tryUse(256 + 7);
        _nonces.voidAll(1, 5);
        vm.assertEq(_nonces[1], (1 << 7) | 5, "word 1");
        vm.assertEq(_nonces.tryUse(256), false, "voided");
        vm.assertEq(_nonces.tryUse(256 + 1), true, "left alone");
        vm.assertEq(_nonces.tryUse(256 + 7), false, "used before");
        _nonces.voidAll(1, type(uint256).max);
        vm.assertEq(_nonces.isUsed(511), true, "all of the word");
        vm.assertEq(_nonces.isUsed(512), false, "the next word");
    }
}
