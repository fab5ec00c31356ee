// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {
    JunkWallet,
    KeyWallet,
    Manner,
    MarkedDelegate,
    PlainCode,
    RevertingWallet,
    SafeWallet,
    spoil
} from "../MockSigners.sol";
import {TestBase} from "../TestBase.sol";
import {TypedData} from "../TypedData.sol";

/// @dev Every kind of signer on every path that takes a signature: a domain tries its paths one after the other, and each
/// has to take it, or each has to refuse it.
abstract contract MockSignersBase is TestBase {
    uint256 private constant FIRST_KEY = uint256(keccak256("first key"));
    uint256 private constant SECOND_KEY = uint256(keccak256("second key"));

    address private immutable _first = vm.addr(FIRST_KEY);
    address private immutable _second = vm.addr(SECOND_KEY);

    /// @dev On all paths of the domain: what is signed in `manner` counts for `signer`, or is refused.
    function _try(address signer, Manner manner, bool accepted) internal virtual;

    function test_Mocks_AKey() public {
        _accepts(_first, Manner.Plain);
        _refuses(_first, Manner.OtherKey);
        _refusesSpoiled(_first);
    }

    function test_Mocks_AContractWithOneKey() public {
        address wallet = address(new KeyWallet(_first));
        _accepts(wallet, Manner.Plain);
        _refuses(wallet, Manner.OtherKey);
        _refusesSpoiled(wallet);
    }

    function test_Mocks_ASafe() public {
        address[] memory keys = new address[](2);
        (keys[0], keys[1]) = (_first, _second);
        address wallet = address(new SafeWallet(keys));
        _accepts(wallet, Manner.TwoKeys);
        _refuses(wallet, Manner.Plain);
        _refusesSpoiled(wallet);
    }

    function test_Mocks_ContractsThatAnswerJunk() public {
        bytes[6] memory answers = [
            bytes(""),
            hex"1626ba7e",
            abi.encodePacked(bytes4(0x1626ba7e), bytes27(0)),
            abi.encode(true),
            abi.encode(uint256(0x1626ba7e)),
            abi.encode(bytes32(bytes4(0x1626ba7e)) | bytes32(uint256(1)))
        ];
        for (uint256 i = 0; i < answers.length; ++i) {
            _refuses(address(new JunkWallet(answers[i])), Manner.Plain);
        }
        _accepts(address(new JunkWallet(abi.encode(bytes4(0x1626ba7e)))), Manner.OtherKey);
    }

    function test_Mocks_ContractsThatRevertOrKnowNoERC1271() public {
        _refuses(address(new RevertingWallet()), Manner.Plain);
        _refuses(address(new PlainCode()), Manner.Plain);
    }

    /// @dev EIP-7702: the key goes on signing beside code that knows no ERC-1271, and after the delegation ends.
    function test_M13_DelegationWithoutERC1271KeepsTheKey() public {
        vm.etch(_first, abi.encodePacked(hex"ef0100", address(new PlainCode())));
        _accepts(_first, Manner.Plain);
        _refuses(_first, Manner.OtherKey);
        _refusesSpoiled(_first);
        vm.etch(_first, "");
        _accepts(_first, Manner.Plain);
    }

    /// @dev Code with ERC-1271 may know signatures of its own, and the key counts as well.
    function test_M13_DelegationWithERC1271SignsByCodeAndByKey() public {
        vm.etch(_first, abi.encodePacked(hex"ef0100", address(new MarkedDelegate())));
        _accepts(_first, Manner.Marked);
        _accepts(_first, Manner.Plain);
        _refuses(_first, Manner.OtherKey);
        _refusesSpoiled(_first);
        vm.etch(_first, "");
        _refuses(_first, Manner.Marked);
    }

    function _signAs(Manner manner, bytes32 digest) internal pure returns (bytes memory) {
        if (manner == Manner.OtherKey) return TypedData.sign(SECOND_KEY, digest);
        bytes memory plain = TypedData.sign(FIRST_KEY, digest);
        if (manner == Manner.Plain) return plain;
        if (manner == Manner.TwoKeys) return bytes.concat(plain, TypedData.sign(SECOND_KEY, digest));
        if (manner == Manner.Marked) return bytes.concat(hex"99", plain);
        return spoil(plain, manner);
    }

    function _accepts(address signer, Manner manner) private {
        _try(signer, manner, true);
    }

    function _refuses(address signer, Manner manner) private {
        _try(signer, manner, false);
    }

    function _refusesSpoiled(address signer) private {
        for (uint8 manner = uint8(Manner.Empty); manner <= uint8(type(Manner).max); ++manner) {
            _refuses(signer, Manner(manner));
        }
    }
}
