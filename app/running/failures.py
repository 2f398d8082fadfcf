"""What can be expected to go wrong with a command, as lines in both languages instead of a traceback."""

import errno
import getpass
import os
from contextlib import suppress

import asyncpg
from pydantic import ValidationError

from app.db.embedded import EmbeddedError
from app.errors import AppError
from app.services.importing.problems import ImportRefused, WouldRevive

_OF_THE_SYSTEM = {
    errno.ENOSPC: ("the disk is full", "磁盘已满"),
    errno.EDQUOT: ("the disk quota is used up", "磁盘配额已用尽"),
    errno.EROFS: ("the disk is read-only", "磁盘只读"),
    errno.EEXIST: ("something else is there", "该位置已有其他文件"),
    errno.ENOTDIR: ("this is no directory", "不是目录"),
    errno.ENOENT: ("there is no such file or directory", "文件或目录不存在"),
    errno.EMFILE: ("too many files are open", "打开的文件过多"),
    errno.ECONNREFUSED: ("nobody answers there", "无法连接"),
}
_OF_POSTGRESQL = (
    (asyncpg.DiskFullError, "the disk of the database is full", "数据库磁盘已满"),
    (asyncpg.InvalidAuthorizationSpecificationError, "the database refuses this account", "数据库拒绝该账号登录"),
    (asyncpg.InvalidCatalogNameError, "there is no such database", "没有这个数据库"),
    (asyncpg.TooManyConnectionsError, "the database has no connection left", "数据库连接数已满"),
    (asyncpg.LockNotAvailableError, "others hold a lock on the database; start again", "数据库被他人锁定，请重新启动"),
    (asyncpg.InsufficientPrivilegeError, "the account may not do this in the database", "该账号在数据库中权限不足"),
    (asyncpg.PostgresError, "the database refuses", "数据库报错"),
)


def explained(error: BaseException) -> list[str] | None:
    """The lines to print, None for a fault of ours: that one deserves its traceback."""
    match error:
        case ImportRefused() | WouldRevive():
            return error.messages
        case AppError():
            return [f"{error.detail('en')} · {error.detail('zh')}"]
        case ValidationError():
            wrong = [(".".join(map(str, each["loc"])).upper(), each["msg"]) for each in error.errors()]
            return [f"YIKOU_{name}: {message} · 配置值无效" for name, message in wrong]
        case EmbeddedError():
            return [str(error)]
        case asyncpg.PostgresError():
            en, zh = next((en, zh) for kind, en, zh in _OF_POSTGRESQL if isinstance(error, kind))
            return [f"{en}: {error} · {zh}"]
        case asyncpg.InterfaceError():
            return [f"the address of the database cannot be used: {error} · 数据库地址无效"]
        case OSError():
            return [_of_the_system(error)]
    return None


def _of_the_system(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename is not None else ""
    if error.errno in (errno.EACCES, errno.EPERM):
        who = str(os.geteuid())
        with suppress(KeyError, OSError):
            who = getpass.getuser()
        return f"{place}{who} may not read or write there · {place}用户 {who} 无权读写"
    if isinstance(error, TimeoutError):
        return "no answer in time · 超时未响应"
    if error.errno in _OF_THE_SYSTEM:
        en, zh = _OF_THE_SYSTEM[error.errno]
        return f"{place}{en} ({error.strerror}) · {place}{zh}"
    return f"{place}{error.strerror or error} ({type(error).__name__}) · {place}系统报错"
