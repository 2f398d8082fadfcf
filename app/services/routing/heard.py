"""What routing had to pass over is said loudly: counted each time, and logged once for each edition of the book."""

from collections.abc import Iterable

from prometheus_client import Counter

from app.db.session import Session
from app.logs import Log
from app.services.routing.book import Known
from app.workflow.routing.answer import Answer

log = Log()
SKIPPED = Counter("yikou_routing_skipped_total", "Rules and rows that were passed over, by reason", ["by", "reason"])
FAILED = Counter("yikou_routing_failed_total", "Cases a rule should have moved at once and could not", ["reason"])


class Heard:
    """What was logged since the book was read."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.of: Known | None = None
        self.said: set[tuple[str, str, str]] = set()


def skipped(session: Session, known: Known, answers: Iterable[Answer]) -> None:
    """Says it of some answers."""
    for answer in answers:
        for each in answer.skipped:
            SKIPPED.labels(each.by.value, each.because).inc()
            heard = session.memory.of(Heard)
            if heard.of is not known:
                heard.of, heard.said = known, set()
            told = (each.by.value, each.code, each.unit)
            if told not in heard.said:
                heard.said.add(told)
                log.warning("routing_skipped", by=each.by.value, code=each.code, unit=each.unit, reason=each.because)


def failed(reason: str, **more: object) -> None:
    """Says that something a rule goes by, or should have done, came to nothing."""
    FAILED.labels(reason).inc()
    log.error("routing_failed", reason=reason, **more)
