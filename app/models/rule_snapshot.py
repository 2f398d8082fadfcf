"""The filing rule 立案条件 as a case keeps it: as it was when it was applied, whatever becomes of the rule."""

from typing import NotRequired

from typing_extensions import TypedDict


class OwnLimit(TypedDict):
    """The time limit of the rule itself."""

    limit_amount: int | None
    limit_unit: str | None


class RuleSnapshot(OwnLimit):
    """A rule with the limit that was promised; without one where nothing was, as of imported history.

    Where the limit is that of another rule, `limit_of` names it and `own_limit` keeps that of this one.
    """

    code: str
    version: int
    category_code: str
    condition: str
    close_condition: str
    department_code: str | None
    limit_of: NotRequired[str | None]
    own_limit: NotRequired[OwnLimit]
