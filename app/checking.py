"""`yikou check-routing`: what is wrong with who is responsible, before cases go astray by it."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from app.options import DATA, DatabaseUrl, DataDir, settings_of


def check_routing(
    directory: Annotated[
        Path | None, typer.Argument(help="As it would be with the files of this directory; nothing of them is kept.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=365, help="With a directory: a dry run over so many days.")] = 30,
    data_dir: DataDir = DATA,
    database_url: DatabaseUrl = None,
) -> None:
    """Say what is wrong with the responsibility matrix and routing rules: gaps, equal rows, units that are not there.

    Ends with 1 where something must be mended. With a directory: as its files would make it, and a dry run of them.

    Examples: `yikou check-routing`, `yikou check-routing my-district/ --days 30`
    """
    from app.running.backend import as_owner
    from app.services.importing import routing_check

    task = partial(routing_check.report, directory=directory, days=days)
    lines, wrong = as_owner(settings_of(data_dir, database_url), task)
    for line in lines:
        typer.echo(line)
    if wrong:
        raise typer.Exit(1)
