"""What can keep the embedded database from starting, said so that the reader knows what to do."""


class EmbeddedError(RuntimeError):
    """The embedded database cannot be started."""


class AlreadyRunning(EmbeddedError):
    """Another process serves this data directory."""
