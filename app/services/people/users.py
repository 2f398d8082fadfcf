"""Users: giving one a password."""

from app import clock
from app.db.session import Session
from app.errors import NotFound
from app.queries import users as queries
from app.services.people.passwords import NewPassword, new_password


async def set_password(session: Session, username: str, new: NewPassword) -> None:
    """Sets a password; sessions that are open end with their access token.

    Raises:
        NotFound: there is no such user.
    """
    user = await session.first(queries.SET_PASSWORD, of_username=username, hashed=new.hashed)
    if user is None:
        raise NotFound()
    await session.run(queries.REVOKE_TOKENS, of_id=user["id"], at=clock.now())


async def set_generated_password(session: Session, username: str) -> str:
    """Sets a random password and gives it, once."""
    new = await new_password()
    await set_password(session, username, new)
    return new.password
