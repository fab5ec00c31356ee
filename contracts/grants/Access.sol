// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsAccess} from "../interfaces/IGrantsAccess.sol";
import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";
import {NonceBitmap} from "../lib/NonceBitmap.sol";
import {Audiences} from "./Audiences.sol";
import {BoundedSignatures} from "./libraries/BoundedSignatures.sol";
import {MerkleFold} from "./libraries/MerkleFold.sol";
import {NamesCall} from "./libraries/NamesCall.sol";
import {Packed} from "./libraries/Packed.sol";
import {ReliableCall} from "./libraries/ReliableCall.sol";
import {Signing} from "./Signing.sol";
import {FolderState} from "./types/FolderState.sol";
import {GrantTerms} from "./types/GrantTerms.sol";
import {GrantWord} from "./types/GrantWord.sol";
import {Standing} from "./types/Standing.sol";
import {Subject, SubjectLib} from "./types/Subject.sol";

/// @title Access: the answers
/// @dev Proofs come from anyone and are read by hand: whatever is not exactly a proof is none, and nothing reverts but
/// for too little gas.
abstract contract Access is Audiences, Signing, IGrantsAccess {
    using NonceBitmap for mapping(uint256 index => uint256 bits);

    uint8 private constant READER = 1;
    uint8 private constant WRITER = 3;
    uint8 private constant ADMIN = 4;

    uint8 private constant BY_NAME = 1;
    uint8 private constant BY_AUDIENCE = 2;
    uint8 private constant BY_GROUP = 3;
    uint8 private constant BY_SIGNATURE = 4;
    uint8 private constant BY_FOLDER = 5;

    /// @dev Where the variable part of a proof begins, its kind counted.
    uint256 private constant WORD_PROOF_BYTES = 33;
    uint256 private constant AUDIENCE_PROOF_BYTES = 75;
    uint256 private constant GROUP_PROOF_BYTES = 53;
    uint256 private constant SIGNATURE_PROOF_BYTES = 91;

    uint256 private constant ADAPTER_GAS = 100_000;
    uint256 private constant SIGNER_GAS = 250_000;

    bytes32 private constant LEAF_TYPEHASH = keccak256(
        "AudienceLeaf(uint256 chainId,address grants,bytes32 folder,bytes32 id,uint32 index,bytes32 subject,"
        "uint256 terms)"
    );
    bytes32 private constant SIGNED_GRANT_TYPEHASH = keccak256(
        "SignedGrant(address signer,bytes32 folder,bytes32 subject,uint8 role,uint40 expiry,uint16 generation,"
        "uint40 signerIssuedAt,uint256 nonce)"
    );

    /// @inheritdoc IGrantsAccess
    address public immutable names;

    /// @dev A question: has `account` at least `role` here?
    struct Ask {
        bytes32 folder;
        FolderState state;
        address owner;
        address account;
        uint8 role;
    }

    constructor(address names_) {
        names = names_;
    }

    /* VIEWS */

    /// @inheritdoc IGrantsAccess
    function folderOf(
        bytes32 folder
    )
        external
        view
        returns (
            address owner,
            uint32 keyEpoch,
            uint32 narrowed,
            uint16 generation,
            uint40 dueAt,
            uint8 flags,
            bytes32 record
        )
    {
        FolderState state = _states[folder];
        owner = _ownerOf(folder, state);
        keyEpoch = state.keyEpoch();
        narrowed = state.narrowed();
        generation = state.generation();
        dueAt = state.dueAt();
        flags = state.flags();
        record = _records[folder];
    }

    /// @inheritdoc IGrantsAccess
    function grantOf(bytes32 folder, bytes32 subject) external view returns (uint256 word) {
        return GrantWord.unwrap(_grants[folder][Subject.wrap(subject)]);
    }

    /// @inheritdoc IGrantsAccess
    function roleOf(bytes32 folder, bytes32 subject) external view returns (uint8 role) {
        FolderState state = _states[folder];
        address owner = _ownerOf(folder, state);
        Subject typed = Subject.wrap(subject);
        if (typed.isWallet() && typed == SubjectLib.wallet(owner)) return ADMIN;
        mapping(Subject => GrantWord) storage words = _grants[folder];
        return _follow(words, state, owner, words[typed]).role();
    }

    /// @inheritdoc IGrantsAccess
    function hasAccess(bytes32 folder, address account, uint8 role) external view returns (bool) {
        if (account == address(0) || !_isRole(role)) return false;
        FolderState state = _states[folder];
        address owner = _ownerOf(folder, state);
        if (account == owner) return true;
        mapping(Subject => GrantWord) storage words = _grants[folder];
        GrantWord word = words[SubjectLib.wallet(account)];
        if (!word.isEmpty()) {
            if (word.isBlock()) return false;
            if (_follow(words, state, owner, word).role() >= role) return true;
        }
        Subject subject = NamesCall.subjectFor(names, account);
        return subject.isName() && _follow(words, state, owner, words[subject]).role() >= role;
    }

    /// @inheritdoc IGrantsAccess
    function hasAccess(
        bytes32 folder,
        address account,
        uint8 role,
        bytes calldata proof
    ) external view returns (bool) {
        if (account == address(0) || !_isRole(role)) return false;
        FolderState state = _states[folder];
        address owner = _ownerOf(folder, state);
        if (account == owner) return true;
        mapping(Subject => GrantWord) storage words = _grants[folder];
        if (words[SubjectLib.wallet(account)].isBlock() || proof.length == 0) return false;
        uint8 kind = uint8(bytes1(Packed.wordAt(proof, 0)));
        if (kind == BY_NAME) {
            if (proof.length != WORD_PROOF_BYTES) return false;
            Subject subject = NamesCall.subjectIfOwned(names, Packed.wordAt(proof, 1), account);
            return subject.isName() && _follow(words, state, owner, words[subject]).role() >= role;
        }
        Ask memory ask = Ask(folder, state, owner, account, role);
        if (kind == BY_AUDIENCE) return _provesLeaf(ask, proof);
        if (kind == BY_GROUP) return _provesGroup(ask, proof);
        if (kind == BY_SIGNATURE) return _provesSignedGrant(ask, proof);
        if (kind == BY_FOLDER) return _provesFolder(ask, proof);
        return false;
    }

    /// @dev Zero wraps around.
    function _isRole(uint8 role) private pure returns (bool) {
        unchecked {
            return uint8(role - 1) < ADMIN;
        }
    }

    /* PROOFS */

    /// @dev kind 2 · id 32 · index 4 · subject 32 · terms 6 · siblings 32 each
    function _provesLeaf(Ask memory ask, bytes calldata proof) private view returns (bool) {
        if (proof.length < AUDIENCE_PROOF_BYTES || (proof.length - AUDIENCE_PROOF_BYTES) % 32 != 0)
            return false;
        bytes32 id = Packed.wordAt(proof, 1);
        uint256 index = uint32(bytes4(Packed.wordAt(proof, 33)));
        GrantTerms terms = _termsAt(proof, 69);
        Standing setter = _standingOf(ask.folder, ask.state, ask.owner, _setterOf(id));
        if (!_carries(ask, setter, terms)) return false;
        bytes32 key = _audienceKey(ask.folder, ask.state, setter.issuedAt(), id);
        bytes32 root = _roots[key];
        if (root == 0 || _revokedLeaves[_leavesKey(key, root)].isUsed(index)) return false;
        bytes32 subject = Packed.wordAt(proof, 37);
        bytes32 leaf = _hashLeaf(ask.folder, id, index, subject, terms);
        if (MerkleFold.fold(leaf, proof[AUDIENCE_PROOF_BYTES:]) != root) return false;
        return _isSubjectOf(ask.account, Subject.wrap(subject));
    }

    /// @dev kind 3 · adapter 20 · groupId 32 · data
    function _provesGroup(Ask memory ask, bytes calldata proof) private view returns (bool) {
        if (proof.length < GROUP_PROOF_BYTES) return false;
        address adapter = Packed.addressAt(proof, 1);
        bytes32 groupId = Packed.wordAt(proof, 21);
        if (!_reaches(ask, SubjectLib.group(adapter, groupId))) return false;
        bytes memory query = abi.encodeCall(
            IGroupAdapter.isMember,
            (groupId, ask.account, proof[GROUP_PROOF_BYTES:])
        );
        return uint256(ReliableCall.ask(adapter, ADAPTER_GAS, query)) == 1;
    }

    /// @dev kind 4 · signer 20 · subject 32 · terms 6 · nonce 32 · signature
    function _provesSignedGrant(Ask memory ask, bytes calldata proof) private view returns (bool) {
        if (proof.length < SIGNATURE_PROOF_BYTES) return false;
        address signer = Packed.addressAt(proof, 1);
        GrantTerms terms = _termsAt(proof, 53);
        uint256 nonce = uint256(Packed.wordAt(proof, 59));
        Standing standing = _standingOf(ask.folder, ask.state, ask.owner, signer);
        if (standing.depth() == 0 || !_carries(ask, standing, terms) || _nonces[signer].isUsed(nonce))
            return false;
        bytes32 subject = Packed.wordAt(proof, 21);
        if (!_isSubjectOf(ask.account, Subject.wrap(subject))) return false;
        bytes32 message = _hashSignedGrant(ask, signer, subject, terms, standing, nonce);
        bytes calldata signature = proof[SIGNATURE_PROOF_BYTES:];
        return BoundedSignatures.isValid(signer, _hashTypedDataV4(message), signature, SIGNER_GAS);
    }

    /// @dev kind 5 · folder 32
    function _provesFolder(Ask memory ask, bytes calldata proof) private view returns (bool) {
        if (proof.length != WORD_PROOF_BYTES) return false;
        bytes32 other = Packed.wordAt(proof, 1);
        if (!_reaches(ask, SubjectLib.folder(other))) return false;
        FolderState state = _states[other];
        return _standingOf(other, state, _ownerOf(other, state), ask.account).role() >= READER;
    }

    /* INTERNALS */

    function _reaches(Ask memory ask, Subject subject) private view returns (bool) {
        mapping(Subject => GrantWord) storage words = _grants[ask.folder];
        return _follow(words, ask.state, ask.owner, words[subject]).role() >= ask.role;
    }

    /// @dev Whether terms that `giver` wrote down off chain give the role now. Admins and granters
    /// need a word on chain.
    function _carries(Ask memory ask, Standing giver, GrantTerms terms) private view returns (bool) {
        uint8 role = terms.role();
        bool isPlain = terms.powers() == role && role <= WRITER;
        return isPlain && role >= ask.role && giver.role() >= ask.role && block.timestamp < terms.expiry();
    }

    function _termsAt(bytes calldata proof, uint256 offset) private pure returns (GrantTerms) {
        return GrantTerms.wrap(uint48(bytes6(Packed.wordAt(proof, offset))));
    }

    /// @dev Hashed twice, so that no inner node of a tree is also a leaf.
    function _hashLeaf(
        bytes32 folder,
        bytes32 id,
        uint256 index,
        bytes32 subject,
        GrantTerms terms
    ) private view returns (bytes32) {
        bytes memory leaf = abi.encode(
            LEAF_TYPEHASH,
            block.chainid,
            address(this),
            folder,
            id,
            index,
            subject,
            GrantTerms.unwrap(terms)
        );
        return keccak256(abi.encode(keccak256(leaf)));
    }

    function _hashSignedGrant(
        Ask memory ask,
        address signer,
        bytes32 subject,
        GrantTerms terms,
        Standing giver,
        uint256 nonce
    ) private pure returns (bytes32) {
        bytes memory request = abi.encode(
            SIGNED_GRANT_TYPEHASH,
            signer,
            ask.folder,
            subject,
            terms.role(),
            terms.expiry(),
            ask.state.generation(),
            giver.issuedAt(),
            nonce
        );
        return keccak256(request);
    }

    /// @dev A wallet that the account is, or a name that it owns.
    function _isSubjectOf(address account, Subject subject) private view returns (bool) {
        if (subject == SubjectLib.wallet(account)) return true;
        return subject.isName() && NamesCall.subjectIfOwned(names, subject.nameWord(), account) == subject;
    }
}
