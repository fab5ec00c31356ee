// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {FolderAccess} from "@space/contracts/access/AccessGate.sol";
import {IGrants} from "@space/contracts/interfaces/IGrants.sol";
import {MinuteBook} from "../contracts/MinuteBook.sol";

interface Vm {
    function prank(address sender) external;
    function expectRevert(bytes calldata data) external;
}

/// @dev A mock of Space's Grants and Names: gives the roles that a test says, and one name that can move.
contract MockGrants {
    bytes32 public constant NAME = bytes32("guest") | bytes32(uint256(1));

    mapping(address account => uint8 role) public roles;
    address private _named;

    function give(address account, uint8 role) external {
        roles[account] = role;
    }

    function moveName(address account) external {
        _named = account;
    }

    function hasAccess(bytes32, address account, uint8 role) external view returns (bool) {
        return roles[account] >= role || (account == _named && role == 1);
    }

    function roleOf(bytes32, bytes32 subject) external view returns (uint8) {
        return roles[address(uint160(uint256(subject)))];
    }

    function names() external view returns (address) {
        return address(this);
    }

    function primarySubjectFor(address account) external view returns (bytes32) {
        return account == _named ? NAME : bytes32(0);
    }
}

contract MinuteBookTest {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    address private constant SECRETARY = address(0x5EC);
    address private constant MEMBER = address(0x3E3);
    bytes32 private constant FOLDER = bytes32(uint256(7));
    bytes32 private constant PICNIC = keccak256("picnic in May");

    MinuteBook private book;
    MockGrants private grants;

    function setUp() public {
        grants = new MockGrants();
        grants.give(SECRETARY, 3);
        grants.give(MEMBER, 1);
        book = new MinuteBook(IGrants(address(grants)), FOLDER);
    }

    function test_Vote_WhenAMemberCalls_CountsOnce() public {
        vm.prank(SECRETARY);
        book.enter(PICNIC);
        vm.prank(MEMBER);
        book.vote(PICNIC);
        require(book.votesFor(PICNIC) == 1, "one vote");
    }

    function test_RevertWhen_AMemberEntersADecision() public {
        vm.expectRevert(
            abi.encodeWithSelector(FolderAccess.FolderAccessDenied.selector, FOLDER, MEMBER, uint8(3))
        );
        vm.prank(MEMBER);
        book.enter(PICNIC);
    }

    function test_RevertWhen_AStrangerVotes() public {
        vm.prank(SECRETARY);
        book.enter(PICNIC);
        vm.expectRevert(
            abi.encodeWithSelector(FolderAccess.FolderAccessDenied.selector, FOLDER, address(this), uint8(1))
        );
        book.vote(PICNIC);
    }

    function test_RevertWhen_ANameVotesFromASecondWallet() public {
        vm.prank(SECRETARY);
        book.enter(PICNIC);
        grants.moveName(address(1));
        vm.prank(address(1));
        book.vote(PICNIC);
        grants.moveName(address(2));
        bytes memory voted = abi.encodeWithSelector(MinuteBook.VotedAlready.selector, PICNIC, grants.NAME());
        vm.expectRevert(voted);
        vm.prank(address(2));
        book.vote(PICNIC);
    }
}
