"""ML-KEM-768 encapsulation with given randomness (FIPS 203, algorithm 17), to make passes again byte for byte.

The library encapsulates with randomness of its own only. For vectors: plain arithmetic, not constant time.
"""

import hashlib

Q, N, K = 3329, 256, 3


def _bit_reverse(value: int) -> int:
    return int(f"{value:07b}"[::-1], 2)


_ZETAS = [pow(17, _bit_reverse(i), Q) for i in range(128)]
_GAMMAS = [pow(17, 2 * _bit_reverse(i) + 1, Q) for i in range(128)]


def _ntt(f: list[int]) -> list[int]:
    f, i, length = list(f), 1, 128
    while length >= 2:
        for start in range(0, N, 2 * length):
            for j in range(start, start + length):
                t = _ZETAS[i] * f[j + length] % Q
                f[j], f[j + length] = (f[j] + t) % Q, (f[j] - t) % Q
            i += 1
        length //= 2
    return f


def _inverse_ntt(f: list[int]) -> list[int]:
    f, i, length = list(f), 127, 2
    while length <= 128:
        for start in range(0, N, 2 * length):
            for j in range(start, start + length):
                t = f[j]
                f[j], f[j + length] = (t + f[j + length]) % Q, _ZETAS[i] * (f[j + length] - t) % Q
            i -= 1
        length *= 2
    return [value * 3303 % Q for value in f]


def _multiply(f: list[int], g: list[int]) -> list[int]:
    h = []
    for i in range(128):
        a, b, c, d = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
        h += [(a * c + b * d * _GAMMAS[i]) % Q, (a * d + b * c) % Q]
    return h


def _add(*polynomials: list[int]) -> list[int]:
    return [sum(column) % Q for column in zip(*polynomials)]


def _bits(data: bytes) -> list[int]:
    return [byte >> i & 1 for byte in data for i in range(8)]


def _pack(values: list[int], width: int) -> bytes:
    number = sum(value << width * i for i, value in enumerate(values))
    return number.to_bytes(len(values) * width // 8, "little")


def _unpack(data: bytes, width: int) -> list[int]:
    number = int.from_bytes(data, "little")
    return [number >> width * i & (1 << width) - 1 for i in range(len(data) * 8 // width)]


def _sample_matrix(seed: bytes) -> list[int]:
    stream = hashlib.shake_128(seed).digest(3 * 512)
    out: list[int] = []
    for i in range(0, len(stream), 3):
        a, b, c = stream[i : i + 3]
        out += [v for v in (a | (b & 15) << 8, b >> 4 | c << 4) if v < Q]
    return out[:N]


def _noise(seed: bytes, counter: int) -> list[int]:
    bits = _bits(hashlib.shake_256(seed + bytes([counter])).digest(128))
    return [(sum(bits[4 * i : 4 * i + 2]) - sum(bits[4 * i + 2 : 4 * i + 4])) % Q for i in range(N)]


def _compress(values: list[int], width: int) -> list[int]:
    return [(2 * value * (1 << width) + Q) // (2 * Q) % (1 << width) for value in values]


def encapsulate(public: bytes, message: bytes) -> tuple[bytes, bytes]:
    """(ciphertext, shared secret) for an encapsulation key and 32 bytes of randomness."""
    both = hashlib.sha3_512(message + hashlib.sha3_256(public).digest()).digest()
    shared, coins = both[:32], both[32:]
    rho = public[384 * K :]
    t = [_unpack(public[384 * i : 384 * (i + 1)], 12) for i in range(K)]
    y = [_ntt(_noise(coins, i)) for i in range(K)]
    u = []
    for i in range(K):
        products = [_multiply(_sample_matrix(rho + bytes([i, j])), y[j]) for j in range(K)]
        u.append(_add(_inverse_ntt(_add(*products)), _noise(coins, K + i)))
    mu = [bit * 1665 for bit in _bits(message)]
    v = _add(_inverse_ntt(_add(*(_multiply(t[j], y[j]) for j in range(K)))), _noise(coins, 2 * K), mu)
    ciphertext = b"".join(_pack(_compress(part, 10), 10) for part in u) + _pack(_compress(v, 4), 4)
    return ciphertext, shared
