"""What requests of evaluation name besides their address: by which right it is taken, and what who lacks it hears."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from httpx import AsyncClient, Response

from tests.organisation import COUNTY, GRID, OTHER_TOWN, TOWN


class Outside(Protocol):
    """Who asks from outside; see `test_second_ids`."""

    cases: Any
    client_as: Any

    async def post(self, who: str, path: str, body: Any, method: str = "POST") -> Response: ...


SCHEME = {
    "code": "rights", "name": "考评", "assessed": "grid", "area_code": COUNTY, "valid_from": "2020-01-01",
    "document": {
        "items": [{"code": "conduct", "label_zh": "表现", "weight": 100}],
        "colours": [{"code": "red", "label_zh": "红", "from_score": 60},
                    {"code": "grey", "label_zh": "灰", "from_score": 0}],
    },
}  # fmt: skip
_DAYS = {"first": "2026-01-01", "last": "2026-01-31"}
_NOBODY = "0193a0c0-0000-7000-8000-0000000000ff"


async def _scheme(out: Outside) -> dict[str, Any]:
    made: dict[str, Any] = (await out.post("centre_leader", "/evaluation/schemes", SCHEME)).json()
    return made


async def scheme_elsewhere(out: Outside) -> Response:
    return await out.post("supervisor", "/evaluation/schemes", SCHEME)


async def trial_elsewhere(out: Outside) -> Response:
    path = f"/evaluation/schemes/{(await _scheme(out))['id']}/trial"
    return await out.post("town_supervisor", path, {"area_code": TOWN, **_DAYS})


async def period_elsewhere(out: Outside) -> Response:
    body = {"scheme_id": (await _scheme(out))["id"], "area_code": OTHER_TOWN, **_DAYS}
    return await out.post("town_supervisor", "/evaluation/periods", body)


async def period_of_no_scheme(out: Outside) -> Response:
    return await out.post("supervisor", "/evaluation/periods", {"scheme_id": _NOBODY, "area_code": COUNTY, **_DAYS})


async def no_such_item(out: Outside) -> Response:
    body = {"scheme_id": (await _scheme(out))["id"], "area_code": COUNTY, **_DAYS}
    period = (await out.post("supervisor", "/evaluation/periods", body)).json()
    points = {"points": [{"subject": GRID, "item": "luck", "points": 1}]}
    return await out.post("supervisor", f"/evaluation/periods/{period['id']}/points", points, "PUT")


async def nobody_it_assesses(out: Outside) -> Response:
    body = {"scheme_id": (await _scheme(out))["id"], "area_code": OTHER_TOWN, **_DAYS}
    period = (await out.post("supervisor", "/evaluation/periods", body)).json()
    points = {"points": [{"subject": GRID, "item": "conduct", "points": 1}]}
    return await out.post("supervisor", f"/evaluation/periods/{period['id']}/points", points, "PUT")


def figures(path: str) -> Callable[[Outside], Awaitable[Response]]:
    async def attempt(out: Outside) -> Response:
        client: AsyncClient = out.client_as("town_supervisor")
        assert (await client.get(f"/evaluation/figures/{path}", params={"subject": TOWN})).status_code == 200
        return await client.get(f"/evaluation/figures/{path}", params={"subject": OTHER_TOWN})

    return attempt


async def photo_of_another_case(out: Outside) -> Response:
    case, other = await out.cases.at("closed"), await out.cases.report()
    photo = (await out.cases.attach("worker", other, "scene")).json()
    body = {"about": "overdue", "reason": "停电", "evidence_ids": [photo["id"]]}
    return await out.post("handler", f"/cases/{case['id']}/appeals", body)


async def appeal_of_another_case(out: Outside) -> Response:
    case, other = await out.cases.at("closed"), await out.cases.report()
    body = {"about": "overdue", "reason": "停电"}
    appeal = (await out.post("handler", f"/cases/{case['id']}/appeals", body)).json()
    decision = {"grant": True, "note": "属实"}
    return await out.post("supervisor", f"/cases/{other['id']}/appeals/{appeal['id']}/decide", decision)


RIGHTS = {
    "SchemeIn.area_code": ("leads its centre", scheme_elsewhere, 403),
    "TrialIn.area_code": ("leads its centre", trial_elsewhere, 403),
    "PeriodIn.area_code": ("judges there", period_elsewhere, 404),
    "PeriodIn.scheme_id": ("there is such a scheme", period_of_no_scheme, 404),
    **{
        f"/evaluation/figures/{path}?subject": (
            "judges there, or serves there",
            figures(path.format(figure="filing_rate")),
            404,
        )
        for path in ("values", "{figure}/series", "{figure}/cases")
    },
    "ManualPoint.subject": ("the period assesses them", nobody_it_assesses, 422),
    "ManualPoint.item": ("the scheme has it", no_such_item, 422),
    "CaseAppealIn.evidence_ids": ("photos of this case", photo_of_another_case, 422),
    "/cases/{case_id}/appeals/{appeal_id}/decide": ("the appeal is about this case", appeal_of_another_case, 404),
}
_ONE_S_OWN = "whose result it is, or who judges there; else it is not there, as tests of periods say"
_WITHIN = "a code within the scheme that is sent"
NO_RIGHT = {
    "SchemeIn.code": "the code of the scheme itself; of another area it is refused, as tests of periods say",
    "/evaluation/periods/{period_id}/results/{subject}": _ONE_S_OWN,
    "AppealIn.subject": _ONE_S_OWN,
    "/evaluation/schemes?code": "a filter narrows what is seen anyway",
    "SchemeColour.code": _WITHIN, "SchemeDeduction.code": _WITHIN, "SchemeItem.code": _WITHIN,
    "SchemePayBand.code": _WITHIN, "SchemeTrigger.code": _WITHIN, "SchemeTrigger.colour": _WITHIN,
}  # fmt: skip
