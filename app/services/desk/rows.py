"""Rows of a desk: what lists show of a case, what was asked for and said of it, who looks at it, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

import orjson

from app.authz import Actor
from app.concurrency.slices import Slices
from app.db.rows import columns, in_json
from app.db.session import Session
from app.geo.points import distance_m
from app.queries.desk.rows import AskedFor, Frame
from app.services.cases.facts import DrawnBy, offer
from app.services.desk import suggested
from app.services.desk.known import DeskCase, Framed
from app.services.organisation import names
from app.services.reading.case_view import light
from app.services.reading.showing import LIGHTS, Fields, Shown, fields, names_of
from app.services.routing.answers import answers_for
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.approvals import ApprovalKind
from app.workflow.engine import allowed
from app.workflow.privacy import Sight, sight_of
from app.workflow.reasons import REASONS
from app.workflow.routing.answer import Answer
from app.workflow.transition import Transition

View = dict[str, object]
Point = tuple[float, float]
Since = Literal["requested_at", "endorsed_at"]
_OF_THE_CASE = ("limits", "photos_present")
_ASKED_BY = {
    ApprovalKind.RETURN.value: Action.REQUEST_RETURN,
    ApprovalKind.SUSPENSION.value: Action.REQUEST_SUSPENSION,
    ApprovalKind.EXTENSION.value: Action.REQUEST_EXTENSION,
}
_NOTHING_ASKED: View = {"returns": [], "request": None}


@dataclass(slots=True)
class Buttons:
    """What the actions of some rows need, each once: it is the same for all that offer one."""

    shown: list[View] = field(default_factory=list)
    _places: dict[tuple[object, ...], int] = field(default_factory=dict)
    _said: dict[tuple[tuple[Transition, ...], DrawnBy], bytes] = field(default_factory=dict)

    def of(self, actor: Actor, case: DeskCase, now: datetime) -> bytes:
        """What the actor may do with a case now, each with the place of its button; finished JSON."""
        offered = (tuple(allowed(actor, case.facts, now, case.held_by(actor))), case.drawn_by)
        said = self._said.get(offered)
        if said is None:
            said = self._said[offered] = in_json(self._drawn(*offered))
        return said

    def _drawn(self, rows: tuple[Transition, ...], by: DrawnBy) -> list[View]:
        told = [offer(row, by) for row in rows]
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
    framed: Sequence[Framed],
    now: datetime,
    *,
    since: Since | None = None,
    near: Point | None = None,
) -> tuple[list[Shown], list[View]]:
    """The rows, and the buttons of all of them; `since` is the moment of a request that they wait for, if of one."""
    cases = [case for case, _ in framed]
    buttons, slices = Buttons(), Slices()
    sights = [sight_of(actor, case.told) for case in cases]
    answers = await _routed(session, actor, cases, now)
    likeliest = await suggested.best_for(session, actor, cases)
    asked_for = await _asked_for(session, actor, framed)
    named = await _names_of(session, actor, framed, sights)
    shown: list[Shown] = []
    for (case, frame), sight, called, asked in zip(framed, sights, named, asked_for, strict=True):
        queued = _queued(case, frame, since)
        around = {
            "distance_m": _distance(case, near),
            "last_note": _note(frame, sight),
            "looked_at_by": sight.person(frame["look_by"]),
            "looked_at_until": frame["look_until"],
            "looked_at_writing": bool(frame["look_writing"]),
            **asked,
            "routing": answers[case.id],
            **likeliest.get(case.id, suggested.NOTHING),
            "queued_since": queued,
            "waiting_seconds": max(0, int((now - queued).total_seconds())),
            "allowed_actions": orjson.Fragment(buttons.of(actor, case, now)),
        }
        lit = LIGHTS[light(case.warn_at, case.due_at, now)]
        said = b"".join((case.said, lit, case.said_besides, fields(around), called, b"}"))
        shown.append(said if sight.is_whole else in_json(sight.of_case(orjson.loads(said))))
        await slices.rest()
    return shown, buttons.shown


async def _names_of(session: Session, actor: Actor, framed: Sequence[Framed], sights: Sequence[Sight]) -> list[Fields]:
    """The names of each row: those of its codes, and of who looks at it."""
    held = zip(framed, sights, strict=True)
    lookers: list[View] = [{"looked_at_by": sight.person(frame["look_by"])} for (_, frame), sight in held]
    if any(each["looked_at_by"] is not None for each in lookers):
        await names.give(session, actor, lookers)
    named = await names_of(session, actor, [case for case, _ in framed])
    told = ({"looked_at_by_name": each.get("looked_at_by_name")} for each in lookers)
    return [said + fields(looker) for said, looker in zip(named, told, strict=True)]


async def _routed(session: Session, actor: Actor, cases: Sequence[DeskCase], now: datetime) -> dict[UUID, View | None]:
    """Who is responsible for each; of what has ended nobody is."""
    answers = await answers_for(session, [case.decided_by for case in cases], now=now)
    views = [_answer(answer) for case, answer in zip(cases, answers, strict=True) if case.is_open]
    await names.give(session, actor, views)
    told = iter(views)
    return {case.id: next(told) if case.is_open else None for case in cases}


async def _asked_for(session: Session, actor: Actor, framed: Sequence[Framed]) -> list[View]:
    """The returns of each case, and what is asked for and not decided."""
    found: list[View] = []
    coded: list[View] = []
    for case, frame in framed:
        if not frame["asked_for"]:
            found.append(_NOTHING_ASKED)
            continue
        returns = [_return(each) for each in frame["asked_for"] if each["kind"] == ApprovalKind.RETURN]
        requests = [_request(each) for each in frame["asked_for"] if each["kind"] == case.pending_request]
        coded += [*returns, *requests]
        found.append({"returns": returns, "request": requests[-1] if requests else None})
    for shape in (True, False):  # what is given names at once is of one shape
        await names.give(session, actor, [each for each in coded if ("amount" in each) is shape])
    return found


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


def _queued(case: DeskCase, frame: Frame, since: Since | None) -> datetime:
    """Since when it waits: for a decision that was asked for, else in its status."""
    told = [each[since] for each in frame["asked_for"] if each["kind"] == case.pending_request] if since else []
    return datetime.fromisoformat(told[-1]) if told and told[-1] else case.status_since


def _distance(case: DeskCase, near: Point | None) -> int | None:
    return None if near is None or case.place is None else round(distance_m(*near, *case.place))


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


def _note(frame: Frame, sight: Sight) -> View | None:
    """What was said last; who said it is named to whom nothing is kept from: of others the history knows who may be."""
    if frame["noted"] is None or frame["noted_action"] is None:
        return None
    zh, en = ACTION_LABELS[Action(frame["noted_action"])]
    said = {"note": frame["noted"], "action": frame["noted_action"], "label_zh": zh, "label": en}
    return said | {"actor_name": frame["noted_name"] if sight.is_whole else None, "created_at": frame["noted_at"]}
