"""A process of its own that answers requests, one JSON line each: `python -m tests.paging DATABASE_URL DIRECTORY`."""

import asyncio
import json
import logging
import sys
from datetime import timedelta
from pathlib import Path

from httpx import ASGITransport, AsyncClient

from app import clock
from app.authz import Bearer
from app.config import Settings
from app.crypto.tokens import TokenSigner
from app.db.session import open_database
from app.main import create_app
from tests.conftest import KEY
from tests.organisation import SESSIONS, USERS


async def answer(url: str, directory: Path) -> None:
    """Asks the application whatever comes on standard input until that ends."""
    logging.disable()
    signer = TokenSigner(KEY)
    async with open_database(url, min_size=1, max_size=2) as database:
        app = create_app(Settings(data_dir=directory, signing_key=KEY), database)
        app.state.database = database
        client = AsyncClient(transport=ASGITransport(app), base_url="http://test/api/v1")
        while line := await asyncio.to_thread(sys.stdin.readline):
            asked = json.loads(line)
            bearer = Bearer(USERS[asked["who"]], SESSIONS[asked["who"]])
            token = signer.sign(bearer, clock.now(), timedelta(days=3650))
            told = await client.get(asked["path"], params=asked["params"], headers={"Authorization": f"Bearer {token}"})
            sys.stdout.write(json.dumps({"status": told.status_code, "body": told.json()}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(answer(sys.argv[1], Path(sys.argv[2])))
