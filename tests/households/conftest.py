"""The village of these tests."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from app import clock
from app.db.session import Session
from tests.households.village import ClientAs, Play, days_until, people_of_the_village


@pytest.fixture
async def play(client_as: ClientAs, session: Session) -> AsyncIterator[Play]:
    """In the middle of a year, whenever it is played: rules hold from the first of January on."""
    with clock.shifted(days_until(date(2027, 6, 16))):
        await people_of_the_village(session)
        yield Play(client_as)
