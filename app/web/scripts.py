"""Our scripts and style sheets as they are served: without their comments, each line where it was.

A regular expression tells a comment from text that looks like one; between two tokens of a script it knows whether a
slash divides or begins a regular expression by what stands before it.
"""

import posixpath
import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
      | (?P<comment>/\*[\s\S]*?\*/|//[^\n]*)
      | (?P<pattern>/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*)
      | (?P<word>[\w$]+)
      | (?P<space>\s+)
      | (?P<sign>[\s\S])""",
    re.VERBOSE,
)
_OF_A_TEMPLATE = re.compile(r"(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?P<end>`|\$\{)")
_OF_A_SHEET = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?P<comment>/\*[\s\S]*?\*/)""")
_BEFORE_A_PATTERN = frozenset("(,=:[!&|?{};+-*%<>~^") | {"return", "typeof", "case", "of", "in", ""}
_IMPORT = re.compile(r"""^\s*(?:import|export)\b(?:[^'"();]*?\bfrom)?\s*["'](\.[^"']+)["']""", re.MULTILINE)
_LATER = re.compile(r"""\bimport\(\s*["'](\.[^"']+)["']\s*\)""")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def without_comments(script: str) -> str:
    """A script without its comments, but for those of a licence, `/*!`; line breaks stay."""
    return _TRAILING.sub("", "".join(_kept(script)))


def sheet_without_comments(sheet: str) -> str:
    """The same of a style sheet."""
    return _TRAILING.sub("", _OF_A_SHEET.sub(lambda found: _left_of(found["comment"], found[0]), sheet))


def imports_of(name: str, script: str) -> list[str]:
    """The files that the script of this name imports before it begins; what it imports later is not among them."""
    return _seen_from(name, _IMPORT.findall(script))


def later_imports_of(name: str, script: str) -> list[str]:
    """The files that it imports when it needs them."""
    return _seen_from(name, _LATER.findall(script))


def _seen_from(name: str, found: list[str]) -> list[str]:
    folder = posixpath.dirname(name)
    return [posixpath.normpath(posixpath.join(folder, each)) for each in found]


def _left_of(comment: str | None, whole: str) -> str:
    if comment is None or comment.startswith("/*!"):
        return whole
    return "\n" * comment.count("\n") or ("" if comment.startswith("//") else " ")


def _kept(script: str) -> Iterator[str]:
    at, before, braces = 0, "", [0]  # how many are open in the script, and in each `${` of a template
    while (found := _TOKEN.match(script, at)) is not None:
        kind, text = found.lastgroup, found[0]
        if kind == "pattern" and before not in _BEFORE_A_PATTERN:
            kind, text = "sign", "/"
        at += len(text)
        if text == "`" or (text == "}" and not braces[-1] and len(braces) > 1):
            if text == "}":
                braces.pop()
            rest = _OF_A_TEMPLATE.match(script, at)
            if rest is None:
                raise ValueError("a template without an end")
            at, text = rest.end(), text + rest[0]
            before = "{" if rest["end"] == "${" else "`"
            if before == "{":
                braces.append(0)
        elif kind not in ("comment", "space"):
            before = text
            braces[-1] += (text == "{") - (text == "}")
        yield _left_of(text, text) if kind == "comment" else text
