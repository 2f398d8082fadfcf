"""What a condition of a move is: a sentence in both languages and a test of the case's facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.workflow.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class Condition:
    """What is required, and why not now where it does not hold: one sentence each in both languages.

    `failure` is the stable code of what stands in the way, as the problem document says it (`condition`); `holds` sees
    facts and present moment, `bars` the user.
    """

    failure: str
    zh: str
    en: str
    refusal_zh: str
    refusal_en: str
    holds: Callable[[CaseFacts, datetime], bool]
    bars: Callable[[CaseFacts, UUID], bool] = lambda case, user_id: False
