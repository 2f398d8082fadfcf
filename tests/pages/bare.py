"""An application that is never asked for anything of a database."""

from functools import cache

from fastapi import FastAPI
from pydantic import SecretStr

from app.config import Settings
from app.main import create_app


@cache
def bare_application() -> FastAPI:
    """The one of this process."""
    return create_app(Settings(signing_key=SecretStr("k" * 32)))
