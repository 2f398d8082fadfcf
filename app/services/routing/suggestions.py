"""The department that is suggested for a case, where a rule goes by it."""

from collections.abc import Sequence

from app.db.session import Session
from app.models.case_row import KnownCase
from app.queries.cases.listed import ListedCase
from app.queries.routing.trial import TriedCase
from app.queries.suggesting.asking import DecidedBy
from app.services.suggesting.suggest import suggestions_of
from app.workflow.routing.choice import Suggested

Described = KnownCase | ListedCase | TriedCase | DecidedBy
"""A case with all that decides who is responsible for it."""


async def departments(session: Session, cases: Sequence[Described]) -> list[Suggested | None]:
    """The likeliest for each case, in their order."""
    found = await suggestions_of(session, [case["id"] for case in cases])
    likeliest = [found[case["id"]].best if case["id"] in found else None for case in cases]
    return [None if best is None else Suggested(best.code, best.score) for best in likeliest]
