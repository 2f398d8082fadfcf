"""Releasing an answered case 公开审核, and taking it back: by a clerk of the place, who answers for the words."""

from datetime import timedelta
from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.rows import columns
from app.db.session import Session
from app.errors import AlreadyExists, GuardRefused, NotFound, NotPermitted, invalid_field
from app.identifiers import new_id
from app.models.audit import Deed
from app.models.case_row import KnownCase, present
from app.queries.cases.scope import codes_of
from app.queries.organisation import lookup
from app.queries.villages import releases as queries
from app.queries.villages.releases import ReleaseRow
from app.schemas.villages.releases import ProposedQuery, ReleaseIn, ReleaseQuery, ReleaseWithdrawal
from app.services.organisation import names
from app.services.reading import cases
from app.services.security.trail import record
from app.text.personal import Personal, found, masked
from app.workflow.number import number_of
from app.workflow.privacy import PrivacyTier
from app.workflow.states import Status

_DEPTH_OF_A_VILLAGE = 3
_HANDS = ("reporter_id", "handler_id", "verifier_id", "checker_id")
_SAID: dict[Personal, tuple[str, str]] = {
    Personal.NUMBER: ("电话、证件或账号", "a phone, identity card or account number"),
    Personal.PLATE: ("车牌", "a plate"),
    Personal.ACCOUNT: ("邮箱或社交账号", "an address of mail or messages"),
    Personal.NAME: ("姓名或称呼", "a name"),
    Personal.HOME: ("门牌", "the number of a home"),
    Personal.KNOWN: ("本案卷登记的姓名或地址", "a name or an address of this very case"),
}
_PROPOSED = ("id", "description", "category_code", "closed_at", "was_withdrawn")
Page = tuple[list[dict[str, object]], str | None]


async def of_case(session: Session, actor: Actor, case_id: UUID) -> dict[str, object]:
    """A draft of what anybody might read of a case, and its releases.

    Raises:
        NotFound: the case is not visible. NotPermitted: the actor is no clerk there.
    """
    case = await _case(session, actor, case_id)
    known = await _known(session, case)
    said = case["description"], case["reply"] or case["result"] or ""
    kinds = sorted(set().union(*(found(text, known) for text in said)))
    views = await _views(session, actor, case, await session.all(queries.OF_CASE, case_id=case_id))
    draft = {"question": masked(said[0], known), "answer": masked(said[1], known), "masked": kinds}
    return {"draft": draft, "items": views}


async def release(session: Session, actor: Actor, case_id: UUID, body: ReleaseIn) -> dict[str, object]:
    """Puts an answered case on the board of its village.

    Raises:
        NotFound: the case is not visible. NotPermitted: the actor is no clerk there. GuardRefused: it is not over, is
        kept private, or lies in no village. Invalid: something personal stands in the words. AlreadyExists: one stands.
    """
    case = await _case(session, actor, case_id)
    village = _village(case)
    known = await _known(session, case)
    for name, text in (("question", body.question), ("answer", body.answer)):
        _require_impersonal(name, text, known)
    if any(row["withdrawn_at"] is None for row in await session.all(queries.OF_CASE, case_id=case_id)):
        raise AlreadyExists(zh="该案卷已公开", en="This case is on the board already")
    now = clock.now()
    row: dict[str, object] = {
        "case_id": case_id, "id": new_id(now), "area_code": village, "category_code": case["category_code"],
        "question": body.question, "answer": body.answer,
        "closed_on": present(case["closed_at"]).astimezone(clock.LOCAL).date(), "released_by": actor.user_id,
        "released_at": now,
    }  # fmt: skip
    await session.run(queries.ADD, **row)
    await record(session, actor, Deed.CASE_RELEASED, case_id, at=[case["area_path"]], number=number_of(case["serial"]))
    rows = await session.all(queries.OF_CASE, case_id=case_id)
    return (await _views(session, actor, case, rows[:1]))[0]


async def withdraw(session: Session, actor: Actor, case_id: UUID, body: ReleaseWithdrawal) -> dict[str, object]:
    """Takes it back: nobody reads it from then on, and the record says who did so and why.

    Raises:
        NotFound: the case is not visible, or nothing of it stands. NotPermitted: the actor is no clerk there.
    """
    case = await _case(session, actor, case_id)
    row = await session.first(queries.WITHDRAW, case_id=case_id, at=clock.now(), by=actor.user_id, reason=body.reason)
    if row is None:
        raise NotFound(zh="该案卷没有公开的内容", en="Nothing of this case is on a board")
    number = number_of(case["serial"])
    await record(session, actor, Deed.CASE_RELEASE_WITHDRAWN, case_id, at=[case["area_path"]], number=number)
    return (await _views(session, actor, case, [row]))[0]


async def proposed(session: Session, actor: Actor, query: ProposedQuery) -> Page:
    """What was answered where the actor triages, of which nothing stands on a board; the latest closed first.

    Raises:
        NotFound: there is no such area.
    """
    identity = ("proposed releases", actor.user_id, query.model_dump(exclude={"limit", "cursor"}))
    values: dict[str, object] = {
        "paths": list(actor.areas_of(Permission.TRIAGE)), "within": await _within(session, query.area),
        "since": clock.now() - timedelta(days=query.days), "count": query.limit + 1,
    }  # fmt: skip
    if query.cursor is not None:
        values["after_value"], values["after_id"] = cursors.decode(query.cursor, identity)
    rows = await session.all(queries.proposed(first=query.cursor is None), **values)
    views = [
        {**columns(row, _PROPOSED), "number": number_of(row["serial"]), "area_code": codes_of(row["area_path"])[-1]}
        for row in rows[: query.limit]
    ]
    await names.give(session, actor, views)
    last = rows[query.limit - 1] if rows[query.limit :] else None
    return views, cursors.encode(last["closed_at"], last["id"], identity) if last else None


async def _within(session: Session, code: str | None) -> str:
    if code is None:
        return ""
    area = await session.first(lookup.AREA, code=code)
    if area is None:
        raise NotFound(zh="没有这个区划", en="There is no such area")
    return area["path"]


async def page(session: Session, actor: Actor, query: ReleaseQuery) -> Page:
    """The releases in the areas where the actor triages, the newest first.

    Raises:
        NotFound: there is no such area.
    """
    within = await _within(session, query.area)
    identity = ("releases", actor.user_id, query.model_dump(exclude={"limit", "cursor"}))
    values: dict[str, object] = {
        "paths": list(actor.areas_of(Permission.TRIAGE)), "within": within, "stands": query.stands,
        "count": query.limit + 1,
    }  # fmt: skip
    if query.cursor is not None:
        values["after_value"], values["after_id"] = cursors.decode(query.cursor, identity)
    rows = await session.all(queries.page(first=query.cursor is None), **values)
    shown, more = rows[: query.limit], rows[query.limit :]
    views = []
    for row in shown:
        view = dict(row)
        view["number"] = number_of(row["serial"])
        del view["serial"]
        views.append(view)
    await names.give(session, actor, views)
    cursor = cursors.encode(shown[-1]["released_at"], shown[-1]["id"], identity) if more else None
    return views, cursor


async def _case(session: Session, actor: Actor, case_id: UUID) -> KnownCase:
    case = await cases.get(session, actor, case_id)
    if not actor.may_at(Permission.TRIAGE, case["area_path"]):
        raise NotPermitted()
    return case


def _village(case: KnownCase) -> str:
    """The code of the village whose board it may stand on."""
    codes = codes_of(case["area_path"])
    if case["status"] not in (Status.CLOSED, Status.ARCHIVED) or case["closed_at"] is None:
        raise GuardRefused(zh="案卷结案后才能公开", en="A case is released once it is closed", condition="closed")
    if case["privacy_tier"] != PrivacyTier.NORMAL:
        raise GuardRefused(zh="限制或保密的案卷不公开", en="What is kept private is not released", condition="privacy")
    if len(codes) < _DEPTH_OF_A_VILLAGE:
        raise GuardRefused(zh="案卷不在任何村社区", en="The case lies in no village", condition="village")
    return codes[_DEPTH_OF_A_VILLAGE - 1]


async def _known(session: Session, case: KnownCase) -> list[str]:
    """The names and the address of this very case, which its public words must not hold."""
    people = [person for name in _HANDS if (person := case[name]) is not None]  # type: ignore[literal-required]
    called = [row["word"] for row in await session.all(queries.NAMES_OF, user_ids=people, case_id=case["id"])]
    told = (case["contact_name"], case["contact_phone"], case["address"])
    return [*called, *(word for word in told if word)]


def _require_impersonal(name: str, text: str, known: list[str]) -> None:
    kinds = sorted(found(text, known))
    if kinds:
        zh, en = ("、".join(_SAID[kind][0] for kind in kinds), "; ".join(_SAID[kind][1] for kind in kinds))
        raise invalid_field(f"/{name}", f"不能含有{zh}", f"must not hold {en}")


async def _views(session: Session, actor: Actor, case: KnownCase, rows: list[ReleaseRow]) -> list[dict[str, object]]:
    views = [{**row, "number": number_of(case["serial"])} for row in rows]
    await names.give(session, actor, views)
    return views
