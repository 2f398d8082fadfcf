"""What a phone says of a deadline, in a sentence: how much is left, until when, or why no clock runs."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.workflow.limits import LIMIT_UNIT_LABELS, LimitUnit
from app.workflow.states import STATUS_LABELS, Status

LOCAL = ZoneInfo("Asia/Shanghai")
_HOUR, _DAY, _MINUTE = 3_600_000_000, 86_400_000_000, 60_000_000
_HOURLY = (LimitUnit.URGENT_HOURS, LimitUnit.WORKING_HOURS)
Words = tuple[str, str]


def amount_of(ticks: int, unit: LimitUnit) -> float:
    """Ticks as an amount of their unit, to four places."""
    return round(ticks / (_HOUR if unit in _HOURLY else _DAY), 4)


def sentence(
    unit: LimitUnit | None,
    left: int | None,
    status: str,
    due_at: datetime | None,
    resume_at: datetime | None,
    now: datetime,
) -> Words:
    """The Chinese and the English sentence. `left` counts ticks of `unit` and is negative when overdue."""
    if status == Status.SUSPENDED and resume_at is not None:
        zh, en = _moment(resume_at, now)
        if left is None:
            return f"已挂账，{zh}恢复", f"suspended until {en}"
        kept_zh, kept_en = _amount(left, unit or LimitUnit.URGENT_HOURS)
        return f"已挂账，计时停止，{zh}恢复，届时还剩 {kept_zh}", f"suspended until {en}, then {kept_en} left"
    if due_at is None:
        zh, en = STATUS_LABELS[Status(status)]
        return f"{zh}，未在计时", f"{en}: no clock is running"
    zh, en = _moment(due_at, now)
    if unit is None or left is None:
        late = due_at < now
        return (f"已超期，应于 {zh}前办结", f"overdue, was due {en}") if late else (f"{zh}前", f"due {en}")
    amount_zh, amount_en = _amount(abs(left), unit)
    if due_at < now:
        return f"已超期 {amount_zh}，应于 {zh}前办结", f"overdue by {amount_en}, was due {en}"
    return f"还剩 {amount_zh}，{zh}前", f"{amount_en} left, due {en}"


def _amount(ticks: int, unit: LimitUnit) -> Words:
    zh, en = LIMIT_UNIT_LABELS[unit]
    if unit not in _HOURLY:
        amount = f"{ticks / _DAY:.1f}".removesuffix(".0")
        return f"{amount} {zh}", f"{amount} {en}"
    hours, minutes = ticks // _HOUR, ticks % _HOUR // _MINUTE
    if not hours:
        return f"{minutes} 分", f"{minutes} min"
    if not minutes:
        return f"{hours} {zh}", f"{hours} {en}"
    return f"{hours} {zh} {minutes} 分", f"{hours} {en} {minutes} min"


def _moment(moment: datetime, now: datetime) -> Words:
    there, here = moment.astimezone(LOCAL), now.astimezone(LOCAL)
    time = f"{there:%H:%M}"
    days = there.date() - here.date()
    if days == timedelta():
        return f"今日 {time} ", f"today {time}"
    if days == timedelta(days=1):
        return f"明日 {time} ", f"tomorrow {time}"
    year = f"{there.year}年" if there.year != here.year else ""
    return f"{year}{there.month}月{there.day}日 {time} ", f"{there:%Y-%m-%d} {time}"
