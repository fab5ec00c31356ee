// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {TypedData} from "../../mocks/TypedData.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev Leaves, trees and signatures, made as an outsider makes them: from the documentation, without the contract's code.
abstract contract GrantsProofBase is GrantsTestBase {
    uint256 internal constant OWNER_KEY = 0xA11CE;
    uint256 internal constant ANNA_KEY = 0xA22A;
    address internal immutable SIGNER = vm.addr(OWNER_KEY);
    address internal immutable DELEGATE = vm.addr(ANNA_KEY);
    /// @dev A folder whose owner can sign.
    bytes32 internal immutable SHARED = bytes32(bytes20(vm.addr(OWNER_KEY))) | bytes32(uint256(9));

    struct Leaf {
        uint32 index;
        bytes32 subject;
        uint256 terms;
    }

    struct SignedGrant {
        address signer;
        bytes32 folder;
        bytes32 subject;
        uint8 role;
        uint40 expiry;
        uint16 generation;
        uint40 signerIssuedAt;
        uint256 nonce;
    }

    function giveIn(bytes32 folder, address by, bytes32 subject, uint256 terms) internal {
        vm.prank(by);
        grants.grant(folder, subject, terms, 0);
    }

    function reader() internal pure returns (uint256) {
        return packTerms(READER, 0, 0, FOREVER);
    }

    function can(
        bytes32 folder,
        address account,
        uint8 role,
        bytes memory proof
    ) internal view returns (bool) {
        return grants.hasAccess(folder, account, role, proof);
    }

    /* leaves */

    function idOf(address setter) internal pure returns (bytes32) {
        return bytes32(bytes20(setter)) | bytes32(uint256(1));
    }

    function hashLeaf(bytes32 folder, bytes32 id, Leaf memory leaf) internal view returns (bytes32) {
        bytes32 typehash = keccak256(
            "AudienceLeaf(uint256 chainId,address grants,bytes32 folder,bytes32 id,uint32 index,bytes32 subject,uint256 terms)"
        );
        bytes memory fields = abi.encode(
            typehash,
            block.chainid,
            address(grants),
            folder,
            id,
            leaf.index,
            leaf.subject,
            leaf.terms
        );
        return keccak256(bytes.concat(keccak256(fields)));
    }

    function hashPair(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }

    function leafProof(
        bytes32 id,
        Leaf memory leaf,
        bytes memory siblings
    ) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(2), id, leaf.index, leaf.subject, uint48(leaf.terms), siblings);
    }

    /* signatures */

    function digestOf(bytes32 message) internal view returns (bytes32) {
        return TypedData.digest("Space Grants", address(grants), message);
    }

    function signMessage(uint256 key, bytes32 message) internal view returns (bytes memory) {
        return TypedData.sign(key, digestOf(message));
    }

    function hashSignedGrant(SignedGrant memory grant) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "SignedGrant(address signer,bytes32 folder,bytes32 subject,uint8 role,uint40 expiry,uint16 generation,uint40 signerIssuedAt,uint256 nonce)"
        );
        return keccak256(abi.encode(typehash, grant));
    }

    function signedProof(
        SignedGrant memory grant,
        bytes memory signature
    ) internal pure returns (bytes memory) {
        uint48 terms = uint48(grant.expiry) | (uint48(grant.role) << 40);
        return abi.encodePacked(uint8(4), grant.signer, grant.subject, terms, grant.nonce, signature);
    }

    function signedProof(uint256 key, SignedGrant memory grant) internal view returns (bytes memory) {
        return signedProof(grant, signMessage(key, hashSignedGrant(grant)));
    }

    function successionMessage(address from, address to, uint256 nonce) internal pure returns (bytes32) {
        bytes32 typehash = keccak256("Succession(address from,address to,uint256 nonce)");
        return keccak256(abi.encode(typehash, from, to, nonce));
    }

    function signSuccession(uint256 key, address to, uint256 nonce) internal view returns (bytes memory) {
        return abi.encodePacked(nonce, signMessage(key, successionMessage(vm.addr(key), to, nonce)));
    }
}
