"""Puts the words of one language into the API document: summaries, descriptions, and what codes mean."""

import re
from collections.abc import Iterator
from typing import Any

from app import errors
from app.errors import AppError
from app.web.catalogue import Catalogue
from app.web.moves import description
from app.web.problems import example_of
from app.workflow.actions import Action

_CODE = re.compile(r"`([a-z][a-z-]*)` ")
Node = dict[str, Any]


def describe(document: Node, words: Catalogue) -> None:
    """Changes a document of its own; what the catalogue does not have stays as it is."""
    document["info"]["description"] = words.text(document["info"]["description"])
    for tag in document["tags"]:
        zh, _, en = tag["description"].partition(" · ")
        tag["description"] = zh if words.language == "zh" else en
    for methods in document["paths"].values():
        for operation in methods.values():
            _operation(operation, words)
    for name, schema in document["components"]["schemas"].items():
        _schema(name, schema, words)


def _operation(operation: Node, words: Catalogue) -> None:
    name = operation["operationId"]
    if operation["tags"] == ["actions"]:
        operation["description"] = description(Action(name), words.language)
    else:
        operation["description"] = words.text(operation["description"])
    # The first clause of the description, in place of the name of a function.
    operation["summary"] = re.split(r"[:;.](?:\s|$)|[：；。]", operation["description"], maxsplit=1)[0]
    for parameter in operation.get("parameters", []):
        _described(parameter, name, parameter["name"].lower(), parameter["schema"], words)
    for answer in operation["responses"].values():
        answer["description"] = "\n\n".join(_answer(said, words) for said in answer["description"].split("\n\n"))
        for media in answer.get("content", {}).values():
            _examples(media, words.language)


def _answer(said: str, words: Catalogue) -> str:
    found = _CODE.match(said)
    kind = _kinds().get(found[1]) if found else None
    return f"`{kind.code}` {kind.title(words.language)}" if kind else words.text(said)


def _examples(media: Node, language: str) -> None:
    """The examples of refusals, in the language of the document."""
    for code, example in media.get("examples", {}).items():
        kind = _kinds().get(code)
        if kind is not None and "code" in example.get("value", {}):
            example["summary"] = kind.title(language)
            example["value"] |= example_of(kind, language)


def _kinds() -> dict[str, type[AppError]]:
    waiting: list[type[AppError]] = [errors.AppError]
    found: dict[str, type[AppError]] = {}
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found[kind.code] = kind
    return found


def _schema(name: str, schema: Node, words: Catalogue) -> None:
    if "description" in schema:
        schema["description"] = words.text(schema["description"])
    if "enum" in schema:
        _values(schema, schema, "", name, words)
    for field, held in schema.get("properties", {}).items():
        _described(held, name, field, held, words)


def _described(node: Node, owner: str, name: str, schema: Node, words: Catalogue) -> None:
    """A field, or a parameter whose schema stands apart: its own words, else those of the catalogue."""
    own = node.get("description")
    said = words.text(own) if own else words.field(owner, name)
    if said is not None:
        node["description"] = said
        if schema is not node:
            schema.pop("description", None)  # the same once more
    for inner in _inline(schema):
        _values(node, inner, owner, name, words)


def _inline(schema: Node) -> Iterator[Node]:
    """What a schema without a name enumerates in itself."""
    if "enum" in schema:
        yield schema
    for inner in [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]:
        yield from _inline(inner)


def _values(node: Node, schema: Node, owner: str, name: str, words: Catalogue) -> None:
    """Adds a line for each code to what is said already."""
    labels = words.values(owner, name)
    if labels is None:
        return
    index, colon = (0, "：") if words.language == "zh" else (1, ": ")
    for code in schema["enum"]:
        if code not in labels:
            words.missing.add(("values", f"{name}.{code}"))
    lines = [f"- `{code}`{colon}{labels[code][index]}" for code in schema["enum"] if code in labels]
    node["description"] = "\n\n".join([*([node["description"]] if "description" in node else []), "\n".join(lines)])
