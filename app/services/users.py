"""Users: adding one with a post, and giving one a password."""

import secrets
from dataclasses import dataclass
from datetime import date

from app import clock
from app.authz import DEPARTMENT_POSTS, Post
from app.db.session import Session
from app.errors import NotFound, invalid_field
from app.identifiers import new_id
from app.queries import organisation
from app.queries import users as queries
from app.services.passwords import LOCKED, MIN_LENGTH, hash_password


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to add, with one post: at an area, or in a department for department posts."""

    username: str
    display_name: str
    post: Post
    area_code: str | None = None
    department_code: str | None = None
    phone: str | None = None
    valid_from: date | None = None


async def add_user(session: Session, new: NewUser) -> None:
    """Adds a user who cannot sign in until a password is set.

    Raises:
        Invalid: the post and the place do not fit each other, or there is no such place.
    """
    of_department = new.post in DEPARTMENT_POSTS
    if of_department != (new.department_code is not None) or of_department == (new.area_code is not None):
        raise invalid_field(
            "/post", "部门岗位须指定部门，其他岗位须指定区划", "department posts need a department, all others an area"
        )
    await _require_place(session, new)
    now = clock.now()
    user_id = new_id(now)
    await session.run(
        queries.ADD,
        id=user_id,
        username=new.username,
        display_name=new.display_name,
        phone=new.phone,
        password_hash=LOCKED,
        created_at=now,
    )
    await session.run(
        queries.APPOINT,
        id=new_id(now),
        user_id=user_id,
        post=new.post,
        area_code=new.area_code,
        department_code=new.department_code,
        valid_from=new.valid_from or clock.today(),
        valid_to=None,
    )


async def _require_place(session: Session, new: NewUser) -> None:
    area, department = new.area_code, new.department_code
    if area is not None and await session.first(organisation.AREA, code=area) is None:
        raise invalid_field("/area_code", f"没有区划 {area}", f"there is no area {area}")
    if department is not None and await session.first(organisation.DEPARTMENT, code=department) is None:
        raise invalid_field("/department_code", f"没有部门 {department}", f"there is no department {department}")


async def set_password(session: Session, username: str, password: str) -> None:
    """Sets a password.

    Raises:
        Invalid: it is too short. NotFound: there is no such user.
    """
    if not MIN_LENGTH <= len(password) <= 200:
        raise invalid_field("/password", f"密码须为 {MIN_LENGTH} 至 200 个字符", f"use {MIN_LENGTH} to 200 characters")
    hashed = await hash_password(password)
    if await session.first(queries.SET_PASSWORD, of_username=username, hashed=hashed) is None:
        raise NotFound()


async def set_generated_password(session: Session, username: str) -> str:
    """Sets a random password of about 80 bits and gives it, once."""
    password = "-".join(secrets.token_hex(2) for _ in range(5))
    await set_password(session, username, password)
    return password
