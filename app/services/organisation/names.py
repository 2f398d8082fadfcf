"""Names travel with codes 名称随编码: what units, areas, categories and people are called, in the reader's language.

They are looked up in a book that this process has of the database, at most a second behind it, and asked for together
where it does not know them: a page of a list costs no question or one, however long it is. Names are given after a
view says only what its reader may know: whoever is not named there has no name here either.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from app import clock
from app.authz import Actor
from app.concurrency.slices import Slices
from app.db.glance import Glance
from app.db.session import Session
from app.queries.organisation import names as queries

_MOST = 50_000  # names of a kind that are remembered
KINDS = ("area", "category", "department", "person", "nature", "source")
_AT_ONCE = 100  # views, before others have their turn


class Name(NamedTuple):
    """The name the district gave, and the English one where it gave one."""

    given: str
    english: str | None

    def in_(self, language: str) -> str:
        """In the language of a reader; a name that has no English form is read in Chinese."""
        return (self.english or self.given) if language == "en" else self.given


#: What a thing is known by: a code, or the id of a person.
Code = object
Wanted = Mapping[str, set[Code]]
Edition = tuple[date, tuple[tuple[str, int], ...]]


class NameBook:
    """The names this process has looked up since the reference data last changed."""

    def __init__(self) -> None:
        """Starts empty."""
        self._glance, self._today = Glance(), date.min
        self._known: dict[str, dict[Code, Name]] = {kind: {} for kind in KINDS}
        self._edition: Edition | None = None

    def forget(self) -> None:
        """Asks for everything again: for the process that changed a name."""
        self._known, self._edition = {kind: {} for kind in KINDS}, None
        self._glance.void()

    async def called(self, session: Session, wanted: Wanted) -> Mapping[str, Mapping[Code, Name]]:
        """The names by kind; those that are wanted and exist are among them."""
        await self.edition(session)
        known = self._known
        missing = {kind: {code for code in codes if code not in known[kind]} for kind, codes in wanted.items()}
        if any(missing.values()):
            asked = {kind: list(missing.get(kind, ())) for kind in KINDS}
            rows = await session.all(queries.NAMES, **asked, today=clock.today())
            for row in rows:  # into what was known when it was asked for: if that was given up meanwhile, so is this
                code = UUID(row["code"]) if row["kind"] == "person" else row["code"]
                known[row["kind"]][code] = Name(row["name"], row["en"])
        return known

    async def edition(self, session: Session) -> Edition:
        """What names hold for: the same object while they do. Those that are asked for afterwards are no older.

        Begins anew where reference data has changed, or the day: names of departments are dated.
        """
        asked_at, today, known = clock.monotonic(), clock.today(), self._edition
        if known is not None and self._glance.holds and today == self._today:
            return known
        edition = (today, tuple((row["name"], row["version"]) for row in await session.all(queries.EDITION)))
        if not self._glance.is_latest(asked_at):
            return self._edition or edition
        self._today = today
        if edition != self._edition or any(len(names) > _MOST for names in self._known.values()):
            self._edition, self._known = edition, {kind: {} for kind in KINDS}
        return self._edition or edition


#: Of a view of a case: the field of a code, that of its name, and what kind of code it is.
_FIELDS = (
    ("area_code", "area_name", "area"),
    ("centre_code", "centre_name", "area"),
    ("category_code", "category_name", "category"),
    ("lead_department_code", "lead_department_name", "department"),
    ("team_code", "team_name", "department"),
    ("responsible_department_code", "responsible_department_name", "department"),
    ("assist_codes", "assist_names", "department"),
    ("pool_codes", "pool_names", "department"),
    ("department_code", "department_name", "department"),
    ("lead_code", "lead_name", "department"),
    ("eligible_codes", "eligible_names", "department"),
    ("fallback_code", "fallback_name", "department"),
    ("proposed_department_code", "proposed_department_name", "department"),
    ("nature_code", "nature_name", "nature"),
    ("source_code", "source_name", "source"),
    ("reporter_id", "reporter_name", "person"),
    ("handler_id", "handler_name", "person"),
    ("verifier_id", "verifier_name", "person"),
    ("checker_id", "checker_name", "person"),
    ("issued_by", "issued_by_name", "person"),
    ("answered_by", "answered_by_name", "person"),
    ("uploaded_by", "uploaded_by_name", "person"),
    ("called_by", "called_by_name", "person"),
    ("ended_by", "ended_by_name", "person"),
    ("owner_id", "owner_name", "person"),
    ("looked_at_by", "looked_at_by_name", "person"),
    ("absent_id", "absent_name", "person"),
    ("substitute_id", "substitute_name", "person"),
    ("named_by", "named_by_name", "person"),
    ("person_id", "person_name", "person"),
    ("judged_by", "judged_by_name", "person"),
    ("said_by", "said_by_name", "person"),
    ("assessed_by", "assessed_by_name", "person"),
    ("inspector_id", "inspector_name", "person"),
    ("published_by", "published_by_name", "person"),
    ("corrected_by", "corrected_by_name", "person"),
    ("entered_by", "entered_by_name", "person"),
    ("attendee_id", "attendee_name", "person"),
    ("registered_by", "registered_by_name", "person"),
    ("looker_id", "looker_name", "person"),
    ("rules_by", "rules_by_name", "person"),
    ("proposer_id", "proposer_name", "person"),
    ("voted_by", "voted_by_name", "person"),
    ("made_by", "made_by_name", "person"),
    ("filed_by", "filed_by_name", "person"),
    ("decider_id", "decider_name", "person"),
    ("recorded_by", "recorded_by_name", "person"),
    ("publisher_id", "publisher_name", "person"),
    ("released_by", "released_by_name", "person"),
    ("withdrawn_by", "withdrawn_by_name", "person"),
    ("account_id", "account_name", "person"),
    ("first_by", "first_by_name", "person"),
    ("second_by", "second_by_name", "person"),
)


async def give(session: Session, actor: Actor, views: Iterable[dict[str, Any]], book: NameBook | None = None) -> None:
    """Puts beside each code of the views, which are of one shape, what it is called; null where that is not known.

    Whoever has changed the organisation in this very transaction brings a `book` of their own: it may yet be undone.
    """
    views = list(views)
    fields = [field for field in _FIELDS if views and field[0] in views[0]]
    if not fields:
        return
    wanted: dict[str, set[Code]] = {kind: set() for kind in KINDS}
    for code_field, _, kind in fields:
        told = [view[code_field] for view in views]
        wanted[kind].update(*(each if isinstance(each, list) else (each,) for each in told if each is not None))
    called = await words_of(session, wanted, actor.language, book)
    slices = Slices()
    for start in range(0, len(views), _AT_ONCE):
        for code_field, name_field, kind in fields:
            names = called[kind]
            for view in views[start : start + _AT_ONCE]:
                told = view[code_field]
                view[name_field] = None if told is None else named(told, names)
        await slices.rest()


Coded = tuple[str, str, Any]
"""A code of a view: the field that its name goes to, of what kind it is, and the code."""


def coded(view: Mapping[str, Any]) -> list[Coded]:
    """The codes of a view that have names; those that are null have one that is null."""
    return [(name, kind, view[code]) for code, name, kind in _among(tuple(view))]


@cache
def _among(shape: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [field for field in _FIELDS if field[0] in shape]


def absent(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Null for each name that a view lacks: it was kept before names travelled with codes."""
    return {name: [] if isinstance(kept[code], list) else None for code, name, _ in _FIELDS
            if code in kept and name not in kept}  # fmt: skip


async def words_of(
    session: Session, wanted: Wanted, language: str, book: NameBook | None = None
) -> dict[str, dict[Code, str]]:
    """What the codes of each kind are called in a language; those that are called nothing are left out."""
    known = await (book or session.memory.of(NameBook)).called(session, wanted)
    return {
        kind: {code: known[kind][code].in_(language) for code in codes if code in known[kind]}
        for kind, codes in wanted.items()
    }


def named(told: Any, names: Mapping[Code, str]) -> Any:
    """The name of a code, or those of a list of codes; in a list what is called nothing stands for itself."""
    if isinstance(told, list):
        return [names.get(code, code) for code in told]
    return names.get(told)
