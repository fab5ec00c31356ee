// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";
import {IHatWearers} from "./interfaces/IHatWearers.sol";

/// @title HatsAdapter
/// @notice Who wears a hat of Hats Protocol now. `groupId` is the hat's id, `data` is empty.
/// @dev Hats asks the hat's toggle and eligibility modules; what they use counts towards the caller's gas limit.
contract HatsAdapter is IGroupAdapter {
    /// @notice The Hats Protocol contract of this chain.
    IHatWearers public immutable hats;

    constructor(IHatWearers hats_) {
        hats = hats_;
    }

    /// @inheritdoc IGroupAdapter
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool) {
        return data.length == 0 && hats.isWearerOfHat(account, uint256(groupId));
    }
}
