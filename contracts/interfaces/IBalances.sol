// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title Balances: dollars that pay for storage
/// @notice Each account has *principal*, coins of one stablecoin that are its own and leave only by its own
/// `withdraw` or by charges within its own cap, and *credit*, prepaid dollars that can be spent but not
/// withdrawn. Stablecoin deposits become principal coin for coin; ETH becomes credit at the price of the
/// moment. Dollars are integers of a millionth (micro-dollars). Charges use credit first, then principal.
/// Credit below zero is a debt that only new credit repays; it never reduces principal.
///
/// The owner can:
/// - list an asset with a price feed and bounds, and replace both;
/// - enable an operator, and set how much it may charge in a day.
///
/// An enabled operator can take from each account up to that account's cap in each period of 30 days. A
/// period begins at a multiple of 30 days of unix time, so two caps can be taken within seconds around a
/// border.
///
/// Neither the owner nor an operator can ever: take or move principal beyond an account's cap, raise a cap,
/// stop or delay a withdrawal, set a price, or change which coin is withdrawable. Withdrawing needs no price,
/// no operator and no owner. The issuer of the coin can freeze coins held here, as it can anywhere.
///
/// What the owner changes is announced by `AssetSet` and `OperatorSet`. The constructor emits the same events
/// for the settings that a deployment begins with, so a waiting period before later changes leaves both as
/// they are.
interface IBalances {
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

    /* EVENTS: `word` is the account's word afterwards, see contracts/balances/types/Account.sol */

    /// @notice `payer` gave `amount` of `asset`; `account` got `usd` micro-dollars for it: principal if the
    /// asset is the withdrawable coin, credit otherwise.
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

    /// @notice `account` paid `payee` once, by its own signature.
    event Purchased(
        address indexed account,
        address indexed payee,
        bytes32 indexed ref,
        uint256 usd,
        uint256 word
    );

    /// @notice The card issuer changed the credit of `account` by `delta`.
    event CardSynced(address indexed account, uint32 seq, int56 delta, uint256 word);

    /// @notice The price of `asset` was read from its feed; `price` is in the feed's decimals.
    event PriceRefreshed(address indexed asset, uint256 price, uint80 roundId);

    /// @notice Earned funds left to `to`.
    event Swept(address indexed asset, address indexed to, uint256 amount);

    /// @notice Deposits are closed, or open again. Withdrawals never are.
    event IncomingPaused(bool paused);

    /// @notice The owner may apply `call` from `due` on.
    event Announced(bytes32 indexed op, bytes call, uint40 due);

    /// @notice Earned funds go out by `treasurer`.
    event TreasurerSet(address indexed treasurer);

    /// @notice The terms of an asset changed.
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

    /// @notice The card issuer changed, with what it may issue and reverse in a day.
    event IssuerSet(address indexed issuer, uint40 issueCents, uint40 reverseCents);

    /* ERRORS */

    /// @notice `account` has `have` of the `need` micro-dollars.
    error BalancesShort(address account, uint256 need, uint256 have);
    /// @notice A value is outside of what its field can hold or of what makes sense.
    error BalancesRange();
    /// @notice The deposit is worth `usd`, less than the payer's minimum.
    error BalancesSlippage(uint256 usd, uint256 min);
    /// @notice The feed's newest answer, of time `updatedAt`, is too old or from the future.
    error BalancesStalePrice(uint256 updatedAt);
    /// @notice The feed's answer is zero, negative or out of bounds.
    error BalancesPriceBounds(int256 price);
    /// @notice The layer-2 sequencer is down or was until a moment ago.
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
    /// @notice `nonce` was used.
    error BalancesNonce(uint256 nonce);
    /// @notice `to` can not receive.
    error BalancesReceiver(address to);
    /// @notice The signature was good until `deadline`.
    error BalancesExpired(uint256 deadline);
    /// @notice `signer` did not sign this.
    error BalancesBadSignature(address signer);
    /// @notice This can be done from `readyAt` on.
    error BalancesNotDue(uint256 readyAt);

    /* DEPOSITS */

    /// @notice Pulls stablecoins from the caller and adds them to the principal of `to`.
    /// @dev What arrives is measured. A coin of more than 6 decimals is rounded down to whole micro-dollars.
    /// @param amount Coins in their smallest unit
    /// @param to Account that gets the principal
    /// @param cap New cap of the caller in micro-dollars per period, used only if `to` is the caller;
    /// 2^48-1 keeps the cap as it is
    ///
    /// Requirements:
    /// - `to` is neither zero nor this contract, else `BalancesReceiver`;
    /// - at least one micro-dollar arrives and the account can hold it, else `BalancesRange`.
    ///
    /// Emits `Credited`, and `CapSet` if the cap was given.
    function depositStable(uint256 amount, address to, uint48 cap) external;

    /// @notice Takes the ETH that is sent and adds its worth to the credit of `to`.
    /// @dev A price that was read in the last 15 minutes is used as it is; otherwise this reads the feed, see
    /// `refreshPrice`.
    /// @param to Account that gets the credit
    /// @param minUsd Least credit that the caller accepts, micro-dollars
    /// @param cap As in `depositStable`
    ///
    /// Requirements:
    /// - `to` is neither zero nor this contract, else `BalancesReceiver`;
    /// - those of `refreshPrice`, if the price is older than 15 minutes;
    /// - the ETH is worth at least `minUsd`, else `BalancesSlippage`;
    /// - it is worth at least one micro-dollar and the account can hold it, else `BalancesRange`.
    ///
    /// Emits `Credited`, `CapSet` if the cap was given, and `PriceRefreshed` if the feed was read.
    function depositETH(address to, uint256 minUsd, uint48 cap) external payable;

    /// @notice Reads the feed of an asset and keeps its price for 15 minutes. Open to all.
    /// @param asset A listed asset
    ///
    /// Requirements:
    /// - `asset` is listed, else `BalancesAsset`;
    /// - the answer is at most heartbeat + 10 minutes old and not from the future, else `BalancesStalePrice`;
    /// - the answer is above zero and within the bounds, else `BalancesPriceBounds`.
    ///
    /// Emits `PriceRefreshed`.
    function refreshPrice(address asset) external;

    /* THE ACCOUNT'S OWN */

    /// @notice Sends principal out as coins. Nothing but the principal itself limits this.
    /// @param usd Micro-dollars
    /// @param to Receiver of the coins
    ///
    /// Requirements:
    /// - `to` is neither zero nor this contract, else `BalancesReceiver`;
    /// - the caller has `usd` of principal, else `BalancesShort`.
    ///
    /// Emits `Withdrawn`.
    function withdraw(uint256 usd, address to) external;

    /// @notice Sets how much operators may charge the caller in each period; 0 stops all charges at once.
    /// @param cap Micro-dollars per period
    ///
    /// Requirements:
    /// - `cap` is not 2^48-1, which means "keep" in deposits, else `BalancesRange`.
    ///
    /// Emits `CapSet`.
    function setCap(uint48 cap) external;

    /* CHARGES */

    /// @notice Charges many accounts. A row that is above an account's cap or balance is skipped and
    /// reported, the others are applied. The same account may occur more than once.
    /// @dev `receiptsRoot` commits to the signed usage that explains the rows; leaves are (chain, this
    /// contract, operator, batch, index, account, meter, quantity, micro-dollars), hashed twice.
    /// @param expectedBatch Number of this batch for the operator, from 0 on; the same batch can not be sent
    /// twice
    /// @param receiptsRoot Merkle root of the receipts
    /// @param packed Rows of 28 bytes: account (20), micro-dollars (8, big endian)
    ///
    /// Requirements:
    /// - the caller is an enabled operator, else `BalancesRole`;
    /// - `packed` holds one row at least and only whole rows, else `BalancesLength`;
    /// - `expectedBatch` is the operator's next batch, else `BalancesBatch`;
    /// - the rows applied today stay within the operator's daily ceiling, else `BalancesCeiling`.
    ///
    /// Emits `Charged`.
    function charge(uint32 expectedBatch, bytes32 receiptsRoot, bytes calldata packed) external;

    /* OWNER */

    /// @notice Lists an asset, or replaces its terms. The cached price is dropped, so that the new terms hold
    /// from the next deposit on.
    /// @param terms The asset and its terms
    ///
    /// Requirements:
    /// - the caller is the owner, else `BalancesRole`;
    /// - the asset is not the withdrawable coin, else `BalancesAsset`;
    /// - it is ETH or a contract, else `BalancesAsset`;
    /// - the feed is a contract, heartbeat and `min` are above zero, `min` is not above `max`, and asset and
    ///   feed have 6 to 83 decimals together, else `BalancesRange`.
    ///
    /// Emits `AssetSet`.
    function setAsset(AssetTerms calldata terms) external;

    /// @notice Enables an operator, or replaces its ceiling. A ceiling of 0 lets it charge nothing. What it
    /// charged today still counts.
    /// @param terms The operator and its ceiling
    ///
    /// Requirements:
    /// - the caller is the owner, else `BalancesRole`;
    /// - the operator is not zero, else `BalancesRange`.
    ///
    /// Emits `OperatorSet`.
    function setOperator(OperatorTerms calldata terms) external;

    /* VIEWS */

    /// @notice The coin that principal is made of.
    function stable() external view returns (address);

    /// @notice Uptime feed of the layer-2 sequencer; zero where there is none. Recorded for readers, not
    /// consulted by the functions of this interface.
    function sequencerFeed() external view returns (address);

    /// @notice The account, all in micro-dollars.
    /// @return credit Prepaid dollars; below zero = debt
    /// @return principal Dollars that can be withdrawn
    /// @return cap Most that may be charged in a period
    /// @return spent Charged in the running period
    /// @return cardSeq Card changes so far
    function accountOf(
        address account
    ) external view returns (int56 credit, uint56 principal, uint48 cap, uint48 spent, uint32 cardSeq);

    /// @notice What `account` can withdraw now: its principal, exactly.
    function withdrawable(address account) external view returns (uint256 usd);

    /// @notice What a deposit would add now.
    /// @param token The withdrawable coin or a listed asset
    /// @param amount In its smallest unit
    /// @return usd Micro-dollars
    /// @return needsRefresh Whether the deposit will have to read the feed, which costs more gas
    ///
    /// Requirements: those of `refreshPrice`, if the price is older than 15 minutes.
    function quote(address token, uint256 amount) external view returns (uint256 usd, bool needsRefresh);

    /// @notice The operator.
    /// @return batch Number of its next batch
    /// @return chargedToday Micro-dollars that it charged in this UTC day
    /// @return dailyCeiling Most that it may charge in a day
    /// @return enabled Whether it may charge
    function operatorOf(
        address operator
    ) external view returns (uint32 batch, uint56 chargedToday, uint56 dailyCeiling, bool enabled);

    /// @notice The books, in micro-dollars.
    /// @return principal Sum of all principal
    /// @return claimableStable Charged out of principal and not yet swept
    /// @return incomingPaused Whether deposits are closed
    function totals() external view returns (uint96 principal, uint96 claimableStable, bool incomingPaused);
}
