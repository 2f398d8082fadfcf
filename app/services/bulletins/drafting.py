"""Drafting a bulletin 拟稿: counted from the data, edited, submitted, sent back; nothing of it is public yet."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import orjson

from app import clock
from app.authz import Actor, Permission
from app.db.rows import in_json
from app.db.session import Session
from app.errors import NotFound, NotPermitted, StaleVersion, WrongState, invalid_field
from app.identifiers import new_id
from app.models.audit import Deed
from app.queries.bulletins import issues
from app.queries.bulletins import rows as queries
from app.queries.bulletins.rows import BulletinRow
from app.queries.organisation import lookup
from app.schemas.bulletins.drafts import BulletinEdit, BulletinIn, Recipient, SendBack
from app.services.bulletins import reading, typical
from app.services.bulletins.figures import collect
from app.services.bulletins.names import Names, Said
from app.services.security.trail import record
from app.workflow.bulletins.life import FROM, OF_THE_LEADER, STATUS_LABELS, BulletinAction, BulletinStatus
from app.workflow.bulletins.periods import BulletinKind, Period, name_of, period_of

_CALLED = {BulletinKind.WEEKLY: "周报", BulletinKind.MONTHLY: "月报", BulletinKind.QUARTERLY: "季报"}
_NOTHING_SAID: Said = {
    "foreword": None, "remarks": None, "typical": [], "praised": [], "criticised": [], "addressees": [],
    "withdraws": None, "withdrawal_reason": None,
}  # fmt: skip
_EARLIEST = date(2000, 1, 3)
Versions = frozenset[int] | None


async def draft(session: Session, actor: Actor, body: BulletinIn) -> bytes:
    """A new draft with the figures of its period.

    Raises:
        NotFound, NotPermitted: the area is not there, or the actor does not supervise in it. Invalid: the period lies
        ahead.
    """
    area = await session.first(lookup.AREA, code=body.area_code)
    if area is None:
        raise NotFound(zh="没有这个区划", en="There is no such area")
    if not actor.may_at(Permission.SUPERVISE, area["path"]):
        raise NotPermitted()
    if not _EARLIEST <= body.day <= clock.today():
        raise invalid_field("/day", "时段尚未开始，或过于久远", "that period has not begun, or is too long ago")
    period, now = period_of(body.kind, body.day), clock.now()
    figures = await collect(session, area["path"], body.kind, period)
    names = Names()
    names.want("area", [body.area_code])
    await names.look_up(session)
    title = body.title or _title(str(names.of("area", body.area_code)["zh"]), body.kind, period)
    bulletin_id = new_id(now)
    await session.run(
        queries.DRAFT, id=bulletin_id, area_code=body.area_code, area_path=area["path"], kind=body.kind.value,
        starts_on=period.first, ends_on=period.last, title=title, status=BulletinStatus.DRAFT.value,
        figures=_plain(figures), told=_NOTHING_SAID, editor_ids=[actor.user_id], created_by=actor.user_id,
        created_at=now, edited_at=now,
    )  # fmt: skip
    row = await reading.visible(session, actor, bulletin_id)
    await _record(session, actor, row, "drafted")
    return await reading.view(session, actor, row)


def _title(area: str, kind: BulletinKind, period: Period) -> str:
    return f"{area[:60]}网格治理{_CALLED[kind]}（{name_of(kind, period)[0]}）"


def _plain(view: Said) -> dict[str, object]:
    """As it is written."""
    told: dict[str, object] = orjson.loads(in_json(view))
    return told


async def edit(session: Session, actor: Actor, bulletin_id: UUID, versions: Versions, body: BulletinEdit) -> bytes:
    """Writes all that the editor says anew.

    Raises:
        NotFound, NotPermitted, WrongState, StaleVersion; Invalid: something it names is not there.
    """
    row = await held(session, actor, bulletin_id, BulletinAction.EDIT, versions)
    await _require_places(session, row, "praised", body.praised)
    await _require_places(session, row, "criticised", body.criticised)
    await _require_places(session, row, "addressees", body.addressees)
    await _require_earlier(session, row, body)
    told = body.model_dump(mode="json", exclude={"title", "typical"})
    told["typical"] = await typical.tell(session, actor, row["area_path"], body.typical)
    await session.run(
        queries.EDIT, bulletin_id=bulletin_id, new_title=body.title, new_told=_plain(told),
        new_editor_ids=_with(row, actor), new_edited_at=clock.now(), new_returned_note=row["returned_note"],
    )  # fmt: skip
    return await reading.read(session, actor, bulletin_id)


async def refresh(session: Session, actor: Actor, bulletin_id: UUID, versions: Versions) -> bytes:
    """Counts the figures anew 重新取数.

    Raises:
        NotFound, NotPermitted, WrongState, StaleVersion.
    """
    row = await held(session, actor, bulletin_id, BulletinAction.REFRESH, versions)
    period = Period(row["starts_on"], row["ends_on"])
    figures = await collect(session, row["area_path"], BulletinKind(row["kind"]), period)
    await session.run(
        queries.REFRESH, bulletin_id=bulletin_id, new_figures=_plain(figures), new_editor_ids=_with(row, actor),
        new_edited_at=clock.now(),
    )  # fmt: skip
    return await reading.read(session, actor, bulletin_id)


async def submit(session: Session, actor: Actor, bulletin_id: UUID, versions: Versions) -> bytes:
    """Hands it to the leader 送审; nobody edits it until it comes back.

    Raises:
        NotFound, NotPermitted, WrongState, StaleVersion.
    """
    row = await held(session, actor, bulletin_id, BulletinAction.SUBMIT, versions)
    await session.run(
        queries.SUBMIT, bulletin_id=bulletin_id, new_status=BulletinStatus.SUBMITTED.value,
        new_submitted_by=actor.user_id, new_submitted_at=clock.now(), new_editor_ids=_with(row, actor),
    )  # fmt: skip
    await _record(session, actor, row, "submitted")
    return await reading.read(session, actor, bulletin_id)


async def send_back(session: Session, actor: Actor, bulletin_id: UUID, versions: Versions, body: SendBack) -> bytes:
    """Back to its editor 退回修改, by the leader or by whoever edits it.

    Raises:
        NotFound, NotPermitted, WrongState, StaleVersion.
    """
    row = await held(session, actor, bulletin_id, BulletinAction.SEND_BACK, versions)
    await session.run(
        queries.SEND_BACK, bulletin_id=bulletin_id, new_status=BulletinStatus.DRAFT.value, new_returned_note=body.note
    )
    await _record(session, actor, row, "sent_back")
    return await reading.read(session, actor, bulletin_id)


async def discard(session: Session, actor: Actor, bulletin_id: UUID, versions: Versions) -> None:
    """Throws a draft away 作废: it is seen no more, and had no number.

    Raises:
        NotFound, NotPermitted, WrongState, StaleVersion.
    """
    row = await held(session, actor, bulletin_id, BulletinAction.DISCARD, versions)
    await session.run(queries.SET_STATUS, bulletin_id=bulletin_id, new_status=BulletinStatus.DISCARDED.value)
    await _record(session, actor, row, "discarded")


async def held(
    session: Session, actor: Actor, bulletin_id: UUID, action: BulletinAction, versions: Versions
) -> BulletinRow:
    """A bulletin that the actor sees, may do this with now, and that nobody else changes meanwhile.

    Raises:
        NotFound, NotPermitted, WrongState; StaleVersion: it is none of these versions any more.
    """
    await session.value(queries.LOCK, bulletin_id=bulletin_id)
    row = await reading.visible(session, actor, bulletin_id)
    _require_right(actor, row, action)
    if row["status"] not in FROM[action]:
        raise _not_now(row)
    if versions is not None and row["version"] not in versions:
        zh, en = "简报已被他人更新，请刷新后重试", "The bulletin has changed since you read it"
        raise StaleVersion(zh=zh, en=en, version=row["version"])
    return row


def _require_right(actor: Actor, row: BulletinRow, action: BulletinAction) -> None:
    if action not in OF_THE_LEADER:
        if not reading.supervises(actor, row):
            raise NotPermitted()
        return
    if not actor.may_at(Permission.LEAD_CENTRE, row["area_path"]):
        raise NotPermitted(zh="简报由中心负责人签发", en="A bulletin is signed by a leader of the centre")
    if actor.user_id in row["editor_ids"]:
        raise NotPermitted(zh="编辑者不能签发自己编辑的简报", en="Who edited a bulletin does not sign it")


def _not_now(row: BulletinRow) -> WrongState:
    zh, en = STATUS_LABELS[BulletinStatus(row["status"])]
    return WrongState(
        zh=f"简报当前为“{zh}”，不允许该操作",
        en=f"The bulletin is “{en.lower()}” and does not allow this",
        version=row["version"],
    )


def _with(row: BulletinRow, actor: Actor) -> list[UUID]:
    editors = row["editor_ids"]
    return editors if actor.user_id in editors else [*editors, actor.user_id]


async def _require_places(session: Session, row: BulletinRow, field: str, named: Sequence[Recipient]) -> None:
    """Units that there are; areas of the bulletin's own, and for an addressee those above it.

    Raises:
        Invalid: another, or one twice.
    """
    known = {(each["kind"], each["code"]): each["path"] for each in await _places(session, named)}
    seen: set[tuple[str, str]] = set()
    for place, each in enumerate(named):
        key = (each.kind.value, each.code)
        if key not in known or not _is_near(row, known[key], above=field == "addressees"):
            zh, en = "没有这个单位，或区划不在本简报范围内", "no such unit, or an area that the bulletin is not about"
            raise invalid_field(f"/{field}/{place}/code", zh, en)
        if field == "addressees" and key in seen:
            raise invalid_field(f"/{field}/{place}/code", "重复", "named twice")
        seen.add(key)


async def _places(session: Session, named: Iterable[Recipient]) -> Sequence[issues.PlaceRow]:
    codes = sorted({each.code for each in named})
    return await session.all(issues.PLACES, codes=codes) if codes else ()


def _is_near(row: BulletinRow, path: str | None, *, above: bool) -> bool:
    if path is None:  # a unit
        return True
    return path.startswith(row["area_path"]) or (above and row["area_path"].startswith(path))


async def _require_earlier(session: Session, row: BulletinRow, body: BulletinEdit) -> None:
    if body.withdraws is None:
        if body.withdrawal_reason is not None:
            raise invalid_field("/withdrawal_reason", "未指明撤销哪一期", "of no bulletin that is withdrawn")
        return
    if body.withdrawal_reason is None:
        raise invalid_field("/withdrawal_reason", "撤销须说明理由", "say why it is withdrawn")
    earlier = await session.first(issues.OF_AREA, area_code=row["area_code"], bulletin_id=body.withdraws)
    if earlier is None or earlier["is_withdrawn"]:
        zh, en = "本区划没有这一期，或已被撤销", "no issue of this area, or one that is withdrawn already"
        raise invalid_field("/withdraws", zh, en)


async def _record(session: Session, actor: Actor, row: BulletinRow, step: str) -> None:
    await record(session, actor, Deed.BULLETIN, row["id"], name=row["title"], at=[row["area_path"]], step=step)
