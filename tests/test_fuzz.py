"""schemathesis against every operation: bodies and parameters that fit the document, and that do not, from every role.

The same requests in every run. No answer may be a fault, and each must be as the document declares.
"""

import contextlib
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.cases import Cases
from tests.contract import document
from tests.organisation import COUNTY, GRID, PASSWORD

pytestmark = pytest.mark.any_server

SCHEMA = schemathesis.openapi.from_dict(document())
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
TAGS = sorted({operation.tags[0] for operation in OPERATIONS})
ROLES = ("clerk", "handler", "dispatcher", "worker", "supervisor", "admin", "centre_leader", "hotline", None)
STATUSES = ("reported", "filed", "dispatched", "handling", "return_review", "resolved", "closed")
#: Names that mean something here: every second request bears them, so that it goes past the first check.
KNOWN = {
    "rule_code": "R1", "category_code": "DCM-01-02", "lead": "CG", "department": "CG", "proposed_department": "SW",
    "area_code": GRID, "area": COUNTY, "place": COUNTY, "name": "triage", "username": "worker", "password": PASSWORD,
}  # fmt: skip
EACH = {"identity": 8, "actions": 6}
EACH_OTHERWISE = 16
#: Streams that never end: here nothing is heard that they could tell, and whoever might listen is sent away.
UNHEARD = {"/api/v1/events"}
LONGEST_ADDRESS = 65_000  # of httpx
#: What is wrong with one operation of a batch, or with what a device says of time and place, refuses no work.
LENIENT = {"/api/v1/sync/push", "/api/v1/cases", "/api/v1/cases/candidates", "/api/v1/public/cases",
           "/api/v1/cases/{case_id}/attachments", "/api/v1/cases/{case_id}/follow",
           "/api/v1/cases/{case_id}/submit-verification"}  # fmt: skip


def drawn(operation: Any, mode: GenerationMode, count: int) -> list[Case]:
    """The requests that are made of an operation, always the same."""
    found: list[Case] = []

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(operation.as_strategy(generation_mode=mode))
    def collect(case: Case) -> None:
        if len(str(prepared(case).url)) < LONGEST_ADDRESS:
            found.append(case)

    with contextlib.suppress(Unsatisfiable):  # an operation without any input has no wrong one
        collect()
    return found


def ground(told: Any, known: dict[str, Any]) -> None:
    """Puts known things in the place of made-up ones."""
    if isinstance(told, dict):
        for name in told.keys() & known.keys():
            told[name] = known[name]


def prepared(case: Case) -> requests.PreparedRequest:
    kwargs = case.as_transport_kwargs(base_url="http://test")
    return requests.Request(**kwargs).prepare()


async def send(client: httpx.AsyncClient, request: requests.PreparedRequest) -> httpx.Response:
    own = {name: value for name, value in (request.headers or {}).items() if name.lower() != "authorization"}
    return await client.request(str(request.method), str(request.url), headers=own, content=request.body)


@pytest.mark.parametrize("tag", TAGS)
async def test_no_request_is_a_fault_and_every_answer_is_as_declared(
    tag: str, cases: Cases, client_as: Callable[..., httpx.AsyncClient]
) -> None:
    ids: Iterator[str] = cycle([(await cases.at(status))["id"] for status in STATUSES])
    roles = cycle(ROLES)
    seen = 0
    for operation in OPERATIONS:
        if operation.tags[0] != tag:
            continue
        for mode in GenerationMode:
            for number, case in enumerate(drawn(operation, mode, EACH.get(tag, EACH_OTHERWISE) // 2)):
                if number % 2:
                    for part in (case.path_parameters, case.query, case.body):
                        ground(part, KNOWN | {"case_id": next(ids)})
                answer = await send(client_as(next(roles)), prepared(case))
                unheard = operation.path in UNHEARD and answer.json()["code"] == "unavailable"
                assert answer.status_code < 500 or unheard, (case.as_curl_command(), answer.text)
                lenient = number % 2 or answer.status_code >= 400 or operation.path in LENIENT
                unfair = [negative_data_rejection] if lenient else []
                unfair += [not_a_server_error] if unheard else []
                case.validate_response(answer, excluded_checks=[positive_data_acceptance, *unfair])
                seen += 1

    assert seen > 0
