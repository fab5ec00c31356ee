// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGroupAdapter} from "../../interfaces/IGroupAdapter.sol";
import {TestBase} from "../../mocks/TestBase.sol";

/// @dev Asks an adapter as `Grants` does: 100,000 gas, no writing, at most one word of the answer, a clean bool.
abstract contract AdaptersBase is TestBase {
    uint256 private constant GAS = 100_000;

    address internal constant ANNA = address(0xA22A);
    address internal constant BOB = address(0xB0B);

    function ask(
        IGroupAdapter adapter,
        bytes32 groupId,
        address account,
        bytes memory data
    ) internal view returns (bool) {
        (bool success, bytes memory answer) = address(adapter).staticcall{gas: GAS}(
            abi.encodeCall(IGroupAdapter.isMember, (groupId, account, data))
        );
        return success && answer.length == 32 && abi.decode(answer, (uint256)) == 1;
    }

    function assertMember(
        IGroupAdapter adapter,
        bytes32 groupId,
        address account,
        string memory reason
    ) internal view {
        vm.assertEq(ask(adapter, groupId, account, ""), true, reason);
    }

    function assertStranger(
        IGroupAdapter adapter,
        bytes32 groupId,
        address account,
        string memory reason
    ) internal view {
        vm.assertEq(ask(adapter, groupId, account, ""), false, reason);
    }

    /// @dev A contract's address in the first 20 bytes, whatever else in the last 12.
    function groupOf(address target, uint96 rest) internal pure returns (bytes32) {
        return bytes32((uint256(uint160(target)) << 96) | rest);
    }

    /// @dev Whatever stands behind a group, no one gets in through something that is no such contract.
    function assertNoOneInJunk(IGroupAdapter adapter, uint96 rest) internal {
        bytes memory short = new bytes(31);
        short[30] = 0x01;
        vm.assertEq(ask(adapter, groupOf(BOB, rest), ANNA, ""), false, "no code");
        vm.assertEq(ask(adapter, groupOf(address(new Looping()), rest), ANNA, ""), false, "endless");
        vm.assertEq(ask(adapter, groupOf(address(new Refusing()), rest), ANNA, ""), false, "reverting");
        vm.assertEq(ask(adapter, groupOf(address(new Answering("")), rest), ANNA, ""), false, "silent");
        vm.assertEq(ask(adapter, groupOf(address(new Answering(short)), rest), ANNA, ""), false, "short");
    }

    /// @dev The same for those that answer yes or no.
    function assertNoOneInDirtyBool(IGroupAdapter adapter, uint96 rest) internal {
        address dirty = address(new Answering(abi.encode(uint256(2))));
        vm.assertEq(ask(adapter, groupOf(dirty, rest), ANNA, ""), false, "dirty bool");
    }
}

contract Answering {
    bytes private _answer;

    constructor(bytes memory answer) {
        _answer = answer;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}

contract Refusing {
    error Refused();

    fallback() external {
        revert Refused();
    }
}

contract Looping {
    fallback() external {
        uint256 i;
        while (true) ++i;
    }
}
