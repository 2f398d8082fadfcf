"""What a deadline costs: a million of each unit from moments spread over a year, seconds by unit."""

import random
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.services.calendar.seeding import national_year
from app.workflow.limits import Limit, LimitUnit
from app.workflow.timing.calendar import Calendar

COUNT, AMOUNT, YEAR = 1_000_000, 5, 2026


def main() -> None:
    published, days = national_year(YEAR)
    started = time.perf_counter()
    calendar = Calendar((), days, frozenset({YEAR} if published else ()))
    print(f"laying out a calendar   {time.perf_counter() - started:>6.2f} s")
    first = datetime(YEAR, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    moments = [first + timedelta(seconds=random.randrange(365 * 86_400)) for _ in range(COUNT)]
    for unit in LimitUnit:
        limit = Limit(AMOUNT, unit)
        started = time.perf_counter()
        for moment in moments:
            calendar.after(moment, limit)
        seconds = time.perf_counter() - started
        print(f"{COUNT:,} × {AMOUNT} {unit.value:<14} {seconds:>6.2f} s  {seconds / COUNT * 1e6:>5.2f} µs each")


if __name__ == "__main__":
    main()
