// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../../interfaces/IGrants.sol";
import {TestBase} from "../../mocks/TestBase.sol";
import {AccessGate, FolderAccess} from "../AccessGate.sol";
import {Proofs} from "../Proofs.sol";

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

    function readWith(
        bytes calldata proof
    ) external view onlyReaderBy(folder, proof) returns (string memory) {
        return _motto;
    }

    function enter(uint8 role, bytes calldata proof) external view returns (bytes32) {
        if (role == 1) return _reader(proof);
        if (role == 2) return _commenter(proof);
        return role == 3 ? _writer(proof) : _admin(proof);
    }

    function enterDirectly(uint8 role) external view returns (bytes32) {
        if (role == 2) return _directCommenter();
        return _directAdmin();
    }

    function subjectOf(address account) external view returns (bytes32) {
        return FolderAccess.subjectOf(grants, folder, account, FolderAccess.READER);
    }

    function _reader(bytes calldata proof) private view onlyReaderBy(folder, proof) returns (bytes32) {
        return folder;
    }

    function _commenter(bytes calldata proof) private view onlyCommenterBy(folder, proof) returns (bytes32) {
        return folder;
    }

    function _writer(bytes calldata proof) private view onlyWriterBy(folder, proof) returns (bytes32) {
        return folder;
    }

    function _admin(bytes calldata proof) private view onlyAdminBy(folder, proof) returns (bytes32) {
        return folder;
    }

    function _directCommenter() private view onlyCommenter(folder) returns (bytes32) {
        return folder;
    }

    function _directAdmin() private view onlyAdmin(folder) returns (bytes32) {
        return folder;
    }

    function write(string calldata motto) external onlyWriter(folder) {
        _motto = motto;
    }
}

/// @dev A mock of `Names`: one account has one name, which can move and be made primary.
contract OneName {
    address private _account;
    bytes32 private immutable _subject;
    bool private _isPrimary;

    constructor(address account, bytes32 subject) {
        (_account, _subject) = (account, subject);
    }

    function moveTo(address account, bool isPrimary) external {
        (_account, _isPrimary) = (account, isPrimary);
    }

    function primarySubjectFor(address account) external view returns (bytes32) {
        return _isPrimary && account == _account ? _subject : bytes32(0);
    }

    function resolveSubjectForOwner(bytes32, address account) external view returns (bytes32) {
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
    OneName private _names;
    MottoBoard private _board;

    function setUp() public {
        vm.warp(1_000_000);
        _names = new OneName(CARA, CARA_SUBJECT);
        bytes memory code = bytes.concat(
            vm.getCode("contracts/grants/Grants.sol:Grants"),
            abi.encode(_names)
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
        bytes memory proof = Proofs.byName("cara");
        vm.startPrank(CARA);
        vm.expectRevert(_denied(CARA, 1));
        _board.read();
        vm.assertEq(bytes(_board.readWith(proof)), "none yet", "by her name");
        vm.stopPrank();
        vm.expectRevert(_denied(address(this), 1));
        _board.readWith(proof);
    }

    function test_AccessGate_AnEmptyProofAsksWithoutOne() public {
        vm.prank(ANNA);
        vm.assertEq(bytes(_board.readWith("")), "none yet", "by her wallet");
    }

    function test_AccessGate_EachGateAsksForItsOwnRole() public {
        uint8[4] memory roles = [1, 2, 3, 4];
        for (uint256 has = 0; has < 4; ++has) {
            _give(bytes32(uint256(uint160(BOB))), roles[has]);
            for (uint256 asked = 0; asked < 4; ++asked) {
                if (asked > has) vm.expectRevert(_denied(BOB, roles[asked]));
                vm.prank(BOB);
                _board.enter(roles[asked], "");
            }
        }
        _give(bytes32(uint256(uint160(BOB))), 2);
        vm.prank(BOB);
        _board.enterDirectly(2);
        vm.expectRevert(_denied(BOB, 4));
        vm.prank(BOB);
        _board.enterDirectly(4);
    }

    /// @dev One name that goes from wallet to wallet is one member.
    function test_AccessGate_AMemberIsCountedByItsSubject() public {
        vm.assertEq(_board.subjectOf(ANNA), bytes32(uint256(uint160(ANNA))), "by her wallet");
        vm.assertEq(_board.subjectOf(OWNER), bytes32(uint256(uint160(OWNER))), "the owner");
        _names.moveTo(CARA, true);
        vm.assertEq(_board.subjectOf(CARA), CARA_SUBJECT, "by her name");
        _names.moveTo(address(0xDA2), true);
        vm.assertEq(_board.subjectOf(address(0xDA2)), CARA_SUBJECT, "the same member");
        vm.expectRevert(_denied(CARA, 1));
        _board.subjectOf(CARA);
    }

    function _give(bytes32 subject, uint256 role) private {
        vm.prank(OWNER);
        _grants.grant(FOLDER, subject, FOREVER | (role << 40), 0);
    }

    function _denied(address account, uint8 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(FolderAccess.FolderAccessDenied.selector, FOLDER, account, role);
    }
}
