"""More units than the small district has: each with a jurisdiction over the county and one who works there."""

from app.db.session import Session
from tests.organisation import COUNTY, USERS

#: unit -> who works there
MORE = {"XF": "nobody", "JJ": "other_worker"}


async def add(session: Session) -> None:
    for code, user in MORE.items():
        await session.connection.execute(
            "INSERT INTO departments (code, kind, path, is_active) VALUES ($1, 'bureau', $2, true)", code, f"{code}/"
        )
        await session.connection.execute(
            "INSERT INTO jurisdictions (department_code, area_code) VALUES ($1, $2)", code, COUNTY
        )
        await session.connection.execute(
            """INSERT INTO appointments (id, user_id, post, department_code, valid_from)
               VALUES (gen_random_uuid(), $1, 'department_handler', $2, '2026-01-01')""",
            USERS[user], code,
        )  # fmt: skip
