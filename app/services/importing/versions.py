"""The versions of reference data, by which phones and other processes know that theirs is old."""

from collections.abc import Mapping
from types import MappingProxyType

from app.db.session import Session
from app.queries import reference
from app.services.organisation.locating import LocatorCache
from app.services.organisation.names import NameBook

#: What phones and caches know by version, and the rows each is made of; the calendar counts its own.
_VERSIONED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "areas": ("areas",),
        "departments": ("departments", "department_names", "department_aliases", "jurisdictions"),
        "categories": ("category_standards", "categories", "category_crosswalk"),
        "rules": ("filing_rules",),
        "terms": ("terms",),
        "routing": ("responsibilities", "routing_rules"),
        "people": ("users",),
    }
)


async def raise_versions(session: Session, changed: set[str]) -> None:
    """Says that rows of these kinds have changed."""
    for version, kinds in _VERSIONED.items():
        if changed.intersection(kinds):
            await raise_version(session, version)


async def raise_version(session: Session, name: str) -> None:
    """Says that a kind of reference data has changed: other processes and phones look at that."""
    await session.run(reference.RAISE_VERSION, name=name)
    session.changes(NameBook)
    if name == "areas":
        session.changes(LocatorCache)


def forget(session: Session) -> None:
    """Remembers nothing any more of what a session that was lent has changed."""
    session.changes(NameBook)
    session.changes(LocatorCache)
