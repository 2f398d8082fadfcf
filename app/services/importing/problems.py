"""What is wrong with an import: every bad line with its file, number and reason."""

from dataclasses import dataclass, field

from app.errors import AppError


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1 in a CSV file (the header is line 1); in GeoJSON it is the number of the feature.

    `column` is the one that is wrong, empty where it is the line as a whole.
    """

    file: str
    line: int
    zh: str
    en: str
    column: str = ""


@dataclass(slots=True)
class Problems:
    """Collects; nothing is written while there is any."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, zh: str, en: str, column: str = "") -> None:
        """One more."""
        self.found.append(Problem(file, line, zh, en, column))


class ImportRefused(AppError):
    """The import has errors; nothing was changed."""

    status_code, code, zh = 422, "import-refused", "导入文件有误，未作任何更改"

    def __init__(self, found: list[Problem]) -> None:
        """Carries every problem, in the order of files and lines."""
        self.problems = sorted(found, key=lambda problem: (problem.file, problem.line))
        super().__init__()
