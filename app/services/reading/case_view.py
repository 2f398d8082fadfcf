"""From a row of `cases` to what the caller reads: plain dicts in the shapes of `schemas.cases.case`, contact masked."""

from datetime import datetime

from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.models.case_row import KnownCase
from app.queries.cases import followers
from app.queries.cases.listed import ListedCase
from app.queries.cases.scope import code_of
from app.services.cases import other_cases
from app.services.cases.facts import offers, sight_on
from app.services.organisation import names
from app.text import phones
from app.workflow.number import number_of
from app.workflow.states import STAGE_OF, STATUS_LABELS, Status

_SUMMARY = (
    "id", "version", "channel", "title", "nature_code", "source_code",
    "description", "address", "area_code", "area_path", "category_code", "urgent",
    "lead_department_code", "team_code", "handler_id", "verifier_id", "checker_id", "reported_at",
    "due_at", "stage_due_at", "closed_at", "rework_round", "redirect_count",
    "resume_at", "order_due_at", "auto_signed", "external_id", "repeat_count",
)  # fmt: skip
_DETAIL = (
    "privacy_tier", "delegation_count", "part_count", "reporter_id", "assist_codes", "open_assists", "pool_codes",
    "rule",
    "filed_at", "dispatched_at", "signed_at", "signed_late", "resolved_at", "deadline_at", "reopen_count",
    "supervision_level", "urged_at", "resident_urged_at", "urge_count", "pending_request", "request_endorsed",
    "suspension_count", "extension_count", "residents_to_answer", "ruling_binds", "self_handled", "check_skipped",
    "force_closed", "result", "reply", "rating", "stated_timeliness", "dates_only",
)  # fmt: skip
_BY_STATUS = {
    status.value: {
        "status": status.value,
        "status_label_zh": STATUS_LABELS[status][0],
        "status_label": STATUS_LABELS[status][1],
        "stage": STAGE_OF[status].value,
    }
    for status in Status
}


def lasting(row: KnownCase | ListedCase) -> dict[str, object]:
    """What lists show of a case until it changes: neither the reader nor the moment has a say in it."""
    view = columns(row, _SUMMARY)
    view |= _BY_STATUS[row["status"]]
    view["number"] = number_of(row["serial"])
    view["location"] = point(row)
    view["return_count"] = len(row["return_departments"])
    view["responsible_department_code"] = responsible(row)
    view["centre_code"] = None if row["centre_path"] is None else code_of(row["centre_path"])
    return view


def summary(row: KnownCase, actor: Actor, now: datetime) -> dict[str, object]:
    """A case as lists show it to this actor; the names of its codes are still to be given."""
    view = lasting(row)
    view["light"] = light(row["warn_at"], row["due_at"], now)
    return sight_on(actor, row).of_case(view)


async def detail(session: Session, row: KnownCase, actor: Actor, now: datetime) -> dict[str, object]:
    """A case as this actor sees it, with what they may do now."""
    view = summary(row, actor, now)
    view |= columns(row, _DETAIL)
    others = await other_cases.in_sight(session, actor, [row["merged_into"], row["parent_id"]])
    view |= {name: row[name] if row[name] in others else None for name in ("merged_into", "parent_id")}
    view["contact"] = masked_contact(row)
    view["follower_contacts"] = []
    view["allowed_actions"] = offers(actor, row, now)
    told = sight_on(actor, row).of_case(view)
    await names.give(session, actor, [told])
    if row["rule"] is not None:
        told["rule"] = {**row["rule"], "department_name": told["responsible_department_name"]}
    return told


def responsible(row: KnownCase | ListedCase) -> str | None:
    """The unit that the filing rule of a case names: of a row of a list it stands by itself, else in the rule."""
    if "rule" not in row:
        return row["responsible_department_code"]
    return row["rule"]["department_code"] if row["rule"] else None


def light(warn_at: datetime | None, due_at: datetime | None, now: datetime) -> str | None:
    """Green, yellow (four fifths used) or red of a running handling clock, None while none runs."""
    if due_at is None:
        return None
    if due_at < now:
        return "red"
    return "yellow" if warn_at is not None and now >= warn_at else "green"


def mask_name(name: str) -> str:
    """The family name, the rest as stars."""
    return name[0] + "*" * min(max(len(name) - 1, 1), 3)


def point(row: KnownCase | ListedCase) -> dict[str, object] | None:
    """Where the case is, in WGS-84 degrees."""
    if row["lat"] is None:
        return None
    return {"lat": row["lat"], "lon": row["lon"], "datum": "wgs84", "accuracy_m": row["accuracy_m"]}


def masked_contact(row: KnownCase) -> dict[str, str] | None:
    """Whom to answer, as everybody sees it who may know that at all."""
    if row["contact_phone"] is None:
        return None
    return {"name": mask_name(row["contact_name"] or "*"), "phone": phones.masked(row["contact_phone"])}


async def after(session: Session, row: KnownCase, actor: Actor, now: datetime, *, revealed: bool) -> dict[str, object]:
    """The answer to an action: the case, and the contacts in the clear when that is what was asked for."""
    view = await detail(session, row, actor, now)
    if revealed:
        own = {"name": row["contact_name"], "phone": row["contact_phone"]}
        view["contact"] = own if row["contact_phone"] is not None else None
        others = await session.all(followers.CONTACTS_OF_FOLLOWERS, case_id=row["id"])
        view["follower_contacts"] = [
            {"name": other["contact_name"], "phone": other["contact_phone"]}
            | columns(other, ("merged", "told_by", "since"))
            for other in others
            if own["phone"] is None or phones.keys(other["contact_phone"]) != phones.keys(own["phone"])
        ]
    return view
