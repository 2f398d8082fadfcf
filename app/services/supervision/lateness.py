"""How late cases are 超期, in the working time of their places, and with whom they are."""

from datetime import datetime

from app.services.calendar.snapshot import Snapshot
from app.services.reading.known_cases import Deadline, KnownCase
from app.services.reading.showing import Fields, fields
from app.workflow.states import Status
from app.workflow.supervision.faults import FAULT_LABELS, FAULT_OF
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.clocks import stage_calendar

_FAULT_BY_STATUS = {
    status.value: fields(
        {
            "fault": fault,
            "fault_label_zh": FAULT_LABELS[fault][0] if fault else None,
            "fault_label": FAULT_LABELS[fault][1] if fault else None,
        }
    )
    for status, fault in ((status, FAULT_OF.get(status)) for status in Status)
}


class Lateness:
    """How late cases are at one moment, in seconds of the working time of their places."""

    def __init__(self, calendars: Snapshot, now: datetime) -> None:
        """At `now`, by these calendars."""
        self._calendars, self._now = calendars, now
        self._until_now: dict[object, int] = {}  # by the origin of a calendar

    def of(self, case: KnownCase) -> Fields:
        """How late a case is, and with whom it is."""
        calendar = self._calendars.calendar_of(case.told.area_path)
        hours = self._calendars.calendar_of_unit(case.told.area_path, case.unit)
        signs = stage_calendar(Status(case.status), calendar, hours)
        late, stage_late = self._seconds(case, "due_at", calendar), self._seconds(case, "stage_due_at", signs)
        said = f',"late_working_seconds":{late},"stage_late_working_seconds":{stage_late}'
        return _FAULT_BY_STATUS[case.status] + said.encode()

    def _seconds(self, case: KnownCase, which: Deadline, calendar: Calendar) -> int | str:
        moment = case.due_at if which == "due_at" else case.stage_due_at
        if moment is None or moment >= self._now:
            return "null"
        origin = calendar.origin
        if origin not in self._until_now:
            self._until_now[origin] = calendar.worked(self._now)
        known = case.worked.get(which)
        if known is None or known[0] is not origin:
            known = case.worked[which] = (origin, calendar.worked(moment))
        return (self._until_now[origin] - known[1]) // 1_000_000
