// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title The part of Chainlink's AggregatorV3Interface that Space reads
/// @notice Any feed with these two functions can price an asset.
interface IAggregatorV3 {
    /// @notice Decimals of the answer.
    function decimals() external view returns (uint8);

    /// @notice The newest round.
    /// @return roundId Number of the round
    /// @return answer Dollars for one whole unit of the asset, in `decimals()` decimals
    /// @return startedAt Time at which the round began, unix seconds
    /// @return updatedAt Time at which the answer was written, unix seconds; 0 while the round is incomplete
    /// @return answeredInRound Deprecated by Chainlink, not read
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}
