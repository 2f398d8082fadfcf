"""`yikou`: serve, work, migrate, import, export, and look after users.

What a command runs is imported when it runs: the help knows nothing of the database, adding a user nothing of the web.
"""

import gc
import sys
from datetime import tzinfo
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.authz import Post
from app.checking import check_routing
from app.options import DATA, DatabaseUrl, DataDir, settings_of

if TYPE_CHECKING:
    from app.db.session import Session

app = typer.Typer(
    help="Yikou 一口: grid governance with case dispatch. `yikou serve --demo` shows it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich takes longer to be imported than all the rest of the help
)
user_app = typer.Typer(help="Look after users.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(user_app, name="user")
key_app = typer.Typer(help="Look after the signing key.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(key_app, name="key")
app.command("check-routing")(check_routing)


def _zone(name: str | None) -> tzinfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return None if name is None else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise typer.BadParameter(f"there is no time zone {name!r} here. 没有这个时区，应写作 Asia/Shanghai") from None


@app.command()
def serve(
    data_dir: DataDir = DATA,
    host: Annotated[str | None, typer.Option(help="Address to listen on, 127.0.0.1 unless set.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on, 8000 unless set.")] = None,
    database_url: DatabaseUrl = None,
    worker: Annotated[bool, typer.Option(help="Also run the background worker.")] = True,
    migrating: Annotated[bool, typer.Option("--migrate/--no-migrate", help="First bring the schema up.")] = True,
    with_demo: Annotated[bool, typer.Option("--demo", help="Fill an empty database with a demo district.")] = False,
    with_week: Annotated[bool, typer.Option("--week", help="With --demo: and with a week of cases.")] = False,
) -> None:
    """Serve the API, the pages and the worker.

    Example: `yikou serve --demo --port 8080`
    """
    from app.running import starting

    settings = settings_of(data_dir, database_url, host=host, port=port)
    filled = starting.Filled(demo=with_demo, week=with_demo and with_week)
    starting.serve(settings, with_worker=worker, migrating=migrating, filled=filled)


@app.command()
def worker(data_dir: DataDir = DATA, database_url: DatabaseUrl = None) -> None:
    """Run the background worker alone, beside `yikou serve --no-worker` on the same database.

    Example: `yikou worker --database-url postgresql://yikou@db/yikou`
    """
    from app.running import keeping, working

    keeping.keep(partial(working.work, settings_of(data_dir, database_url)))


@app.command()
def migrate(data_dir: DataDir = DATA, database_url: DatabaseUrl = None) -> None:
    """Bring the schema up to date; `serve` does it by itself.

    Example: `yikou migrate --database-url postgresql://yikou@db/yikou`
    """
    from app.running import backend

    backend.migrate(settings_of(data_dir, database_url))
    typer.echo("The schema is up to date. 数据库结构已是最新。")


@app.command("import")
def import_(
    what: Annotated[str, typer.Argument(help="A directory with the organisation, or `cases`.")],
    file: Annotated[Path | None, typer.Argument(help="With `cases`: a CSV of history, plain or .xz.")] = None,
    reviving: Annotated[
        bool, typer.Option("--revive", help="Also take up again what has ended since an older export.")
    ] = False,
    passwords: Annotated[
        Path | None, typer.Option(help="A new file for one-time passwords of all users of users.csv without one.")
    ] = None,
    zone: Annotated[str | None, typer.Option(help="With `cases`: where times without an offset are of.")] = None,
    data_dir: DataDir = DATA,
    database_url: DatabaseUrl = None,
) -> None:
    """Import the organisation from CSV and GeoJSON, or the history of cases.

    Doing it again changes nothing; with one bad line nothing is imported, and every bad line is named.

    Examples: `yikou import my-district/`, `yikou import cases history.csv`
    """
    from app.running.backend import as_owner
    from app.services.importing.commanded import history, organisation_checked
    from app.services.timing import deadline_sweep

    settings = settings_of(data_dir, database_url)
    if what == "cases":
        if file is None:
            raise typer.BadParameter("name the CSV file: yikou import cases FILE")
        done = as_owner(settings, partial(history, file=file, zone=_zone(zone)))
        typer.echo(f"cases: {done.created} created, {done.unchanged} unchanged")
        return
    task = partial(organisation_checked, directory=Path(what), reviving=reviving, passwords=passwords)
    counts, to_mend = as_owner(settings, task, deadline_sweep.finish)
    for kind, count in counts.items():
        typer.echo(f"{kind}: {count.created} created, {count.updated} updated, {count.unchanged} unchanged")
    for line in to_mend:
        typer.echo(line, err=True)


@app.command("export")
def export_(
    directory: Annotated[Path, typer.Argument(help="Where the files go; those of an earlier export are replaced.")],
    with_phones: Annotated[
        bool, typer.Option("--with-phones", help="With the phones of users, personal data.")
    ] = False,
    data_dir: DataDir = DATA,
    database_url: DatabaseUrl = None,
) -> None:
    """Export the organisation as the CSV and GeoJSON that `import` takes; the same data gives the same bytes.

    Example: `yikou export my-district/`
    """
    from app.running.backend import as_owner
    from app.services.importing import exporting

    settings = settings_of(data_dir, database_url)
    files = as_owner(settings, lambda session: exporting.export(session, with_phones=with_phones))
    exporting.write(files, directory, private=with_phones)
    typer.echo(files[exporting.CONTENTS].decode())


@app.command("demo")
def demo_(data_dir: DataDir = DATA, database_url: DatabaseUrl = None) -> None:
    """Fill an empty database with the demo district and print its accounts.

    Example: `yikou demo --data-dir data`
    """
    from app.running import starting

    starting.fill_demo(settings_of(data_dir, database_url))


@user_app.command("add")
def user_add(
    username: Annotated[str, typer.Argument(help="What they sign in with.")],
    post: Annotated[Post, typer.Option(help="Their post 岗位.")],
    name: Annotated[str, typer.Option(help="What they are called.")],
    area: Annotated[str | None, typer.Option(help="Code of the area of the post.")] = None,
    department: Annotated[str | None, typer.Option(help="Code of the department of a department post.")] = None,
    data_dir: DataDir = DATA,
    database_url: DatabaseUrl = None,
) -> None:
    """Add a user with a post and print a generated password, once.

    Example: `yikou user add zhang --name 张三 --post triage_clerk --area 440310`
    """
    from app.running.backend import as_owner
    from app.services.administration import adding, giving_passwords

    async def add(session: "Session") -> str:
        await adding.add_user(session, adding.NewUser(username, name, post, area, department))
        return await giving_passwords.set_generated_password(session, username)

    typer.echo(f"{username}  {as_owner(settings_of(data_dir, database_url), add)}")


@user_app.command("password")
def user_password(username: str, data_dir: DataDir = DATA, database_url: DatabaseUrl = None) -> None:
    """Give a user a new generated password and print it, once.

    Example: `yikou user password zhang`
    """
    from app.running.backend import as_owner
    from app.services.administration import giving_passwords

    settings = settings_of(data_dir, database_url)
    password = as_owner(settings, lambda session: giving_passwords.set_generated_password(session, username))
    typer.echo(f"{username}  {password}")


@key_app.command("replace")
def key_replace(data_dir: DataDir = DATA, database_url: DatabaseUrl = None) -> None:
    """Go on with another signing key: a new file, or what YIKOU_SIGNING_KEY says. Ends all sessions and links.

    Stop every process that serves the database before.

    Example: `yikou key replace --data-dir data`
    """
    from app.running.backend import as_owner
    from app.services.security import signing

    settings = settings_of(data_dir, database_url)
    as_owner(settings, lambda session: signing.replace(session, settings), joining=False)
    typer.echo("The signing key is replaced; everybody has to sign in again. 签名密钥已更换，所有用户需重新登录。")


def main() -> None:
    """The program: what can be expected to go wrong is one line, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Chinese shows question marks, and nothing fails
    gc.disable()  # nothing dies while modules are imported: to look for it takes a fifth of the time; on again later
    try:
        app()
    except Exception as error:
        from app.running.failures import explained

        lines = explained(error)
        if lines is None:
            raise
        for line in lines:
            typer.echo(line, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
