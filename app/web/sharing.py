"""The document of the API as it goes out: a refusal that many operations have is said once, and no name twice."""

from typing import TypedDict, cast

import orjson

_SHARED = "#/components/responses/"


class _Operation(TypedDict):
    responses: dict[str, object]


class _Document(TypedDict):
    paths: dict[str, dict[str, _Operation]]
    components: dict[str, dict[str, object]]


def shared(document: dict[str, object]) -> dict[str, object]:
    """The same document: refusals are components, and no field has a title that only says its name."""
    whole = cast(_Document, document)
    known: dict[bytes, str] = {}
    counted: dict[str, int] = {}
    for methods in whole["paths"].values():
        for operation in methods.values():
            _share(operation["responses"], known, counted)
    answers: dict[str, object] = {name: orjson.loads(told) for told, name in known.items()}
    whole["components"]["responses"] = {name: answers[name] for name in sorted(answers)}
    _untitle(document)
    return document


def _share(answers: dict[str, object], known: dict[bytes, str], counted: dict[str, int]) -> None:
    for status, answer in answers.items():
        if status < "400":
            continue
        told = orjson.dumps(answer)
        if told not in known:
            counted[status] = counted.get(status, 0) + 1
            known[told] = f"{status}-{counted[status]}"
        answers[status] = {"$ref": _SHARED + known[told]}


def _untitle(told: object) -> None:
    """Takes the titles from schemas of fields and parameters; a field may itself be called `title`, which stays."""
    if isinstance(told, list):
        for each in told:
            _untitle(each)
    if not isinstance(told, dict):
        return
    if isinstance(told.get("title"), str) and "properties" not in told and ("type" in told or "anyOf" in told):
        del told["title"]
    for key, each in told.items():
        if key not in ("example", "examples", "default", "enum"):
            _untitle(each)
