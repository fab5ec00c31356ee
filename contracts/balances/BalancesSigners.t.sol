// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../interfaces/IBalancesOwner.sol";
import {JunkWallet, KeyWallet, PlainCode} from "../mocks/SignerZoo.sol";
import {BalancesSigning} from "./BalancesSigning.t.sol";

/// @dev Every kind of account on every signed path of Balances: each kind is tried with a withdrawal, a cap, a purchase
/// and, as issuer, a voucher.
contract BalancesSignersTest is BalancesSigning {
    uint256 private nextNonce;
    uint32 private nextSeq = 1;

    function test_signers_plainKey() public {
        _accept(signer, SIGNER_KEY);
        _refuse(signer, OTHER_KEY);
    }

    function test_signers_contractWithAKey() public {
        address wallet = address(new KeyWallet(signer));
        _accept(wallet, SIGNER_KEY);
        _refuse(wallet, OTHER_KEY);
    }

    function test_signers_contractThatAnswersJunk() public {
        bytes[4] memory answers = [
            bytes(""),
            hex"1626ba7e",
            abi.encode(true),
            abi.encode(uint256(0x1626ba7e))
        ];
        for (uint256 i = 0; i < answers.length; ++i) {
            _refuse(address(new JunkWallet(answers[i])), SIGNER_KEY);
        }
    }

    function test_signers_contractThatReverts() public {
        _refuse(address(new PlainCode()), SIGNER_KEY);
    }

    /// @dev EIP-7702: the key goes on signing beside code that knows no ERC-1271, and after the delegation ends.
    function test_M13_delegationWithout1271KeepsTheKey() public {
        vm.etch(signer, abi.encodePacked(hex"ef0100", address(new PlainCode())));
        _accept(signer, SIGNER_KEY);
        _refuse(signer, OTHER_KEY);
        vm.etch(signer, "");
        _accept(signer, SIGNER_KEY);
    }

    /// @dev Code with ERC-1271 adds its keys.
    function test_M13_delegationWith1271AddsKeys() public {
        vm.etch(signer, abi.encodePacked(hex"ef0100", address(new KeyWallet(vm.addr(OTHER_KEY)))));
        _accept(signer, OTHER_KEY);
        _accept(signer, SIGNER_KEY);
        _refuse(signer, uint256(keccak256("third")));
    }

    /// @dev One key, several wallets: what one wallet signed is nothing for another.
    function test_signaturesNameTheirAccount() public {
        address first = address(new KeyWallet(signer));
        address second = address(new KeyWallet(signer));
        _fund(second);
        _depositStable(second, 100 * USD, KEEP);
        bytes memory signature = _signWithdraw(SIGNER_KEY, first, USD, BOB, 0, DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, second));
        balances.withdrawFor(second, USD, BOB, 0, DEADLINE, signature);

        _appoint(first);
        signature = _signCard(SIGNER_KEY, first, ALICE, 1, 5, _later());
        _appoint(second);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, second));
        balances.syncCard(ALICE, 1, 5, _later(), signature);
    }

    /// @dev Neither the other half of the curve nor other lengths pass.
    function test_signatureFormats() public {
        _fund(signer);
        _depositStable(signer, 100 * USD, KEEP);
        bytes memory good = _signWithdraw(SIGNER_KEY, signer, USD, BOB, 0, DEADLINE);
        bytes[6] memory bad = [
            _malleate(good),
            _compact(good),
            bytes.concat(good, hex"00"),
            new bytes(65),
            new bytes(0),
            abi.encodePacked(bytes32(good), bytes32(0), uint8(27))
        ];
        for (uint256 i = 0; i < bad.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, signer));
            balances.withdrawFor(signer, USD, BOB, 0, DEADLINE, bad[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, address(0)));
        balances.withdrawFor(address(0), 0, BOB, 0, DEADLINE, new bytes(65));
        balances.withdrawFor(signer, USD, BOB, 0, DEADLINE, good);
    }

    /// @dev `key` signs for `account` on all paths.
    function _accept(address account, uint256 key) private {
        _prepare(account);
        (uint256 nonce, uint40 later) = (nextNonce, _later());
        bytes memory signature = _signWithdraw(key, account, USD, BOB, nonce, later);
        balances.withdrawFor(account, USD, BOB, nonce, later, signature);
        (, , uint48 cap, , ) = balances.accountOf(account);
        signature = _signSetCap(key, account, cap, cap + 1, nonce + 1, later);
        balances.setCapFor(account, cap + 1, nonce + 1, later, signature);
        signature = _signPurchase(key, account, 1, "ref", OPERATOR, nonce + 2);
        vm.prank(OPERATOR);
        balances.chargeBySig(account, 1, "ref", OPERATOR, nonce + 2, DEADLINE, signature);
        nextNonce += 3;

        _appoint(account);
        later = _later();
        signature = _signCard(key, account, ALICE, nextSeq, 5, later);
        balances.syncCard(ALICE, nextSeq++, 5, later, signature);
        vm.warp(NOW);
    }

    /// @dev What `key` signs is nothing for `account` on any path.
    function _refuse(address account, uint256 key) private {
        _prepare(account);
        bytes memory refused = abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, account);
        uint256 nonce = nextNonce;
        (, , uint48 cap, , ) = balances.accountOf(account);
        bytes[3] memory signatures = [
            _signWithdraw(key, account, USD, BOB, nonce, DEADLINE),
            _signSetCap(key, account, cap, 1, nonce, DEADLINE),
            _signPurchase(key, account, 1, "ref", OPERATOR, nonce)
        ];
        vm.expectRevert(refused);
        balances.withdrawFor(account, USD, BOB, nonce, DEADLINE, signatures[0]);
        vm.expectRevert(refused);
        balances.setCapFor(account, 1, nonce, DEADLINE, signatures[1]);
        vm.expectRevert(refused);
        vm.prank(OPERATOR);
        balances.chargeBySig(account, 1, "ref", OPERATOR, nonce, DEADLINE, signatures[2]);

        _appoint(account);
        uint40 later = _later();
        bytes memory signature = _signCard(key, account, ALICE, nextSeq, 5, later);
        vm.expectRevert(refused);
        balances.syncCard(ALICE, nextSeq, 5, later, signature);
        vm.warp(NOW);
    }

    function _prepare(address account) private {
        usd.mint(BOB, 100 * USD);
        vm.prank(BOB);
        balances.depositStable(100 * USD, account, KEEP);
    }

    function _appoint(address issuer) private {
        IBalancesOwner.IssuerTerms memory terms = IBalancesOwner.IssuerTerms(
            issuer,
            CENTS_A_DAY,
            CENTS_A_DAY
        );
        _announceAndApply(abi.encodeCall(IBalancesOwner.setIssuer, (terms)));
    }

    function _later() private view returns (uint40) {
        return uint40(vm.getBlockTimestamp() + 1 hours);
    }
}
