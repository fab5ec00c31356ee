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

/// @dev Refuses to move anything to or from those on its list, as some coins can.
contract BlocklistCoin is MockUsd(6) {
    error Blocked(address account);

    mapping(address account => bool) private _blocked;

    function setBlocked(address account, bool blocked) external {
        _blocked[account] = blocked;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (_blocked[from]) revert Blocked(from);
        if (_blocked[to]) revert Blocked(to);
        super._update(from, to, amount);
    }
}

/// @dev Changes all balances at once, as rebasing coins do.
contract RebasingCoin {
    uint8 public constant decimals = 18;
    uint256 private _percent = 100;
    mapping(address holder => uint256) private _shares;

    function mint(address to, uint256 amount) external {
        _shares[to] += (amount * 100) / _percent;
    }

    function rebase(uint256 percent) external {
        _percent = percent;
    }

    function balanceOf(address holder) public view returns (uint256) {
        return (_shares[holder] * _percent) / 100;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return transferFrom(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public returns (bool) {
        uint256 shares = (amount * 100) / _percent;
        _shares[from] -= shares;
        _shares[to] += shares;
        return true;
    }
}

/// @dev Calls receivers that ask for it before the transfer returns, as ERC-777 does.
contract HookCoin is MockUsd(6) {
    mapping(address holder => bool) private _hooked;

    function askForHook() external {
        _hooked[msg.sender] = true;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (_hooked[to]) HookedAccount(to).tokensReceived();
    }
}

/// @dev Makes a call of its own whenever it gets coins of a `HookCoin`, and remembers whether that went through.
contract HookedAccount {
    address private _target;
    bytes private _call;
    bool public reentered;

    function arm(HookCoin coin, address target, bytes calldata call) external {
        coin.askForHook();
        (_target, _call) = (target, call);
    }

    function call(address target, bytes calldata data) external {
        (bool ok, ) = target.call(data);
        require(ok);
    }

    function tokensReceived() external {
        (reentered, ) = _target.call(_call);
    }
}
