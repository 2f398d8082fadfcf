"""The photos a move needs as proof: a sentence in both languages, and whether the case has them."""

from dataclasses import dataclass
from typing import Protocol


class HasPhotos(Protocol):
    """What is looked at of a case."""

    @property
    def has_before_photo(self) -> bool:
        """Of before the work."""

    @property
    def has_after_photo(self) -> bool:
        """Of this round, taken near the case."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Photos an action needs. The action is offered without them, so that the app knows to ask for them."""

    purposes: tuple[str, ...]
    zh: str
    en: str

    def missing(self, case: HasPhotos) -> tuple[str, ...]:
        """The purposes of which the case has no photo that counts."""
        has = {"before": case.has_before_photo, "after": case.has_after_photo}
        return tuple(purpose for purpose in self.purposes if not has[purpose])


AFTER_PHOTO = Evidence(
    ("after",),
    "需有本轮处置后、在现场拍摄的照片，或说明免拍理由",
    "an after-photo of this round taken near the case, or a stated exemption",
)
BEFORE_AND_AFTER_PHOTO = Evidence(
    ("before", "after"),
    "需有处置前和处置后的照片",
    "a photo before and a photo after",
)
