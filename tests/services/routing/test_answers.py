"""Who is responsible for cases of the district, asked of the database."""

from datetime import date
from typing import Any

from sqlalchemy import insert, update

from app.db.session import Session
from app.db.statement import Statement
from app.models.department import Department, DepartmentAlias
from app.queries.cases import case as queries
from app.queries.tables import table
from app.services.routing.answers import answers_for
from app.services.routing.heard import SKIPPED
from app.workflow.routing.answer import Answer, AnsweredBy
from tests.cases import Cases
from tests.organisation import GRID, OTHER_TOWN, TOWN
from tests.routing import has_changed, put_row, put_rule

departments = table(Department)


async def answer(session: Session, case: dict[str, Any]) -> Answer:
    return (await answers_for(session, [await session.one(queries.CASE_BY_ID, case_id=case["id"])]))[0]


async def test_without_a_matrix_the_filing_rule_names_the_unit(session: Session, cases: Cases) -> None:
    reported, filed = await cases.report(), await cases.at("filed")

    assert (await answer(session, reported)).by is AnsweredBy.NONE
    found = await answer(session, filed)
    assert (found.by, found.code, found.department) == (AnsweredBy.FILING_RULE, "R1", "CG")


async def test_the_most_specific_row_of_its_category_and_place(session: Session, cases: Cases) -> None:
    filed = await cases.at("filed")
    await put_row(session, "county", lead_code="SW")
    await put_row(session, "elsewhere", area_code=OTHER_TOWN, lead_code="FAR")
    assert (await answer(session, filed)).code == "county"

    await put_row(session, "town", area_code=TOWN, lead_code="CG-1", assist_codes=["SW"], basis="三定方案")
    found = await answer(session, filed)
    assert (found.code, found.department, found.assists) == ("town", "CG-1", ("SW",))
    assert "三定方案" in found.zh
    assert "市容环境" in found.zh

    await put_row(session, "grid-draft", area_code=GRID, is_active=False)
    await put_row(session, "grid-over", area_code=GRID, valid_to=date(2020, 2, 1))
    assert (await answer(session, filed)).code == "town", "drafts and what is over say nothing"


async def test_a_rule_with_words_and_working_time_stands_above_the_matrix(session: Session, cases: Cases) -> None:
    filed = await cases.at("filed", description="路边有成堆垃圾，夜间有人倾倒")
    await put_row(session, "row")
    for code, working in (("at-work", True), ("off-work", False)):
        await put_rule(session, code, words=["夜间 倾倒", "夜间"], working_time=working, lead_code="SW")

    found = await answer(session, filed)

    assert found.by is AnsweredBy.RULE
    assert found.department == "SW"
    assert {each.code: each.verdict.value for each in found.candidates if each.by is AnsweredBy.RULE}.keys() == {
        "at-work", "off-work",
    }  # fmt: skip


async def test_a_unit_that_is_inactive_is_passed_over_counted_and_followed_where_another_bears_its_name(
    session: Session, cases: Cases
) -> None:
    filed = await cases.at("filed")
    await put_row(session, "row", lead_code="SW")
    await session.run(Statement(update(departments).where(departments.c.code == "SW").values(is_active=False)))
    await has_changed(session, "departments")
    before = SKIPPED.labels("matrix", "inactive")._value.get()

    found = await answer(session, filed)

    assert (found.by, [(each.code, each.unit, each.because) for each in found.skipped]) == (
        AnsweredBy.FILING_RULE, [("row", "SW", "inactive")],
    )  # fmt: skip
    assert SKIPPED.labels("matrix", "inactive")._value.get() == before + 1

    alias = {"department_code": "CG-1", "alias": "部门SW"}
    await session.run(Statement(insert(table(DepartmentAlias)).values(**alias)))
    await has_changed(session, "departments")
    found = await answer(session, filed)
    assert (found.code, found.department, found.skipped) == ("row", "CG-1", ())


async def test_a_row_of_a_retired_category_still_counts_for_cases_that_are_open(session: Session, cases: Cases) -> None:
    filed = await cases.at("filed")
    await put_row(session, "row", category_code="DCM-01-02", lead_code="SW")
    retire = "UPDATE categories SET retired_on = DATE '2020-01-01' WHERE code = 'DCM-01-02'"
    await session.connection.execute(retire)
    await has_changed(session, "categories")

    assert (await answer(session, filed)).code == "row"
