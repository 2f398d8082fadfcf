"""`/users` and `/appointments`: the administration of people 人员 and of the posts they hold 任职."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from fastapi.responses import Response

from app import errors
from app.authz import Permission
from app.deps import OneTimeDep
from app.schemas.flow.handing_over import HandedOver, HandOverIn, OpenWorkView
from app.schemas.organisation.filters import AppointmentQuery, UserQuery
from app.schemas.organisation.people import (
    AppointmentDates,
    AppointmentEnded,
    AppointmentIn,
    AppointmentPage,
    AppointmentView,
    GivenPasswords,
    OneTimePassword,
    PasswordsIn,
    Revoked,
    UserIn,
    UserPage,
    UserPatch,
    UserSessions,
    UsersIn,
    UserView,
)
from app.services.administration import handing_over, lists, many, people, signed_in
from app.services.identity.one_time import OneTime
from app.web import routing
from app.web.administering import LISTS, READS, WRITES, AdministratorRead, AdministratorWrite, PasswordWrite, writes
from app.web.admission import permitted
from app.web.bodies import Size
from app.web.problems import Responses

router = routing.router(tags=["people"])
_REVOKED: Responses = {200: {"model": Revoked, "description": "It is gone, and its holder has open work"}}
_APPOINTS: Responses = {200: {"model": AppointmentView, "description": "It was granted before"}}


@router.get("/users", response_model=UserPage, responses=LISTS)
async def list_users(query: Annotated[UserQuery, Query()], read: AdministratorRead) -> Response:
    """The people with a post where I administer, in the order of their user names; phones masked."""
    return await read.page(lists.users, query)


@router.post(
    "/users",
    max_body_size=Size.JSON,
    status_code=201,
    response_model=UserView,
    responses=writes(errors.AlreadyExists),
)
async def create_user(body: UserIn, write: AdministratorWrite) -> Response:
    """A new user with their first post; they cannot sign in until a password is made."""
    return await write.read_by(people.read).by(people.create, body)


@router.post(
    "/users/batch",
    max_body_size=Size.BATCH,
    status_code=201,
    dependencies=[permitted(Permission.ADMINISTER)],
    response_model=GivenPasswords,
    responses=writes(errors.AlreadyExists),
)
async def create_users(body: UsersIn, write: AdministratorWrite, mark: OneTimeDep) -> Response:
    """Many new users at once, each with a one-time password 一次性密码; all of them or none."""
    one_time = OneTime.of(mark, write.actor.user_id, write.key)
    again = many.told_again(write.session, write.actor, one_time)
    return await write.told_again_by(again).by(many.create, one_time, body)


@router.post(
    "/users/passwords",
    max_body_size=Size.JSON,
    response_model=GivenPasswords,
    responses=WRITES,
)
async def make_passwords(body: PasswordsIn, write: AdministratorWrite, mark: OneTimeDep) -> Response:
    """For many users a new one-time password each; it ends their sessions."""
    one_time = OneTime.of(mark, write.actor.user_id, write.key)
    again = many.told_again(write.session, write.actor, one_time)
    return await write.told_again_by(again).by(many.give_passwords, one_time, body)


@router.get("/users/{user_id}", response_model=UserView, responses=READS)
async def read_user(user_id: UUID, read: AdministratorRead) -> Response:
    """One user with their posts."""
    return await read.of(people.read, user_id)


@router.patch("/users/{user_id}", max_body_size=Size.JSON, response_model=UserView, responses=WRITES)
async def patch_user(user_id: UUID, body: UserPatch, write: AdministratorWrite) -> Response:
    """Changes what is named; `is_active: false` deactivates 停用 and signs out."""
    return await write.read_by(people.read).by(people.patch, user_id, body)


@router.post(
    "/users/{user_id}/password",
    response_model=OneTimePassword,
    responses=writes(errors.TooManyRequests),
)
async def make_password(user_id: UUID, made: PasswordWrite) -> Response:
    """A generated password, told this once; it ends the sessions of the user."""
    write, password = made
    return await write.read_by(people.read).by(people.give_password, user_id, password)


@router.get("/users/{user_id}/sessions", response_model=UserSessions, responses=READS)
async def read_sessions(user_id: UUID, read: AdministratorRead) -> Response:
    """Where somebody is signed in 登录会话, by tokens or on a page."""
    return await read.of(signed_in.listed, user_id)


@router.delete("/users/{user_id}/sessions/{session_id}", status_code=204, responses=WRITES)
async def end_session(user_id: UUID, session_id: UUID, write: AdministratorWrite) -> Response:
    """Ends one session of somebody at once 结束会话, with all its tokens."""
    return await write.by(signed_in.end, user_id, session_id)


@router.get("/users/{user_id}/open-work", response_model=OpenWorkView, responses=READS)
async def read_open_work(user_id: UUID, read: AdministratorRead) -> Response:
    """What somebody holds of open cases, before it is handed over 移交预览."""
    return await read.of(handing_over.preview, user_id)


@router.post(
    "/users/{user_id}/hand-over",
    max_body_size=Size.JSON,
    response_model=HandedOver,
    responses=writes(errors.Busy),
)
async def hand_over(user_id: UUID, body: HandOverIn, write: AdministratorWrite) -> Response:
    """工作移交 · What a leaver holds of open cases goes to another person, up to 200 at once; each case tells of it."""
    return await write.by(handing_over.hand_over, user_id, body)


@router.get("/appointments", response_model=AppointmentPage, responses=LISTS)
async def list_appointments(query: Annotated[AppointmentQuery, Query()], read: AdministratorRead) -> Response:
    """The posts where I administer, ended ones too."""
    return await read.page(lists.appointments, query)


@router.post(
    "/appointments",
    max_body_size=Size.JSON,
    status_code=201,
    response_model=AppointmentView,
    responses=_APPOINTS | WRITES,
)
async def appoint(body: AppointmentIn, write: AdministratorWrite) -> Response:
    """Grants a post; the same one from the same day on is the same, however often it is sent."""
    return await write.read_by(people.read_post).by(people.appoint, body)


@router.get("/appointments/{post_id}", response_model=AppointmentEnded, responses=READS)
async def read_appointment(post_id: UUID, read: AdministratorRead) -> Response:
    """One post."""
    return await read.of(people.read_post, post_id)


@router.put("/appointments/{post_id}", max_body_size=Size.JSON, response_model=AppointmentEnded, responses=WRITES)
async def date_appointment(post_id: UUID, body: AppointmentDates, write: AdministratorWrite) -> Response:
    """Gives a post another last day, or none; says what its holder has still to do."""
    return await write.read_by(people.read_post).by(people.date_post, post_id, body)


@router.delete("/appointments/{post_id}", status_code=204, responses=_REVOKED | WRITES)
async def revoke_appointment(post_id: UUID, write: AdministratorWrite) -> Response:
    """Ends a post at once 免职; 200 where its holder has still work to hand over 移交."""
    return await write.by(people.revoke, post_id)
