// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamePolicy} from "../../interfaces/INamePolicy.sol";

/// @dev A policy for new names: the one in force, or the one that was announced. From the least significant bit on:
///
/// | bits | field  | meaning                                                             |
/// | ---- | ------ | ------------------------------------------------------------------- |
/// |  160 | policy | contract that is asked; 0 = none                                    |
/// |    8 | frozen | in force only: 1 = it can never change                              |
/// |   40 | due    | announced only: unix time from which it can be applied; 0 = nothing |
/// |   48 |        | spare                                                               |
type PolicyWord is uint256;

using PolicyWordLib for PolicyWord global;

library PolicyWordLib {
    uint256 private constant FROZEN = 1 << 160;
    uint256 private constant DUE_AT = 168;

    PolicyWord internal constant NONE = PolicyWord.wrap(0);

    function policy(PolicyWord self) internal pure returns (INamePolicy) {
        return INamePolicy(address(uint160(PolicyWord.unwrap(self))));
    }

    function isFrozen(PolicyWord self) internal pure returns (bool) {
        return PolicyWord.unwrap(self) & FROZEN != 0;
    }

    function due(PolicyWord self) internal pure returns (uint40) {
        return uint40(PolicyWord.unwrap(self) >> DUE_AT);
    }

    /// @dev The word of a policy in force.
    function inForce(INamePolicy policy_) internal pure returns (PolicyWord) {
        return PolicyWord.wrap(uint160(address(policy_)));
    }

    /// @dev The word of a policy that was announced.
    function announced(INamePolicy policy_, uint40 due_) internal pure returns (PolicyWord) {
        return PolicyWord.wrap(uint160(address(policy_)) | (uint256(due_) << DUE_AT));
    }

    function frozen(PolicyWord self) internal pure returns (PolicyWord) {
        return PolicyWord.wrap(PolicyWord.unwrap(self) | FROZEN);
    }
}
