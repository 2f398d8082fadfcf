"""The natures 诉求性质 and sources 来源 of a district."""

from app.db.session import Session
from app.models.term import Term, TermKind
from app.queries.organisation import terms as queries
from app.services.importing import values as read
from app.services.importing.collection import Collection, Told, field, kind
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems


@kind
class TermValues:
    """A nature or a source."""

    kind: TermKind = field(read.one_of(TermKind), key=True)
    code: str = field(read.code, key=True)
    name: str = field(read.text(120))
    name_en: str | None = field(read.text(120), empty=None)
    is_active: bool = field(read.yes_or_no, empty=True)


TERMS = Collection("terms", TermValues)


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
            name = record.values.code
            if (record.values.kind, name) in retired:
                zh, en = f"码值 {name} 已停用，将恢复使用", f"term {name} is retired, and would be taken up again"
                self._problems.revives(TERMS.name, record.index, zh, en)

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes it."""
        return {"terms": await load(session, Term, self._records.columns, keep=self._records.absent)}
