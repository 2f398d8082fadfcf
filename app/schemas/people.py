"""Users and their posts on the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.authz import Post
from app.schemas import organisation_examples as examples
from app.schemas.base import Input, Output, Plain, example

Text = Annotated[str, StringConstraints(strip_whitespace=True), Plain]


class PostIn(Input):
    post: Post
    area_code: Text | None = Field(default=None, description="Of every post but those of departments")
    department_code: Text | None = Field(default=None, description="Of department posts")
    valid_from: date | None = Field(default=None, description="The first day, today unless said")
    valid_to: date | None = Field(default=None, description="The last day; null: open")


class UserIn(PostIn):
    """A user with their first post; they cannot sign in until a password is made."""

    model_config = example(
        username="zhang", display_name="张三", phone="13800000000", post="full_time_worker", area_code="44031000300101"
    )
    username: Text
    display_name: Text
    phone: Text | None = None


class UserPatch(Input):
    """What is not named stays."""

    model_config = example(phone="13900000000", is_active=False)
    display_name: Text | None = None
    phone: Text | None = Field(default=None, description="null takes it away")
    is_active: bool | None = Field(default=None, description="false: they are signed out at once")


class AppointmentIn(PostIn):
    model_config = example(username="zhang", post="grid_leader", area_code="44031000300101", valid_from="2026-12-01")
    username: Text


class AppointmentDates(Input):
    model_config = example(valid_to="2027-06-30")
    valid_to: date | None = Field(description="The last day; null: open")


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
    model_config = example(**examples.APPOINTMENT)


class AppointmentPage(Output):
    items: list[AppointmentView]
    next_cursor: str | None
    model_config = example(items=[examples.APPOINTMENT], next_cursor=None)


class UserItem(Output):
    id: UUID
    username: str
    display_name: str
    is_active: bool
    phone: str | None = Field(description="The phone number, masked; null where none is known")
    model_config = example(**examples.USER_ITEM)


class UserView(Output):
    id: UUID
    username: str
    display_name: str
    is_active: bool
    phone: str | None
    created_at: datetime
    appointments: list[AppointmentView] = Field(description="Those in your reach, ended ones too")
    model_config = example(**examples.USER)


class UserPage(Output):
    items: list[UserItem]
    next_cursor: str | None
    model_config = example(items=[examples.USER_ITEM], next_cursor=None)


class OneTimePassword(Output):
    username: str
    password: str | None = Field(description="Told once: null when the same request is sent again under its key")
    model_config = example(**examples.PASSWORD)
