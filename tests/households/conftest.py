"""The village of these tests."""

import pytest

from app.db.session import Session
from tests.households.village import ClientAs, Play, people_of_the_village


@pytest.fixture
async def play(client_as: ClientAs, session: Session) -> Play:
    await people_of_the_village(session)
    return Play(client_as)
