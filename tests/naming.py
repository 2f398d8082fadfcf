"""What of a request names another thing, found in the OpenAPI document and in what uploads declare of themselves."""

import re
from collections.abc import Iterator
from typing import Any

from app.schemas.base import Code
from app.schemas.uploads import UploadDeclaration
from tests.contract import document

Schema = dict[str, Any]
_NAMES = re.compile(r"(^|_)(id|ids|code|codes|path|paths|username|jurisdictions)$")
_CODE = next(str(said.pattern) for said in Code.__metadata__ if hasattr(said, "pattern"))


def named() -> set[str]:
    """`Body.field`, `/path?parameter`, and paths in which a second thing is named."""
    found = {f"UploadDeclaration.{name}" for name in _naming(UploadDeclaration.model_json_schema()["properties"])}
    for path, methods in document()["paths"].items():
        route = path.removeprefix("/api/v1")
        for operation in methods.values():
            told = operation.get("parameters", [])
            queries = {each["name"]: each["schema"] for each in told if each["in"] == "query"}
            second = {each["name"]: each["schema"] for each in [one for one in told if one["in"] == "path"][1:]}
            found |= {f"{route}?{name}" for name in _naming(queries)} | ({route} if list(_naming(second)) else set())
            for media in operation.get("requestBody", {}).get("content", {}).values():
                for title, properties in _objects(media.get("schema", {}), {}).items():
                    found |= {f"{title}.{name}" for name in _naming(properties)}
    return found


def _naming(properties: Schema) -> Iterator[str]:
    for name, schema in properties.items():
        kinds = list(_kinds(schema))
        is_choice = any("enum" in kind or "const" in kind for kind in kinds)
        is_name = any(kind.get("pattern") == _CODE or kind.get("format") == "uuid" for kind in kinds)
        if not is_choice and (is_name or _NAMES.search(name)):
            yield name


def _kinds(schema: Schema) -> Iterator[Schema]:
    """A schema, and all that it may be instead or hold in a list."""
    known = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    yield known
    for inner in (*known.get("anyOf", ()), *known.get("oneOf", ()), *([known["items"]] if "items" in known else ())):
        yield from _kinds(inner)


def _objects(schema: Schema, found: dict[str, Schema]) -> dict[str, Schema]:
    """The objects in a body by their names, each with its properties."""
    for kind in _kinds(schema):
        if "properties" in kind and kind["title"] not in found:
            found[kind["title"]] = kind["properties"]
            for inner in kind["properties"].values():
                _objects(inner, found)
    return found
