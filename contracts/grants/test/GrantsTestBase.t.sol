// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../../interfaces/IGrants.sol";
import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {TestBase} from "../../mocks/TestBase.sol";

/// @dev Plays `Names`: answers what it is told to, in the way it is told to.
contract MockNames {
    enum Manner {
        Answer,
        Revert,
        Short,
        Huge,
        Loop
    }

    Manner public manner;
    mapping(address account => bytes32 subject) private _primary;
    mapping(bytes32 name => mapping(address account => bytes32 subject)) private _owned;

    function behave(Manner manner_) external {
        manner = manner_;
    }

    function setPrimary(address account, bytes32 subject) external {
        _primary[account] = subject;
    }

    function setOwned(bytes32 name, address account, bytes32 subject) external {
        _owned[name][account] = subject;
    }

    function subjectFor(address account) external view returns (bytes32) {
        return _answer(_primary[account]);
    }

    function subjectIfOwned(bytes32 name, address account) external view returns (bytes32) {
        return _answer(_owned[name][account]);
    }

    function _answer(bytes32 word) private view returns (bytes32) {
        if (manner == Manner.Revert) {
            assembly {
                mstore(0, word)
                revert(0, 32)
            }
        }
        if (manner == Manner.Short) {
            assembly {
                mstore(0, word)
                return(0, 31)
            }
        }
        if (manner == Manner.Huge) {
            assembly {
                return(0, 10000)
            }
        }
        while (manner == Manner.Loop) word = keccak256(abi.encode(word));
        return word;
    }
}

/// @dev A folder of `OWNER` and a few people. All tests start at second 1,000,000.
abstract contract GrantsTestBase is TestBase {
    uint8 internal constant READER = 1;
    uint8 internal constant COMMENTER = 2;
    uint8 internal constant WRITER = 3;
    uint8 internal constant ADMIN = 4;
    uint8 internal constant FROM_NOW_ON = 1;
    uint8 internal constant GUARDIAN = 2;
    uint40 internal constant FOREVER = 2 ** 36 - 1;
    uint40 internal constant NOW = 1_000_000;

    address internal constant OWNER = address(0xA11CE);
    address internal constant ANNA = address(0xA22A);
    address internal constant BOB = address(0xB0B);
    address internal constant CARA = address(0xCA2A);
    address internal constant DAN = address(0xDA2);
    address internal constant EVE = address(0xE5E);
    bytes32 internal constant FOLDER = bytes32(bytes20(OWNER)) | bytes32(uint256(7));
    bytes32 internal constant RECORD = bytes32(uint256(0xEC0));
    bytes32 internal constant PASS = bytes32(uint256(0xBA55));

    IGrants internal grants;
    MockNames internal names;
    mapping(address account => uint256 time) private _givenAt;

    function setUp() public virtual {
        vm.warp(NOW);
        names = new MockNames();
        grants = deployGrants(address(names));
    }

    /// @dev From the artifact: a test that contained the contract's code would compile it again.
    function deployGrants(address names_) internal returns (IGrants deployed) {
        bytes memory code = bytes.concat(
            vm.getCode("contracts/grants/Grants.sol:Grants"),
            abi.encode(names_)
        );
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        vm.assertTrue(address(deployed) != address(0), "deployed");
    }

    function wallet(address account) internal pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function nameSubject(bytes30 name, uint16 generation) internal pure returns (bytes32) {
        return bytes32(name) | bytes32(uint256(generation));
    }

    function packTerms(uint8 role, uint8 depth, uint8 flags, uint40 expiry) internal pure returns (uint256) {
        return uint256(expiry) | (uint256(role) << 40) | (uint256(depth) << 44) | (uint256(flags) << 46);
    }

    function list(bytes32 a) internal pure returns (bytes memory) {
        return abi.encodePacked(a);
    }

    function list(bytes32 a, bytes32 b) internal pure returns (bytes memory) {
        return abi.encodePacked(a, b);
    }

    function give(address granter, address account, uint8 role, uint8 depth) internal {
        giveUntil(granter, account, role, depth, FOREVER);
    }

    /// @dev A grantee passes on from the second after its own issue, so time moves on by one where it has to.
    function giveUntil(address granter, address account, uint8 role, uint8 depth, uint40 expiry) internal {
        if (_givenAt[granter] == block.timestamp) vm.warp(block.timestamp + 1);
        _givenAt[account] = block.timestamp;
        vm.prank(granter);
        grants.grant(FOLDER, wallet(account), packTerms(role, depth, 0, expiry), PASS);
    }

    function makeGuardian(address account) internal {
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(account), packTerms(0, 0, GUARDIAN, FOREVER), 0);
    }

    function take(address by, address account) internal {
        vm.prank(by);
        grants.revoke(FOLDER, list(wallet(account)));
    }

    function block_(address by, address account) internal {
        vm.prank(by);
        grants.setBlocked(FOLDER, true, abi.encodePacked(account));
    }

    function unblock(address by, address account) internal {
        vm.prank(by);
        grants.setBlocked(FOLDER, false, abi.encodePacked(account));
    }

    /// @dev By an offer, with a record.
    function move(address to) internal {
        vm.prank(ownerOf());
        grants.offerFolder(FOLDER, to, FOREVER);
        (uint32 epoch, uint32 narrowed) = (epochOf(), narrowedOf());
        vm.prank(to);
        grants.acceptFolder(FOLDER, epoch, narrowed, RECORD, 0, "");
    }

    function expectDenied(address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, caller));
    }

    function expectLength(uint256 length) internal {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsLength.selector, length));
    }

    function advance(address by, uint40 dueAt, bytes memory subjects) internal {
        (, uint32 epoch, uint32 narrowed, , , , ) = grants.folderOf(FOLDER);
        vm.prank(by);
        grants.advance(FOLDER, epoch, narrowed, RECORD, dueAt, subjects);
    }

    function heal() internal {
        advance(OWNER, 0, "");
    }

    function flagsOf() internal view returns (uint8 flags) {
        (, , , , , flags, ) = grants.folderOf(FOLDER);
    }

    function generationOf() internal view returns (uint16 generation) {
        (, , , generation, , , ) = grants.folderOf(FOLDER);
    }

    function ownerOf() internal view returns (address owner) {
        (owner, , , , , , ) = grants.folderOf(FOLDER);
    }

    function recordOf() internal view returns (bytes32 record) {
        (, , , , , , record) = grants.folderOf(FOLDER);
    }

    /// @dev The state word, put together from its fields. No epoch is scheduled.
    function stateOf() internal view returns (uint256) {
        (, uint32 epoch, uint32 narrowed, uint16 generation, uint40 dueAt, uint8 flags, ) = grants.folderOf(
            FOLDER
        );
        uint256 counters = uint256(epoch) | (uint256(narrowed) << 32) | (uint256(generation) << 64);
        return counters | (uint256(dueAt) << 80) | (uint256(flags) << 120);
    }

    function epochOf() internal view returns (uint32 epoch) {
        (, epoch, , , , , ) = grants.folderOf(FOLDER);
    }

    function narrowedOf() internal view returns (uint32 narrowed) {
        (, , narrowed, , , , ) = grants.folderOf(FOLDER);
    }

    function dueAtOf() internal view returns (uint40 dueAt) {
        (, , , , dueAt, , ) = grants.folderOf(FOLDER);
    }

    function isStale() internal view returns (bool) {
        return flagsOf() & 2 != 0;
    }

    function isScheduled() internal view returns (bool) {
        return flagsOf() & 4 != 0;
    }

    function wordOf(address account) internal view returns (uint256) {
        return grants.grantOf(FOLDER, wallet(account));
    }

    function issuedAtOf(address account) internal view returns (uint40) {
        return uint40((wordOf(account) >> 196) & FOREVER);
    }

    function roleOf(address account) internal view returns (uint8) {
        return grants.roleOf(FOLDER, wallet(account));
    }

    function assertRole(address account, uint8 role, string memory reason) internal view {
        vm.assertEq(roleOf(account), role, reason);
        for (uint8 wanted = 0; wanted < 7; ++wanted) {
            bool expected = wanted >= 1 && wanted <= role;
            vm.assertTrue(grants.hasAccess(FOLDER, account, wanted) == expected, reason);
        }
    }

    /// @dev The state that writers look at.
    function assertFolder(uint32 epoch, uint32 narrowed, bool stale, string memory reason) internal view {
        vm.assertEq(epochOf(), epoch, reason);
        vm.assertEq(narrowedOf(), narrowed, reason);
        vm.assertTrue(isStale() == stale, reason);
    }
}
