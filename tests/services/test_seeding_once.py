"""The national days are computed when the library or the code is another than the last time, and only then."""

import pytest

from app.db.session import Session
from app.services.calendar import seeding


async def test_days_are_computed_once_by_each_edition_of_the_library(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []
    compute = seeding.national_year

    def counted(year: int) -> object:
        computed.append(seeding.version("holidays"))
        return compute(year)

    monkeypatch.setattr(seeding, "national_year", counted)
    await session.connection.execute("DELETE FROM reference_versions WHERE name = 'national days'")
    for edition in ("1.0", "1.0", "1.1", "1.1"):
        monkeypatch.setattr(seeding, "version", lambda _, edition=edition: edition)
        await seeding.seed_once(session)

    each = len(computed) // 2
    assert each > 0, "who computes nothing proves nothing"
    assert computed == ["1.0"] * each + ["1.1"] * each
