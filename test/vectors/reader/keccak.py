"""Keccak-256 as Ethereum uses it (the padding of the submission, not of FIPS 202)."""

_ROUNDS = 24
_RATE = 136
_MASK = 2**64 - 1


def _rotate(lane: int, by: int) -> int:
    return (lane << by | lane >> 64 - by) & _MASK if by else lane


def _round_constants() -> list[int]:
    constants, register = [], 1
    for _ in range(_ROUNDS):
        constant = 0
        for j in range(7):
            if register & 1:
                constant |= 1 << (1 << j) - 1
            register = register << 1 ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return constants


_CONSTANTS = _round_constants()


def _permute(a: list[int]) -> None:
    """Keccak-f[1600] on 25 lanes, lane (x, y) at x + 5y."""
    for constant in _CONSTANTS:
        parity = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        for x in range(5):
            mix = parity[x - 1] ^ _rotate(parity[(x + 1) % 5], 1)
            for y in range(0, 25, 5):
                a[x + y] ^= mix
        x, y, lane = 1, 0, a[1]
        for t in range(_ROUNDS):
            x, y = y, (2 * x + 3 * y) % 5
            lane, a[x + 5 * y] = a[x + 5 * y], _rotate(lane, (t + 1) * (t + 2) // 2 % 64)
        for y in range(0, 25, 5):
            line = a[y : y + 5]
            for x in range(5):
                a[x + y] = line[x] ^ (~line[(x + 1) % 5] & _MASK & line[(x + 2) % 5])
        a[0] ^= constant


def keccak256(data: bytes) -> bytes:
    padded = bytearray(data + bytes(_RATE - len(data) % _RATE))
    padded[len(data)] ^= 0x01
    padded[-1] ^= 0x80
    state = [0] * 25
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            state[lane] ^= int.from_bytes(padded[start + 8 * lane : start + 8 * lane + 8], "little")
        _permute(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])
