"""Texts for replies and results 常用语: written by who heads a unit or a centre, filled in by the service."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Permission, Post
from app.db.session import Session
from app.errors import NotFound, NotPermitted, invalid_field
from app.identifiers import new_id
from app.models.reply_template import TemplateKind
from app.queries.cases.scope import codes_of
from app.queries.organisation import lookup
from app.queries.organisation import templates as queries
from app.queries.organisation.templates import PlacedTemplate, TemplateRow
from app.schemas.organisation.templates import TemplateChange, TemplateIn, TemplateQuery
from app.services.organisation import names
from app.services.reading import case_view, cases
from app.workflow import placeholders

_NIL = UUID(int=0)
_HIDDEN = frozenset({"is_current", "area_path"})
Page = tuple[list[dict[str, object]], str | None]
_CENTRE = (Permission.TRIAGE, Permission.DISPATCH, Permission.LEAD_CENTRE)


async def page(session: Session, actor: Actor, query: TemplateQuery) -> Page:
    """Those of the actor's units, with all below them, and of the centres in their areas."""
    filters = query.model_dump(mode="json", exclude={"limit", "cursor"})
    identity = ("templates", actor.user_id, filters)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    reach = {"codes": sorted(actor.department_codes), "paths": _centres(actor)}
    rows = await session.all(queries.PAGE, **filters, **reach, after=after, count=query.limit + 1)
    views = await _views(session, actor, rows[: query.limit])
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return views, cursor


def _centres(actor: Actor) -> list[str]:
    return sorted({path for permission in (*_CENTRE, Permission.ADMINISTER) for path in actor.areas_of(permission)})


async def history(session: Session, actor: Actor, template_id: UUID) -> dict[str, object]:
    """The versions of one, the present one first.

    Raises:
        NotFound: there is none, or it is of another unit or centre.
    """
    await _seen(session, actor, template_id)
    return {"items": await _views(session, actor, await session.all(queries.VERSIONS, of_id=template_id))}


async def _seen(session: Session, actor: Actor, template_id: UUID) -> PlacedTemplate:
    row = await session.first(queries.ONE, of_id=template_id)
    if row is None:
        raise NotFound()
    of_unit = row["department_code"] in actor.department_codes
    if not of_unit and not (row["area_path"] is not None and row["area_path"].startswith(tuple(_centres(actor)))):
        raise NotFound()
    return row


async def add(session: Session, actor: Actor, body: TemplateIn) -> dict[str, object]:
    """Writes a new one.

    Raises:
        Invalid: a placeholder nobody knows, or not just one unit or area. NotPermitted: not theirs to write for.
    """
    await _require_sound(session, body)
    await _require_head(session, actor, body.department_code, body.area_code)
    return await _write(session, actor, new_id(clock.now()), 1, body)


async def change(session: Session, actor: Actor, template_id: UUID, body: TemplateChange) -> dict[str, object]:
    """Writes its next version; the earlier ones are kept.

    Raises:
        NotFound: there is none in sight. NotPermitted: not theirs to write. Invalid: as for `add`; another version.
    """
    await _seen(session, actor, template_id)
    row = await session.one(queries.LOCKED, of_id=template_id)
    await _require_head(session, actor, row["department_code"], row["area_code"])
    if (body.department_code, body.area_code) != (row["department_code"], row["area_code"]):
        raise invalid_field("/department_code", "不能改换所属单位或区划", "it stays with its unit or area")
    if body.version != row["version"]:
        zh, en = f"已是第 {row['version']} 版，请重新读取", f"it is at version {row['version']}: read it anew"
        raise invalid_field("/version", zh, en)
    await _require_sound(session, body)
    await session.run(queries.SUPERSEDE, of_id=template_id)
    return await _write(session, actor, template_id, row["version"] + 1, body)


async def _write(session: Session, actor: Actor, of_id: UUID, version: int, body: TemplateIn) -> dict[str, object]:
    row: TemplateRow = {
        "id": of_id, "version": version, "is_current": True, "kind": body.kind.value, "name": body.name,
        "text": body.text, "category_code": body.category_code, "department_code": body.department_code,
        "area_code": body.area_code, "is_active": body.is_active, "written_by": actor.user_id,
        "written_at": clock.now(),
    }  # fmt: skip
    await session.run(queries.ADD, **row)
    return (await _views(session, actor, [row]))[0]


async def _require_sound(session: Session, body: TemplateIn) -> None:
    strange = placeholders.unknown(body.text)
    if strange:
        known = "、".join(f"{{{name}}}" for name in placeholders.PLACEHOLDERS)
        zh, en = f"没有占位符 {{{strange[0]}}}；可用：{known}", f"there is no placeholder {{{strange[0]}}}; use {known}"
        raise invalid_field("/text", zh, en)
    if (body.department_code is None) == (body.area_code is None):
        zh, en = "单位与区划须且只须填一个", "of a unit or of an area, just one of them"
        raise invalid_field("/department_code", zh, en)
    if body.category_code is not None and await session.first(lookup.CATEGORY, code=body.category_code) is None:
        raise invalid_field("/category_code", "没有这个类别", "there is no such category")


async def _require_head(session: Session, actor: Actor, unit: str | None, area_code: str | None) -> None:
    """Who heads the unit or one above it; who leads the centre of the area or administers it.

    Raises:
        NotPermitted: neither, or there is no such unit or area: nobody is told which.
    """
    if unit is not None:
        heads = any(held.post is Post.DEPARTMENT_LEAD and unit in held.department_codes for held in actor.posts)
        if not heads:
            raise NotPermitted()
        return
    area = await session.first(lookup.AREA, code=area_code)
    may = (Permission.LEAD_CENTRE, Permission.ADMINISTER)
    if area is None or not any(actor.may_at(permission, area["path"]) for permission in may):
        raise NotPermitted()


async def fitting(session: Session, actor: Actor, case_id: UUID, kind: TemplateKind | None) -> dict[str, object]:
    """Those that fit a case and are the actor's to use, filled in with what they may know of it.

    Raises:
        NotFound: the case is not theirs to see.
    """
    case = await cases.get(session, actor, case_id)
    unit, path = case["lead_department_code"], case["area_path"]
    works = unit is not None and actor.may_in(Permission.HANDLE, unit)
    of_centre = any(actor.may_at(permission, path) for permission in _CENTRE)
    rows = await session.all(
        queries.FITTING,
        kind=None if kind is None else kind.value,
        category=case["category_code"],
        unit=unit if works else None,
        areas=codes_of(path) if of_centre else [],
    )
    known = _known(await case_view.detail(session, case, actor, clock.now()), actor.language)
    filled = [(row, placeholders.fill(row["text"], known)) for row in rows]
    return {
        "items": [
            {
                "id": row["id"],
                "version": row["version"],
                "kind": row["kind"],
                "name": row["name"],
                "text": said.text,
                "missing": said.missing,
            }
            for row, said in filled
        ]
    }


def _known(view: Mapping[str, object], language: str) -> dict[str, str | None]:
    """What each placeholder stands for, of a view of the case that says only what its reader may know."""
    contact = cast("Mapping[str, str] | None", view["contact"])
    told: dict[str, object] = {
        "number": view["number"],
        "category": view["category_name"],
        "address": view["address"],
        "area": view["area_name"],
        "unit": view["lead_department_name"],
        "handler": view["handler_name"],
        "caller": contact and contact["name"],
        "reported": _moment(view["reported_at"], language),
        "deadline": _moment(view["deadline_at"], language),
        "today": _day(clock.now(), language),
    }
    return {name: None if value is None else str(value) for name, value in told.items()}


def _moment(moment: object, language: str) -> str | None:
    if not isinstance(moment, datetime):
        return None
    here = moment.astimezone(clock.LOCAL)
    return f"{_day(here, language)} {here:%H:%M}"


def _day(moment: datetime, language: str) -> str:
    here = moment.astimezone(clock.LOCAL)
    return f"{here.year}年{here.month}月{here.day}日" if language == "zh" else f"{here:%Y-%m-%d}"


async def _views(
    session: Session, actor: Actor, rows: "list[TemplateRow] | list[PlacedTemplate]"
) -> list[dict[str, object]]:
    views = [{name: value for name, value in row.items() if name not in _HIDDEN} for row in rows]
    await names.give(session, actor, views)
    return views
