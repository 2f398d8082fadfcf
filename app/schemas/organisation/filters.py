"""The filters of the lists of administration; all that are given must hold."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.authz import Post
from app.models.area import AreaLevel
from app.models.department import DepartmentKind
from app.models.term import TermKind
from app.schemas.base import Code, OneLine
from app.schemas.cases.lists import PageQuery

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), OneLine]


class KeyedQuery(PageQuery):
    """A page of a list in the order of its keys."""


class AreaQuery(KeyedQuery):
    q: Words | None = Field(default=None, description="The beginning of a code, or a part of a name")
    area: Code | None = Field(default=None, description="This area and all below it")
    parent: Code | None = Field(default=None, description="Right below this area")
    level: AreaLevel | None = None
    active: bool | None = None


class BoundaryQuery(KeyedQuery):
    limit: int = Field(default=200, ge=1, le=200, description="How many areas at most; fewer where they weigh much")
    area: Code | None = Field(default=None, description="Within this area; right below it unless a level is named")
    level: AreaLevel | None = Field(default=None, description="The areas of this level; grids unless an area is named")
    tolerance_m: int = Field(default=10, ge=1, le=1_000, description="How far a point may be moved, in metres")


class DepartmentQuery(KeyedQuery):
    q: Words | None = Field(default=None, description="The beginning of a code, or a part of a name it bears or bore")
    area: Code | None = Field(default=None, description="Serving this area")
    parent: Code | None = None
    kind: DepartmentKind | None = None
    active: bool | None = None


class StandardQuery(KeyedQuery):
    q: Words | None = None


class TermQuery(KeyedQuery):
    q: Words | None = Field(default=None, description="The beginning of a code, or a part of a name")
    kind: TermKind | None = None
    active: bool | None = Field(default=None, description="false: retired")


class CategoryQuery(KeyedQuery):
    q: Words | None = None
    standard: Code | None = None
    parent: Code | None = None
    active: bool | None = Field(default=None, description="false: retired")


class CrosswalkQuery(KeyedQuery):
    category: Code | None = Field(default=None, description="From or to this category")


class RuleQuery(KeyedQuery):
    q: Words | None = Field(default=None, description="The beginning of a code, or a part of the condition")
    category: Code | None = None
    department: Code | None = None
    active: bool | None = None


class ResponsibilityQuery(KeyedQuery):
    q: Words | None = Field(default=None, description="The beginning of a code, or a part of the basis")
    category: Code | None = None
    department: Code | None = Field(default=None, description="Leading or assisting")
    area: Code | None = Field(default=None, description="At this area or below it")
    active: bool | None = Field(default=None, description="false: drafts")


class RoutingRuleQuery(KeyedQuery):
    q: Words | None = Field(default=None, description="The beginning of a code, or a part of the name")
    category: Code | None = None
    department: Code | None = Field(default=None, description="That it names in any way")
    area: Code | None = Field(default=None, description="At this area or below it")
    active: bool | None = Field(default=None, description="false: drafts")


class UserQuery(KeyedQuery):
    q: Words | None = Field(default=None, description="The beginning of the user name, or a part of the name")
    area: Code | None = Field(default=None, description="With a post in force in this area or below it")
    department: Code | None = Field(default=None, description="With a post in force in this department")
    post: Post | None = Field(default=None, description="With this post in force")
    active: bool | None = None
    stranded: bool | None = Field(
        default=None, description="true: who holds open work and has no post in force, or is deactivated"
    )


class AppointmentQuery(KeyedQuery):
    user: UUID | None = None
    post: Post | None = None
    area: Code | None = Field(default=None, description="At this area or below it")
    department: Code | None = None
    in_force: bool | None = Field(default=None, description="true: only those in force today; false: only the others")
