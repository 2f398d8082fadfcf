"""Chinese documents stand beside the English ones and say the same: as many headings, rows, points; the same code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
#: Written in both languages on one page; and rendered from the code, which another test holds it to.
ONE_PAGE, RENDERED = {"glossary"}, {"workflow"}
_CHINESE = ".zh-CN.md"
NAMES = sorted({path.name.split(".")[0] for path in DOCS.glob("*.md")} - ONE_PAGE)
HAND_WRITTEN = [name for name in NAMES if name not in RENDERED]
_HAN = re.compile(r"[\u4e00-\u9fff]")
_COMMENT = re.compile(r"(^|\s+)(#|--)\s.*$")


@dataclass
class Section:
    """What stands below one heading."""

    heading: str
    code: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # of tables: how many columns each has
    points: int = 0
    words: set[str] = field(default_factory=set)  # inline code
    links: set[str] = field(default_factory=set)
    text: str = ""


def _sections(page: str) -> list[Section]:
    found = [Section("")]
    for is_code, block in _blocks(page):
        here = found[-1]
        if is_code:
            here.code.append("\n".join(_COMMENT.sub("", line).rstrip() for line in block.splitlines()).strip())
            continue
        for line in block.splitlines():
            if line.startswith("#"):
                found.append(here := Section(line.split(" ")[0]))
            if line.startswith("|"):
                here.rows.append(len(re.sub(r"`[^`]*`", "", line).split("|")))
            here.points += bool(re.match(r"\s*([-*]|\d+\.) ", line))
            here.text += line + "\n"
    for section in found:
        section.words = {" ".join(told.split()) for told in re.findall(r"`([^`]+)`", section.text)}
        section.links = {_target(told) for told in re.findall(r"\]\(([^)]+)\)", section.text)}
    return found


def _blocks(page: str) -> Iterator[tuple[bool, str]]:
    """The page in turns of text and fenced code."""
    for number, block in enumerate(re.split(r"^\s*```.*$", page, flags=re.MULTILINE)):
        yield number % 2 == 1, block


def _target(link: str) -> str:
    """Where a link goes, whichever the language; a heading of another page is called otherwise in each."""
    address, _, heading = link.replace(_CHINESE, ".md").partition("#")
    return f"{address}#" if heading else address


def _anchors(page: str) -> set[str]:
    """What GitHub makes of headings."""
    headings = [
        line.lstrip("#").strip() for is_code, block in _blocks(page) if not is_code
        for line in block.splitlines() if line.startswith("#")
    ]  # fmt: skip
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_each_document_is_there_in_both_languages_and_links_to_the_other(name: str) -> None:
    english, chinese = DOCS / f"{name}.md", DOCS / f"{name}{_CHINESE}"

    assert f"[中文]({chinese.name})" in english.read_text().split("\n## ")[0]
    assert f"[English]({english.name})" in chinese.read_text().split("\n## ")[0]


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_both_languages_have_the_same_headings_and_code(name: str) -> None:
    english, chinese = (_sections((DOCS / f"{name}{suffix}").read_text()) for suffix in (".md", _CHINESE))

    assert [section.heading for section in english] == [section.heading for section in chinese]
    for one, other in zip(english, chinese, strict=True):
        assert one.code == other.code, one.text.split("\n")[0]


def test_both_readmes_have_the_same_headings_and_commands() -> None:
    english, chinese = (_sections((ROOT / f"README{suffix}").read_text()) for suffix in (".md", _CHINESE))

    assert [section.heading for section in english] == [section.heading for section in chinese]
    for one, other in zip(english, chinese, strict=True):
        assert [told for told in one.code if "app/workflow/" not in told] == [
            told for told in other.code if "app/workflow/" not in told
        ]


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_both_languages_have_the_same_rows_points_codes_and_links(name: str) -> None:
    english, chinese = (_sections((DOCS / f"{name}{suffix}").read_text()) for suffix in (".md", _CHINESE))
    differ = []
    for one, other in zip(english, chinese, strict=True):
        where = f"{one.text.split(chr(10))[0]} / {other.text.split(chr(10))[0]}"
        links = {link for link in one.links ^ other.links if link not in (f"{name}.md",)}
        differ += [f"{where}: {word}" for word in sorted(one.words ^ other.words)]
        differ += [f"{where}: {link}" for link in sorted(links)]
        if (one.rows, one.points) != (other.rows, other.points):
            differ.append(
                f"{where}: {len(one.rows)} rows and {one.points} points, {len(other.rows)} and {other.points}"
            )

    assert differ == []


def _links(path: Path) -> list[str]:
    text = "\n".join(block for is_code, block in _blocks(path.read_text()) if not is_code)
    return [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]


def _leads_somewhere(path: Path, link: str) -> bool:
    address, _, heading = link.partition("#")
    target = path.parent / address if address else path
    return target.exists() and (not heading or heading in _anchors(target.read_text()))


def test_links_lead_somewhere() -> None:
    links = [(path, link) for path in (*DOCS.glob("*.md"), *ROOT.glob("README*.md")) for link in _links(path)]

    assert len(links) > 50
    assert [f"{path.name}: {link}" for path, link in links if not _leads_somewhere(path, link)] == []


@pytest.mark.parametrize("path", sorted(DOCS.glob(f"*{_CHINESE}")), ids=lambda path: path.name)
def test_chinese_is_chinese_and_leads_to_chinese(path: Path) -> None:
    text = "\n".join(block for is_code, block in _blocks(path.read_text()) if not is_code)
    prose = [re.sub(r"`[^`]*`|\]\([^)]*\)", "", line) for line in text.splitlines() if not line.startswith("|")]
    links = {link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text)}
    beside = {link for link in links if (path.parent / link.replace(".md", _CHINESE)).exists()}

    assert [line for line in prose if len(line) > 60 and len(_HAN.findall(line)) < len(line) / 4] == []
    assert {link for link in beside if link.endswith(".md") and not link.endswith(_CHINESE)} <= {
        path.name.replace(_CHINESE, ".md")
    }
