"""Users and their posts on the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.authz import Post
from app.schemas.base import Day, Input, OneLine, Output, Plain, example
from app.schemas.examples import organisation
from app.schemas.flow.handing_over import OpenWork

Text = Annotated[str, StringConstraints(strip_whitespace=True), Plain]
Username = Annotated[str, StringConstraints(strip_whitespace=True), OneLine]


class PostIn(Input):
    post: Post
    area_code: Text | None = Field(default=None, description="Of every post but those of departments")
    department_code: Text | None = Field(default=None, description="Of department posts")
    valid_from: Day | None = Field(default=None, description="The first day, today unless said")
    valid_to: Day | None = Field(default=None, description="The last day; null: open")


class UserIn(PostIn):
    """A user with their first post; they cannot sign in until a password is made."""

    model_config = example(
        username="zhang", display_name="张三", phone="13800000000", post="full_time_worker", area_code="44031000300101"
    )
    username: Username
    display_name: Text
    phone: Text | None = None


class UserPatch(Input):
    """What is not named stays."""

    leaves_alone = True
    model_config = example(phone="13900000000", is_active=False)
    display_name: Text | None = None
    phone: Text | None = Field(default=None, description="null takes it away")
    is_active: bool | None = Field(default=None, description="false: they are signed out at once")


class AppointmentIn(PostIn):
    model_config = example(username="zhang", post="grid_leader", area_code="44031000300101", valid_from="2026-12-01")
    username: Username


class AppointmentDates(Input):
    model_config = example(valid_to="2027-06-30")
    valid_to: Day | None = Field(description="The last day; null: open")


class AppointmentView(Output):
    id: UUID
    user_id: UUID
    username: str
    display_name: str
    post: Post
    area_code: str | None
    department_code: str | None
    valid_from: date
    valid_to: date | None
    model_config = example(**organisation.APPOINTMENT)


class AppointmentEnded(AppointmentView):
    open_work: OpenWork = Field(description="What the holder has still of open cases")
    model_config = example(**organisation.APPOINTMENT, open_work=organisation.OPEN_WORK)


class Revoked(Output):
    """The post is gone, and its holder has still work to hand over."""

    user_id: UUID
    open_work: OpenWork
    model_config = example(user_id="0193a0c0-0000-7000-8000-0000000000a4", open_work=organisation.OPEN_WORK)


class AppointmentPage(Output):
    items: list[AppointmentView]
    next_cursor: str | None
    model_config = example(items=[organisation.APPOINTMENT], next_cursor=None)


class UserItem(Output):
    id: UUID
    username: str
    display_name: str
    is_active: bool
    phone: str | None = Field(description="The phone number, masked; null where none is known")
    model_config = example(**organisation.USER_ITEM)


class UserView(Output):
    id: UUID
    username: str
    display_name: str
    is_active: bool
    phone: str | None
    created_at: datetime
    appointments: list[AppointmentView] = Field(description="Those in your reach, ended ones too")
    open_work: OpenWork = Field(description="What they hold still; `POST /users/{id}/hand-over` gives it to another")
    model_config = example(**organisation.USER)


class UserPage(Output):
    items: list[UserItem]
    next_cursor: str | None
    model_config = example(items=[organisation.USER_ITEM], next_cursor=None)


_DAYS = Field(default=7, ge=1, le=30, description="How long the one-time passwords are good")


class UsersIn(Input):
    """Many new users with their first posts, all of them or none; each gets a one-time password 一次性密码."""

    model_config = example(
        users=[
            {"username": "zhang", "display_name": "张三", "post": "full_time_worker", "area_code": "44031000300101"}
        ],
        days=7,
    )
    users: list[UserIn] = Field(min_length=1, max_length=200)
    days: int = _DAYS


class UserSession(Output):
    id: UUID
    created_at: datetime
    used_at: datetime
    expires_at: datetime
    model_config = example(**organisation.USER_SESSION)


class UserSessions(Output):
    items: list[UserSession] = Field(description="Last used first, at most 100")
    model_config = example(items=[organisation.USER_SESSION])


class PasswordsIn(Input):
    """For many users a new one-time password each, in place of the one they have."""

    model_config = example(user_ids=["0193a0c0-0000-7000-8000-0000000000a4"], days=7)
    user_ids: list[UUID] = Field(min_length=1, max_length=200)
    days: int = _DAYS


class GivenPassword(Output):
    id: UUID
    username: str
    display_name: str
    password: str | None = Field(
        description="To be changed at the first sign-in. The same request sent again under its `Idempotency-Key` tells "
        "it again as long as it is good and unchanged, and null afterwards"
    )
    model_config = example(**organisation.GIVEN_PASSWORD)


class GivenPasswords(Output):
    users: list[GivenPassword]
    expires_at: datetime = Field(description="Until then they can sign in with these")
    model_config = example(users=[organisation.GIVEN_PASSWORD], expires_at="2026-12-05T02:00:00Z")


class OneTimePassword(Output):
    username: str
    password: str | None = Field(description="Told once: null when the same request is sent again under its key")
    model_config = example(**organisation.PASSWORD)
