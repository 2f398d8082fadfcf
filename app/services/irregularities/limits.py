"""Reading and changing the thresholds 阈值 of an area."""

from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotPermitted, invalid_field
from app.models.audit import Deed
from app.schemas.irregularities.thresholds import ThresholdIn, ThresholdsIn
from app.services.calendar.scopes import name_of, scope_of
from app.services.calendar.snapshot import NATIONAL
from app.services.irregularities.thresholds import known, replace
from app.services.security.trail import record
from app.workflow.irregularities.kinds import KIND_LABELS
from app.workflow.irregularities.thresholds import DEFAULTS, NUMBERS, IrregularityRule, Thresholds, thresholds_at


async def holding(session: Session, place: str) -> dict[str, object]:
    """What holds at a place for each kind, and who says so; null: nobody, and the default holds.

    Raises:
        NotFound: there is no such area.
    """
    held = thresholds_at(await known(session), await scope_of(session, place))
    items = [
        {
            "kind": kind, "kind_label_zh": KIND_LABELS[kind][0], "kind_label": KIND_LABELS[kind][1],
            "is_on": limits.is_on, **{name: getattr(limits, name) for name in NUMBERS},
            "said_by": None if said_by is None else name_of(said_by),
        }
        for kind, (limits, said_by) in held.items()
    ]  # fmt: skip
    return {"place": place, "items": items}


async def put(session: Session, actor: Actor, place: str, body: ThresholdsIn) -> dict[str, object]:
    """Replaces what the area itself says.

    Raises:
        NotFound: there is no such area. NotPermitted: it is not below one the actor administers. Invalid: a kind is
        there twice, or a threshold has no meaning for it.
    """
    scope = await scope_of(session, place)
    allowed = (
        actor.may_everywhere(Permission.ADMINISTER) if scope == NATIONAL else actor.may_at(Permission.ADMINISTER, scope)
    )
    if not allowed:
        raise NotPermitted()
    rules = [IrregularityRule(scope, told.kind, _limits(index, told)) for index, told in enumerate(body.thresholds)]
    if len({rule.kind for rule in rules}) < len(rules):
        raise invalid_field("/thresholds", "每种异常只能设一次", "each kind once")
    await replace(session, scope, rules)
    await record(session, actor, Deed.IRREGULARITY_THRESHOLDS, name_of(scope), at=[scope], thresholds=len(rules))
    return await holding(session, place)


def _limits(index: int, told: ThresholdIn) -> Thresholds:
    """What is left out is as usual; what has no meaning for the kind is refused."""
    usual = DEFAULTS[told.kind]
    given = {name: getattr(told, name) for name in NUMBERS if getattr(told, name) is not None}
    for name in given:
        if getattr(usual, name) is None:
            zh, en = "这种异常没有此阈值", "this kind has no such threshold"
            raise invalid_field(f"/thresholds/{index}/{name}", zh, en)
    return Thresholds(told.is_on, **{**usual.told(), **given})
