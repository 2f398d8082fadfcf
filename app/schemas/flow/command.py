"""What the bodies of all actions have in common."""

from typing import Literal

from app.schemas.base import Input
from app.workflow.actions import Action
from app.workflow.reasons import PHOTO_EXEMPTIONS, REASONS


class Command(Input):
    """A body without fields is `{}`; an action without required fields takes no body too."""


def reason(action: Action) -> type[str]:
    """The reason codes of an action, as a type."""
    return Literal[tuple(REASONS[action])]  # type: ignore[return-value]  # a Literal made from data


PhotoExemption: type[str] = Literal[tuple(PHOTO_EXEMPTIONS)]  # type: ignore[assignment]  # a Literal made from data
