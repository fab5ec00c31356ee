// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {TestBase} from "../../mocks/TestBase.sol";
import {Proofs} from "../Proofs.sol";

/// @dev Each proof, byte by byte as `IGrants.hasAccess` describes it. That they open is in `GrantsProofs`.
contract ProofsTest is TestBase {
    function testFuzz_Proofs_AreWhatTheInterfaceSays(
        bytes32 a,
        bytes32 b,
        address c,
        uint48 terms
    ) public pure {
        vm.assertEq(Proofs.byName(a), bytes.concat(hex"01", a), "name");
        bytes32[] memory siblings = new bytes32[](2);
        (siblings[0], siblings[1]) = (b, a);
        bytes memory leaf = bytes.concat(hex"02", a, bytes4(uint32(terms)), b, bytes6(terms), b, a);
        vm.assertEq(Proofs.byAudience(a, uint32(terms), b, terms, siblings), leaf, "audience");
        vm.assertEq(
            Proofs.byGroup(c, a, hex"1234"),
            bytes.concat(hex"03", bytes20(c), a, hex"1234"),
            "group"
        );
        bytes memory signed = bytes.concat(hex"04", bytes20(c), a, bytes6(terms), b, hex"99");
        vm.assertEq(Proofs.bySignature(c, a, terms, uint256(b), hex"99"), signed, "signature");
        vm.assertEq(Proofs.byFolder(a), bytes.concat(hex"05", a), "folder");
        vm.assertEq(Proofs.byFolder(a, b), bytes.concat(hex"05", a, b), "folder and name");
    }
}
