"""评: a proposal made once, by the rules of the day of the deed, with evidence, within what they allow."""

from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import AlreadyExists, NotFound, NotPermitted, invalid_field
from app.identifiers import new_id
from app.queries.households import ledger as ledger_queries
from app.queries.households import proposals as queries
from app.queries.households import records as record_queries
from app.queries.households import rules as rule_queries
from app.queries.households.proposals import ProposalRow
from app.queries.households.records import HouseholdRow
from app.schemas.households.proposals import ProposalIn
from app.schemas.households.rules import PointsRuleIn
from app.services.households import ledger, photos, rulebook
from app.services.households.access import Village, household_of, require_there, village_of
from app.services.reading import cases
from app.workflow.households.terms import PointsRuleKind, ProposalState
from app.workflow.privacy import PrivacyTier


class NoVoters(AlreadyExists):
    """Nobody of the council may vote on this household."""

    code, zh = "no-voters", "评议会中没有可对该户表决的成员"


async def propose(session: Session, actor: Actor, code: str, body: ProposalIn) -> ProposalRow:
    """Asks the council to give or take points.

    Raises:
        NotFound: the household is not within sight. NotPermitted: no post to propose. NoRules: none held that day.
        AlreadyExists: it was proposed already. Invalid: what the rules do not say, or no evidence.
    """
    village = await village_of(session, actor, code)
    if "propose" not in village.may:
        raise NotPermitted()
    await session.one_value(record_queries.HOLD_REGISTER, village=village.code)
    household = await household_of(session, village, body.household_id, lock=True)
    require_there(household)
    today = clock.today()
    if not household["since"] <= body.occurred_on <= today:
        zh, en = "不晚于今日，且该户当日须在本村", "not after today, on a day the household was there"
        raise invalid_field("/occurred_on", zh, en)
    rules = await rulebook.on(session, village, body.occurred_on)
    rule = rules.rule(body.rule_code)
    if rule is None:
        raise invalid_field("/rule_code", "该日办法中没有这条规则", "there is no such rule among those of that day")
    await _require_within(session, household, rule, body)
    await _require_evidence(session, actor, village, rule, body)
    row = await _row(session, actor, village, household, rules, rule, body)
    await session.run(queries.PROPOSE, **row)
    await photos.use(session, actor, village, body.photo_ids, row["id"])
    return row


async def _row(
    session: Session, actor: Actor, village: Village, household: HouseholdRow, rules: rulebook.Rules,
    rule: PointsRuleIn, body: ProposalIn,
) -> ProposalRow:  # fmt: skip
    now = clock.now()
    return {
        "id": new_id(now), "village_code": village.code, "household_id": household["id"],
        "area_path": household["area_path"], "kind": rule.kind.value, "rule_code": rule.code, "rule_name": rule.name,
        "rules_from": rules.valid_from, "points": body.points, "occurred_on": body.occurred_on,
        "reason": body.reason, "about_case_id": body.about_case_id, "activity_id": body.activity_id,
        "activity": body.activity, "voters": await _voters(session, village, household["id"]),
        "state": ProposalState.OPEN.value, "proposer_id": actor.user_id, "created_at": now,
        "closes_at": await ledger.until(session, village.path, now, rules.voting_days),
        "closed_at": None, "closed_by": None, "close_note": None,
    }  # fmt: skip


async def _voters(session: Session, village: Village, household_id: UUID) -> list[UUID]:
    """The seats held today, those of the household itself aside; of one account the first, if it came by two."""
    council = await session.all(rule_queries.COUNCIL, village=village.code, day=clock.today())
    others = [seat for seat in council if seat["household_id"] != household_id]
    voters = list({seat["account_id"] or seat["id"]: seat["id"] for seat in reversed(others)}.values())[::-1]
    if not voters:
        raise NoVoters()
    return voters


async def _require_within(session: Session, household: HouseholdRow, rule: PointsRuleIn, body: ProposalIn) -> None:
    if not rule.least <= body.points <= rule.most:
        zh, en = f"该规则为 {rule.least} 至 {rule.most} 分", f"this rule gives {rule.least} to {rule.most} points"
        raise invalid_field("/points", zh, en)
    if rule.most_a_year is None:
        return
    of_rule = {"household": household["id"], "rule": rule.code, "year": body.occurred_on.year}
    so_far = await session.one_value(ledger_queries.BY_RULE, **of_rule)
    so_far += await session.one_value(queries.OPEN_BY_RULE, **of_rule)
    if so_far + body.points > rule.most_a_year:
        left = max(rule.most_a_year - so_far, 0)
        zh, en = f"该户本年按此规则还可记 {left} 分", f"{left} points are left by this rule for the household this year"
        raise invalid_field("/points", zh, en)


async def _require_evidence(
    session: Session, actor: Actor, village: Village, rule: PointsRuleIn, body: ProposalIn
) -> None:
    """A photo where the rule asks for one; for a deduction at least one of a photo, a case, an activity."""
    told = body.photo_ids or body.about_case_id or body.activity_id or body.activity
    if rule.photo_needed and not body.photo_ids:
        raise invalid_field("/photo_ids", "该规则要求照片", "this rule asks for a photo")
    if rule.kind is PointsRuleKind.DEDUCT and not told:
        zh, en = "扣分须有依据：照片、案卷或活动", "a deduction needs evidence: a photo, a case or an activity"
        raise invalid_field("/photo_ids", zh, en)
    if body.about_case_id is not None:
        await _require_case(session, actor, body.about_case_id)
    here = {"of_id": body.activity_id, "village_path": village.path}
    if body.activity_id is not None and not await session.one_value(queries.ACTIVITY_HERE, **here):
        zh, en = "本村没有这次共建活动，或已取消", "no such activity of a group of this village, or it was called off"
        raise invalid_field("/activity_id", zh, en)


async def _require_case(session: Session, actor: Actor, case_id: UUID) -> None:
    """A case the proposer sees, and of whose reporter nobody learns by it."""
    zh, en = "没有可关联的该案卷（限制、保密级别不可关联）", "no such case, or not one of the normal tier"
    try:
        case = await cases.get(session, actor, case_id)
    except NotFound:
        raise invalid_field("/about_case_id", zh, en) from None
    if case["privacy_tier"] != PrivacyTier.NORMAL:
        raise invalid_field("/about_case_id", zh, en)
