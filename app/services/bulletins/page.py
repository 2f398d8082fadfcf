"""What a bulletin 简报 says, put together: figures, words, cases, names as they are today."""

from typing import TypedDict, cast
from uuid import UUID

from app.db.session import Session
from app.errors import GuardRefused
from app.queries.bulletins import issues
from app.queries.bulletins.rows import BulletinRow
from app.services.bulletins.names import Names, Said
from app.workflow.bulletins.life import number_of

_KIND = {"unit": "department", "area": "area"}


class Place(TypedDict):
    """A unit or an area that is named."""

    kind: str
    code: str


class Told(TypedDict):
    """What the editor says."""

    foreword: str | None
    remarks: str | None
    typical: list[Said]
    praised: list[Place]
    criticised: list[Place]
    addressees: list[Place]
    withdraws: str | None
    withdrawal_reason: str | None


async def page_of(session: Session, row: BulletinRow) -> Said:
    """The page of a draft, which has no number and is signed by nobody."""
    told = cast(Told, row["told"])
    names = Names()
    names.want("area", [row["area_code"]])
    names.want("person", row["editor_ids"])
    for each in (*told["praised"], *told["criticised"], *told["addressees"]):
        names.want(_KIND[each["kind"]], [each["code"]])
    await names.look_up(session)

    def called(each: Place) -> Said:
        return {**each, **names.of(_KIND[each["kind"]], each["code"])}

    return {
        "number": None,
        "kind": row["kind"],
        "area": names.of("area", row["area_code"]),
        "title": row["title"],
        "foreword": told["foreword"],
        "remarks": told["remarks"],
        "figures": row["figures"],
        "typical": told["typical"],
        "praised": [called(each) for each in told["praised"]],
        "criticised": [called(each) for each in told["criticised"]],
        "addressees": [called(each) for each in told["addressees"]],
        "withdraws": await _withdrawal(session, row, told),
        "editors": [names.of("person", editor)["zh"] for editor in row["editor_ids"]],
        "signed_by": None,
        "signed_on": None,
    }


async def _withdrawal(session: Session, row: BulletinRow, told: Told) -> Said | None:
    """Which earlier issue it takes back.

    Raises:
        GuardRefused: somebody else has done so meanwhile.
    """
    if told["withdraws"] is None:
        return None
    earlier = await session.first(issues.OF_AREA, area_code=row["area_code"], bulletin_id=UUID(told["withdraws"]))
    if earlier is None:
        raise GuardRefused(zh="拟撤销的简报不存在", en="The bulletin to be withdrawn is not there")
    zh, en = number_of(earlier["year"], earlier["number"])
    number = {"year": earlier["year"], "number": earlier["number"], "zh": zh, "en": en}
    return {"bulletin_id": earlier["bulletin_id"], "number": number, "reason": told["withdrawal_reason"]}
