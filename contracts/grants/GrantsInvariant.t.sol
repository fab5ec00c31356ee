// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../interfaces/IGrants.sol";
import {GrantsModel} from "./GrantsModel.t.sol";
import {GrantsTestBase, IVm} from "./GrantsTestBase.t.sol";

/// @dev Lets six people do anything to one folder, in `Grants` and in the model, and remembers where these disagree.
contract GrantsHandler {
    IVm private constant VM = IVm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
    uint40 private constant FOREVER = 2 ** 36 - 1;

    IGrants private immutable _grants;
    GrantsModel public immutable model;
    bytes32 private immutable _folder;
    address[] private _people;

    /// @dev Kept here because a warp lasts for one call of a sequence only.
    uint40 public time = 1_000_000;
    string public disagreement;

    constructor(IGrants grants, bytes32 folder, address[] memory people_) {
        _grants = grants;
        _folder = folder;
        _people = people_;
        model = new GrantsModel(people_[0]);
    }

    function grant(uint8 by, uint8 to, uint8 role, uint8 depth, uint16 lifetime, uint8 dice) external {
        VM.warp(time);
        GrantsModel.Held memory terms = GrantsModel.Held({
            granter: address(0),
            expiry: lifetime % 3 == 0 ? time + (lifetime % 60) : FOREVER,
            issuedAt: 0,
            role: dice % 8 == 0 ? 0 : role % 5,
            depth: dice % 8 == 0 ? 0 : depth % 4,
            guardian: dice % 8 == 0
        });
        address granter = _person(by);
        address account = _person(to);
        bool expected = model.mayGrant(granter, account, terms);
        uint256 packed = uint256(terms.expiry) | (uint256(terms.role) << 40) | (uint256(terms.depth) << 44);
        if (terms.guardian) packed |= 1 << 47;
        VM.prank(granter);
        try _grants.grant(_folder, _subject(account), packed, 0) {
            if (!expected) disagreement = "granted what the model refuses";
            else model.grant(granter, account, terms);
        } catch {
            if (expected) disagreement = "refused what the model grants";
        }
    }

    function revoke(uint8 by, uint8 from) external {
        VM.warp(time);
        address caller = _person(by);
        address account = _person(from);
        bool expected = caller == account || model.mayTake(caller, account);
        VM.prank(caller);
        try _grants.revoke(_folder, abi.encodePacked(_subject(account))) {
            if (!expected) disagreement = "took what the model keeps";
            else model.revoke(caller, account);
        } catch {
            if (expected) disagreement = "kept what the model takes";
        }
    }

    function advance(uint8 by, uint8 from, bool revokes, uint16 dueIn) external {
        VM.warp(time);
        address caller = _person(by);
        address account = _person(from);
        uint40 dueAt = dueIn % 2 == 0 ? 0 : time + dueIn;
        bool expected = model.powerOf(caller).role == 4;
        if (revokes) expected = expected && (caller == account || model.mayTake(caller, account));
        bytes memory subjects = revokes ? abi.encodePacked(_subject(account)) : bytes("");
        (uint32 epoch, uint32 narrowed) = (model.epoch(), model.narrowed());
        VM.prank(caller);
        try _grants.advance(_folder, epoch, narrowed, bytes32(uint256(1)), dueAt, subjects) {
            if (!expected) disagreement = "advanced where the model refuses";
            if (revokes) model.revoke(caller, account);
            model.advance(dueAt);
        } catch {
            if (expected) disagreement = "refused an advance of the model";
        }
    }

    function wait(uint8 seconds_) external {
        time += seconds_ % 20;
    }

    function people() external view returns (address[] memory) {
        return _people;
    }

    function _person(uint8 index) private view returns (address) {
        return _people[index % _people.length];
    }

    function _subject(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }
}

/// @dev G1, G3 and the rules of the state word, over random histories.
contract GrantsInvariantTest is GrantsTestBase {
    GrantsHandler private _handler;
    uint32 private _lastEpoch;
    uint32 private _lastNarrowed;

    function setUp() public override {
        super.setUp();
        address[] memory people = new address[](6);
        (people[0], people[1], people[2]) = (OWNER, ANNA, BOB);
        (people[3], people[4], people[5]) = (CARA, DAN, EVE);
        _handler = new GrantsHandler(grants, FOLDER, people);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_theModelAgreesOnEveryCall() public view {
        VM.assertEq(bytes(_handler.disagreement()).length, 0, _handler.disagreement());
    }

    function invariant_G1_accessIsALiveChain() public {
        VM.warp(_handler.time());
        address[] memory people = _handler.people();
        GrantsModel model = _handler.model();
        for (uint256 i = 0; i < people.length; ++i) {
            assertRole(people[i], model.powerOf(people[i]).role, "role of the chain");
        }
    }

    function invariant_G3_theStateIsWhatTheActsSay() public {
        GrantsModel model = _handler.model();
        (
            address owner,
            uint32 epoch,
            uint32 narrowed,
            uint16 generation,
            uint40 dueAt,
            uint8 flags,

        ) = grants.folderOf(FOLDER);
        VM.assertTrue(owner == OWNER, "owner");
        VM.assertEq(epoch, model.epoch(), "epochs move by advance alone");
        VM.assertEq(narrowed, model.narrowed(), "narrowed");
        VM.assertEq(dueAt, model.dueAt(), "dueAt");
        VM.assertEq(flags, model.stale() ? 2 : 0, "flags");
        VM.assertEq(generation, 0, "no act moves the generation");
        VM.assertTrue(epoch >= _lastEpoch && narrowed >= _lastNarrowed, "counters never fall");
        (_lastEpoch, _lastNarrowed) = (epoch, narrowed);
    }
}
