"""The OpenAPI document is valid and complete; that it is true, every test that sees an answer holds."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.main import openapi
from app.web.sharing import shared
from tests.contract import document, validator

METHODS = {"get", "put", "post", "delete", "patch", "head", "options"}
Media = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def operations() -> dict[str, dict[str, Any]]:
    """Every operation by method and path."""
    found = {
        f"{method.upper()} {path}": operation
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }
    assert len(found) > 100, "a walk that finds nothing proves nothing"
    return found


def _answers(operation: dict[str, Any]) -> Iterator[Media]:
    for status, answer in operation["responses"].items():
        for media_type, media in answer.get("content", {}).items():
            yield status, media_type, media


def _examples(media: dict[str, Any]) -> list[Any]:
    """Those of the media type itself, else those of its schema."""
    if "example" in media:
        return [media["example"]]
    if "examples" in media:
        return [each["value"] for each in media["examples"].values()]
    alternatives = media.get("schema", {}).get("anyOf", [media.get("schema", {})])
    return [example for each in alternatives for example in _resolved(each).get("examples", [])]


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def test_the_document_is_valid_openapi_3_1() -> None:
    assert document()["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_what_is_written_into_a_file_is_what_the_tests_hold_the_service_to() -> None:
    assert orjson.loads(openapi("en")) == document()


def test_every_operation_has_a_name_of_its_own(operations: dict[str, dict[str, Any]]) -> None:
    names = [operation["operationId"] for operation in operations.values()]

    assert len(names) == len(set(names))
    assert all(name.isidentifier() for name in names)


def test_an_operation_says_what_it_does(operations: dict[str, dict[str, Any]]) -> None:
    silent = [
        name
        for name, operation in operations.items()
        if not (operation["tags"] and operation["description"] and 5 < len(operation["summary"]) < 120)
    ]

    assert silent == []


def test_bodies_and_answers_have_examples_that_are_as_declared(operations: dict[str, dict[str, Any]]) -> None:
    wrong = [f"{name}: {said}" for name, operation in operations.items() for said in _wrong_examples(operation)]

    assert wrong == []


_FILES = ("image/", "text/csv", "application/zip", "application/pdf", "application/vnd.openxmlformats")


def _wrong_examples(operation: dict[str, Any]) -> Iterator[str]:
    bodies = [("body", *each) for each in operation.get("requestBody", {"content": {}})["content"].items()]
    for where, media_type, media in [*bodies, *_answers(operation)]:
        if media_type.startswith(_FILES):
            continue  # bytes
        if (where == "body" or where.startswith("2")) and not _examples(media):
            yield f"no example of {where} {media_type}"
        for example in _examples(media):
            for error in validator(media["schema"]).iter_errors(example):
                yield f"{where} {error.instance_path}: {error.message}"


def test_every_declared_error_is_a_problem_document_or_a_page(operations: dict[str, dict[str, Any]]) -> None:
    wrong = {}
    for name, operation in operations.items():
        if operation["operationId"] == "operations_readyz":
            continue  # not ready is no refusal: the same report as ready
        kinds = {media_type for status, media_type, _ in _answers(operation) if status >= "4"}
        shown = any(media_type == "text/html" for status, media_type, _ in _answers(operation) if status == "200")
        page = shown or "303" in operation["responses"]
        if not kinds <= ({"text/html"} if page else {"application/problem+json"}):
            wrong[name] = kinds

    assert wrong == {}


def test_what_needs_a_token_says_so(operations: dict[str, dict[str, Any]]) -> None:
    wrong = [
        name
        for name, operation in operations.items()
        if ("security" in operation) != ("401" in operation["responses"]) and operation["tags"] != ["identity"]
    ]

    assert wrong == []


def test_what_goes_out_says_the_same_in_fewer_words() -> None:
    whole, sent = document(), shared(orjson.loads(orjson.dumps(document())))
    answers = sent["components"]["responses"]
    for path, methods in sent["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                told = answers[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
                assert told["description"] == whole["paths"][path][method]["responses"][status]["description"]
    assert len(orjson.dumps(sent)) < len(orjson.dumps(whole)) / 2
    assert "title" in sent["components"]["schemas"]["ReportCase"]["properties"], "a field of that name is no title"
    OpenAPIV31SpecValidator(sent).validate()
