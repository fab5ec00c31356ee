// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev How an asset is priced. Zero = not listed. From the least significant bit on:
///
/// | bits | field         | meaning                                         |
/// | ---- | ------------- | ----------------------------------------------- |
/// |  160 | feed          | AggregatorV3 feed, dollars per whole unit       |
/// |   24 | heartbeat     | longest time between two answers, seconds       |
/// |    8 | tokenDecimals | decimals of the asset                           |
/// |    8 | feedDecimals  | decimals of the feed's answers                  |
/// |    8 | enabled       | 1 = accepted                                    |
/// |   48 | spare         |                                                 |
type Asset is uint256;

/// @dev Which answers of the feed are believed, in its decimals: min 96 bits, then max 96, spare 64.
type Bounds is uint256;

using AssetLib for Asset global;
using AssetLib for Bounds global;

library AssetLib {
    uint256 private constant HEARTBEAT_AT = 160;
    uint256 private constant TOKEN_DECIMALS_AT = 184;
    uint256 private constant FEED_DECIMALS_AT = 192;
    uint256 private constant ENABLED_AT = 200;
    uint256 private constant MAX_AT = 96;

    /// @dev A listed, enabled asset.
    function listed(
        address feed_,
        uint24 heartbeat_,
        uint8 tokenDecimals_,
        uint8 feedDecimals_
    ) internal pure returns (Asset) {
        return
            Asset.wrap(
                uint256(uint160(feed_)) |
                    (uint256(heartbeat_) << HEARTBEAT_AT) |
                    (uint256(tokenDecimals_) << TOKEN_DECIMALS_AT) |
                    (uint256(feedDecimals_) << FEED_DECIMALS_AT) |
                    (uint256(1) << ENABLED_AT)
            );
    }

    function feed(Asset self) internal pure returns (address) {
        return address(uint160(Asset.unwrap(self)));
    }

    function heartbeat(Asset self) internal pure returns (uint24) {
        return uint24(Asset.unwrap(self) >> HEARTBEAT_AT);
    }

    /// @dev Decimals of the asset and of its feed together.
    function decimals(Asset self) internal pure returns (uint256) {
        uint256 word = Asset.unwrap(self);
        return uint256(uint8(word >> TOKEN_DECIMALS_AT)) + uint8(word >> FEED_DECIMALS_AT);
    }

    function enabled(Asset self) internal pure returns (bool) {
        return uint8(Asset.unwrap(self) >> ENABLED_AT) != 0;
    }

    function bounds(uint96 min, uint96 max) internal pure returns (Bounds) {
        return Bounds.wrap(min | (uint256(max) << MAX_AT));
    }

    function includes(Bounds self, int256 answer) internal pure returns (bool) {
        uint256 word = Bounds.unwrap(self);
        return answer >= int256(uint256(uint96(word))) && answer <= int256(uint256(uint96(word >> MAX_AT)));
    }
}
