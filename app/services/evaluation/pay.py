"""The pay list 报酬清单 for the pay office: of a published period whose scheme has pay bands, who is in which."""

from collections.abc import Sequence
from uuid import UUID

from app import cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound
from app.queries.cases.scope import code_of
from app.queries.evaluation import assessments
from app.queries.evaluation import pay as queries
from app.queries.evaluation.assessments import PeriodWithScheme
from app.queries.evaluation.pay import PayRow
from app.schemas.cases.lists import PageQuery
from app.services.evaluation.documents import stored
from app.services.evaluation.periods import period_of
from app.services.organisation import names
from app.workflow.evaluation.period import PeriodState

Colours = dict[str | None, tuple[str | None, str | None]]
Page = tuple[list[dict[str, object]], str | None]


async def page(session: Session, actor: Actor, period_id: UUID, query: PageQuery) -> Page:
    """A page of the list, in the order of the results.

    Raises:
        NotFound: there is no such period, it is not published, or nothing is paid by it. BadCursor: of another list.
    """
    _, colours = await paid(session, actor, period_id)
    identity = ("pay", actor.user_id, period_id)
    after = cursors.decode_number(query.cursor, identity) if query.cursor else 0
    rows = await session.all(queries.PAGE, period_id=period_id, after=after, count=query.limit + 1)
    last = rows[query.limit - 1] if rows[query.limit :] else None
    cursor = None if last is None else cursors.encode_key(str(last["place"]), identity)
    return await views(session, actor, rows[: query.limit], colours), cursor


async def paid(session: Session, actor: Actor, period_id: UUID) -> tuple[PeriodWithScheme, Colours]:
    """A published period of an area the actor judges, by which somebody is paid; and what its colours are called.

    Raises:
        NotFound: there is none.
    """
    period = await period_of(session, actor, period_id)
    if not period["pays"]:
        raise NotFound(zh="该方案没有报酬档次", en="Its scheme has no pay bands")
    if period["state"] != PeriodState.PUBLISHED:
        raise NotFound(zh="考评结果尚未公布", en="Its results are not published yet")
    version = await session.one(assessments.SCHEME, of_id=period["scheme_id"])
    scheme = stored(version["assessed"], version["document"])
    called: Colours = {each.code: (each.zh, each.en) for each in scheme.colours}
    return period, called | {None: (None, None)}


async def views(session: Session, actor: Actor, rows: Sequence[PayRow], colours: Colours) -> list[dict[str, object]]:
    """As the list tells them, with the names of areas in the actor's language."""
    told = [_view(row, colours) for row in rows]
    await names.give(session, actor, told)
    return told


def _view(row: PayRow, colours: Colours) -> dict[str, object]:
    band, (colour_zh, colour) = row["band"], colours[row["colour"]]
    return {
        "subject": row["subject"], "name": row["name"],
        "area_code": code_of(row["area_path"]) if row["area_path"] else None,
        "score": row["score"], "colour": row["colour"], "colour_label_zh": colour_zh, "colour_label": colour,
        "band": band and band["code"], "band_label_zh": band and band["label_zh"],
        "band_label": band and band["label"], "amount": band and band["amount"], "is_corrected": row["is_corrected"],
    }  # fmt: skip
