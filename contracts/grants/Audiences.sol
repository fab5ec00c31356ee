// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsAudiences} from "../interfaces/IGrantsAudiences.sol";
import {NonceBitmap} from "../lib/NonceBitmap.sol";
import {GrantsBase} from "./GrantsBase.sol";
import {Packed} from "./libraries/Packed.sol";
import {FolderState} from "./types/FolderState.sol";
import {SubjectLib} from "./types/Subject.sol";

/// @title Audiences: many members under one Merkle root
abstract contract Audiences is GrantsBase, IGrantsAudiences {
    using NonceBitmap for mapping(uint256 index => uint256 bits);

    uint256 private constant INDEX_BYTES = 4;

    /// @dev By folder, generation, the setter's issue and the audience's id: an audience ends with any of them.
    mapping(bytes32 key => bytes32 root) internal _roots;
    /// @dev By audience and root: under another root an index is another leaf.
    mapping(bytes32 key => mapping(uint256 index => uint256 bits)) internal _revokedLeaves;

    /// @inheritdoc IGrantsAudiences
    function setAudience(
        bytes32 folder,
        bytes32 id,
        bytes32 expectedRoot,
        bytes32 root,
        bytes32 manifest
    ) external {
        Context memory context = _begin(folder, msg.sender);
        if (!context.standing.isAdmin()) _deny(context);
        if (_setterOf(id) != msg.sender) _deny(context);
        _checkAge(context);
        uint40 issuedAt = context.standing.issuedAt();
        bytes32 key = _audienceKey(folder, context.state, issuedAt, id);
        bytes32 actual = _roots[key];
        if (actual != expectedRoot) revert GrantsRoot(actual);
        _roots[key] = root;
        if (root == 0) _setState(context, context.state.narrow());
        emit AudienceSet(folder, id, issuedAt, root, manifest, FolderState.unwrap(context.state));
    }

    /// @inheritdoc IGrantsAudiences
    function revokeLeaves(bytes32 folder, bytes32 id, bytes32 expectedRoot, bytes calldata indexes) external {
        _checkLength(indexes, INDEX_BYTES);
        Context memory context = _begin(folder, msg.sender);
        if (!context.standing.narrows()) _deny(context);
        (bytes32 key, bytes32 root) = _audience(folder, context.state, context.owner, id);
        if (root != expectedRoot || root == 0) revert GrantsRoot(root);
        mapping(uint256 => uint256) storage revoked = _revokedLeaves[_leavesKey(key, root)];
        for (uint256 offset = 0; offset < indexes.length; offset += INDEX_BYTES) {
            uint256 index = uint32(bytes4(Packed.wordAt(indexes, offset)));
            revoked.voidAll(index >> 8, 1 << (index & 0xff));
        }
        _setState(context, context.state.narrow());
        emit LeavesRevoked(folder, id, msg.sender, root, FolderState.unwrap(context.state), indexes);
    }

    /// @inheritdoc IGrantsAudiences
    function audienceOf(bytes32 folder, bytes32 id) external view returns (bytes32 root) {
        FolderState state = _states[folder];
        (, root) = _audience(folder, state, _ownerOf(folder, state), id);
    }

    /// @inheritdoc IGrantsAudiences
    function isDead(bytes32 folder, bytes32 id, uint32 index) external view returns (bool) {
        FolderState state = _states[folder];
        (bytes32 key, bytes32 root) = _audience(folder, state, _ownerOf(folder, state), id);
        return _revokedLeaves[_leavesKey(key, root)].isUsed(index);
    }

    /// @dev The audience that the setter's present grant carries, live or not.
    function _audience(
        bytes32 folder,
        FolderState state,
        address owner,
        bytes32 id
    ) private view returns (bytes32 key, bytes32 root) {
        address setter = _setterOf(id);
        uint40 issuedAt = setter == owner ? 0 : _grants[folder][SubjectLib.wallet(setter)].issuedAt();
        key = _audienceKey(folder, state, issuedAt, id);
        root = _roots[key];
    }

    function _setterOf(bytes32 id) internal pure returns (address) {
        return address(bytes20(id));
    }

    function _audienceKey(
        bytes32 folder,
        FolderState state,
        uint40 issuedAt,
        bytes32 id
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(folder, state.generation(), issuedAt, id));
    }

    function _leavesKey(bytes32 key, bytes32 root) internal pure returns (bytes32) {
        return keccak256(abi.encode(key, root));
    }
}
