"""The words of a column in the form in which they are looked for, as `app.text.folding` gives it: for short tables."""

from sqlalchemy import ColumnElement, func, literal, literal_column

_LEFT_OUT = (
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\U000e0100-\U000e01ef]"
)


def folded(text: ColumnElement[str]) -> ColumnElement[str]:
    """Without width, case and what is invisible (NFKC)."""
    plain = func.lower(func.normalize(text, literal_column("NFKC")))
    alike = func.translate(plain, "‐‑‒–−•‧∙⋅・", "-----·····")
    return func.regexp_replace(alike, literal(_LEFT_OUT), "", "g")
