"""Effects of what happens before a case is filed: self-handling 自行处置, verification 核查, filing 立案, refusing."""

from app.authz import Permission
from app.errors import GuardRefused, NotPermitted, invalid_field
from app.models.area import AreaLevel
from app.models.organisation_rows import FilingRuleRow
from app.models.rule_snapshot import RuleSnapshot
from app.models.term import TermKind
from app.queries.cases import followers
from app.queries.organisation import lookup
from app.schemas.flow.command import Command
from app.schemas.flow.commands import (
    Cancel,
    File,
    NoteOnly,
    RefuseSelfHandling,
    Reject,
    RequestVerification,
    SelfHandle,
    SubmitVerification,
)
from app.schemas.flow.routing import Refile
from app.services.flow import at_once, field_workers
from app.services.flow.declared import Declared, Way
from app.services.flow.move import Move
from app.services.flow.promises import promising
from app.services.organisation import locating, terms
from app.workflow.actions import Action
from app.workflow.privacy import PrivacyTier, is_lower


async def self_handle(move: Move, command: SelfHandle) -> None:
    """The reporter has done it on the spot 自行处置; the category must permit that."""
    category = await move.session.first(lookup.CATEGORY, code=command.category_code)
    if category is None or category["retired_on"] is not None:
        raise invalid_field("/category_code", "没有这个类别", "there is no such category in use")
    if not category["self_handle_allowed"]:
        raise GuardRefused(
            zh="该类别不允许自行处置",
            en="This category may not be handled by its reporter",
            condition="category-forbids-self-handling",
        )
    move.changes |= {
        "category_code": command.category_code,
        "self_handled": True,
        "handler_id": move.user_id,
        "result": command.result,
        "resolved_at": move.now,
    }


async def refuse_self_handling(move: Move, command: RefuseSelfHandling) -> None:
    """Back to triage, as if it had only been reported. The round counts up: handling it again takes new photos."""
    move.changes |= {
        "rework_round": move.facts.rework_round + 1,
        "self_handled": False,
        "handler_id": None,
        "checker_id": None,
        "result": None,
        "resolved_at": None,
    }


async def request_verification(move: Move, command: RequestVerification) -> None:
    """A worker of the grid, or the one named, has to complete the facts."""
    verifier = await field_workers.choose(move, command.verifier_id, pointer="/verifier_id")
    move.data["verifier_id"] = str(verifier)
    move.changes |= {
        "verifier_id": verifier,
        "verification_count": move.facts.verification_count + 1,
    }


async def submit_verification(move: Move, command: SubmitVerification) -> None:
    """The finding is in the event; a better point moves the case to its grid."""
    move.note = command.finding
    move.data.pop("finding", None)
    if command.location is not None:
        place = await locating.place(move.session, command.location)
        move.changes |= {"lat": place.lat, "lon": place.lon, "accuracy_m": place.accuracy_m}
        if place.area is not None:
            move.changes |= {"area_code": place.area.code, "area_path": place.area.path}
    move.changes["verifier_id"] = None


async def end_verification(move: Move, command: Command) -> None:
    """Nobody answered in time: triage goes on without."""
    move.changes["verifier_id"] = None


async def file(move: Move, command: File) -> None:
    """The filing rule 立案条件 gives category, limit and close condition; a snapshot of it stays with the case."""
    rule = await _rule_in_use(move, command.rule_code)
    await _settle_area(move, command.area_code)
    await terms.require(move.session, TermKind.NATURE, command.nature_code)
    move.changes |= {
        "nature_code": command.nature_code or move.case["nature_code"],
        "rule_code": rule["code"],
        "category_code": rule["category_code"],
        "rule": _snapshot(rule),
        "urgent": command.urgent,
        "privacy_tier": await _tier(move, command),
        "filed_at": move.case["filed_at"] or move.now,
        "after_photo_round": -1,  # what was shown before is not the work of a unit
    }
    await at_once.by_rule(move)


async def refile(move: Move, command: Refile) -> None:
    """Under the rule it should have been filed under 更正立案. What was promised stays: limit and deadline do not move.

    Raises:
        Invalid: there is no such rule in use, or it is the one the case has.
    """
    before = move.case["rule"]
    rule = await _rule_in_use(move, command.rule_code)
    if rule["code"] == move.case["rule_code"]:
        raise invalid_field("/rule_code", "案卷已按该条件立案", "the case is filed under that rule")
    snapshot = promising(before, _snapshot(rule))
    move.data |= {"from_rule": before["code"] if before else None, "limit_of": snapshot.get("limit_of")}
    move.changes |= {"rule_code": rule["code"], "category_code": rule["category_code"], "rule": snapshot}


async def _rule_in_use(move: Move, code: str) -> FilingRuleRow:
    rule = await move.session.first(lookup.FILING_RULE, code=code)
    if rule is None or not rule["is_active"] or await _is_retired(move, rule["category_code"]):
        raise invalid_field("/rule_code", "没有这条立案条件", "there is no such filing rule in use")
    return rule


async def _is_retired(move: Move, category_code: str) -> bool:
    category = await move.session.one(lookup.CATEGORY, code=category_code)
    return category["retired_on"] is not None


async def _tier(move: Move, command: File) -> PrivacyTier:
    """The tier that was named, or the one it has; no lower than that of what was merged into it."""
    tier = command.privacy_tier or PrivacyTier(move.case["privacy_tier"])
    merged = await move.session.all(followers.MERGED_INTO, case_id=move.case_id) if move.facts.has_merged_cases else []
    if any(is_lower(tier, row["privacy_tier"]) for row in merged):
        raise invalid_field("/privacy_tier", "低于已并入案卷的保密级别", "lower than that of a case merged into it")
    move.data["privacy_tier"] = tier.value
    return tier


#: From the coarsest on. A case may lie in a village or town only where nobody knows it finer, and never in a county.
_LEVELS = tuple(AreaLevel)


async def _settle_area(move: Move, area_code: str | None) -> None:
    if area_code is None:
        if move.case["area_code"] is None and move.case["lat"] is None:
            raise invalid_field("/area_code", "上报未带位置，请指定区划", "the report has no point: name an area")
        if move.case["area_code"] is None:
            raise invalid_field(
                "/area_code",
                "该点不在任何网格内，请指定区划",
                "no grid holds the point: name an area",
            )
        return
    area = await move.session.first(lookup.AREA, code=area_code)
    if area is None or area["level"] == AreaLevel.COUNTY or not area["is_active"]:
        zh, en = "没有这个网格、村社区或乡镇街道", "there is no such grid, village or town"
        raise invalid_field("/area_code", zh, en)
    known = await move.session.first(lookup.AREA, code=move.case["area_code"] or "")
    if known is not None and _LEVELS.index(AreaLevel(area["level"])) < _LEVELS.index(AreaLevel(known["level"])):
        raise invalid_field("/area_code", "案卷已有更细的位置", "a finer place of the case is known")
    actor = move.mover.actor
    if actor is None or not actor.may_at(Permission.TRIAGE, area["path"]):
        raise NotPermitted(zh="该网格不在您的管辖范围内", en="That grid is outside your jurisdiction")
    move.changes |= {"area_code": area["code"], "area_path": area["path"]}


def _snapshot(rule: FilingRuleRow) -> RuleSnapshot:
    return {
        "code": rule["code"],
        "version": rule["version"],
        "category_code": rule["category_code"],
        "condition": rule["condition"],
        "limit_amount": rule["limit_amount"],
        "limit_unit": rule["limit_unit"],
        "close_condition": rule["close_condition"],
        "department_code": rule["department_code"],
    }


async def reject(move: Move, command: Reject) -> None:
    """The reporter gets an answer, also to a refusal."""
    move.changes |= {"reply": command.reply, "closed_at": move.now}


async def record_objection(move: Move, command: Command) -> None:
    """Once only: the condition of the table counts."""
    move.changes |= {"objection_count": move.facts.objection_count + 1, "closed_at": None}


ACTIONS = (
    Declared(Action.SELF_HANDLE, SelfHandle, self_handle),
    Declared(Action.REFUSE_SELF_HANDLING, RefuseSelfHandling, refuse_self_handling),
    Declared(Action.REQUEST_VERIFICATION, RequestVerification, request_verification),
    Declared(Action.SUBMIT_VERIFICATION, SubmitVerification, submit_verification),
    Declared(Action.EXPIRE_VERIFICATION, Command, end_verification, way=Way.NOBODY),
    Declared(Action.FILE, File, file),
    Declared(Action.REJECT, Reject, reject),
    Declared(Action.OBJECT, NoteOnly, record_objection),
    Declared(Action.REFILE, Refile, refile),
    Declared(Action.CANCEL, Cancel),
)
