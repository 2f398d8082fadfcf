"""`python -m bench.recount_boston`: the closing figures of Boston's 121,245 requests against the file, month by month.

The year is imported, counted and summed up; closed, closed in time, and overdue but not closed are compared for the
city and each of its departments in every month. Ends with 1 where one differs.
"""

import asyncio
import csv
import json
import sys
import time
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import asyncpg

from app import clock
from app.db.embedded import EmbeddedPostgres
from app.db.session import open_database
from app.queries.evaluation import sums
from app.services.evaluation import counting, summing
from app.services.importing.case_lines import CASES
from app.workflow.evaluation.subjects import Grain
from bench import boston, service

Subject = tuple[str, date]
_CODES = ("closing_rate", "closing_in_time", "overdue_unclosed")


def main() -> int:
    rows = boston.rows(boston.YEAR)
    with service.scratch() as data_dir:
        _import(data_dir, rows)
        with EmbeddedPostgres(data_dir) as server:
            return asyncio.run(_compared(server.url, rows))


def _import(data_dir: Path, rows: list[boston.Row]) -> None:
    directory = data_dir / "boston"
    directory.mkdir()
    categories = boston.write_directory(directory, rows)
    drawn = json.loads((directory / "boundaries.geojson").read_text())
    grids = {feature["properties"]["code"] for feature in drawn["features"]}
    service.yikou("import", str(directory), "--data-dir", str(data_dir))
    file = data_dir / "history.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(CASES.fields)
        writer.writerows(boston.history(rows, categories, grids))
    print(service.yikou("import", "cases", str(file), "--data-dir", str(data_dir)).strip())


async def _compared(url: str, rows: list[boston.Row]) -> int:
    owner = await asyncpg.connect(url)
    async with open_database(url, min_size=1, max_size=4) as database:
        started, done = time.perf_counter(), 0
        while told := await counting.count(database):
            done += told
        print(f"{done:,} cases counted in {time.perf_counter() - started:.0f} s")
        await owner.execute("UPDATE sums_to_make SET due_at = '2000-01-01Z'")
        started = time.perf_counter()
        while await summing.sum_next(database):
            pass
        print(f"summed up in {time.perf_counter() - started:.0f} s")
        wrong, compared = 0, 0
        async with database.reading() as session:
            for (subject, month), wanted in _expected(rows).items():
                kind = "area" if subject == boston.COUNTY else "unit"
                asked = {"kind": kind, "subject": subject, "grain": Grain.MONTH, "first": month, "last": month}
                found = await session.all(sums.OF_SUBJECT, **asked)
                told_sums = found[0]["sums"] if found else {}
                for code in _CODES:
                    hits, counted, _ = told_sums.get(code, (0, 0, 0))
                    compared += 1
                    if (hits, counted) != (wanted[code], wanted["counted"]):
                        wrong += 1
                        print(f"  {subject} {month} {code}: {hits} of {counted}, the file {wanted}")
    print(f"{compared} figures compared, {wrong} wrong")
    return int(wrong > 0)


def _expected(rows: list[boston.Row]) -> dict[Subject, Counter[str]]:
    found: dict[Subject, Counter[str]] = defaultdict(Counter)
    for row in rows:
        due, closed = _moment(row["due_at"]), _moment(row["closed_at"])
        at = due or closed
        if at is None:
            continue
        month = at.astimezone(clock.LOCAL).date().replace(day=1)
        facts = {
            "counted": True, "closing_rate": closed is not None, "overdue_unclosed": closed is None,
            "closing_in_time": closed is not None and (due is None or closed <= due),
        }  # fmt: skip
        for subject in (boston.COUNTY, row["department"]):
            found[subject, month].update(name for name, holds in facts.items() if holds)
    return found


def _moment(told: str) -> datetime | None:
    return datetime.fromisoformat(boston.moment(told)) if told else None


if __name__ == "__main__":
    sys.exit(main())
