"""Effects of handing a case up 上报上级 and down 下派: which centre alone has it from now on.

A centre is an area with people in force who triage and who dispatch: to another nothing is handed, and what one alone
has in which nobody is left goes back to all of its place.
"""

from collections.abc import Sequence

from app import clock
from app.authz import Permission
from app.errors import GuardRefused, Invalid, invalid_field
from app.queries.cases.scope import code_of, codes_of, lineage
from app.queries.organisation import centres as queries
from app.queries.organisation.centres import Centre
from app.schemas.flow.command import Command
from app.schemas.flow.several_hands import Delegate, Escalate
from app.services.flow.declared import Declared
from app.services.flow.move import Move
from app.workflow.actions import Action

_CENTRE = (Permission.TRIAGE, Permission.DISPATCH)


async def escalate(move: Move, command: Escalate) -> None:
    """To the next centre above who hands it up, or to the one named; who is above may take it up to their own.

    Raises:
        Invalid: there is no such centre above. GuardRefused: there is none above at all.
    """
    centres = await _around(move)
    has_it = move.facts.centre_path or (centres[-1]["path"] if centres else move.case["area_path"])
    above = [centre for centre in centres if _is_above(centre["path"], has_it)]
    _become(move, _named(above, command) if command.area_code else _next(move, above, has_it))


def _named(above: Sequence[Centre], command: Escalate) -> Centre:
    named = next((centre for centre in above if centre["code"] == command.area_code), None)
    if named is None:
        zh, en = "不是上级中心，或该处无人受理和派遣", "no centre above, or nobody triages and dispatches there"
        raise invalid_field("/area_code", zh, en)
    return named


def _next(move: Move, above: Sequence[Centre], has_it: str) -> Centre:
    own = _own(move)
    if own and move.facts.centre_path is not None and _is_above(own[-1], move.facts.centre_path):
        above = [centre for centre in above if centre["path"] == own[-1]]  # taken up by who is above
    elif own and _is_above(own[-1], has_it):
        above = [centre for centre in above if _is_above(centre["path"], own[-1])]
    if not above:
        raise GuardRefused(
            zh="上面没有可接收的中心（须有人受理和派遣）",
            en="There is no centre above where somebody triages and dispatches",
            condition="no-centre-above",
        )
    return above[-1]


async def delegate(move: Move, command: Command) -> None:
    """To a centre below that holds the place. The system gives back to all of them what nobody is left for.

    Raises:
        Invalid: the area does not hold the place, is not below, or has no centre.
    """
    if not isinstance(command, Delegate):
        move.data |= {"from_centre": code_of(move.facts.centre_path or ""), "cause": "centre-without-staff"}
        move.changes["centre_path"] = None
        return
    own = [move.facts.centre_path] if move.facts.centre_path else _own(move)[:1]
    target = _place_below(move, command.area_code, own)
    centre = next((each for each in await _around(move) if each["path"] == target), None)
    if centre is None:
        raise _wrong("该处没有中心：无人受理和派遣", "there is no centre: nobody triages and dispatches there")
    move.changes["delegation_count"] = move.facts.delegation_count + 1
    _become(move, centre)


def _place_below(move: Move, code: str, own: Sequence[str]) -> str:
    """The path of the area of this code among those around the place."""
    around = dict(zip(codes_of(move.case["area_path"]), lineage(move.case["area_path"]), strict=True))
    if code not in around:
        raise _wrong("该区划不含案发地", "that area does not hold the place of the case")
    if not any(_is_above(path, around[code]) for path in own):
        raise _wrong("不在您中心的下级", "that area is not below your centre")
    return around[code]


def _wrong(zh: str, en: str) -> Invalid:
    return invalid_field("/area_code", zh, en)


async def follow_the_place(move: Move) -> None:
    """A case that turns out to lie elsewhere is no longer with a centre that has nothing to do with that place."""
    has_it = move.changes.get("centre_path", move.case["centre_path"])
    if has_it is not None and not move.area_path.startswith(has_it):
        move.changes["centre_path"] = None
        move.data["from_centre"] = code_of(has_it)


async def _around(move: Move) -> Sequence[Centre]:
    """The centres of the place, the outermost first."""
    return await move.session.all(queries.AROUND, paths=lineage(move.case["area_path"]), today=clock.today())


def _own(move: Move) -> list[str]:
    """The areas around the place at which whoever moves the case is of the centre, the outermost first."""
    actor = move.mover.actor
    held = {path for permission in _CENTRE for path in (actor.posted_at(permission) if actor else ())}
    return sorted((path for path in held if move.case["area_path"].startswith(path)), key=len)


def _is_above(path: str, other: str) -> bool:
    return path != other and other.startswith(path)


def _become(move: Move, centre: Centre) -> None:
    move.data.pop("area_code", None)
    before = move.facts.centre_path
    move.data |= {"from_centre": code_of(before) if before else None, "to_centre": centre["code"]}
    move.changes["centre_path"] = centre["path"]


ACTIONS = (
    Declared(Action.ESCALATE, Escalate, escalate),
    Declared(Action.DELEGATE, Delegate, delegate),
)
