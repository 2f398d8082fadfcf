"""The scripts and sheets of the screens: typed, short, in two languages, light, and old enough for Chromium 89."""

import json
import re
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

from app.web import assets
from app.web.screens import SCREENS, Screen
from app.web.scripts import imports_of, later_imports_of, sheet_without_comments, without_comments
from app.workflow.transitions import TRANSITIONS
from tests.needs import CHECKERS, NODE

STATIC = Path(__file__).parents[2] / "app" / "web" / "static"
SCRIPTS = sorted(path for path in STATIC.glob("*/*.js") if path.parent.name != "vendor")
SHEETS = sorted(path for path in STATIC.glob("*/*.css") if path.parent.name != "vendor")
#: Where Chinese stands by itself for a reason, and which.
IN_CHINESE = {
    "admin/paste.js": None,  # heads of columns that people paste, in either language
    "styleguide/samples.js": None,  # as the service answers, with both languages side by side
    "common/initials.js": None,  # characters by which others are sorted
    "admin/calendar.js": {"周"},  # is left out of what a weekday is called
    "common/shell.js": {"中文"},  # what a language calls itself
    "department/case_page.js": {"转"},  # before an extension, as a phone number is kept
    "phone/settings.js": {"中文"},
    "start/main.js": {"中文", "一口 Yikou"},
}
#: What a sheet may not say: it came after Chromium 89.
NEWER = re.compile(
    r":has\(|@container|@layer|color-mix\(|light-dark\(|oklch\(|\bdvh\b|\bsvh\b|accent-color|text-wrap\s*:|:user-valid"
    r"|overflow(?:-[xy])?\s*:\s*clip|scrollbar-gutter|subgrid|field-sizing|content-visibility\s*:\s*hidden|@starting-style"
    r"|:popover-open|anchor-name|translate\s*:|rotate\s*:|scale\s*:|\binert\b"
)
#: A screen -> KB that it may weigh and modules that it may be of before it is seen; the map comes later.
BUDGETS = {"phone": (45, 10), "desk": (90, None), "department": (90, None), "board": (90, None), "admin": (90, None)}
OF_THE_MAP = 46


def _name(path: Path) -> str:
    return path.relative_to(STATIC).as_posix()


def _run(*command: str | Path) -> str:
    done = subprocess.run([NODE, *command], capture_output=True, text=True, check=False, timeout=300)
    assert not done.stderr, done.stderr
    return done.stdout


@pytest.mark.needs("checkers")
def test_types_hold() -> None:
    told = _run(CHECKERS / "typescript" / "bin" / "tsc", "-p", Path(__file__).parent / "tsconfig.json")

    assert not told, told


def test_no_scripts_import_each_other_in_a_circle() -> None:
    """Also not by what they import when they need it."""
    scripts = {_name(path): without_comments(path.read_text()) for path in SCRIPTS}  # types are named in comments
    imported = {name: {*imports_of(name, it), *later_imports_of(name, it)} for name, it in scripts.items()}
    assert sum(map(len, imported.values())) > 300, "a walk that finds nothing proves nothing"
    TopologicalSorter(imported).prepare()  # a CycleError names the circle


def _is_allowed(found: dict[str, Any]) -> bool:
    allowed = IN_CHINESE.get(_name(Path(found["file"])), set())
    said = found["found"].partition(": ")
    return said[0] in ("Chinese outside say()", "text in one language") and (allowed is None or said[2] in allowed)


@pytest.mark.needs("checkers")
def test_what_people_read_is_said_in_both_languages_and_nothing_is_newer_than_chromium_89() -> None:
    acorn = CHECKERS / "acorn" / "dist" / "acorn.mjs"
    told = [json.loads(line) for line in _run(Path(__file__).parent / "reading.mjs", acorn, *SCRIPTS).splitlines()]

    assert not [found for found in told if not _is_allowed(found)]


WRONG = {
    "export const a = html`<b>Hello</b>`;": "text in one language",
    'export const b = html`<b title="Hello" />`;': "attribute in one language",
    'export const c = say("你好", "");': "empty",
    'export const d = say("{n} 件", "cases");': "other places",
    'export const e = "你好";': "Chinese outside",
    "export const f = [].at(-1);": "newer",
    "export const g = structuredClone({});": "newer",
    "export class H { static { 1; } }": "newer",
}


@pytest.mark.needs("checkers")
@pytest.mark.parametrize("script", WRONG)
def test_what_is_wrong_in_a_script_is_found(script: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.js"
    wrong.write_text(script)

    told = _run(Path(__file__).parent / "reading.mjs", CHECKERS / "acorn" / "dist" / "acorn.mjs", wrong)

    assert WRONG[script] in told


@pytest.mark.parametrize("path", SHEETS, ids=_name)
def test_a_sheet_says_nothing_newer(path: Path) -> None:
    sheet = sheet_without_comments(path.read_text())

    assert not NEWER.findall(sheet)
    assert not re.search(r"\{[^{}@]*[^{}@]\{", re.sub(r"@(media|supports|keyframes)[^{]*\{", "", sheet)), "nested"


@pytest.mark.parametrize("path", SCRIPTS, ids=_name)
def test_a_module_is_short_and_begins_with_what_it_is_for(path: Path) -> None:
    lines = path.read_text().splitlines()

    assert len(lines) <= 250
    assert not [(number, line) for number, line in enumerate(lines, 1) if len(line) > 120]
    assert lines[0].startswith(("/*", "//"))


def _weight(names: tuple[str, ...]) -> int:
    return sum(len(assets._READ[name].compressed) for name in names)


@pytest.mark.parametrize("screen", [each for each in SCREENS if each.room in BUDGETS], ids=lambda one: one.room)
def test_a_screen_is_as_light_as_it_was_promised(screen: Screen) -> None:
    modules = assets.modules_of(screen.entry)
    kilobytes, most = BUDGETS[screen.room]

    assert _weight((*modules, screen.stylesheet)) <= kilobytes * 1000
    assert most is None or len(modules) <= most
    assert "vendor/leaflet.js" not in modules


def test_the_map_is_as_light_as_it_was_promised() -> None:
    assert _weight(("vendor/leaflet.js", "vendor/leaflet.css")) <= OF_THE_MAP * 1024


def test_every_field_of_an_action_can_be_filled_in() -> None:
    fields = {name for each in TRANSITIONS if each.permission for name in (*each.requires, *each.accepts)}
    drawn = (STATIC / "common" / "action_fields.js").read_text()

    assert not [name for name in fields if not re.search(rf'^  {name}: |"{name}"', drawn, re.MULTILINE)]
