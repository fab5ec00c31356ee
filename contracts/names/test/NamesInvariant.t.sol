// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {NamesHandler} from "./NamesHandler.t.sol";
import {NamesModel} from "./NamesModel.t.sol";
import {NamesTestBase} from "./NamesTestBase.t.sol";

/// @dev N1 to N7 over random histories of three names.
contract NamesInvariantTest is NamesTestBase {
    uint8 private constant NAMES = 3;

    NamesHandler private _handler;
    NamesModel private _model;

    function setUp() public override {
        super.setUp();
        _handler = new NamesHandler(names);
        _model = _handler.model();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev N5, N6, N7: whoever may not do something does not get it done, commitments and signatures included; whoever
    /// may, does.
    function invariant_N5_N6_N7_TheModelAgreesOnEveryCall() public view {
        vm.assertEq(bytes(_handler.disagreement()), "", _handler.disagreement());
    }

    function invariant_N1_ANameHasAnOwnerUnlessItIsReleased() public view {
        for (uint8 i = 0; i < NAMES; ++i) {
            (address owner, , uint16 generation, , uint8 flags) = names.resolve(_handler.wordOf(i));
            bool unowned = generation == 0 || flags & 1 != 0;
            vm.assertEq(owner == address(0), unowned, "owner");
        }
    }

    function invariant_N2_OnlyNamesAreRegistered() public view {
        vm.assertEq(_handler.intruders(), 0, "intruders");
    }

    function invariant_N3_GenerationAndEpochNeverFall() public view {
        vm.assertEq(_handler.falls(), 0, "falls");
    }

    /// @dev N4 and the rest of the state: owner, key, epoch, generation, flags, offer and recovery are what the operations say.
    function invariant_N4_TheStateIsWhatTheCallsSay() public {
        vm.warp(_handler.time());
        for (uint8 i = 0; i < NAMES; ++i) {
            bytes32 name = _handler.wordOf(i);
            NamesModel.Held memory held = _model.heldOf(name);
            checkName(name, held.owner, held.epoch, held.generation, held.key);
            _checkOffer(name);
            _checkRecovery(name);
            bool free = _model.isFree(name, _handler.time());
            vm.assertEq(names.isAvailable(name), free, "isAvailable");
        }
    }

    /// @dev The handler gets everything done, so the invariants speak about all of it.
    function test_NamesInvariant_TheHandlerReachesEveryCall() public {
        for (uint8 i = 0; i < NAMES; ++i) _handler.registerAnyWord(_handler.wordOf(i), false);
        for (uint256 i = 0; i < 4_000; ++i) _callAtRandom(uint256(keccak256(abi.encode(i))));
        vm.assertEq(bytes(_handler.disagreement()), "", _handler.disagreement());
        string[13] memory operations = [
            "register",
            "register any",
            "registerCommitted",
            "release",
            "rotate",
            "transfer",
            "offer",
            "accept",
            "setRecovery",
            "removeRecovery",
            "startRecovery",
            "cancelRecovery",
            "finishRecovery"
        ];
        for (uint256 i = 0; i < operations.length; ++i)
            vm.assertGe(_handler.done(operations[i]), 5, operations[i]);
        invariant_N1_ANameHasAnOwnerUnlessItIsReleased();
        invariant_N2_OnlyNamesAreRegistered();
        invariant_N3_GenerationAndEpochNeverFall();
        invariant_N4_TheStateIsWhatTheCallsSay();
    }

    function _callAtRandom(uint256 random) private {
        (uint8 a, uint8 b, uint8 c, uint8 d) = (
            uint8(random),
            uint8(random >> 8),
            uint8(random >> 16),
            uint8(random >> 24)
        );
        bool yes = (random >> 32) & 1 == 1;
        uint256 choice = (random >> 40) % 16;
        if (choice == 0) _handler.register(a, b, yes);
        else if (choice == 1) _handler.registerAnyWord(bytes32(random), yes);
        else if (choice == 2) _handler.registerCommitted(a, c, d, yes);
        else if (choice == 3) _handler.release(a, b, d % 4 == 0);
        else if (choice == 4) _handler.rotate(a, b, c, yes);
        else if (choice == 5) _handler.transfer(a, b, c, d, yes);
        else if (choice == 6) _handler.offer(a, b, c, d);
        else if (choice == 7) _handler.accept(a, b);
        else if (choice == 8) _handler.setRecovery(a, b, c, d);
        else if (choice == 9) _handler.removeRecovery(a, b, c);
        else if (choice < 12) _handler.startRecovery(a, b, c, true);
        else if (choice == 12) _handler.cancelRecovery(a, b, c);
        else if (choice == 13) _handler.finishRecovery(a, b, c, true);
        else if (choice == 14) _handler.replay(a, random >> 64);
        else _handler.wait(uint16(random >> 64));
    }

    function _checkOffer(bytes32 name) private view {
        NamesModel.Offered memory made = _model.offeredOf(name, _handler.time());
        (address to, uint8 kind, uint40 expiresAt) = names.offerOf(name);
        vm.assertEq(to, made.to, "offer to");
        vm.assertEq(kind, made.kind, "offer kind");
        vm.assertEq(expiresAt, made.until, "offer expiresAt");
    }

    function _checkRecovery(bytes32 name) private view {
        NamesModel.Guard memory guard = _model.guardOf(name);
        (address agent, uint24 delay, uint8 mode, uint8 flags, uint40 readyAt, bytes32 target) = names
            .recoveryOf(name);
        vm.assertEq(agent, guard.agent, "agent");
        vm.assertEq(delay, guard.delay, "delay");
        vm.assertEq(mode, guard.mode, "mode");
        vm.assertEq(flags, guard.pending, "pending");
        vm.assertEq(readyAt, guard.readyAt, "readyAt");
        vm.assertEq(target, guard.target, "target");
        uint8 expected = (agent == address(0) ? 0 : 2) | (guard.pending == 1 ? 4 : 0);
        vm.assertEq(flagsOf(name) & 6, expected, "flags of the record");
        if (agent != address(0)) {
            (, , uint16 generation, , ) = names.resolve(name);
            vm.assertEq(uint16(wordOf(name, 3) >> 160), generation, "generation of the recovery");
        }
    }
}
