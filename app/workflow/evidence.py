"""The photos a move needs as proof: a sentence in both languages, and whether the case has them."""

from collections.abc import Callable
from dataclasses import dataclass

from app.workflow.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class Evidence:
    """Photos an action needs. The action is offered without them, so that the app knows to ask for them."""

    purposes: tuple[str, ...]
    zh: str
    en: str
    present: Callable[[CaseFacts], bool]


AFTER_PHOTO = Evidence(
    ("after",),
    "需有本轮处置后、在现场拍摄的照片，或说明免拍理由",
    "an after-photo of this round taken near the case, or a stated exemption",
    lambda case: case.has_after_photo,
)
BEFORE_AND_AFTER_PHOTO = Evidence(
    ("before", "after"),
    "需有处置前和处置后的照片",
    "a photo before and a photo after",
    lambda case: case.has_before_photo and case.has_after_photo,
)
