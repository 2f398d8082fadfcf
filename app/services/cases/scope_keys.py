"""Scope keys: the same row scope as `queries.cases.scope`, as words that a case bears and an actor follows.

A case bears one key for each area above it, each unit on it and each person tied to it; an actor sees it exactly when
they follow one of those. A change found under a key is therefore found without looking at any other. The areas of a
confidential case 保密 stand under `centre:` instead of `area:`, which only those of a centre follow: a change of the
tier is found under both, and leaves the sight of who follows one of them.
"""

from collections.abc import Iterable
from uuid import UUID

from app.authz import Actor, Permission
from app.models.case_row import CaseChanges, CaseRow
from app.queries.cases.scope import Part, Scope, ScopeColumns, lineage, scope_over
from app.workflow.privacy import PrivacyTier


def after(case: CaseRow, changes: CaseChanges) -> ScopeColumns:
    """Those of a case as it will be."""
    return {
        "area_path": changes.get("area_path", case["area_path"]),
        "privacy_tier": changes.get("privacy_tier", case["privacy_tier"]),
        "lead_department_code": changes.get("lead_department_code", case["lead_department_code"]),
        "assist_codes": changes.get("assist_codes", case["assist_codes"]),
        "pool_codes": changes.get("pool_codes", case["pool_codes"]),
        "team_code": changes.get("team_code", case["team_code"]),
        "called_codes": changes.get("called_codes", case["called_codes"]),
        "follower_ids": changes.get("follower_ids", case["follower_ids"]),
        "reporter_id": changes.get("reporter_id", case["reporter_id"]),
        "verifier_id": changes.get("verifier_id", case["verifier_id"]),
        "checker_id": changes.get("checker_id", case["checker_id"]),
    }


def of_new(columns: CaseChanges) -> set[str]:
    """The keys a new case bears."""
    return of_case(
        {
            "area_path": columns["area_path"],
            "privacy_tier": columns.get("privacy_tier", PrivacyTier.NORMAL),
            "lead_department_code": columns.get("lead_department_code"),
            "assist_codes": columns.get("assist_codes", []),
            "pool_codes": columns.get("pool_codes", []),
            "team_code": columns.get("team_code"),
            "called_codes": columns.get("called_codes", []),
            "follower_ids": columns.get("follower_ids", []),
            "reporter_id": columns.get("reporter_id"),
            "verifier_id": columns.get("verifier_id"),
            "checker_id": columns.get("checker_id"),
        }
    )


def of_case(case: CaseRow | ScopeColumns) -> set[str]:
    """The keys a case bears, from its columns."""
    kind = "centre" if case["privacy_tier"] == PrivacyTier.CONFIDENTIAL else "area"
    keys = {f"{kind}:{path}" for path in lineage(case["area_path"])}
    beside = (*case["assist_codes"], *case["called_codes"], *case["pool_codes"])
    units = (case["lead_department_code"], case["team_code"], *beside)
    keys |= {f"unit:{code}" for code in units if code}
    people = (case["reporter_id"], case["verifier_id"], case["checker_id"], *case["follower_ids"])
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
