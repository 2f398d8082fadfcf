"""The same import for the few lines that one request is: what is wrong comes back by field."""

from collections.abc import Callable, Sequence

from app.db.session import Session
from app.errors import Invalid
from app.services.importing.directory import import_files
from app.services.importing.files import Files
from app.services.importing.loading import Count
from app.services.importing.problems import ImportRefused, Problem
from app.services.importing.shapes import Feature
from app.services.importing.surveys import Ask, here


def by_column(problem: Problem) -> str:
    """The field of a flat body: it is called as the column."""
    return f"/{problem.column}" if problem.column else ""


async def import_lines(
    session: Session,
    files: Files,
    pointer: Callable[[Problem], str] = by_column,
    ask: Ask = here,
    features: Sequence[Feature] = (),
) -> dict[str, Count]:
    """Imports `files`, and boundaries that are no file.

    Raises:
        Invalid: an import would name these lines as bad; `pointer` says which field of the request is meant.
    """
    try:
        return await import_files(session, files, ask, features, reviving=True)
    except ImportRefused as refused:
        found = refused.problems
        said = dict.fromkeys((pointer(each), each.zh, each.en) for each in found)  # one field may stand in two files
        errors = [{"pointer": at, "detail_zh": zh, "detail": en} for at, zh, en in said]
        raise Invalid(zh=found[0].zh, en=found[0].en, errors=errors) from None
