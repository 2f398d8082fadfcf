"""What is wrong with an import: each problem names its collection, the index of a record, and a field.

Of files the problems of one cause are one message, the cause first. What only follows from a bad record is not said
besides: of an area whose record is bad, nobody hears that it is unknown.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.errors import AppError

#: What the records of a collection are, as those of others name them.
_KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "areas": ("区划", "area"),
        "departments": ("部门", "department"),
        "category_standards": ("标准", "standard"),
        "categories": ("类别", "category"),
        "filing_rules": ("立案条件", "filing rule"),
        "users": ("用户", "user"),
    }
)
_SHOWN = 5  # records of one cause
_REVIVALS_SHOWN = 50
_LONGEST = 40  # characters shown of a value


class Unfit(ValueError):
    """A value that a field cannot take: what is wrong with it and how it is written, without the value itself."""

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
    """`index` is where the reader found the record: the line of a file, the number of a feature, the item of a body.

    `field` is the one that is wrong, empty where it is the record as a whole; `told` is what stands there. Problems of
    one collection and field with the same `cause` are one message.
    """

    collection: str
    index: int
    zh: str
    en: str
    field: str = ""
    cause: str = ""
    told: str = ""
    rank: int = 1  # 0: it cannot be read; 2: it names what is unknown
    drawn: tuple[str, ...] = ()  # the areas whose boundaries are not right together
    spot: object = None  # where that is, GeoJSON in WGS-84


@dataclass(slots=True)
class Problems:
    """Collects; nothing is written while there is any."""

    found: list[Problem] = dataclasses.field(default_factory=list)
    revivals: list[Problem] = dataclasses.field(default_factory=list)
    sketches: dict[str, object] = dataclasses.field(default_factory=dict)
    """The boundaries of `drawn` areas, GeoJSON in WGS-84."""
    _unread: set[str] = dataclasses.field(default_factory=set)
    _spoilt: dict[str, set[str]] = dataclasses.field(default_factory=lambda: defaultdict(set))

    def add(
        self, collection: str, index: int, zh: str, en: str, field: str = "", *, cause: str = "", told: str = ""
    ) -> None:
        """One more."""
        self.found.append(Problem(collection, index, zh, en, field, cause or en, told))

    def misdrawn(
        self, collection: str, index: int, zh: str, en: str, field: str, drawn: tuple[str, ...], spot: object
    ) -> None:
        """A boundary, and what of which others is wrong with it where."""
        self.found.append(Problem(collection, index, zh, en, field, en, drawn=drawn, spot=spot))

    def garbled(self, collection: str, index: int, zh: str, en: str) -> None:
        """A line of a file that is no text."""
        self.found.append(Problem(collection, index, zh, en, cause=en, rank=0))

    def revives(self, collection: str, index: int, zh: str, en: str) -> None:
        """A record would take up again what has ended meanwhile: an older export says nothing of the end."""
        self.revivals.append(Problem(collection, index, zh, en))

    def unfit(self, collection: str, index: int, field: str, raw: str, wrong: Unfit) -> None:
        """A value that its field cannot take, and as it was written."""
        told, zh, en = (wrong.told or "")[:_LONGEST], wrong.zh, wrong.en
        if isinstance(wrong, Unknown):
            zh, en = f"{zh} {told}", f"{en} {told}"
        elif wrong.told is not None:
            zh, en = f"“{told}”{zh}", f"{told!r} {en}"
        cause = wrong.en.replace(raw, "…")
        if not told and cause != wrong.en:  # it stands in the words
            told = raw[:_LONGEST]
        self.add(collection, index, f"{field}：{zh}", f"{field}: {en}", field, cause=cause, told=told)

    def unreadable(self, collection: str, index: int, zh: str, en: str) -> None:
        """A whole file that cannot be read from there on; what it would have said, nobody knows."""
        self._unread.add(collection)
        self.garbled(collection, index, zh, en)

    def spoil(self, collection: str, key: str) -> None:
        """A bad record speaks of `key`: whoever names that is right."""
        self._spoilt[collection].add(key)

    @property
    def in_order(self) -> list[Problem]:
        """All of them, by collections and records."""
        return in_order(self.found)

    def is_unread(self, collection: str) -> bool:
        """Whether it could not be read."""
        return collection in self._unread

    def follows(self, of: str, key: str) -> bool:
        """Whether that `key` is unknown only follows from what is wrong with the collection `of`, and said already."""
        return of in self._unread or key in self._spoilt[of]

    def unknown(
        self, of: str, key: str, collection: str, index: int, field: str, called: tuple[str, str] | None = None
    ) -> None:
        """`key` is named and nobody knows it; `of` is the collection that would say it."""
        if self.follows(of, key):
            return
        shown, (zh, en) = key[:_LONGEST], called or _KINDS[of]
        cause = f"unknown {en}"
        self.found.append(
            Problem(collection, index, f"没有{zh} {shown}", f"{cause} {shown}", field, cause, shown, rank=2)
        )


def in_order(found: Iterable[Problem]) -> list[Problem]:
    """By collections, and in each by records."""
    return sorted(found, key=lambda problem: (problem.collection, problem.index))


def file_of(collection: str) -> str:
    """The file that a collection is read from."""
    return "boundaries.geojson" if collection == "boundaries" else f"{collection}.csv"


class WouldRevive(AppError):
    """The import would take up again what has ended since; nothing was changed."""

    status_code, code, zh = 409, "would-revive", "导入会恢复已经终止的内容，未作任何更改"

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        """Carries what would be."""
        self.revivals = in_order(found)
        super().__init__()

    @property
    def messages(self) -> list[str]:
        """What is said of it, in both languages."""
        count = len(self.revivals)
        lines = [
            f"{file_of(each.collection)}:{each.index}: {each.en} · {each.zh}"
            for each in self.revivals[:_REVIVALS_SHOWN]
        ]
        return [
            *lines,
            *(["…"] if count > len(lines) else []),
            f"{count} would come back; nothing was imported. Say --revive if that is meant. "
            "未导入任何内容；确需恢复请加 --revive。",
        ]


class ImportRefused(AppError):
    """The import has errors; nothing was changed."""

    status_code, code, zh = 422, "import-refused", "导入文件有误，未作任何更改"

    def __init__(self, found: list[Problem], file_of: Callable[[str], str] = file_of) -> None:
        """Carries every problem, in the order of files and lines; `file_of` names the file of a collection."""
        self.problems, self._file_of = in_order(found), file_of
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
            causes.setdefault((problem.collection, problem.field, problem.cause), []).append(problem)
        return [_message(of_one, self._file_of(of_one[0].collection)) for of_one in sorted(causes.values(), key=_rank)]


def _rank(of_one: list[Problem]) -> tuple[int, str, int]:
    """What cannot be read comes first, and what names something elsewhere last."""
    return of_one[0].rank, of_one[0].collection, of_one[0].index


def _message(of_one: list[Problem], file: str) -> tuple[str, str]:
    first, at = of_one[0], f"{file}:{of_one[0].index}"
    if len(of_one) == 1:
        return f"{at}: {first.zh}", f"{at}: {first.en}"
    lines = [f"{each.index} ({each.told})" if each.told else f"{each.index}" for each in of_one[:_SHOWN]]
    more = len(of_one) > _SHOWN
    count, zh, en = len(of_one), "、".join(lines), ", ".join(lines)
    return (
        f"{at}: {first.zh}；共 {count} 行：{zh}{' 等' if more else ''}",
        f"{at}: {first.en}; {count} lines: {en}{', …' if more else ''}",
    )
