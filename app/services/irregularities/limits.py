"""Reading and changing the thresholds 阈值 of an area."""

from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotPermitted, invalid_field
from app.models.audit import Deed
from app.schemas.irregularities.thresholds import ThresholdIn, ThresholdsIn
from app.services.calendar.scopes import name_of, scope_of
from app.services.calendar.snapshot import NATIONAL
from app.services.irregularities.thresholds import known, replace
from app.services.organisation.names import words_of
from app.services.security.trail import record
from app.workflow.irregularities.kinds import KIND_LABELS
from app.workflow.irregularities.thresholds import DEFAULTS, NUMBERS, IrregularityRule, Thresholds, thresholds_at


async def holding(session: Session, actor: Actor, place: str) -> dict[str, object]:
    """What holds at a place for each kind and who says so, what would hold if it said nothing itself, and the default.

    Raises:
        NotFound: there is no such area.
    """
    scope, rules = await scope_of(session, place), await known(session)
    held = thresholds_at(rules, scope)
    above = thresholds_at([rule for rule in rules if rule.scope_path != scope], scope)
    areas = {name_of(said_by) for at in (held, above) for _, said_by in at.values() if said_by is not None}
    names = (await words_of(session, {"area": {*areas, place}}, actor.language))["area"]

    def told(limits: Thresholds, said_by: str | None) -> dict[str, object]:
        code = None if said_by is None else name_of(said_by)
        return {**_view(limits), "said_by": code, "said_by_name": names.get(code)}

    items = [
        {
            "kind": kind, "kind_label_zh": KIND_LABELS[kind][0], "kind_label": KIND_LABELS[kind][1],
            **told(*held[kind]), "inherited": told(*above[kind]), "usual": _view(DEFAULTS[kind]),
        }
        for kind in held
    ]  # fmt: skip
    return {"place": place, "place_name": names.get(place), "may_change": _may_change(actor, scope), "items": items}


async def put(session: Session, actor: Actor, place: str, body: ThresholdsIn) -> dict[str, object]:
    """Replaces what the area itself says.

    Raises:
        NotFound: there is no such area. NotPermitted: it is not below one the actor administers. Invalid: a kind is
        there twice, or a threshold has no meaning for it.
    """
    scope = await scope_of(session, place)
    if not _may_change(actor, scope):
        raise NotPermitted()
    rules = [IrregularityRule(scope, told.kind, _limits(index, told)) for index, told in enumerate(body.thresholds)]
    if len({rule.kind for rule in rules}) < len(rules):
        raise invalid_field("/thresholds", "每种异常只能设一次", "each kind once")
    await replace(session, scope, rules)
    await record(session, actor, Deed.IRREGULARITY_THRESHOLDS, name_of(scope), at=[scope], thresholds=len(rules))
    return await holding(session, actor, place)


def _may_change(actor: Actor, scope: str) -> bool:
    """Whether it is an area the actor administers; what is national is of whoever administers a whole district."""
    if scope == NATIONAL:
        return actor.may_everywhere(Permission.ADMINISTER)
    return actor.may_at(Permission.ADMINISTER, scope)


def _view(limits: Thresholds) -> dict[str, object]:
    return {"is_on": limits.is_on, **{name: getattr(limits, name) for name in NUMBERS}}


def _limits(index: int, told: ThresholdIn) -> Thresholds:
    """What is left out is as usual; what has no meaning for the kind is refused."""
    usual = DEFAULTS[told.kind]
    given = {name: getattr(told, name) for name in NUMBERS if getattr(told, name) is not None}
    for name in given:
        if getattr(usual, name) is None:
            zh, en = "这种异常没有此阈值", "this kind has no such threshold"
            raise invalid_field(f"/thresholds/{index}/{name}", zh, en)
    return Thresholds(told.is_on, **{**usual.told(), **given})
