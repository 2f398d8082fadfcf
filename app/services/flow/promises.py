"""The limit that was promised: it outlives a refiling 更正立案, and ends when the case is reopened 重办.

The snapshot of a rule with the limit of another says so: `limit_of` names the rule whose limit was promised, and
`own_limit` keeps that of the rule itself.
"""

from app.models.rule_snapshot import OwnLimit, RuleSnapshot


def promising(before: RuleSnapshot | None, rule: RuleSnapshot) -> RuleSnapshot:
    """The snapshot of a rule with the limit that the one before it promised; without any, as of imported history."""
    own: OwnLimit = {"limit_amount": rule["limit_amount"], "limit_unit": rule["limit_unit"]}
    return {
        **rule,
        "limit_amount": None if before is None else before["limit_amount"],
        "limit_unit": None if before is None else before["limit_unit"],
        "limit_of": None if before is None else before.get("limit_of", before["code"]),
        "own_limit": own,
    }


def renewed(rule: RuleSnapshot | None) -> RuleSnapshot | None:
    """The same for a new round, which is promised by the rule that the case has."""
    if rule is None or "own_limit" not in rule:
        return rule
    kept = rule.copy()
    own = kept.pop("own_limit")
    kept.pop("limit_of")
    return {**kept, "limit_amount": own["limit_amount"], "limit_unit": own["limit_unit"]}
