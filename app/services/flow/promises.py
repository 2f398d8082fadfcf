"""The limit that was promised: it outlives a refiling 更正立案, and ends when the case is reopened 重办.

The snapshot of a rule with the limit of another says so: `limit_of` names the rule whose limit was promised, and
`own_limit` keeps that of the rule itself.
"""

from collections.abc import Mapping
from typing import Any

_LIMIT = ("limit_amount", "limit_unit")


def promising(before: Mapping[str, Any], rule: Mapping[str, Any]) -> dict[str, Any]:
    """The snapshot of a rule with the limit that the one before it promised; without any, as of imported history."""
    limit = {name: before.get(name) for name in _LIMIT}
    own = {name: rule[name] for name in _LIMIT}
    return {**rule, **limit, "limit_of": before.get("limit_of", before.get("code")), "own_limit": own}


def renewed(rule: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same for a new round, which is promised by the rule that the case has."""
    if rule is None or "own_limit" not in rule:
        return rule
    kept = {name: value for name, value in rule.items() if name not in ("limit_of", "own_limit")}
    return {**kept, **rule["own_limit"]}
