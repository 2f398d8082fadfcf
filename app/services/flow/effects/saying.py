"""What is said of a case or looked at in place: an event of its history, and no more."""

from app.schemas.attachments import ViewOriginal
from app.schemas.flow.commands import NoteOnly, RevealContact
from app.services.flow.declared import Declared, Way
from app.workflow.actions import Action

ACTIONS = (
    Declared(Action.COMMENT, NoteOnly),
    Declared(Action.SUPPLEMENT, NoteOnly),
    Declared(Action.REVEAL_CONTACT, RevealContact, way=Way.ROUTE_ALONE, reveals=True),
    Declared(Action.VIEW_ORIGINAL, ViewOriginal, way=Way.OWN),
)
