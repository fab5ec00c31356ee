"""The one error of the reader: which object is refused, and why."""


class Refused(Exception):
    """Bytes that the written formats forbid. `what` names the object, `why` the rule it breaks."""

    def __init__(self, what: str, why: str):
        super().__init__(f"{what}: {why}")
        self.what = what
        self.why = why


def require(condition: bool, what: str, why: str) -> None:
    """Refuse the object `what` unless `condition` holds."""
    if not condition:
        raise Refused(what, why)
