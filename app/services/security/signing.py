"""One database, one signing key: every process that serves it signs with the same, or does not start."""

import asyncpg

from app import clock
from app.config import BadSetting, Settings
from app.crypto import keys
from app.crypto.marks import Mark
from app.db.session import Database, Session
from app.queries.identity import sessions
from app.queries.security import signing as queries


class OtherKey(BadSetting):
    """The database goes with another signing key."""

    zh = "签名密钥与数据库不符"


async def agreed(database: Database, settings: Settings) -> str:
    """The signing key that the database goes with; of one that is behind and is to stay so, nothing is asked.

    Raises:
        BadSetting: see `agree`.
    """
    try:
        async with database.writing() as session:
            return await agree(session, settings)
    except asyncpg.UndefinedTableError:
        return keys.ensure(settings)


async def agree(session: Session, settings: Settings) -> str:
    """The signing key, once the database knows it: the first one does, and no other after it.

    Raises:
        BadSetting: it cannot be used. KeyMissing: there is none, and the database knows one. OtherKey.
    """
    known = await session.value(queries.FINGERPRINT)
    if known is not None and keys.read(settings) is None:
        raise keys.missing(settings)
    key = keys.ensure(settings)
    await session.run(queries.CLAIM, told=_fingerprint(key), at=clock.now())
    if await session.value(queries.FINGERPRINT) != _fingerprint(key):
        where = "YIKOU_SIGNING_KEY" if settings.signing_key else keys.path_of(settings)
        raise OtherKey(
            zh=f"签名密钥 {where} 与数据库不符：请换回原密钥；确要更换则执行 yikou key replace（登录和链接全失效）",
            en=f"The signing key {where} is not the one this database goes with: put that one back, or run "
            "`yikou key replace`, which ends all sessions and links",
        )
    return key


async def fits(database: Database, key: str) -> bool:
    """Whether the database goes with this key: for the worker, which signs nothing and may do without."""
    async with database.reading() as session:
        return bool(await session.value(queries.FINGERPRINT) == _fingerprint(key))


async def replace(session: Session, settings: Settings) -> None:
    """Another signing key from now on, and every session ended; whoever serves this database is to be stopped before.

    Raises:
        BadSetting: the new one cannot be used.
    """
    key = keys.replace(settings)
    await session.run(queries.REPLACE, told=_fingerprint(key), at=clock.now())
    await session.run(sessions.END_ALL, at=clock.now())


def _fingerprint(key: str) -> str:
    """What the database knows of a key: enough to tell it from others."""
    return Mark(key, "fingerprint").of()
