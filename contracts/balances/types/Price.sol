// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";

/// @dev The price of an asset as it was last read. Zero = none. From the least significant bit on:
///
/// | bits | field | meaning                                                             |
/// | ---- | ----- | ------------------------------------------------------------------- |
/// |   96 | price | dollars per whole unit, in the feed's decimals                      |
/// |   40 | at    | unix time at which it was read                                      |
/// |   80 | round | round of the feed                                                   |
/// |    8 | scale | decimals of asset and feed together, less the 6 of a micro-dollar   |
/// |    8 | flags | bit 0: deposits are closed, nothing is read (only ever set for ETH)  |
/// |   24 | spare |                                                                     |
///
/// The scale stands here so that a deposit at a cached price reads this word alone.
type Price is uint256;

using PriceLib for Price global;

library PriceLib {
    uint256 private constant AT_AT = 96;
    uint256 private constant ROUND_AT = 136;
    uint256 private constant SCALE_AT = 216;
    uint256 private constant LIFETIME = 15 minutes;

    /// @dev No price: never fresh.
    Price internal constant NONE = Price.wrap(0);

    /// @dev No price, and none may be read.
    Price internal constant CLOSED = Price.wrap(1 << 224);

    /// @dev Decimals of a micro-dollar.
    uint256 internal constant USD_DECIMALS = 6;

    /// @dev A price that is read now. `decimals` counts those of the asset and of its feed.
    function readNow(uint96 price_, uint80 round_, uint256 decimals) internal view returns (Price) {
        return
            Price.wrap(
                uint256(price_) |
                    (block.timestamp << AT_AT) |
                    (uint256(round_) << ROUND_AT) |
                    ((decimals - USD_DECIMALS) << SCALE_AT)
            );
    }

    function price(Price self) internal pure returns (uint96) {
        return uint96(Price.unwrap(self));
    }

    function round(Price self) internal pure returns (uint80) {
        return uint80(Price.unwrap(self) >> ROUND_AT);
    }

    function isClosed(Price self) internal pure returns (bool) {
        return Price.unwrap(self) & Price.unwrap(CLOSED) != 0;
    }

    /// @dev No price, closed or not as before.
    function emptied(Price self) internal pure returns (Price) {
        return Price.wrap(Price.unwrap(self) & Price.unwrap(CLOSED));
    }

    /// @dev Whether it may still be used without reading the feed.
    function isFresh(Price self) internal view returns (bool) {
        return block.timestamp <= uint40(Price.unwrap(self) >> AT_AT) + LIFETIME;
    }

    /// @dev Worth of `amount` of the asset in micro-dollars, rounded down.
    function usdOf(Price self, uint256 amount) internal pure returns (uint256) {
        if (amount > type(uint160).max) revert IBalancesEvents.BalancesRange();
        uint256 scale = uint8(Price.unwrap(self) >> SCALE_AT);
        unchecked {
            // 160 bits by 96 bits fit; the scale is at most 77.
            return (amount * self.price()) / 10 ** scale;
        }
    }
}
