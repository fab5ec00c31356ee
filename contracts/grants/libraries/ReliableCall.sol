// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {BoundedCall} from "../../lib/BoundedCall.sol";

/// @dev `BoundedCall` whose answer does not depend on the gas that the caller sends along.
library ReliableCall {
    function check(uint256 gasLimit) internal view {
        if (!BoundedCall.isAffordable(gasLimit)) revert IGrantsErrors.GrantsGas();
    }

    function ask(address target, uint256 gasLimit, bytes memory query) internal view returns (bytes32) {
        check(gasLimit);
        return BoundedCall.readWord(target, gasLimit, query);
    }
}
