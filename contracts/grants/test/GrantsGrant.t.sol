// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../../interfaces/IGrantsEvents.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev `grant`: what may be given, to whom, by whom, and what it does to the folder.
contract GrantsGrantTest is GrantsTestBase {
    function test_Grant_WhenTheSubjectIsNew_WritesTheWordAndEmitsTheEvent() public {
        uint256 word =
            uint256(uint160(OWNER)) |
                (uint256(FOREVER) << 160) |
                (uint256(NOW) << 196) |
                (uint256(WRITER) << 248) |
                (uint256(2) << 252) |
                (uint256(FROM_NOW_ON) << 254);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Granted(FOLDER, wallet(ANNA), OWNER, word, 0, PASS);
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(ANNA), packTerms(WRITER, 2, FROM_NOW_ON, FOREVER), PASS);
        vm.assertEq(wordOf(ANNA), word, "stored");
        assertRole(ANNA, WRITER, "writer");
        assertFolder(0, 0, false, "giving takes nothing away");
    }

    function test_Grant_WhenTheSubjectIsNew_OpensAtOnceEvenWithoutAPass() public {
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Granted(FOLDER, wallet(ANNA), OWNER, _readerWord(), 0, 0);
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(ANNA), packTerms(READER, 0, 0, FOREVER), 0);
        assertRole(ANNA, READER, "live at once");
    }

    function testFuzz_Grant_GivenTheCallerIsTheOwner_GivesEveryRoleAndDepthUntilEveryExpiry(
        uint8 role,
        uint8 depth,
        uint40 expiry,
        bytes12 salt
    ) public {
        role = uint8((role % 4) + 1);
        depth = depth % 4;
        expiry = uint40(NOW + 1 + (expiry % (FOREVER - NOW)));
        bytes32 folder = bytes32(bytes20(OWNER)) | (bytes32(salt) >> 160);
        vm.prank(OWNER);
        grants.grant(folder, wallet(ANNA), packTerms(role, depth, 0, expiry), PASS);
        vm.assertEq(grants.roleOf(folder, wallet(ANNA)), role, "role");
        vm.warp(expiry - 1);
        vm.assertTrue(grants.hasAccess(folder, ANNA, role), "last second");
        vm.warp(expiry);
        vm.assertTrue(grants.hasAccess(folder, ANNA, role) == false, "expired");
    }

    function test_Grant_GivenTheCallerIsAStranger_RevertsGrantsDenied() public {
        _expectDenied(EVE);
        vm.prank(EVE);
        grants.grant(FOLDER, wallet(BOB), packTerms(READER, 0, 0, FOREVER), PASS);
    }

    function test_Grant_GivenTheCallerSGrantHasDepth0_RevertsGrantsDenied() public {
        give(OWNER, ANNA, ADMIN, 0);
        _expectDenied(ANNA);
        giveUntil(ANNA, BOB, READER, 0, FOREVER);
    }

    function test_Grant_GivenTheCallerSGrantHasExpired_RevertsGrantsDenied() public {
        giveUntil(OWNER, ANNA, WRITER, 2, NOW + 10);
        vm.warp(NOW + 10);
        _expectDenied(ANNA);
        giveUntil(ANNA, BOB, READER, 0, NOW + 11);
    }

    function test_Grant_GivenTheCallerIsAGrantee_StaysWithinTheCallerSOwnTerms() public {
        giveUntil(OWNER, ANNA, WRITER, 2, NOW + 100);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRole.selector, ADMIN));
        giveUntil(ANNA, BOB, ADMIN, 0, NOW + 100);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDepth.selector, 2));
        giveUntil(ANNA, BOB, WRITER, 2, NOW + 100);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpiry.selector, NOW + 101));
        giveUntil(ANNA, BOB, WRITER, 1, NOW + 101);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpiry.selector, FOREVER));
        giveUntil(ANNA, BOB, WRITER, 1, FOREVER);
        giveUntil(ANNA, BOB, WRITER, 1, NOW + 100);
        assertRole(BOB, WRITER, "the same terms, one hand further");
    }

    /// @dev The last grant above may have been lowered since: what counts is what the whole chain carries.
    function test_Grant_GivenTheCallerIsAGrantee_StaysWithinTheWholeChain() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, ADMIN, 2);
        giveUntil(OWNER, ANNA, WRITER, 3, NOW + 50);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRole.selector, ADMIN));
        giveUntil(BOB, CARA, ADMIN, 0, NOW + 50);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpiry.selector, NOW + 51));
        giveUntil(BOB, CARA, READER, 0, NOW + 51);
    }

    function test_Grant_WhenTheRoleDoesNotExist_RevertsGrantsRole() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRole.selector, 0));
        giveUntil(OWNER, ANNA, 0, 0, FOREVER);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRole.selector, 5));
        giveUntil(OWNER, ANNA, 5, 0, FOREVER);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRole.selector, 15));
        giveUntil(OWNER, ANNA, 15, 0, FOREVER);
    }

    function test_Grant_WhenTheExpiryDoesNotLieAhead_RevertsGrantsExpiry() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpiry.selector, NOW));
        giveUntil(OWNER, ANNA, READER, 0, NOW);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpiry.selector, 0));
        giveUntil(OWNER, ANNA, READER, 0, 0);
        giveUntil(OWNER, ANNA, READER, 0, NOW + 1);
        assertRole(ANNA, READER, "one second");
    }

    function testFuzz_Grant_WhenSpareBitsAreSet_RevertsGrantsTerms(uint8 bit) public {
        vm.assume(bit >= 48 || (bit >= 36 && bit < 40));
        uint256 terms = packTerms(READER, 0, 0, FOREVER) | (uint256(1) << bit);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsTerms.selector, terms));
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(ANNA), terms, PASS);
    }

    function test_Grant_WhenTheSubjectCannotBeMeant_RevertsGrantsSubject() public {
        give(OWNER, ANNA, WRITER, 2);
        vm.warp(NOW + 1);
        _expectSubject(OWNER, bytes32(0));
        _expectSubject(OWNER, wallet(OWNER));
        _expectSubject(ANNA, wallet(ANNA));
        _expectSubject(ANNA, wallet(OWNER));
        _expectSubject(OWNER, wallet(BOB) | bytes32(uint256(1) << 160));
        _expectSubject(OWNER, wallet(BOB) | bytes32(uint256(1) << 247));
        _expectSubject(OWNER, bytes32(uint256(2) << 248) | bytes32(uint256(9)));
        _expectSubject(OWNER, bytes32(uint256(4) << 248) | bytes32(uint256(9)));
        _expectSubject(OWNER, nameSubject("-bob", 1));
        _expectSubject(OWNER, nameSubject("Bob", 1));
        _expectSubject(OWNER, nameSubject("bob", 0));
    }

    function test_Grant_WhenTheSubjectIsANameAGroupOrAFolder_GivesItARole() public {
        bytes32[3] memory subjects = [
            nameSubject("bob", 1),
            bytes32(uint256(1) << 248) | bytes32(uint256(9)),
            bytes32(uint256(3) << 248) | bytes32(uint256(9))
        ];
        for (uint256 i = 0; i < subjects.length; ++i) {
            vm.prank(OWNER);
            grants.grant(FOLDER, subjects[i], packTerms(WRITER, 0, 0, FOREVER), PASS);
            vm.assertEq(grants.roleOf(FOLDER, subjects[i]), WRITER, "granted");
        }
    }

    /// @dev M2: a granter is an address, so only a wallet can be followed as one.
    function test_M2_OnlyWalletsHoldPowerOverOthers() public {
        bytes32 name = nameSubject("bob", 1);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRole.selector, ADMIN));
        vm.prank(OWNER);
        grants.grant(FOLDER, name, packTerms(ADMIN, 0, 0, FOREVER), PASS);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDepth.selector, 1));
        vm.prank(OWNER);
        grants.grant(FOLDER, name, packTerms(READER, 1, 0, FOREVER), PASS);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRole.selector, 0));
        vm.prank(OWNER);
        grants.grant(FOLDER, name, packTerms(0, 0, GUARDIAN, FOREVER), PASS);
    }

    function test_Grant_WhenTheGuardianFlagIsSet_MakesAGuardianWhoReadsNothing() public {
        makeGuardian(DAN);
        assertRole(DAN, 0, "a guardian has no role");
        vm.assertTrue(wordOf(DAN) >> 255 == 1, "but the flag");
    }

    function test_Grant_WhenTheGuardianFlagIsSet_GivenTheCallerIsNotTheOwner_RevertsGrantsDenied() public {
        give(OWNER, ANNA, ADMIN, 3);
        vm.warp(NOW + 1);
        _expectDenied(ANNA);
        vm.prank(ANNA);
        grants.grant(FOLDER, wallet(DAN), packTerms(0, 0, GUARDIAN, FOREVER), 0);
    }

    function test_Grant_WhenTheGuardianFlagIsSet_WhenAnythingElseIsSetBesides_RevertsGrantsTerms() public {
        uint256[3] memory terms = [
            packTerms(READER, 0, GUARDIAN, FOREVER),
            packTerms(0, 1, GUARDIAN, FOREVER),
            packTerms(0, 0, GUARDIAN | FROM_NOW_ON, FOREVER)
        ];
        for (uint256 i = 0; i < terms.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsTerms.selector, terms[i]));
            vm.prank(OWNER);
            grants.grant(FOLDER, wallet(DAN), terms[i], 0);
        }
    }

    function test_Grant_GivenTheCallerIsAGuardian_RevertsGrantsDenied() public {
        makeGuardian(DAN);
        _expectDenied(DAN);
        giveUntil(DAN, EVE, READER, 0, FOREVER);
    }

    function test_Grant_GivenTheCallerIsAGrantee_GoesThroughFourGrantersAtMost() public {
        give(OWNER, ANNA, WRITER, 3);
        give(ANNA, BOB, WRITER, 2);
        give(BOB, CARA, WRITER, 1);
        give(CARA, DAN, WRITER, 0);
        assertRole(DAN, WRITER, "fourth hand");
        _expectDenied(DAN);
        giveUntil(DAN, EVE, READER, 0, FOREVER);
    }

    function test_Grant_GivenNoOneOwnsTheFolder_RevertsGrantsDenied() public {
        bytes32 folder = bytes32(uint256(7));
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, folder, EVE));
        vm.prank(EVE);
        grants.grant(folder, wallet(BOB), packTerms(READER, 0, 0, FOREVER), PASS);
    }

    function test_Grant_GivenTheCallerSGrantWasIssuedInThisSecond_RevertsGrantsNotDue() public {
        give(OWNER, ANNA, ADMIN, 3);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNotDue.selector, NOW + 1));
        vm.prank(ANNA);
        grants.grant(FOLDER, wallet(BOB), packTerms(READER, 0, 0, FOREVER), PASS);
        vm.warp(NOW + 1);
        give(ANNA, BOB, READER, 0);
        assertRole(BOB, READER, "a second later");
    }

    function test_Grant_WhenTheSubjectIsANameAGroupOrAFolder_RefusesToMakeItAdminGuardianOrGranter() public {
        bytes32[3] memory subjects = [
            nameSubject("bob", 1),
            bytes32(uint256(1) << 248) | bytes32(uint256(9)),
            bytes32(uint256(3) << 248) | bytes32(uint256(9))
        ];
        for (uint256 i = 0; i < subjects.length; ++i) {
            _expectRole(ADMIN);
            _grantTo(subjects[i], packTerms(ADMIN, 0, 0, FOREVER));
            _expectRole(0);
            _grantTo(subjects[i], packTerms(0, 0, GUARDIAN, FOREVER));
            vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDepth.selector, 1));
            _grantTo(subjects[i], packTerms(READER, 1, 0, FOREVER));
        }
    }

    function test_Grant_GivenTheSubjectIsBlocked_RevertsGrantsBlocked() public {
        block_(OWNER, BOB);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBlocked.selector, wallet(BOB)));
        give(OWNER, BOB, READER, 0);
    }

    function test_Grant_GivenTheSubjectSWordIsLive_GivenTheCallerMayNotRevokeIt_RevertsGrantsDenied() public {
        give(OWNER, ANNA, WRITER, 2);
        give(OWNER, BOB, READER, 0);
        vm.warp(NOW + 1);
        _expectDenied(ANNA);
        give(ANNA, BOB, WRITER, 0);
    }

    function test_Grant_GivenTheSubjectSWordIsLive_WhenItIsRenewed_KeepsTheTimeOfIssue() public {
        giveUntil(OWNER, ANNA, WRITER, 2, NOW + 50);
        vm.warp(NOW + 10);
        give(OWNER, ANNA, WRITER, 2);
        vm.assertEq(issuedAtOf(ANNA), NOW, "as before");
    }

    /* expiry and the folder's due date */

    function test_Grant_WhenTheGrantEnds_GivenTheCallerIsTheOwnerOrAnAdmin_LowersDueAt() public {
        giveUntil(OWNER, ANNA, ADMIN, 2, NOW + 100);
        vm.assertEq(dueAtOf(), NOW + 100, "zero means never");
        giveUntil(OWNER, BOB, READER, 0, NOW + 200);
        vm.assertEq(dueAtOf(), NOW + 100, "later changes nothing");
        giveUntil(ANNA, CARA, READER, 0, NOW + 50);
        vm.assertEq(dueAtOf(), NOW + 50, "an admin's counts");
        give(OWNER, DAN, READER, 0);
        vm.assertEq(dueAtOf(), NOW + 50, "none is not a date");
        assertFolder(0, 0, false, "nothing was taken away");
    }

    function test_Grant_WhenTheGrantEnds_GivenTheCallerIsNeither_LeavesDueAtAlone() public {
        give(OWNER, ANNA, WRITER, 2);
        giveUntil(ANNA, BOB, READER, 0, NOW + 2);
        vm.assertEq(dueAtOf(), 0, "untouched");
    }

    function test_Grant_WhenTheSubjectIsNew_ReturnsTheWholeStateWord() public {
        uint256 word = _readerWord() ^ (uint256(FOREVER ^ (NOW + 100)) << 160);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Granted(FOLDER, wallet(ANNA), OWNER, word, uint256(NOW + 100) << 80, PASS);
        giveUntil(OWNER, ANNA, READER, 0, NOW + 100);
    }

    /* lowering */

    function test_Grant_GivenTheSubjectSWordIsLive_WhenItIsLoweredByTheOwner_Narrows() public {
        giveUntil(OWNER, ANNA, WRITER, 2, NOW + 1000);
        giveUntil(OWNER, ANNA, COMMENTER, 2, NOW + 1000);
        assertFolder(0, 1, true, "role");
        giveUntil(OWNER, ANNA, COMMENTER, 1, NOW + 1000);
        assertFolder(0, 2, true, "depth");
        giveUntil(OWNER, ANNA, COMMENTER, 1, NOW + 999);
        assertFolder(0, 3, true, "expiry");
        giveUntil(OWNER, ANNA, COMMENTER, 1, NOW + 999);
        assertFolder(0, 3, true, "the same again");
        giveUntil(OWNER, ANNA, ADMIN, 3, FOREVER);
        assertFolder(0, 3, true, "raising");
    }

    function test_Grant_GivenTheSubjectSWordIsLive_WhenItIsLoweredByAnAdmin_Narrows() public {
        give(OWNER, ANNA, ADMIN, 2);
        give(OWNER, BOB, WRITER, 0);
        give(ANNA, BOB, READER, 0);
        assertFolder(0, 1, true, "lowered by an admin");
    }

    function test_Grant_GivenTheSubjectSWordIsDead_TakesNothingAway() public {
        giveUntil(OWNER, ANNA, WRITER, 2, NOW + 10);
        vm.warp(NOW + 10);
        giveUntil(OWNER, ANNA, READER, 0, NOW + 20);
        assertFolder(0, 0, false, "it was dead");
    }

    function test_Grant_GivenTheSubjectSWordIsLive_WhenItIsLoweredByAGranterWhoIsNoAdmin_LeavesTheFolderAlone()
        public
    {
        give(OWNER, ANNA, WRITER, 2);
        give(ANNA, BOB, WRITER, 1);
        giveUntil(ANNA, BOB, READER, 0, NOW + 5);
        assertRole(BOB, READER, "lowered");
        assertFolder(0, 0, false, "the folder goes on");
    }

    /// @dev Whoever hangs on a delegate that is issued anew by someone else is gone, so a new key is owed.
    function test_Grant_GivenTheSubjectSWordIsLive_WhenItsTeamIsCutOff_Narrows() public {
        give(OWNER, BOB, WRITER, 1);
        give(BOB, CARA, READER, 0);
        vm.warp(NOW + 10);
        give(OWNER, ANNA, ADMIN, 3);
        vm.warp(NOW + 20);
        give(ANNA, BOB, WRITER, 1);
        assertRole(BOB, WRITER, "as before");
        assertRole(CARA, 0, "cut off");
        assertFolder(0, 1, true, "and that counts");
    }

    /// @dev No one can hang on who may not pass on, so nothing is taken away.
    function test_G1_WhoHasNoTeamIsIssuedAnewWithoutNarrowing() public {
        give(OWNER, BOB, WRITER, 0);
        vm.warp(NOW + 10);
        give(OWNER, ANNA, ADMIN, 3);
        vm.warp(NOW + 20);
        give(ANNA, BOB, WRITER, 0);
        assertRole(BOB, WRITER, "as before");
        assertFolder(0, 0, false, "the folder goes on");
    }

    function _readerWord() private pure returns (uint256) {
        return
            uint256(uint160(OWNER)) |
            (uint256(FOREVER) << 160) |
            (uint256(NOW) << 196) |
            (uint256(READER) << 248);
    }

    function _grantTo(bytes32 subject, uint256 terms) private {
        vm.prank(OWNER);
        grants.grant(FOLDER, subject, terms, PASS);
    }

    function _expectRole(uint8 role) private {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRole.selector, role));
    }

    function _expectDenied(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, caller));
    }

    function _expectSubject(address granter, bytes32 subject) private {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsSubject.selector, subject));
        vm.prank(granter);
        grants.grant(FOLDER, subject, packTerms(READER, 0, 0, FOREVER), PASS);
    }
}
