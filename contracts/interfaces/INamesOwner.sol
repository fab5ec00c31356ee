// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamePolicy} from "./INamePolicy.sol";

/// @title The owner of Names
/// @notice The owner of the contract can
/// - replace the policy for names that are not registered, two days after saying so;
/// - freeze the policy, at once and for good, after which it can do nothing at all;
/// - hand its powers over in two steps, or give them up.
///
/// It can not
/// - touch a registered name, its key, its offers, its recovery, a primary name or an anchor;
/// - stop the owner of a name from rotating its key, transferring, recovering or releasing it;
/// - sign, register, pause, upgrade, or take a fee for anyone.
interface INamesOwner {
    /* EVENTS */

    /// @notice A policy for new names may be applied from `due` on. It replaces what was announced before.
    event PolicyAnnounced(address indexed policy, uint40 due);

    /// @notice New names are now subject to `policy`; 0 = to none. Nothing is announced any more.
    event PolicySet(address indexed policy);

    /// @notice The policy for new names can never change again. Nothing is announced any more.
    event PolicyFrozen();

    /* ERRORS */

    /// @notice The policy is frozen.
    error NamesPolicyFrozen();
    /// @notice `policy` is not the one that was announced last.
    error NamesNotAnnounced(address policy);

    /* POLICY */

    /// @notice Announces a policy, which can be applied in two days.
    /// @param policy The policy; zero for none, so that every free name is free for all
    ///
    /// Requirements:
    /// - the caller owns the contract, else `OwnableUnauthorizedAccount`;
    /// - the policy is not frozen, else `NamesPolicyFrozen`.
    ///
    /// Emits `PolicyAnnounced`.
    function announcePolicy(INamePolicy policy) external;

    /// @notice Puts the announced policy into force.
    /// @param policy The policy that was announced last
    ///
    /// Requirements:
    /// - the caller owns the contract, else `OwnableUnauthorizedAccount`;
    /// - the policy is not frozen, else `NamesPolicyFrozen`;
    /// - `policy` is the one that was announced last and is not in force yet, else `NamesNotAnnounced`;
    /// - two days have passed since, else `NamesNotDue`.
    ///
    /// Emits `PolicySet`.
    function applyPolicy(INamePolicy policy) external;

    /// @notice Keeps the policy in force for ever.
    ///
    /// Requirements:
    /// - the caller owns the contract, else `OwnableUnauthorizedAccount`;
    /// - the policy is not frozen, else `NamesPolicyFrozen`.
    ///
    /// Emits `PolicyFrozen`.
    function freezePolicy() external;

    /* VIEWS */

    /// @notice The policy in force; zero when there is none.
    /// @return policy Its address
    /// @return frozen Whether it stays for ever
    function currentPolicy() external view returns (INamePolicy policy, bool frozen);

    /// @notice The policy that was announced and is not in force yet.
    /// @return policy Its address
    /// @return due Unix time from which it can be applied; 0 when nothing is announced
    function announcedPolicy() external view returns (INamePolicy policy, uint40 due);
}
