"""What is wrong with an import: every bad line with its file, number and reason; lines of one cause are one message.

The cause comes first. What only follows from a bad line is not said besides: of an area whose line is bad, nobody hears
that it is unknown.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.errors import AppError

#: What the lines of a file are about, as other files name it.
_KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "areas.csv": ("区划", "area"),
        "departments.csv": ("部门", "department"),
        "category_standards.csv": ("标准", "standard"),
        "categories.csv": ("类别", "category"),
        "users.csv": ("用户", "user"),
    }
)
_SHOWN = 5  # lines of one cause
_REVIVALS_SHOWN = 50
_LONGEST = 40  # characters shown of a value


class Unfit(ValueError):
    """A value that a column cannot take: what is wrong with it and how it is written, without the value itself."""

    def __init__(self, zh: str, en: str, told: str | None = None) -> None:
        """`told` is the value, where it may be shown."""
        super().__init__(en)
        self.zh, self.en, self.told = zh, en, told


class Unknown(Unfit):
    """A code that nobody knows."""

    def __init__(self, told: str) -> None:
        """Takes the code."""
        super().__init__("没有", "unknown", told)


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1 in a CSV file (the header is line 1); in GeoJSON it is the number of the feature.

    `column` is the one that is wrong, empty where it is the line as a whole; `told` is what stands there. Problems of
    one file and column with the same `cause` are one message.
    """

    file: str
    line: int
    zh: str
    en: str
    column: str = ""
    cause: str = ""
    told: str = ""
    rank: int = 1  # 0: the file cannot be read; 2: it names what is unknown


@dataclass(slots=True)
class Problems:
    """Collects; nothing is written while there is any."""

    found: list[Problem] = field(default_factory=list)
    revivals: list[Problem] = field(default_factory=list)
    _unread: set[str] = field(default_factory=set)
    _spoilt: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, file: str, line: int, zh: str, en: str, column: str = "", *, cause: str = "", told: str = "") -> None:
        """One more."""
        self.found.append(Problem(file, line, zh, en, column, cause or en, told))

    def garbled(self, file: str, line: int, zh: str, en: str) -> None:
        """A line that is no text."""
        self.found.append(Problem(file, line, zh, en, cause=en, rank=0))

    def revives(self, file: str, line: int, zh: str, en: str) -> None:
        """A line would take up again what has ended meanwhile: an older export says nothing of the end."""
        self.revivals.append(Problem(file, line, zh, en))

    def unfit(self, file: str, line: int, column: str, raw: str, wrong: Unfit) -> None:
        """A value that its column cannot take, and as it was written."""
        told, zh, en = (wrong.told or "")[:_LONGEST], wrong.zh, wrong.en
        if isinstance(wrong, Unknown):
            zh, en = f"{zh} {told}", f"{en} {told}"
        elif wrong.told is not None:
            zh, en = f"“{told}”{zh}", f"{told!r} {en}"
        cause = wrong.en.replace(raw, "…")
        if not told and cause != wrong.en:  # it stands in the words
            told = raw[:_LONGEST]
        self.add(file, line, f"{column}：{zh}", f"{column}: {en}", column, cause=cause, told=told)

    def unreadable(self, file: str, line: int, zh: str, en: str) -> None:
        """A whole file that cannot be read from there on; what it would have said, nobody knows."""
        self._unread.add(file)
        self.garbled(file, line, zh, en)

    def spoil(self, file: str, key: str) -> None:
        """A bad line speaks of `key`: whoever names that is right."""
        self._spoilt[file].add(key)

    def is_unread(self, file: str) -> bool:
        """Whether the file could not be read."""
        return file in self._unread

    def follows(self, of: str, key: str) -> bool:
        """Whether that `key` is unknown only follows from what is wrong with the file `of`, which is said already."""
        return of in self._unread or key in self._spoilt[of]

    def unknown(
        self, of: str, key: str, file: str, line: int, column: str, called: tuple[str, str] | None = None
    ) -> None:
        """`key` is named and nobody knows it; `of` is the file that would say it."""
        if self.follows(of, key):
            return
        shown, (zh, en) = key[:_LONGEST], called or _KINDS[of]
        cause = f"unknown {en}"
        self.found.append(Problem(file, line, f"没有{zh} {shown}", f"{cause} {shown}", column, cause, shown, rank=2))


class WouldRevive(AppError):
    """The import would take up again what has ended since; nothing was changed."""

    status_code, code, zh = 409, "would-revive", "导入会恢复已经终止的内容，未作任何更改"

    def __init__(self, found: list[Problem]) -> None:
        """Carries what would be."""
        self.revivals = sorted(found, key=lambda problem: (problem.file, problem.line))
        super().__init__()

    @property
    def messages(self) -> list[str]:
        """What is said of it, in both languages."""
        count = len(self.revivals)
        lines = [f"{each.file}:{each.line}: {each.en} · {each.zh}" for each in self.revivals[:_REVIVALS_SHOWN]]
        return [
            *lines,
            *(["…"] if count > len(lines) else []),
            f"{count} would come back; nothing was imported. Say --revive if that is meant. "
            "未导入任何内容；确需恢复请加 --revive。",
        ]


class ImportRefused(AppError):
    """The import has errors; nothing was changed."""

    status_code, code, zh = 422, "import-refused", "导入文件有误，未作任何更改"

    def __init__(self, found: list[Problem]) -> None:
        """Carries every problem, in the order of files and lines."""
        self.problems = sorted(found, key=lambda problem: (problem.file, problem.line))
        super().__init__()

    @property
    def messages(self) -> list[str]:
        """What is said of it, in both languages."""
        count = len(self.problems)
        end = f"{count} problem{'s' if count > 1 else ''}; nothing was imported. 未导入任何内容。"
        return [*(f"{en} · {zh}" for zh, en in self.causes), end]

    @property
    def causes(self) -> list[tuple[str, str]]:
        """One message for each cause, Chinese and English; what only names something bad comes last."""
        causes: dict[tuple[str, str, str], list[Problem]] = {}
        for problem in self.problems:
            causes.setdefault((problem.file, problem.column, problem.cause), []).append(problem)
        return [_message(of_one) for of_one in sorted(causes.values(), key=_rank)]


def _rank(of_one: list[Problem]) -> tuple[int, str, int]:
    """What cannot be read comes first, and what names something elsewhere last."""
    return of_one[0].rank, of_one[0].file, of_one[0].line


def _message(of_one: list[Problem]) -> tuple[str, str]:
    first, at = of_one[0], f"{of_one[0].file}:{of_one[0].line}"
    if len(of_one) == 1:
        return f"{at}: {first.zh}", f"{at}: {first.en}"
    lines = [f"{each.line} ({each.told})" if each.told else f"{each.line}" for each in of_one[:_SHOWN]]
    more = len(of_one) > _SHOWN
    count, zh, en = len(of_one), "、".join(lines), ", ".join(lines)
    return (
        f"{at}: {first.zh}；共 {count} 行：{zh}{' 等' if more else ''}",
        f"{at}: {first.en}; {count} lines: {en}{', …' if more else ''}",
    )
