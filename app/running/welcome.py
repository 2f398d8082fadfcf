"""What a person reads who started the service: the passwords of the demo, the address, whom to log in as."""

import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app import progress
from app.config import Settings


def show_accounts(passwords: dict[str, str]) -> None:
    """The accounts of the demo with their passwords: the one time they are shown."""
    from rich.console import Console
    from rich.table import Table  # only at the first start

    table = Table("account 账号", "generated password 随机生成的密码", title="Demo district 坪山区 440310")
    for name, password in passwords.items():
        table.add_row(name, password)
    console = Console(highlight=False)
    with console.capture() as shown:
        console.print(table)
    progress.say(f"\n{shown.get()}The passwords are shown this once. 密码仅显示这一次。")


def say_filled(settings: Settings) -> None:
    """There is a district already."""
    progress.say(
        f"The database has areas already; nothing was filled in. 数据库已有区划，未填入演示数据。\n{_lost(settings)}"
    )


@dataclass(frozen=True, slots=True)
class Found:
    """The database that serves: the version of PostgreSQL, and those accounts of the demo that are there."""

    version: str
    accounts: list[str]


def greet(settings: Settings, found: Found, *, embedded: bool) -> None:
    """Says where it answers; to be called when it does. A service does not end because nobody reads this."""
    kind = "embedded 内嵌" if embedded else "a server of your own 自备服务器"
    accounts = ", ".join(found.accounts) or "your own accounts 您自己的账号"
    with suppress(BrokenPipeError):
        progress.say(
            "\nYikou 一口\n"
            f"The data are in 数据位于 PostgreSQL {found.version}, {kind}.\n"
            f"open {settings.base_url}/  the screens 各岗位界面  (Ctrl-C stops it 按 Ctrl-C 停止)\n"
            f"     {settings.base_url}/docs  the API 接口文档\n"
            f"Log in as 登录账号: {accounts}\n"
            f"{_lost(settings)}\n"
        )


def _lost(settings: Settings) -> str:
    """How to give an account a new password, as it has to be typed here."""
    typed = Path(sys.argv[0])
    program = "yikou" if typed.name != "yikou" or shutil.which("yikou") == str(typed) else str(typed)
    chosen = settings.data_dir != Settings.model_fields["data_dir"].default
    place = f" --data-dir {settings.data_dir}" if chosen else ""
    return f"Lost a password 密码遗失: {program} user password NAME{place}"
