"""Fills an empty database with the demo district."""

import asyncio
from collections.abc import Callable

from app import progress
from app.db.session import Session
from app.demo import DATA
from app.demo.accounts import Accounts, names
from app.queries.identity import page_sessions
from app.queries.importing import loading as queries
from app.services.administration import giving_passwords
from app.services.importing import import_directory


async def load_demo(session: Session, accounts: Accounts, show: Callable[[dict[str, str]], None]) -> bool:
    """Loads the district into an empty database, with a generated password for each account; True: it did.

    The start page offers the accounts to whoever may try them. `show` gets the passwords while nothing is committed
    yet: whatever cuts the start off there, an account whose password nobody has seen does not exist. A database that
    has areas already is left as it is.
    """
    if await session.first(queries.ANY_AREA) is not None:
        return False
    progress.step("filling in the demo district", "正在填入演示区划")
    accounts.start()
    await import_directory(session, DATA)
    made = await asyncio.to_thread(accounts.made)
    for name, new in made.items():
        user_id = await giving_passwords.set_password(session, name, new)
        offer = {"password": new.password, "password_hash": new.hashed}
        await session.run(page_sessions.OFFER, user_id=user_id, **offer)
    show({name: new.password for name, new in made.items()})
    return True


async def present(session: Session) -> list[str]:
    """The accounts of the demo that the database has."""
    known = {row["username"] for row in await session.all(queries.USERS_CALLED, lowered=names())}
    return [name for name in names() if name in known]
