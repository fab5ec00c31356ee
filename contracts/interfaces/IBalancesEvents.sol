// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title What Balances announces, and why it refuses
/// @notice Every storage word but the used nonces can be rebuilt from these events, block times and the events of
/// `Ownable2Step` alone. The constructor emits the same events for the settings that a deployment begins with.
interface IBalancesEvents {
    /* MONEY: `word` is the account's word afterwards, see contracts/balances/types/Account.sol */

    /// @notice `payer` gave `amount` of `asset`; `account` got `usd` micro-dollars for it: principal if the
    /// asset is the withdrawable coin, credit otherwise. `amount` of any token but that coin can be swept.
    event Credited(
        address indexed account,
        address indexed asset,
        address indexed payer,
        uint256 amount,
        uint256 usd,
        uint256 word
    );

    /// @notice `account` took `usd` micro-dollars of its principal out to `to`.
    event Withdrawn(address indexed account, address indexed to, uint256 usd, uint256 word);

    /// @notice `account` lets operators charge up to `cap` micro-dollars in each period.
    event CapSet(address indexed account, uint48 cap);

    /// @notice `operator` charged a batch. `packed` holds its rows as they were sent; bit i%8 of byte i/8 of
    /// `skipped` is set if row i was not applied. Replay: rows in order, credit first, then principal; the
    /// period is the block's time / 2,592,000; a skipped row changes nothing.
    event Charged(
        address indexed operator,
        uint32 indexed batch,
        bytes32 receiptsRoot,
        bytes packed,
        bytes skipped
    );

    /// @notice `account` paid `payee` once, by its own call or signature. What left its principal was earned.
    event Purchased(
        address indexed account,
        address indexed payee,
        bytes32 indexed ref,
        uint256 usd,
        uint256 word
    );

    /// @notice The card issuer changed the credit of `account` by `delta`. Against the issuer's ceiling of the
    /// day it counts in cents, rounded up.
    event CardSynced(address indexed account, uint32 seq, int56 delta, uint256 word);

    /// @notice The price of `asset` was read from its feed; `price` is in the feed's decimals.
    event PriceRefreshed(address indexed asset, uint256 price, uint80 roundId);

    /// @notice Earned funds left to `to`.
    event Swept(address indexed asset, address indexed to, uint256 amount);

    /// @notice `signer` made all its nonces of the bits in `mask`, from 256 * `index` on, worthless.
    event NoncesVoided(address indexed signer, uint256 index, uint256 mask);

    /* SETTINGS */

    /// @notice What never changes: the withdrawable coin and its decimals, the uptime feed of the layer-2
    /// sequencer and Permit2, each zero where there is none.
    event Deployed(address indexed stable, uint8 decimals, address sequencerFeed, address permit2);

    /// @notice Deposits are closed, and the cached price of ETH is dropped; or deposits are open again.
    /// Withdrawals are never closed.
    event IncomingPaused(bool paused);

    /// @notice The owner may make the call `call`, whose hash is `op`, from `due` on, for 14 days.
    event Announced(bytes32 indexed op, bytes call, uint40 due);

    /// @notice The announced call was made; the event of what it did follows.
    event AnnouncementApplied(bytes32 indexed op);

    /// @notice The announced call can not be made any more.
    event AnnouncementCancelled(bytes32 indexed op);

    /// @notice Earned funds go out by `treasurer`.
    event TreasurerSet(address indexed treasurer);

    /// @notice An asset has the feed `feed`, whose answers have `decimals`; `AssetSet` follows.
    event FeedSet(address indexed asset, address indexed feed, uint8 decimals);

    /// @notice The terms of an asset changed, and its cached price was dropped.
    event AssetSet(
        address indexed asset,
        address feed,
        uint24 heartbeat,
        uint8 tokenDecimals,
        uint96 min,
        uint96 max,
        bool enabled
    );

    /// @notice The terms of an operator changed.
    event OperatorSet(address indexed operator, uint56 dailyCeiling, bool enabled);

    /// @notice The card issuer changed, or what it may issue and reverse in a day.
    event IssuerSet(address indexed issuer, uint40 issueCents, uint40 reverseCents);

    /* ERRORS */

    /// @notice `account` has `have` of the `need` micro-dollars; in a sweep: of the smallest units of the asset
    /// `account`.
    error BalancesShort(address account, uint256 need, uint256 have);
    /// @notice A value is outside of what its field can hold or of what makes sense.
    error BalancesRange();
    /// @notice The deposit is worth `usd`, less than the payer's minimum.
    error BalancesSlippage(uint256 usd, uint256 min);
    /// @notice The feed's newest answer, of time `updatedAt`, is too old, from the future, or of an earlier round
    /// than the price in use.
    error BalancesStalePrice(uint256 updatedAt);
    /// @notice The feed's answer is zero, negative or out of bounds.
    error BalancesPriceBounds(int256 price);
    /// @notice The layer-2 sequencer is down, or has been up for less than an hour.
    error BalancesSequencer();
    /// @notice `token` is not accepted here.
    error BalancesAsset(address token);
    /// @notice Deposits are closed.
    error BalancesPaused();
    /// @notice `caller` has not the role for this.
    error BalancesRole(address caller);
    /// @notice The operator's next batch is number `actual`.
    error BalancesBatch(uint32 expected, uint32 actual);
    /// @notice The account's next card change is number `actual`.
    error BalancesSeq(uint32 expected, uint32 actual);
    /// @notice Only `left` micro-dollars may still be moved today.
    error BalancesCeiling(uint256 left);
    /// @notice The packed bytes are empty or not whole rows.
    error BalancesLength();
    /// @notice `nonce` was used or voided.
    error BalancesNonce(uint256 nonce);
    /// @notice `to` can not receive.
    error BalancesReceiver(address to);
    /// @notice This was good until `deadline`.
    error BalancesExpired(uint256 deadline);
    /// @notice `signer` did not sign this.
    error BalancesBadSignature(address signer);
    /// @notice This can be done from `readyAt` on.
    error BalancesNotDue(uint256 readyAt);
    /// @notice The call `op` is not announced, or not one of those that are.
    error BalancesNotAnnounced(bytes32 op);
}
