"""Signing a bulletin 签发: numbered, frozen, archived and sent in one transaction, or nothing of it.

Its files are printed before, apart, with the number that comes next; where another was signed meanwhile, they are
printed anew. So no transaction waits for a printer, and no number is ever left out or given twice.
"""

from datetime import datetime
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.rows import in_json
from app.db.session import Session
from app.errors import GuardRefused
from app.models.audit import Deed
from app.models.bulletin import AddresseeKind, BulletinFormat
from app.queries.bulletins import issues
from app.queries.bulletins import rows as queries
from app.queries.bulletins.rows import BulletinRow
from app.services.bulletins import reading
from app.services.bulletins.drafting import Versions, held
from app.services.bulletins.names import Said
from app.services.bulletins.page import page_of
from app.services.bulletins.printing import Proofs
from app.services.security.trail import record
from app.workflow.bulletins.life import BulletinAction, BulletinStatus, number_of
from app.workflow.bulletins.page import without_cases


async def sign(session: Session, actor: Actor, bulletin_id: UUID, versions: Versions, proofs: Proofs) -> bytes:
    """Publishes what was submitted, in the name of a leader who edited nothing of it.

    Raises:
        NotFound, NotPermitted, WrongState, StaleVersion; GuardRefused: another of its period stands, or what it
        withdraws is withdrawn already. Unprinted: it begins anew when the files are there.
    """
    row = await held(session, actor, bulletin_id, BulletinAction.SIGN, versions)
    year = proofs.at.astimezone(clock.LOCAL).year
    number = await session.one_value(issues.NEXT_NUMBER, area_code=row["area_code"], year=year)
    page = await _page(session, actor, row, year, number, proofs.at)
    await _require_alone(session, row, page)
    content = in_json(page)
    files = proofs.of(content)
    withdraws = _withdrawn(page)
    await session.run(
        issues.ISSUE, bulletin_id=bulletin_id, area_code=row["area_code"], year=year, number=number,
        signed_by=actor.user_id, signed_at=proofs.at, withdraws=withdraws,
    )  # fmt: skip
    kept = [(BulletinFormat.JSON.value, "", content), *files]
    await session.run_many(
        issues.KEEP_FILE,
        [
            {"bulletin_id": bulletin_id, "format": kind, "language": language, "content": made,
             "sha256": reading.digest(made)}
            for kind, language, made in kept
        ],
    )  # fmt: skip
    await _address(session, row, page)
    await session.run(queries.SET_STATUS, bulletin_id=bulletin_id, new_status=BulletinStatus.PUBLISHED.value)
    told = {"number": f"{year}-{number}", "sha256": reading.digest(content)}
    await record(
        session, actor, Deed.BULLETIN, bulletin_id, name=row["title"], at=[row["area_path"]], step="signed", **told
    )
    return await reading.read(session, actor, bulletin_id)


async def _page(session: Session, actor: Actor, row: BulletinRow, year: int, number: int, at: datetime) -> Said:
    """What is frozen: nobody finds the cases of its examples by it."""
    zh, en = number_of(year, number)
    page = without_cases(await page_of(session, row))
    numbered = {"year": year, "number": number, "zh": zh, "en": en}
    return page | {"number": numbered, "signed_by": actor.name, "signed_on": at.astimezone(clock.LOCAL).date()}


def _withdrawn(page: Said) -> UUID | None:
    told = page["withdraws"]
    return told["bulletin_id"] if isinstance(told, dict) else None


async def _require_alone(session: Session, row: BulletinRow, page: Said) -> None:
    """One issue of an area, a kind and a period stands at a time; the number is held: nobody issues another now."""
    withdraws = _withdrawn(page)
    if withdraws is not None:
        earlier = await session.one(issues.OF_AREA, area_code=row["area_code"], bulletin_id=withdraws)
        if earlier["is_withdrawn"]:
            raise GuardRefused(zh="拟撤销的一期已被撤销", en="The issue to be withdrawn is withdrawn already")
    standing = await session.first(
        issues.SAME_PERIOD, area_code=row["area_code"], kind=row["kind"], starts_on=row["starts_on"]
    )
    if standing is not None and standing["bulletin_id"] != withdraws:
        zh, en = number_of(standing["year"], standing["number"])
        raise GuardRefused(
            zh=f"该时段的{zh}仍然有效；须在本期中声明撤销它", en=f"{en} of this period stands: withdraw it in this one"
        )


async def _address(session: Session, row: BulletinRow, page: Said) -> None:
    sent = page["addressees"]
    if not isinstance(sent, list) or not sent:
        return
    areas = [each["code"] for each in sent if each["kind"] == AddresseeKind.AREA]
    paths = {
        each["code"]: each["path"]
        for each in await session.all(issues.PLACES, codes=areas)
        if each["kind"] == AddresseeKind.AREA
    }
    await session.run_many(
        issues.ADDRESS,
        [
            {"bulletin_id": row["id"], "kind": each["kind"], "code": each["code"],
             "area_path": paths.get(each["code"]) if each["kind"] == AddresseeKind.AREA else None}
            for each in sent
        ],
    )  # fmt: skip
