"""The pay list 报酬清单 of a period to its end, as a file that flows; that it is taken stands in the trail."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from uuid import UUID

from app.authz import Actor
from app.db.rows import in_json
from app.db.session import Database, Session
from app.models.audit import Deed
from app.queries.evaluation import pay as queries
from app.schemas.bulletins.ledger import LedgerFormat
from app.services.evaluation import pay
from app.services.security.trail import record

_PAGE = 500


@dataclass(frozen=True, slots=True)
class PayLedger:
    """A file that is to be made: of which period, for whom."""

    actor: Actor
    period_id: UUID
    colours: pay.Colours
    format: LedgerFormat
    name: str

    @property
    def table(self) -> str:
        """By which columns it is made."""
        return "pay"

    async def lines(self, database: Database) -> AsyncGenerator[bytes, None]:
        """Each who is paid, a line each, in the order of the results."""
        after = 0
        while True:
            async with database.reading() as session:
                rows = await session.all(queries.PAGE, period_id=self.period_id, after=after, count=_PAGE)
                told = await pay.views(session, self.actor, rows, self.colours)
            yield b"".join(in_json(self._named(each)) + b"\n" for each in told)
            if len(rows) < _PAGE:
                return
            after = rows[-1]["place"]

    def _named(self, told: dict[str, object]) -> dict[str, object]:
        which = "label" if self.actor.language == "en" else "label_zh"
        return told | {"colour_name": told[f"colour_{which}"], "band_name": told[f"band_{which}"]}


async def begin(session: Session, actor: Actor, period_id: UUID, format_: LedgerFormat) -> PayLedger:
    """What the file will hold; that it is taken stands in the trail.

    Raises:
        NotFound: there is no such period, it is not published, or nothing is paid by it.
    """
    period, colours = await pay.paid(session, actor, period_id)
    name = period["scheme_name"]
    days = {"first": str(period["first"]), "last": str(period["last"])}
    await record(session, actor, Deed.PAY_EXPORTED, period_id, name=name, at=[period["area_path"]], **days)
    file = f"pay-{period['first']:%Y%m%d}-{period['last']:%Y%m%d}.{format_.value}"
    return PayLedger(actor, period_id, colours, format_, file)
