"""terms.csv: the natures 诉求性质 and sources 来源 of a district."""

from app.db.session import Session
from app.models.term import Term, TermKind
from app.queries.organisation import terms as queries
from app.services.importing.files import Column, Files, Form, read_csv
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.values import code, one_of, text, yes_or_no

TERMS = Form(
    "terms.csv",
    {
        "kind": Column(one_of(TermKind)),
        "code": Column(code),
        "name": Column(text(120)),
        "name_en": Column(text(120), required=False),
        "is_active": Column(yes_or_no, required=False, default=True),
    },
    ("kind", "code"),
)


class TermFiles:
    """The file, read and checked."""

    def __init__(self, files: Files, problems: Problems) -> None:
        """Reads it; `check` holds it against what is known."""
        self._problems = problems
        self._sheet = read_csv(TERMS, files, problems)

    async def check(self, session: Session) -> None:
        """An older export does not take up what was retired without a word."""
        if "is_active" not in self._sheet.absent:
            return
        retired = {(row["kind"], row["code"]) for row in await session.all(queries.RETIRED)}
        for line in self._sheet.lines:
            name = line.values["code"]
            if (line.values["kind"], name) in retired:
                zh, en = f"码值 {name} 已停用，将恢复使用", f"term {name} is retired, and would be taken up again"
                self._problems.revives(TERMS.name, line.number, zh, en)

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes it."""
        return {"terms": await load(session, Term, self._sheet.rows, keep=self._sheet.absent)}
