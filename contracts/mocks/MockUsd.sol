// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IERC3009} from "../interfaces/IERC3009.sol";

/// @title A dollar coin for tests and local chains
/// @notice Anyone can mint it. It knows permits (ERC-2612) and signed transfers (ERC-3009), as USDC does.
contract MockUsd is ERC20Permit, IERC3009 {
    bytes32 private constant RECEIVE_TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    error AuthorizationRefused();

    uint8 private immutable _decimals;
    mapping(address from => mapping(bytes32 nonce => bool)) private _used;

    constructor(uint8 decimals_) ERC20("Mock USD", "mUSD") ERC20Permit("Mock USD") {
        _decimals = decimals_;
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @inheritdoc IERC3009
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(RECEIVE_TYPEHASH, from, to, value, validAfter, validBefore, nonce))
        );
        if (
            to != msg.sender ||
            block.timestamp <= validAfter ||
            block.timestamp >= validBefore ||
            _used[from][nonce] ||
            ECDSA.recover(digest, v, r, s) != from
        ) {
            revert AuthorizationRefused();
        }
        _used[from][nonce] = true;
        _transfer(from, to, value);
    }
}
