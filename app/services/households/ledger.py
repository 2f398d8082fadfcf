"""The one writer of the ledger 积分流水: each entry follows the last one of its household, which is held meanwhile."""

from datetime import date, datetime
from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound, WrongState, invalid_field
from app.identifiers import new_id
from app.queries.households import ledger as queries
from app.queries.households import records as record_queries
from app.queries.households.ledger import EntryRow, ListedEntry
from app.queries.households.records import HouseholdRow
from app.schemas.households.ledger import CorrectEntryIn, LedgerQuery
from app.services.calendar.lookup import calendar_of
from app.services.households import photos, rulebook
from app.services.households.access import OwnHousehold, Village, homes_of, household_of, led, village_of
from app.services.organisation import names
from app.workflow.households.terms import LedgerKind
from app.workflow.limits import Limit, LimitUnit

Page = tuple[list[dict[str, object]], str | None]
_HIDDEN = frozenset({"village_code", "decide_days"})
_CORRECTED = (LedgerKind.AWARD, LedgerKind.DEDUCTION)


async def write(
    session: Session, household: HouseholdRow, kind: LedgerKind, points: int, *, occurred_on: date, **more: object
) -> EntryRow:
    """Adds an entry to a household that the caller holds locked."""
    last = await session.first(queries.LAST, household=household["id"])
    number, balance = (last["entry_number"], last["balance"]) if last else (0, 0)
    now = clock.now()
    row: EntryRow = {
        "id": new_id(now), "village_code": household["village_code"], "household_id": household["id"],
        "entry_number": number + 1, "kind": kind.value, "points": points, "balance": balance + points,
        "year": occurred_on.year, "occurred_on": occurred_on, "rule_code": None, "rule_name": None,
        "proposal_id": None, "redemption_id": None, "corrects_id": None, "other_household_id": None,
        "about_case_id": None, "activity_id": None, "activity": None, "reason": None, "appeal_until": None,
        "decide_days": None, "made_by": None, "created_at": now,
    }  # fmt: skip
    row |= more  # type: ignore[typeddict-item]  # named as the row names them
    await session.run(queries.ADD, **row)
    return row


async def balance_of(session: Session, household: HouseholdRow) -> int:
    """What the household has now."""
    last = await session.first(queries.LAST, household=household["id"])
    return last["balance"] if last else 0


async def until(session: Session, village_path: str, since: datetime, days: int) -> datetime:
    """The moment so many working days after another, by the calendar of the village."""
    calendar = await calendar_of(session, village_path)
    return calendar.after(since, Limit(days, LimitUnit.WORKING_DAYS))


async def page(session: Session, actor: Actor, code: str, household_id: UUID, query: LedgerQuery) -> Page:
    """The entries of a household, the newest first.

    Raises:
        NotFound: it is not within sight.
    """
    village = await village_of(session, actor, code)
    household = await household_of(session, village, household_id)
    identity = ("entries", household["id"], query.year)
    before = cursors.decode_number(query.cursor, identity) if query.cursor else None
    rows = await session.all(
        queries.PAGE, household=household["id"], year=query.year, before=before, count=query.limit + 1
    )
    views = await _views(session, actor, rows[: query.limit])
    more = len(rows) > query.limit
    return views, cursors.encode_key(str(rows[query.limit - 1]["entry_number"]), identity) if more else None


async def correct(session: Session, actor: Actor, code: str, entry_id: UUID, body: CorrectEntryIn) -> dict[str, object]:
    """Puts an entry right by its difference, as an entry of its own.

    Raises:
        NotFound, NotPermitted: see `led`. OwnHousehold: as it says. WrongState: no award and no deduction. Invalid: not
        so.
    """
    village = await led(session, actor, code)
    entry = await _entry(session, village, entry_id)
    household = await household_of(session, village, entry["household_id"], lock=True)
    if household["id"] in await homes_of(session, actor):
        raise OwnHousehold()
    if entry["kind"] not in _CORRECTED:
        raise WrongState(zh="该条不是加分或扣分", en="This entry is no award and no deduction")
    difference = body.should_be - await session.one_value(queries.STANDS, of_id=entry_id)
    _require_sound(entry, body, difference)
    rules = await rulebook.on(session, village, clock.today())
    taken = difference < 0
    row = await write(
        session, household, LedgerKind.CORRECTION, difference, occurred_on=entry["occurred_on"],
        corrects_id=entry_id, rule_code=entry["rule_code"], rule_name=entry["rule_name"], reason=_reason(body),
        made_by=actor.user_id, decide_days=rules.decision_days if taken else None,
        appeal_until=await until(session, village.path, clock.now(), rules.appeal_days) if taken else None,
    )  # fmt: skip
    await photos.use(session, actor, village, body.photo_ids, row["id"])
    return (await _views(session, actor, [{**row, "appeal_state": None}]))[0]


def _require_sound(entry: EntryRow, body: CorrectEntryIn, difference: int) -> None:
    """A correction changes something, and never turns an award into a deduction or makes one worse."""
    if difference == 0:
        raise invalid_field("/should_be", "与现值相同", "it is so already")
    low, high = (0, 100_000) if entry["kind"] == LedgerKind.AWARD else (entry["points"], 0)
    if not low <= body.should_be <= high:
        zh = "加分只能更正为零或正数，扣分只能更正为零或更轻"
        raise invalid_field("/should_be", zh, "an award stays one or becomes 0, a deduction becomes less or 0")
    if difference < 0 and not (body.photo_ids or body.minutes):
        raise invalid_field("/minutes", "调减须附照片或记录", "what takes points needs a photo or minutes as evidence")


def _reason(body: CorrectEntryIn) -> str:
    return body.reason if body.minutes is None else f"{body.reason}\n{body.minutes}"[:2000]


async def _entry(session: Session, village: Village, entry_id: UUID) -> ListedEntry:
    row = await session.first(queries.ONE, of_id=entry_id, village=village.code)
    if row is None:
        raise NotFound()
    return row


async def still_taken(session: Session, entry: EntryRow) -> int:
    """What an entry took and nothing has given back: of a correction, no later entry about the same."""
    if entry["corrects_id"] is None:
        return -await session.one_value(queries.STANDS, of_id=entry["id"])
    since = {"of_id": entry["corrects_id"], "number": entry["entry_number"]}
    return -entry["points"] - await session.one_value(queries.GIVEN_SINCE, **since)


async def entry_held(session: Session, village: Village, entry_id: UUID) -> tuple[ListedEntry, HouseholdRow]:
    """An entry, with its household locked.

    Raises:
        NotFound: there is none, or its household is not within sight.
    """
    entry = await _entry(session, village, entry_id)
    return entry, await household_of(session, village, entry["household_id"], lock=True)


async def household_to_write(session: Session, village_code: str, household_id: UUID) -> HouseholdRow:
    """A household locked, whoever asks: for what the council or a decision brings about."""
    return await session.one(record_queries.LOCKED, of_id=household_id, village=village_code)


async def _views(session: Session, actor: Actor, rows: list[ListedEntry]) -> list[dict[str, object]]:
    views = [{name: value for name, value in row.items() if name not in _HIDDEN} for row in rows]
    await names.give(session, actor, views)
    return views
