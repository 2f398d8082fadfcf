"""What burdens those who type 减负: what counts as an entry, which hours are night, whose answers wait for a reader."""

from datetime import timedelta

from app.workflow.actions import Action

#: From this hour of the evening until before that of the morning.
NIGHT_FROM, NIGHT_TO = 22, 6
#: What somebody was asked for and typed: of no use unless somebody reads it.
ANSWERS = (Action.SUBMIT_VERIFICATION, Action.ANSWER_SUPERVISION, Action.PROGRESS, Action.RESPOND)
#: So long an answer may wait for its reader.
READ_WITHIN = timedelta(days=3)
#: A look is no entry.
NO_ENTRIES = (Action.REVEAL_CONTACT, Action.VIEW_ORIGINAL)


def is_night(hour: int) -> bool:
    """Whether whoever types in this hour of the day should sleep."""
    return hour >= NIGHT_FROM or hour < NIGHT_TO
