"""Ledgers of cases 案卷台账: what lists show, to their end, as files in which no text is a formula."""

import asyncio
import csv
import io
import zipfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest
from httpx import AsyncClient

from app import clock
from app.concurrency import apart
from app.schemas.bulletins.ledger import LedgerFormat
from app.schemas.examples.case import SUMMARY
from app.services.bulletins import ledger, ledger_file
from app.workflow.bulletins.columns import COLUMNS
from tests.cases import Cases
from tests.organisation import GRID, IN_OTHER_GRID, OTHER_GRID

Clients = Callable[..., AsyncClient]
_MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FORMULAS = ("=1+1", "+86", "-2+3", "@SUM(A1)", "＝1+1", '=HYPERLINK("http://evil","x")', "https://evil.example/")


async def _csv(client: AsyncClient, **query: Any) -> list[dict[str, str]]:
    answer = await client.get("/ledgers/cases", params={"format": "csv", **query})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf"), "without its mark Excel reads Chinese as something else"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def _cells(content: bytes) -> list[list[tuple[str, str]]]:
    """Of the first sheet the rows, each cell by its type and its value."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert not any("rels" in name and "sheet" in name for name in book.namelist()), "a link"
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314  (made by us)
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iterfind("m:c", _MAIN)]
        for row in sheet.iterfind(".//m:row", _MAIN)
    ]


async def test_a_ledger_holds_what_the_list_holds(cases: Cases, client_as: Clients) -> None:
    with clock.frozen(datetime(2026, 11, 16, 1, 30, tzinfo=UTC)):
        first = await cases.at("dispatched", contact={"name": "王女士", "phone": "13800000000"}, title="垃圾")
        await cases.report(location=IN_OTHER_GRID, who="other_worker")
        mine = await _csv(client_as("clerk", language="zh"), status="dispatched")
        theirs = await _csv(client_as("other_worker"))
        lists = (await client_as("clerk").get("/cases")).json()["items"]
        whole = await client_as("clerk").get("/ledgers/cases")
    (case,) = mine
    assert case["案卷号"] == first["number"]
    assert (case["上报时间"], case["紧急"], case["渠道"]) == ("2026-11-16 09:30:00", "否", "网格员")
    assert [row["Area code"] for row in theirs] == [OTHER_GRID], "nobody takes more than they see"
    assert whole.text.count("\r\n") == 1 + len(lists)
    assert "13800000000" not in whole.text
    assert "王女士" not in whole.text


@pytest.mark.parametrize("kind", list(LedgerFormat))
async def test_no_text_is_ever_a_formula(cases: Cases, client_as: Clients, kind: LedgerFormat) -> None:
    for text in FORMULAS:
        await cases.report(description=text, address=text)
    answer = await client_as("clerk").get("/ledgers/cases", params={"format": kind})
    assert answer.status_code == 200
    if kind is LedgerFormat.CSV:
        cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
        assert {f"'{text}" for text in FORMULAS[:-1]} <= set(cells)
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@＝")]
    else:
        told = [cell for row in _cells(answer.content) for cell in row]
        assert {("inlineStr", text) for text in FORMULAS} <= set(told)


async def test_a_sheet_has_its_moments_and_headings(cases: Cases, client_as: Clients) -> None:
    with clock.frozen(datetime(2026, 11, 16, 1, 30, tzinfo=UTC)):
        case = await cases.report()
        answer = await client_as("clerk", language="zh").get("/ledgers/cases?format=xlsx")
    head, row = _cells(answer.content)
    assert head[0] == ("inlineStr", "案卷号")
    assert row[0] == ("inlineStr", case["number"])
    excel = (datetime(2026, 11, 16, 9, 30) - datetime(1899, 12, 30)).total_seconds() / 86400  # noqa: DTZ001  (as sheets)
    assert any(kind == "n" and abs(float(value) - excel) < 1e-6 for kind, value in row), "in the time of the place"


async def test_more_than_a_file_holds_is_refused(
    cases: Cases, client_as: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "MOST", 1)
    for _ in range(2):
        await cases.report()
    answer = await client_as("clerk").get("/ledgers/cases")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/query/reported_from"
    assert (await client_as("clerk").get("/ledgers/cases?area=999999")).status_code == 404
    assert (await client_as("admin").get("/ledgers/cases")).status_code == 403


async def test_a_ledger_goes_over_many_pages_and_stands_in_the_trail(
    cases: Cases, client_as: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_PAGE", 2)
    numbers = [(await cases.report())["number"] for _ in range(5)]
    for sort in ("reported", "due"):
        rows = await _csv(client_as("clerk"), sort=sort, area=GRID)
        assert [row["Number"] for row in rows] == (numbers[::-1] if sort == "reported" else [])
    trail = (await client_as("admin").get("/audit")).json()["items"]
    taken = [entry for entry in trail if entry["action"] == "cases_exported"]
    assert sorted(entry["data"]["count"] for entry in taken) == [0, 5]


LINE = orjson.dumps(SUMMARY, default=str) + b"\n"


async def _endless() -> AsyncIterator[bytes]:
    while True:
        yield LINE * 100


async def _broken(piece: bytes) -> AsyncIterator[bytes]:
    yield LINE
    if not piece:
        raise LookupError("the database is gone")
    yield piece


def test_a_sheet_holds_what_sheets_do_not_know(tmp_path: Path) -> None:
    """Moments from before 1900, texts that are too long, characters XML has not, nothing: no file fails."""
    case = {
        **orjson.loads(LINE),
        "reported_at": "1899-12-01T00:00:00Z",
        "due_at": None,
        "closed_at": "2026-11-16T01:30:00Z",
    }
    case |= {"title": "界" * 40_000, "description": "a\u0000\u000bb", "address": ""}
    out = io.BytesIO()
    ledger_file.write_sheet(io.BytesIO(orjson.dumps(case) + b"\n" + LINE), out, "zh", str(tmp_path))
    head, row, after = _cells(out.getvalue())
    texts = [text for _, text in row]
    assert "1899-12-01 08:05:43" in texts
    assert max(map(len, texts)) == 32_767
    assert len(after) > len(head) / 2
    empty = io.BytesIO()
    ledger_file.write_sheet(io.BytesIO(b""), empty, "en", str(tmp_path))
    assert _cells(empty.getvalue()) == [[("inlineStr", heading.en) for heading in COLUMNS]]


@pytest.mark.process
async def test_who_leaves_ends_the_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing goes on once nobody reads: the process is gone when the file is closed."""
    started: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec

    async def noted(*told: Any, **more: Any) -> asyncio.subprocess.Process:
        started.append(await start(*told, **more))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    file = apart.flow(ledger_file.__name__, "csv", "zh", str(tmp_path), given=_endless(), patience=30.0)
    assert (await anext(file)).startswith(b"\xef\xbb\xbf")
    await file.aclose()
    assert started[0].returncode == -9


@pytest.mark.process
@pytest.mark.parametrize(("piece", "error"), [(b"no json\n", apart.Broke), (b"", LookupError)])
async def test_a_file_that_is_not_whole_does_not_end_well(piece: bytes, error: type[Exception], tmp_path: Path) -> None:
    file = apart.flow(ledger_file.__name__, "csv", "zh", str(tmp_path), given=_broken(piece), patience=30.0)
    with pytest.raises(error):
        _ = [part async for part in file]
