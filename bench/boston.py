"""The requests of Boston's 311 (public domain) as areas, departments, categories and history of ours.

Precincts become grids, wards villages; every department of the source gets a bureau and a handler.
"""

import csv
import json
import lzma
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

SOURCE = Path(os.environ.get("YIKOU_BOSTON311", Path(__file__).resolve().parents[2] / "shared" / "data" / "boston311"))
WEEK = SOURCE / "boston_requests_2015_one_week.csv"
YEAR = SOURCE / "boston_requests_2015_full.csv.xz"
ZONE = ZoneInfo("America/New_York")
COUNTY, TOWN, NOWHERE = "BOS", "BOS-CITY", "BOS-W00-0000"
NOT_GEOCODED = ("42.3594", "-71.0587")

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """The requests of a file; a code of ours has no blanks."""
    content = path.read_bytes()
    text = (lzma.decompress(content) if path.suffix == ".xz" else content).decode()
    told = csv.DictReader(text.splitlines(keepends=True))
    return [row | {"department": row["department"].replace(" ", "-")} for row in told]


def grid_code(precinct: str) -> str:
    return f"BOS-W{precinct[:2]}-{precinct}"


def category_codes(requests: list[Row]) -> dict[str, str]:
    """A code for each type of request."""
    return {kind: f"B{number:03d}" for number, kind in enumerate(sorted({row["type"] for row in requests}), start=1)}


def place(row: Row) -> tuple[str, str] | None:
    """Latitude and longitude, None for the default point of what was never geocoded."""
    found = (row["lat"], row["lon"])
    return found if all(found) and found != NOT_GEOCODED else None


def moment(value: str) -> str:
    """The source's local time as RFC 3339."""
    return datetime.fromisoformat(value).replace(tzinfo=ZONE).isoformat() if value else ""


def write_directory(directory: Path, requests: list[Row]) -> dict[str, str]:
    """The organisation for `yikou import`; gives the codes of the categories."""
    precincts = json.loads((SOURCE / "boston_precincts.geojson").read_text())
    codes = [feature["properties"]["precinct_id"] for feature in precincts["features"]]
    for feature in precincts["features"]:
        feature["properties"] = {"code": grid_code(feature["properties"]["precinct_id"])}
    (directory / "boundaries.geojson").write_text(json.dumps(precincts | {"datum": "wgs84"}))
    wards = sorted({code[:2] for code in codes})
    _write(directory, "areas.csv", "code,level,parent_code,name,grid_kind", [
        (COUNTY, "county", "", "Boston", ""), (TOWN, "town", COUNTY, "City of Boston", ""),
        ("BOS-W00", "village", TOWN, "Not geocoded", ""), (NOWHERE, "grid", "BOS-W00", "Not geocoded", "general"),
        *((f"BOS-W{ward}", "village", TOWN, f"Ward {ward}", "") for ward in wards),
        *((grid_code(code), "grid", f"BOS-W{code[:2]}", f"Precinct {code}", "general") for code in codes),
    ])  # fmt: skip
    departments = sorted({row["department"] for row in requests})
    _write(directory, "departments.csv", "code,kind", [(code, "bureau") for code in departments])
    _write(directory, "department_names.csv", "department_code,valid_from,name",
           [(code, "2015-01-01", code) for code in departments])  # fmt: skip
    _write(directory, "jurisdictions.csv", "department_code,area_code", [(code, COUNTY) for code in departments])
    categories = category_codes(requests)
    _write(directory, "category_standards.csv", "code,name,version", [("B311", "Boston 311", "2015")])
    _write(directory, "categories.csv", "code,standard_code,name", [(c, "B311", n) for n, c in categories.items()])
    _write(directory, "filing_rules.csv", "code,category_code,condition,limit_amount,limit_unit,close_condition",
           [(f"{c}-R", c, "as reported", 5, "working_days", "done") for c in categories.values()])  # fmt: skip
    _write_users(directory, departments)
    return categories


def _write_users(directory: Path, departments: list[str]) -> None:
    posts = [
        ("reporter", "full_time_worker", COUNTY, ""), ("checker", "part_time_worker", COUNTY, ""),
        ("clerk", "triage_clerk", COUNTY, ""), ("dispatcher", "dispatcher", COUNTY, ""),
        ("supervisor", "supervisor", COUNTY, ""),
        *((f"unit-{code}", "department_handler", "", code) for code in departments),
    ]  # fmt: skip
    _write(directory, "users.csv", "username,display_name", [(post[0], post[0]) for post in posts])
    _write(directory, "appointments.csv", "username,post,area_code,department_code,valid_from",
           [(*post, "2015-01-01") for post in posts])  # fmt: skip


def _write(directory: Path, name: str, header: str, lines: list[tuple[object, ...]]) -> None:
    with (directory / name).open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(lines)


def history(requests: list[Row], categories: dict[str, str], known_grids: set[str]) -> Iterator[tuple[str, ...]]:
    """The requests as lines for `yikou import cases`, in the order of its columns."""
    for row in requests:
        lat, lon = place(row) or ("", "")
        precinct = grid_code(row["precinct_id"]) if row["precinct_id"] else ""
        area = "" if lat else (precinct if precinct in known_grids else NOWHERE)
        yield (
            row["case_id"], moment(row["opened_at"]), moment(row["due_at"]), moment(row["closed_at"]),
            row["title"] or row["type"], row["location"], lat, lon, area, categories[row["type"]], row["department"],
            "integration", row["closure_note"],
        )  # fmt: skip
