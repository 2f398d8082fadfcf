"""The form in which words are looked for: width, case and invisible things make no difference (Unicode NFKC)."""

import re
import unicodedata

#: White space, and what Unicode declares as ignorable: variation selectors, format characters, blank letters.
_LEFT_OUT = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]+"
)
_HYPHENS, _DOTS = re.compile("[\u2010-\u2013\u2212]"), re.compile("[•‧∙⋅・]")


def folded(text: str) -> str:
    """What two ways of writing the same words have in common."""
    if text.isascii():
        return "".join(text.lower().split())
    wide = unicodedata.normalize("NFKC", text)
    plain = wide.casefold()
    if plain != wide:  # which may have taken a letter apart
        plain = unicodedata.normalize("NFKC", plain)
    return _LEFT_OUT.sub("", _DOTS.sub("·", _HYPHENS.sub("-", plain)))
