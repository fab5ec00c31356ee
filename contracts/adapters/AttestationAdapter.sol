// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";
import {IAttestations} from "./interfaces/IAttestations.sol";

/// @title AttestationAdapter
/// @notice Whom one attester attests under one schema of the Ethereum Attestation Service.
///
/// `groupId` is `keccak256(abi.encode(bytes32 schema, address attester))`, `data` is the attestation's uid. It counts
/// while it is neither revoked nor expired. One with more than about a kilobyte of data costs more to read than the
/// gas that an adapter gets, and so does not count.
contract AttestationAdapter is IGroupAdapter {
    /// @notice The EAS contract of this chain.
    IAttestations public immutable eas;

    constructor(IAttestations eas_) {
        eas = eas_;
    }

    /// @inheritdoc IGroupAdapter
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool) {
        if (data.length != 32) return false;
        IAttestations.Attestation memory found = eas.getAttestation(bytes32(data));
        if (found.recipient != account || found.revocationTime != 0) return false;
        if (found.expirationTime != 0 && found.expirationTime <= block.timestamp) return false;
        return keccak256(abi.encode(found.schema, found.attester)) == groupId;
    }
}
