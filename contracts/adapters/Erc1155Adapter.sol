// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";

/// @title Erc1155Adapter
/// @notice Who holds enough of one token of an ERC-1155 collection now.
///
/// `data` is `abi.encode(address collection, uint256 id, uint256 least)` with `least` not 0, and `groupId` is
/// `keccak256(data)`. A token that is lent for one transaction counts in it.
contract Erc1155Adapter is IGroupAdapter {
    /// @inheritdoc IGroupAdapter
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool) {
        if (keccak256(data) != groupId) return false;
        (address collection, uint256 id, uint256 least) = abi.decode(data, (address, uint256, uint256));
        return least != 0 && IERC1155(collection).balanceOf(account, id) >= least;
    }
}
