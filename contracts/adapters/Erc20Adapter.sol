// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";

/// @title Erc20Adapter
/// @notice Who holds enough of an ERC-20 token now.
///
/// | bytes of `groupId` | field    | meaning                                                    |
/// | ------------------ | -------- | ---------------------------------------------------------- |
/// |               0-19 | token    | with ERC-20's `balanceOf`                                  |
/// |              20-30 | mantissa | least balance = mantissa × 10^exponent, smallest unit; not 0 |
/// |                 31 | exponent |                                                            |
///
/// `data` is empty. **Flash loans**: a balance that is lent for one transaction counts in it, so anyone who can borrow
/// enough of the token is a member for that long. Do not gate by it what one transaction can spend or decide.
contract Erc20Adapter is IGroupAdapter {
    /// @inheritdoc IGroupAdapter
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool) {
        uint256 word = uint256(groupId);
        uint256 least = uint88(word >> 8) * 10 ** uint8(word);
        if (least == 0 || data.length != 0) return false;
        return IERC20(address(bytes20(groupId))).balanceOf(account) >= least;
    }
}
