// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title Who may take which new name
/// @notice `Names` asks this before each registration. A policy has no say about names that are registered.
interface INamePolicy {
    /// @notice Whether `caller` may register `name` for `owner` now.
    /// @dev It is asked by a static call with 100,000 gas. Anything but an answer of this shape means no.
    /// @param caller Account that calls `Names`; `owner` itself unless someone registers for it
    /// @param owner Account that is to have the name
    /// @param name The name, which has the shape of one
    /// @return allowed Whether it may
    /// @return commitAge Seconds by which a commitment must precede the registration; 0: none is needed
    function check(
        address caller,
        address owner,
        bytes32 name
    ) external view returns (bool allowed, uint32 commitAge);
}
