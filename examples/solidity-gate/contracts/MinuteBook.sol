// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {AccessGate, FolderAccess} from "@space/contracts/access/AccessGate.sol";
import {IGrants} from "@space/contracts/interfaces/IGrants.sol";

/// @title MinuteBook
/// @notice The minutes of a club. Who may write in the club's folder may enter decisions, who may read in it may vote
/// for them: whoever administers the folder administers the club, and nobody keeps a second list of members.
contract MinuteBook is AccessGate {
    /// @notice The club's folder.
    bytes32 public immutable folder;

    /// @notice The decisions by their digest: how many members voted for each.
    mapping(bytes32 decision => uint256 votes) public votesFor;
    /// @notice By subject, not by account: a name that goes from wallet to wallet is one member.
    mapping(bytes32 decision => mapping(bytes32 subject => bool)) public hasVoted;

    event Entered(bytes32 indexed decision, address indexed by);

    error UnknownDecision(bytes32 decision);
    error VotedAlready(bytes32 decision, bytes32 subject);

    mapping(bytes32 decision => bool) private _entered;

    constructor(IGrants grants_, bytes32 folder_) AccessGate(grants_) {
        folder = folder_;
    }

    /// @notice Enters a decision.
    function enter(bytes32 decision) external onlyWriter(folder) {
        _entered[decision] = true;
        emit Entered(decision, msg.sender);
    }

    /// @notice Votes for a decision, once. Refuses those who may not read in the folder.
    function vote(bytes32 decision) external {
        bytes32 subject = FolderAccess.subjectOf(grants, folder, msg.sender, FolderAccess.READER);
        if (!_entered[decision]) revert UnknownDecision(decision);
        if (hasVoted[decision][subject]) revert VotedAlready(decision, subject);
        hasVoted[decision][subject] = true;
        ++votesFor[decision];
    }
}
