"""Nothing is rolled back here: what commits, commits."""

from tests.committing import app, pool

__all__ = ["app", "pool"]
