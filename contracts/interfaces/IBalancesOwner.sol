// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title What the owner and the treasurer of Balances can do
/// @notice Whatever gives someone more power is announced two days before it can be done, in this contract, for
/// everyone to see: the owner first sends the call's exact bytes to `announce`, and from two days later on, for 14
/// days, makes that call once. Whatever takes power away is done at once.
///
/// The owner can, two days after it is announced:
/// - list an asset with a price feed and bounds, and replace both: `setAsset`;
/// - enable an operator, and set how much it may charge in a day: `setOperator`;
/// - appoint the card issuer, and set how much it may issue and reverse in a day: `setIssuer`;
/// - appoint the treasurer, who may take out what was earned: `setTreasurer`.
///
/// The owner can, at once: close deposits and open them again, disable an asset, an operator or the issuer, lower a
/// ceiling, take back an announcement.
///
/// See `IBalances` for what no owner can ever do.
interface IBalancesOwner {
    /// @notice How an asset is priced.
    /// @param asset The token; `0xEeee…EEeE` (ERC-7528) for ETH
    /// @param feed Price feed with AggregatorV3's interface, in dollars per whole unit
    /// @param heartbeat Longest time between two answers that the feed promises, seconds
    /// @param min Lowest price that is believed, in the feed's decimals
    /// @param max Highest price that is believed, in the feed's decimals
    struct AssetTerms {
        address asset;
        address feed;
        uint24 heartbeat;
        uint96 min;
        uint96 max;
    }

    /// @notice What an operator may do.
    /// @param operator Account that may charge
    /// @param dailyCeiling Most that it may charge from all accounts together in a UTC day, micro-dollars
    struct OperatorTerms {
        address operator;
        uint56 dailyCeiling;
    }

    /// @notice What the card issuer may do.
    /// @param issuer Account that signs the changes of card credit: a key, or a contract with ERC-1271
    /// @param issueCents Most that it may issue to all accounts together in a UTC day
    /// @param reverseCents Most that it may take back in a UTC day
    struct IssuerTerms {
        address issuer;
        uint40 issueCents;
        uint40 reverseCents;
    }

    /// @notice What a deployment begins with.
    /// @param assets Assets besides the withdrawable coin
    /// @param operators Operators
    /// @param issuer The card issuer; all zero for none
    /// @param treasurer Who may sweep; zero for no one
    struct Settings {
        AssetTerms[] assets;
        OperatorTerms[] operators;
        IssuerTerms issuer;
        address treasurer;
    }

    /* ANNOUNCED */

    /// @notice Announces a call of one of the functions of this section. Announcing it again begins the two days
    /// anew.
    /// @param call The call's exact bytes: selector and arguments
    ///
    /// Requirements:
    /// - the caller is the owner, else `BalancesRole`;
    /// - `call` is for `setAsset`, `setOperator`, `setIssuer` or `setTreasurer`, else `BalancesNotAnnounced`.
    ///
    /// Emits `Announced`.
    function announce(bytes calldata call) external;

    /// @notice Lists an asset, or replaces its terms. The cached price is dropped, so that the new terms hold
    /// from the next deposit on.
    /// @param terms The asset and its terms
    ///
    /// Requirements:
    /// - the caller is the owner, else `BalancesRole`;
    /// - this very call is announced, else `BalancesNotAnnounced`, at least two days old, else `BalancesNotDue`,
    ///   and at most 16, else `BalancesExpired`;
    /// - the asset is not the withdrawable coin, else `BalancesAsset`;
    /// - it is ETH or a contract, else `BalancesAsset`;
    /// - the feed is a contract, heartbeat and `min` are above zero, `min` is not above `max`, and asset and
    ///   feed have 6 to 83 decimals together, else `BalancesRange`.
    ///
    /// Emits `AnnouncementApplied`, `FeedSet` and `AssetSet`.
    function setAsset(AssetTerms calldata terms) external;

    /// @notice Enables an operator, or replaces its ceiling. A ceiling of 0 lets it charge nothing. What it
    /// charged today still counts.
    /// @param terms The operator and its ceiling
    ///
    /// Requirements:
    /// - the first two of `setAsset`;
    /// - the operator is not zero, else `BalancesRange`.
    ///
    /// Emits `AnnouncementApplied` and `OperatorSet`.
    function setOperator(OperatorTerms calldata terms) external;

    /// @notice Replaces the card issuer, its ceilings, or both. Lower ceilings hold for the running day, higher ones from
    /// the next UTC day on: what was issued and reversed today still counts.
    /// @param terms The issuer and its ceilings
    ///
    /// Requirements:
    /// - the first two of `setAsset`;
    /// - the issuer is not zero, else `BalancesRange`.
    ///
    /// Emits `AnnouncementApplied` and `IssuerSet`.
    function setIssuer(IssuerTerms calldata terms) external;

    /// @notice Replaces the treasurer.
    /// @param treasurer Who may sweep from now on; zero for no one
    ///
    /// Requirements: the first two of `setAsset`.
    ///
    /// Emits `AnnouncementApplied` and `TreasurerSet`.
    function setTreasurer(address treasurer) external;

    /* AT ONCE: each of these only the owner can do, else `BalancesRole` */

    /// @notice Takes back an announcement.
    /// @param op Hash of the call's bytes
    ///
    /// Requirements:
    /// - `op` is announced, else `BalancesNotAnnounced`.
    ///
    /// Emits `AnnouncementCancelled`.
    function cancelAnnouncement(bytes32 op) external;

    /// @notice Closes deposits, or opens them. Withdrawals, charges, purchases and card credit go on.
    ///
    /// Emits `IncomingPaused`.
    function pauseIncoming(bool paused) external;

    /// @notice Accepts an asset no more. What was credited for it stays.
    ///
    /// Requirements:
    /// - the asset is listed and enabled, else `BalancesAsset`.
    ///
    /// Emits `AssetSet`.
    function disableAsset(address asset) external;

    /// @notice Lets an operator charge no more, and be paid no more.
    ///
    /// Emits `OperatorSet`.
    function disableOperator(address operator) external;

    /// @notice Leaves no card issuer. Vouchers that are out are worthless.
    ///
    /// Emits `IssuerSet` with zeros.
    function disableIssuer() external;

    /// @notice Lowers an operator's ceiling; it holds for the running day.
    ///
    /// Requirements:
    /// - the ceiling is not above the present one, else `BalancesRange`.
    ///
    /// Emits `OperatorSet`.
    function lowerCeiling(address operator, uint56 dailyCeiling) external;

    /// @notice Lowers the issuer's ceilings; they hold for the running day.
    ///
    /// Requirements:
    /// - neither is above the present one, else `BalancesRange`.
    ///
    /// Emits `IssuerSet`.
    function lowerIssuerCeilings(uint40 issueCents, uint40 reverseCents) external;

    /* TREASURER */

    /// @notice Takes out what was earned: of the withdrawable coin what was charged out of principal, of other
    /// tokens what was deposited. All ETH here is earned.
    /// @param asset The coin, a token that was deposited, or ETH
    /// @param amount In its smallest unit
    /// @param to Receiver
    ///
    /// Requirements:
    /// - the caller is the treasurer, else `BalancesRole`;
    /// - `to` is neither zero nor this contract, else `BalancesReceiver`;
    /// - so much can be claimed, else `BalancesShort`;
    /// - an amount of the withdrawable coin is of whole micro-dollars, else `BalancesRange`.
    ///
    /// Emits `Swept`.
    function sweep(address asset, uint256 amount, address to) external;

    /* VIEWS */

    /// @notice The terms of an asset; all zero if it was never listed.
    /// @return feed Its price feed
    /// @return heartbeat Longest time between two answers, seconds
    /// @return tokenDecimals Decimals of the asset
    /// @return feedDecimals Decimals of the feed's answers
    /// @return min Lowest price that is believed, in the feed's decimals
    /// @return max Highest price that is believed, in the feed's decimals
    /// @return enabled Whether it is accepted
    function assetOf(
        address asset
    )
        external
        view
        returns (
            address feed,
            uint24 heartbeat,
            uint8 tokenDecimals,
            uint8 feedDecimals,
            uint96 min,
            uint96 max,
            bool enabled
        );

    /// @notice The operator.
    /// @return batch Number of its next batch
    /// @return chargedToday Micro-dollars that it charged in this UTC day
    /// @return dailyCeiling Most that it may charge in a day
    /// @return enabled Whether it may charge
    function operatorOf(
        address operator
    ) external view returns (uint32 batch, uint56 chargedToday, uint56 dailyCeiling, bool enabled);

    /// @notice The card issuer.
    /// @return issuer Its account; zero = none
    /// @return issueCents Most that it may issue in a day
    /// @return reverseCents Most that it may take back in a day
    /// @return issueLeft Cents that it may still issue in this UTC day; each voucher counts rounded up
    /// @return reverseLeft Cents that it may still take back in this UTC day, counted likewise
    function cardIssuer()
        external
        view
        returns (
            address issuer,
            uint40 issueCents,
            uint40 reverseCents,
            uint40 issueLeft,
            uint40 reverseLeft
        );

    /// @notice Who may sweep; zero = no one.
    function treasurer() external view returns (address);

    /// @notice What the treasurer can sweep of an asset, in its smallest unit.
    function claimableOf(address asset) external view returns (uint256 amount);

    /// @notice When the call with the hash `op` can be made first; zero = it is not announced.
    function dueAt(bytes32 op) external view returns (uint256);
}
