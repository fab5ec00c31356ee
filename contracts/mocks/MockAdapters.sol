// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";

/// @dev Admits the account that the group's id names.
contract OwnerAdapter is IGroupAdapter {
    function isMember(bytes32 groupId, address account, bytes calldata) external pure returns (bool) {
        return groupId == bytes32(uint256(uint160(account)));
    }
}

/// @dev Misbehaves in the way it is told to, as an adapter and as a signer with code.
contract Misbehaver {
    enum Manner {
        Yes,
        Revert,
        Loop,
        Huge,
        Short,
        Dirty,
        Long,
        Write
    }

    Manner public manner;
    bytes32 private _yes;

    error Refused();

    /// @dev `yes` is the word that would be right.
    function behave(Manner manner_, bytes32 yes) external {
        (manner, _yes) = (manner_, yes);
    }

    fallback() external {
        bytes32 word = _yes;
        if (manner == Manner.Revert) revert Refused();
        if (manner == Manner.Write) manner = Manner.Yes;
        while (manner == Manner.Loop) word = keccak256(abi.encode(word));
        uint256 length = 32;
        if (manner == Manner.Huge) length = 1_000_000;
        if (manner == Manner.Short) length = 31;
        if (manner == Manner.Long) length = 64;
        if (manner == Manner.Dirty) word |= bytes32(uint256(2));
        assembly ("memory-safe") {
            let answer := mload(0x40)
            mstore(answer, word)
            return(answer, length)
        }
    }
}
