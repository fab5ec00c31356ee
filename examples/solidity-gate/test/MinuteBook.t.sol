// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {FolderAccess} from "@space/contracts/access/AccessGate.sol";
import {IGrants} from "@space/contracts/interfaces/IGrants.sol";
import {MinuteBook} from "../contracts/MinuteBook.sol";

interface Vm {
    function prank(address sender) external;
    function expectRevert(bytes calldata data) external;
}

/// @dev Plays Space's Grants: gives the roles that a test says.
contract GrantsStub {
    mapping(address account => uint8 role) public roles;

    function give(address account, uint8 role) external {
        roles[account] = role;
    }

    function hasAccess(bytes32, address account, uint8 role) external view returns (bool) {
        return roles[account] >= role;
    }
}

contract MinuteBookTest {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    address private constant SECRETARY = address(0x5EC);
    address private constant MEMBER = address(0x3E3);
    bytes32 private constant FOLDER = bytes32(uint256(7));
    bytes32 private constant PICNIC = keccak256("picnic in May");

    MinuteBook private book;

    function setUp() public {
        GrantsStub grants = new GrantsStub();
        grants.give(SECRETARY, 3);
        grants.give(MEMBER, 1);
        book = new MinuteBook(IGrants(address(grants)), FOLDER);
    }

    function test_membersVoteForWhatTheSecretaryEntered() public {
        vm.prank(SECRETARY);
        book.enter(PICNIC);
        vm.prank(MEMBER);
        book.vote(PICNIC);
        require(book.votesFor(PICNIC) == 1, "one vote");
    }

    function test_membersDoNotEnterDecisions() public {
        vm.expectRevert(
            abi.encodeWithSelector(FolderAccess.FolderAccessDenied.selector, FOLDER, MEMBER, uint8(3))
        );
        vm.prank(MEMBER);
        book.enter(PICNIC);
    }

    function test_strangersDoNotVote() public {
        vm.prank(SECRETARY);
        book.enter(PICNIC);
        vm.expectRevert(
            abi.encodeWithSelector(FolderAccess.FolderAccessDenied.selector, FOLDER, address(this), uint8(1))
        );
        book.vote(PICNIC);
    }
}
