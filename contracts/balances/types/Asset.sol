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

    function tokenDecimals(Asset self) internal pure returns (uint8) {
        return uint8(Asset.unwrap(self) >> TOKEN_DECIMALS_AT);
    }

    function feedDecimals(Asset self) internal pure returns (uint8) {
        return uint8(Asset.unwrap(self) >> FEED_DECIMALS_AT);
    }

    /// @dev Decimals of the asset and of its feed together.
    function decimals(Asset self) internal pure returns (uint256) {
        return uint256(self.tokenDecimals()) + self.feedDecimals();
    }

    function enabled(Asset self) internal pure returns (bool) {
        return uint8(Asset.unwrap(self) >> ENABLED_AT) != 0;
    }

    /// @dev The same terms, but not accepted.
    function disabled(Asset self) internal pure returns (Asset) {
        return Asset.wrap(Asset.unwrap(self) & ~(uint256(type(uint8).max) << ENABLED_AT));
    }

    function bounds(uint96 min_, uint96 max_) internal pure returns (Bounds) {
        return Bounds.wrap(min_ | (uint256(max_) << MAX_AT));
    }

    function min(Bounds self) internal pure returns (uint96) {
        return uint96(Bounds.unwrap(self));
    }

    function max(Bounds self) internal pure returns (uint96) {
        return uint96(Bounds.unwrap(self) >> MAX_AT);
    }

    function includes(Bounds self, int256 answer) internal pure returns (bool) {
        return answer >= int256(uint256(self.min())) && answer <= int256(uint256(self.max()));
    }
}
