"""What a privacy tier 保密级别 promises: who sees a case at all, and to whom those who told of it are named.

Nobody else decides that: row scope asks for `CONFIDENTIAL`, every view asks for the `Sight` of its reader.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.authz import Actor


class PrivacyTier(StrEnum):
    """The lowest first; each keeps what the one before it keeps."""

    NORMAL = "normal"  # 一般
    RESTRICTED = "restricted"  # 限制: who told of it is named to the centre alone
    CONFIDENTIAL = "confidential"  # 保密: and other workers of the grid do not know that it is there


def is_lower(tier: str, than: str) -> bool:
    """Whether a tier keeps less than another."""
    ranks = list(PrivacyTier)
    return ranks.index(PrivacyTier(tier)) < ranks.index(PrivacyTier(than))


@dataclass(frozen=True, slots=True)
class Told:
    """A case as this decides by: its tier, where it lies, and who told of it."""

    tier: str
    area_path: str
    reporter_id: UUID | None
    others: Collection[UUID | None]  # who follows it, and who reported what was merged into it


#: Where a view of a case names people; who told of it may be any of them.
_PEOPLE = ("reporter_id", "handler_id", "verifier_id", "checker_id")
#: What else a view says of who told of it: a family name, masked or not, says much in a village, and so does a count.
_OF_WHO_TOLD = ("contact", "residents_to_answer")
_NUMBER = "external_id"
#: What an event remembers of the device and the place of whoever acted, and of a report of theirs that was not sent.
_OF_THE_PERSON = frozenset({"device", "location", "lat", "lon", "report_id", "for_resident"})
#: Where an event names another case.
_OTHER_CASES = ("target_id", "merged_case_id", "parent_id")


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may know of those who told of a case: `unnamed` are the people whose names are kept from them.

    They are kept whatever they did in the case: one of them may have verified it, filed it or taken photos.
    """

    unnamed: frozenset[UUID] = frozenset()
    contact: bool = True  # whom to answer
    number: bool = True  # the one the case bears in the system that sent it

    @property
    def is_whole(self) -> bool:
        """Whether nothing is kept from them."""
        return self.contact and self.number and not self.unnamed

    def person(self, user_id: UUID | None) -> UUID | None:
        """A person, where they may be named."""
        return None if user_id in self.unnamed else user_id

    def name(self, user_id: UUID | None, name: str | None) -> str | None:
        """Their name, likewise."""
        return None if user_id in self.unnamed else name

    def of_case(self, view: dict[str, object]) -> dict[str, object]:
        """A view of the case, or as much of one as there is, ids as they are or in words: as it may be told."""
        if self.is_whole:
            return view
        people = {str(person) for person in self.unnamed}
        hidden = {name for name in _PEOPLE if str(view.get(name)) in people}
        hidden |= view.keys() & {name.removesuffix("_id") + "_name" for name in hidden}  # in a view that was kept
        if not self.contact:
            hidden |= view.keys() & set(_OF_WHO_TOLD)
        if not self.number:
            hidden |= view.keys() & {_NUMBER}
        return view | dict.fromkeys(hidden)

    def data(self, data: dict[str, object], user_id: UUID | None, cases: Collection[UUID]) -> dict[str, object]:
        """What an event by this person remembers, without unnamed people and without cases that are not among these."""
        people = {str(person) for person in self.unnamed}
        left_out = _OF_THE_PERSON if user_id in self.unnamed else frozenset[str]()
        return {
            key: value
            for key, value in data.items()
            if key not in left_out
            and not (isinstance(value, str) and value in people)
            and not (key in _OTHER_CASES and UUID(str(value)) not in cases)
        }


def others_named(data: dict[str, object]) -> set[UUID]:
    """The other cases that the data of an event names."""
    return {UUID(str(data[key])) for key in _OTHER_CASES if key in data}


_WHOLE, _WITHOUT_NUMBER = Sight(), Sight(number=False)


def sight_of(actor: Actor, case: Told) -> Sight:
    """What the actor may know of those who told of a case they see.

    The centre knows all, as does everybody of a normal case; but another system does not hear by which number a third
    one knows a case. A reporter knows what they said themselves.
    """
    if case.tier == PrivacyTier.NORMAL or actor.is_of_the_centre(case.area_path):
        is_told = not actor.is_another_system or case.reporter_id == actor.user_id
        return _WHOLE if is_told else _WITHOUT_NUMBER
    own = case.reporter_id == actor.user_id
    people = frozenset(person for person in (case.reporter_id, *case.others) if person is not None)
    return Sight(people - {actor.user_id}, contact=own, number=own)
