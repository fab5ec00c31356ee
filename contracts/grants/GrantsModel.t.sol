// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev The rules of `IGrants` for the wallets of one folder, written plainly: no packed words, no shortcuts, one
/// recursion per question. What `Grants` does is compared with this.
contract GrantsModel {
    struct Held {
        address granter;
        uint40 expiry;
        uint40 issuedAt;
        uint8 role;
        uint8 depth;
        bool guardian;
    }

    struct Power {
        bool live;
        uint8 role;
        uint8 depth;
        uint40 expiry;
        uint40 issuedAt;
        bool guardian;
    }

    uint8 private constant ADMIN = 4;
    uint40 private constant FOREVER = 2 ** 36 - 1;

    address public immutable owner;
    mapping(address account => Held) public held;
    uint32 public epoch;
    uint32 public narrowed;
    uint40 public dueAt;
    bool public stale;

    constructor(address owner_) {
        owner = owner_;
    }

    function powerOf(address account) public view returns (Power memory power) {
        if (account == owner) return Power(true, ADMIN, 4, FOREVER, 0, false);
        Held memory own = held[account];
        if (own.granter == address(0) || own.expiry <= block.timestamp) return power;
        Power memory above = powerOf(own.granter);
        bool hangs = above.live && above.depth > own.depth && above.issuedAt < own.issuedAt;
        if (!hangs) return power;
        uint8 role = own.role < above.role ? own.role : above.role;
        uint40 expiry = own.expiry < above.expiry ? own.expiry : above.expiry;
        return Power(true, role, own.depth, expiry, own.issuedAt, own.guardian);
    }

    function isAbove(address account, address below) public view returns (bool) {
        address granter = held[below].granter;
        if (granter == owner) return account == owner;
        return granter == account || isAbove(account, granter);
    }

    /// @dev Whether `by` may take what `from` holds; all may who have any standing if it is dead or nothing.
    function mayTake(address by, address from) public view returns (bool) {
        Power memory power = powerOf(by);
        if (!power.live) return false;
        if (by == owner) return true;
        bool hasStanding = power.depth > 0 || power.role == ADMIN || power.guardian;
        if (!hasStanding) return false;
        bool holdsNothing = held[from].granter == address(0) || !powerOf(from).live;
        if (holdsNothing) return true;
        if (held[from].guardian) return false;
        if (power.guardian) return true;
        if (held[from].granter == by) return true;
        if (power.role != ADMIN) return false;
        return held[from].role != ADMIN || isAbove(by, from);
    }

    function mayGrant(address by, address to, Held calldata terms) external view returns (bool) {
        Power memory power = powerOf(by);
        if (!power.live || power.depth == 0 || power.issuedAt >= block.timestamp) return false;
        if (to == by || to == owner) return false;
        if (terms.guardian) {
            if (by != owner || terms.role != 0 || terms.depth != 0) return false;
        } else {
            if (terms.role == 0 || terms.role > power.role) return false;
        }
        if (terms.depth >= power.depth) return false;
        if (terms.expiry <= block.timestamp || terms.expiry > power.expiry) return false;
        return mayTake(by, to);
    }

    function grant(address by, address to, Held memory terms) external {
        Power memory power = powerOf(by);
        Held memory old = held[to];
        bool wasLive = powerOf(to).live;
        bool renews =
            old.granter != address(0) && (wasLive || old.granter == by) && old.issuedAt > power.issuedAt;
        terms.granter = by;
        terms.issuedAt = renews ? old.issuedAt : uint40(block.timestamp);
        held[to] = terms;
        if (power.role != ADMIN) return;
        bool lowers = terms.role < old.role || terms.depth < old.depth || terms.expiry < old.expiry;
        bool cutsOff = old.depth > 0 && !renews;
        if (wasLive && (lowers || cutsOff)) _narrow();
        if (terms.expiry != FOREVER && (dueAt == 0 || terms.expiry < dueAt)) dueAt = terms.expiry;
    }

    function revoke(address by, address from) external {
        Power memory power = powerOf(by);
        delete held[from];
        if (power.role == ADMIN || power.guardian) _narrow();
    }

    function advance(uint40 newDueAt) external {
        epoch += 1;
        dueAt = newDueAt;
        stale = false;
    }

    function _narrow() private {
        narrowed += 1;
        stale = true;
    }
}
