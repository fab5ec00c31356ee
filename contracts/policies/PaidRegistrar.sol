// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IBalances} from "../interfaces/IBalances.sol";
import {INames} from "../interfaces/INames.sol";

/// @title Sells new names for dollars
/// @notice Takes the price of a name from the balance of the account that signed for it, and registers the name for an owner who
/// signed for it: both, or neither. `NamePolicy.setRegistrar` makes it the only way to a new name; the owner of
/// `Balances` has to enable it as an operator, since it is paid like one. It holds no money: what it earns lies in
/// `Balances`, for the treasurer.
///
/// Its owner can change prices at once. No one pays another price than the signed one.
contract PaidRegistrar is Ownable2Step {
    /// @notice Who pays, by a signature for `Balances.chargeBySig`. Its `payee` is this contract, its `ref` is
    /// `refOf(owner, name)`, its `amount` the price.
    struct Payment {
        address payer;
        uint256 nonce;
        uint40 deadline;
        bytes signature;
    }

    /// @notice Micro-dollars for names of 3 bytes, of 4, of 5, and for longer ones; 0 = nothing.
    event PricesSet(uint56[4] prices);

    uint256 private constant SHORTEST = 3;

    /// @notice Where names are registered.
    INames public immutable names;

    /// @notice Where prices are paid.
    IBalances public immutable balances;

    uint56[4] private _prices;

    /// @param owner Account that may change prices
    /// @param names_ Where names are registered
    /// @param balances_ Where prices are paid
    /// @param prices_ Micro-dollars for names of 3 bytes, of 4, of 5, and for longer ones; 0 for nothing
    constructor(address owner, INames names_, IBalances balances_, uint56[4] memory prices_) Ownable(owner) {
        (names, balances) = (names_, balances_);
        _setPrices(prices_);
    }

    /// @notice Registers a name for an account that signed it, if its price is paid; anyone can bring both signatures.
    /// Where the policy wants a commitment, it is that of `Names.registerFor`.
    /// @param owner Account that is to have the name
    /// @param name The name
    /// @param keyDigest Digest of the name's first key binding
    /// @param options As `Names.register` takes them
    /// @param deadline Last second in which the signature of `owner` counts
    /// @param signature Of `owner`, as `Names.registerFor` takes it
    /// @param payment Who pays; not looked at when the name costs nothing
    ///
    /// Requirements:
    /// - those of `Balances.chargeBySig`, unless the name costs nothing;
    /// - those of `Names.registerFor`.
    ///
    /// Emits `Purchased` of `Balances`, unless the name costs nothing, and what `Names.registerFor` emits.
    function register(
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        uint40 deadline,
        bytes calldata signature,
        Payment calldata payment
    ) external {
        uint56 price = priceOf(name);
        if (price != 0) {
            balances.chargeBySig(
                payment.payer,
                price,
                refOf(owner, name),
                address(this),
                payment.nonce,
                payment.deadline,
                payment.signature
            );
        }
        names.registerFor(owner, name, keyDigest, options, deadline, signature);
    }

    /// @notice Sets what names cost.
    /// @param prices_ Micro-dollars for names of 3 bytes, of 4, of 5, and for longer ones; 0 for nothing
    ///
    /// Requirements:
    /// - the caller owns the registrar, else `OwnableUnauthorizedAccount`.
    ///
    /// Emits `PricesSet`.
    function setPrices(uint56[4] calldata prices_) external onlyOwner {
        _setPrices(prices_);
    }

    /// @notice What names of 3 bytes cost, of 4, of 5, and longer ones.
    function prices() external view returns (uint56[4] memory) {
        return _prices;
    }

    /// @notice What a name costs.
    /// @return usd Micro-dollars; 0 for nothing
    function priceOf(bytes32 name) public view returns (uint56 usd) {
        uint256 index = 0;
        while (index < 3 && name[SHORTEST + index] != 0) ++index;
        return _prices[index];
    }

    /// @notice The reference that a payment for this name and owner carries, so that it serves for no other.
    function refOf(address owner, bytes32 name) public pure returns (bytes32 ref) {
        return keccak256(abi.encode(owner, name));
    }

    function _setPrices(uint56[4] memory prices_) private {
        _prices = prices_;
        emit PricesSet(prices_);
    }
}
