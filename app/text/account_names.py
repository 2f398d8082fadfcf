"""Names to sign in with: nobody is called so that another can be taken for them (UTS 39, highly restrictive).

One script, or Latin beside Han (and kana, Bopomofo or Hangul with them), as people here write; and no letters that
only look like those of the keyboard. A script that the tables do not know yet counts as none.
"""

import unicodedata

from app.text.writing import Unwritable, line

_TOGETHER = (
    frozenset({"LATIN", "HAN", "BOPOMOFO"}),
    frozenset({"LATIN", "HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "HAN", "HANGUL"}),
)
_OF_ANY = frozenset({"COMMON", "INHERITED", "UNKNOWN"})


def kept(name: str) -> str:
    """As it would be kept; of one that cannot be, what was told."""
    try:
        return line(name)
    except Unwritable:
        return name


def plain(name: str) -> str:
    """As somebody types it to sign in: width makes no difference, nor does what is invisible."""
    told = kept(name)
    return told if told.isascii() else unicodedata.normalize("NFKC", told)


def require_unmistakable(name: str) -> None:
    """Refuses a new name that can be taken for another.

    Raises:
        Unwritable: it mixes scripts, or looks like another; then it says which.
    """
    if name.isascii():
        return
    scripts = {script for character in name for script in _scripts(character)} - _OF_ANY
    if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
        raise Unwritable("用户名混用了形近的文字", "a user name does not mix scripts whose letters look alike")
    if any(character != looks for character, looks in zip(name, _looks(name), strict=True) if looks.isalnum()):
        seen = "".join(_looks(name))
        if seen.isascii() or unicodedata.normalize("NFKC", name) == seen:
            raise Unwritable(f"用户名看起来像“{seen}”，请这样书写", f"this user name looks like {seen!r}: write it so")


def _looks(name: str) -> list[str]:
    """Each character, or the letter or digit of the keyboard that it looks like."""
    return [_keyboard(character) or character for character in name]


def _keyboard(character: str) -> str:
    from confusable_homoglyphs import confusables  # reads its tables: few names need them

    if character.isascii():
        return character
    wide = unicodedata.normalize("NFKC", character)
    if len(wide) == 1 and wide.isascii():
        return wide
    if "HAN" in _scripts(character):
        return ""
    found = confusables.is_confusable(character, greedy=True, preferred_aliases=[]) or []
    alike = [other["c"] for entry in found for other in entry["homoglyphs"]]
    return next((each for each in alike if len(each) == 1 and each.isascii() and each.isalnum()), "")


def _scripts(character: str) -> set[str]:
    from confusable_homoglyphs import categories

    return {str(alias).upper() for alias in categories.unique_aliases(character)}
