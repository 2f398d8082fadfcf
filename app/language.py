"""Which of the two languages a reader wants: Chinese unless they prefer English."""

import re

_PREFERENCE = re.compile(r"(?:^|,)\s*(zh|en)\b[^,;]*(?:;\s*q=([01](?:\.\d{0,3})?))?")


def preferred(accepted: str) -> str:
    """`en` where an `Accept-Language` prefers English to Chinese (RFC 9110 §12.5.4), else `zh`."""
    wanted = [(float(weight or 1), language) for language, weight in _PREFERENCE.findall(accepted[:200].lower())]
    weight, language = max(wanted, key=lambda pair: pair[0], default=(0.0, ""))
    return language if weight > 0 else "zh"
