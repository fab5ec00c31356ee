// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {GrantWord} from "../grants/types/GrantWord.sol";
import {Subject, SubjectLib} from "../grants/types/Subject.sol";
import {IGrants} from "../interfaces/IGrants.sol";
import {ILens} from "../interfaces/ILens.sol";
import {INames} from "../interfaces/INames.sol";

/// @title LensMembers: the rules of grants, followed from outside
/// @dev The same walk as in `Grants`, by the words that it tells, so that words can be taken away on the way.
abstract contract LensMembers {
    uint8 internal constant ADMIN = 4;
    uint256 internal constant MAX_SUBJECTS = 256;
    uint40 private constant NO_EXPIRY = 2 ** 36 - 1;

    IGrants internal immutable _grants;
    INames internal immutable _names;

    /// @dev A folder at a time. `table` is a hash table of subjects whose words are taken to be gone; a wallet that is
    /// taken to be blocked is in it with the highest bit set.
    struct Folder {
        bytes32 id;
        address owner;
        uint16 generation;
        uint256 time;
        uint256[] table;
    }

    constructor(IGrants grants_) {
        _grants = grants_;
        _names = INames(grants_.names());
    }

    function _folderNow(bytes32 id) internal view returns (Folder memory here) {
        (here.owner, , , here.generation, , , ) = _grants.folderOf(id);
        here.id = id;
        here.time = block.timestamp;
    }

    function _folderAsIf(ILens.AsIf calldata question) internal view returns (Folder memory here) {
        here = _folderNow(question.folder);
        here.time = question.at;
        uint256 size = 1;
        while (size < 2 * (question.revoked.length + question.blocked.length)) size <<= 1;
        here.table = new uint256[](size);
        for (uint256 i = 0; i < question.blocked.length; ++i) {
            address wallet = question.blocked[i];
            if (wallet != here.owner) _put(here.table, uint256(uint160(wallet)) | BLOCKED);
        }
        for (uint256 i = 0; i < question.revoked.length; ++i) _put(here.table, uint256(question.revoked[i]));
    }

    /// @dev What the grant of a subject gives, and if nothing, why.
    function _standingOf(
        Folder memory here,
        bytes32 subject
    ) internal view returns (ILens.MemberStanding memory standing) {
        Subject typed = Subject.wrap(subject);
        if (typed.isWallet() && typed == SubjectLib.wallet(here.owner)) {
            return ILens.MemberStanding(0, ADMIN, NO_EXPIRY, ILens.Ending.None);
        }
        GrantWord word = _wordOf(here, subject);
        standing.word = GrantWord.unwrap(word);
        standing.ending = _endingOf(here, typed, word);
        if (standing.ending != ILens.Ending.None) return standing;
        (standing.role, standing.expiry, standing.ending) = _follow(here, word);
    }

    /// @dev What ends a grant whatever its chain.
    function _endingOf(
        Folder memory here,
        Subject subject,
        GrantWord word
    ) private view returns (ILens.Ending) {
        if (word.isEmpty()) return ILens.Ending.NoGrant;
        if (word.isBlock()) return ILens.Ending.Blocked;
        if (!subject.isName()) return ILens.Ending.None;
        (address owner, , uint16 generation, , ) = _names.resolve(subject.nameWord());
        if (owner == address(0) || generation != uint16(uint256(Subject.unwrap(subject))))
            return ILens.Ending.Name;
        // The folder's owner may hold a name, and nobody blocks the owner.
        bool isBlocked = owner != here.owner && _wordOf(here, bytes32(uint256(uint160(owner)))).isBlock();
        return isBlocked ? ILens.Ending.Blocked : ILens.Ending.None;
    }

    /// @dev As `GrantsBase._follow`.
    function _follow(
        Folder memory here,
        GrantWord word
    ) private view returns (uint8 role, uint40 expiry, ILens.Ending ending) {
        role = word.role();
        expiry = word.expiry();
        GrantWord link = word;
        while (true) {
            if (link.expiry() <= here.time) return (0, 0, ILens.Ending.Expired);
            if (link.generation() != here.generation) return (0, 0, ILens.Ending.Generation);
            if (link.role() < role) role = link.role();
            if (link.expiry() < expiry) expiry = link.expiry();
            address granter = link.granter();
            if (granter == here.owner) return (role, expiry, ILens.Ending.None);
            GrantWord parent = _wordOf(here, bytes32(uint256(uint160(granter))));
            if (parent.depth() <= link.depth() || parent.issuedAt() >= link.issuedAt())
                return (0, 0, ILens.Ending.Granter);
            link = parent;
        }
    }

    /// @dev The word that a subject would have; a block that is taken to be there is one by the owner.
    function _wordOf(Folder memory here, bytes32 subject) private view returns (GrantWord) {
        if (here.table.length > 1) {
            uint256 key = uint256(subject);
            if (key <= type(uint160).max && _has(here.table, key | BLOCKED)) {
                return GrantWord.wrap(uint160(here.owner));
            }
            if (_has(here.table, key)) {
                GrantWord kept = GrantWord.wrap(_grants.grantOf(here.id, subject));
                return kept.isBlock() ? kept : GrantWord.wrap(0);
            }
        }
        return GrantWord.wrap(_grants.grantOf(here.id, subject));
    }

    /* THE TABLE */

    uint256 private constant BLOCKED = 1 << 255;

    /// @dev Zero marks a free place; it is no subject.
    function _put(uint256[] memory table, uint256 key) private pure {
        uint256 place = _placeOf(table, key);
        table[place] = key;
    }

    function _has(uint256[] memory table, uint256 key) private pure returns (bool) {
        return table[_placeOf(table, key)] == key;
    }

    /// @dev Where a key is, or the free place where it would be. At most half of the places are taken.
    function _placeOf(uint256[] memory table, uint256 key) private pure returns (uint256 place) {
        uint256 mask = table.length - 1;
        place = uint256(keccak256(abi.encode(key))) & mask;
        while (table[place] != 0 && table[place] != key) place = (place + 1) & mask;
    }
}
