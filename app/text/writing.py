"""Which characters a text may hold: all that are written, none that deceive.

Refused: control characters, surrogates, noncharacters, and what turns the direction of reading around. Left out: what
is invisible and says nothing. Taken: every character, also those of a Unicode version that nobody here knows yet, and
private ones, by which some names are written that have no other.
"""

import re

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane | last) for plane in range(0, 0x110000, 0x10000)
                                            for last in (0xFFFE, 0xFFFF))  # fmt: skip
_BIDI = "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates
_CONTROLS = "\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_REFUSED = re.compile(f"[{_CONTROLS}{_BIDI}\ud800-\udfff{_NONCHARACTERS}]")
#: Phones put these around a number that is copied from the address book.
_COPIED = re.compile("[\u202d\u2066\u2068]([-+()*#.,\\d\\s]{3,40})[\u202c\u2069]")

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f"
_TAGS = "\U000e0001\U000e0020-\U000e007f"
_JOINERS = "\u200c\u200d"
_IDEOGRAPHS = "\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
#: Invisible wherever it stands: soft hyphens, marks of direction, joiners of words, byte order marks, annotations.
_IDLE = "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffc"
_IDLE += "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000\U000e0002-\U000e001f"
_NEEDLESS = re.compile(
    f"[{_IDLE}]+"
    f"|(?<!\U0001f3f4)(?<![{_TAGS}])[{_TAGS}]+"  # tags belong behind the black flag alone
    f"|(?:^|(?<=[\\s{_SELECTORS}]))[{_SELECTORS}]+"  # one selector belongs behind a character
    f"|[{_JOINERS}](?=[\\s!-~{_IDEOGRAPHS}]|$)|(?:^|(?<=[\\s!-~{_IDEOGRAPHS}]))[{_JOINERS}]+"
)
#: Letters by their class, and nothing to be seen.
_BLANK_LETTERS = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_NOTHING = re.compile(f"[\\s{_BLANK_LETTERS}{_SELECTORS}{_JOINERS}{_TAGS}]*")
_BLANKS = re.compile(r"\s")
_BREAKS = {0x2028: "\n", 0x2029: "\n"}
_FIXED_BLANKS = re.compile(r"[^\S\n\r\t\u3000]")  # a paragraph begins with two of the full width

#: Where this finds nothing, there is nothing to do: ASCII that prints, ideographs and their punctuation.
_UNUSUAL = re.compile("[^\t\n\r -~\u00b7\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e\u2014\u2018-\u201d\u2026]")


class Unwritable(ValueError):
    """Why a text cannot be taken, in both languages; said as the columns of an import say it."""

    def __init__(self, zh: str, en: str) -> None:
        """Takes both texts."""
        super().__init__(f"{zh}|{en}")
        self.zh, self.en = zh, en


def paragraphs(text: str) -> str:
    """A text of any length as it is kept: lines stay lines, the blanks around it go.

    Raises:
        Unwritable: it holds what no text may.
    """
    if not _UNUSUAL.search(text):
        return text.strip()
    return _FIXED_BLANKS.sub(" ", _cleaned(text).translate(_BREAKS)).strip()


def line(text: str) -> str:
    """A name, an address, whatever stands in one line: every blank is a space, however wide it was.

    Raises:
        Unwritable: it holds what no text may.
    """
    return _BLANKS.sub(" ", _cleaned(text) if _UNUSUAL.search(text) else text).strip()


def is_storable(text: str) -> bool:
    """Whether the database can hold it at all."""
    return re.search("[\0\ud800-\udfff]", text) is None


def has_breaks(text: str) -> bool:
    """Whether it has more than one line, or columns."""
    return re.search("[\t\n\r\u2028\u2029]", text.strip()) is not None


def _cleaned(text: str) -> str:
    """Without what is invisible; nothing at all when nothing can be seen."""
    text = _COPIED.sub(r"\1", text)
    found = _REFUSED.search(text)
    if found is not None:
        raise _refusal(found[0])
    text = _NEEDLESS.sub("", text)
    return "" if _NOTHING.fullmatch(text) else text


def _refusal(character: str) -> Unwritable:
    point = f"U+{ord(character):04X}"
    if "\ud800" <= character <= "\udfff":
        return Unwritable(f"含有不成对的代理码位 {point}", f"lone surrogates are not allowed: {point}")
    if re.match(f"[{_BIDI}]", character):
        return Unwritable(f"含有改变文字方向的字符 {point}", f"bidirectional controls are not allowed: {point}")
    if re.match(f"[{_NONCHARACTERS}]", character):
        return Unwritable(f"含有非字符码位 {point}", f"noncharacters are not allowed: {point}")
    return Unwritable(f"含有控制字符 {point}", f"control characters are not allowed: {point}")
