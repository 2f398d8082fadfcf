"""The ladder 超期升级 and the reply times of orders when a rung is reached, what is behind and what refused."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.services.escalation.checks import wrong_escalation
from app.workflow.limits import SUPERVISION_REPLY, Limit, LimitUnit
from app.workflow.states import Status
from app.workflow.supervision.notices import Audience
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.ladder import ESCALATION, LADDER, Escalation, Rung
from app.workflow.timing.timers import TimerFacts, TimerKind, timers_of
from tests.times import at

HOURS, DAYS = LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS
CALENDAR = Calendar()


def ladder(*amounts: int, unit: LimitUnit = HOURS) -> Escalation:
    rungs = tuple(Rung(Limit(amount, unit), Audience.SUPERVISOR) for amount in amounts)
    return Escalation(rungs, SUPERVISION_REPLY)


OVERDUE = TimerFacts(
    status=Status.HANDLING,
    urgent=False,
    deadline_at=at("17 15:00"),
    due_at=at("17 15:00"),
    warn_at=at("17 14:00"),
    stage_due_at=at("17 15:00"),
    resume_at=None,
    closed_at=None,
    order_due_at=None,
    warned_for=at("17 15:00"),
    reminded_for=at("17 15:00"),
    ladder_step=0,
)


def test_the_next_rung_is_a_function_of_the_case_and_of_what_holds_at_its_place() -> None:
    def next_rung(escalation: Escalation, **facts: object) -> datetime | None:
        return timers_of(replace(OVERDUE, **facts), CALENDAR, escalation).get(TimerKind.LADDER)  # type: ignore[arg-type]

    assert next_rung(ESCALATION) == at("18 10:00")
    assert next_rung(ladder(1, 2)) == at("17 16:00")
    assert next_rung(ladder(1, 2), ladder_step=1) == at("17 17:00")
    assert next_rung(ladder(1, 2), ladder_step=2) is None
    assert next_rung(ladder(1, 2), reminded_for=None) is None


@pytest.mark.parametrize(
    ("unit", "usual", "urgent"),
    [
        (LimitUnit.WORKING_HOURS, "18 09:00", "17 18:00"),
        (LimitUnit.WORKING_DAYS, "20 15:00", "20 15:00"),
        (LimitUnit.URGENT_HOURS, "18 08:30", "17 18:00"),
        (LimitUnit.CALENDAR_DAYS, "20 15:00", "20 15:00"),
    ],
)
def test_a_rung_is_reached_within_working_hours_and_of_an_urgent_case_round_the_clock(
    unit: LimitUnit, usual: str, urgent: str
) -> None:
    said = ladder(3, unit=unit)
    assert said.rung_at(0, at("17 15:00"), CALENDAR, urgent=False) == at(usual)
    assert said.rung_at(0, at("17 15:00"), CALENDAR, urgent=True) == at(urgent)


def test_days_of_an_urgent_case_are_calendar_days() -> None:
    friday = at("20 15:00")
    assert ladder(2, unit=DAYS).rung_at(0, friday, CALENDAR, urgent=False) == at("24 15:00")
    assert ladder(2, unit=DAYS).rung_at(0, friday, CALENDAR, urgent=True) == at("22 15:00")
    replies = Escalation(LADDER, {1: Limit(2, DAYS), 2: Limit(1, DAYS), 3: Limit(3, HOURS)})
    assert replies.reply_due(1, friday, CALENDAR, urgent=False) == at("24 15:00")
    assert replies.reply_due(1, friday, CALENDAR, urgent=True) == at("22 15:00")
    assert replies.reply_due(3, friday, CALENDAR, urgent=True) == at("20 18:00")


@pytest.mark.parametrize(
    ("amounts", "step", "last", "behind"),
    [
        ((2, 4, 8, 16), 1, 4, 2),  # put in below the one that was taken: not taken after the fact, nobody told twice
        ((4, 6, 8, 16), 1, 4, 1),  # put in above: it is the next
        ((8, 16), 1, 4, 0),  # the one taken is gone: none of those left is behind
        ((8, 16), 2, 8, 1),  # one below is gone: none is passed over
        ((4,), 3, 16, 1),  # those above are gone: the ladder has ended
        ((4, 8, 16, 24), 3, 16, 3),  # longer than it was: the new rung is the next
        ((5, 9, 17), 2, 8, 1),  # later than they were: the second is reached again
    ],
)
def test_rungs_not_later_than_the_last_one_taken_are_behind(
    amounts: tuple[int, ...], step: int, last: int, behind: int
) -> None:
    assert ladder(*amounts).taken(step, Limit(last, HOURS)) == behind


def test_in_another_unit_or_when_nothing_is_known_as_many_are_behind_as_were_taken() -> None:
    assert ladder(1, 2, 3, unit=DAYS).taken(2, Limit(8, HOURS)) == 2
    assert ladder(1, 2, 3).taken(6, None) == 6


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (ladder(), "at least one rung"),
        (ladder(*range(1, 8)), "at most 6 rungs"),
        (ladder(4, 4), "rung 2 is not later than the one below"),
        (ladder(4, 8, 6), "rung 3 is not later than the one below"),
        (ladder(0, 4), "rung 1 must be 1 to 2000 working hours, within a year"),
        (ladder(-4), "within a year"),
        (ladder(4, 2001), "rung 2 must be 1 to 2000 working hours, within a year"),
        (ladder(251, unit=DAYS), "1 to 250 working days"),
        (ladder(366, unit=LimitUnit.CALENDAR_DAYS), "1 to 365 calendar days"),
        (ladder(8761, unit=LimitUnit.URGENT_HOURS), "1 to 8760 hours"),
        (Escalation((*ladder(4).rungs, *ladder(5, unit=DAYS).rungs), SUPERVISION_REPLY), "another unit"),
        (Escalation((Rung(Limit(4, HOURS), Audience.REPORTER),), SUPERVISION_REPLY), "cannot be told to the reporter"),
        (Escalation(LADDER, {}), "the reply time of level 1 is missing"),
        (Escalation(LADDER, {1: Limit(8, HOURS), 3: Limit(2, HOURS)}), "the reply time of level 2 is missing"),
        (Escalation(LADDER, {**SUPERVISION_REPLY, 4: Limit(1, HOURS)}), "there is no order of level 4"),
        (Escalation(LADDER, {**SUPERVISION_REPLY, 0: Limit(1, HOURS)}), "there is no order of level 0"),
        (Escalation(LADDER, {**SUPERVISION_REPLY, 2: Limit(0, HOURS)}), "the reply time of level 2 must be 1 to 2000"),
        (Escalation(LADDER, {**SUPERVISION_REPLY, 2: Limit(251, DAYS)}), "the reply time of level 2 must be 1 to 250"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason_in_both_languages(said: Escalation, reason: str) -> None:
    wrong = wrong_escalation(said)
    assert wrong is not None
    zh, en = wrong
    assert reason in en
    assert not zh.isascii()


@pytest.mark.parametrize("said", [ESCALATION, ladder(1), ladder(1, 2, 3, 4, 5, 2000), ladder(1, 250, unit=DAYS)])
def test_what_is_within_bounds_is_taken(said: Escalation) -> None:
    assert wrong_escalation(said) is None
