"""Phone numbers 电话: however they are written, one form is kept, and whose they are is one key.

Numbers of this country follow its own plan, with what people here write: an extension 分机 behind 转, two numbers at
once. All others are `phonenumbers`' to judge, by the code of their country.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from app.text.writing import Unwritable

MOST = 3  # numbers of one contact
LONGEST = 100  # characters, of all of them as they are kept

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2043\u2212\u2500\u30fc\uff70\ufe58\ufe63\uff0d~_·•]|(?<=\\d)[一—](?=\\d)")
_BRACKETS = re.compile(r"[()\[\]{}<>《》〈〉【】〔〕「」『』]")
_TRUNK = re.compile(r"((?:\+|\b00) ?\d{1,3}) ?\(0\)")  # +86 (0)755: the zero is dialled within the country alone
_ENCLOSED = re.compile(r"(?<=\d{7}) ?\((\d{2,5})\)(?!\d)")  # an extension
_GAPS = re.compile(r"[^\S\n]*(-)?(?:[^\S\n]|-)*")

_GAP = "[ -]?"
_DOTTED = r"(?:[ -]?|(?<=\d{3})\.(?=\d{3}))"  # 138.0000.0000, and never the .0 of a spreadsheet
_HOME = rf"(?:(?:\+|00){_GAP}86[ .-]?|86{_GAP}(?=1[3-9])|86[ -])"
_AREA = rf"(?P<area>1{_GAP}0|2{_GAP}\d|[3-9]{_GAP}\d{_GAP}\d)"
_LOCAL = rf"(?:{_DOTTED}\d){{6,7}}"
_HOTLINE = r"1 ?[0-2] ?\d(?:(?: ?\d){2})?|11(?: ?\d){4}|9 ?[56](?: ?\d){3,6}"
_EXTENSION = (
    rf"(?:{_GAP}(?:转接?|分机号?|ext(?:ension|n)?\.?|x|#|\*|,|;ext=|p){_GAP}:?{_GAP}(?P<told>\d(?: ?\d){{0,5}})"
    r"|-(?P<dashed>\d{1,6}))?(?!\d)"
)


def _form(number: str) -> re.Pattern[str]:
    return re.compile(number + _EXTENSION, re.IGNORECASE)


_MOBILE = _form(rf"{_HOME}?0?(?P<number>1{_DOTTED}[3-9](?:{_DOTTED}\d){{9}})")
_BUSINESS = _form(rf"{_HOME}?(?P<number>[48]{_GAP}0{_GAP}0(?:{_DOTTED}\d){{7}})")
_LANDLINE = _form(rf"(?:{_HOME}0?|0){_GAP}{_AREA}{_DOTTED}(?P<number>[1-9]{_LOCAL}|{_HOTLINE})")
_NEARBY = _form(rf"(?P<number>[2-8]{_LOCAL}|{_HOTLINE})")
_ABROAD = re.compile(
    r"(?:\+|00)(?P<number> ?[1-9](?:[ .-]?\d){5,16})"
    rf"(?:{_GAP}(?:转|ext\.?|x|#|,|;ext=){_GAP}(?P<told>\d{{1,6}}))?(?!\d)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:(?:联系)?电话|手机号?码?|座机|固话|tel|phone|mobile)[.: ]*", re.IGNORECASE)
_BETWEEN = re.compile(r" ?(?:[/、;,，|\n-]|和|或|及| ) ?")
_SPREADSHEET = re.compile(r"^['=]|^[\d.]+E[+-]?\d+$|^\+?\d+\.0+$", re.IGNORECASE)

_NOT_A_PHONE = Unwritable(
    "不是电话号码：请填手机号、带区号的固定电话（可带分机，如 0755-12345678转8001）、服务号码，"
    "境外号码以 + 开头；没有则留空",
    "not a phone number: a mobile, a landline with its area code (an extension as 0755-12345678 x8001), a service "
    "number, or + and the code of another country; leave it empty where there is none",
)
_SPOILT = Unwritable(
    "号码已被表格软件改动：请将该列设为“文本”后重新填写原号码",
    "a spreadsheet has changed this number: format the column as text and type the number again",
)


@dataclass(frozen=True, slots=True)
class Number:
    """One number: as it is written, its base, and the extension behind it."""

    base: str
    extension: str = ""

    @property
    def written(self) -> str:
        """As it is kept; read again it is the same."""
        return f"{self.base}转{self.extension}" if self.extension else self.base

    @property
    def key(self) -> str:
        """Who is called by it: behind the extensions of a landline sit several people, a mobile has one owner."""
        digits = self.line
        return f"{digits}-{self.extension}" if self.extension and digits.startswith("0") else digits

    @property
    def line(self) -> str:
        """The line a call comes from, which shows no extension."""
        return self.base.replace("-", "")


def folded(told: str) -> str:
    """The one form of a phone, or of several given at once.

    Raises:
        Unwritable: it is none.
    """
    return "/".join(number.written for number in numbers(told))


def numbers(told: str) -> list[Number]:
    """Every number in what somebody gave as theirs, each once.

    Raises:
        Unwritable: it is none, or holds anything else.
    """
    if len(told) > 2 * LONGEST:
        raise _NOT_A_PHONE
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _INVISIBLE.sub("", told))).strip()
    if _SPREADSHEET.search(plain):
        raise _SPOILT
    plain = _BRACKETS.sub(" ", _TRUNK.sub(r"\1 ", _ENCLOSED.sub(r"x\1", _DASHES.sub("-", plain))))
    plain = _GAPS.sub(lambda gap: gap[1] or " " * bool(gap[0]), plain).strip(" -/、;,|\n")
    found: list[Number] = []
    at = 0
    while at < len(plain) or not found:
        number, at = _next(plain, at)
        found.append(number)
        between = _BETWEEN.match(plain, at)
        if at < len(plain) and between is None:
            raise _NOT_A_PHONE
        at = between.end() if between else at
    if len(found) > MOST:
        raise _NOT_A_PHONE
    return list(dict.fromkeys(found))


def keys(kept: str) -> list[str]:
    """Whose a kept phone is; of what was kept before numbers were folded, its last eleven digits."""
    return list(dict.fromkeys(number.key for number in _read(kept)))


def lines(kept: str) -> list[str]:
    """From which lines its owner calls."""
    return list(dict.fromkeys(number.line for number in _read(kept)))


def masked(kept: str) -> str:
    """With the last four digits of each number, never more than half of it, and no extension."""
    return "/".join(_masked(number) for number in _read(kept)) or "*"


def _read(kept: str) -> Iterable[Number]:
    try:
        return numbers(kept)
    except Unwritable:
        return [Number(re.sub(r"\D", "", kept)[-11:])]


def _masked(number: Number) -> str:
    shown = min(4, len(number.line) // 2)
    return "*" * (len(number.line) - shown) + number.line[len(number.line) - shown :]


def _next(plain: str, at: int) -> tuple[Number, int]:
    label = _LABEL.match(plain, at)
    at = label.end() if label else at
    for form in (_MOBILE, _BUSINESS, _LANDLINE, _NEARBY):
        found = form.match(plain, at)
        if found is not None:
            area = _digits(found["area"]) if form is _LANDLINE else ""
            base = f"0{area}-{_digits(found['number'])}" if area else _digits(found["number"])
            return Number(base, _digits(found["told"] or found["dashed"] or "")), found.end()
    found = _ABROAD.match(plain, at)
    if found is None:
        raise _NOT_A_PHONE
    return _of_abroad(found), found.end()


def _of_abroad(found: re.Match[str]) -> Number:
    import phonenumbers  # 30 ms, and most reports are of here

    try:
        number = phonenumbers.parse(f"+{found['number'].strip()}")
    except phonenumbers.NumberParseException:
        raise _NOT_A_PHONE from None
    if number.country_code == 86 or not phonenumbers.is_possible_number(number):
        raise _NOT_A_PHONE
    base = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Number(base, found["told"] or "")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
