"""`yikou`: serve, work, migrate, import, export, and look after users."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import asyncpg
import typer
from pydantic import SecretStr, ValidationError
from rich.console import Console
from rich.table import Table

from app import demo, serving
from app.authz import Post
from app.config import Settings
from app.db.embedded import EmbeddedError
from app.db.session import Database, Session, open_database
from app.errors import AppError
from app.services import exporting
from app.services.importing import ImportRefused, case_history, import_directory
from app.services.people import users
from app.services.people.users import NewUser
from app.services.timing import redating

app = typer.Typer(
    help="Yikou 一口: grid governance with case dispatch. `yikou serve --demo` shows it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
user_app = typer.Typer(help="Look after users.", no_args_is_help=True)
app.add_typer(user_app, name="user")
console = Console(highlight=False)
T = TypeVar("T")

DataDir = Annotated[Path, typer.Option("--data-dir", help="Where the embedded database, the key and photos are.")]
DatabaseUrl = Annotated[
    str | None,
    typer.Option("--database-url", help="A PostgreSQL 15 to 18 to use instead, postgresql://…, as the schema's owner."),
]
_DATA = Path("data")


def _settings(data_dir: Path, database_url: str | None, **more: Any) -> Settings:
    chosen: dict[str, Any] = {name: value for name, value in more.items() if value is not None}
    if data_dir != _DATA:
        chosen["data_dir"] = data_dir
    if database_url is not None:
        chosen["database_url"] = SecretStr(database_url)
    return Settings(**chosen)


def _as_owner(
    settings: Settings,
    task: Callable[[Session], Awaitable[T]],
    afterwards: Callable[[Database], Awaitable[None]] | None = None,
) -> T:
    """Runs one transaction as the owner of an up-to-date schema, and `afterwards` when it is committed."""

    async def run(url: str) -> T:
        async with open_database(url, min_size=1, max_size=1, role=None) as database:
            async with database.writing() as session:
                done = await task(session)
            if afterwards is not None:
                await afterwards(database)
            return done

    with serving.backend(settings, joining=True) as at:
        serving.prepare(at.url)
        return asyncio.run(run(at.url))


@app.command()
def serve(
    data_dir: DataDir = _DATA,
    host: Annotated[str | None, typer.Option(help="Address to listen on, 127.0.0.1 unless set.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on, 8000 unless set.")] = None,
    database_url: DatabaseUrl = None,
    worker: Annotated[bool, typer.Option(help="Also run the background worker.")] = True,
    migrating: Annotated[bool, typer.Option("--migrate/--no-migrate", help="First bring the schema up.")] = True,
    with_demo: Annotated[bool, typer.Option("--demo", help="Fill an empty database with a demo district.")] = False,
) -> None:
    """Serve the API, the pages and the worker.

    Example: `yikou serve --demo --port 8080`
    """
    settings = _settings(data_dir, database_url, host=host, port=port)
    serving.stop_in_order()
    serving.require_free_port(settings)
    settings.resolve_signing_key()
    with serving.backend(settings) as at:
        if migrating:
            serving.prepare(at.url)
        passwords = asyncio.run(_demo(at.url)) if with_demo else {}
        _welcome(settings, passwords, at.server())
        serving.serve(settings, at, with_worker=worker)


async def _demo(url: str) -> dict[str, str]:
    async with open_database(url, min_size=1, max_size=1, role=None) as database, database.writing() as session:
        return await demo.load_demo(session)


def _welcome(settings: Settings, passwords: dict[str, str], server: str | None = None) -> None:
    console.print(f"\n[bold]Yikou 一口[/bold]  open {settings.base_url}/docs  (Ctrl-C stops it)")
    if server is not None:
        console.print(f"The data are in {server}.")
    if not passwords:
        console.print("Sign in with your accounts; `yikou user password NAME` gives one a new password.\n")
        return
    table = Table("account 账号", "generated password 随机生成的密码", title="Demo district 坪山区 440310")
    for name, password in passwords.items():
        table.add_row(name, password)
    console.print(table)
    console.print("They are shown this once. 仅显示这一次。\n")
    sys.stdout.flush()


@app.command()
def worker(data_dir: DataDir = _DATA, database_url: DatabaseUrl = None) -> None:
    """Run the background worker alone, beside `yikou serve --no-worker` on the same database.

    Example: `yikou worker --database-url postgresql://yikou@db/yikou`
    """
    serving.stop_in_order()
    serving.work(_settings(data_dir, database_url))


@app.command()
def migrate(data_dir: DataDir = _DATA, database_url: DatabaseUrl = None) -> None:
    """Bring the schema up to date; `serve` does it by itself.

    Example: `yikou migrate --database-url postgresql://yikou@db/yikou`
    """
    serving.migrate(_settings(data_dir, database_url))
    console.print("The schema is up to date. 数据库结构已是最新。")


@app.command("import")
def import_(
    what: Annotated[str, typer.Argument(help="A directory with the organisation, or `cases`.")],
    file: Annotated[Path | None, typer.Argument(help="With `cases`: a CSV of history, plain or .xz.")] = None,
    data_dir: DataDir = _DATA,
    database_url: DatabaseUrl = None,
) -> None:
    """Import the organisation from CSV and GeoJSON, or the history of cases.

    Doing it again changes nothing; with one bad line nothing is imported, and every bad line is named.

    Examples: `yikou import my-district/`, `yikou import cases history.csv`
    """
    settings = _settings(data_dir, database_url)
    if what == "cases":
        if file is None:
            raise typer.BadParameter("name the CSV file: yikou import cases FILE")
        done = _as_owner(settings, lambda session: case_history.import_cases(session, file))
        console.print(f"cases: {done.created} created, {done.unchanged} unchanged")
        return
    counts = _as_owner(settings, lambda session: import_directory(session, Path(what)), redating.finish)
    for kind, count in counts.items():
        console.print(f"{kind}: {count.created} created, {count.updated} updated, {count.unchanged} unchanged")


@app.command("export")
def export_(
    directory: Annotated[Path, typer.Argument(help="Where the files go; those of an earlier export are replaced.")],
    with_phones: Annotated[
        bool, typer.Option("--with-phones", help="With the phones of users, personal data.")
    ] = False,
    data_dir: DataDir = _DATA,
    database_url: DatabaseUrl = None,
) -> None:
    """Export the organisation as the CSV and GeoJSON that `import` takes; the same data gives the same bytes.

    Example: `yikou export my-district/`
    """
    settings = _settings(data_dir, database_url)
    files = _as_owner(settings, lambda session: exporting.export(session, with_phones=with_phones))
    exporting.write(files, directory, private=with_phones)
    console.print(files[exporting.CONTENTS].decode())


@app.command("demo")
def demo_(data_dir: DataDir = _DATA, database_url: DatabaseUrl = None) -> None:
    """Fill an empty database with the demo district and print its accounts.

    Example: `yikou demo --data-dir data`
    """
    settings = _settings(data_dir, database_url)
    _welcome(settings, _as_owner(settings, demo.load_demo))


@user_app.command("add")
def user_add(
    username: Annotated[str, typer.Argument(help="What they sign in with.")],
    post: Annotated[Post, typer.Option(help="Their post 岗位.")],
    name: Annotated[str, typer.Option(help="What they are called.")],
    area: Annotated[str | None, typer.Option(help="Code of the area of the post.")] = None,
    department: Annotated[str | None, typer.Option(help="Code of the department of a department post.")] = None,
    data_dir: DataDir = _DATA,
    database_url: DatabaseUrl = None,
) -> None:
    """Add a user with a post and print a generated password, once.

    Example: `yikou user add zhang --name 张三 --post triage_clerk --area 440310`
    """

    async def add(session: Session) -> str:
        await users.add_user(session, NewUser(username, name, post, area, department))
        return await users.set_generated_password(session, username)

    console.print(f"{username}  {_as_owner(_settings(data_dir, database_url), add)}")


@user_app.command("password")
def user_password(username: str, data_dir: DataDir = _DATA, database_url: DatabaseUrl = None) -> None:
    """Give a user a new generated password and print it, once.

    Example: `yikou user password zhang`
    """
    settings = _settings(data_dir, database_url)
    password = _as_owner(settings, lambda session: users.set_generated_password(session, username))
    console.print(f"{username}  {password}")


def main() -> None:
    """The program: what can be expected to go wrong is one line, not a traceback."""
    try:
        app()
    except ImportRefused as refused:
        for problem in refused.problems:
            typer.echo(f"{problem.file}:{problem.line}: {problem.en} · {problem.zh}", err=True)
        typer.echo(f"{len(refused.problems)} problems; nothing was imported. 未导入任何内容。", err=True)
        sys.exit(1)
    except AppError as error:
        typer.echo(f"{error.detail('en')} · {error.detail('zh')}", err=True)
        sys.exit(1)
    except ValidationError as error:
        for wrong in error.errors():
            typer.echo(f"YIKOU_{'.'.join(map(str, wrong['loc'])).upper()}: {wrong['msg']}", err=True)
        sys.exit(1)
    except (EmbeddedError, asyncpg.PostgresError, OSError) as error:
        typer.echo(f"{type(error).__name__}: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
