"""The queues 待办 of a person: what waits for exactly them, by the posts they hold."""

from collections.abc import Callable
from dataclasses import dataclass

from app import clock
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotFound
from app.queries.cases.orders import BY_DUE, BY_ORDER, BY_RESUMPTION, DUE_FIRST, NEWEST_FIRST, STAGE_FIRST, Order
from app.queries.cases.scope import Scope, scope_of_units, scope_where
from app.services.reading import case_lists
from app.services.reading.case_lists import Asked, Page
from app.services.reading.showing import show
from app.workflow.states import Status

COUNT_UP_TO = 10_000
_AT_WORK = sorted((Status.DISPATCHED, Status.HANDLING))
_IN_HAND = sorted((Status.DISPATCHED, Status.HANDLING, Status.SUSPENDED))


@dataclass(frozen=True, slots=True)
class Queue:
    """Who has it, what is in it, in which order, and whether it asks its owner to act. `told` are its filters."""

    name: str
    zh: str
    en: str
    permission: Permission
    told: Callable[[Actor], dict[str, object]]
    order: Order
    by_area: bool = True  # within the areas where the permission is held; else its filters say whose it is
    waits_for_me: bool = True
    of_units: bool = False  # within what the actor's units have, as lead, team or assist

    @property
    def of_the_centre(self) -> bool:
        """Whether a centre decides what is in it, so that another's is in another queue."""
        return self.by_area and self.waits_for_me

    def scope(self, actor: Actor) -> Scope | None:
        """Which cases may be in it: those of the areas where a post of the actor lets them act."""
        if self.of_units:
            return scope_of_units(actor)
        return scope_where(actor, self.permission) if self.by_area else None

    def asked(self, actor: Actor) -> Asked:
        """It as a list of the actor's."""
        return Asked(actor, self.scope(actor), self.values(actor), self.order)

    def values(self, actor: Actor) -> dict[str, object]:
        """The filters of it and their values: of what one centre alone has, that of the actor's own."""
        told = self.told(actor)
        return told | {"at_centre": actor.posted_at(self.permission)} if self.of_the_centre else told

    def view(self, count: int) -> dict[str, object]:
        """It as its owner sees it, with how many wait in it."""
        return {"name": self.name, "label_zh": self.zh, "label": self.en, "count": count}


def _in(status: Status) -> Callable[[Actor], dict[str, object]]:
    return lambda actor: {"open": True, "status": status}


def _of_unit(status: Status | None = None, **more: object) -> Callable[[Actor], dict[str, object]]:
    told = {"open": True, **more} | ({} if status is None else {"status": status})
    return lambda actor: told | _units(actor)


def _held(status: Status | None, mine: str, ours: str) -> Callable[[Actor], dict[str, object]]:
    """What waits for the actor by name, or for somebody in whose place they are today 代理."""
    told: dict[str, object] = {"open": True} | ({} if status is None else {"status": status})

    def values(actor: Actor) -> dict[str, object]:
        return told | ({ours: sorted({actor.user_id, *actor.stands_in_for})} if actor.stands_in_for else {mine: True})

    return values


def _handled(actor: Actor) -> dict[str, object]:
    """What the actor handles 经办, or somebody in whose place they are today."""
    people = sorted({actor.user_id, *actor.stands_in_for})
    return {"open": True, "statuses": _IN_HAND, "handled_by": people}


def _units(actor: Actor) -> dict[str, object]:
    codes = sorted(actor.department_codes)
    return {"department": codes[0]} if len(codes) == 1 else {"departments": codes}


def in_pool(actor: Actor) -> dict[str, object]:
    """Filters of what the actor's units may claim 点单."""
    return {"open": True, "status": Status.POOLED, "published_to": sorted(actor.department_codes)}


QUEUES = (
    Queue("triage", "待受理", "To triage", Permission.TRIAGE, _in(Status.REPORTED), STAGE_FIRST),
    Queue("dispatch", "待派遣", "To dispatch", Permission.DISPATCH, _in(Status.FILED), STAGE_FIRST),
    Queue(
        "published", "亮单中", "In the pool", Permission.DISPATCH, _in(Status.POOLED), STAGE_FIRST, waits_for_me=False
    ),
    Queue("returns", "退单待审", "Returns to review", Permission.DISPATCH, _in(Status.RETURN_REVIEW), STAGE_FIRST),
    Queue(
        "requests-to-endorse", "挂账延期待初审", "Requests to endorse", Permission.DISPATCH,
        lambda actor: {"open": True, "to_endorse": True}, DUE_FIRST,
    ),
    Queue(
        "requests-to-decide", "挂账延期待终审", "Requests to decide", Permission.LEAD_CENTRE,
        lambda actor: {"open": True, "to_decide": True}, DUE_FIRST,
    ),
    Queue(
        "excuses", "免办待审", "Excuses to decide", Permission.DISPATCH,
        lambda actor: {"open": True, "excuses_asked": True, "statuses": [Status.DISPATCHED, Status.HANDLING]},
        STAGE_FIRST,
    ),
    Queue("resolved", "待核实结案", "To check or close", Permission.DISPATCH, _in(Status.RESOLVED), STAGE_FIRST),
    Queue(
        "pool", "待点单", "To claim", Permission.HANDLE,
        in_pool, STAGE_FIRST, by_area=False,
    ),
    Queue("to-sign", "待签收", "To sign", Permission.HANDLE, _of_unit(Status.DISPATCHED), STAGE_FIRST, by_area=False),
    Queue("handling", "处置中", "In hand", Permission.HANDLE, _of_unit(Status.HANDLING), DUE_FIRST, by_area=False),
    Queue(
        "my-cases", "我经办的", "Handled by me", Permission.HANDLE,
        _handled, DUE_FIRST, by_area=False, waits_for_me=False, of_units=True,
    ),
    Queue(
        "assisting", "待协办", "To assist", Permission.HANDLE,
        lambda actor: {"open": True, "assisting": sorted(actor.department_codes)}, DUE_FIRST, by_area=False,
    ),
    Queue(
        "delivering", "待送单", "To deliver", Permission.HANDLE,
        lambda actor: {"open": True, "status": Status.HANDLING, "delivering": sorted(actor.department_codes)},
        DUE_FIRST, by_area=False,
    ),
    Queue(
        "called", "待报到", "To respond", Permission.HANDLE,
        lambda actor: {"open": True, "called": sorted(actor.department_codes)}, DUE_FIRST, by_area=False,
    ),
    Queue(
        "ordered", "督办待回复", "Orders to answer", Permission.HANDLE,
        _of_unit(ordered=True), BY_ORDER, by_area=False,
    ),
    Queue(
        "due-soon", "临期超期", "Due soon or overdue", Permission.HANDLE,
        _of_unit(statuses=_AT_WORK, pressing=True), BY_DUE, by_area=False, waits_for_me=False,
    ),
    Queue(
        "again", "返工重办", "To be done again", Permission.HANDLE,
        _of_unit(Status.HANDLING, again=True), DUE_FIRST, by_area=False, waits_for_me=False,
    ),
    Queue(
        "returning", "退单在审", "Returns under review", Permission.HANDLE,
        _of_unit(Status.RETURN_REVIEW), STAGE_FIRST, by_area=False, waits_for_me=False,
    ),
    Queue(
        "suspended", "挂账中", "Suspended", Permission.HANDLE,
        _of_unit(Status.SUSPENDED), BY_RESUMPTION, by_area=False, waits_for_me=False,
    ),
    Queue(
        "unassigned", "待分派", "Handled by nobody", Permission.HANDLE,
        _of_unit(statuses=_IN_HAND, unhandled=True), DUE_FIRST, by_area=False, waits_for_me=False,
    ),
    Queue(
        "to-verify", "待核查", "To verify", Permission.VERIFY,
        _held(None, "to_verify", "verified_by"), STAGE_FIRST, by_area=False,
    ),
    Queue(
        "to-check", "待核实", "To check", Permission.VERIFY,
        _held(Status.CHECKING, "to_check", "checked_by"), STAGE_FIRST, by_area=False,
    ),
    Queue(
        "my-reports", "我上报的", "My open reports", Permission.REPORT,
        lambda actor: {"open": True, "mine": True}, NEWEST_FIRST, by_area=False, waits_for_me=False,
    ),
    Queue(
        "overdue", "已超期", "Overdue", Permission.SUPERVISE,
        lambda actor: {"open": True, "overdue": True}, BY_DUE, waits_for_me=False,
    ),
)  # fmt: skip


def mine(actor: Actor) -> list[Queue]:
    """Those that the actor has."""
    return [queue for queue in QUEUES if actor.may(queue.permission)]


async def overview(session: Session, actor: Actor) -> list[dict[str, object]]:
    """The actor's queues with how many wait in each, counted up to 10,000."""
    now = clock.now()
    views: list[dict[str, object]] = []
    for queue in mine(actor):
        count = await case_lists.count(session, queue.asked(actor), COUNT_UP_TO, now)
        views.append(queue.view(count))
    return views


def of(actor: Actor, name: str) -> Queue:
    """One of the actor's queues.

    Raises:
        NotFound: the actor has no queue of that name.
    """
    queue = next((queue for queue in mine(actor) if queue.name == name), None)
    if queue is None:
        raise NotFound(zh="您没有这个待办队列", en="You have no queue of that name")
    return queue


async def page(session: Session, actor: Actor, name: str, limit: int, cursor: str | None) -> Page:
    """A page of one of the actor's queues.

    Raises:
        NotFound: the actor has no queue of that name.
    """
    asked, now = of(actor, name).asked(actor), clock.now()
    cases, cursor = await case_lists.page(session, asked, limit, cursor, now)
    return await show(session, actor, cases, now), cursor
