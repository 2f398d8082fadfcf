"""Which migration the code needs and which one a database has: asked at every start and look, so without Alembic."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from app.errors import AppError

if TYPE_CHECKING:
    from app.db.session import Connection

_HEAD = 2_000  # characters in which a migration says what it is and what it follows
_SAID = re.compile(r'^(revision|down_revision) = "(\w+)"', re.MULTILINE)
_FILES = Path(__file__).resolve().parents[2] / "alembic" / "versions"


class SchemaTooNew(AppError):
    """The database was used by a newer version of Yikou; start that one, or restore a backup of before."""

    code, zh = "schema-too-new", "数据库已被更新版本的 Yikou 使用过，请运行该版本，或恢复升级前的备份"


@cache
def _chain() -> dict[str, str | None]:
    """Each revision with the one before it, as the files say it at their heads."""
    told = (dict(_SAID.findall(path.read_text("utf-8")[:_HEAD])) for path in _FILES.glob("[0-9]*_*.py"))
    return {said["revision"]: said.get("down_revision") for said in told}


@cache
def newest() -> str:
    """The revision this code needs: the one that no other comes after. Numbers tell who wrote it, and no order."""
    (last,) = _chain().keys() - set(_chain().values())
    return last


async def present(connection: "Connection") -> str | None:
    """The revision a database has, None before its first migration.

    Raises:
        SchemaTooNew: this code does not know it yet.
    """
    try:
        found: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return None
    if found is not None and found not in _chain():
        raise SchemaTooNew()
    return found
