// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../../interfaces/IGrants.sol";
import {TestBase} from "../../mocks/TestBase.sol";
import {AccessGate, FolderAccess} from "../AccessGate.sol";

/// @dev Another project's contract: members read its motto, writers change it, guests bring a proof.
contract MottoBoard is AccessGate {
    bytes32 public immutable folder;
    string private _motto = "none yet";

    constructor(IGrants grants_, bytes32 folder_) AccessGate(grants_) {
        folder = folder_;
    }

    function read() external view onlyReader(folder) returns (string memory) {
        return _motto;
    }

    function readWith(bytes calldata proof) external view returns (string memory) {
        FolderAccess.check(grants, folder, msg.sender, 1, proof);
        return _motto;
    }

    function write(string calldata motto) external onlyWriter(folder) {
        _motto = motto;
    }
}

/// @dev Plays `Names`: one account has one name.
contract OneName {
    address private immutable _account;
    bytes32 private immutable _subject;

    constructor(address account, bytes32 subject) {
        (_account, _subject) = (account, subject);
    }

    function subjectFor(address) external pure returns (bytes32) {
        return 0;
    }

    function subjectIfOwned(bytes32, address account) external view returns (bytes32) {
        return account == _account ? _subject : bytes32(0);
    }
}

/// @dev The gate in front of the real `Grants`.
contract AccessGateTest is TestBase {
    address private constant OWNER = address(0xA11CE);
    address private constant ANNA = address(0xA22A);
    address private constant BOB = address(0xB0B);
    address private constant CARA = address(0xCA2A);
    bytes32 private constant FOLDER = bytes32(bytes20(OWNER)) | bytes32(uint256(7));
    bytes32 private constant CARA_SUBJECT = bytes32("cara") | bytes32(uint256(1));
    uint256 private constant FOREVER = 2 ** 36 - 1;

    IGrants private _grants;
    MottoBoard private _board;

    function setUp() public {
        vm.warp(1_000_000);
        bytes memory code = bytes.concat(
            vm.getCode("contracts/grants/Grants.sol:Grants"),
            abi.encode(new OneName(CARA, CARA_SUBJECT))
        );
        address deployed;
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        _grants = IGrants(deployed);
        _board = new MottoBoard(_grants, FOLDER);
        _give(bytes32(uint256(uint160(ANNA))), 1);
        _give(bytes32(uint256(uint160(BOB))), 3);
        _give(CARA_SUBJECT, 1);
    }

    function test_AccessGate_TheOwnerReadsAndWrites() public {
        vm.startPrank(OWNER);
        _board.write("ours");
        vm.assertEq(bytes(_board.read()), "ours", "as written");
    }

    function test_AccessGate_AReaderReadsButDoesNotWrite() public {
        vm.startPrank(ANNA);
        _board.read();
        vm.expectRevert(_denied(ANNA, 3));
        _board.write("mine");
    }

    function test_AccessGate_AWriterDoesBoth() public {
        vm.startPrank(BOB);
        _board.write("his");
        vm.assertEq(bytes(_board.read()), "his", "as written");
    }

    function test_AccessGate_AStrangerDoesNeither() public {
        vm.startPrank(address(this));
        vm.expectRevert(_denied(address(this), 1));
        _board.read();
        vm.expectRevert(_denied(address(this), 3));
        _board.write("theirs");
        vm.expectRevert(_denied(address(this), 1));
        _board.readWith("");
    }

    function test_AccessGate_ARevokedReaderIsAStranger() public {
        vm.prank(OWNER);
        _grants.revoke(FOLDER, abi.encode(ANNA));
        vm.expectRevert(_denied(ANNA, 1));
        vm.prank(ANNA);
        _board.read();
    }

    function test_AccessGate_AProofOpensWhereTheWalletDoesNot() public {
        bytes memory proof = abi.encodePacked(bytes1(0x01), bytes32("cara"));
        vm.startPrank(CARA);
        vm.expectRevert(_denied(CARA, 1));
        _board.read();
        vm.assertEq(bytes(_board.readWith(proof)), "none yet", "by her name");
        vm.stopPrank();
        vm.expectRevert(_denied(address(this), 1));
        _board.readWith(proof);
    }

    function _give(bytes32 subject, uint256 role) private {
        vm.prank(OWNER);
        _grants.grant(FOLDER, subject, FOREVER | (role << 40), 0);
    }

    function _denied(address account, uint8 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(FolderAccess.FolderAccessDenied.selector, FOLDER, account, role);
    }
}
