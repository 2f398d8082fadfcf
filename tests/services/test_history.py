"""History says what real history says, and nothing is invented for it: days, aliases, scores, villages."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.demo import DATA
from app.services.importing import case_history, import_directory
from app.services.importing.case_lines import CASES
from app.services.importing.directory import import_files
from app.services.importing.problems import ImportRefused
from tests.cases import Cases, photo
from tests.organisation import COUNTY, GRID, OTHER_TOWN, TOWN, VILLAGE
from tests.services.test_importing import owner  # noqa: F401  (a fixture)

ROOT = Path(__file__).parents[2]
Clients = Callable[..., AsyncClient]
HEAD = (
    "external_id,opened_at,due_at,closed_at,description,area_code,department_code,title,nature_code,source_code,"
    "timeliness,rating"
)


async def terms(session: Session) -> None:
    lines = "kind,code,name,name_en\nnature,complaint,投诉,Complaint\nsource,letter,领导信箱,\nnature,old,旧,\n"
    await import_files(session, {"terms.csv": lines.encode()})


async def history(session: Session, tmp_path: Path, *lines: str, head: str = HEAD) -> None:
    file = tmp_path / "history.csv"
    file.write_text("\n".join([head, *lines]), encoding="utf-8")
    await case_history.import_cases(session, file)


async def case_of(client: AsyncClient, number: str) -> dict[str, Any]:
    (item,) = (await client.get("/cases", params={"external_id": number})).json()["items"]
    case: dict[str, Any] = (await client.get(f"/cases/{item['id']}")).json()
    return case


async def test_a_day_is_a_day_and_no_midnight(session: Session, client_as: Clients, tmp_path: Path) -> None:
    await terms(session)
    await history(
        session,
        tmp_path,
        f"H-1,2025-03-01,2025-03-03,2025-03-03,路灯不亮,{VILLAGE},,路灯,complaint,letter,in_time,4",
        f"H-2,2025-03-01T09:12:00+08:00,,2025-03-01,积水,{TOWN},,,,,逾期,",
    )
    day = await case_of(client_as("clerk"), "H-1")
    other = await case_of(client_as("clerk"), "H-2")

    assert (day["dates_only"], day["stated_timeliness"]) == (["reported_at", "due_at", "closed_at"], "in_time")
    assert day["deadline_at"] == "2025-03-03T15:59:59+00:00", "a day is over when it is over"
    assert (day["title"], day["nature_name"], day["source_code"], day["rating"]) == ("路灯", "Complaint", "letter", 4)
    assert [(each["round"], each["score"], each["solved"], each["words"]) for each in day["ratings"]] == [
        (0, 4, None, None)
    ]
    assert (day["area_code"], other["area_code"]) == (VILLAGE, TOWN)
    assert (other["dates_only"], other["stated_timeliness"]) == (["closed_at"], "overdue")
    assert other["closed_at"] == other["reported_at"], "no sooner than it was opened"
    for step in ("filed_at", "dispatched_at", "signed_at", "resolved_at"):
        assert (day[step], other[step]) == (None, None), step


async def test_times_without_an_offset_are_of_the_zone_that_is_named(
    session: Session, client_as: Clients, tmp_path: Path
) -> None:
    await terms(session)
    line = f"Z-1,2025-11-02 01:30:00,,2025-11-03,a,{VILLAGE},,,,,,"
    (tmp_path / "history.csv").write_text(f"{HEAD}\n{line}", encoding="utf-8")
    await case_history.import_cases(session, tmp_path / "history.csv", ZoneInfo("America/New_York"))
    with pytest.raises(ImportRefused) as refused:
        await history(session, tmp_path, line)
    assert "has no offset" in refused.value.problems[0].en
    case = await case_of(client_as("clerk"), "Z-1")

    assert case["reported_at"] == "2025-11-02T05:30:00+00:00", "the earlier of the two half past ones of that night"
    assert case["closed_at"] == "2025-11-03T05:00:00+00:00", "a day of there too"


async def test_a_score_answers_its_round(session: Session, client_as: Clients, tmp_path: Path) -> None:
    await terms(session)
    closed = f"{clock.now() - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    lines = (
        f"S-{n},2025-03-01,{closed},a,{VILLAGE},CG,{told}"
        for n, told in enumerate(("1,否,还在那里", "5,true,", "3,,", ",,"))
    )
    head = "external_id,opened_at,closed_at,description,area_code,department_code,rating,rating_solved,rating_words"
    await history(session, tmp_path, *lines, head=head)
    supervisor = client_as("supervisor")
    rated, unrated = await case_of(supervisor, "S-0"), await case_of(supervisor, "S-3")
    figures = (await supervisor.get("/supervision/ratings", params={"since": closed})).json()
    again = await supervisor.post(
        f"/cases/{rated['id']}/reopen", json={"reason_code": "came_back"}, headers={"Idempotency-Key": "again"}
    )

    assert (rated["status"], unrated["status"]) == ("archived", "closed")
    assert [(each["score"], each["solved"], each["words"]) for each in rated["ratings"]] == [(1, False, "还在那里")]
    assert (figures["count"], figures["solved"], figures["unsolved"], figures["average"]) == (3, 1, 1, 3.0)
    assert again.status_code == 200, again.text


async def test_photos_of_history_are_those_of_work(
    session: Session, cases: Cases, client_as: Clients, tmp_path: Path
) -> None:
    """It was filed, though nobody knows when: what was taken before the report shows no work of a unit."""
    await terms(session)
    opened = clock.now() - timedelta(days=2)
    await history(session, tmp_path, f"P-1,{opened:%Y-%m-%dT%H:%M:%SZ},,,a,{VILLAGE},CG,,,,,")
    case = await case_of(client_as("handler"), "P-1")
    for hours, near in ((-5, False), (5, True)):
        taken_at = (opened + timedelta(hours=hours)).isoformat()
        attached = await cases.attach("handler", case, content=photo(hours % 9), taken_at=taken_at)
        assert attached.status_code == 200, attached.text
        shown = (await client_as("handler").get(f"/cases/{case['id']}/attachments")).json()["items"]
        assert shown[-1]["near_case"] is near, hours


async def test_a_case_of_history_is_not_taken_from_a_unit_that_is_at_work(
    session: Session, cases: Cases, client_as: Clients, tmp_path: Path
) -> None:
    """Nobody knows when it was dispatched: whatever the unit has shown since the import counts."""
    await terms(session)
    await history(session, tmp_path, f"R-1,2026-01-01,,,a,{VILLAGE},CG,,,,,")
    case = await case_of(client_as("dispatcher"), "R-1")
    await cases.done("handler", case, "progress", {"note": "已到场"})
    refused = await cases.act("dispatcher", case, "recall", {"reason_code": "wrong_unit"})

    assert (refused.status_code, refused.json()["condition"]) == (409, "unit-at-work"), refused.text


async def test_a_unit_is_meant_by_any_of_its_names(session: Session, client_as: Clients, tmp_path: Path) -> None:
    await terms(session)
    aliases = "department_code,alias\nCG,城市管理局\nCG,区城管\nSW,水务\nSW,共用名\nCG,共用名\n"
    await import_files(session, {"department_aliases.csv": aliases.encode()})
    await history(session, tmp_path, "U-1,2025-03-01,,,a,,区城管,,,,,", "U-2,2025-03-01,,,a,,水务,,,,,")
    clerk = client_as("clerk")

    assert (await case_of(clerk, "U-1"))["lead_department_code"] == "CG"
    assert (await case_of(clerk, "U-2"))["lead_department_code"] == "SW"
    with pytest.raises(ImportRefused) as refused:
        await history(session, tmp_path, "U-3,2025-03-01,,,a,,共用名,,,,,", "U-4,2025-03-01,,,a,,城管局一中队,,,,,")
    told = " ".join(problem.en for problem in refused.value.problems)
    assert "CG, SW" in told
    assert "城管局一中队" in told


@pytest.mark.parametrize("called", ["department_aliases.csv", "department_names.csv"])
async def test_the_code_of_one_unit_that_another_is_called_by_is_nobodys(
    session: Session, client_as: Clients, tmp_path: Path, called: str
) -> None:
    files = {
        "department_aliases.csv": "department_code,alias\nSW,CG\nCG,城管\n",
        "department_names.csv": "department_code,valid_from,name\nSW,2001-01-01,CG\nCG,2001-01-01,城管\n",
    }
    await import_files(session, {called: files[called].encode()})
    lines = [f"{number},2025-03-01,,,a,,CG,,,,," for number in range(7)]
    with pytest.raises(ImportRefused) as refused:
        await history(session, tmp_path, *lines, "N,2025-03-01,,,a,,城管,,,,,")

    (cause,) = refused.value.causes
    assert "7 lines: 2 (CG), 3 (CG)" in cause[1]
    assert "what another is called (SW)" in cause[1]
    assert "又是另一单位的名称或别名（SW）" in cause[0]


async def test_an_alias_that_is_its_own_units_code_means_that_unit(
    session: Session, client_as: Clients, tmp_path: Path
) -> None:
    await import_files(session, {"department_aliases.csv": b"department_code,alias\nCG,CG\n"})
    await history(session, tmp_path, "O-1,2025-03-01,,,a,,CG,,,,,")
    assert (await case_of(client_as("clerk"), "O-1"))["lead_department_code"] == "CG"


async def test_an_import_withdraws_an_alias_and_history_is_read_by_the_code_again(
    session: Session, client_as: Clients, tmp_path: Path
) -> None:
    head = "department_code,alias,is_active\n"
    await import_files(session, {"department_aliases.csv": f"{head}SW,CG,true\nCG,城管,\n".encode()})
    gone = {"department_aliases.csv": f"{head}SW,CG,false\nSW,无此别名,false\n".encode()}
    first, again = [(await import_files(session, gone))["department_aliases"] for _ in range(2)]
    await history(session, tmp_path, "W-1,2025-03-01,,,a,,CG,,,,,", "W-2,2025-03-01,,,a,,城管,,,,,")
    clerk = client_as("clerk")

    assert [(count.created, count.updated, count.unchanged) for count in (first, again)] == [(0, 1, 1), (0, 0, 2)]
    assert {(await case_of(clerk, number))["lead_department_code"] for number in ("W-1", "W-2")} == {"CG"}


async def test_names_that_look_nearly_the_same_are_told_apart_or_refused(
    session: Session, client_as: Clients, tmp_path: Path
) -> None:
    names = "department_code,valid_from,name\nCG,2001-01-01,城管一中队\nSW,2001-01-01,城管二中队\n"
    alike = "CG,2002-01-01,（东门）站\nSW,2002-01-01,(东门)站\n"
    await import_files(session, {"department_names.csv": f"{names}{alike}".encode()})
    await history(session, tmp_path, "S-1,2025-03-01,,,a,,城管一中队,,,,,", "S-2,2025-03-01,,,a,,城管二中队,,,,,")
    with pytest.raises(ImportRefused) as refused:
        await history(session, tmp_path, "S-3,2025-03-01,,,a,,(东门)站,,,,,", "S-4,2025-03-01,,,a,,城管中队,,,,,")
    clerk = client_as("clerk")

    assert [(await case_of(clerk, f"S-{n}"))["lead_department_code"] for n in (1, 2)] == ["CG", "SW"]
    told = [en for _, en in refused.value.causes]
    assert any("several units are called (CG, SW)" in en for en in told), told
    assert any("unknown 城管中队" in en for en in told), told


@pytest.mark.parametrize(
    "line",
    [
        "B,2025-03-01,,,a,,,,nobody,,,",
        "B,2025-03-01,,,a,,,,,,soon,",
        "B,2025-03-01,,2025-03-02,a,,,,,,,6",
        "B,2025-03-01,,,a,,,,,,,5",
        "B,2025-03-01,,2025-03-02,a,,,,,,是,",
        "B,2025-3-1,,,a,,,,,,,",
    ],
)
async def test_what_is_none_is_named(session: Session, tmp_path: Path, line: str) -> None:
    await terms(session)
    with pytest.raises(ImportRefused):
        await history(session, tmp_path, line)


async def test_filing_names_a_village_where_nothing_finer_is_known(cases: Cases, client_as: Clients) -> None:
    case = await cases.report("clerk", location=None)
    refused = await cases.act("clerk", case, "file", {"rule_code": "R1", "area_code": COUNTY})
    filed = await cases.done("clerk", case, "file", {"rule_code": "R1", "area_code": VILLAGE})
    for who, action, body in (
        ("dispatcher", "dispatch", {"lead": "CG"}), ("handler", "sign", {}),
        ("handler", "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"}),
        ("dispatcher", "request-check", {}),
    ):  # fmt: skip
        filed = await cases.done(who, filed, action, body)

    assert refused.status_code == 422
    assert (filed["area_code"], filed["status"]) == (VILLAGE, "checking")
    assert filed["checker_id"] is not None, "somebody of the grids below looks"


async def test_a_finer_place_is_not_given_up(cases: Cases) -> None:
    case = await cases.report()
    for coarser in (VILLAGE, TOWN, OTHER_TOWN):
        refused = await cases.act("clerk", case, "file", {"rule_code": "R1", "area_code": coarser})
        assert (case["area_code"], refused.status_code) == (GRID, 422), coarser


async def test_terms_are_asked_for_and_found(session: Session, cases: Cases, client_as: Clients) -> None:
    admin, clerk = client_as("admin"), client_as("clerk")
    made = await admin.put("/terms/nature/praise", json={"name": "表扬", "name_en": "Praise"})
    assert made.status_code == 201, made.text
    case = await cases.report("clerk", nature_code="praise", title="感谢信")
    chinese = (await clerk.get(f"/cases/{case['id']}", headers={"Accept-Language": "zh"})).json()
    found = (await clerk.get("/cases", params={"nature": "praise"})).json()["items"]
    by_title = (await clerk.get("/cases", params={"q": "感谢信"})).json()["items"]
    await admin.put("/terms/nature/praise", json={"name": "表扬", "is_active": False})
    retired = await clerk.post("/cases", json={"description": "x", "nature_code": "praise"})

    assert (case["nature_name"], chinese["nature_name"]) == ("Praise", "表扬")
    assert [item["id"] for item in found] == [item["id"] for item in by_title] == [case["id"]]
    assert (retired.status_code, retired.json()["errors"][0]["pointer"]) == (422, "/nature_code")
    assert (await clerk.put("/terms/nature/x", json={"name": "y"})).status_code == 403


async def test_four_thousand_characters_are_taken_and_one_more_is_not(cases: Cases, client_as: Clients) -> None:
    assert len((await cases.report(description="字" * 4_000))["description"]) == 4_000
    refused = await client_as("worker").post("/cases", json={"description": "字" * 4_001})

    assert refused.status_code == 422


@pytest.mark.parametrize("page", ["import.md", "import.zh-CN.md"])
async def test_the_example_of_the_documents_is_imported_and_then_unchanged(
    owner: Session,  # noqa: F811
    tmp_path: Path,
    page: str,
) -> None:
    await import_directory(owner, DATA)
    await terms(owner)
    (example,) = re.findall(r"```csv\n(external_id,.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.S)
    file = tmp_path / "history.csv"
    file.write_text(example, encoding="utf-8")
    counts = [await case_history.import_cases(owner, file) for _ in range(2)]

    assert set(example.partition("\n")[0].split(",")) == set(CASES.fields), "every column is shown"
    assert [(count.created, count.unchanged) for count in counts] == [(3, 0), (0, 3)]
