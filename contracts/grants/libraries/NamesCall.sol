// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INames} from "../../interfaces/INames.sol";
import {Subject} from "../types/Subject.sol";
import {ReliableCall} from "./ReliableCall.sol";

/// @dev Asks `Names` for subjects. On the way of every account that has no grant of its own, hence without ABI encoder.
library NamesCall {
    /// @dev Several times what `Names` needs, so that dearer storage reads in a later fork do not break it.
    uint256 private constant GAS = 50_000;

    /// @dev The subject of the account's primary name; zero: none.
    function subjectFor(address names, address account) internal view returns (Subject) {
        return _ask(names, INames.subjectFor.selector, bytes32(uint256(uint160(account))), address(0));
    }

    /// @dev The subject of a name; zero: the account does not own it.
    function subjectIfOwned(address names, bytes32 name, address account) internal view returns (Subject) {
        return _ask(names, INames.subjectIfOwned.selector, name, account);
    }

    /// @dev A surplus argument does no harm. An answer that is shorter than a word, or a revert, is zero.
    function _ask(
        address names,
        bytes4 selector,
        bytes32 first,
        address second
    ) private view returns (Subject subject) {
        ReliableCall.check(GAS);
        assembly ("memory-safe") {
            let query := mload(0x40)
            mstore(query, selector)
            mstore(add(query, 0x04), first)
            mstore(add(query, 0x24), second)
            let success := staticcall(GAS, names, query, 0x44, 0x00, 0x20)
            if and(success, gt(returndatasize(), 0x1f)) {
                subject := mload(0x00)
            }
        }
    }
}
