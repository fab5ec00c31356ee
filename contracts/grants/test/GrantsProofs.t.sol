// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {OwnerAdapter} from "../../mocks/MockAdapters.sol";
import {GrantsProofBase} from "./GrantsProofBase.t.sol";

/// @dev `hasAccess` with proofs of kinds 2 to 5.
contract GrantsProofsTest is GrantsProofBase {
    bytes32 private immutable ID = idOf(OWNER);
    bytes32 private constant GROUP_ID = bytes32(uint256(77));
    bytes32 private constant OTHER = bytes32(bytes20(BOB)) | bytes32(uint256(3));

    /* leaves */

    function test_HasAccess_WhenAskedWithALeaf_GivenALiveAudience_OpensToItsSubject() public {
        Leaf memory leaf = Leaf(5, wallet(EVE), packTerms(COMMENTER, 0, 0, NOW + 50));
        bytes memory proof = _admit(OWNER, leaf);
        vm.assertTrue(can(FOLDER, EVE, COMMENTER, proof), "as far as the leaf goes");
        vm.assertTrue(!can(FOLDER, EVE, WRITER, proof), "no further");
        vm.assertTrue(!can(FOLDER, DAN, READER, proof), "no one else");
        vm.warp(NOW + 50);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "until it expires");
    }

    function test_HasAccess_WhenAskedWithALeaf_GivenTheLeafIsANameS_OpensToItsOwner() public {
        bytes32 subject = nameSubject("bob", 2);
        bytes memory proof = _admit(OWNER, Leaf(0, subject, reader()));
        vm.assertTrue(!can(FOLDER, BOB, READER, proof), "not owned");
        names.setOwned("bob", BOB, nameSubject("bob", 1));
        vm.assertTrue(!can(FOLDER, BOB, READER, proof), "another generation");
        names.setOwned("bob", BOB, subject);
        vm.assertTrue(can(FOLDER, BOB, READER, proof), "owned");
    }

    function test_HasAccess_WhenAskedWithALeaf_GivenTheLeafIsRevoked_IsFalse() public {
        bytes memory proof = _admit(OWNER, Leaf(300, wallet(EVE), reader()));
        bytes32 root = grants.audienceOf(FOLDER, ID);
        vm.prank(OWNER);
        grants.revokeLeaves(FOLDER, ID, root, abi.encodePacked(uint32(299)));
        vm.assertTrue(can(FOLDER, EVE, READER, proof), "a neighbour");
        vm.prank(OWNER);
        grants.revokeLeaves(FOLDER, ID, root, abi.encodePacked(uint32(300)));
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "the leaf");
    }

    function test_HasAccess_WhenAskedWithALeaf_WhenItsTermsGiveMoreThanAReaderSToAWriter_IsFalse() public {
        uint256[5] memory terms = [
            packTerms(ADMIN, 0, 0, FOREVER),
            packTerms(READER, 1, 0, FOREVER),
            packTerms(READER, 0, FROM_NOW_ON, FOREVER),
            packTerms(0, 0, GUARDIAN, FOREVER),
            packTerms(0, 0, 0, FOREVER)
        ];
        bytes32 root;
        for (uint256 i = 0; i < terms.length; ++i) {
            Leaf memory leaf = Leaf(0, wallet(EVE), terms[i]);
            bytes32 next = hashLeaf(FOLDER, ID, leaf);
            vm.prank(OWNER);
            grants.setAudience(FOLDER, ID, root, next, 0);
            vm.assertTrue(!can(FOLDER, EVE, READER, leafProof(ID, leaf, "")), "no such leaf");
            root = next;
        }
    }

    function testFuzz_HasAccess_WhenAskedWithALeaf_GivenATreeOfAnySize_OpensToEachLeaf(
        uint8 size,
        uint8 which
    ) public {
        uint256 count = uint256(size % 40) + 1;
        bytes32[] memory level = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) level[i] = hashLeaf(FOLDER, ID, _leafOf(i));
        uint256 place = which % count;
        Leaf memory leaf = _leafOf(place);
        bytes memory siblings;
        while (count > 1) {
            if (place ^ 1 < count) siblings = bytes.concat(siblings, level[place ^ 1]);
            for (uint256 i = 0; i < count; i += 2) {
                level[i / 2] = i + 1 < count ? hashPair(level[i], level[i + 1]) : level[i];
            }
            count = (count + 1) / 2;
            place /= 2;
        }
        vm.prank(OWNER);
        grants.setAudience(FOLDER, ID, 0, level[0], 0);
        address account = address(uint160(uint256(leaf.subject)));
        vm.assertTrue(can(FOLDER, account, READER, leafProof(ID, leaf, siblings)), "its own leaf");
        bytes memory longer = bytes.concat(siblings, level[0]);
        vm.assertTrue(!can(FOLDER, account, READER, leafProof(ID, leaf, longer)), "and no other path");
    }

    function test_HasAccess_WhenAskedWithALeaf_WhenAnyPartOfItIsAnother_IsFalse() public {
        Leaf memory leaf = Leaf(5, wallet(EVE), reader());
        bytes memory proof = bytes.concat(_admit(OWNER, leaf), "");
        for (uint256 i = 0; i < proof.length; ++i) {
            bytes memory changed = bytes.concat(proof);
            changed[i] = bytes1(uint8(changed[i]) ^ 1);
            vm.assertTrue(!can(FOLDER, EVE, READER, changed), "one bit");
        }
        vm.assertTrue(!can(FOLDER, EVE, READER, bytes.concat(proof, hex"00")), "a byte too many");
        vm.assertTrue(!can(FOLDER, EVE, READER, abi.encodePacked(bytes1(0x02), ID)), "too short");
    }

    /// @dev G7: a leaf is hashed twice and names chain, contract, folder and audience.
    function test_G7_ALeafIsForOneFolderAudienceContractAndChain() public {
        Leaf memory leaf = Leaf(5, wallet(EVE), reader());
        bytes memory proof = _admit(OWNER, leaf);
        bytes32 root = grants.audienceOf(FOLDER, ID);
        bytes32 other = FOLDER ^ bytes32(uint256(1));
        vm.prank(OWNER);
        grants.setAudience(other, ID, 0, root, 0);
        vm.assertTrue(!can(other, EVE, READER, proof), "folder");
        bytes32 otherId = ID ^ bytes32(uint256(1));
        vm.prank(OWNER);
        grants.setAudience(FOLDER, otherId, 0, root, 0);
        vm.assertTrue(!can(FOLDER, EVE, READER, leafProof(otherId, leaf, "")), "audience");
        vm.chainId(block.chainid + 1);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "chain");
    }

    function test_G7_ANodeIsNoLeaf() public {
        bytes32 a = hashLeaf(FOLDER, ID, _leafOf(0));
        bytes32 b = hashLeaf(FOLDER, ID, _leafOf(1));
        vm.prank(OWNER);
        grants.setAudience(FOLDER, ID, 0, hashPair(a, b), 0);
        vm.assertTrue(!can(FOLDER, EVE, READER, abi.encodePacked(uint8(2), ID, a, b)), "a pair");
    }

    /* groups */

    function test_HasAccess_WhenAskedWithAGroup_GivenAGrantToIt_OpensToItsMembers() public {
        address adapter = address(new OwnerAdapter());
        bytes32 groupId = wallet(EVE);
        bytes memory proof = abi.encodePacked(uint8(3), adapter, groupId, "data");
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "no grant");
        giveIn(FOLDER, OWNER, _group(adapter, groupId), packTerms(WRITER, 0, 0, FOREVER));
        vm.assertTrue(can(FOLDER, EVE, WRITER, proof), "a member");
        vm.assertTrue(!can(FOLDER, EVE, ADMIN, proof), "as far as the grant goes");
        vm.assertTrue(!can(FOLDER, DAN, READER, proof), "no member");
        vm.assertTrue(
            !can(FOLDER, DAN, READER, abi.encodePacked(uint8(3), adapter, wallet(DAN))),
            "another group"
        );
        vm.prank(OWNER);
        grants.revoke(FOLDER, list(_group(adapter, groupId)));
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "revoked");
    }

    function test_HasAccess_WhenAskedWithAGroup_WhenItIsTooShort_IsFalse() public view {
        vm.assertTrue(
            !can(FOLDER, EVE, READER, abi.encodePacked(uint8(3), bytes32(0), bytes19(0))),
            "52 bytes"
        );
    }

    /* signed grants */

    function test_HasAccess_WhenAskedWithASignedGrant_GivenTheOwnerSigned_OpensToItsSubject() public {
        bytes memory proof = signedProof(OWNER_KEY, _signed(SIGNER, EVE, COMMENTER, 0));
        vm.assertTrue(can(SHARED, EVE, COMMENTER, proof), "as far as it goes");
        vm.assertTrue(!can(SHARED, EVE, WRITER, proof), "no further");
        vm.assertTrue(!can(SHARED, DAN, READER, proof), "no one else");
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "nowhere else");
        vm.warp(NOW + 50);
        vm.assertTrue(!can(SHARED, EVE, READER, proof), "until it expires");
    }

    function test_HasAccess_WhenAskedWithASignedGrant_GivenItIsForAName_OpensToItsOwner() public {
        SignedGrant memory grant = _signed(SIGNER, EVE, READER, 0);
        grant.subject = nameSubject("bob", 1);
        bytes memory proof = signedProof(OWNER_KEY, grant);
        vm.assertTrue(!can(SHARED, BOB, READER, proof), "not owned");
        names.setOwned("bob", BOB, grant.subject);
        vm.assertTrue(can(SHARED, BOB, READER, proof), "owned");
    }

    function test_HasAccess_WhenAskedWithASignedGrant_GivenAGranterSigned_ReachesAsFarAsItsChain() public {
        giveIn(SHARED, SIGNER, wallet(DELEGATE), packTerms(WRITER, 1, 0, NOW + 30));
        bytes memory proof = signedProof(ANNA_KEY, _signed(DELEGATE, EVE, WRITER, NOW));
        vm.assertTrue(can(SHARED, EVE, WRITER, proof), "by a granter");
        vm.warp(NOW + 10);
        giveIn(SHARED, SIGNER, wallet(DELEGATE), packTerms(READER, 1, 0, NOW + 30));
        vm.assertTrue(!can(SHARED, EVE, WRITER, proof), "no more than the granter has");
        vm.assertTrue(can(SHARED, EVE, READER, proof), "but that");
        vm.warp(NOW + 30);
        vm.assertTrue(!can(SHARED, EVE, READER, proof), "and as long");
    }

    function test_HasAccess_WhenAskedWithASignedGrant_GivenItsSignerMayNotGrant_IsFalse() public {
        bytes memory stranger = signedProof(ANNA_KEY, _signed(DELEGATE, EVE, READER, 0));
        vm.assertTrue(!can(SHARED, EVE, READER, stranger), "a stranger");
        giveIn(SHARED, SIGNER, wallet(DELEGATE), packTerms(ADMIN, 0, 0, FOREVER));
        bytes memory proof = signedProof(ANNA_KEY, _signed(DELEGATE, EVE, READER, NOW));
        vm.assertTrue(!can(SHARED, EVE, READER, proof), "depth 0");
    }

    function test_HasAccess_WhenAskedWithASignedGrant_GivenItsNonceIsVoid_IsFalse() public {
        SignedGrant memory grant = _signed(SIGNER, EVE, READER, 0);
        grant.nonce = 258;
        bytes memory proof = signedProof(OWNER_KEY, grant);
        vm.assertTrue(can(SHARED, EVE, READER, proof), "before");
        vm.prank(SIGNER);
        grants.voidNonces(1, 4);
        vm.assertTrue(!can(SHARED, EVE, READER, proof), "void");
    }

    function test_HasAccess_WhenAskedWithASignedGrant_GivenAnotherGeneration_IsFalse() public {
        bytes memory proof = signedProof(OWNER_KEY, _signed(SIGNER, EVE, READER, 0));
        vm.prank(SIGNER);
        grants.revokeAll(SHARED);
        vm.assertTrue(!can(SHARED, EVE, READER, proof), "over");
    }

    function test_HasAccess_WhenAskedWithASignedGrant_WhenItMakesAnAdmin_IsFalse() public view {
        bytes memory proof = signedProof(OWNER_KEY, _signed(SIGNER, EVE, ADMIN, 0));
        vm.assertTrue(!can(SHARED, EVE, READER, proof), "not off chain");
    }

    function test_HasAccess_WhenAskedWithASignedGrant_WhenAnyPartOfItIsAnother_IsFalse() public view {
        bytes memory proof = signedProof(OWNER_KEY, _signed(SIGNER, EVE, READER, 0));
        for (uint256 i = 0; i < proof.length; ++i) {
            bytes memory changed = bytes.concat(proof);
            changed[i] = bytes1(uint8(changed[i]) ^ 2);
            vm.assertTrue(!can(SHARED, EVE, READER, changed), "one bit");
        }
        vm.assertTrue(
            !can(SHARED, EVE, READER, abi.encodePacked(uint8(4), SIGNER, wallet(EVE))),
            "too short"
        );
    }

    /// @dev H4: what an admin signed before its removal does not come back with it.
    function test_H4_ReadmissionDoesNotReviveSignedGrants() public {
        giveIn(SHARED, SIGNER, wallet(DELEGATE), packTerms(ADMIN, 1, 0, FOREVER));
        bytes memory proof = signedProof(ANNA_KEY, _signed(DELEGATE, EVE, READER, NOW));
        vm.assertTrue(can(SHARED, EVE, READER, proof), "before");
        vm.warp(NOW + 10);
        vm.prank(SIGNER);
        grants.revoke(SHARED, list(wallet(DELEGATE)));
        vm.assertTrue(!can(SHARED, EVE, READER, proof), "revoked");
        giveIn(SHARED, SIGNER, wallet(DELEGATE), packTerms(ADMIN, 1, 0, FOREVER));
        vm.assertTrue(!can(SHARED, EVE, READER, proof), "not back");
    }

    /* folders as groups */

    function test_HasAccess_WhenAskedWithAFolder_GivenAGrantToIt_OpensToItsOwnerAndLiveReaders() public {
        bytes memory proof = abi.encodePacked(uint8(5), OTHER);
        giveIn(OTHER, BOB, wallet(EVE), packTerms(READER, 0, 0, NOW + 50));
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "no grant");
        giveIn(FOLDER, OWNER, _folder(OTHER), packTerms(WRITER, 0, 0, FOREVER));
        vm.assertTrue(can(FOLDER, EVE, WRITER, proof), "a reader there, a writer here");
        vm.assertTrue(can(FOLDER, BOB, WRITER, proof), "its owner");
        vm.assertTrue(!can(FOLDER, EVE, ADMIN, proof), "as far as the grant goes");
        vm.assertTrue(!can(FOLDER, DAN, READER, proof), "no one else");
        vm.warp(NOW + 50);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "as long as it is one there");
    }

    function test_HasAccess_WhenAskedWithAFolder_GivenABlockThere_IsFalse() public {
        giveIn(FOLDER, OWNER, _folder(OTHER), reader());
        giveIn(OTHER, BOB, wallet(EVE), reader());
        vm.prank(BOB);
        grants.setBlocked(OTHER, true, abi.encodePacked(EVE));
        vm.assertTrue(!can(FOLDER, EVE, READER, abi.encodePacked(uint8(5), OTHER)), "its blocks count");
    }

    /// @dev M17: one level, so no one builds a maze.
    function test_M17_MembersOfMembersAreNone() public {
        bytes32 third = bytes32(bytes20(CARA)) | bytes32(uint256(4));
        giveIn(third, CARA, wallet(EVE), reader());
        giveIn(OTHER, BOB, _folder(third), reader());
        giveIn(FOLDER, OWNER, _folder(OTHER), reader());
        vm.assertTrue(!can(FOLDER, EVE, READER, abi.encodePacked(uint8(5), OTHER)), "not through two");
        vm.assertTrue(!can(FOLDER, EVE, READER, abi.encodePacked(uint8(5), third)), "nor past one");
        vm.assertTrue(can(OTHER, EVE, READER, abi.encodePacked(uint8(5), third)), "but through its own");
    }

    /* blocks come first */

    function test_G2_ABlockShutsEveryProof() public {
        address adapter = address(new OwnerAdapter());
        giveIn(SHARED, SIGNER, _group(adapter, wallet(EVE)), reader());
        giveIn(SHARED, SIGNER, _folder(OTHER), reader());
        giveIn(OTHER, BOB, wallet(EVE), reader());
        bytes32 id = idOf(SIGNER);
        Leaf memory leaf = Leaf(0, wallet(EVE), reader());
        bytes32 root = hashLeaf(SHARED, id, leaf);
        vm.prank(SIGNER);
        grants.setAudience(SHARED, id, 0, root, 0);
        bytes[4] memory proofs = [
            leafProof(id, leaf, ""),
            abi.encodePacked(uint8(3), adapter, wallet(EVE)),
            signedProof(OWNER_KEY, _signed(SIGNER, EVE, READER, 0)),
            abi.encodePacked(uint8(5), OTHER)
        ];
        for (uint256 i = 0; i < 4; ++i) vm.assertTrue(can(SHARED, EVE, READER, proofs[i]), "open");
        vm.prank(SIGNER);
        grants.setBlocked(SHARED, true, abi.encodePacked(EVE));
        for (uint256 i = 0; i < 4; ++i) vm.assertTrue(!can(SHARED, EVE, READER, proofs[i]), "shut");
    }

    function _admit(address setter, Leaf memory leaf) private returns (bytes memory) {
        bytes32 root = hashLeaf(FOLDER, ID, leaf);
        vm.prank(setter);
        grants.setAudience(FOLDER, ID, 0, root, 0);
        return leafProof(ID, leaf, "");
    }

    function _leafOf(uint256 index) private pure returns (Leaf memory) {
        return Leaf(uint32(index), wallet(address(uint160(0x1000 + index))), reader());
    }

    function _signed(
        address signer,
        address account,
        uint8 role,
        uint40 signerIssuedAt
    ) private view returns (SignedGrant memory) {
        return SignedGrant(signer, SHARED, wallet(account), role, NOW + 50, 0, signerIssuedAt, 3);
    }

    function _group(address adapter, bytes32 groupId) private pure returns (bytes32) {
        uint256 digest = uint256(keccak256(abi.encode(adapter, groupId)));
        return bytes32((digest & type(uint248).max) | (1 << 248));
    }

    function _folder(bytes32 folder) private pure returns (bytes32) {
        return bytes32((uint256(keccak256(abi.encode(folder))) & type(uint248).max) | (3 << 248));
    }
}
