// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IAggregatorV3} from "../interfaces/IAggregatorV3.sol";

/// @title A feed behind a proxy, as price feeds stand in production
/// @notice Gives measurements the call depth and cold reads of a real feed.
contract MockFeedProxy is IAggregatorV3 {
    error NoReaders();

    IAggregatorV3 private _aggregator;
    uint256 private _readers = type(uint256).max;

    constructor(IAggregatorV3 aggregator) {
        _aggregator = aggregator;
    }

    /// @inheritdoc IAggregatorV3
    function decimals() external view returns (uint8) {
        return _aggregator.decimals();
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        if (_readers == 0) revert NoReaders();
        return _aggregator.latestRoundData();
    }
}
