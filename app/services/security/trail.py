"""The trail of administration 操作记录: who did what to what, and when, in the transaction of the deed itself.

No entry holds a password, a token or a phone; what is said of people are their names, as far as those are no numbers.
"""

import re
from collections.abc import Iterable
from typing import Any

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.identifiers import new_id
from app.logs import Log
from app.models.audit import Deed
from app.queries.security import trail as queries

log = Log()
_DIGITS = re.compile(r"\d(?:[\d\- ]{4,})(?=\d{2})")
_LONGEST_NAME = 120


async def record(
    session: Session,
    actor: Actor | None,
    deed: Deed,
    target: Any,
    *,
    name: str | None = None,
    at: Iterable[str] = (),
    **more: Any,
) -> None:
    """One entry, and for a request one line of the log. `at` are the areas it concerns; a command has no actor."""
    who = (actor.user_id, actor.name) if actor else (None, "yikou")
    now = clock.now()
    await session.run(
        queries.ADD,
        id=new_id(now),
        action=deed.value,
        actor_id=who[0],
        actor_name=without_numbers(who[1]),
        target=str(target),
        target_name=without_numbers(name)[:_LONGEST_NAME] if name else None,
        area_path=common(at),
        data=more,
        created_at=now,
    )
    if actor is not None:  # a command says what it does itself
        log.info("administered", user_id=str(actor.user_id), what=deed.value, code=str(target), **more)


def common(paths: Iterable[str]) -> str:
    """The path of the smallest area in which all these lie, empty when there is none."""
    found: list[str] | None = None
    for path in filter(None, paths):
        codes = path.rstrip("/").split("/")
        same = zip(found, codes, strict=False) if found is not None else ((code, code) for code in codes)
        found = []
        for one, other in same:
            if one != other:
                break
            found.append(one)
    return f"{'/'.join(found)}/" if found else ""


def without_numbers(name: str) -> str:
    """A name in which nobody finds a phone."""
    return _DIGITS.sub(lambda digits: "*" * len(digits.group()), name)
