"""In which ways a case is a repeat demand 重复诉求."""

from datetime import datetime

from app.schemas.base import Output
from app.workflow.repeats import RepeatKind


class Repeat(Output):
    """One way in which a case is a repeat demand 重复诉求."""

    kind: RepeatKind
    label_zh: str
    label: str
    count: int
    since: datetime
