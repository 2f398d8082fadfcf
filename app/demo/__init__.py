"""The demo district: 坪山区 440310, its real towns and villages, grids of our own drawing, one account a role."""

from pathlib import Path

from app.db.session import Session
from app.queries import importing as queries
from app.services.importing import import_directory
from app.services.people import users

DATA = Path(__file__).parent / "data"


async def load_demo(session: Session) -> dict[str, str]:
    """Loads the district into an empty database; gives each account's one-time generated password.

    A database that has areas already is left as it is, and nothing is given.
    """
    if await session.first(queries.ANY_AREA) is not None:
        return {}
    await import_directory(session, DATA)
    accounts = [row["username"] for row in await session.all(queries.USERNAMES)]
    return {name: await users.set_generated_password(session, name) for name in accounts}
