"""Users: giving one a password."""

from uuid import UUID

from app import clock
from app.db.session import Session
from app.errors import NotFound
from app.models.audit import Deed
from app.queries.identity import sessions
from app.queries.identity import users as queries
from app.services.identity.passwords import NewPassword, new_password
from app.services.security.trail import record


async def set_password(session: Session, username: str, new: NewPassword) -> UUID:
    """Sets a password, ends every session of the user, their access tokens too; gives who it is.

    Raises:
        NotFound: there is no such user.
    """
    user = await session.first(queries.SET_PASSWORD, of_username=username, hashed=new.hashed, expires_at=new.expires_at)
    if user is None:
        raise NotFound()
    user_id: UUID = user["id"]
    await session.run(sessions.END_ALL_OF, of_user=user_id, at=clock.now())
    return user_id


async def set_generated_password(session: Session, username: str) -> str:
    """Sets a random password and gives it, once."""
    new = await new_password()
    user_id = await set_password(session, username, new)
    await record(session, None, Deed.PASSWORD_GIVEN, user_id)
    return new.password
