// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev The scheduled epoch in one word. It counts only while the folder's state says that one is scheduled. The
/// author's time of issue is part of it, so that a schedule ends with the right of its author.
library ScheduleDigest {
    function hash(
        address author,
        uint40 issuedAt,
        bytes32 record,
        uint40 activateAt,
        uint32 nextFor
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(author, issuedAt, record, activateAt, nextFor));
    }
}
