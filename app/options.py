"""What every command of the program can be told: where the data are, and of which database."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from app.config import Settings

DataDir = Annotated[Path, typer.Option("--data-dir", help="Where the embedded database, the key and photos are.")]
DatabaseUrl = Annotated[
    str | None,
    typer.Option("--database-url", help="A PostgreSQL 15 to 18 to use instead, postgresql://…, as the schema's owner."),
]
DATA = Path("data")


def settings_of(data_dir: Path, database_url: str | None, **more: Any) -> "Settings":
    """The settings, with what the command line says."""
    from pydantic import SecretStr

    from app.config import Settings

    chosen: dict[str, Any] = {name: value for name, value in more.items() if value is not None}
    if data_dir != DATA:
        chosen["data_dir"] = data_dir
    if database_url is not None:
        chosen["database_url"] = SecretStr(database_url)
    return Settings(**chosen)
