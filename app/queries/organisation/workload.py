"""How much somebody has in hand now: counted by index, however many cases there are."""

from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from app.models.case import OPEN_CASES
from app.queries.cases.scope import cases
from app.queries.tables import among
from app.workflow.states import Status


def _open_of(person: ColumnElement[UUID], held: ColumnElement[UUID], *statuses: Status) -> ScalarSelect[int]:
    mine = (OPEN_CASES, held == person, among(cases.c.status, statuses))
    return select(func.count()).select_from(cases).where(*mine).correlate_except(cases).scalar_subquery()


def verifying(person: ColumnElement[UUID]) -> ScalarSelect[int]:
    """How many cases somebody has to verify 核查."""
    return _open_of(person, cases.c.verifier_id, Status.VERIFYING)


def checking(person: ColumnElement[UUID]) -> ScalarSelect[int]:
    """How many they have to check 核实."""
    return _open_of(person, cases.c.checker_id, Status.CHECKING)


def handling(person: ColumnElement[UUID]) -> ScalarSelect[int]:
    """How many they handle 处置, those that are suspended too."""
    return _open_of(person, cases.c.handler_id, Status.HANDLING, Status.SUSPENDED)
