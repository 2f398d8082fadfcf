"""Who is of a group, and so may not inspect it 考评回避.

Asked when an inspector is named, when they hand their marks in and again when the quarter is computed and published: a
unit that joins later, or a post that is given later, bars as well as one that was there.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class InspectorTie(StrEnum):
    """What ties somebody to a group."""

    MEMBER_UNIT = "member_unit"  # 任职于成员单位或其上下级
    COMMUNITY = "community"  # 任职于该社区


class Held(NamedTuple):
    """A post: in a department, at an area, or both; `until` None where no end is set."""

    department_path: str | None
    area_path: str | None
    since: date
    until: date | None


class Member(NamedTuple):
    """A unit in a group, from a day until a day."""

    department_path: str
    since: date
    until: date | None


def tie(
    posts: Iterable[Held], members: Iterable[Member], community: str, since: date, until: date
) -> InspectorTie | None:
    """What ties the holder of some posts to the group of a community on any day of a period; None: nothing.

    A post ties to a unit, to those above it and to those below; at the community or within it, to the community.
    """
    units = [each.department_path for each in members if _meets(each.since, each.until, since, until)]
    for post in posts:
        if not _meets(post.since, post.until, since, until):
            continue
        if post.area_path is not None and post.area_path.startswith(community):
            return InspectorTie.COMMUNITY
        own = post.department_path
        if own is not None and any(own.startswith(unit) or unit.startswith(own) for unit in units):
            return InspectorTie.MEMBER_UNIT
    return None


def _meets(since: date, until: date | None, first: date, last: date) -> bool:
    return since <= last and (until is None or until >= first)
