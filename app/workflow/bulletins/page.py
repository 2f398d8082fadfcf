"""What of a page is for its editors alone."""

from collections.abc import Mapping
from typing import cast


def without_cases(page: Mapping[str, object]) -> dict[str, object]:
    """A page in which typical cases stand for themselves: nobody finds the case itself by it."""
    typical = cast(list[dict[str, object]], page["typical"])
    return {**page, "typical": [{**each, "case_id": None} for each in typical]}
