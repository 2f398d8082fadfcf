"""Rows of the matrix and routing rules for tests, written as an import would."""

from datetime import date
from typing import Any

from sqlalchemy import insert

from app.db.session import Session
from app.db.statement import Statement
from app.models.routing import Responsibility, RoutingRule
from app.queries.tables import table
from app.services.importing.versions import raise_version

_ALWAYS = {"valid_from": date(2020, 1, 1), "is_active": True}


async def put_row(session: Session, code: str, **more: Any) -> None:
    """A row: of category `DCM-01`, led by `CG`, everywhere, unless `more` says otherwise."""
    subject = {} if "rule_code" in more else {"category_code": "DCM-01"}
    await _put(session, Responsibility, {"code": code, "lead_code": "CG"} | subject | more)


async def put_rule(session: Session, code: str, **more: Any) -> None:
    """A rule: to `CG`, always, unless `more` says otherwise."""
    lead = {"lead_code": "CG"} if more.get("outcome", "dispatch") == "dispatch" else {}
    await _put(session, RoutingRule, {"code": code, "position": 1, "name": code, "outcome": "dispatch"} | lead | more)


async def _put(session: Session, model: Any, values: dict[str, Any]) -> None:
    told = _ALWAYS | values
    await session.run(Statement(insert(table(model)), columns=tuple(told)), **told)
    await has_changed(session, "routing")


async def has_changed(session: Session, kind: str) -> None:
    """Says so at once, as the end of a transaction does."""
    await raise_version(session, kind)
    session.ended()
