"""A private matter as it really comes about, and all that must not be read of it by whom it is kept from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from httpx import AsyncClient

from app import clock
from app.services.reading.case_view import mask_name
from app.text.phones import masked
from tests.cases import Cases
from tests.organisation import USERS
from tests.sync.phone import operation
from tests.uploads.tus import TUS, after_photo

Clients = Callable[..., AsyncClient]

WORDS, DEMAND = "邻里纠纷家中有人被打", "今日内上门并书面回复"
REPORTER, FOLLOWER = "worker", "leader"
RESIDENT, OTHER_RESIDENT = ("欧阳举报", "13812345678"), ("司徒旁观", "13987654321")


@dataclass(slots=True)
class Matter:
    """One case and what hangs on it; the secrets as they would stand in an answer."""

    case: dict[str, Any]
    photo_id: str
    upload_id: str
    operation_id: str
    of_the_case: set[str] = field(default_factory=set)
    of_the_reporter: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        case_id: str = self.case["id"]
        return case_id


def _person(user: str) -> set[str]:
    return {str(USERS[user]), f"用户{user}"}


def _resident(name: str, phone: str) -> set[str]:
    return {name, mask_name(name), phone, masked(phone)}


def in_an_hour() -> str:
    return (clock.now() + timedelta(hours=1)).isoformat()


async def private(cases: Cases, client_as: Clients, tier: str) -> Matter:
    """Reported, photographed, followed, verified by the reporter, filed under a tier, and in hand.

    The lead unit is CG, SW assists; there is an urge, an order, a whistle, and a photo of the reporter on its way.
    """
    case = await cases.report(REPORTER, description=WORDS, contact={"name": RESIDENT[0], "phone": RESIDENT[1]})
    assert (await cases.attach(REPORTER, case, "scene")).status_code == 200
    note = operation("comment", case["id"], {"note": "已到现场"})
    pushed = {"sent_at": "2026-11-28T00:00:00Z", "operations": [note]}
    assert (await client_as(REPORTER).post("/sync/push", json=pushed)).json()["results"][0]["outcome"] == "applied"
    follow = {"contact": {"name": OTHER_RESIDENT[0], "phone": OTHER_RESIDENT[1]}}
    await cases.done(FOLLOWER, case, "follow", follow)
    verifier = {"missing": "权属", "verifier_id": str(USERS[REPORTER])}
    await cases.done("clerk", case, "request-verification", verifier)
    await cases.done(REPORTER, case, "submit-verification", {"confirmed": True, "finding": "属实"})
    await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": tier})
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
    await cases.done("handler", case, "sign")
    await cases.done("supervisor", case, "urge", {"note": "请尽快"})
    await cases.done("supervisor", case, "supervise", {"demand": DEMAND})
    whistle = {"departments": ["CG"], "place": "北门", "note": WORDS, "respond_by": in_an_hour()}
    await cases.done("centre_leader", case, "whistle", whistle)
    await cases.done("handler", case, "respond", {"note": "两人到场"})
    declared = TUS | {"Upload-Length": "9000", "Upload-Metadata": after_photo(case["id"])}
    upload = await client_as(REPORTER).post("/uploads", headers=declared)
    assert upload.status_code == 201, upload.text
    photos = (await client_as("clerk").get(f"/cases/{case['id']}/attachments")).json()
    return Matter(
        case,
        photo_id=photos["items"][0]["id"],
        upload_id=upload.headers["location"].rsplit("/", 1)[1],
        operation_id=note["id"],
        of_the_case={case["id"], case["number"], WORDS, DEMAND, photos["items"][0]["id"]},
        of_the_reporter={
            *_person(REPORTER), *_person(FOLLOWER), *_resident(*RESIDENT), *_resident(*OTHER_RESIDENT),
        },
    )  # fmt: skip
