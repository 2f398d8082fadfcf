"""Parts of the document of the API: an outline of all operations, and everything that one tag has.

The whole of it is too large for a page on a slow line. So the page of the API begins with the outline, and reads the
part of a tag when somebody opens it.
"""

import re
from typing import TypedDict, cast

import orjson

OUTLINE = "outline"
_TOLD = ("tags", "summary", "description", "operationId")
_REFERENCE = re.compile(rb'"#/components/(\w+)/([^"]+)"')


class _Operation(TypedDict):
    tags: list[str]


class _Document(TypedDict):
    paths: dict[str, dict[str, _Operation]]
    components: dict[str, dict[str, object]]


def part_of(document: dict[str, object], part: str) -> dict[str, object]:
    """The outline: what each operation is called and says; or a tag: its operations, and all that these refer to."""
    whole = cast(_Document, document)
    if part == OUTLINE:
        paths = {
            path: {method: {name: of[name] for name in _TOLD if name in of} for method, of in methods.items()}
            for path, methods in cast(dict[str, dict[str, dict[str, object]]], whole["paths"]).items()
        }
        schemes = {"securitySchemes": whole["components"]["securitySchemes"]}
        return document | {"paths": paths, "components": schemes}
    own = {
        path: {method: of for method, of in methods.items() if part in of["tags"]}
        for path, methods in whole["paths"].items()
    }
    paths_of_it = {path: methods for path, methods in own.items() if methods}
    return document | {"paths": paths_of_it, "components": referred(paths_of_it, whole["components"])}


def referred(said: object, known: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """The components that something refers to, and those that they refer to in turn."""
    found: dict[str, dict[str, object]] = {}
    waiting = [said]
    while waiting:
        for kind, name in _REFERENCE.findall(orjson.dumps(waiting.pop())):
            of = found.setdefault(kind.decode(), {})
            if name.decode() not in of:
                of[name.decode()] = known[kind.decode()][name.decode()]
                waiting.append(of[name.decode()])
    return found
