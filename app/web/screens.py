"""The screens 界面: one shell each, which names its style sheets and scripts; what it shows comes through the API.

A shell holds nothing of anybody: everybody gets the same. Its policy requires Trusted Types and has nothing unsafe.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.authz import POST_PERMISSIONS, Permission, Post
from app.errors import NotFound
from app.web import assets, pages

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "yikou",
}
_HEADERS = {
    "Cache-Control": "no-cache",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self)",
    "Referrer-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: its address below the root, its name in both languages, and the posts whose work it is for."""

    address: str
    zh: str
    en: str
    posts: frozenset[Post] = field(default=frozenset())
    folder: str = ""  # of its files, where it is not named like the address

    @property
    def room(self) -> str:
        """The folder of its files."""
        return self.folder or self.address

    @property
    def entry(self) -> str:
        """The script it begins with."""
        return f"{self.room}/main.js"

    @property
    def stylesheet(self) -> str:
        """Its style sheet."""
        own = f"{self.room}/{self.room}.css"
        return own if assets.has_file(own) else assets.SHEET

    @property
    def manifest(self) -> str | None:
        """What makes it an application that can be installed, if it is one."""
        name = f"{self.room}/manifest.webmanifest"
        return name if assets.has_file(name) else None

    @property
    def worker(self) -> str:
        """The script that serves it off line, if it has one."""
        return f"{self.room}/worker.js"


_IN_THE_FIELD = {Post.GRID_LEADER, Post.FULL_TIME_WORKER, Post.PART_TIME_WORKER, Post.GRID_INSTRUCTOR}
_OF_A_DESK = {Post.TRIAGE_CLERK, Post.DISPATCHER, Post.CENTRE_LEADER}
_OF_A_DEPARTMENT = {Post.DEPARTMENT_HANDLER, Post.DEPARTMENT_LEAD}
_OVER_ALL = {Post.SUPERVISOR, Post.CENTRE_LEADER}
_EVALUATED = _IN_THE_FIELD | _OF_A_DEPARTMENT | _OVER_ALL | {Post.DISPATCHER}  # or who decides an appeal 申诉
_POINTS = {Permission.KEEP_HOUSEHOLDS, Permission.LEAD_CENTRE, Permission.PROPOSE_POINTS}
_OF_A_RELEASE = {post for post, given in POST_PERMISSIONS.items() if Permission.TRIAGE in given}
_OF_A_VILLAGE = {post for post, given in POST_PERMISSIONS.items() if not given.isdisjoint(_POINTS)}
START = Screen("", "登录", "Sign in", folder="start")
#: All of them, in the order in which a person with several is shown them.
SCREENS = (
    START,
    Screen("phone", "网格员手机端", "Grid worker", frozenset(_IN_THE_FIELD)),
    Screen("desk", "受理派遣台", "Dispatch desk", frozenset(_OF_A_DESK)),
    Screen("department", "部门办件", "Department", frozenset(_OF_A_DEPARTMENT)),
    Screen("board", "督查看板", "Supervision board", frozenset(_OVER_ALL)),
    Screen("wall", "指挥大屏", "Wall", frozenset(_OVER_ALL)),
    Screen("cobuilding", "共建", "Co-building", frozenset(_OVER_ALL)),  # of others it is in the menu
    Screen("bulletins", "简报", "Bulletins", frozenset(_OVER_ALL)),  # likewise
    Screen("releases", "公开审核", "Public release", frozenset(_OF_A_RELEASE)),
    Screen("village", "户档与积分", "Households and points", frozenset(_OF_A_VILLAGE)),  # who has a seat: in the menu
    Screen("evaluation", "考评", "Evaluation", frozenset(_EVALUATED)),
    Screen("admin", "系统管理", "Administration", frozenset({Post.ADMINISTRATOR})),
    Screen("styleguide", "组件一览", "Style guide"),
)


def of_posts(posts: Collection[Post]) -> list[Screen]:
    """The screens that are for somebody who holds these posts."""
    return [screen for screen in SCREENS if not screen.posts.isdisjoint(posts)]


def shell(request: Request, screen: Screen, language: str) -> HTMLResponse:
    """The shell of a screen."""
    page = pages.page(
        request, "screen.html", language, policy=_POLICY, screen=screen, modules=assets.modules_of(screen.entry)
    )
    page.headers.update(_HEADERS)
    return page


async def worker(request: Request, screen: Screen) -> Response:
    """The service worker of a screen; above it stands `FILES`: what the screen is made of, seen from the root.

    Its address stays, its text changes with any file: so a browser learns of a new version.

    Raises:
        NotFound: it has none.
    """
    if not assets.has_file(screen.worker):
        raise NotFound()
    files = [screen.stylesheet, *assets.modules_of(screen.entry, later=True), "icon.svg"]
    files += [screen.manifest] if screen.manifest else []
    return await assets.headed(screen.worker, tuple(files)).answer(request)
