"""Suggestions as they are read: by whoever takes in or dispatches cases at the place."""

from collections.abc import Sequence
from uuid import UUID

from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotFound, NotPermitted
from app.queries.cases.case import visible_case
from app.queries.cases.scope import scope_of
from app.services.organisation import names
from app.services.suggesting.suggest import Suggested, Suggestions, suggestions_of

_DECIDERS = (Permission.TRIAGE, Permission.DISPATCH)


def decides(actor: Actor, area_path: str) -> bool:
    """Whether the actor takes in or dispatches cases of this place."""
    return any(actor.may_at(permission, area_path) for permission in _DECIDERS)


async def of_case(session: Session, actor: Actor, case_id: UUID) -> dict[str, object]:
    """What is suggested for a case that the actor sees.

    Raises:
        NotFound: it is not theirs to see. NotPermitted: it is not theirs to decide.
    """
    scope = scope_of(actor)
    case = await session.first(visible_case(scope.shape), case_id=case_id, **scope.values)
    if case is None:
        raise NotFound()
    if not decides(actor, case["area_path"]):
        raise NotPermitted()
    (view,) = await views(session, actor, list((await suggestions_of(session, [case_id])).values()))
    return view


async def views(session: Session, actor: Actor, found: Sequence[Suggestions]) -> list[dict[str, object]]:
    """The suggestions with the names of what they name, in the language of the reader."""
    units = [[_view(each, "department_code") for each in one.departments] for one in found]
    categories = [
        [_view(each, "category_code") | {"rule_codes": list(each.rule_codes)} for each in one.categories]
        for one in found
    ]
    for shown in (units, categories):
        await names.give(session, actor, [view for views in shown for view in views])
    return [
        {"case_id": one.case_id, "departments": of_units, "categories": of_categories}
        for one, of_units, of_categories in zip(found, units, categories, strict=True)
    ]


def _view(each: Suggested, code: str) -> dict[str, object]:
    reason = each.reason
    return {
        code: each.code, "score": each.score, "reason_zh": reason.zh, "reason": reason.en, "cases": reason.cases,
        "of": reason.of, "returns": reason.returns,
    }  # fmt: skip
