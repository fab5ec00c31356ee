// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";

/// @title Erc721Adapter
/// @notice Who holds tokens of an ERC-721 collection now.
///
/// | bytes of `groupId` | field      | meaning                     |
/// | ------------------ | ---------- | --------------------------- |
/// |               0-19 | collection | with ERC-721's `balanceOf`  |
/// |              20-31 | least      | tokens at least; not 0      |
///
/// `data` is empty. A token that is lent for one transaction counts in it.
contract Erc721Adapter is IGroupAdapter {
    /// @inheritdoc IGroupAdapter
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool) {
        uint256 least = uint96(uint256(groupId));
        if (least == 0 || data.length != 0) return false;
        return IERC721(address(bytes20(groupId))).balanceOf(account) >= least;
    }
}
