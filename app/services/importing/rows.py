"""CSV as people and spreadsheets write it, row by row, each with the line it begins in; and cells that are safe there.

A cell that a spreadsheet would take for a formula, or for the escape itself, is written behind an apostrophe
(https://owasp.org/www-community/attacks/CSV_Injection), and read without it: what is written is read unchanged.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from io import StringIO

_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠']")
_ESCAPED = re.compile(r"'[=+\-@\t\r\n＝＋－＠']")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
Texts = tuple[str, str]  # Chinese, English

#: How other files begin that are taken for CSV.
_MAGIC: tuple[tuple[tuple[bytes, ...], Texts], ...] = (
    ((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"), ("是 Excel 工作簿而不是 CSV", "is an Excel workbook and no CSV")),
    ((b"\xff\xfe", b"\xfe\xff"), ("是 UTF-16 编码", "is UTF-16")),
)
_SAVE_AS = ("，请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”", ": save it as “CSV UTF-8 (comma delimited)”")
_OTHER_DELIMITERS = {";": ("分号", "semicolons"), "\t": ("制表符", "tabs"), "，": ("全角逗号", "full-width commas")}
#: What the reader says of a quotation mark, in words for who wrote it.
_CSV_ERRORS: dict[str, Texts] = {
    "unexpected end of data": ("的引号没有闭合", "a quotation mark is not closed"),
    "',' expected after '\"'": ("的引号之后还有内容", "something follows a quotation mark"),
}


class NotCsv(Exception):
    """From this line on it cannot be read."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        """Says why."""
        super().__init__(en)
        self.line, self.zh, self.en = line, zh, en


def recognise(head: bytes) -> Texts | None:
    """What a file is that begins so, when it is no CSV of ours."""
    for beginnings, (zh, en) in _MAGIC:
        if head.startswith(beginnings):
            return f"{zh}{_SAVE_AS[0]}", f"{en}{_SAVE_AS[1]}"
    return None


def wrong_encoding(text: str) -> Texts | None:
    """Why a text that was decoded with `surrogateescape` is no UTF-8; None when it is."""
    try:
        text.encode()
    except UnicodeEncodeError:
        pass
    else:
        return None
    try:
        text.encode(errors="surrogateescape").decode("gb18030")
    except UnicodeError:
        zh, en = "不是 UTF-8 编码", "is not UTF-8"
    else:
        zh, en = "不是 UTF-8 编码，像是 GBK（ANSI）", "is not UTF-8, it looks like GBK"
    return f"{zh}{_SAVE_AS[0]}", f"{en}{_SAVE_AS[1]}"


def rows(file: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, its cells trimmed, and the number of the line it begins in.

    Rows of nothing but commas are what a spreadsheet writes below a table; `sep=,` is what it likes to read above one.

    Raises:
        NotCsv: a quotation mark is not closed, or something follows one.
    """
    reader, began = csv.reader(file, strict=True), 1
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed) and not (began == 1 and _is_separator_line(trimmed)):
                yield began, trimmed
            began = reader.line_num + 1
    except csv.Error as error:
        until = f"–{reader.line_num}" if reader.line_num > began else ""
        zh, en = _CSV_ERRORS.get(str(error), (str(error), str(error)))
        raise NotCsv(
            began, f"不是合法的 CSV：第 {began}{until} 行{zh}", f"is not CSV: {en}, line {began}{until}"
        ) from None


def _is_separator_line(cells: Sequence[str]) -> bool:
    return cells[0].casefold() in ("sep=", "sep=,") and not any(cells[1:])


def named(header: Sequence[str], known: Collection[str], required: Collection[str]) -> tuple[list[str], Texts | None]:
    """The columns of a header, empty where one has no name, and what is wrong with it.

    Names are compared without case, width, blanks and marks that nobody sees.
    """
    columns = [unicodedata.normalize("NFKC", cell).strip(_INVISIBLE + " ").casefold() for cell in header]
    counted = Counter(filter(None, columns))
    for cell in header[:1]:
        for mark, (zh, en) in _OTHER_DELIMITERS.items():
            if mark in cell:
                return columns, (f"各列应以逗号分隔，而不是{zh}", f"columns are separated by commas, not by {en}")
    twice = sorted(name for name, count in counted.items() if count > 1)
    unknown, missing = sorted(counted.keys() - known), sorted(set(required) - counted.keys())
    if twice:
        said = ", ".join(twice)
        return columns, (f"列重复：{said}", f"the same column twice: {said}")
    if unknown or missing:
        told = ((unknown, "多余的列", "unknown columns"), (missing, "缺少的列", "missing columns"))
        wrong = [(zh, en, ", ".join(names)) for names, zh, en in told if names]
        right = ",".join(known)
        return columns, (
            "；".join([*(f"{zh}：{said}" for zh, _, said in wrong), f"表头应如 {right}"]),
            "; ".join([*(f"{en}: {said}" for _, en, said in wrong), f"a header is like {right}"]),
        )
    return columns, None


def unescaped(cell: str) -> str:
    """What was written as this cell."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def written(cells: Iterable[str]) -> str:
    """A row as a line, safe to be opened in a spreadsheet."""
    safe = [f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells]
    out = StringIO(newline="")
    # A bare carriage return is quoted only where a line ends with one.
    csv.writer(out, lineterminator="\r\n").writerow(safe)
    return f"{out.getvalue()[:-2]}\n"
