// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title The part of the Ethereum Attestation Service that Space reads
interface IAttestations {
    /// @notice One attestation as EAS stores it; times are unix seconds, 0 = never.
    struct Attestation {
        bytes32 uid;
        bytes32 schema;
        uint64 time;
        uint64 expirationTime;
        uint64 revocationTime;
        bytes32 refUID;
        address recipient;
        address attester;
        bool revocable;
        bytes data;
    }

    /// @notice The attestation; all zero when there is none.
    function getAttestation(bytes32 uid) external view returns (Attestation memory);
}
