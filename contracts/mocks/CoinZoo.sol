// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {MockUsd} from "./MockUsd.sol";

/// @dev Keeps a hundredth of every transfer between holders.
contract FeeCoin is MockUsd(6) {
    function _update(address from, address to, uint256 amount) internal override {
        uint256 fee = from == address(0) || to == address(0) ? 0 : amount / 100;
        super._update(from, to, amount - fee);
        if (fee != 0) super._update(from, address(this), fee);
    }
}

/// @dev Says false instead of moving anything.
contract FalseCoin is MockUsd(6) {
    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @dev Returns nothing from its transfers, as some old coins do.
contract SilentCoin {
    uint8 public constant decimals = 6;
    mapping(address holder => uint256) public balanceOf;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @dev Calls `target` with `call` in the middle of the next transfer, and passes on why that fails.
contract CallbackCoin is MockUsd(6) {
    address private _target;
    bytes private _call;

    function arm(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }

    function _update(address from, address to, uint256 amount) internal override {
        address target = _target;
        if (target != address(0)) {
            _target = address(0);
            (bool ok, bytes memory reason) = target.call(_call);
            if (!ok) {
                assembly ("memory-safe") {
                    revert(add(reason, 32), mload(reason))
                }
            }
        }
        super._update(from, to, amount);
    }
}
