"""Tokens, and who I am."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.base import Input, Output, Plain, example
from app.schemas.examples import case


class TokenPair(Output):
    access_token: str
    refresh_token: str
    token_type: Literal["bearer"]
    expires_in: int = Field(description="How many seconds the access token is good for")
    password_change_required: bool = Field(
        description="Signed in by a one-time password 一次性密码: nothing but `POST /auth/password` is allowed"
    )
    model_config = example(**case.TOKENS)


class RefreshInput(Input):
    refresh_token: Annotated[str, StringConstraints(min_length=20, max_length=100, pattern=r"^[\w\-]+$")]
    model_config = example(refresh_token="mV7m4n0b2nZQx8l1v9d3kq5t7w0y2c4e6g8i0k2m4o6")  # noqa: S106  (an example)


Password = Annotated[str, StringConstraints(min_length=8, max_length=200), Plain]


class PasswordChange(Input):
    old_password: Annotated[str, StringConstraints(min_length=1, max_length=200), Plain]
    new_password: Password = Field(description="8 to 200 characters, and nothing that others would try first")
    model_config = example(old_password="OLD-PASSWORD", new_password="NEW-PASSWORD")  # noqa: S106  (an example)


class SessionInput(Input):
    username: Annotated[str, StringConstraints(min_length=1, max_length=64), Plain]
    password: Annotated[str, StringConstraints(min_length=1, max_length=200), Plain]
    stay: bool = Field(default=False, description="Stay signed in on this device after the browser has ended")
    model_config = example(username="worker", password="PASSWORD", stay=False)  # noqa: S106  (an example)


PHONE = {"address": "phone", "name": "Grid worker", "name_zh": "网格员手机端"}


class ScreenView(Output):
    address: str = Field(description="Of the screen, below the root of the service")
    name: str
    name_zh: str


class SessionView(Output):
    id: UUID
    user_id: UUID
    name: str
    posts: list[str]
    screens: list[ScreenView] = Field(description="The screens that are for one of these posts")
    created_at: datetime
    expires_at: datetime = Field(description="When it ends if nobody asks any more")
    ends_at: datetime = Field(description="When a session of a page ends however much it is used")
    password_change_required: bool = Field(
        description="Signed in by a one-time password 一次性密码: nothing but `POST /auth/password` is allowed"
    )
    model_config = example(
        id="01a3f5c2-7d1e-7c3a-9b54-0c1d2e3f4a5b",
        user_id="0b8fd4f3-5a6c-5e0e-9a77-0d7f3c8f9a10",
        name="林小格",
        posts=["full_time_worker"],
        screens=[PHONE],
        created_at="2026-11-24T08:30:00+08:00",
        expires_at="2026-11-24T20:30:00+08:00",
        ends_at="2027-02-22T08:30:00+08:00",
        password_change_required=False,
    )


class DemoAccount(Output):
    username: str
    display_name: str
    password: str
    screens: list[ScreenView] = Field(description="The screens that are for one of these posts")


class DemoAccounts(Output):
    items: list[DemoAccount] = Field(description="Accounts that anybody may try; outside a demo there are none")
    model_config = example(
        items=[{"username": "worker", "display_name": "林小格", "password": "PASSWORD", "screens": [PHONE]}]
    )


class HeldPostView(Output):
    post: str
    area_path: str | None
    department_codes: list[str]


class Me(Output):
    id: UUID
    name: str
    posts: list[HeldPostView]
    permissions: list[str]
    area_scopes: list[str] = Field(description="Paths of the area subtrees whose cases you see")
    department_codes: list[str] = Field(description="Departments whose cases you see")
    model_config = example(**case.ME)
