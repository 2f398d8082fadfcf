"""A scheme that lists a kind of irregularity only: its cases count in the score, and the lists behind say so."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import GRID
from tests.routers.test_assessments import Clients, Times, computed, opened, result, times

__all__ = ["times"]
_CONFIRMED = """
    WITH one AS (
        INSERT INTO irregularities (id, kind, state, person_id, area_path, happened_at, found_at, figures, judged_at)
        SELECT gen_random_uuid(), $2, 'confirmed', reporter_id, area_path, now(), now(), '{}', now()
        FROM cases WHERE id = $1
        RETURNING id
    ) INSERT INTO irregularity_cases (irregularity_id, case_id, is_subject) SELECT id, $1, true FROM one
"""


@pytest.mark.parametrize(
    ("kind", "listed_only", "expected"),
    [
        ("duplicate", [], (0, 1, 1)),
        ("duplicate", ["duplicate"], (1, 2, 0)),
        ("duplicate", ["repeated_photo", "rating_burst"], (0, 1, 1)),
        ("rating_burst", [], (1, 2, 0)),
    ],
)
async def test_what_is_irregular_counts_as_the_scheme_says(
    cases: Cases, client_as: Clients, database: OneConnection, times: Times,
    kind: str, listed_only: list[str], expected: tuple[int, int, int],
) -> None:  # fmt: skip
    """`expected` of the share of filed reports: hits, counted, exempt, of a filed and of a rejected one."""
    filed = await cases.at("closed")
    await cases.at("rejected")
    await database.connection.execute(_CONFIRMED, filed["id"], kind)
    first = clock.today()
    times.later(timedelta(days=1))
    supervisor = client_as("supervisor")
    period = await computed(database, client_as, await opened(client_as, (first, first), listed_only=listed_only))
    told = (await result(supervisor, period)).json()["explanation"]
    item = told["items"][0]

    assert (item["hits"], item["counted"], item["exempt"]) == expected
    assert told["irregular"]["hits"] == (1 if kind == "duplicate" else 0), "a rating is none of its report"
    assert told["irregular"]["listed_only"] == sorted(listed_only)
    lists: dict[str, list[dict[str, Any]]] = {}
    for part in ("hit", "missed", "exempt"):
        lists[part] = (await supervisor.get(item[f"{part}_href"].removeprefix("/api/v1"))).json()["items"]
    assert [len(lists[part]) for part in ("hit", "exempt")] == [expected[0], expected[2]]
    assert len(lists["missed"]) == expected[1] - expected[0]
    facts = [fact for case in (*lists["hit"], *lists["exempt"]) if case["id"] == filed["id"] for fact in case["facts"]]
    assert ("duplicate by the same hand" in facts) is (kind == "duplicate")


async def test_a_kind_that_is_none_is_refused_where_it_stands(client_as: Clients) -> None:
    body = {
        "code": "x", "name": "考评", "assessed": "grid", "area_code": "440310", "valid_from": "2020-01-01",
        "document": {"items": [{"code": "a", "label_zh": "项", "weight": 100}],
                     "colours": [{"code": "r", "label_zh": "红", "from_score": 60},
                                 {"code": "g", "label_zh": "灰", "from_score": 0}],
                     "listed_only": ["duplicate", "bribery"]},
    }  # fmt: skip
    answer = await client_as("centre_leader").post("/evaluation/schemes", json=body)
    list_of_none = await client_as("supervisor").get(
        "/evaluation/figures/filing_rate/cases", params={"subject": GRID, "listed_only": ["bribery"]}
    )

    assert [error["pointer"] for error in answer.json()["errors"]] == ["/document/listed_only/1"]
    assert list_of_none.status_code == 422
