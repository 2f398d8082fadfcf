"""From a row of `cases` to the facts the flow decides on, and from a judgement to what an app can draw."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from app.authz import Actor
from app.models.case_part_rows import EventRow
from app.models.case_row import NO_CHANGES, CaseChanges, KnownCase, present
from app.models.rule_snapshot import RuleSnapshot
from app.queries.cases.case import TellingCase
from app.queries.cases.listed import ListedCase
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.approvals import ApprovalKind
from app.workflow.engine import allowed
from app.workflow.facts import CaseFacts
from app.workflow.limits import LIMIT_UNIT_LABELS, MAX_EXTENSIONS, MAX_SUSPENSION, MAX_SUSPENSIONS, Limit, LimitUnit
from app.workflow.needs import ahead
from app.workflow.privacy import PrivacyTier, Sight, Told, sight_of
from app.workflow.reasons import PHOTO_EXEMPTIONS, REASONS
from app.workflow.states import Status
from app.workflow.timing.clocks import Clocks
from app.workflow.timing.timers import TimerFacts
from app.workflow.transition import Transition
from app.workflow.transitions import TRANSITIONS


def facts_of(row: KnownCase) -> CaseFacts:
    """The facts of one case, from every column of its row."""
    before = row["status_before_merge"]
    return CaseFacts(
        area_path=row["area_path"], centre_path=row["centre_path"], delegation_count=row["delegation_count"],
        is_part=row["parent_id"] is not None, part_count=row["part_count"],
        reporter_id=row["reporter_id"], handler_id=row["handler_id"],
        verifier_id=row["verifier_id"], checker_id=row["checker_id"], ruling_binds=row["ruling_binds"],
        verification_count=row["verification_count"], objection_count=row["objection_count"],
        reopen_count=row["reopen_count"], rework_round=row["rework_round"], filed_at=row["filed_at"],
        return_until=row["return_until"], dispatched_at=row["dispatched_at"], progress_at=row["progress_at"],
        redirect_count=row["redirect_count"], merged_at=row["merged_at"], closed_at=row["closed_at"],
        due_at=row["due_at"], stage_due_at=row["stage_due_at"], resume_at=row["resume_at"],
        pending_request=None if row["pending_request"] is None else ApprovalKind(row["pending_request"]),
        request_endorsed=row["request_endorsed"], endorsed_by=row["endorsed_by"],
        suspension_count=row["suspension_count"], extension_count=row["extension_count"],
        order_due_at=row["order_due_at"], order_issued_by=row["order_issued_by"], urged_at=row["urged_at"],
        resident_urged_at=row["resident_urged_at"], has_merged_cases=row["has_merged_cases"],
        status=Status(row["status"]), privacy_tier=PrivacyTier(row["privacy_tier"]),
        urgent=row["urgent"], team=row["team_code"], pool=tuple(row["pool_codes"]),
        lead_department=row["lead_department_code"], assists=tuple(row["assist_codes"]),
        open_assists=tuple(row["open_assists"]), return_departments=tuple(row["return_departments"]),
        assist_due_at=row["assist_due_at"], pending_excuses=tuple(row["pending_excuses"]),
        called=tuple(row["called_codes"]), open_calls=tuple(row["open_calls"]),
        whistle_due_at=row["whistle_due_at"], whistle_ends_at=row["whistle_ends_at"],
        has_contact=row["contact_phone"] is not None or row["residents_to_answer"] > 0,
        only_staff_to_ask=row["contact_phone"] is not None and row["residents_to_answer"] == 0,
        has_before_photo=row["before_photo"], has_after_photo=row["after_photo_round"] >= row["rework_round"],
        status_before_merge=None if before is None else Status(before), follower_ids=tuple(row["follower_ids"]),
    )  # fmt: skip


def who_followed(events: Iterable[EventRow]) -> list[UUID | None]:
    """Who followed the case by these events, whether they still do or not."""
    return [event["actor_id"] for event in events if event["action"] in (Action.FOLLOW, Action.UNFOLLOW)]


def sight_on(actor: Actor, row: KnownCase | ListedCase | TellingCase, also: Iterable[UUID | None] = ()) -> Sight:
    """What the actor may know of who told of the case; `also` did so too: reported what was merged, followed once."""
    return sight_of(actor, told_by(row, also))


def told_by(row: KnownCase | ListedCase | TellingCase, also: Iterable[UUID | None] = ()) -> Told:
    """What that is decided by."""
    return Told(row["privacy_tier"], row["area_path"], row["reporter_id"], (*row["follower_ids"], *also))


def clocks_of(row: KnownCase) -> Clocks:
    """The clocks of one case."""
    left = row["triage_left_seconds"]
    return Clocks(
        started_at=row["clock_started_at"],
        deadline_at=row["deadline_at"],
        due_at=row["due_at"],
        warn_at=row["warn_at"],
        left=row["handling_left"],
        stage_due_at=row["stage_due_at"],
        triage_left=None if left is None else timedelta(seconds=left),
    )


def timer_facts_of(case: KnownCase, changes: CaseChanges = NO_CHANGES) -> TimerFacts:
    """What the timers of a case follow from: its row, and what is changed of it."""
    return TimerFacts(
        status=Status(changes.get("status", case["status"])),
        urgent=changes.get("urgent", case["urgent"]),
        deadline_at=changes.get("deadline_at", case["deadline_at"]),
        due_at=changes.get("due_at", case["due_at"]),
        warn_at=changes.get("warn_at", case["warn_at"]),
        stage_due_at=changes.get("stage_due_at", case["stage_due_at"]),
        resume_at=changes.get("resume_at", case["resume_at"]),
        closed_at=changes.get("closed_at", case["closed_at"]),
        order_due_at=changes.get("order_due_at", case["order_due_at"]),
        assist_due_at=changes.get("assist_due_at", case["assist_due_at"]),
        whistle_due_at=changes.get("whistle_due_at", case["whistle_due_at"]),
        whistle_ends_at=changes.get("whistle_ends_at", case["whistle_ends_at"]),
        warned_for=changes.get("warned_for", case["warned_for"]),
        reminded_for=changes.get("reminded_for", case["reminded_for"]),
        ladder_step=changes.get("ladder_step", case["ladder_step"]),
    )


def limit_of(rule: RuleSnapshot | None) -> Limit | None:
    """The limit in a stored snapshot of a filing rule; None where none was promised, as in imported history."""
    if rule is None or rule["limit_amount"] is None:
        return None
    return Limit(rule["limit_amount"], LimitUnit(present(rule["limit_unit"])))


def offers(actor: Actor, row: KnownCase, now: datetime) -> list[dict[str, object]]:
    """`allowed_actions` of a case: each action with what it needs, so that an app draws its buttons from it."""
    facts = facts_of(row)
    drawn_by = drawn_by_of(facts, row["rule"])
    return [offer(transition, drawn_by) for transition in allowed(actor, facts, now)]


def needs(row: KnownCase, now: datetime) -> list[dict[str, object]]:
    """What ending the work on a case will need, and what of it is missing now."""
    condition = row["rule"]["close_condition"] if row["rule"] else None
    return [
        {
            "action": need.action.value,
            "code": need.code,
            "is_met": need.is_met,
            "missing": need.missing,
            "label_zh": need.zh,
            "label": need.en,
        }
        for need in ahead(facts_of(row), condition, now)
    ]


class DrawnBy(NamedTuple):
    """What of a case its buttons are drawn by, and nothing besides: equal ones have equal buttons."""

    limit: Limit | None
    extension_count: int
    suspension_count: int
    has_before_photo: bool
    has_after_photo: bool


def drawn_by_of(facts: CaseFacts, rule: RuleSnapshot | None) -> DrawnBy:
    """That of one case."""
    return DrawnBy(
        limit_of(rule), facts.extension_count, facts.suspension_count, facts.has_before_photo, facts.has_after_photo
    )


def offer(row: Transition, case: DrawnBy) -> dict[str, object]:
    """One button: its action, address, labels, fields, reasons and photos."""
    return _BUTTONS[row] | {
        "limits": _limits(row.action, case),
        "photos_present": row.evidence is None or not row.evidence.missing(case),
    }


def _limits(action: Action, case: DrawnBy) -> list[dict[str, object]]:
    """How much more time may be asked for, and how often still."""
    if action is Action.REQUEST_EXTENSION and case.limit is not None:
        field, most, left = "amount", case.limit, MAX_EXTENSIONS - case.extension_count
    elif action is Action.REQUEST_SUSPENSION:
        field, most = "resume_at", Limit(MAX_SUSPENSION.days, LimitUnit.CALENDAR_DAYS)
        left = MAX_SUSPENSIONS - case.suspension_count
    else:
        return []
    zh, en = LIMIT_UNIT_LABELS[most.unit]
    said = {"field": field, "most": most.amount, "unit": most.unit.value}
    return [{**said, "unit_label_zh": zh, "unit_label": en, "times_left": left}]


def choices(labels: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    """What people choose from, with both labels."""
    return [{"code": code, "label_zh": zh, "label": en} for code, (zh, en) in labels.items()]


def _button(row: Transition) -> dict[str, object]:
    """What is the same of every case."""
    zh, en = ACTION_LABELS[row.action]
    return {
        "action": row.action.value,
        "path": row.action.slug,
        "label_zh": zh,
        "label": en,
        "requires": row.requires,
        "accepts": row.accepts,
        "reasons": choices(REASONS.get(row.action, {})),
        "photo_exemptions": choices(PHOTO_EXEMPTIONS if "photo_exemption" in row.accepts else {}),
        "limits": [],
        "photos": row.evidence.purposes if row.evidence else (),
        "photos_present": True,
    }


_BUTTONS: Mapping[Transition, dict[str, object]] = MappingProxyType({row: _button(row) for row in TRANSITIONS})
