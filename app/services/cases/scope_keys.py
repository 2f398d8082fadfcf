"""Scope keys: the same row scope as `queries.cases.scope`, as words that a case bears and an actor follows.

A case bears one key for each area above it, each unit on it and each person tied to it; an actor sees it exactly when
they follow one of those. A change found under a key is therefore found without looking at any other. The areas of a
confidential case 保密 stand under `centre:` instead of `area:`, which only those of a centre follow: a change of the
tier is found under both, and leaves the sight of who follows one of them.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from app.authz import Actor, Permission
from app.db.session import Row
from app.queries.cases.scope import Part, Scope, lineage, scope_over
from app.workflow.privacy import PrivacyTier

_TIES = ("reporter_id", "verifier_id", "checker_id")
#: The columns of a case its keys are made of.
COLUMNS = ("area_path", "privacy_tier", "lead_department_code", "assist_codes", "follower_ids", *_TIES)


def of_case(case: Mapping[str, Any] | Row) -> set[str]:
    """The keys a case bears, from its columns."""
    kind = "centre" if case["privacy_tier"] == PrivacyTier.CONFIDENTIAL else "area"
    keys = {f"{kind}:{path}" for path in lineage(case["area_path"])}
    keys |= {f"unit:{code}" for code in (case["lead_department_code"], *(case["assist_codes"] or ())) if code}
    people = (*(case[tie] for tie in _TIES), *(case["follower_ids"] or ()))
    return keys | {f"user:{person}" for person in people if person is not None}


def scope_of(keys: Iterable[str]) -> Scope:
    """The row scope of some keys: every case that bears one of them; under `centre:` also those beside it."""
    told = [key.partition(":")[::2] for key in keys]
    centres = [name for kind, name in told if kind == "centre"]
    people = [UUID(name) for kind, name in told if kind == "user"]
    return scope_over(
        [
            *(Part(path, whole=True) for path in centres),
            *(Part(path, whole=False) for kind, path in told if kind == "area" and not path.startswith(tuple(centres))),
        ],
        [name for kind, name in told if kind == "unit"],
        people[0] if people else None,
    )


def of_actor(actor: Actor) -> tuple[str, ...]:
    """The keys an actor follows, in order."""
    areas = [f"area:{path}" for path in actor.area_scopes]
    centres = [f"centre:{path}" for path in actor.centre_scopes]
    units = sorted(f"unit:{code}" for code in actor.department_codes)
    person = [f"user:{actor.user_id}"] if actor.may(Permission.READ_CASES) else []
    return (*areas, *centres, *units, *person)
