"""An embedded PostgreSQL under our own supervisor: found, initialised, guarded, restarted, never orphaned."""

from app.db.embedded.errors import AlreadyRunning, EmbeddedError
from app.db.embedded.server import EmbeddedPostgres, has_cluster

__all__ = ["AlreadyRunning", "EmbeddedError", "EmbeddedPostgres", "has_cluster"]
