// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev The rules of `IGrants` for the wallets of one folder, written plainly: no packed words, no shortcuts, one
/// recursion per question. What `Grants` does is compared with this.
contract GrantsModel {
    struct Held {
        address granter;
        uint40 expiry;
        uint40 issuedAt;
        uint16 generation;
        uint8 role;
        uint8 depth;
        bool guardian;
        bool blocked;
    }

    struct Power {
        bool live;
        uint8 role;
        uint8 depth;
        uint40 expiry;
        uint40 issuedAt;
        bool guardian;
    }

    struct Plan {
        bool exists;
        address author;
        uint40 activateAt;
        uint40 dueAt;
        uint32 madeFor;
    }

    uint8 private constant ADMIN = 4;
    uint40 private constant FOREVER = 2 ** 36 - 1;

    address public owner;
    mapping(address account => Held) public held;
    Plan public plan;
    uint32 public epoch;
    uint32 public narrowed;
    uint16 public generation;
    uint40 public dueAt;
    bool public moved;
    bool public stale;
    address public offeredTo;

    constructor(address owner_) {
        owner = owner_;
    }

    /* questions */

    function powerOf(address account) public view returns (Power memory power) {
        if (account == owner) return Power(true, ADMIN, 4, FOREVER, 0, false);
        Held memory own = held[account];
        bool isThere = own.granter != address(0) && !own.blocked && own.generation == generation;
        if (!isThere || own.expiry <= block.timestamp) return power;
        Power memory above = powerOf(own.granter);
        bool hangs = above.live && above.depth > own.depth && above.issuedAt < own.issuedAt;
        if (!hangs) return power;
        uint8 role = own.role < above.role ? own.role : above.role;
        uint40 expiry = own.expiry < above.expiry ? own.expiry : above.expiry;
        return Power(true, role, own.depth, expiry, own.issuedAt, own.guardian);
    }

    function isBlocked(address account) public view returns (bool) {
        return held[account].blocked;
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
        // The owner's own slot holds nothing live: no one grants to him, and what he held before ended when he took over.
        if (from == owner || !powerOf(from).live) return true;
        if (held[from].guardian) return false;
        if (power.guardian) return true;
        if (held[from].granter == by) return true;
        if (power.role != ADMIN) return false;
        return held[from].role != ADMIN || isAbove(by, from);
    }

    function mayGrant(address by, address to, Held calldata terms) external view returns (bool) {
        Power memory power = powerOf(by);
        if (!power.live || power.depth == 0 || power.issuedAt >= block.timestamp) return false;
        if (to == by || to == owner || held[to].blocked) return false;
        if (terms.guardian) {
            if (by != owner || terms.role != 0 || terms.depth != 0) return false;
        } else {
            if (terms.role == 0 || terms.role > power.role) return false;
        }
        if (terms.depth >= power.depth) return false;
        if (terms.expiry <= block.timestamp || terms.expiry > power.expiry) return false;
        return mayTake(by, to);
    }

    function mayBlock(address by, address wallet) external view returns (bool) {
        Power memory power = powerOf(by);
        if (power.role != ADMIN && !power.guardian) return false;
        if (wallet == owner || wallet == by) return false;
        if (by == owner || !powerOf(wallet).live) return true;
        if (held[wallet].guardian) return false;
        return power.guardian || held[wallet].role != ADMIN;
    }

    function mayUnblock(address by, address wallet) external view returns (bool) {
        if (powerOf(by).role != ADMIN) return false;
        return by == owner || !held[wallet].blocked || held[wallet].granter != owner;
    }

    function mayActivate() external view returns (bool) {
        bool isRipe = plan.exists && plan.activateAt <= block.timestamp && plan.madeFor == narrowed;
        return isRipe && powerOf(plan.author).role == ADMIN;
    }

    /* acts */

    function grant(address by, address to, Held memory terms) external {
        Power memory power = powerOf(by);
        Held memory old = held[to];
        bool wasLive = powerOf(to).live;
        bool isKnown = old.granter != address(0) && old.generation == generation;
        bool renews = isKnown && (wasLive || old.granter == by) && old.issuedAt > power.issuedAt;
        terms.granter = by;
        terms.generation = generation;
        terms.issuedAt = renews ? old.issuedAt : uint40(block.timestamp);
        held[to] = terms;
        if (power.role != ADMIN) return;
        bool lowers = terms.role < old.role || terms.depth < old.depth || terms.expiry < old.expiry;
        bool cutsOff = old.depth > 0 && !renews;
        if (wasLive && (lowers || cutsOff)) _narrow();
        if (terms.expiry == FOREVER) return;
        delete plan;
        if (dueAt == 0 || terms.expiry < dueAt) dueAt = terms.expiry;
    }

    function revoke(address by, address from) external {
        Power memory power = powerOf(by);
        if (!held[from].blocked) delete held[from];
        if (power.role == ADMIN || power.guardian) _narrow();
    }

    function setBlocked(address by, address wallet, bool blocked) external {
        if (!blocked) {
            if (held[wallet].blocked) delete held[wallet];
            return;
        }
        bool isKept = held[wallet].blocked && by != owner;
        if (!isKept) {
            delete held[wallet];
            (held[wallet].blocked, held[wallet].granter) = (true, by);
        }
        _narrow();
    }

    function revokeAll() external {
        _renew();
    }

    function advance(uint40 newDueAt) public {
        epoch += 1;
        dueAt = newDueAt;
        stale = false;
        delete plan;
    }

    function schedule(address author, uint40 activateAt, uint40 newDueAt) external {
        plan = Plan(true, author, activateAt, newDueAt, narrowed);
    }

    function withdraw() external {
        delete plan;
    }

    function activate() external {
        advance(plan.dueAt);
    }

    function offer(address to) external {
        offeredTo = to;
    }

    function accept(address to, bool settled, uint40 newDueAt) external {
        _renew();
        advance(newDueAt);
        stale = !settled;
        owner = to;
        moved = true;
    }

    function _renew() private {
        generation += 1;
        offeredTo = address(0);
        delete plan;
        _narrow();
    }

    function _narrow() private {
        narrowed += 1;
        stale = true;
    }
}
