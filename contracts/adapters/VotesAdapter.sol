// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";

/// @title VotesAdapter
/// @notice Who had enough votes of a token at one moment (ERC-5805).
///
/// | bytes of `groupId` | field     | meaning                                                            |
/// | ------------------ | --------- | ------------------------------------------------------------------ |
/// |               0-19 | token     | with ERC-5805's `getPastVotes`                                     |
/// |              20-25 | timepoint | of the token's clock: a block number or unix seconds (ERC-6372)    |
/// |              26-30 | mantissa  | least votes = mantissa × 10^exponent, smallest unit; not 0         |
/// |                 31 | exponent  |                                                                    |
///
/// `data` is empty. Votes count for whom they are delegated to, and no account has votes before it or another delegates. A
/// timepoint that is not yet past admits no one. Being in the past, votes cannot be lent for one transaction.
contract VotesAdapter is IGroupAdapter {
    /// @inheritdoc IGroupAdapter
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool) {
        uint256 word = uint256(groupId);
        uint256 least = uint40(word >> 8) * 10 ** uint8(word);
        if (least == 0 || data.length != 0) return false;
        return IVotes(address(bytes20(groupId))).getPastVotes(account, uint48(word >> 48)) >= least;
    }
}
