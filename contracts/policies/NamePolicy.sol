// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {INamePolicy} from "../interfaces/INamePolicy.sol";

/// @title A policy for new names
/// @notice Keeps names for those whom they belong to, slows registration down where the mempool is public, and lets a
/// contract that takes a price be the only one through which names are registered. It holds no money and has no say
/// about names that are registered.
///
/// Its owner can do all of that at once, for names that are free. Who does not want to trust it gives the ownership up.
contract NamePolicy is INamePolicy, Ownable2Step {
    /* EVENTS */

    /// @notice Only `holder` may have `name`; 0 = anyone.
    event NameReserved(bytes32 indexed name, address indexed holder);

    /// @notice Commitments have to be `age` seconds old; 0 = none is needed.
    event CommitAgeSet(uint32 age);

    /// @notice Only `registrar` may register names; 0 = anyone.
    event RegistrarSet(address indexed registrar);

    /* ERRORS */

    /// @notice A commitment of this age would be too old to be used.
    error NamePolicyAge(uint32 age);

    /// @dev `Names` takes no commitment older than a day; half of it leaves time to come back.
    uint32 private constant MAX_COMMIT_AGE = 12 hours;

    /// @notice The only account that may have a name; 0 = anyone.
    mapping(bytes32 name => address) public holderOf;

    /// @notice The only account that may register names; 0 = anyone.
    address public registrar;

    /// @notice Seconds by which a commitment must precede a registration; 0 = none is needed.
    uint32 public commitAge;

    /// @param owner Account that may change the policy
    /// @param commitAge_ Seconds by which a commitment must precede a registration; 0 for none
    constructor(address owner, uint32 commitAge_) Ownable(owner) {
        _setCommitAge(commitAge_);
    }

    /* THE POLICY */

    /// @inheritdoc INamePolicy
    function check(address caller, address owner, bytes32 name) external view returns (bool, uint32) {
        (address only, address holder) = (registrar, holderOf[name]);
        bool allowed = (only == address(0) || only == caller) && (holder == address(0) || holder == owner);
        return (allowed, commitAge);
    }

    /* SETTING IT */

    /// @notice Keeps free names for one account.
    /// @param names The names
    /// @param holder The account; zero to let anyone have them. An account that can never call keeps them closed
    ///
    /// Requirements:
    /// - the caller owns the policy, else `OwnableUnauthorizedAccount`.
    ///
    /// Emits `NameReserved` for each.
    function reserve(bytes32[] calldata names, address holder) external onlyOwner {
        for (uint256 i = 0; i < names.length; ++i) {
            holderOf[names[i]] = holder;
            emit NameReserved(names[i], holder);
        }
    }

    /// @notice Says how old commitments have to be.
    /// @param age Seconds, 12 hours at most; 0 if none is needed, which suits chains with a private mempool
    ///
    /// Requirements:
    /// - the caller owns the policy, else `OwnableUnauthorizedAccount`;
    /// - `age` is 12 hours at most, else `NamePolicyAge`.
    ///
    /// Emits `CommitAgeSet`.
    function setCommitAge(uint32 age) external onlyOwner {
        _setCommitAge(age);
    }

    /// @notice Makes one contract the only one that may call `register…` of `Names`, for instance a
    /// `PaidRegistrar`.
    /// @param registrar_ The contract; zero to let everyone register
    ///
    /// Requirements:
    /// - the caller owns the policy, else `OwnableUnauthorizedAccount`.
    ///
    /// Emits `RegistrarSet`.
    function setRegistrar(address registrar_) external onlyOwner {
        registrar = registrar_;
        emit RegistrarSet(registrar_);
    }

    function _setCommitAge(uint32 age) private {
        if (age > MAX_COMMIT_AGE) revert NamePolicyAge(age);
        commitAge = age;
        emit CommitAgeSet(age);
    }
}
