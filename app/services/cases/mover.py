"""Who moves a case: a member of staff or an integration, a resident with a link, or the system itself."""

from dataclasses import dataclass
from uuid import UUID

from app.authz import Actor
from app.workflow.relations import Relation


@dataclass(frozen=True, slots=True)
class Mover:
    """Who moves a case: a user with posts, a resident with a link, or the system (the last two without `actor`)."""

    kind: str
    actor: Actor | None = None

    @property
    def user_id(self) -> UUID | None:
        """The user's id, None for residents and the system."""
        return self.actor.user_id if self.actor else None

    @property
    def name(self) -> str | None:
        """The name the event remembers."""
        return self.actor.name if self.actor else None


RESIDENT = Mover(Relation.RESIDENT.value)
SYSTEM = Mover(Relation.SYSTEM.value)


def user(actor: Actor) -> Mover:
    """A member of staff or an integration."""
    return Mover("user", actor)
