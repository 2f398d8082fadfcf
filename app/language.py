"""Which of the two languages a reader wants: Chinese unless they prefer English."""

import re
from functools import lru_cache

_PREFERENCE = re.compile(r"(?:^|,)\s*(zh|en)\b[^,;]*(?:;\s*q=([01](?:\.\d{0,3})?))?")
_LONGEST = 200  # characters that are looked at


def preferred(accepted: str) -> str:
    """`en` where an `Accept-Language` prefers English to Chinese (RFC 9110 §12.5.4), else `zh`."""
    return _preferred(accepted[:_LONGEST])


@lru_cache(512)  # browsers and phones say one of a few
def _preferred(accepted: str) -> str:
    wanted = [(float(weight or 1), language) for language, weight in _PREFERENCE.findall(accepted.lower())]
    weight, language = max(wanted, key=lambda pair: pair[0], default=(0.0, ""))
    return language if weight > 0 else "zh"
