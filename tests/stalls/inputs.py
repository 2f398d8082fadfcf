"""The biggest legal input of each route, or why nothing grows there. A route that is in no row fails the test."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from app import clock
from app.services.importing import uploaded
from tests.cases import photo
from tests.ids import uuid7
from tests.organisation import COUNTY, GRID, IN_GRID, TOWN
from tests.stalls.district import ISLAND, OLD, island

WORDS = "占道经营的摊贩堆放杂物，影响居民通行，存在安全隐患" * 76  # 1,976 characters
_WINDOWS = [{"starts": f"{hour:02}:00", "ends": f"{hour:02}:50"} for hour in range(8, 14)]
_WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), _WINDOWS)
_DAYS = [f"2027-{month:02}-{day:02}" for month in (2, 3, 4, 6, 7, 8, 9, 11, 12) for day in range(1, 29)]
_YEAR = [{"day": day, "kind": "holiday", "name": "假日"} for day in ("2027-01-01", "2027-05-01", "2027-10-01", *_DAYS)]
_LADDER = {
    "rungs": [{"limit_amount": n, "limit_unit": "working_hours", "audience": "supervisor"} for n in range(1, 7)],
    "replies": [{"level": level, "limit_amount": 3, "limit_unit": "working_hours"} for level in (1, 2, 3)],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Biggest:
    """One request: `body` is made when it is sent, JSON unless it is bytes; `status` is what it has to answer."""

    path: str
    who: str | None = "admin"
    body: Callable[[], Any] | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def _reports(count: int) -> dict[str, Any]:
    """A phone's week without a network."""
    report = {"description": WORDS, "address": "坪山街道六联社区" * 30, "location": IN_GRID}
    operations = [{"id": str(uuid4()), "kind": "report", "case_id": str(uuid7()), "body": report} for _ in range(count)]
    return {"sent_at": clock.now().isoformat(), "operations": operations}


def _report() -> dict[str, Any]:
    return {"description": WORDS, "address": "坪山街道六联社区" * 30, "location": IN_GRID}


def _department() -> dict[str, Any]:
    codes = [f"{COUNTY}{t}{v}{g}" for t in range(101, 111) for v in range(101, 111) for g in range(101, 105)]
    names = [{"valid_from": f"20{n:02}-01-01", "name": "综合行政执法局" * 10} for n in range(100)]
    return {"kind": "bureau", "names": names, "jurisdictions": codes}


def _newcomers() -> dict[str, Any]:
    post = {"post": "full_time_worker", "area_code": GRID, "phone": "13800000000"}
    return {
        "users": [{"username": f"n{uuid4().hex}", "display_name": "新" * 64, **post} for _ in range(200)],
        "days": 7,
    }


def _multipart() -> bytes:
    part = b'--x\r\ncontent-disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    file = b'--x\r\ncontent-disposition: form-data; name="photo"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n'
    return part % (b"purpose", b"scene") + file + photo(size=2_000) + b"\r\n--x--\r\n"


def _directory() -> bytes:
    """As many lines as may be at once, and a boundary as large as may be."""
    users = "username,display_name\n" + "".join(f"many{n},新来的网格员{n}\n" for n in range(uploaded.MOST_LINES - 1))
    feature = {"properties": {"code": ISLAND, "datum": "wgs84"}, "geometry": island(118.5)}
    files = {"users.csv": users, "boundaries.geojson": json.dumps({"features": [feature]})}
    head = '--x\r\ncontent-disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n'
    return "".join(head % each for each in files.items()).encode() + b"--x--\r\n"


_FORM = {"content-type": "multipart/form-data; boundary=x"}
ONE_CASE = "one case and its bounded texts"
ONE_ROW = "one row and its bounded texts"
HASHING = "one password, hashed in a thread"
PIECES = "taken piece by piece"
LINK = "one case behind a link"

#: (method, address as the document has it) -> the request, or why there is none to make.
TABLE: dict[tuple[str, str], Biggest | str] = {
    ("post", "/api/v1/sync/push"): Biggest("/sync/push", "worker", lambda: _reports(60)),
    ("get", "/api/v1/sync/pull"): Biggest("/sync/pull?limit=2000", "clerk"),
    ("get", "/api/v1/sync/receipts"): Biggest(
        "/sync/receipts?" + "&".join(f"id={uuid4()}" for _ in range(100)), "worker"
    ),
    ("post", "/api/v1/cases"): Biggest("/cases", "worker", _report, 201),
    ("get", "/api/v1/cases"): Biggest("/cases?limit=200", "clerk"),
    ("get", "/api/v1/ledgers/cases"): Biggest("/ledgers/cases?format=xlsx", "clerk"),
    ("post", "/api/v1/cases/by-caller"): Biggest(
        "/cases/by-caller", "clerk", lambda: {"phone": "13800000000", "limit": 50}
    ),
    ("post", "/api/v1/cases/candidates"): Biggest("/cases/candidates", "clerk", lambda: {"description": WORDS}),
    ("get", "/api/v1/cases/{case_id}"): Biggest(f"/cases/{OLD}", "clerk"),
    ("get", "/api/v1/cases/{case_id}/events"): Biggest(f"/cases/{OLD}/events?limit=200", "clerk"),
    ("get", "/api/v1/cases/{case_id}/deadline"): Biggest(f"/cases/{OLD}/deadline?extension=10000", "clerk"),
    ("post", "/api/v1/cases/{case_id}/rating-link"): ONE_CASE,
    ("get", "/api/v1/queues"): Biggest("/queues", "dispatcher"),
    ("get", "/api/v1/queues/{name}"): Biggest("/queues/handling?limit=200", "handler"),
    ("get", "/api/v1/supervision/summary"): Biggest("/supervision/summary?question=open&by=area", "supervisor"),
    ("get", "/api/v1/supervision/{question}"): Biggest("/supervision/overdue?limit=200", "supervisor"),
    ("get", "/api/v1/cases/{case_id}/orders"): ONE_CASE,
    ("get", "/api/v1/inbox"): Biggest("/inbox?limit=200", "worker"),
    ("post", "/api/v1/inbox/read"): Biggest(
        "/inbox/read", "worker", lambda: {"ids": [str(uuid4()) for _ in range(200)]}, 204
    ),
    ("get", "/api/v1/home"): Biggest("/home", "supervisor"),
    ("post", "/api/v1/auth/token"): HASHING,
    ("post", "/api/v1/auth/password"): HASHING,
    ("post", "/api/v1/auth/refresh"): ONE_ROW,
    ("post", "/api/v1/auth/logout"): ONE_ROW,
    ("post", "/api/v1/session"): HASHING,
    ("get", "/api/v1/session"): ONE_ROW,
    ("delete", "/api/v1/session"): ONE_ROW,
    ("get", "/api/v1/session/demo-accounts"): "sixteen rows of a demo",
    ("get", "/api/v1/me"): Biggest("/me", "far_handler"),
    ("post", "/api/v1/cases/{case_id}/attachments"): Biggest(
        f"/cases/{OLD}/attachments", "handler", _multipart, 200, _FORM
    ),
    ("get", "/api/v1/cases/{case_id}/attachments"): ONE_CASE,
    ("get", "/api/v1/cases/{case_id}/attachments/{attachment_id}"): PIECES,
    ("post", "/api/v1/cases/{case_id}/view-original"): ONE_CASE,
    ("post", "/api/v1/cases/{case_id}/comment"): Biggest(f"/cases/{OLD}/comment", "handler", lambda: {"note": WORDS}),
    ("get", "/api/v1/files/{link}"): PIECES,
    ("options", "/api/v1/uploads"): "nothing is asked",
    ("post", "/api/v1/uploads"): PIECES,
    ("head", "/api/v1/uploads/{upload_id}"): ONE_ROW,
    ("patch", "/api/v1/uploads/{upload_id}"): PIECES,
    ("delete", "/api/v1/uploads/{upload_id}"): ONE_ROW,
    ("post", "/api/v1/uploads/{upload_id}"): PIECES,
    ("get", "/api/v1/uploads/{upload_id}"): ONE_ROW,
    ("get", "/api/v1/areas/locate"): Biggest("/areas/locate?lat=22.2&lon=117.1", "worker"),
    ("get", "/api/v1/areas"): Biggest("/areas?limit=200", "far_handler"),
    ("get", "/api/v1/areas/{code}"): Biggest(f"/areas/{ISLAND}", headers={"accept-encoding": "br"}),
    ("put", "/api/v1/areas/{code}"): Biggest(
        f"/areas/{ISLAND}",
        body=lambda: {"level": "grid", "parent_code": ISLAND[:12], "name": "岛", "grid_kind": "general"},
    ),
    ("put", "/api/v1/areas/{code}/boundary"): Biggest(
        f"/areas/{ISLAND}/boundary",
        body=lambda: {"geometry": island(117.5), "datum": "wgs84"},
        headers={"accept-encoding": "br", "idempotency-key": "once"},
    ),
    ("get", "/api/v1/departments"): Biggest("/departments?limit=200", "far_handler"),
    ("get", "/api/v1/departments/{code}"): Biggest("/departments/D7", "far_handler"),
    ("put", "/api/v1/departments/{code}"): Biggest("/departments/D7", body=_department),
    ("put", "/api/v1/departments/{code}/weeks/{valid_from}"): Biggest(
        "/departments/D7/weeks/2050-12-01?preview=true", body=lambda: _WEEK
    ),
    ("delete", "/api/v1/departments/{code}/weeks/{valid_from}"): Biggest(
        "/departments/D7/weeks/2050-12-01?preview=true"
    ),
    ("get", "/api/v1/people"): Biggest("/people?task=check&limit=200", "dispatcher"),
    ("get", "/api/v1/supervision/ratings"): Biggest("/supervision/ratings?by=area", "supervisor"),
    ("get", "/api/v1/terms"): Biggest("/terms?limit=200"),
    ("get", "/api/v1/terms/{kind}/{code}"): ONE_ROW,
    ("put", "/api/v1/terms/{kind}/{code}"): ONE_ROW,
    ("get", "/api/v1/category-standards"): ONE_ROW,
    ("get", "/api/v1/category-standards/{code}"): ONE_ROW,
    ("put", "/api/v1/category-standards/{code}"): ONE_ROW,
    ("get", "/api/v1/categories"): Biggest("/categories?limit=200"),
    ("get", "/api/v1/categories/{code}"): ONE_ROW,
    ("put", "/api/v1/categories/{code}"): ONE_ROW,
    ("get", "/api/v1/category-crosswalk"): Biggest("/category-crosswalk?limit=200"),
    ("put", "/api/v1/category-crosswalk/{from_code}/{to_code}"): ONE_ROW,
    ("delete", "/api/v1/category-crosswalk/{from_code}/{to_code}"): ONE_ROW,
    ("get", "/api/v1/filing-rules"): Biggest("/filing-rules?limit=200"),
    ("get", "/api/v1/filing-rules/{code}"): ONE_ROW,
    ("put", "/api/v1/filing-rules/{code}"): ONE_ROW,
    ("get", "/api/v1/users"): Biggest("/users?limit=200"),
    ("post", "/api/v1/users"): Biggest(
        "/users",
        body=lambda: {
            "username": f"n{uuid4().hex[:20]}",
            "display_name": "新",
            "post": "full_time_worker",
            "area_code": GRID,
        },
        status=201,
    ),
    ("post", "/api/v1/users/batch"): Biggest("/users/batch", body=_newcomers, status=201),
    ("post", "/api/v1/users/passwords"): "200 rows of ids, and a digest each",
    ("get", "/api/v1/users/{user_id}/open-work"): "200 rows without texts",
    ("get", "/api/v1/audit"): Biggest("/audit?limit=200"),
    ("get", "/api/v1/users/{user_id}"): ONE_ROW,
    ("patch", "/api/v1/users/{user_id}"): ONE_ROW,
    ("post", "/api/v1/users/{user_id}/password"): HASHING,
    ("get", "/api/v1/appointments"): Biggest("/appointments?limit=200"),
    ("post", "/api/v1/appointments"): ONE_ROW,
    ("get", "/api/v1/appointments/{post_id}"): ONE_ROW,
    ("put", "/api/v1/appointments/{post_id}"): ONE_ROW,
    ("delete", "/api/v1/appointments/{post_id}"): ONE_ROW,
    ("get", "/api/v1/calendar"): Biggest(f"/calendar?area={COUNTY}101101&days=366"),
    ("get", "/api/v1/calendar/{place}/years/{year}"): Biggest(f"/calendar/{COUNTY}101101/years/2026"),
    ("put", "/api/v1/calendar/{place}/weeks/{valid_from}"): Biggest(
        f"/calendar/{COUNTY}/weeks/2026-12-01?preview=true", body=lambda: _WEEK
    ),
    ("delete", "/api/v1/calendar/{place}/weeks/{valid_from}"): Biggest(
        f"/calendar/{COUNTY}101101/weeks/2020-01-01?preview=true"
    ),
    ("put", "/api/v1/calendar/{place}/days/{day}"): Biggest(
        f"/calendar/{COUNTY}/days/2026-12-02?preview=true", body=lambda: {"kind": "holiday"}
    ),
    ("delete", "/api/v1/calendar/{place}/days/{day}"): Biggest(
        f"/calendar/{COUNTY}101101/days/2026-12-02?preview=true"
    ),
    ("put", "/api/v1/calendar/national/years/{year}"): Biggest(
        "/calendar/national/years/2027?preview=true", body=lambda: {"days": _YEAR}
    ),
    ("get", "/api/v1/escalation/{place}"): Biggest(f"/escalation/{TOWN}"),
    ("put", "/api/v1/escalation/{place}"): Biggest("/escalation/national?preview=true", body=lambda: _LADDER),
    ("delete", "/api/v1/escalation/{place}"): Biggest("/escalation/national?preview=true"),
    ("get", "/api/v1/users/{user_id}/sessions"): "100 rows without texts",
    ("delete", "/api/v1/users/{user_id}/sessions/{session_id}"): ONE_ROW,
    ("post", "/api/v1/import"): Biggest("/import", body=_directory, headers=_FORM),
    ("get", "/api/v1/export"): Biggest("/export?with_phones=true"),
    ("post", "/api/v1/public/cases"): Biggest(
        "!/api/v1/public/cases",
        None,
        lambda: {**_report(), "id": str(uuid7()), "contact": {"name": "王", "phone": "13800000000"}},
        201,
    ),
    ("get", "/api/v1/public/cases/{token}"): LINK,
    ("get", "/api/v1/public/ratings/{token}"): LINK,
    ("post", "/api/v1/public/ratings/{token}"): LINK,
    ("post", "/api/v1/public/cases/{token}/words"): LINK,
    ("post", "/api/v1/public/cases/{token}/photos"): PIECES,
    ("post", "/api/v1/public/cases/{token}/rating"): LINK,
    ("get", "/api/v1/areas/{code}/qr-code"): Biggest(f"/areas/{ISLAND}/qr-code?format=png"),
    ("get", "/poster/{code}"): Biggest(f"!/poster/{ISLAND}"),
    ("get", "/report"): Biggest(f"!/report?at={ISLAND}", None),
    ("post", "/report"): PIECES,
    ("post", "/f/{token}/rating"): LINK,
    ("get", "/f/{token}"): LINK,
    ("post", "/f/{token}"): LINK,
    ("post", "/f/{token}/photos"): PIECES,
    ("get", "/r/{token}"): LINK,
    ("post", "/r/{token}"): LINK,
    ("get", "/healthz"): "nothing is asked",
    ("get", "/readyz"): Biggest("!/readyz", None),
    ("get", "/metrics"): Biggest("!/metrics", None),
    ("get", "/openapi.json"): Biggest("!/openapi.json", None, headers={"accept-encoding": "br"}),
    ("get", "/openapi.json?lang=en"): Biggest("!/openapi.json?lang=en", None, headers={"accept-encoding": "br"}),
}
