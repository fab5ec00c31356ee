// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {JunkWallet, RevertingWallet} from "../../mocks/MockSigners.sol";
import {TestBase} from "../../mocks/TestBase.sol";
import {BoundedCall} from "../BoundedCall.sol";

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

/// @dev Says whether a call with that limit is affordable, and tries it: both see the same gas, less a little.
contract Payer {
    function pay(address target, uint256 limit) external view returns (bool affordable, uint256 given) {
        affordable = BoundedCall.isAffordable(limit);
        given = uint256(BoundedCall.readWord(target, limit, abi.encodeCall(Nosy.gas, ())));
    }
}

contract BoundedCallTest is TestBase {
    uint256 private constant LIMIT = 50_000;

    function test_BoundedCall_ReadsWordsAndNoMore() public {
        _check(address(new JunkWallet(abi.encode(1, 2))), 1, 1, 2);
        // A byte more would land in the pointer to free memory, and the next allocation would cost everything.
        _check(address(new JunkWallet(abi.encode(1, 2, type(uint256).max))), 1, 1, 2);
    }

    function test_BoundedCall_ShortAnswersAreZero() public {
        _check(address(new JunkWallet(new bytes(0))), 0, 0, 0);
        _check(address(new JunkWallet(abi.encodePacked(type(uint248).max))), 0, 0, 0);
        _check(address(new JunkWallet(abi.encode(type(uint256).max))), type(uint256).max, 0, 0);
        _check(address(new JunkWallet(abi.encodePacked(uint256(1), type(uint248).max))), 1, 0, 0);
    }

    function test_BoundedCall_RevertsAndNoCodeAreZero() public {
        _check(address(new RevertingWallet()), 0, 0, 0);
        _check(address(0xC0DE), 0, 0, 0);
    }

    function test_BoundedCall_TheCalleeCannotWrite() public {
        Nosy nosy = new Nosy();
        bytes memory data = abi.encodeCall(Nosy.write, ());
        vm.assertEq(BoundedCall.readWord(address(nosy), LIMIT, data), bytes32(0), "word");
        (bytes32 first, bytes32 second) = BoundedCall.readWords(address(nosy), LIMIT, data);
        vm.assertEq(first, bytes32(0), "first");
        vm.assertEq(second, bytes32(0), "second");
    }

    function test_BoundedCall_TheCalleeGetsTheLimit() public {
        Nosy nosy = new Nosy();
        bytes memory data = abi.encodeCall(Nosy.gas, ());
        uint256 given = uint256(BoundedCall.readWord(address(nosy), LIMIT, data));
        vm.assertEq(given <= LIMIT && given > LIMIT - 1000, true, "one word");
        (bytes32 first, bytes32 second) = BoundedCall.readWords(address(nosy), LIMIT, data);
        vm.assertEq(uint256(first) <= LIMIT && uint256(first) > LIMIT - 1000, true, "two words");
        vm.assertEq(uint256(second), 7, "second");
    }

    /// @dev Whenever it says so, the callee gets all of its gas, and the caller has some left.
    function testFuzz_BoundedCall_AffordableMeansAllOfTheLimit(uint256 gasGiven) public {
        gasGiven = bound(gasGiven, 40_000, 90_000);
        Nosy nosy = new Nosy();
        Payer payer = new Payer();
        try payer.pay{gas: gasGiven}(address(nosy), LIMIT) returns (bool affordable, uint256 given) {
            if (affordable) vm.assertGe(given, LIMIT - 1000, "all of it");
            if (gasGiven > 65_000) vm.assertEq(affordable, true, "enough");
            if (gasGiven < (LIMIT * 64) / 63) vm.assertEq(affordable, false, "too little");
        } catch {
            vm.assertEq(gasGiven < LIMIT, true, "never for want of gas after it said so");
        }
    }

    /// @dev The call keeps back one part in 64, which shows where the limit is large.
    function test_BoundedCall_AffordableIsNoStricterThanItHasToBe() public {
        (uint256 limit, uint256 needed) = (10_000_000, (10_000_000 * uint256(64)) / 63 + 5_000);
        address nosy = address(new Nosy());
        Payer payer = new Payer();
        (bool affordable, ) = payer.pay{gas: needed - 2_000}(nosy, limit);
        vm.assertEq(affordable, false, "too little");
        (affordable, ) = payer.pay{gas: needed + 2_000}(nosy, limit);
        vm.assertEq(affordable, true, "enough");
    }

    function _check(address target, uint256 word, uint256 first, uint256 second) private view {
        vm.assertEq(uint256(BoundedCall.readWord(target, LIMIT, "")), word, "readWord");
        (bytes32 actualFirst, bytes32 actualSecond) = BoundedCall.readWords(target, LIMIT, "");
        vm.assertEq(uint256(actualFirst), first, "first");
        vm.assertEq(uint256(actualSecond), second, "second");
    }
}
