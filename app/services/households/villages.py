"""The villages in which somebody has something to do, with what that is."""

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound
from app.queries.households import accounts as account_queries
from app.queries.households import records as queries
from app.services.households.access import helped_by, seats_of, village_of


async def mine(session: Session, actor: Actor) -> dict[str, object]:
    """Those of an actor's posts and seats, by their codes; 200 at most."""
    paths = sorted({held.area_path for held in actor.posts if held.area_path})
    towns = sorted({path.rstrip("/").rpartition("/")[2] for path in paths})
    seats, helped = await seats_of(session, actor), await helped_by(session, actor)
    rows = await session.all(account_queries.VILLAGES_OF, paths=paths, towns=towns, codes=sorted({*seats, *helped}))
    items = []
    for row in rows:
        try:
            village = await village_of(session, actor, row["code"])
        except NotFound:
            continue
        count = await session.one_value(queries.COUNT, village=village.code, paths=village.sight, today=clock.today())
        items.append({"code": village.code, "name": village.name, "may": village.may, "seat_id": village.seat_id,
                      "households": count})  # fmt: skip
    return {"items": items}
