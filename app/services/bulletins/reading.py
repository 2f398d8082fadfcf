"""Reading bulletins 简报: whoever supervises an area sees its drafts, whoever an issue was sent to sees that."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple
from uuid import UUID

import orjson

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.rows import columns, in_json
from app.db.session import Session
from app.errors import NotFound
from app.models.bulletin import AddresseeKind, BulletinFormat
from app.queries.bulletins import issues
from app.queries.bulletins import rows as queries
from app.queries.bulletins.issues import AddresseeRow
from app.queries.bulletins.rows import Asked, BulletinRow, HeadRow
from app.queries.organisation import administration, lookup
from app.schemas.bulletins.views import BulletinQuery
from app.services.bulletins.figures import Addressee
from app.services.bulletins.names import Said
from app.services.bulletins.page import page_of
from app.services.organisation import names
from app.workflow.bulletins.life import STATUS_LABELS, BulletinStatus, allowed, number_of
from app.workflow.bulletins.page import without_cases

_HEAD = (
    "id", "area_code", "kind", "starts_on", "ends_on", "title", "status", "version", "created_at", "edited_at",
    "submitted_at", "returned_note", "signed_at", "withdraws", "withdrawn_in", "has_read",
)  # fmt: skip
_UNDATED = None


class HeldFile(NamedTuple):
    """What a file is called, without its ending; and the bytes that were signed, or what it is to say."""

    name: str
    page: bytes
    content: bytes | None


def sight_of(actor: Actor) -> dict[str, object]:
    """What an actor sees, as the statements take it."""
    posts = sorted({held.area_path for held in actor.posts if held.area_path})
    return {
        "paths": list(actor.areas_of(Permission.SUPERVISE)),
        "units": sorted(actor.department_codes),
        "areas": posts if actor.may(Permission.READ_CASES) and not actor.is_another_system else [],
        "me": actor.user_id,
    }


async def page(session: Session, actor: Actor, query: BulletinQuery) -> tuple[list[Said], str | None]:
    """A page of those the actor sees, the newest first.

    Raises:
        NotFound: there is no such area.
    """
    identity = ("bulletins", actor.user_id, query.area, query.kind, query.status, query.unread)
    values = sight_of(actor)
    if query.area is not None:
        area = await session.first(lookup.AREA, code=query.area)
        if area is None:
            raise NotFound(zh="没有这个区划", en="There is no such area")
        values["area"] = area["path"]
    values |= {name: told.value for name in ("kind", "status") if (told := getattr(query, name)) is not None}
    if query.cursor is not None:
        values["after"] = cursors.decode(query.cursor, identity, undated=True)[1]
    asked = Asked(query.kind is not None, query.status is not None, query.area is not None, bool(query.unread),
                  query.cursor is not None)  # fmt: skip
    found = await session.all(queries.page(asked, query.limit + 1), **values)
    views = [_head(row, actor) for row in found[: query.limit]]
    await names.give(session, actor, views)
    cursor = cursors.encode(_UNDATED, found[query.limit - 1]["id"], identity) if found[query.limit :] else None
    return views, cursor


async def visible(session: Session, actor: Actor, bulletin_id: UUID) -> BulletinRow:
    """One that the actor sees.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.ONE, bulletin_id=bulletin_id, **sight_of(actor))
    if row is None:
        raise NotFound()
    return row


async def read(session: Session, actor: Actor, bulletin_id: UUID) -> bytes:
    """One as its reader reads it, in JSON.

    Raises:
        NotFound: there is none.
    """
    return await view(session, actor, await visible(session, actor, bulletin_id))


def again(session: Session, actor: Actor) -> Callable[[dict[str, object]], Awaitable[dict[str, object] | None]]:
    """Of what was answered once, what is answered again: all of it to whoever sees that bulletin still."""

    async def seen(view: dict[str, object]) -> dict[str, object] | None:
        row = await session.first(queries.ONE, bulletin_id=UUID(str(view["id"])), **sight_of(actor))
        return None if row is None else view

    return seen


async def view(session: Session, actor: Actor, row: BulletinRow) -> bytes:
    """The same of a row."""
    head = _head(row, actor)
    await names.give(session, actor, [head])
    signs_for = await addressed_as(session, actor, row)
    head["allowed_actions"] = allowed_to(actor, row, reads=bool(signs_for) and not row["has_read"])
    head["files"] = [dict(file) for file in await session.all(issues.FILES, bulletin_id=row["id"])]
    said = in_json(head)[:-1]
    return b"".join((said, b',"page":', await content(session, actor, row), b"}"))


async def content(session: Session, actor: Actor, row: BulletinRow) -> bytes:
    """What it says: of an issue the very bytes that were signed."""
    if row["status"] == BulletinStatus.PUBLISHED:
        return (await session.one(issues.FILE, bulletin_id=row["id"], format="json", language=""))["content"]
    told = await page_of(session, row)
    return in_json(told if supervises(actor, row) else without_cases(told))


async def file(session: Session, actor: Actor, bulletin_id: UUID, kind: BulletinFormat, language: str) -> HeldFile:
    """The file of an issue as it was signed; of a draft what it says.

    Raises:
        NotFound: there is none.
    """
    row = await visible(session, actor, bulletin_id)
    if row["year"] is None:
        page = in_json(without_cases(await page_of(session, row)))
        return HeldFile(f"bulletin-{row['starts_on']}-draft", page, None)
    told = "" if kind is BulletinFormat.JSON else language
    kept = await session.one(issues.FILE, bulletin_id=row["id"], format=kind.value, language=told)
    return HeldFile(f"bulletin-{row['area_code']}-{row['year']}-{row['number']}", b"", kept["content"])


async def receipts(session: Session, actor: Actor, bulletin_id: UUID) -> Said:
    """Who of whom it was sent to has read it: all of it to who supervises there, to others that of their own.

    Raises:
        NotFound: there is none.
    """
    row = await visible(session, actor, bulletin_id)
    sent = await session.all(issues.ADDRESSEES, bulletin_id=bulletin_id)
    if not supervises(actor, row):
        mine = await addressed_as(session, actor, row)
        sent = [each for each in sent if each in mine]
    signed: dict[tuple[str, str], list[Said]] = {(each["kind"], each["code"]): [] for each in sent}
    for receipt in await session.all(issues.RECEIPTS, bulletin_id=bulletin_id):
        told: Said = {"user_id": receipt["user_id"], "name": None, "read_at": receipt["read_at"]}
        signed.get((receipt["kind"], receipt["code"]), []).append(told)
    readers = [told for each in signed.values() for told in each]
    people = await names.words_of(session, {"person": {told["user_id"] for told in readers}}, actor.language)
    for told in readers:
        told["name"] = people["person"].get(told["user_id"])
    called = {(each["kind"], each["code"]): each for each in await _addressees(session, row)}
    items = [
        called[key] | {"has_read": bool(told), "readers": told}
        for key, told in sorted(signed.items(), key=lambda each: bool(each[1]))
    ]
    return {"addressed": len(items), "read": sum(bool(told) for told in signed.values()), "items": items}


async def _addressees(session: Session, row: BulletinRow) -> Sequence[Addressee]:
    """By the names they had."""
    if row["status"] != BulletinStatus.PUBLISHED:
        return ()
    kept = await session.one(issues.FILE, bulletin_id=row["id"], format="json", language="")
    told: Sequence[Addressee] = orjson.loads(kept["content"])["addressees"]
    return told


async def addressed_as(session: Session, actor: Actor, row: HeadRow) -> list[AddresseeRow]:
    """The addressees in whose name the actor reads it: the units of their posts, and the centres at their areas."""
    if row["status"] != BulletinStatus.PUBLISHED:
        return []
    sent = await session.all(issues.ADDRESSEES, bulletin_id=row["id"])
    today = clock.today()
    own = {
        post["department_code"]
        for post in await session.all(administration.POSTS_OF, of_id=actor.user_id)
        if post["valid_from"] <= today and (post["valid_to"] is None or post["valid_to"] >= today)
    }
    return [each for each in sent if _speaks_for(actor, each, own)]


_OF_A_CENTRE = (Permission.TRIAGE, Permission.DISPATCH, Permission.LEAD_CENTRE, Permission.SUPERVISE)


def _speaks_for(actor: Actor, each: AddresseeRow, own_units: set[object]) -> bool:
    if each["kind"] == AddresseeKind.UNIT:
        return each["code"] in own_units and each["code"] in actor.department_codes
    path = each["area_path"] or ""
    return any(actor.may_just_at(permission, path) for permission in _OF_A_CENTRE)


def supervises(actor: Actor, row: HeadRow) -> bool:
    """Whether the actor writes the bulletins of its area."""
    return actor.may_at(Permission.SUPERVISE, row["area_path"])


def allowed_to(actor: Actor, row: HeadRow, *, reads: bool = False) -> list[str]:
    """What the actor may do with it now."""
    return [
        action.value
        for action in allowed(
            BulletinStatus(row["status"]),
            edits=supervises(actor, row),
            leads=actor.may_at(Permission.LEAD_CENTRE, row["area_path"]),
            has_edited=actor.user_id in row["editor_ids"],
            reads=reads,
        )
    ]


def _head(row: HeadRow, actor: Actor) -> Said:
    head = columns(row, _HEAD)
    head["status_label_zh"], head["status_label"] = STATUS_LABELS[BulletinStatus(row["status"])]
    head["number"] = numbered(row)
    if not supervises(actor, row):
        head["returned_note"] = None
    return head


def numbered(row: HeadRow) -> Said | None:
    """What an issue is cited by."""
    year, number = row["year"], row["number"]
    if year is None or number is None:
        return None
    zh, en = number_of(year, number)
    return {"year": year, "number": number, "zh": zh, "en": en}


def digest(content: bytes) -> str:
    """By which it is told whether it is what was signed."""
    return hashlib.sha256(content).hexdigest()
