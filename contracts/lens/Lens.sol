// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalances} from "../interfaces/IBalances.sol";
import {IGrants} from "../interfaces/IGrants.sol";
import {ILens} from "../interfaces/ILens.sol";
import {INames} from "../interfaces/INames.sol";

/// @title Lens
/// @notice See `ILens`.
contract Lens is ILens {
    uint8 private constant READER = 1;
    uint8 private constant ADMIN = 4;

    IGrants private immutable _grants;
    IBalances private immutable _balances;
    INames private immutable _names;

    constructor(IGrants grants_, IBalances balances_) {
        _grants = grants_;
        _balances = balances_;
        _names = INames(grants_.names());
    }

    /// @inheritdoc ILens
    function grants() external view returns (address) {
        return address(_grants);
    }

    /// @inheritdoc ILens
    function balances() external view returns (address) {
        return address(_balances);
    }

    /* ACCESS */

    /// @inheritdoc ILens
    function hasAccessMany(AccessQuery[] calldata queries) external view returns (bool[] memory answers) {
        answers = new bool[](queries.length);
        for (uint256 i = 0; i < queries.length; ++i) {
            AccessQuery calldata query = queries[i];
            answers[i] =
                query.proof.length == 0
                    ? _grants.hasAccess(query.folder, query.account, query.role)
                    : _grants.hasAccess(query.folder, query.account, query.role, query.proof);
        }
    }

    /// @inheritdoc ILens
    function membersOf(
        bytes32 folder,
        bytes32[] calldata subjects
    ) external view returns (Member[] memory members) {
        members = new Member[](subjects.length);
        for (uint256 i = 0; i < subjects.length; ++i) {
            bytes32 subject = subjects[i];
            members[i] = Member(_grants.grantOf(folder, subject), _grants.roleOf(folder, subject));
        }
    }

    /// @inheritdoc ILens
    function paths(
        bytes32 folder,
        address account,
        bytes[] calldata proofs
    ) external view returns (Path[] memory found) {
        (address owner, , , , , , ) = _grants.folderOf(folder);
        if (account == address(0)) return found;
        if (account == owner) {
            found = new Path[](1);
            found[0] = Path(Via.Owner, ADMIN, 0);
            return found;
        }
        Path[] memory tried = new Path[](2 + proofs.length);
        // A blocked wallet is let in by none of the direct ways, although its name's grant may be live.
        if (_grants.hasAccess(folder, account, READER)) {
            tried[0] = Path(Via.Wallet, _grants.roleOf(folder, bytes32(uint256(uint160(account)))), 0);
            tried[1] = Path(Via.PrimaryName, _grants.roleOf(folder, _names.subjectFor(account)), 0);
        }
        for (uint256 i = 0; i < proofs.length; ++i) {
            tried[2 + i] = Path(Via.Proof, _highest(folder, account, proofs[i]), i);
        }
        return _pickHolding(tried);
    }

    /* MONEY */

    /// @inheritdoc ILens
    function quoteMany(
        address[] calldata assets,
        uint256[] calldata amounts
    ) external view returns (Quote[] memory quotes) {
        if (assets.length != amounts.length) revert LensLength(assets.length, amounts.length);
        quotes = new Quote[](assets.length);
        for (uint256 i = 0; i < assets.length; ++i) {
            try _balances.quote(assets[i], amounts[i]) returns (uint256 usd, bool needsRefresh) {
                quotes[i] = Quote(true, usd, needsRefresh);
            } catch {} // stays "not ok"
        }
    }

    /// @inheritdoc ILens
    function statementOf(address account) external view returns (Statement memory statement) {
        (int56 credit, uint56 principal, uint48 cap, uint48 spent, uint32 cardSeq) = _balances.accountOf(
            account
        );
        uint256 funds = (credit > 0 ? uint256(int256(credit)) : 0) + principal;
        uint256 room = cap > spent ? cap - spent : 0;
        uint256 spendable = funds < room ? funds : room;
        bytes32 name = _names.nameOf(account);
        return Statement(name, credit, principal, spendable, cap, spent, cardSeq);
    }

    /* INTERNALS */

    /// @dev The paths that give a role.
    function _pickHolding(Path[] memory tried) private pure returns (Path[] memory found) {
        uint256 count;
        for (uint256 i = 0; i < tried.length; ++i) {
            if (tried[i].role != 0) ++count;
        }
        found = new Path[](count);
        for (uint256 i = tried.length; i > 0; --i) {
            if (tried[i - 1].role != 0) found[--count] = tried[i - 1];
        }
    }

    /// @dev The highest role that a proof gives, zero for none. Most prove nothing or reading, so it asks from below.
    function _highest(
        bytes32 folder,
        address account,
        bytes calldata proof
    ) private view returns (uint8 role) {
        while (role < ADMIN && _grants.hasAccess(folder, account, role + 1, proof)) ++role;
    }
}
