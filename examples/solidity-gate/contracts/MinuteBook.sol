// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {AccessGate} from "@space/contracts/access/AccessGate.sol";
import {IGrants} from "@space/contracts/interfaces/IGrants.sol";

/// @title MinuteBook
/// @notice The minutes of a club. Who may write in the club's folder may enter decisions, who may read in it may vote
/// for them: whoever administers the folder administers the club, and nobody keeps a second list of members.
contract MinuteBook is AccessGate {
    /// @notice The club's folder.
    bytes32 public immutable folder;

    /// @notice The decisions by their digest: how many members voted for each.
    mapping(bytes32 decision => uint256 votes) public votesFor;
    mapping(bytes32 decision => mapping(address member => bool)) public hasVoted;

    event Entered(bytes32 indexed decision, address indexed by);

    error UnknownDecision(bytes32 decision);
    error VotedAlready(bytes32 decision, address member);

    mapping(bytes32 decision => bool) private _entered;

    constructor(IGrants grants_, bytes32 folder_) AccessGate(grants_) {
        folder = folder_;
    }

    /// @notice Enters a decision.
    function enter(bytes32 decision) external onlyWriter(folder) {
        _entered[decision] = true;
        emit Entered(decision, msg.sender);
    }

    /// @notice Votes for a decision, once.
    function vote(bytes32 decision) external onlyReader(folder) {
        if (!_entered[decision]) revert UnknownDecision(decision);
        if (hasVoted[decision][msg.sender]) revert VotedAlready(decision, msg.sender);
        hasVoted[decision][msg.sender] = true;
        ++votesFor[decision];
    }
}
