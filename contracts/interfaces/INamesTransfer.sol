// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title Names that change hands
/// @notice A name goes to another account only if that account agrees, by a signature or by accepting an
/// offer, and it takes a key of the new owner with it. There are two *kinds* of change:
/// - 1, to another person: the generation moves, so that grants to the name end;
/// - 2, to another wallet of the same person: the generation stays, and grants with it.
///
/// The chain cannot tell persons apart. Who must not be followed by a buyer of the name grants to a wallet.
///
/// The signed EIP-712 types are `Transfer`, by the owner, and `Receive`, by the receiver, both with
/// `bytes32 name`, `address from`, `address to`, `uint16 generation`, `uint32 keyEpoch`,
/// `bytes32 keyDigest`, `uint8 kind` and `uint40 deadline`, in this order. `generation` and `keyEpoch` are those before
/// the change, so a signature is dead as soon as the key is rotated or the name changes hands.
interface INamesTransfer {
    /* EVENTS */

    /// @notice `name` went from one account to another. `kind` 1: to another person, the generation moved;
    /// 2: to another wallet of the same person; 3: by recovery. `from` is the account that had it.
    event OwnerChanged(
        bytes32 indexed name,
        address indexed from,
        address indexed to,
        uint16 generation,
        uint32 keyEpoch,
        bytes32 keyDigest,
        uint8 kind
    );

    /// @notice `name` is offered to `to` until `expiresAt`, as long as its generation and key epoch stay;
    /// `to` = 0 withdraws the offer.
    event NameOffered(bytes32 indexed name, address indexed to, uint8 kind, uint40 expiresAt);

    /* ERRORS */

    /// @notice There is no live offer of `name` to the caller.
    error NamesNoOffer(bytes32 name);

    /* TRANSFERRING */

    /// @notice Hands a name of the caller to another account, which signed for it.
    /// @param name A name of the caller
    /// @param to Account that gets it
    /// @param keyDigest Digest of the receiver's key binding
    /// @param kind 1 or 2, see the head of this interface
    /// @param deadline Last second at which the signature is good, unix seconds
    /// @param receiverSignature Signature of `Receive` by `to`
    ///
    /// Requirements:
    /// - the deadline has not passed, else `NamesExpired`;
    /// - the caller owns `name`, else `NamesNotOwner`;
    /// - `kind` is 1 or 2, else `NamesKind`;
    /// - `name` has no recovery agent, else `NamesAgent`;
    /// - `to` signed exactly this, else `NamesBadSignature`.
    ///
    /// Emits `OwnerChanged`.
    function transfer(
        bytes32 name,
        address to,
        bytes32 keyDigest,
        uint8 kind,
        uint40 deadline,
        bytes calldata receiverSignature
    ) external;

    /// @notice Does the same for an owner who signed as well. Anyone may send this and pay its gas.
    /// @param name As in `transfer`
    /// @param to As in `transfer`
    /// @param keyDigest As in `transfer`
    /// @param kind As in `transfer`
    /// @param deadline Last second at which both signatures are good, unix seconds
    /// @param ownerSignature Signature of `Transfer` by the owner
    /// @param receiverSignature Signature of `Receive` by `to`
    ///
    /// Requirements:
    /// - those of `transfer`, except that anyone may call;
    /// - the owner of `name` signed exactly this, else `NamesBadSignature`.
    ///
    /// Emits `OwnerChanged`.
    function transferFor(
        bytes32 name,
        address to,
        bytes32 keyDigest,
        uint8 kind,
        uint40 deadline,
        bytes calldata ownerSignature,
        bytes calldata receiverSignature
    ) external;

    /// @notice Offers a name to an account that need not be able to sign. There is one offer per name; a new
    /// one replaces it.
    /// @dev The offer ends with the key epoch as well, because a move to another wallet keeps the generation.
    /// @param name A name of the caller
    /// @param to Account that may accept; zero withdraws the offer, whatever the other arguments are
    /// @param kind 1 or 2, see the head of this interface
    /// @param expiresAt Last second at which it can be accepted, unix seconds
    ///
    /// Requirements:
    /// - the caller owns `name`, else `NamesNotOwner`;
    /// - `to` is zero, or
    ///   - `kind` is 1 or 2, else `NamesKind`;
    ///   - `expiresAt` has not passed, else `NamesExpired`;
    ///   - `name` has no recovery agent, else `NamesAgent`.
    ///
    /// Emits `NameOffered`.
    function offer(bytes32 name, address to, uint8 kind, uint40 expiresAt) external;

    /// @notice Takes a name that is offered to the caller.
    /// @param name The name
    /// @param keyDigest Digest of the caller's key binding
    ///
    /// Requirements:
    /// - `name` is offered to the caller, the offer has not expired, and generation and key epoch are those of
    ///   the offer, else `NamesNoOffer`;
    /// - `name` has no recovery agent, else `NamesAgent`.
    ///
    /// Emits `OwnerChanged`.
    function accept(bytes32 name, bytes32 keyDigest) external;

    /* VIEWS */

    /// @notice The offer of `name` that can be accepted now; zeros when there is none.
    /// @return to Account that may accept
    /// @return kind 1 or 2, see the head of this interface
    /// @return expiresAt Last second at which it can be accepted
    function offerOf(bytes32 name) external view returns (address to, uint8 kind, uint40 expiresAt);
}
