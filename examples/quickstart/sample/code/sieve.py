def primes(limit):
    """Primes below limit, by the sieve of Eratosthenes."""
    marked = bytearray(limit)
    for number in range(2, limit):
        if not marked[number]:
            yield number
            marked[number * number :: number] = b"\x01" * len(range(number * number, limit, number))


print(*primes(100))
