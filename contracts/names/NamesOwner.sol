// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {INamePolicy} from "../interfaces/INamePolicy.sol";
import {INamesOwner} from "../interfaces/INamesOwner.sol";
import {BoundedCall} from "../lib/BoundedCall.sol";
import {NamesBase} from "./NamesBase.sol";
import {PolicyWord, PolicyWordLib} from "./types/PolicyWord.sol";

/// @title The policy for new names
/// @notice All that the owner of the contract can do: see `INamesOwner`.
abstract contract NamesOwner is NamesBase, Ownable2Step {
    uint256 private constant POLICY_DELAY = 2 days;
    uint256 private constant POLICY_GAS = 100_000;

    constructor(address owner, INamePolicy policy) Ownable(owner) {
        _setPolicy(policy);
    }

    /* POLICY */

    /// @inheritdoc INamesOwner
    function announcePolicy(INamePolicy policy) external onlyOwner {
        _requireNotFrozen();
        uint40 due = uint40(block.timestamp + POLICY_DELAY);
        _announcedPolicy = PolicyWordLib.announced(policy, due);
        emit PolicyAnnounced(address(policy), due);
    }

    /// @inheritdoc INamesOwner
    function applyPolicy(INamePolicy policy) external onlyOwner {
        _requireNotFrozen();
        PolicyWord announced = _announcedPolicy;
        uint40 due = announced.due();
        if (due == 0 || address(announced.policy()) != address(policy))
            revert NamesNotAnnounced(address(policy));
        if (block.timestamp < due) revert NamesNotDue(due);
        _announcedPolicy = PolicyWordLib.NONE;
        _setPolicy(policy);
    }

    /// @inheritdoc INamesOwner
    function freezePolicy() external onlyOwner {
        _requireNotFrozen();
        _policy = _policy.frozen();
        _announcedPolicy = PolicyWordLib.NONE;
        emit PolicyFrozen();
    }

    /* VIEWS */

    /// @inheritdoc INamesOwner
    function currentPolicy() external view returns (INamePolicy policy, bool frozen) {
        return (_policy.policy(), _policy.isFrozen());
    }

    /// @inheritdoc INamesOwner
    function announcedPolicy() external view returns (INamePolicy policy, uint40 due) {
        return (_announcedPolicy.policy(), _announcedPolicy.due());
    }

    /* INTERNAL */

    function _hasPolicy() internal view returns (bool) {
        return address(_policy.policy()) != address(0);
    }

    /// @dev Seconds by which a commitment must precede this registration, if the policy, which there must be, allows it.
    function _commitAge(address caller, address owner, bytes32 name) internal view returns (uint256) {
        address policy = address(_policy.policy());
        bytes memory question = abi.encodeCall(INamePolicy.check, (caller, owner, name));
        if (!BoundedCall.isAffordable(POLICY_GAS)) revert NamesPolicy(name);
        (bytes32 allowed, bytes32 commitAge) = BoundedCall.readWords(policy, POLICY_GAS, question);
        if (uint256(allowed) != 1 || uint256(commitAge) > type(uint32).max) revert NamesPolicy(name);
        return uint256(commitAge);
    }

    function _setPolicy(INamePolicy policy) private {
        _policy = PolicyWordLib.inForce(policy);
        emit PolicySet(address(policy));
    }

    function _requireNotFrozen() private view {
        if (_policy.isFrozen()) revert NamesPolicyFrozen();
    }
}
