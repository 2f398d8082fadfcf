"""Entity tags as callers tell them."""


def has(told: str | None, tag: str) -> bool:
    """Whether an `If-None-Match` names this tag; compared weakly, as it asks (RFC 9110 §13.1.2)."""
    if told is None:
        return False
    return told.strip() == "*" or tag.removeprefix("W/") in {
        entry.strip().removeprefix("W/") for entry in told.split(",")
    }
