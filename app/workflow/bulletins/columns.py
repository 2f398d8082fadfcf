"""The columns of ledgers 台账: what a list shows of a case, or of who is paid, one line each, for people and sheets.

What a cell holds is a text, a number or a moment. A text is never a formula, however it begins.
"""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from app.workflow.states import STAGE_LABELS


class Kind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"  # in the time of the place
    YES = "yes"  # whether
    WORD = "word"  # a code that has words of its own


class Column(NamedTuple):
    """The field of a case in lists, what it is called in Chinese and English, and how wide it is in characters."""

    field: str
    zh: str
    en: str
    kind: Kind = Kind.TEXT
    width: int = 14


COLUMNS = (
    Column("number", "案卷号", "Number", width=12),
    Column("title", "标题", "Title", width=24),
    Column("description", "问题描述", "Description", width=48),
    Column("status_label", "状态", "Status"),
    Column("stage", "阶段", "Stage", Kind.WORD),
    Column("light", "红黄绿灯", "Light", Kind.WORD, 8),
    Column("channel", "渠道", "Channel", Kind.WORD, 10),
    Column("source_name", "来源", "Source"),
    Column("nature_name", "诉求性质", "Nature"),
    Column("category_name", "问题类别", "Category", width=20),
    Column("category_code", "类别编码", "Category code"),
    Column("urgent", "紧急", "Urgent", Kind.YES, 6),
    Column("area_name", "所在网格", "Area", width=20),
    Column("area_code", "区划编码", "Area code", width=18),
    Column("address", "地址", "Address", width=30),
    Column("lead_department_name", "主办单位", "Lead unit", width=20),
    Column("lead_department_code", "主办单位编码", "Code of the lead unit"),
    Column("handler_name", "经办人", "Handler", width=10),
    Column("reported_at", "上报时间", "Reported", Kind.MOMENT, 20),
    Column("due_at", "处置期限", "Due", Kind.MOMENT, 20),
    Column("closed_at", "结案时间", "Closed", Kind.MOMENT, 20),
    Column("order_due_at", "督办答复期限", "Answer to the order due", Kind.MOMENT, 20),
    Column("return_count", "退单次数", "Returns", Kind.NUMBER, 9),
    Column("redirect_count", "改派次数", "Redirections", Kind.NUMBER, 9),
    Column("rework_round", "返工次数", "Reworks", Kind.NUMBER, 9),
    Column("repeat_count", "重复诉求次数", "Repeat demands", Kind.NUMBER, 12),
    Column("external_id", "外部编号", "External number", width=18),
)

PAY_COLUMNS = (
    Column("name", "对象", "Whose", width=20),
    Column("subject", "编码", "Code", width=18),
    Column("area_name", "区划", "Area", width=20),
    Column("area_code", "区划编码", "Area code", width=18),
    Column("score", "得分", "Score", Kind.NUMBER, 10),
    Column("colour_name", "颜色", "Colour", width=10),
    Column("band_name", "报酬档次", "Pay band"),
    Column("amount", "金额（元）", "Amount in yuan", Kind.NUMBER),
    Column("is_corrected", "已更正", "Corrected", Kind.YES, 9),
)


class Table(NamedTuple):
    """A ledger by its columns, and what its sheet is called."""

    zh: str
    en: str
    columns: tuple[Column, ...]


TABLES: Mapping[str, Table] = MappingProxyType(
    {"cases": Table("案卷台账", "Cases", COLUMNS), "pay": Table("报酬清单", "Pay list", PAY_COLUMNS)}
)

#: Of fields whose values are codes: what each says.
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "stage": {stage.value: label for stage, label in STAGE_LABELS.items()},
        "light": {"green": ("绿", "Green"), "yellow": ("黄", "Yellow"), "red": ("红", "Red")},
        "channel": {
            "worker": ("网格员", "Worker"),
            "clerk": ("受理员代录", "Clerk"),
            "resident": ("居民", "Resident"),
            "integration": ("对接系统", "Another system"),
        },
    }
)
YES = ("是", "Yes")
NO = ("否", "No")

_BEGINS_A_FORMULA = frozenset("=+-@")
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def begins_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula: by its first character that is to be seen.

    Full-width signs count: spreadsheets fold them where the system's language is Chinese.
    """
    if text[:1].isalnum():
        return False
    for character in text:
        if unicodedata.category(character) not in _INVISIBLE:
            return unicodedata.normalize("NFKC", character)[0] in _BEGINS_A_FORMULA
    return False


def as_text(text: str) -> str:
    """A text of a file without types: where it would be read as a formula, behind an apostrophe."""
    return f"'{text}" if begins_like_a_formula(text) else text


def words_of(column: Column, language: str) -> dict[object, str]:
    """What each of its codes, or whether, reads as."""
    if column.kind is Kind.YES:
        return {True: YES[language == "en"], False: NO[language == "en"]}
    return {code: words[language == "en"] for code, words in WORDS[column.field].items()}
