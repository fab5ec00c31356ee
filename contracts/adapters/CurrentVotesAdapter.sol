// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";

/// @title CurrentVotesAdapter
/// @notice Who has enough votes of a token now (ERC-5805). `VotesAdapter` asks about one moment in the past instead.
///
/// | bytes of `groupId` | field    | meaning                                                  |
/// | ------------------ | -------- | -------------------------------------------------------- |
/// |               0-19 | token    | with ERC-5805's `getVotes`                               |
/// |              20-30 | mantissa | least votes = mantissa × 10^exponent, smallest unit; not 0 |
/// |                 31 | exponent |                                                          |
///
/// `data` is empty. Votes count for whom they are delegated to. **Flash loans**: tokens that are lent for one transaction
/// give votes in it, so anyone who can borrow enough is a member for that long. Do not gate by it what one transaction
/// can spend or decide.
contract CurrentVotesAdapter is IGroupAdapter {
    /// @inheritdoc IGroupAdapter
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool) {
        uint256 word = uint256(groupId);
        uint256 least = uint88(word >> 8) * 10 ** uint8(word);
        if (least == 0 || data.length != 0) return false;
        return IVotes(address(bytes20(groupId))).getVotes(account) >= least;
    }
}
