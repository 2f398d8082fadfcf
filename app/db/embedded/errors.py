"""What can keep the embedded database from starting, said in both languages so that the reader knows what to do."""


class EmbeddedError(RuntimeError):
    """The embedded database cannot be started."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(f"{en} · {zh}")


class AlreadyRunning(EmbeddedError):
    """Another process serves this data directory."""
