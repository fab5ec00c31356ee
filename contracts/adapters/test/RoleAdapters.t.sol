// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {AccessRoleAdapter} from "../AccessRoleAdapter.sol";
import {AdaptersBase, Answering, Looping} from "./AdaptersBase.t.sol";
import {HatsAdapter} from "../HatsAdapter.sol";
import {IHatWearers} from "../interfaces/IHatWearers.sol";
import {SafeOwnersAdapter} from "../SafeOwnersAdapter.sol";
import {UnlockKeyAdapter} from "../UnlockKeyAdapter.sol";

/// @dev Hats is not on npm as a contract. This keeps hats as Hats does for whoever asks `isWearerOfHat`: a hat can be
/// worn, switched off as a whole, or lost by being found ineligible.
contract HatRack is IHatWearers {
    mapping(uint256 hatId => bool off) public isOff;
    mapping(uint256 hatId => mapping(address account => bool worn)) private _worn;
    mapping(uint256 hatId => mapping(address account => bool lost)) private _ineligible;

    function mintHat(uint256 hatId, address account) external {
        _worn[hatId][account] = true;
    }

    function setHatStatus(uint256 hatId, bool active) external {
        isOff[hatId] = !active;
    }

    function setEligible(uint256 hatId, address account, bool eligible) external {
        _ineligible[hatId][account] = !eligible;
    }

    function isWearerOfHat(address account, uint256 hatId) external view returns (bool) {
        return _worn[hatId][account] && !isOff[hatId] && !_ineligible[hatId][account];
    }
}

/// @dev The adapters for roles: OpenZeppelin's AccessManager as it is, Hats by its interface. Safe and Unlock are tested
/// against their real contracts in test/peers; here they meet contracts that are none.
contract RoleAdaptersTest is AdaptersBase {
    uint64 private constant EDITORS = 7;
    uint256 private constant HAT = uint256(1) << 224;

    AccessManager private _manager;
    AccessRoleAdapter private _roles;
    HatRack private _rack;
    HatsAdapter private _hats;

    function setUp() public {
        vm.warp(1_000_000);
        _manager = new AccessManager(address(this));
        _roles = new AccessRoleAdapter();
        _rack = new HatRack();
        _hats = new HatsAdapter(_rack);
    }

    /* ACCESS MANAGER */

    function test_RoleAdapters_RoleHoldersAreMembers() public {
        bytes32 group = groupOf(address(_manager), EDITORS);
        assertStranger(_roles, group, ANNA, "not yet");
        _manager.grantRole(EDITORS, ANNA, 0);
        assertMember(_roles, group, ANNA, "she has the role");
        assertStranger(_roles, groupOf(address(_manager), EDITORS + 1), ANNA, "not another");
        assertStranger(_roles, group, BOB, "nor does he");
        _manager.revokeRole(EDITORS, ANNA);
        assertStranger(_roles, group, ANNA, "lost again");
    }

    function test_RoleAdapters_RoleCountsWhenItsGrantDelayHasPassed() public {
        _manager.setGrantDelay(EDITORS, 1 days);
        vm.warp(block.timestamp + 5 days);
        _manager.grantRole(EDITORS, ANNA, 0);
        bytes32 group = groupOf(address(_manager), EDITORS);
        assertStranger(_roles, group, ANNA, "granted, not in force");
        vm.warp(block.timestamp + 1 days);
        assertMember(_roles, group, ANNA, "in force");
    }

    function test_RoleAdapters_ExecutionDelayDoesNotMatter() public {
        _manager.grantRole(EDITORS, ANNA, 3 days);
        assertMember(_roles, groupOf(address(_manager), EDITORS), ANNA, "she may read at once");
    }

    function test_RoleAdapters_PublicRoleIsEveryone() public view {
        assertMember(_roles, groupOf(address(_manager), type(uint64).max), ANNA, "as the manager says");
    }

    function test_RoleAdapters_RoleGroupWithSpareBitsAdmitsNoOne() public {
        _manager.grantRole(EDITORS, ANNA, 0);
        assertStranger(_roles, groupOf(address(_manager), (uint96(1) << 64) | EDITORS), ANNA, "spare bits");
        vm.assertEq(ask(_roles, groupOf(address(_manager), EDITORS), ANNA, hex"00"), false, "data");
        assertNoOneInJunk(_roles, EDITORS);
        assertNoOneInDirtyBool(_roles, EDITORS);
    }

    /* HATS */

    function test_RoleAdapters_WearersAreMembersWhileTheHatIsTheirs() public {
        _rack.mintHat(HAT, ANNA);
        assertMember(_hats, bytes32(HAT), ANNA, "she wears it");
        assertStranger(_hats, bytes32(HAT + 1), ANNA, "not another");
        assertStranger(_hats, bytes32(HAT), BOB, "nor does he");
        _rack.setHatStatus(HAT, false);
        assertStranger(_hats, bytes32(HAT), ANNA, "switched off");
        _rack.setHatStatus(HAT, true);
        _rack.setEligible(HAT, ANNA, false);
        assertStranger(_hats, bytes32(HAT), ANNA, "no longer eligible");
    }

    function test_RoleAdapters_HatsThatAnswerJunkAdmitNoOne() public {
        _rack.mintHat(HAT, ANNA);
        vm.assertEq(ask(_hats, bytes32(HAT), ANNA, hex"00"), false, "data");
        HatsAdapter nowhere = new HatsAdapter(IHatWearers(BOB));
        assertStranger(nowhere, bytes32(HAT), ANNA, "no code");
        HatsAdapter dirty = new HatsAdapter(IHatWearers(address(new Answering(abi.encode(uint256(2))))));
        assertStranger(dirty, bytes32(HAT), ANNA, "dirty bool");
        HatsAdapter endless = new HatsAdapter(IHatWearers(address(new Looping())));
        assertStranger(endless, bytes32(HAT), ANNA, "endless");
    }

    /* SAFE AND UNLOCK */

    function test_RoleAdapters_SafeThatIsNoneAdmitsNoOne() public {
        SafeOwnersAdapter safe = new SafeOwnersAdapter();
        assertNoOneInJunk(safe, 0);
        assertNoOneInDirtyBool(safe, 0);
        bytes32 yes = groupOf(address(new Answering(abi.encode(true))), 0);
        assertMember(safe, yes, ANNA, "only the answer counts");
        assertStranger(safe, bytes32(uint256(yes) | 1), ANNA, "spare bits");
        vm.assertEq(ask(safe, yes, ANNA, hex"00"), false, "data");
    }

    function test_RoleAdapters_LockThatIsNoneAdmitsNoOne() public {
        UnlockKeyAdapter lock = new UnlockKeyAdapter();
        assertNoOneInJunk(lock, 0);
        assertNoOneInDirtyBool(lock, 0);
        bytes32 yes = groupOf(address(new Answering(abi.encode(true))), 0);
        assertMember(lock, yes, ANNA, "only the answer counts");
        assertStranger(lock, bytes32(uint256(yes) | 1), ANNA, "spare bits");
        vm.assertEq(ask(lock, yes, ANNA, hex"00"), false, "data");
    }
}
