"""A report with its photos, as one form sends them: the words first, so that no photo that fails takes them with it."""

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from app.crypto.marks import Mark
from app.db.session import Database
from app.errors import AppError
from app.schemas.residents.reports import ResidentReport
from app.services.photos.store import PhotoStore
from app.services.residents import reports, saying


class Sent(NamedTuple):
    """The link of a report that was taken, and whether all of its photos were."""

    token: str
    photos_are_there: bool

    @property
    def done(self) -> str:
        """What the page that follows is to say of it."""
        return "report" if self.photos_are_there else "report-without-photos"


async def send(
    database: Database,
    store: PhotoStore,
    report: ResidentReport,
    photos: Sequence[AsyncIterator[bytes]],
    address: str | None,
    marks: Mark,
) -> Sent:
    """Takes a report and whichever of its photos are usable; sent again it is the same report with the same photos.

    Raises:
        Invalid, TooManyRequests, ReportConflict: as for `reports.report`.
    """
    async with database.writing() as session:
        view, _ = await reports.report(session, report, address, marks)
    token, lost = str(view["token"]), 0
    for content in photos:
        try:
            await saying.require_welcome(database, token)
            await saying.add_photo(database, store, token, content)
        except AppError:  # whoever sent it is told, and can add it by the link
            lost += 1
    return Sent(token, lost == 0)
