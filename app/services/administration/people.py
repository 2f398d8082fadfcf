"""Users 人员 and their posts 任职. A post is granted, dated and ended only where all that it reaches lies in reach.

Whoever has a post that reaches further is not changed from below, and nobody gives a post to themselves.
"""

from datetime import timedelta
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Row, Session
from app.errors import NotFound, NotPermitted
from app.models.audit import Deed
from app.queries.identity import users as accounts
from app.queries.organisation import administration as queries
from app.queries.organisation import lookup
from app.schemas.organisation.people import AppointmentDates, AppointmentIn, PostIn, UserIn, UserPatch
from app.services.administration import giving_passwords, views
from app.services.administration.adding import NewUser, add_user
from app.services.administration.holding import counts
from app.services.identity.passwords import NewPassword
from app.services.importing.items import Items, import_items
from app.services.importing.users import APPOINTMENTS, USERS, PostValues, UserValues
from app.services.organisation.reach import Done, Reach, lies_at, posts_in_force_or_ahead, reach_of
from app.services.security.trail import record

_PERSONAL = frozenset({"phone"})


async def read(session: Session, actor: Actor, user_id: UUID) -> dict[str, object]:
    """One user with their posts in reach.

    Raises:
        NotFound: there is none with a post in reach.
    """
    reach = await reach_of(session, actor)
    return await _view(session, actor, reach, await _visible(session, reach, user_id))


async def _view(session: Session, actor: Actor, reach: Reach, user: Row) -> dict[str, object]:
    posts = await session.all(queries.POSTS_OF, of_id=user["id"])
    view = views.whole_user(user, [post for post in posts if reach.holds_post(post)])
    return view | {"open_work": await counts(session, actor, user["id"])}


async def _visible(session: Session, reach: Reach, user_id: UUID) -> Row:
    user = await session.first(accounts.USER, of_id=user_id)
    if user is None or not await is_visible(session, reach, user_id):
        raise NotFound()
    return user


async def is_visible(session: Session, reach: Reach, user_id: UUID) -> bool:
    """Whether a user has a post in reach, or none anywhere and the reach is everywhere."""
    posts = await session.all(queries.POSTS_OF, of_id=user_id)
    return any(map(reach.holds_post, posts)) or (reach.everywhere and not posts)


async def changeable(session: Session, actor: Actor, reach: Reach, user_id: UUID) -> Row:
    """A user whose every post that is not over lies in reach, and who is somebody else.

    Raises:
        NotFound: there is none with a post in reach. NotPermitted: they reach further, or it is the actor.
    """
    user = await _visible(session, reach, user_id)
    posts = await posts_in_force_or_ahead(session, user_id)
    if user_id == actor.user_id or not all(map(reach.holds_post, posts)):
        raise NotPermitted()
    return user


async def require_place(session: Session, reach: Reach, body: PostIn) -> None:
    """The place of a post lies in reach; that there is one and that it fits, the import checks.

    Areas are public. Of a department outside nothing is told, not even whether there is one: who reaches everywhere
    hears that from the import.
    """
    area = await session.first(lookup.AREA, code=body.area_code) if body.area_code else None
    if area is not None and not reach.holds(area["path"]):
        raise NotPermitted()
    code = body.department_code
    if code and code not in reach.own and not reach.everywhere:
        raise NotPermitted()


async def create(session: Session, actor: Actor, body: UserIn) -> Done:
    """A new user with their first post.

    Raises:
        AlreadyExists: somebody is called so. NotPermitted: the post reaches outside.
        Invalid: as for lines of `users.csv` and `appointments.csv`.
    """
    reach = await reach_of(session, actor)
    await require_place(session, reach, body)
    user = await add_user(session, NewUser(**body.model_dump()))
    await record_of(session, actor, Deed.USER, user)
    return Done(await _view(session, actor, reach, user), created=True, once=_PERSONAL)


async def patch(session: Session, actor: Actor, user_id: UUID, body: UserPatch) -> Done:
    """Changes what is named; who is deactivated is signed out at once.

    Raises:
        NotFound, NotPermitted: see above. Invalid: as for a line of `users.csv`.
    """
    reach = await reach_of(session, actor)
    before = await changeable(session, actor, reach, user_id)
    values = UserValues(
        username=before["username"],
        display_name=before["display_name"] if body.display_name is None else body.display_name,
        phone=body.phone,
        is_active=body.is_active is not False,
    )
    untold = {"phone"} - body.model_fields_set | ({"is_active"} if body.is_active is None else set())
    await import_items(session, Items(USERS, [values], absent=frozenset(untold)))
    await record_of(session, actor, Deed.USER_CHANGED, before, fields=sorted(body.model_fields_set))
    return Done(await _view(session, actor, reach, await _visible(session, reach, user_id)), once=_PERSONAL)


async def give_password(session: Session, actor: Actor, user_id: UUID, new: NewPassword) -> Done:
    """Gives a user a generated password, told once, and ends their sessions.

    Raises:
        NotFound, NotPermitted: see above.
    """
    user = await changeable(session, actor, await reach_of(session, actor), user_id)
    await giving_passwords.set_password(session, user["username"], new)
    await record_of(session, actor, Deed.PASSWORD_GIVEN, user)
    return Done({"username": user["username"], "password": new.password}, once=frozenset({"password"}))


async def appoint(session: Session, actor: Actor, body: AppointmentIn) -> Done:
    """Grants a post; the same post at the same place from the same day on is the same.

    Raises:
        NotFound, NotPermitted: see above. Invalid: as for a line of `appointments.csv`.
    """
    reach = await reach_of(session, actor)
    user = await session.first(accounts.USER_CALLED, of_username=body.username)
    if not reach.everywhere and (user is None or not await is_visible(session, reach, user["id"])):
        raise NotFound()
    if user is not None and user["id"] == actor.user_id:
        raise NotPermitted(zh="不能为自己任职", en="Nobody gives a post to themselves")
    await require_place(session, reach, body)
    values = PostValues(
        username=body.username,
        post=body.post,
        area_code=body.area_code,
        department_code=body.department_code,
        valid_from=body.valid_from or clock.today(),
        valid_to=body.valid_to,
    )
    counts = await import_items(session, Items(APPOINTMENTS, [values]))
    row = await session.one(queries.POST_KNOWN_BY, **{name: getattr(values, name) for name in APPOINTMENTS.key})
    await record_post(session, actor, Deed.APPOINTMENT, row)
    return Done(views.appointment(row), created=bool(counts["appointments"].created))


async def read_post(session: Session, actor: Actor, post_id: UUID) -> dict[str, object]:
    """One post.

    Raises:
        NotFound: there is none in reach.
    """
    return await _whole_post(session, actor, await _post(session, await reach_of(session, actor), post_id))


async def _whole_post(session: Session, actor: Actor, post: Row) -> dict[str, object]:
    return views.appointment(post) | {"open_work": await counts(session, actor, post["user_id"])}


async def _post(session: Session, reach: Reach, post_id: UUID) -> Row:
    row = await session.first(queries.POST, of_id=post_id)
    if row is None or not reach.holds_post(row):
        raise NotFound()
    return row


async def date_post(session: Session, actor: Actor, post_id: UUID, body: AppointmentDates) -> Done:
    """Gives a post another last day, or none.

    Raises:
        NotFound: there is none in reach. NotPermitted: it is the actor's. Invalid: the day lies before the first.
    """
    reach = await reach_of(session, actor)
    post = await _post(session, reach, post_id)
    if post["user_id"] == actor.user_id:
        raise NotPermitted()
    values = PostValues(
        username=post["username"],
        post=post["post"],
        area_code=post["area_code"],
        department_code=post["department_code"],
        valid_from=post["valid_from"],
        valid_to=body.valid_to,
    )
    await import_items(session, Items(APPOINTMENTS, [values]))
    dated = await _post(session, reach, post_id)
    await record_post(session, actor, Deed.APPOINTMENT_DATED, dated)
    return Done(await _whole_post(session, actor, dated))


async def revoke(session: Session, actor: Actor, post_id: UUID) -> Done:
    """Ends a post at once: yesterday was its last day; one that began today or later never was.

    Raises:
        NotFound: there is none in reach. NotPermitted: it is the actor's.
    """
    post = await _post(session, await reach_of(session, actor), post_id)
    if post["user_id"] == actor.user_id:
        raise NotPermitted()
    today = clock.today()
    if post["valid_from"] >= today:
        await session.run(queries.DROP_POST, of_id=post_id)
    else:
        await session.run(queries.END_POST, of_id=post_id, last=today - timedelta(days=1))
    await record_post(session, actor, Deed.APPOINTMENT_REVOKED, post)
    held = await counts(session, actor, post["user_id"])
    return Done({"user_id": post["user_id"], "open_work": held} if any(held.values()) else None)


async def record_of(session: Session, actor: Actor, deed: Deed, user: Row, **more: object) -> None:
    """An entry of the trail about a user, who lies where their posts do."""
    posts = await session.all(queries.POSTS_OF, of_id=user["id"])
    at = await lies_at(session, posts)
    await record(session, actor, deed, user["id"], name=user["display_name"], at=at, **more)


async def record_post(session: Session, actor: Actor, deed: Deed, post: Row) -> None:
    """Of whom, which post, where and until when; the entry is about the person."""
    told = {name: post[name] for name in ("post", "area_code", "department_code")}
    dates = {name: post[name] and post[name].isoformat() for name in ("valid_from", "valid_to")}
    at = await lies_at(session, [post])
    await record(session, actor, deed, post["user_id"], name=post["display_name"], at=at, **told, **dates)
