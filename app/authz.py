"""Who may do what: posts 岗位, the permissions each gives, and where a post reaches.

A permission is held through a post, and a post reaches one area subtree or one department subtree. Whoever asks
"may this actor?" therefore always asks "may this actor here?". Nothing is allowed that is not written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID


class Post(StrEnum):
    """What an appointment makes of a user; a role hangs on the appointment, never on the user."""

    GRID_LEADER = "grid_leader"  # 网格长
    FULL_TIME_WORKER = "full_time_worker"  # 专职网格员
    PART_TIME_WORKER = "part_time_worker"  # 兼职网格员
    GRID_INSTRUCTOR = "grid_instructor"  # 网格指导员
    TRIAGE_CLERK = "triage_clerk"  # 受理员
    DISPATCHER = "dispatcher"  # 派遣员
    CENTRE_LEADER = "centre_leader"  # 中心负责人
    DEPARTMENT_HANDLER = "department_handler"  # 部门经办人
    DEPARTMENT_LEAD = "department_lead"  # 部门负责人
    SUPERVISOR = "supervisor"  # 督查员
    ADMINISTRATOR = "administrator"  # 管理员
    INTEGRATION = "integration"  # 对接系统


class Permission(StrEnum):
    REPORT = "report"  # 上报
    READ_CASES = "read_cases"  # 查看案卷
    COMMENT = "comment"  # 备注
    SPEAK_FOR_CALLERS = "speak_for_callers"  # 代诉求人催办、提异议
    VERIFY = "verify"  # 核查、核实
    TRIAGE = "triage"  # 受理
    DISPATCH = "dispatch"  # 派遣
    PICK_PEOPLE = "pick_people"  # 选派人员
    HANDLE = "handle"  # 处置
    LEAD_CENTRE = "lead_centre"  # 中心裁定
    SUPERVISE = "supervise"  # 督办
    REVEAL_CONTACT = "reveal_contact"  # 查看联系方式
    VIEW_ORIGINALS = "view_originals"  # 调阅原件
    KEEP_HOUSEHOLDS = "keep_households"  # 户档管理
    PROPOSE_POINTS = "propose_points"  # 积分提议
    ADMINISTER = "administer"  # 系统管理


_FIELD = frozenset({Permission.REPORT, Permission.READ_CASES, Permission.COMMENT, Permission.VERIFY})
_GRID = _FIELD | {Permission.PROPOSE_POINTS}
_TRIAGE = frozenset(
    {
        Permission.REPORT,
        Permission.READ_CASES,
        Permission.COMMENT,
        Permission.TRIAGE,
        Permission.PICK_PEOPLE,
        Permission.REVEAL_CONTACT,
        Permission.KEEP_HOUSEHOLDS,
    }
)
_DISPATCH = frozenset({Permission.READ_CASES, Permission.COMMENT, Permission.DISPATCH, Permission.PICK_PEOPLE})
_HANDLE = frozenset(
    {
        Permission.READ_CASES,
        Permission.COMMENT,
        Permission.HANDLE,
        Permission.PICK_PEOPLE,
        Permission.REVEAL_CONTACT,
    }
)

POST_PERMISSIONS: Mapping[Post, frozenset[Permission]] = MappingProxyType(
    {
        Post.GRID_LEADER: _GRID,
        Post.FULL_TIME_WORKER: _GRID,
        Post.PART_TIME_WORKER: _GRID,
        Post.GRID_INSTRUCTOR: _FIELD - {Permission.VERIFY},
        Post.TRIAGE_CLERK: _TRIAGE,
        Post.DISPATCHER: _DISPATCH,
        Post.CENTRE_LEADER: _TRIAGE
        | _DISPATCH
        | {Permission.LEAD_CENTRE, Permission.SUPERVISE, Permission.VIEW_ORIGINALS},
        Post.DEPARTMENT_HANDLER: _HANDLE,
        Post.DEPARTMENT_LEAD: _HANDLE,
        Post.SUPERVISOR: frozenset(
            {
                Permission.READ_CASES,
                Permission.COMMENT,
                Permission.SUPERVISE,
                Permission.REVEAL_CONTACT,
                Permission.VIEW_ORIGINALS,
            }
        ),
        Post.ADMINISTRATOR: frozenset({Permission.ADMINISTER}),
        Post.INTEGRATION: frozenset(
            {Permission.REPORT, Permission.READ_CASES, Permission.COMMENT, Permission.SPEAK_FOR_CALLERS}
        ),
    }
)

# An integration sees what it pushed in and nothing else, although its post names the area it may report into.
_POSTS_WITHOUT_AREA_VIEW = frozenset({Post.ADMINISTRATOR, Post.INTEGRATION})
#: What a post of a centre 中心 gives at its area; such a post sees all that is there, whoever told of it.
_OF_THE_CENTRE = frozenset({Permission.TRIAGE, Permission.DISPATCH, Permission.LEAD_CENTRE, Permission.SUPERVISE})
DEPARTMENT_POSTS = frozenset({Post.DEPARTMENT_HANDLER, Post.DEPARTMENT_LEAD})


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post in force today. The area's path ends in "/"; the codes are the department and all below it."""

    post: Post
    area_path: str | None = None
    department_codes: frozenset[str] = frozenset()


class Bearer(NamedTuple):
    """In whose name a token speaks, and the session it ends with: the family of its refresh token."""

    user_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The user behind a request with the posts in force; as of its own moment: a revoked post ends at once."""

    user_id: UUID
    name: str
    posts: tuple[HeldPost, ...]
    language: str = "zh"  # that they read: zh or en
    stands_in_for: frozenset[UUID] = frozenset()  # 代理: whose personal ties to cases are theirs today, too
    permissions: frozenset[Permission] = field(init=False)
    area_scopes: tuple[str, ...] = field(init=False)
    centre_scopes: tuple[str, ...] = field(init=False)
    department_codes: frozenset[str] = field(init=False)
    is_another_system: bool = field(init=False)  # and no person

    def __post_init__(self) -> None:
        """Derives what all posts together allow, and the subtrees whose cases they show: as a centre, or at all."""
        granted = frozenset[Permission]().union(*(POST_PERMISSIONS[held.post] for held in self.posts))
        areas = {
            held.area_path
            for held in self.posts
            if held.area_path and held.post not in _POSTS_WITHOUT_AREA_VIEW | DEPARTMENT_POSTS
        }
        centres = {held.area_path for held in self.posts if held.area_path and _of_the_centre(held.post)}
        departments = frozenset[str]().union(
            *(held.department_codes for held in self.posts if held.post not in _POSTS_WITHOUT_AREA_VIEW)
        )
        object.__setattr__(self, "permissions", granted)
        object.__setattr__(self, "area_scopes", _outermost(areas))
        object.__setattr__(self, "centre_scopes", _outermost(centres))
        object.__setattr__(self, "department_codes", departments)
        integrations = any(held.post is Post.INTEGRATION for held in self.posts)
        object.__setattr__(self, "is_another_system", integrations)

    def may(self, permission: Permission) -> bool:
        """Whether any post gives the permission, wherever it reaches."""
        return permission in self.permissions

    def may_at(self, permission: Permission, area_path: str) -> bool:
        """Whether a post that reaches this area gives the permission."""
        return any(
            held.area_path is not None
            and area_path.startswith(held.area_path)
            and permission in POST_PERMISSIONS[held.post]
            for held in self.posts
        )

    def may_just_at(self, permission: Permission, area_path: str) -> bool:
        """Whether a post at this very area gives the permission: one above it does not count."""
        return any(held.area_path == area_path and permission in POST_PERMISSIONS[held.post] for held in self.posts)

    def is_of_the_centre(self, area_path: str) -> bool:
        """Whether a post is one of a centre this area belongs to: triage, dispatch, its leader, supervision."""
        return area_path.startswith(self.centre_scopes)

    def may_everywhere(self, permission: Permission) -> bool:
        """Whether a post at an area without a parent gives the permission: it speaks for what no area holds alone."""
        return any(path.count("/") == 1 for path in self.areas_of(permission))

    def posted_at(self, permission: Permission) -> list[str]:
        """The very areas at which a post gives a permission, those that lie in others too."""
        return sorted(
            {held.area_path for held in self.posts if held.area_path and permission in POST_PERMISSIONS[held.post]}
        )

    def areas_of(self, permission: Permission) -> tuple[str, ...]:
        """The subtrees where the posts give a permission."""
        return _outermost(
            {held.area_path for held in self.posts if held.area_path and permission in POST_PERMISSIONS[held.post]}
        )

    def may_in(self, permission: Permission, department_code: str) -> bool:
        """Whether a post in this department or above it gives the permission."""
        return any(
            department_code in held.department_codes and permission in POST_PERMISSIONS[held.post]
            for held in self.posts
        )


def _of_the_centre(post: Post) -> bool:
    return not POST_PERMISSIONS[post].isdisjoint(_OF_THE_CENTRE)


def _outermost(paths: set[str]) -> tuple[str, ...]:
    """The subtrees that no other of the subtrees contains, in order."""
    return tuple(sorted(path for path in paths if not any(path != other and path.startswith(other) for other in paths)))
