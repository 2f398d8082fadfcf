"""Every operation of the OpenAPI document, asked by somebody about one case; what each answers, byte for byte.

A route that is new is walked by itself. One with a parameter the walk does not know fails until it is told here.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

from httpx import AsyncClient

from app.db.memory import Memory
from app.schemas.organisation.picking import Task
from app.schemas.supervision.questions import Question, SummaryBy
from app.services.reading.queues import QUEUES
from tests.cases import photo
from tests.conftest import OneConnection
from tests.contract import document
from tests.organisation import COUNTY, GRID, IN_GRID, USERS, VILLAGE
from tests.privacy.matter import WORDS, Matter
from tests.sync.phone import operation
from tests.uploads.tus import TUS, after_photo

_ROOT = "/api/v1"
_NOBODY = "0193a0c0-0000-7000-8000-0000000000ff"

#: What stands in the place of a path's parameter.
PARAMETERS: dict[str, Callable[[Matter], list[str]]] = {
    "kind": lambda matter: ["nature"],
    "case_id": lambda matter: [matter.id],
    "attachment_id": lambda matter: [matter.photo_id],
    "upload_id": lambda matter: [matter.upload_id],
    "name": lambda matter: [queue.name for queue in QUEUES],
    "view_id": lambda matter: [_NOBODY],
    "question": lambda matter: [question.value for question in Question],
    "link": lambda matter: ["none-of-ours-0123456789"],
    "token": lambda matter: ["none-of-ours-0123456789"],
    "code": lambda matter: [GRID, "CG", "R1", "DCM-01-02"],
    "from_code": lambda matter: ["DCM-01"],
    "to_code": lambda matter: ["DCM-01-02"],
    "user_id": lambda matter: [str(USERS["second_worker"])],
    "post_id": lambda matter: [_NOBODY],
    "session_id": lambda matter: [_NOBODY],
    "substitution_id": lambda matter: [_NOBODY],
    "village_code": lambda matter: [VILLAGE],
    **dict.fromkeys(
        (
            "household_id",
            "person_id",
            "proposal_id",
            "seat_id",
            "entry_id",
            "appeal_id",
            "reward_id",
            "redemption_id",
            "list_id",
            "pairing_id",
            "photo_id",
        ),
        lambda matter: [_NOBODY],
    ),
    "period_id": lambda matter: [_NOBODY],
    "scheme_id": lambda matter: [_NOBODY],
    "appeal_id": lambda matter: [_NOBODY],
    "irregularity_id": lambda matter: [_NOBODY],
    **{
        f"{one}_id": lambda matter: [_NOBODY]
        for one in (
            "group",
            "member",
            "period",
            "inspection",
            "task",
            "project",
            "activity",
            "adoption",
            "photo",
            "subject",
        )
    },
    "subject": lambda matter: ["task", GRID, "CG"],
    "position": lambda matter: ["1"],
    "template_id": lambda matter: [_NOBODY],
    "bulletin_id": lambda matter: [_NOBODY],
    "place": lambda matter: [COUNTY],
    "year": lambda matter: ["2026"],
    "valid_from": lambda matter: ["2026-12-07"],
    "day": lambda matter: ["2026-12-07"],
    "figure": lambda matter: ["filing_rate", "handling_in_time"],
}
#: What is asked besides, where a plain question would not show what the route can tell.
QUERIES: dict[str, Callable[[Matter], list[dict[str, Any]]]] = {
    "/cases": lambda matter: [
        {}, {"q": matter.case["number"]}, {"q": WORDS[:4]}, {"mine": True}, {"open": True, "sort": "due"},
        {"area": GRID}, {"department": "CG"}, {"fields": "number,description,handler_id,external_id"},
        {"external_id": "HL-1"},
    ],
    "/queues/{name}": lambda matter: [{}, {"fields": "number,description,handler_id"}],
    "/supervision/summary": lambda matter: [
        *({"question": question.value, "by": "department"} for question in Question),
        *({"question": "open", "by": by.value} for by in SummaryBy),
    ],
    "/people": lambda matter: [
        asked for task in Task for asked in ({"task": task.value}, {"task": task.value, "case_id": matter.id})
    ],
    "/cobuilding/periods/{period_id}/inspectors": lambda matter: [{"q": "用户"}],
    "/sync/receipts": lambda matter: [{"id": matter.operation_id}],
    "/supervision/burden/entries": lambda matter: [{"person": str(USERS["worker"])}],
    "/areas/locate": lambda matter: [{"lat": IN_GRID["lat"], "lon": IN_GRID["lon"]}],
    "/calendar": lambda matter: [{"area": COUNTY}],
    "/calendar/{place}/weeks/{valid_from}": lambda matter: [{"preview": True}, {}],
    "/calendar/{place}/days/{day}": lambda matter: [{"preview": True}, {}],
    "/departments/{code}/weeks/{valid_from}": lambda matter: [{"preview": True}, {}],
    "/escalation/{place}": lambda matter: [{"preview": True}, {}],
}  # fmt: skip
_REPORT = {"description": WORDS[2:] + "，请处理", "location": IN_GRID}
#: Bodies that say more than the example of the document does.
BODIES: dict[str, Callable[[Matter], list[dict[str, Any]]]] = {
    "/cases": lambda matter: [_REPORT, {**_REPORT, "id": matter.id}],
    "/cases/candidates": lambda matter: [_REPORT, {"description": _REPORT["description"]}],
    "/cases/by-caller": lambda matter: [{"phone": "13800000000"}],
    "/public/cases": lambda matter: [
        {**_REPORT, "id": id_, "contact": {"name": "王女士", "phone": "13800000000"}} for id_ in (_NOBODY, matter.id)
    ],
    "/sync/push": lambda matter: [
        {
            "sent_at": "2026-11-28T00:00:00Z",
            "operations": [operation(kind, matter.id, body, base_version=1)],
        }
        for kind, body in (
            ("comment", {"note": "好"}), ("progress", {"note": "好"}), ("sign", {}), ("follow", {}),
            ("submit_verification", {"confirmed": True, "finding": "好"}), ("report", _REPORT),
            ("merge", {"target_id": matter.id}),
        )
    ],
    "/cases/{case_id}/reveal-contact": lambda matter: [{"reason_code": "call_back"}],
    "/cases/{case_id}/merge": lambda matter: [{"target_id": matter.id}],
    "/cases/{case_id}/view-original": lambda matter: [
        {"attachment_id": matter.photo_id, "reason_code": "verify_evidence"}
    ],
}  # fmt: skip
_KNOWN = {
    "rule_code": "R1", "category_code": "DCM-01-02", "lead": "CG", "department": "SW", "proposed_department": "SW",
    "assists": [], "password": "wrong", "photo_exemption": "nothing_visible",
}  # fmt: skip


class Answer(NamedTuple):
    """What was asked and what came of it, headers included."""

    method: str
    template: str
    status: int
    said: str

    def names(self, secrets: set[str]) -> set[str]:
        """Those of the secrets that stand in it."""
        return {secret for secret in secrets if secret in self.said}


async def walk(database: OneConnection, client: AsyncClient, matter: Matter, *methods: str) -> AsyncIterator[Answer]:
    """Asks everything, each as if nothing had been asked before."""
    for template, method, operation_ in _operations():
        if methods and method not in methods:
            continue
        for path, query, sent in _requests(template, operation_, matter):
            attempt = database.connection.transaction()
            await attempt.start()
            try:
                answer = await client.request(method.upper(), f"http://test{path}", params=query, **sent)
            finally:
                await attempt.rollback()
                database.memory = Memory()  # what it learnt never was
            said = f"{answer.headers} {answer.content.decode('utf-8', 'replace')}"
            yield Answer(method, template, answer.status_code, said)


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for template, operations in document()["paths"].items():
        for method, operation_ in operations.items():
            yield template, method, operation_


def _requests(
    template: str, operation_: dict[str, Any], matter: Matter
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    short = template.removeprefix(_ROOT)
    names = re.findall(r"\{(\w+)\}", template)
    assert set(names) <= PARAMETERS.keys(), f"tell the walk what to put into {template}"
    needed = [told["name"] for told in operation_.get("parameters", []) if told["in"] == "query" and told["required"]]
    assert not needed or short in QUERIES, f"tell the walk what to ask of {template}"
    for values in product(*(PARAMETERS[name](matter) for name in names)):
        path = template
        for name, value in zip(names, values, strict=True):
            path = path.replace(f"{{{name}}}", value)
        for query, sent in product(QUERIES.get(short, lambda matter: [{}])(matter), _sent(short, operation_, matter)):
            yield path, query, sent


def _sent(short: str, operation_: dict[str, Any], matter: Matter) -> list[dict[str, Any]]:
    """The bodies of an operation, each with its headers."""
    media = operation_.get("requestBody", {}).get("content", {})
    if short.startswith("/uploads"):
        told = TUS | {"Upload-Length": "9000", "Upload-Metadata": after_photo(matter.id), "Upload-Offset": "0"}
        return [{"headers": told}]
    if short in BODIES and "application/json" in media:
        return [{"json": body} for body in BODIES[short](matter)]
    if "application/json" in media:
        return [{"json": _example(media["application/json"]["schema"]) | {}}]
    if "multipart/form-data" in media:
        return [{"data": {"purpose": "scene"}, "files": {"photo": ("photo.jpg", photo(7), "image/jpeg")}}]
    if media:
        return [{"data": {"username": "worker", "password": "wrong", "score": "5", "solved": "true"}}]
    return [{}]


def _example(schema: dict[str, Any]) -> dict[str, Any]:
    name = str(schema.get("$ref") or schema["anyOf"][0]["$ref"]).rsplit("/", 1)[1]
    body: dict[str, Any] = {**document()["components"]["schemas"][name]["examples"][0]}
    return body | {name: _KNOWN[name] for name in body.keys() & _KNOWN.keys()}


def reads_of_cases() -> set[str]:
    """The reading operations whose answer can speak of a case or of somebody's part in one, by their declared shape."""
    telling = {"reporter_id", "actor_name", "uploaded_by", "number", "case_id", "case", "cases"}
    return {
        template
        for template, method, operation_ in _operations()
        if method == "get" and not telling.isdisjoint(_fields(operation_["responses"]["200"]))
    }


def _fields(told: Any, seen: frozenset[str] = frozenset()) -> set[str]:
    """The names of the properties in a piece of the document, whatever it refers to included."""
    if isinstance(told, list):
        return set().union(*(_fields(part, seen) for part in told))
    if not isinstance(told, dict):
        return set()
    reference = str(told.get("$ref", "")).rsplit("/", 1)[-1]
    found = set(told.get("properties", ()))
    if reference and reference not in seen:
        found |= _fields(document()["components"]["schemas"][reference], seen | {reference})
    return found.union(*(_fields(value, seen) for key, value in told.items() if key not in ("example", "examples")))
