// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IVm} from "../GrantsTestBase.t.sol";
import {FolderState} from "./FolderState.sol";
import {GrantTerms} from "./GrantTerms.sol";
import {GrantWord, GrantWordLib} from "./GrantWord.sol";
import {Subject, SubjectLib} from "./Subject.sol";

/// @dev The bit maps: every field is where the head comment says, and changing one leaves the others alone.
contract GrantTypesTest {
    IVm private constant VM = IVm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
    uint256 private constant TIME_MASK = 2 ** 36 - 1;

    function testFuzz_grantWordHoldsTheTerms(
        address granter,
        uint40 issuedAt,
        uint16 generation,
        uint256 raw
    ) public pure {
        raw &= (0xff << 40) | TIME_MASK;
        issuedAt &= uint40(TIME_MASK);
        GrantTerms terms = GrantTerms.wrap(raw);
        GrantWord word = GrantWordLib.pack(granter, issuedAt, generation, terms);
        VM.assertTrue(terms.isCanonical(), "canonical");
        VM.assertTrue(word.granter() == granter, "granter");
        VM.assertEq(word.expiry(), raw & TIME_MASK, "expiry");
        VM.assertEq(word.issuedAt(), issuedAt, "issuedAt");
        VM.assertEq(word.generation(), generation, "generation");
        VM.assertEq(word.role(), (raw >> 40) & 0xf, "role");
        VM.assertEq(word.depth(), (raw >> 44) & 0x3, "depth");
        VM.assertTrue(word.isGuardian() == (raw >> 47 == 1), "guardian");
        VM.assertEq(GrantWord.unwrap(word) >> 254, raw >> 46, "flags");
    }

    function testFuzz_issuedAtIsReplacedAlone(uint256 raw, uint40 issuedAt) public pure {
        issuedAt &= uint40(TIME_MASK);
        GrantWord changed = GrantWord.wrap(raw).withIssuedAt(issuedAt);
        VM.assertEq(changed.issuedAt(), issuedAt, "replaced");
        uint256 others = ~(TIME_MASK << 196);
        VM.assertEq(GrantWord.unwrap(changed) & others, raw & others, "alone");
    }

    function testFuzz_stateFieldsLieSideBySide(
        uint32 epoch,
        uint32 narrowed,
        uint16 generation,
        uint40 due,
        uint8 flags
    ) public pure {
        FolderState state = _state(epoch, narrowed, generation, due, flags);
        VM.assertEq(state.keyEpoch(), epoch, "keyEpoch");
        VM.assertEq(state.narrowed(), narrowed, "narrowed");
        VM.assertEq(state.generation(), generation, "generation");
        VM.assertEq(state.dueAt(), due, "dueAt");
        VM.assertEq(state.flags(), flags, "flags");
        VM.assertTrue(state.isStale() == (flags & 2 != 0), "stale");
    }

    function testFuzz_narrowCountsAndMarks(
        uint32 epoch,
        uint32 narrowed,
        uint16 generation,
        uint40 due,
        uint8 flags
    ) public pure {
        VM.assume(narrowed < type(uint32).max);
        FolderState expected = _state(epoch, narrowed + 1, generation, due, flags | 2);
        _assertState(_state(epoch, narrowed, generation, due, flags).narrow(), expected);
    }

    function testFuzz_advanceClearsStaleAndScheduled(
        uint32 epoch,
        uint32 narrowed,
        uint16 generation,
        uint40 due,
        uint8 flags,
        uint40 newDue
    ) public pure {
        VM.assume(epoch < type(uint32).max);
        FolderState expected = _state(epoch + 1, narrowed, generation, newDue, flags & ~uint8(6));
        _assertState(_state(epoch, narrowed, generation, due, flags).advance(newDue), expected);
    }

    function testFuzz_expectExpiryOnlyLowers(
        uint32 narrowed,
        uint40 due,
        uint8 flags,
        uint40 expiry
    ) public pure {
        VM.assume(expiry > 0);
        uint40 least = due == 0 || expiry < due ? expiry : due;
        FolderState expected = _state(5, narrowed, 6, least, flags & ~uint8(4));
        _assertState(_state(5, narrowed, 6, due, flags).expectExpiry(expiry), expected);
    }

    function testFuzz_subjectKinds(bytes32 word) public pure {
        uint8 kind = uint8(word[0]);
        bool isWallet = kind == 0 && uint256(word) != 0 && uint256(word) >> 160 == 0;
        bool isName =
            ((kind >= 48 && kind <= 57) || (kind >= 97 && kind <= 122)) && uint256(word) & 0xffff != 0;
        Subject subject = Subject.wrap(word);
        VM.assertTrue(subject.isWallet() == isWallet, "wallet");
        VM.assertTrue(subject.isName() == isName, "name");
        VM.assertTrue(subject.isKnown() == (isWallet || isName || kind == 1 || kind == 3), "known");
    }

    function test_everyFirstByte() public pure {
        for (uint256 kind = 0; kind < 256; ++kind) {
            testFuzz_subjectKinds(bytes32((kind << 248) | 1));
            testFuzz_subjectKinds(bytes32(kind << 248));
        }
    }

    function testFuzz_walletOfAnAddress(address account) public pure {
        Subject subject = SubjectLib.wallet(account);
        VM.assertTrue(subject.isWallet() == (account != address(0)), "zero is nobody");
        VM.assertEq(uint256(Subject.unwrap(subject)), uint160(account), "the address itself");
    }

    function _state(
        uint32 epoch,
        uint32 narrowed,
        uint16 generation,
        uint40 due,
        uint8 flags
    ) private pure returns (FolderState) {
        uint256 low = uint256(epoch) | (uint256(narrowed) << 32) | (uint256(generation) << 64);
        return FolderState.wrap(low | (uint256(due) << 80) | (uint256(flags) << 120));
    }

    function _assertState(FolderState actual, FolderState expected) private pure {
        VM.assertEq(FolderState.unwrap(actual), FolderState.unwrap(expected), "state word");
    }
}
