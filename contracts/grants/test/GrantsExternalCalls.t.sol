// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {Misbehaver} from "../../mocks/MockAdapters.sol";
import {KeyWallet, PlainCode} from "../../mocks/MockSigners.sol";
import {GrantsProofBase} from "./GrantsProofBase.t.sol";

/// @dev Adapters and signers that misbehave: the answer is no, it comes back, and the caller's gas does not choose it.
contract GrantsExternalCallsTest is GrantsProofBase {
    bytes32 private constant YES = bytes32(uint256(1));
    Misbehaver private _other;
    bytes private _groupProof;

    function setUp() public override {
        super.setUp();
        _other = new Misbehaver();
        _other.behave(Misbehaver.Manner.Yes, YES);
        uint256 digest = uint256(keccak256(abi.encode(address(_other), bytes32(0))));
        bytes32 subject = bytes32((digest & type(uint248).max) | (1 << 248));
        giveIn(FOLDER, OWNER, subject, reader());
        _groupProof = abi.encodePacked(uint8(3), address(_other), bytes32(0));
    }

    /* adapters */

    function test_H13_AdapterMocks() public {
        vm.assertTrue(can(FOLDER, EVE, READER, _groupProof), "yes is yes");
        for (uint8 manner = 1; manner <= uint8(type(Misbehaver.Manner).max); ++manner) {
            _other.behave(Misbehaver.Manner(manner), YES);
            bool isHarmless = Misbehaver.Manner(manner) == Misbehaver.Manner.Long;
            uint256 before = gasleft();
            vm.assertTrue(can(FOLDER, EVE, READER, _groupProof) == isHarmless, "the first word alone counts");
            vm.assertTrue(before - gasleft() < 150_000, "bounded");
        }
    }

    /// @dev G8: it is asked by a static call, also when the question itself comes by a call that may write.
    function test_G8_AnAdapterCannotWrite() public {
        _other.behave(Misbehaver.Manner.Write, YES);
        (, bytes memory answer) = address(grants).call(
            abi.encodeWithSignature(
                "hasAccess(bytes32,address,uint8,bytes)",
                FOLDER,
                EVE,
                READER,
                _groupProof
            )
        );
        vm.assertTrue(!abi.decode(answer, (bool)), "a write is no answer");
        vm.assertTrue(_other.manner() == Misbehaver.Manner.Write, "and did not happen");
    }

    function testFuzz_H13_AnAdapterSaysYesWithOneWordOnly(bytes32 word) public {
        _other.behave(Misbehaver.Manner.Yes, word);
        vm.assertTrue(can(FOLDER, EVE, READER, _groupProof) == (word == YES), "one");
    }

    function test_H13_AnAdapterWithoutCodeSaysNo() public {
        uint256 digest = uint256(keccak256(abi.encode(DAN, bytes32(0))));
        giveIn(FOLDER, OWNER, bytes32((digest & type(uint248).max) | (1 << 248)), reader());
        vm.assertTrue(!can(FOLDER, EVE, READER, abi.encodePacked(uint8(3), DAN, bytes32(0))), "no code");
    }

    function testFuzz_H13_AStarvedAdapterIsAnError(uint256 gasLimit) public view {
        _assertNeverNo(gasLimit % 250_000, FOLDER, EVE, _groupProof);
    }

    function test_H13_TooLittleGasForAnAdapterIsAnError() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsGas.selector));
        grants.hasAccess{gas: 90_000}(FOLDER, EVE, READER, _groupProof);
    }

    /* signers */

    function test_H13_SignerMocks() public {
        bytes32 yes = bytes32(IERC1271.isValidSignature.selector);
        bytes memory proof = _proofBy(address(_other), "");
        for (uint8 manner = 0; manner <= uint8(type(Misbehaver.Manner).max); ++manner) {
            _other.behave(Misbehaver.Manner(manner), yes);
            bool isYes = manner == 0 || Misbehaver.Manner(manner) == Misbehaver.Manner.Long;
            uint256 before = gasleft();
            vm.assertTrue(can(SHARED, EVE, READER, proof) == isYes, "the first word alone counts");
            vm.assertTrue(before - gasleft() < 300_000, "bounded");
        }
    }

    function test_H13_SignersThatAreContracts() public {
        address safe = address(new KeyWallet(DELEGATE));
        SignedGrant memory grant = SignedGrant(safe, SHARED, wallet(EVE), READER, FOREVER, 0, NOW, 3);
        bytes memory proof = signedProof(ANNA_KEY, grant);
        _letGrant(safe);
        vm.assertTrue(can(SHARED, EVE, READER, proof), "by ERC-1271");
        address plain = address(new PlainCode());
        vm.assertTrue(!can(SHARED, EVE, READER, _proofBy(plain, "")), "code without it");
    }

    /// @dev M13 on the way of proofs.
    function test_M13_DelegatingSignersKeepTheirKey() public {
        SignedGrant memory grant = SignedGrant(SIGNER, SHARED, wallet(EVE), READER, FOREVER, 0, 0, 3);
        bytes memory proof = signedProof(OWNER_KEY, grant);
        vm.etch(SIGNER, abi.encodePacked(hex"ef0100", address(new PlainCode())));
        vm.assertTrue(can(SHARED, EVE, READER, proof), "to code without ERC-1271");
        _other.behave(Misbehaver.Manner.Loop, YES);
        vm.etch(SIGNER, abi.encodePacked(hex"ef0100", address(_other)));
        vm.assertTrue(can(SHARED, EVE, READER, proof), "to code that burns its gas");
        bytes memory forged = signedProof(ANNA_KEY, grant);
        vm.assertTrue(!can(SHARED, EVE, READER, forged), "and to no other key");
        vm.etch(SIGNER, abi.encodePacked(hex"5f5ffd", address(_other)));
        vm.assertTrue(!can(SHARED, EVE, READER, proof), "code of that length has no key");
        vm.etch(SIGNER, "");
        vm.assertTrue(can(SHARED, EVE, READER, proof), "un-delegated");
    }

    function testFuzz_H13_AStarvedSignerIsAnError(uint256 gasLimit) public {
        bytes memory proof = _proofBy(address(_other), "");
        _other.behave(Misbehaver.Manner.Yes, bytes32(IERC1271.isValidSignature.selector));
        _assertNeverNo(gasLimit % 400_000, SHARED, EVE, proof);
    }

    function test_H13_TooLittleGasForASignerIsAnErrorOnlyIfItHasCode() public {
        bytes memory proof = _proofBy(address(_other), "");
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsGas.selector));
        grants.hasAccess{gas: 240_000}(SHARED, EVE, READER, proof);
        SignedGrant memory grant = SignedGrant(SIGNER, SHARED, wallet(EVE), READER, FOREVER, 0, 0, 3);
        vm.assertTrue(
            grants.hasAccess{gas: 60_000}(SHARED, EVE, READER, signedProof(OWNER_KEY, grant)),
            "a key needs no such gas"
        );
    }

    /// @dev G9, for whatever someone calls a proof.
    function testFuzz_G9_ProofsNeverRevert(uint8 kind, bytes calldata rest, bytes32 folder) public view {
        bytes memory proof = abi.encodePacked(kind % 7, rest);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof) && !can(folder, EVE, READER, proof), "none");
    }

    function testFuzz_G9_ProofsOfLiveThingsNeverRevert(uint8 kind, bytes calldata rest) public view {
        bytes[4] memory heads = [
            abi.encodePacked(uint8(2), idOf(OWNER)),
            abi.encodePacked(uint8(3), address(_other), bytes32(0)),
            abi.encodePacked(uint8(4), OWNER, wallet(EVE)),
            abi.encodePacked(uint8(5), FOLDER)
        ];
        kind = kind % 4;
        bool isMember = kind == 1;
        vm.assertTrue(can(FOLDER, EVE, READER, bytes.concat(heads[kind], rest)) == isMember, "answered");
    }

    function _proofBy(address signer, bytes memory signature) private returns (bytes memory) {
        _letGrant(signer);
        SignedGrant memory grant = SignedGrant(signer, SHARED, wallet(EVE), READER, FOREVER, 0, NOW, 3);
        return signedProof(grant, signature);
    }

    function _letGrant(address signer) private {
        giveIn(SHARED, SIGNER, wallet(signer), packTerms(WRITER, 1, 0, FOREVER));
    }

    function _assertNeverNo(
        uint256 gasLimit,
        bytes32 folder,
        address account,
        bytes memory proof
    ) private view {
        (bool success, bytes memory answer) = address(grants).staticcall{gas: gasLimit}(
            abi.encodeWithSignature("hasAccess(bytes32,address,uint8,bytes)", folder, account, READER, proof)
        );
        if (success) vm.assertTrue(abi.decode(answer, (bool)), "yes or a revert");
        else
            vm.assertTrue(
                answer.length == 0 || bytes4(answer) == IGrantsErrors.GrantsGas.selector,
                "which revert"
            );
    }
}
