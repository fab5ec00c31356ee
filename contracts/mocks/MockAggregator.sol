// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IAggregatorV3} from "../interfaces/IAggregatorV3.sol";

/// @title A price feed for tests and local chains
/// @notice Anyone can write its answer.
contract MockAggregator is IAggregatorV3 {
    uint8 public immutable decimals;

    uint80 private _round;
    int256 private _answer;
    uint256 private _updatedAt;

    constructor(uint8 decimals_, int256 answer) {
        decimals = decimals_;
        set(answer, block.timestamp);
    }

    /// @notice Begins a new round with `answer`, written at `updatedAt`.
    function set(int256 answer, uint256 updatedAt) public {
        ++_round;
        _answer = answer;
        _updatedAt = updatedAt;
    }

    /// @notice Calls the newest round `round`.
    function setRound(uint80 round) external {
        _round = round;
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return (_round, _answer, _updatedAt, _updatedAt, _round);
    }
}
