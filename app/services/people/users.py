"""Users: giving one a password."""

from app import clock
from app.db.session import Session
from app.errors import NotFound
from app.queries import identity
from app.queries import users as queries
from app.services.people.passwords import NewPassword, new_password


async def set_password(session: Session, username: str, new: NewPassword) -> None:
    """Sets a password and ends every session of the user, their access tokens too.

    Raises:
        NotFound: there is no such user.
    """
    user = await session.first(queries.SET_PASSWORD, of_username=username, hashed=new.hashed, expires_at=new.expires_at)
    if user is None:
        raise NotFound()
    await session.run(identity.END_ALL_OF, of_user=user["id"], at=clock.now())


async def set_generated_password(session: Session, username: str) -> str:
    """Sets a random password and gives it, once."""
    new = await new_password()
    await set_password(session, username, new)
    return new.password
