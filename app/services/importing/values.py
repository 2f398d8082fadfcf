"""The values of an import, each read by its column: what it is, or in both languages why it is none."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple, TypeVar

from app.services.importing.problems import Unfit
from app.text import writing
from app.workflow.timing.phrases import LOCAL

T = TypeVar("T")
EnumT = TypeVar("EnumT", bound=StrEnum)
Parse = Callable[[str], T]
"""Gives the value of a text that is not empty, or raises `Unfit`; some take what has its type already, too."""

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._\-]{0,31}", re.ASCII)
#: What a spreadsheet makes of long digits, and programs of a column of numbers: 4.4031E+11 and 440310001001.0.
_MANGLED = re.compile(r"\d+\.0*|\d+(\.\d+)?E[+-]?\d{2,}|\d+(\.\d+)?E\+\d|\d+\.\d+E\d", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII)
_TRUTH = {"true": True, "false": False, "是": True, "否": False}


def code(value: str) -> str:
    """A code: what an address can carry."""
    require_unmangled(value)
    if not _CODE.fullmatch(value):
        zh = "不是编码：1 至 32 个字母、数字或 . _ -，以字母或数字开头"
        raise Unfit(zh, "is no code: 1 to 32 letters, digits, '.', '_', '-', the first a letter or a digit", value)
    return value


def require_unmangled(value: str) -> None:
    """Refuses the number that a spreadsheet made of something that is none: two codes may have become one."""
    if _MANGLED.fullmatch(value):
        zh = "像是被表格软件改成了数字：请把该列设为“文本”后重新填写，如 440310001001"
        raise Unfit(zh, "was made a number by a spreadsheet: make the column text, and write it as 440310001001", value)


def unmangled(parse: Parse[T]) -> Parse[T]:
    """What `parse` reads of a name or a number that something is known by."""

    def parse_whole(value: str) -> T:
        require_unmangled(value)
        return parse(value)

    return parse_whole


def text(length: int) -> Parse[str]:
    """One line of text, of a length."""

    def parse(value: str) -> str:
        told = writing.line(value)
        if not told or len(told) > length or writing.has_breaks(value):
            raise Unfit(f"不可见字符或超过 {length} 字", f"unprintable or longer than {length} characters")
        return told

    return parse


def one_of(kind: type[EnumT]) -> Parse[EnumT]:
    """A value of an enum."""

    def parse(value: str) -> EnumT:
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(kind)
            raise Unfit(f"不在 {known} 之中", f"is none of {known}", value) from None

    return parse


def day(value: str | date) -> date:
    """A date as 2026-11-24, and in no other of the forms of ISO 8601."""
    if isinstance(value, date):
        return value
    wrong = Unfit("不是日期，应写作 2026-11-24", "is not a date like 2026-11-24", value)
    if not _DAY.fullmatch(value):
        raise wrong
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong from None


def moment(value: str, zone: tzinfo | None = None) -> datetime:
    """A time with its offset as 2026-11-24T09:30:00+08:00 (RFC 3339); the seconds may be left out.

    With a `zone` a time without an offset is one of there; where clocks are set back, the earlier of the two.
    """
    zh, en = "不是时间，应写作 2026-11-24T09:30:00+08:00", "is not a time like 2026-11-24T09:30:00+08:00"
    if not _MOMENT.fullmatch(value):
        raise Unfit(zh, en, value)
    try:
        told = datetime.fromisoformat(value.upper())
    except ValueError:
        raise Unfit(zh, en, value) from None
    if told.tzinfo is None and zone is not None:
        return told.replace(tzinfo=zone)
    if told.tzinfo is None:
        raise Unfit(
            "缺少时区，应写作 2026-11-24T09:30:00+08:00", "has no offset, as in 2026-11-24T09:30:00+08:00", value
        )
    return told


class When(NamedTuple):
    """A moment, or a day of which nobody knows the hour: then `at` is its beginning here."""

    at: datetime
    is_day: bool

    @property
    def end(self) -> datetime:
        """When it is over: a day lasts until the next one begins."""
        return self.at + timedelta(days=1) - timedelta(seconds=1) if self.is_day else self.at


def moment_or_day(value: str, zone: tzinfo | None = None) -> When:
    """A time, or a date as 2026-11-24 where the hour is not known."""
    if _DAY.fullmatch(value):
        return When(datetime.combine(day(value), time.min, zone or LOCAL), True)
    return When(moment(value, zone), False)


def count(value: str | int) -> int:
    """A whole number from 1 to 100,000."""
    value = str(value)
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= 100_000 and len(value) <= 6):
        raise Unfit("不是 1 到 100000 的整数", "is no whole number from 1 to 100000", value)
    return int(value)


def count_or_none(value: str | int) -> int:
    """A whole number from 0 to 100,000."""
    return 0 if str(value) == "0" else count(value)


def yes_or_no(value: str | bool) -> bool:
    """`true` or `false`, as people and spreadsheets write it."""
    if isinstance(value, bool):
        return value
    told = _TRUTH.get(unicodedata.normalize("NFKC", value).casefold())
    if told is None:
        raise Unfit("应为 true 或 false", "must be true or false", value)
    return told
