// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IPermit2} from "../interfaces/IPermit2.sol";
import {NonceBitmap} from "../lib/NonceBitmap.sol";

/// @title Stands in for Permit2 in tests and on local chains
/// @notice Checks the EIP-712 types that Permit2 publishes, in its domain, which has no version, and takes
/// the signatures that Permit2 takes.
contract MockPermit2 is IPermit2 {
    using NonceBitmap for mapping(uint256 index => uint256 bits);
    using SafeERC20 for IERC20;

    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant TOKEN_PERMISSIONS_TYPEHASH = keccak256(
        "TokenPermissions(address token,uint256 amount)"
    );
    string private constant TRANSFER_TYPE_HEAD =
        "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,";

    error SignatureExpired(uint256 signatureDeadline);
    error InvalidAmount(uint256 maxAmount);
    error InvalidNonce();
    error InvalidSignatureLength();
    error InvalidSignature();
    error InvalidSigner();
    error InvalidContractSignature();

    mapping(address owner => mapping(uint256 index => uint256 bits)) private _nonces;

    /// @inheritdoc IPermit2
    function permitWitnessTransferFrom(
        PermitTransferFrom memory permit,
        SignatureTransferDetails calldata transferDetails,
        address owner,
        bytes32 witness,
        string calldata witnessTypeString,
        bytes calldata signature
    ) external {
        if (block.timestamp > permit.deadline) revert SignatureExpired(permit.deadline);
        if (transferDetails.requestedAmount > permit.permitted.amount) {
            revert InvalidAmount(permit.permitted.amount);
        }
        if (!_nonces[owner].tryUse(permit.nonce)) revert InvalidNonce();
        bytes32 digest = keccak256(
            abi.encodePacked(hex"1901", _domain(), _hash(permit, witness, witnessTypeString))
        );
        _check(owner, digest, signature);
        IERC20(permit.permitted.token).safeTransferFrom(
            owner,
            transferDetails.to,
            transferDetails.requestedAmount
        );
    }

    /// @dev An account with code answers by ERC-1271 alone, so one that delegates (EIP-7702) cannot use its
    /// key.
    function _check(address owner, bytes32 digest, bytes calldata signature) private view {
        if (owner.code.length != 0) {
            bytes4 answer = IERC1271(owner).isValidSignature(digest, signature);
            if (answer != IERC1271.isValidSignature.selector) revert InvalidContractSignature();
            return;
        }
        address recovered = _recover(digest, signature);
        if (recovered == address(0)) revert InvalidSignature();
        if (recovered != owner) revert InvalidSigner();
    }

    /// @dev A signature may be short (EIP-2098), and its s may be the higher one: a nonce counts once, however
    /// it was signed.
    function _recover(bytes32 digest, bytes calldata signature) private pure returns (address) {
        if (signature.length != 64 && signature.length != 65) revert InvalidSignatureLength();
        bytes32 r = bytes32(signature[:32]);
        bytes32 s = bytes32(signature[32:64]);
        if (signature.length == 65) return ecrecover(digest, uint8(signature[64]), r, s);
        uint256 vs = uint256(s);
        return ecrecover(digest, uint8(vs >> 255) + 27, r, bytes32((vs << 1) >> 1));
    }

    /// @dev The spender is the caller.
    function _hash(
        PermitTransferFrom memory permit,
        bytes32 witness,
        string calldata witnessTypeString
    ) private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(abi.encodePacked(TRANSFER_TYPE_HEAD, witnessTypeString)),
                    keccak256(
                        abi.encode(
                            TOKEN_PERMISSIONS_TYPEHASH,
                            permit.permitted.token,
                            permit.permitted.amount
                        )
                    ),
                    msg.sender,
                    permit.nonce,
                    permit.deadline,
                    witness
                )
            );
    }

    function _domain() private view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPEHASH, keccak256("Permit2"), block.chainid, address(this)));
    }
}
