"""What the OpenAPI document promises, held against every answer that a test sees."""

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
import jsonschema_rs
import orjson

from app.web.document import in_language
from app.web.parting import referred
from tests.application import application

Operation = dict[str, Any]


@cache
def document(language: str = "en") -> dict[str, Any]:
    return in_language(application(), language)


def validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """A validator of a schema that may refer to the components of the document."""
    return _compiled(orjson.dumps(schema))


@cache
def _compiled(schema: bytes) -> jsonschema_rs.Draft202012Validator:
    """Made once for all operations that say the same, as every problem document does; of what it refers to alone."""
    said = orjson.loads(schema)
    whole = {"$ref": "#/s", "s": said, "components": referred(said, document()["components"])}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def _validator(template: str, method: str, status: str, media_type: str) -> jsonschema_rs.Draft202012Validator | None:
    media = document()["paths"][template][method]["responses"][status]["content"][media_type]
    return validator(media["schema"]) if media.get("schema") else None


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """The paths as patterns, those with the fewest parameters first."""
    ordered = sorted(document()["paths"], key=lambda template: template.count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", template)), template) for template in ordered]


def operation_of(method: str, path: str) -> tuple[str, Operation] | None:
    """The path template and the operation that an address is, if any."""
    for pattern, template in _templates():
        operation = document()["paths"][template].get(method.lower())
        if operation is not None and pattern.fullmatch(path):
            return template, operation
    return None


def hold(answer: httpx.Response, body: bytes) -> None:
    """Fails unless status, kind of content, code of the problem and shape of the body are as declared."""
    method, path = answer.request.method, urlsplit(str(answer.request.url)).path
    found = operation_of(method, path)
    if found is None:
        return
    template, operation = found
    status, said = str(answer.status_code), f"{method} {template} {answer.status_code}: {body[:300]!r}"
    assert status in operation["responses"], f"undeclared status: {said}"
    declared = operation["responses"][status].get("content", {})
    media_type = answer.headers.get("content-type", "").split(";")[0]
    if not declared and not body:
        return
    assert media_type in declared, f"undeclared kind of content: {said}"
    if not media_type.endswith("json") or method == "HEAD":
        return
    told = orjson.loads(body)
    if media_type == "application/problem+json":
        assert told["code"] in declared[media_type]["examples"], f"undeclared code: {said}"
    shape = _validator(template, method.lower(), status, media_type)
    errors = [f"{error.instance_path}: {error.message}" for error in shape.iter_errors(told)] if shape else []
    assert not errors, f"not as declared: {errors[:3]} in {said}"
