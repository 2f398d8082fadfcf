"""Reading and changing what an area says of repeat demands 重复诉求."""

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.models.audit import Deed
from app.schemas.repeats import RepeatRulesIn
from app.services.administration.calendar import require_administrator
from app.services.calendar.scopes import COUNTRY, name_of, scope_of
from app.services.importing.items import Items, by_item, import_items
from app.services.importing.repeats import REPEAT_RULES, RepeatRuleValues
from app.services.repeating.rules import as_row, known, replace
from app.services.security.trail import record
from app.workflow.repeats import rules_at


async def holding(session: Session, place: str) -> dict[str, object]:
    """What holds at a place today, and who says so.

    Raises:
        NotFound: there is no such area.
    """
    path = await scope_of(session, place)
    rules = rules_at(await known(session), path, clock.today())
    told = [{**as_row(rules[kind]), "said_by": name_of(rules[kind].scope_path)} for kind in sorted(rules)]
    for rule in told:
        del rule["scope_path"]
    return {"place": place, "rules": told}


async def put(session: Session, actor: Actor, place: str, body: RepeatRulesIn) -> dict[str, object]:
    """Replaces what the area itself says.

    Raises:
        NotFound: there is no such area. NotPermitted: it is not below one the actor administers. Invalid: a kind is
        there twice, or ends before it begins.
    """
    scope = await scope_of(session, place)
    require_administrator(actor, scope)
    code = None if place == COUNTRY else place
    rules = [RepeatRuleValues(area_code=code, **dict(rule)) for rule in body.rules]
    await replace(session, scope, ())
    await import_items(session, Items(REPEAT_RULES, rules, by_item("rules")))
    await record(session, actor, Deed.REPEAT_RULES, name_of(scope), at=[scope], rules=len(rules))
    return await holding(session, place)
