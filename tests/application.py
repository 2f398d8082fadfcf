"""The one application of a process of tests: to write its document, and to find what its routes need, takes seconds."""

from functools import cache

from fastapi import FastAPI
from pydantic import SecretStr

from app.config import Settings
from app.main import create_app

KEY = "a signing key for tests, long enough"


@cache
def application() -> FastAPI:
    """FastAPI works out a route's dependencies at its first request, 20 ms each and anew for each application."""
    return create_app(Settings(signing_key=SecretStr(KEY)))
