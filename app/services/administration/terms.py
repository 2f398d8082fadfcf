"""Natures 诉求性质 and sources 来源 one by one: read, put, retired."""

from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound
from app.models.audit import Deed
from app.models.term import TermKind
from app.queries.organisation import terms as queries
from app.schemas.organisation.taxonomy import TermIn
from app.services.administration import views
from app.services.importing.items import Items, import_items
from app.services.importing.terms import TERMS, TermValues
from app.services.organisation.reach import Done, require_everywhere
from app.services.security.trail import record


async def read(session: Session, actor: Actor, kind: TermKind, code: str) -> dict[str, object]:
    """One term.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.ONE, kind=kind, code=code)
    if row is None:
        raise NotFound()
    return views.term(row)


async def put(session: Session, actor: Actor, kind: TermKind, code: str, body: TermIn) -> Done:
    """Creates one or replaces what is said of it; `is_active: false` retires it.

    Raises:
        NotPermitted: the actor administers only parts. Invalid: as for a line of `terms.csv`.
    """
    require_everywhere(actor)
    before = await session.first(queries.ONE, kind=kind, code=code)
    values = TermValues(kind=kind, code=code, name=body.name, name_en=body.name_en, is_active=body.is_active)
    await import_items(session, Items(TERMS, [values]))
    await record(session, actor, Deed.TERM, code, kind=kind.value)
    return Done(await read(session, actor, kind, code), created=before is None)
