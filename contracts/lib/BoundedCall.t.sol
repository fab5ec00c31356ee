// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {JunkWallet, RevertingWallet} from "../mocks/SignerZoo.sol";
import {TestBase} from "../mocks/TestBase.sol";
import {BoundedCall} from "./BoundedCall.sol";

/// @dev Writes when it is asked, and tells how much gas it was given.
contract Nosy {
    uint256 private _asked;

    function gas() external view returns (uint256, uint256) {
        return (gasleft(), 7);
    }

    function write() external returns (uint256, uint256) {
        _asked = 1;
        return (1, 1);
    }
}

contract BoundedCallTest is TestBase {
    uint256 private constant LIMIT = 50_000;

    function test_readsWordsAndNoMore() public {
        _check(address(new JunkWallet(abi.encode(1, 2))), 1, 1, 2);
        _check(address(new JunkWallet(abi.encode(1, 2, 3))), 1, 1, 2);
    }

    function test_shortAnswersAreZero() public {
        _check(address(new JunkWallet(new bytes(0))), 0, 0, 0);
        _check(address(new JunkWallet(abi.encodePacked(type(uint248).max))), 0, 0, 0);
        _check(address(new JunkWallet(abi.encode(type(uint256).max))), type(uint256).max, 0, 0);
        _check(address(new JunkWallet(abi.encodePacked(uint256(1), type(uint248).max))), 1, 0, 0);
    }

    function test_revertsAndNoCodeAreZero() public {
        _check(address(new RevertingWallet()), 0, 0, 0);
        _check(address(0xC0DE), 0, 0, 0);
    }

    function test_theCalleeCannotWrite() public {
        Nosy nosy = new Nosy();
        bytes memory data = abi.encodeCall(Nosy.write, ());
        vm.assertEq(BoundedCall.readWord(address(nosy), LIMIT, data), bytes32(0), "word");
        (bytes32 first, bytes32 second) = BoundedCall.readWords(address(nosy), LIMIT, data);
        vm.assertEq(first, bytes32(0), "first");
        vm.assertEq(second, bytes32(0), "second");
    }

    function test_theCalleeGetsTheLimit() public {
        Nosy nosy = new Nosy();
        bytes memory data = abi.encodeCall(Nosy.gas, ());
        uint256 given = uint256(BoundedCall.readWord(address(nosy), LIMIT, data));
        vm.assertEq(given <= LIMIT && given > LIMIT - 1000, true, "one word");
        (bytes32 first, bytes32 second) = BoundedCall.readWords(address(nosy), LIMIT, data);
        vm.assertEq(uint256(first) <= LIMIT && uint256(first) > LIMIT - 1000, true, "two words");
        vm.assertEq(uint256(second), 7, "second");
    }

    function _check(address target, uint256 word, uint256 first, uint256 second) private view {
        vm.assertEq(uint256(BoundedCall.readWord(target, LIMIT, "")), word, "readWord");
        (bytes32 actualFirst, bytes32 actualSecond) = BoundedCall.readWords(target, LIMIT, "");
        vm.assertEq(uint256(actualFirst), first, "first");
        vm.assertEq(uint256(actualSecond), second, "second");
    }
}
