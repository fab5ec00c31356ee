// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "./IBalancesEvents.sol";
import {IBalancesOwner} from "./IBalancesOwner.sol";
import {IPermit2} from "./IPermit2.sol";

/// @title Balances: dollars that pay for storage
/// @notice Each account has *principal*, coins of one stablecoin that are its own and leave only by its own
/// `withdraw`, by charges within its own cap, or by purchases that it signed; and *credit*, prepaid dollars that can
/// be spent but not withdrawn. Stablecoin deposits become principal coin for coin; ETH and other tokens become
/// credit at the price of the moment; card money becomes credit by the issuer's signature. Dollars are integers of a
/// millionth (micro-dollars). Charges use credit first, then principal. Credit below zero is a debt that only new
/// credit repays; it never reduces principal.
///
/// An enabled operator can take from each account up to that account's cap in each period of 30 days. A
/// period begins at a multiple of 30 days of unix time, so two caps can be taken within seconds around a
/// border. The card issuer can raise and lower credit within its ceilings, and nothing else. What the owner and the
/// treasurer can do is in `IBalancesOwner`.
///
/// None of them can ever: take or move principal beyond an account's cap and signatures, raise a cap, stop or delay a
/// withdrawal, set a price, or change which coin is withdrawable. Withdrawing needs no price, no operator and no
/// owner, and is never paused. Prices and their guards concern credit only. The issuer of the coin can freeze coins
/// held here, as it can anywhere.
///
/// Signatures are EIP-712 of the domain ("Space Balances", "1"), by ECDSA or ERC-1271. Each names its signer and
/// serves once: by a nonce of the signer, in any order, or by the number of the card change. A signature that is out
/// stays good until its deadline, unless its signer voids the nonce. All that can be signed, the account can also do
/// by a call.
interface IBalances is IBalancesEvents, IBalancesOwner {
    /// @notice A signed transfer of the coin (ERC-3009).
    /// @param amount Coins in their smallest unit
    /// @param validAfter It is good after this time, unix seconds
    /// @param validBefore And before this time, unix seconds
    /// @param salt Makes the nonce new
    struct Authorization {
        uint256 amount;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 salt;
    }

    /* DEPOSITS */

    /// @notice Pulls stablecoins from the caller and adds them to the principal of `to`.
    /// @dev What arrives is measured. A coin of more than 6 decimals is rounded down to whole micro-dollars.
    /// @param amount Coins in their smallest unit
    /// @param to Account that gets the principal
    /// @param cap New cap of the payer in micro-dollars per period, used only if `to` is the payer; 2^48-1 keeps
    /// the cap as it is
    ///
    /// Requirements:
    /// - deposits are open, else `BalancesPaused`;
    /// - `to` is neither zero nor this contract, else `BalancesReceiver`;
    /// - at least one micro-dollar arrives and the account can hold it, else `BalancesRange`.
    ///
    /// Emits `Credited`, and `CapSet` if the cap was given.
    function depositStable(uint256 amount, address to, uint48 cap) external;

    /// @notice `depositStable` with the caller's permit (ERC-2612) in place of an approval. A permit that someone
    /// else brought to the coin before, or that the coin refuses, does no harm: what counts is the allowance then.
    /// @param deadline Of the permit
    /// @param signature The caller's permit of `amount` for this contract, 65 bytes
    ///
    /// Requirements:
    /// - those of `depositStable`;
    /// - the signature has 65 bytes, else `BalancesBadSignature`.
    ///
    /// Emits what `depositStable` does.
    function depositWithPermit(
        uint256 amount,
        address to,
        uint48 cap,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Deposits the withdrawable coin or a listed token that `from` signed for through Permit2; anyone can
    /// bring it.
    /// @dev The witness is `Deposit(address to,uint256 minUsd,uint48 cap)`.
    /// @param from Payer
    /// @param permit Token and amount, all of which is taken, nonce and deadline, as in Permit2
    /// @param to Account that is credited
    /// @param minUsd Least that `from` accepts for it, micro-dollars
    /// @param cap As in `depositStable`
    /// @param signature Of `from`, over Permit2's `PermitWitnessTransferFrom`
    ///
    /// Requirements:
    /// - there is Permit2, and it accepts the signature, else it reverts with its error;
    /// - those of `depositStable` or `depositToken`;
    /// - what arrives is worth at least `minUsd`, else `BalancesSlippage`.
    ///
    /// Emits what `depositStable` or `depositToken` does.
    function depositWithPermit2(
        address from,
        IPermit2.PermitTransferFrom calldata permit,
        address to,
        uint256 minUsd,
        uint48 cap,
        bytes calldata signature
    ) external;

    /// @notice Deposits stablecoins that `from` signed for by ERC-3009; anyone can bring it.
    /// @dev `from` signs `ReceiveWithAuthorization` with this contract as receiver and the nonce
    /// keccak256(abi.encode(to, cap, salt)), which binds what the coin itself does not know.
    /// @param from Payer
    /// @param authorization What `from` signed besides
    /// @param to Account that gets the principal
    /// @param cap As in `depositStable`
    /// @param signature Of `from`, 65 bytes
    ///
    /// Requirements:
    /// - the coin accepts the authorization, else it reverts with its error;
    /// - the signature has 65 bytes, else `BalancesBadSignature`;
    /// - those of `depositStable`.
    ///
    /// Emits what `depositStable` does.
    function depositWithAuthorization(
        address from,
        Authorization calldata authorization,
        address to,
        uint48 cap,
        bytes calldata signature
    ) external;

    /// @notice Takes the ETH that is sent and adds its worth to the credit of `to`.
    /// @dev A price that was read in the last 15 minutes is used as it is; otherwise this reads the feed, see
    /// `refreshPrice`.
    /// @param to Account that gets the credit
    /// @param minUsd Least credit that the caller accepts, micro-dollars
    /// @param cap As in `depositStable`
    ///
    /// Requirements:
    /// - deposits are open, else `BalancesPaused`;
    /// - `to` is neither zero nor this contract, else `BalancesReceiver`;
    /// - those of `refreshPrice`, if the price is older than 15 minutes;
    /// - the ETH is worth at least `minUsd`, else `BalancesSlippage`;
    /// - it is worth at least one micro-dollar and the account can hold it, else `BalancesRange`.
    ///
    /// Emits `Credited`, `CapSet` if the cap was given, and `PriceRefreshed` if the feed was read.
    function depositETH(address to, uint256 minUsd, uint48 cap) external payable;

    /// @notice Pulls a listed token from the caller and adds its worth to the credit of `to`. What arrives is
    /// measured. The withdrawable coin becomes principal, as in `depositStable`.
    /// @param token A listed token, or the withdrawable coin
    /// @param amount In its smallest unit
    /// @param to Account that gets the credit
    /// @param minUsd Least credit that the caller accepts, micro-dollars
    /// @param cap As in `depositStable`
    ///
    /// Requirements:
    /// - `token` is a token that the caller holds and has approved, else it reverts;
    /// - it is listed and not ETH, else `BalancesAsset`;
    /// - those of `depositETH`.
    ///
    /// Emits what `depositETH` does.
    function depositToken(address token, uint256 amount, address to, uint256 minUsd, uint48 cap) external;

    /// @notice Reads the feed of an asset and keeps its price for 15 minutes. Open to all.
    /// @param asset A listed asset
    ///
    /// Requirements:
    /// - deposits are open, else `BalancesPaused`;
    /// - `asset` is listed, else `BalancesAsset`;
    /// - the layer-2 sequencer, where there is one, has been up for an hour, else `BalancesSequencer`;
    /// - the answer is at most heartbeat + 10 minutes old, not from the future, and not of an earlier round than the
    ///   price in use, else `BalancesStalePrice`;
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

    /// @notice `withdraw` of an account that signed it; anyone can bring it.
    /// @dev Signed: `Withdraw(address account,uint256 usd,address to,uint256 nonce,uint40 deadline)`.
    /// @param account Signer, whose principal it is
    /// @param nonce Of `account`, not used before
    /// @param deadline Last second at which this is good
    /// @param signature Of `account`
    ///
    /// Requirements:
    /// - those of `withdraw`;
    /// - the deadline has not passed, else `BalancesExpired`;
    /// - `account` signed this, else `BalancesBadSignature`;
    /// - the nonce is unused, else `BalancesNonce`.
    ///
    /// Emits `Withdrawn`.
    function withdrawFor(
        address account,
        uint256 usd,
        address to,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /// @notice Sets how much operators may charge the caller in each period; 0 stops all charges at once.
    /// @param cap Micro-dollars per period
    ///
    /// Requirements:
    /// - `cap` is not 2^48-1, which means "keep" in deposits, else `BalancesRange`.
    ///
    /// Emits `CapSet`.
    function setCap(uint48 cap) external;

    /// @notice `setCap` of an account that signed it; anyone can bring it.
    /// @dev Signed: `SetCap(address account,uint48 previous,uint48 cap,uint256 nonce,uint40 deadline)`, where
    /// `previous` is the cap at the time of the call: any other change of the cap voids the signature.
    ///
    /// Requirements: those of `setCap` and, but for the principal, of `withdrawFor`.
    ///
    /// Emits `CapSet`.
    function setCapFor(
        address account,
        uint48 cap,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /// @notice Pays once, whatever the cap.
    /// @param amount Micro-dollars
    /// @param ref What is paid for, in the payee's terms
    /// @param payee An enabled operator
    ///
    /// Requirements:
    /// - `payee` is an enabled operator, else `BalancesRole`;
    /// - credit and principal cover the amount, else `BalancesShort`.
    ///
    /// Emits `Purchased`.
    function purchase(uint56 amount, bytes32 ref, address payee) external;

    /// @notice Makes signatures of the caller worthless that are out.
    /// @param index Nonces from 256 * `index` on
    /// @param mask Bit n stands for the nonce 256 * `index` + n
    ///
    /// Emits `NoncesVoided`.
    function voidNonces(uint256 index, uint256 mask) external;

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

    /// @notice `purchase` of an account that signed it, brought by the payee. It counts neither for the cap nor for
    /// the payee's ceiling.
    /// @dev Signed: `Purchase(address account,uint56 amount,bytes32 ref,address payee,uint256 nonce,uint40 deadline)`.
    ///
    /// Requirements:
    /// - the caller is `payee`, else `BalancesRole`;
    /// - those of `purchase` and, but for the principal, of `withdrawFor`.
    ///
    /// Emits `Purchased`.
    function chargeBySig(
        address account,
        uint56 amount,
        bytes32 ref,
        address payee,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /* CARDS */

    /// @notice Changes the credit of an account by a voucher of the card issuer; anyone can bring it. Credit may
    /// fall below zero; principal stays what it is.
    /// @dev Signed:
    /// `SyncCard(address issuer,address account,uint32 seq,int56 delta,uint40 deadline)`.
    /// @param account Whose credit
    /// @param seq Number of this change for the account, from 1 on, without gaps
    /// @param delta Micro-dollars, negative when a payment was reversed
    /// @param deadline Last second at which the voucher is good
    /// @param signature Of the issuer
    ///
    /// Requirements:
    /// - the deadline has not passed, else `BalancesExpired`;
    /// - the issuer signed this, else `BalancesBadSignature`;
    /// - `seq` follows the last change, else `BalancesSeq`;
    /// - the account can hold the credit, else `BalancesRange`;
    /// - the change is within what the issuer may still issue or reverse today, else `BalancesCeiling`.
    ///
    /// Emits `CardSynced`.
    function syncCard(
        address account,
        uint32 seq,
        int56 delta,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /* VIEWS */

    /// @notice The coin that principal is made of.
    function stable() external view returns (address);

    /// @notice Uptime feed of the layer-2 sequencer; zero where there is none.
    function sequencerFeed() external view returns (address);

    /// @notice Permit2; zero where there is none.
    function permit2() external view returns (address);

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

    /// @notice What a deposit would add now, if deposits are open.
    /// @param token The withdrawable coin or a listed asset
    /// @param amount In its smallest unit
    /// @return usd Micro-dollars
    /// @return needsRefresh Whether the deposit will have to read the feed, which costs more gas
    ///
    /// Requirements: those of `refreshPrice` but the first, if the price is older than 15 minutes.
    function quote(address token, uint256 amount) external view returns (uint256 usd, bool needsRefresh);

    /// @notice The books, in micro-dollars.
    /// @return principal Sum of all principal
    /// @return claimableStable Charged out of principal and not yet swept
    /// @return incomingPaused Whether deposits are closed
    function totals() external view returns (uint96 principal, uint96 claimableStable, bool incomingPaused);

    /// @notice Whether `nonce` of `signer` was used or voided.
    function nonceUsed(address signer, uint256 nonce) external view returns (bool);
}
