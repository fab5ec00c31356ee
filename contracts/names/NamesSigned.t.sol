// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INames} from "../interfaces/INames.sol";
import {JunkWallet, KeyWallet, PlainCode} from "../mocks/SignerZoo.sol";
import {TestBase} from "../mocks/TestBase.sol";
import {Names} from "./Names.sol";

/// @dev `registerFor`: who may sign what, and where.
contract NamesSignedTest is TestBase {
    Names private names;

    uint256 private constant ALICE_KEY = 0xA11CE;
    uint256 private constant OTHER_KEY = 0xB0B;
    bytes32 private constant NAME = "alice";
    bytes32 private constant KEY = keccak256("key 1");
    uint40 private constant DEADLINE = 1_800_000_100;
    uint256 private constant RECORD_SLOT = 2;
    uint256 private constant HOME_CHAIN = 31337;
    address private alice;

    function setUp() public {
        vm.chainId(HOME_CHAIN);
        names = new Names();
        vm.warp(1_800_000_000);
        alice = vm.addr(ALICE_KEY);
    }

    function test_registersForTheSigner() public {
        bytes memory signature = _sign(ALICE_KEY, alice, NAME, KEY, 1, 1, DEADLINE);
        vm.expectEmit(address(names));
        emit INames.NameRegistered(NAME, alice, 1, 1, KEY);
        vm.expectEmit(address(names));
        emit INames.PrimarySet(alice, NAME);
        names.registerFor(alice, NAME, KEY, 1, DEADLINE, signature);
        vm.assertEq(names.subjectFor(alice), NAME | bytes32(uint256(1)), "subjectFor");
        vm.assertEq(names.subjectFor(address(this)), bytes32(0), "nothing for the relayer");
    }

    function test_worksUntilTheDeadline() public {
        bytes memory signature = _sign(ALICE_KEY, alice, NAME, KEY, 0, 1, DEADLINE);
        vm.warp(uint256(DEADLINE) + 1);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesExpired.selector, uint256(DEADLINE)));
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        vm.warp(DEADLINE);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    function test_bindsEveryField() public {
        bytes memory signature = _sign(ALICE_KEY, alice, NAME, KEY, 0, 1, DEADLINE);
        address other = vm.addr(OTHER_KEY);
        _refuse(other, other, NAME, KEY, 0, DEADLINE, signature);
        _refuse(alice, alice, "alicia", KEY, 0, DEADLINE, signature);
        _refuse(alice, alice, NAME, keccak256("thief"), 0, DEADLINE, signature);
        _refuse(alice, alice, NAME, KEY, 1, DEADLINE, signature);
        _refuse(alice, alice, NAME, KEY, 0, DEADLINE + 1, signature);
        _refuse(alice, alice, NAME, KEY, 0, DEADLINE, _sign(OTHER_KEY, alice, NAME, KEY, 0, 1, DEADLINE));
        _refuse(alice, alice, NAME, KEY, 0, DEADLINE, "");
        _refuse(address(0), address(0), NAME, KEY, 0, DEADLINE, signature);
    }

    function test_bindsChainAndContract() public {
        bytes memory signature = _sign(ALICE_KEY, alice, NAME, KEY, 0, 1, DEADLINE);
        vm.chainId(HOME_CHAIN + 1);
        _refuse(alice, alice, NAME, KEY, 0, DEADLINE, signature);
        vm.chainId(HOME_CHAIN);
        Names twin = new Names();
        vm.expectRevert(abi.encodeWithSelector(INames.NamesBadSignature.selector, alice));
        twin.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    function test_worksOnce() public {
        bytes memory signature = _sign(ALICE_KEY, alice, NAME, KEY, 0, 1, DEADLINE);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesTaken.selector, NAME));
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    /// @dev After the name was given up, the same signature does not bring it back.
    function test_H3_oldSignatureCannotTakeAFreedName() public {
        bytes memory signature = _sign(ALICE_KEY, alice, NAME, KEY, 0, 1, DEADLINE);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        vm.store(address(names), slotOf(NAME, RECORD_SLOT), bytes32(uint256(1) << 192));
        _refuse(alice, alice, NAME, KEY, 0, DEADLINE, signature);
        signature = _sign(ALICE_KEY, alice, NAME, KEY, 0, 2, DEADLINE);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    function test_refusesWhatRegisterRefuses() public {
        bytes memory signature = _sign(ALICE_KEY, alice, "Alice", KEY, 0, 1, DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesInvalid.selector, bytes32("Alice")));
        names.registerFor(alice, "Alice", KEY, 0, DEADLINE, signature);
        signature = _sign(ALICE_KEY, alice, NAME, KEY, 2, 1, DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesOptions.selector, 2));
        names.registerFor(alice, NAME, KEY, 2, DEADLINE, signature);
    }

    function test_contractsSignByERC1271() public {
        address wallet = address(new KeyWallet(alice));
        _refuse(wallet, wallet, NAME, KEY, 0, DEADLINE, _sign(ALICE_KEY, alice, NAME, KEY, 0, 1, DEADLINE));
        names.registerFor(
            wallet,
            NAME,
            KEY,
            0,
            DEADLINE,
            _sign(ALICE_KEY, wallet, NAME, KEY, 0, 1, DEADLINE)
        );
        vm.assertEq(names.subjectOf(NAME), names.subjectIfOwned(NAME, wallet), "owned by the wallet");
    }

    function test_contractsThatAnswerJunkSignNothing() public {
        bytes[4] memory answers = [
            bytes(""),
            hex"1626ba7e",
            abi.encode(true),
            abi.encode(uint256(0x1626ba7e))
        ];
        for (uint256 i = 0; i < answers.length; ++i) {
            address wallet = address(new JunkWallet(answers[i]));
            _refuse(
                wallet,
                wallet,
                NAME,
                KEY,
                0,
                DEADLINE,
                _sign(ALICE_KEY, wallet, NAME, KEY, 0, 1, DEADLINE)
            );
        }
        address plain = address(new PlainCode());
        _refuse(plain, plain, NAME, KEY, 0, DEADLINE, _sign(ALICE_KEY, plain, NAME, KEY, 0, 1, DEADLINE));
    }

    /// @dev EIP-7702: the key goes on signing beside code that knows no ERC-1271, and after the delegation
    /// ends.
    function test_M13_delegationKeepsTheKey() public {
        bytes memory signature = _sign(ALICE_KEY, alice, NAME, KEY, 0, 1, DEADLINE);
        vm.etch(alice, abi.encodePacked(hex"ef0100", address(new PlainCode())));
        _refuse(alice, alice, NAME, KEY, 0, DEADLINE, _sign(OTHER_KEY, alice, NAME, KEY, 0, 1, DEADLINE));
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);

        vm.etch(alice, "");
        signature = _sign(ALICE_KEY, alice, "alice-2", KEY, 0, 1, DEADLINE);
        names.registerFor(alice, "alice-2", KEY, 0, DEADLINE, signature);
    }

    /// @dev Code of 23 bytes that is not a delegation has no key behind it.
    function test_M13_otherCodeHasNoKey() public {
        vm.etch(alice, abi.encodePacked(hex"600000", address(new PlainCode())));
        _refuse(alice, alice, NAME, KEY, 0, DEADLINE, _sign(ALICE_KEY, alice, NAME, KEY, 0, 1, DEADLINE));
    }

    function test_eip712Domain() public view {
        (bytes1 fields, string memory name, string memory version, uint256 chain, address at_, , ) = names
            .eip712Domain();
        vm.assertEq(bytes32(fields), bytes32(hex"0f"), "fields");
        vm.assertEq(bytes(name), "Space Names", "name");
        vm.assertEq(bytes(version), "1", "version");
        vm.assertEq(chain, HOME_CHAIN, "chainId");
        vm.assertEq(at_, address(names), "verifyingContract");
    }

    function _refuse(
        address signer,
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        uint40 deadline,
        bytes memory signature
    ) private {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesBadSignature.selector, signer));
        names.registerFor(owner, name, keyDigest, options, deadline, signature);
    }

    /// @dev The digest is built here from EIP-712 itself, not from the contract's constants.
    function _sign(
        uint256 privateKey,
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        uint16 generation,
        uint40 deadline
    ) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Space Names"),
                keccak256("1"),
                block.chainid,
                address(names)
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "Register(address owner,bytes32 name,bytes32 keyDigest,uint8 options,uint16 generation,uint40 deadline)"
                ),
                owner,
                name,
                keyDigest,
                options,
                generation,
                deadline
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            privateKey,
            keccak256(abi.encodePacked(hex"1901", domain, message))
        );
        return abi.encodePacked(r, s, v);
    }
}
