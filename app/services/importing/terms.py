"""The natures 诉求性质 and sources 来源 of a district."""

from app.db.session import Session
from app.models.term import Term, TermKind
from app.queries.organisation import terms as queries
from app.services.importing.collection import Collection, Field, Told
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems
from app.services.importing.values import code, one_of, text, yes_or_no

TERMS = Collection(
    "terms",
    {
        "kind": Field(one_of(TermKind)),
        "code": Field(code),
        "name": Field(text(120)),
        "name_en": Field(text(120), required=False),
        "is_active": Field(yes_or_no, required=False, default=True),
    },
    ("kind", "code"),
)


class TermImport:
    """What is told of them, checked and written."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._problems = problems
        self._records = told.of(TERMS)

    async def check(self, session: Session) -> None:
        """An older export does not take up what was retired without a word."""
        if "is_active" not in self._records.absent:
            return
        retired = {(row["kind"], row["code"]) for row in await session.all(queries.RETIRED)}
        for record in self._records.all:
            name = record.values["code"]
            if (record.values["kind"], name) in retired:
                zh, en = f"码值 {name} 已停用，将恢复使用", f"term {name} is retired, and would be taken up again"
                self._problems.revives(TERMS.name, record.index, zh, en)

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes it."""
        return {"terms": await load(session, Term, self._records.rows, keep=self._records.absent)}
