"""Checks of decoded values: every field known, of its type, inside its limits."""

from collections.abc import Callable, Mapping

from .cbor import MAX_INT
from .errors import Refused, require

Check = Callable[[object, str], None]


def uint(maximum: int = MAX_INT) -> Check:
    def check(value: object, what: str) -> None:
        require(type(value) is int and 0 <= value <= maximum, what, f"is not an integer up to {maximum}")

    return check


def blob(length: int | None = None, maximum: int | None = None) -> Check:
    def check(value: object, what: str) -> None:
        require(isinstance(value, bytes), what, "is not a byte string")
        require(length is None or len(value) == length, what, f"is not {length} bytes")
        require(maximum is None or len(value) <= maximum, what, f"is longer than {maximum} bytes")

    return check


def sequence(item: Check | None = None) -> Check:
    def check(value: object, what: str) -> None:
        require(isinstance(value, list), what, "is not a list")
        for position, element in enumerate(value if item else []):
            item(element, f"{what}[{position}]")

    return check


def row(*items: Check) -> Check:
    """A list of fixed length with one check per place."""

    def check(value: object, what: str) -> None:
        require(isinstance(value, list) and len(value) == len(items), what, f"is not a list of {len(items)}")
        for position, (item, element) in enumerate(zip(items, value)):
            item(element, f"{what}[{position}]")

    return check


def ascending(values: list, what: str) -> None:
    """Refuse a list that is not strictly ascending."""
    require(all(a < b for a, b in zip(values, values[1:])), what, "is not sorted or holds a repeat")


def fields(
    value: object,
    what: str,
    required: Mapping[str, Check],
    optional: Mapping[str, Check] = {},
    kind: str | None = None,
) -> dict:
    """Check a map: `kind` adds t and v = 1 and, except for the forest, admits the ignored map x."""
    if not isinstance(value, dict):
        raise Refused(what, "is not a map")
    known = set(required) | set(optional)
    if kind is not None:
        require(value.get("t") == kind, what, f"type is not {kind!r}")
        require(value.get("v") == 1 and type(value.get("v")) is int, what, "version is not 1: a newer reader is needed")
        known |= {"t", "v"}
        if "x" not in known and "x" in value:
            require(isinstance(value["x"], dict), what, "field x is not a map")
            known.add("x")
    for key in value:
        require(key in known, what, f"field {key!r} is unknown")
    for key in required:
        require(key in value, what, f"field {key!r} is missing")
    for key, check in (*required.items(), *optional.items()):
        if key in value:
            check(value[key], f"{what} field {key!r}")
    return value
