"""Which migration the code needs and which one a database has: asked at every start and look, so without Alembic."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from app.errors import AppError

if TYPE_CHECKING:
    from app.db.session import Connection

_FILES = Path(__file__).resolve().parents[2] / "alembic" / "versions"


class SchemaTooNew(AppError):
    """The database was used by a newer version of Yikou; start that one, or restore a backup of before."""

    code, zh = "schema-too-new", "数据库已被更新版本的 Yikou 使用过，请运行该版本，或恢复升级前的备份"


@cache
def newest() -> str:
    """The revision this code needs: migrations are numbered, and each file begins with its number."""
    return max(path.name.partition("_")[0] for path in _FILES.glob("[0-9]*_*.py"))


async def present(connection: "Connection") -> str | None:
    """The revision a database has, None before its first migration.

    Raises:
        SchemaTooNew: this code does not know it yet.
    """
    try:
        found: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return None
    if found is not None and found > newest():
        raise SchemaTooNew()
    return found
