// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IAggregatorV3} from "../interfaces/IAggregatorV3.sol";
import {IBalances} from "../interfaces/IBalances.sol";
import {Account} from "./types/Account.sol";
import {Asset, AssetLib, Bounds} from "./types/Asset.sol";
import {ChargeRows} from "./types/ChargeRows.sol";
import {Operator} from "./types/Operator.sol";
import {Price, PriceLib} from "./types/Price.sol";
import {Totals} from "./types/Totals.sol";

/// @title Balances
/// @notice See `IBalances`, also for what the owner can and can never do.
/// @dev The coin held here is never less than `totals.principal + totals.claimableStable`, and
/// `totals.principal` is the sum of all principal. ETH buys credit only and is owed to nobody, so all ETH
/// held here is claimable and needs no counter. Coins or ETH that arrive by other ways than a deposit change
/// nobody's balance.
contract Balances is IBalances, Ownable2Step, ReentrancyGuardTransient {
    using ChargeRows for bytes;
    using SafeERC20 for IERC20Metadata;

    /// @dev Stands for ETH (ERC-7528).
    address private constant ETH = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;
    uint8 private constant ETH_DECIMALS = 18;

    /// @dev As the cap of a deposit: leave the cap alone.
    uint48 private constant KEEP_CAP = type(uint48).max;

    /// @dev How long after its heartbeat a feed's answer is still taken.
    uint256 private constant HEARTBEAT_GRACE = 10 minutes;

    /// @dev Most decimals of an asset and its feed together: 10^77 is the highest power in a word.
    uint256 private constant MAX_DECIMALS = PriceLib.USD_DECIMALS + 77;

    IERC20Metadata private immutable _stable;
    /// @dev Smallest units of the coin in a micro-dollar.
    uint256 private immutable _unit;

    /// @inheritdoc IBalances
    address public immutable sequencerFeed;

    mapping(address account => Account) private _account;
    Totals private _totals;
    mapping(address operator => Operator) private _operator;
    mapping(address asset => Asset) private _asset;
    mapping(address asset => Bounds) private _bounds;
    /// @dev Holds only prices that the present terms of the asset allow: `setAsset` empties it.
    mapping(address asset => Price) private _price;

    /// @param owner_ See `IBalances` for its powers
    /// @param stable_ The one withdrawable coin, of 6 decimals at least. One that takes a fee, rebases or
    /// calls back is not meant here
    /// @param sequencerFeed_ See `sequencerFeed`
    /// @param assets Assets to begin with
    /// @param operators Operators to begin with
    constructor(
        address owner_,
        address stable_,
        address sequencerFeed_,
        AssetTerms[] memory assets,
        OperatorTerms[] memory operators
    ) Ownable(owner_) {
        uint256 decimals = IERC20Metadata(stable_).decimals();
        if (decimals < PriceLib.USD_DECIMALS) revert BalancesRange();
        _stable = IERC20Metadata(stable_);
        _unit = 10 ** (decimals - PriceLib.USD_DECIMALS);
        sequencerFeed = sequencerFeed_;
        for (uint256 i = 0; i < assets.length; ++i) _setAsset(assets[i]);
        for (uint256 i = 0; i < operators.length; ++i) _setOperator(operators[i]);
    }

    /* DEPOSITS */

    /// @inheritdoc IBalances
    function depositStable(uint256 amount, address to, uint48 cap) external nonReentrant {
        _checkReceiver(to);
        uint256 held = _stable.balanceOf(address(this));
        _stable.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = _stable.balanceOf(address(this)) - held;

        uint256 usd = received / _unit;
        Account account = _account[to].addPrincipal(usd);
        _totals = _totals.addPrincipal(usd);
        _settleDeposit(account, to, address(_stable), received, usd, cap);
    }

    /// @inheritdoc IBalances
    function depositETH(address to, uint256 minUsd, uint48 cap) external payable {
        _checkReceiver(to);
        Price price = _price[ETH];
        if (!price.isFresh()) price = _refresh(ETH);

        uint256 usd = price.usdOf(msg.value);
        if (usd < minUsd) revert BalancesSlippage(usd, minUsd);
        _settleDeposit(_account[to].addCredit(usd), to, ETH, msg.value, usd, cap);
    }

    /// @inheritdoc IBalances
    function refreshPrice(address asset) external {
        _refresh(asset);
    }

    /* THE ACCOUNT'S OWN */

    /// @inheritdoc IBalances
    function withdraw(uint256 usd, address to) external nonReentrant {
        _checkReceiver(to);
        Account account = _account[msg.sender];
        uint256 principal = account.principal();
        if (usd > principal) revert BalancesShort(msg.sender, usd, principal);

        account = account.takePrincipal(usd);
        _account[msg.sender] = account;
        _totals = _totals.takePrincipal(usd);
        emit Withdrawn(msg.sender, to, usd, Account.unwrap(account));
        _stable.safeTransfer(to, usd * _unit);
    }

    /// @inheritdoc IBalances
    function setCap(uint48 cap) external {
        if (cap == KEEP_CAP) revert BalancesRange();
        _account[msg.sender] = _account[msg.sender].withCap(cap);
        emit CapSet(msg.sender, cap);
    }

    /* CHARGES */

    /// @inheritdoc IBalances
    function charge(uint32 expectedBatch, bytes32 receiptsRoot, bytes calldata packed) external {
        Operator operator = _operator[msg.sender];
        if (!operator.enabled()) revert BalancesRole(msg.sender);
        uint256 rows = packed.count();
        uint32 batch = operator.batch();
        if (batch != expectedBatch) revert BalancesBatch(expectedBatch, batch);

        uint256 charged = 0;
        uint256 earned = 0;
        bytes memory skipped = new bytes((rows + 7) / 8);
        for (uint256 i = 0; i < rows; ++i) {
            (address account, uint256 usd) = packed.row(i);
            (bool applied, Account next, uint256 fromPrincipal) = _account[account].tryCharge(usd);
            if (applied) {
                _account[account] = next;
                charged += usd;
                earned += fromPrincipal;
            } else {
                skipped[i / 8] |= bytes1(uint8(1 << (i % 8)));
            }
        }

        _operator[msg.sender] = operator.afterBatch(charged);
        if (earned != 0) _totals = _totals.earn(earned);
        emit Charged(msg.sender, batch, receiptsRoot, packed, skipped);
    }

    /* OWNER */

    /// @inheritdoc IBalances
    function setAsset(AssetTerms calldata terms) external onlyOwner {
        _setAsset(terms);
    }

    /// @inheritdoc IBalances
    function setOperator(OperatorTerms calldata terms) external onlyOwner {
        _setOperator(terms);
    }

    /* VIEWS */

    /// @inheritdoc IBalances
    function stable() external view returns (address) {
        return address(_stable);
    }

    /// @inheritdoc IBalances
    function accountOf(
        address account
    ) external view returns (int56 credit, uint56 principal, uint48 cap, uint48 spent, uint32 cardSeq) {
        Account word = _account[account];
        return (word.credit(), word.principal(), word.cap(), word.spent(), word.cardSeq());
    }

    /// @inheritdoc IBalances
    function withdrawable(address account) external view returns (uint256 usd) {
        return _account[account].principal();
    }

    /// @inheritdoc IBalances
    function quote(address token, uint256 amount) external view returns (uint256 usd, bool needsRefresh) {
        if (token == address(_stable)) return (amount / _unit, false);
        Price price = _price[token];
        needsRefresh = !price.isFresh();
        if (needsRefresh) price = _readFeed(token);
        return (price.usdOf(amount), needsRefresh);
    }

    /// @inheritdoc IBalances
    function operatorOf(
        address operator
    ) external view returns (uint32 batch, uint56 chargedToday, uint56 dailyCeiling, bool enabled) {
        Operator word = _operator[operator];
        return (word.batch(), word.chargedToday(), word.dailyCeiling(), word.enabled());
    }

    /// @inheritdoc IBalances
    function totals() external view returns (uint96 principal, uint96 claimableStable, bool incomingPaused) {
        Totals word = _totals;
        return (word.principal(), word.claimableStable(), word.incomingPaused());
    }

    /* INTERNAL */

    /// @dev Zero and this contract could never spend or withdraw what they get.
    function _checkReceiver(address to) private view {
        if (to == address(0) || to == address(this)) revert BalancesReceiver(to);
    }

    /// @dev Stores `account`, the word of `to` after a deposit worth `usd`, with the cap if the payer may set
    /// it.
    function _settleDeposit(
        Account account,
        address to,
        address asset,
        uint256 amount,
        uint256 usd,
        uint48 cap
    ) private {
        if (usd == 0) revert BalancesRange();
        if (to == msg.sender && cap != KEEP_CAP) {
            account = account.withCap(cap);
            emit CapSet(to, cap);
        }
        _account[to] = account;
        emit Credited(to, asset, msg.sender, amount, usd, Account.unwrap(account));
    }

    function _refresh(address asset) private returns (Price price) {
        price = _readFeed(asset);
        _price[asset] = price;
        emit PriceRefreshed(asset, price.price(), price.round());
    }

    /// @dev The feed's newest answer, if the asset's terms allow it.
    function _readFeed(address token) private view returns (Price) {
        Asset asset = _asset[token];
        if (!asset.enabled()) revert BalancesAsset(token);
        (uint80 round, int256 answer, , uint256 updatedAt, ) = IAggregatorV3(asset.feed()).latestRoundData();
        if (
            updatedAt > block.timestamp || block.timestamp - updatedAt > asset.heartbeat() + HEARTBEAT_GRACE
        ) {
            revert BalancesStalePrice(updatedAt);
        }
        if (!_bounds[token].includes(answer)) revert BalancesPriceBounds(answer);
        return PriceLib.readNow(uint96(uint256(answer)), round, asset.decimals());
    }

    function _setAsset(AssetTerms memory terms) private {
        address token = terms.asset;
        if (token == address(_stable) || (token != ETH && token.code.length == 0))
            revert BalancesAsset(token);
        if (terms.feed.code.length == 0 || terms.heartbeat == 0 || terms.min == 0 || terms.min > terms.max) {
            revert BalancesRange();
        }
        uint8 tokenDecimals = token == ETH ? ETH_DECIMALS : IERC20Metadata(token).decimals();
        Asset asset = AssetLib.listed(
            terms.feed,
            terms.heartbeat,
            tokenDecimals,
            IAggregatorV3(terms.feed).decimals()
        );
        uint256 decimals = asset.decimals();
        if (decimals < PriceLib.USD_DECIMALS || decimals > MAX_DECIMALS) revert BalancesRange();

        _asset[token] = asset;
        _bounds[token] = AssetLib.bounds(terms.min, terms.max);
        _price[token] = PriceLib.NONE;
        emit AssetSet(token, terms.feed, terms.heartbeat, tokenDecimals, terms.min, terms.max, true);
    }

    function _setOperator(OperatorTerms memory terms) private {
        if (terms.operator == address(0)) revert BalancesRange();
        _operator[terms.operator] = _operator[terms.operator].withCeiling(terms.dailyCeiling);
        emit OperatorSet(terms.operator, terms.dailyCeiling, true);
    }

    /// @dev One error for every missing role.
    function _checkOwner() internal view override {
        if (msg.sender != owner()) revert BalancesRole(msg.sender);
    }
}
