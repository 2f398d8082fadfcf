"""What a connection may take, and how many there may be: from the settings and from what the system gives."""

from dataclasses import dataclass

from app.config import Settings

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

FILES_AIMED_AT = 16_384  # open files: more than this nobody needs, and a table of a million costs memory
RESERVED = 200  # files that are no connections: the listener, the database's, logs, photos on their way
FEWEST = 16


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts of one process."""

    connections: int
    head_seconds: float
    idle_seconds: float
    body_seconds: float  # without a byte
    body_rate: int  # bytes a second that a body arrives at, on average after `body_grace`
    answer_seconds: float  # without a byte taken of an answer
    head_bytes: int  # of all header fields together
    target_bytes: int = 32_768  # of the address with its query: the cursor of a phone alone may have 20,000
    fields: int = 100
    pipelined: int = 8  # requests that wait behind the one that is answered
    body_grace: float = 60
    framing_bytes: int = 65_536  # of chunk sizes, extensions and trailers, besides so many for each byte of the body:
    framing_a_byte: int = 8
    unsent_bytes: int = 67_108_864  # of answers that wait for their readers, in the whole process
    linger_seconds: float = 30  # for the rest of what was refused, so that the refusal is read
    step_bytes: int = 4_096  # of a body, before the application is woken for them
    linger_bytes: int = 1_048_576

    @property
    def streams(self) -> int:
        """How many connections may be streams without an end: half of them, so that all others find a place."""
        return self.connections // 2

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Those of the settings, with no more connections than there are files for."""
        return cls(
            connections=max(FEWEST, min(settings.max_connections, raise_file_limit() - RESERVED - settings.pool_max)),
            head_seconds=settings.header_seconds,
            idle_seconds=settings.idle_seconds,
            body_seconds=settings.body_seconds,
            body_rate=settings.min_body_rate,
            answer_seconds=settings.answer_seconds,
            head_bytes=settings.max_header_bytes,
        )


def raise_file_limit() -> int:
    """Lets this process open as many files as it may, within reason; how many that is."""
    if resource is None:
        return FILES_AIMED_AT
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    aimed_at = FILES_AIMED_AT if hard == resource.RLIM_INFINITY else min(FILES_AIMED_AT, hard)
    if soft != resource.RLIM_INFINITY and soft < aimed_at:
        resource.setrlimit(resource.RLIMIT_NOFILE, (aimed_at, hard))
        return aimed_at
    return FILES_AIMED_AT if soft == resource.RLIM_INFINITY else soft
