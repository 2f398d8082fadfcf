"""Rows of a desk: what lists show of a case, what was asked for and said of it, who looks at it, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.authz import Actor
from app.concurrency.slices import Slices
from app.db.rows import columns
from app.db.session import Session
from app.geo.points import distance_m
from app.queries.desk.rows import AskedFor, DeskCase
from app.services.cases.facts import facts_of, limit_of, offer, sight_on
from app.services.desk import suggested
from app.services.organisation import names
from app.services.reading.case_view import summary
from app.services.routing.answers import answers_for
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.approvals import ApprovalKind
from app.workflow.engine import allowed
from app.workflow.privacy import Sight
from app.workflow.reasons import REASONS
from app.workflow.routing.answer import Answer

View = dict[str, object]
Point = tuple[float, float]
Since = Literal["requested_at", "endorsed_at"]
_BESIDES = ("privacy_tier", "rule_code", "assist_codes", "supervision_level", "urge_count", "status_since")
_OF_THE_CASE = ("limits", "photos_present")
_ASKED_BY = {
    ApprovalKind.RETURN.value: Action.REQUEST_RETURN,
    ApprovalKind.SUSPENSION.value: Action.REQUEST_SUSPENSION,
    ApprovalKind.EXTENSION.value: Action.REQUEST_EXTENSION,
}


@dataclass(slots=True)
class Buttons:
    """What the actions of some rows need, each once: it is the same for all that offer one."""

    shown: list[View] = field(default_factory=list)
    _places: dict[tuple[object, ...], int] = field(default_factory=dict)

    def of(self, actor: Actor, case: DeskCase, now: datetime) -> list[View]:
        """What the actor may do with a case now, each with the place of its button."""
        facts, limit = facts_of(case), limit_of(case["rule"])
        told = [offer(row, facts, limit) for row in allowed(actor, facts, now)]
        return [columns(each, ("action", *_OF_THE_CASE)) | {"button": self._place(each)} for each in told]

    def _place(self, told: View) -> int:
        key = (told["action"], told["requires"], told["accepts"], told["photos"])
        if key not in self._places:
            self._places[key] = len(self.shown)
            self.shown.append({name: said for name, said in told.items() if name not in _OF_THE_CASE})
        return self._places[key]


async def views_of(
    session: Session,
    actor: Actor,
    cases: Sequence[DeskCase],
    now: datetime,
    *,
    since: Since | None = None,
    near: Point | None = None,
) -> tuple[list[View], list[View]]:
    """The rows, and the buttons of all of them; `since` is the moment of a request that they wait for, if of one."""
    views: list[View] = []
    coded: list[View] = []
    buttons, slices = Buttons(), Slices()
    answers = await answers_for(session, cases, now=now)
    likeliest = await suggested.best_for(session, actor, cases)
    routed: list[View] = []
    for case, answer in zip(cases, answers, strict=True):
        returns, request = _asked_for(case)
        coded += [*returns, *request]
        view = _row(actor, case, now, near) | {"returns": returns, "request": request[-1] if request else None}
        if case["is_open"]:
            routed.append(_answer(answer))
        view["routing"] = routed[-1] if case["is_open"] else None
        view |= likeliest.get(case["id"], suggested.NOTHING)
        view["queued_since"] = queued = _queued(case, since)
        view["waiting_seconds"] = max(0, int((now - queued).total_seconds()))
        view["allowed_actions"] = buttons.of(actor, case, now)
        views.append(view)
        await slices.rest()
    await names.give(session, actor, views)
    await names.give(session, actor, routed)
    for shape in (True, False):  # what is given names at once is of one shape
        await names.give(session, actor, [each for each in coded if ("amount" in each) is shape])
    return views, buttons.shown


def _row(actor: Actor, case: DeskCase, now: datetime, near: Point | None) -> View:
    sight = sight_on(actor, case)
    view: View = summary(case, actor, now) | columns(case, _BESIDES)
    view["distance_m"] = _distance(case, near)
    view["last_note"] = _note(case, sight)
    view["looked_at_by"] = sight.person(case["look_by"])
    view["looked_at_until"] = case["look_until"]
    return view


def _answer(answer: Answer) -> View:
    return {
        "by": answer.by.value,
        "code": answer.code,
        "outcome": None if answer.outcome is None else answer.outcome.value,
        "department_code": answer.department,
        "assist_codes": list(answer.assists),
        "urgent": answer.urgent,
        "why_zh": answer.zh,
        "why": answer.en,
    }


def _asked_for(case: DeskCase) -> tuple[list[View], list[View]]:
    """The returns of a case, and what is asked for and not decided."""
    returns = [_return(each) for each in case["asked_for"] if each["kind"] == ApprovalKind.RETURN]
    return returns, [_request(each) for each in case["asked_for"] if each["kind"] == case["pending_request"]]


def _queued(case: DeskCase, since: Since | None) -> datetime:
    """Since when it waits: for a decision that was asked for, else in its status."""
    told = [each[since] for each in case["asked_for"] if each["kind"] == case["pending_request"]] if since else []
    return datetime.fromisoformat(told[-1]) if told and told[-1] else case["status_since"]


def _distance(case: DeskCase, near: Point | None) -> int | None:
    if near is None or case["lat"] is None or case["lon"] is None:
        return None
    return round(distance_m(*near, case["lat"], case["lon"]))


def _reason(asked: AskedFor) -> View:
    code = asked["reason_code"]
    zh, en = REASONS[_ASKED_BY[asked["kind"]]].get(code, (code, code))
    return {"reason_code": code, "reason_label_zh": zh, "reason_label": en}


def _return(asked: AskedFor) -> View:
    told = ("department_code", "proposed_department_code", "state", "note", "requested_at")
    return columns(asked, told) | _reason(asked)


def _request(asked: AskedFor) -> View:
    told = ("kind", "department_code", "amount", "resume_at", "note", "requested_at", "endorsed_at")
    return columns(asked, told) | _reason(asked)


def _note(case: DeskCase, sight: Sight) -> View | None:
    """What was said last; who said it is named to whom nothing is kept from: of others the history knows who may be."""
    if case["noted"] is None or case["noted_action"] is None:
        return None
    zh, en = ACTION_LABELS[Action(case["noted_action"])]
    said = {"note": case["noted"], "action": case["noted_action"], "label_zh": zh, "label": en}
    return said | {"actor_name": case["noted_name"] if sight.is_whole else None, "created_at": case["noted_at"]}
