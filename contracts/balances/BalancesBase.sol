// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IBalances} from "../interfaces/IBalances.sol";
import {NonceBitmap} from "../lib/NonceBitmap.sol";
import {Signatures} from "../lib/Signatures.sol";
import {Account} from "./types/Account.sol";
import {Asset, Bounds} from "./types/Asset.sol";
import {Issuer, IssuerLimits} from "./types/Issuer.sol";
import {Operator} from "./types/Operator.sol";
import {Price, PriceLib} from "./types/Price.sol";
import {Totals} from "./types/Totals.sol";

/// @title What all parts of Balances share: every storage word, and the checks of signatures
/// @dev The coin held here is never less than `totals.principal + totals.claimableStable`, and
/// `totals.principal` is the sum of all principal. ETH buys credit only and is owed to no one, so all ETH
/// held here is claimable and needs no counter. Coins or ETH that arrive by other ways than a deposit change
/// no one's balance.
abstract contract BalancesBase is IBalances, Ownable2Step, EIP712, ReentrancyGuardTransient {
    using NonceBitmap for mapping(uint256 index => uint256 bits);

    /// @dev Stands for ETH (ERC-7528).
    address internal constant ETH = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;

    /// @dev As the cap of a deposit: leave the cap alone.
    uint48 internal constant KEEP_CAP = type(uint48).max;

    IERC20Metadata internal immutable _stable;
    /// @dev Smallest units of the coin in a micro-dollar.
    uint256 internal immutable _unit;

    /// @inheritdoc IBalances
    address public immutable sequencerFeed;

    /// @inheritdoc IBalances
    address public immutable permit2;

    mapping(address account => Account) internal _account;
    Totals internal _totals;
    mapping(address operator => Operator) internal _operator;
    mapping(address asset => Asset) internal _asset;
    mapping(address asset => Bounds) internal _bounds;
    /// @dev Holds only prices that the present terms of the asset allow: whatever changes them empties it. That of
    /// ETH is closed while deposits are, so that a deposit of ETH need not read `_totals`.
    mapping(address asset => Price) internal _price;
    Issuer internal _issuer;
    IssuerLimits internal _issuerLimits;
    /// @dev Of tokens that are neither ETH nor the coin, in their smallest unit.
    mapping(address token => uint256 amount) internal _claimable;
    mapping(address signer => mapping(uint256 index => uint256 bits)) internal _nonces;
    address internal _treasurer;
    mapping(bytes32 op => uint256 due) internal _due;

    constructor(
        address owner_,
        address stable_,
        address sequencerFeed_,
        address permit2_
    ) Ownable(owner_) EIP712("Space Balances", "1") {
        uint8 decimals = IERC20Metadata(stable_).decimals();
        if (decimals < PriceLib.USD_DECIMALS) revert BalancesRange();
        if (!_isZeroOrContract(sequencerFeed_) || !_isZeroOrContract(permit2_)) revert BalancesRange();
        _stable = IERC20Metadata(stable_);
        _unit = 10 ** (decimals - PriceLib.USD_DECIMALS);
        sequencerFeed = sequencerFeed_;
        permit2 = permit2_;
        emit Deployed(stable_, decimals, sequencerFeed_, permit2_);
    }

    /// @dev Zero and this contract could never spend or withdraw what they get.
    function _checkReceiver(address to) internal view {
        if (to == address(0) || to == address(this)) revert BalancesReceiver(to);
    }

    function _checkIncoming(Totals totals_) internal pure {
        if (totals_.incomingPaused()) revert BalancesPaused();
    }

    /// @dev By the signer's key, or by its code (ERC-1271). The key is tried first, unlike in `Signatures`: that spares plain
    /// keys a look at their code, 2,600 gas of each voucher and payment.
    function _checkSigned(
        address signer,
        bytes32 structHash,
        uint40 deadline,
        bytes calldata signature
    ) internal view {
        if (block.timestamp > deadline) revert BalancesExpired(deadline);
        bytes32 digest = _hashTypedDataV4(structHash);
        if (
            !Signatures.isByKey(signer, digest, signature) &&
            !SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature)
        ) revert BalancesBadSignature(signer);
    }

    /// @dev `word` of `account` with another cap.
    function _withCap(Account word, address account, uint48 cap) internal returns (Account) {
        emit CapSet(account, cap);
        return word.withCap(cap);
    }

    function _useNonce(address signer, uint256 nonce) internal {
        if (!_nonces[signer].tryUse(nonce)) revert BalancesNonce(nonce);
    }

    /// @dev One error for every missing role.
    function _checkOwner() internal view override {
        if (msg.sender != owner()) revert BalancesRole(msg.sender);
    }

    function _isZeroOrContract(address account) private view returns (bool) {
        return account == address(0) || account.code.length != 0;
    }
}
