// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title ILens
/// @notice Answers in one call what would take many. It has no state, no owner and no rights; nothing depends on it, and a
/// newer one can stand beside it.
///
/// Lists go in as they are known from an index, in pieces that the caller chooses; answers come in the same order. The
/// chain's limit on a call's gas is the only limit on their length.
interface ILens {
    /// @notice One question of `hasAccessMany`.
    /// @param folder the folder's id
    /// @param account who wants in
    /// @param role the least role that will do
    /// @param proof as in `IGrants.hasAccess`; empty: by owner, wallet or primary name
    struct AccessQuery {
        bytes32 folder;
        address account;
        uint8 role;
        bytes proof;
    }

    /// @notice What one subject holds.
    /// @param word its grant word, live or not; zero: none
    /// @param role the role it has now by that grant; zero: none. A block of one of its wallets is not counted here
    struct Member {
        uint256 word;
        uint8 role;
    }

    /// @notice By what an account has access.
    enum Via {
        Owner,
        Wallet,
        PrimaryName,
        Proof
    }

    /// @notice One way in.
    /// @param via by what
    /// @param role the highest role that it gives
    /// @param proof index of the proof in the list that was passed; 0 for the other ways
    struct Path {
        Via via;
        uint8 role;
        uint256 proof;
    }

    /// @notice What a deposit would add.
    /// @param ok false: it would revert now, because of the price or the asset
    /// @param usd micro-dollars
    /// @param needsRefresh whether the deposit has to read the feed, which costs more gas
    struct Quote {
        bool ok;
        uint256 usd;
        bool needsRefresh;
    }

    /// @notice One account's money, in micro-dollars, and name.
    /// @param name its primary name; zero: none
    /// @param credit prepaid; below zero: a debt
    /// @param principal can be withdrawn
    /// @param spendable what charges can still take now, by balance and cap
    /// @param cap most that may be charged in a period
    /// @param spent charged in the running period
    /// @param cardSeq card changes so far
    struct Statement {
        bytes32 name;
        int56 credit;
        uint56 principal;
        uint256 spendable;
        uint48 cap;
        uint48 spent;
        uint32 cardSeq;
    }

    /// @notice The `Grants` contract that is asked.
    function grants() external view returns (address);

    /// @notice The `Balances` contract that is asked.
    function balances() external view returns (address);

    /// @notice `IGrants.hasAccess` for many questions.
    ///
    /// Requirements:
    /// - there is gas to answer each reliably, else the revert of `hasAccess`.
    function hasAccessMany(AccessQuery[] calldata queries) external view returns (bool[] memory);

    /// @notice The grants of these subjects in a folder.
    /// @param folder the folder's id
    /// @param subjects typed words, as in `IGrants`
    function membersOf(bytes32 folder, bytes32[] calldata subjects) external view returns (Member[] memory);

    /// @notice Every way by which an account has access to a folder: the owner's own, its wallet, its primary name, and
    /// each proof that holds. Empty when it has none, also when it is blocked.
    ///
    /// For the owner the list holds that one way only, because every proof of the owner holds.
    /// @param folder the folder's id
    /// @param account whose access
    /// @param proofs as in `IGrants.hasAccess`
    function paths(
        bytes32 folder,
        address account,
        bytes[] calldata proofs
    ) external view returns (Path[] memory);

    /// @notice `IBalances.quote` for many assets; one that has no price now does not stop the others.
    /// @param assets the withdrawable coin or listed assets
    /// @param amounts in their smallest units, as many as there are assets
    ///
    /// Requirements:
    /// - both lists are equally long, else `LensLength`.
    function quoteMany(
        address[] calldata assets,
        uint256[] calldata amounts
    ) external view returns (Quote[] memory);

    /// @notice One account's money and name.
    function statementOf(address account) external view returns (Statement memory);

    /// @notice The lists are not equally long.
    error LensLength(uint256 assets, uint256 amounts);
}
