"""A dispatch that is recalled while its unit signs it, and choices that are made at the same moment."""

import asyncio
from collections import Counter

from tests.cases import Cases


async def test_a_recall_and_a_signing_at_once_leave_one_truth(cases: Cases) -> None:
    for _ in range(5):
        case = await cases.at("dispatched")
        version = {"If-Match": f'"{case["version"]}"'}
        recalled, signed = await asyncio.gather(
            cases.act("dispatcher", case, "recall", {"reason_code": "wrong_unit"}, headers=version),
            cases.act("handler", case, "sign", headers=version),
        )
        after = (await cases.client_as("dispatcher").get(f"/cases/{case['id']}")).json()

        if recalled.status_code == 200:
            assert signed.status_code in (404, 409, 412), signed.text
            assert (after["status"], after["lead_department_code"], after["signed_at"]) == ("filed", None, None)
        else:
            assert (recalled.status_code, signed.status_code) == (412, 200), recalled.text
            assert (after["status"], after["lead_department_code"]) == ("handling", "CG")
        assert after["version"] == case["version"] + 1, "one of them, and not both"


async def test_two_dispatchers_who_redirect_at_once_redirect_once(cases: Cases) -> None:
    case = await cases.at("dispatched")
    version = {"If-Match": f'"{case["version"]}"'}
    body = {"lead": "SW", "reason_code": "wrong_unit"}
    answers = await asyncio.gather(
        *(cases.act(who, case, "redirect", body, headers=version) for who in ("dispatcher", "centre_leader") * 4)
    )
    after = (await cases.client_as("dispatcher").get(f"/cases/{case['id']}")).json()

    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    assert after["redirect_count"] == 1


async def test_progress_and_a_redirection_at_once_leave_one_truth(cases: Cases) -> None:
    for _ in range(5):
        case = await cases.at("handling")
        progress, redirected = await asyncio.gather(
            cases.act("handler", case, "progress", {"note": "已到现场"}),
            cases.act("dispatcher", case, "redirect", {"lead": "SW", "reason_code": "wrong_unit"}),
        )
        assert sorted((progress.status_code == 200, redirected.status_code == 200)) == [False, True]
        if progress.status_code == 200:
            assert redirected.json()["condition"] == "unit-at-work"


async def test_verifications_asked_for_at_once_do_not_all_fall_to_one(cases: Cases) -> None:
    reported = [await cases.at("reported") for _ in range(12)]
    answers = await asyncio.gather(
        *(cases.act("clerk", case, "request-verification", {"missing": "权属"}) for case in reported)
    )
    held = Counter(answer.json()["verifier_id"] for answer in answers)

    assert sum(held.values()) == 12
    assert len(held) > 1, "the choice knew nothing of the others and spread all the same"
