"""The OpenAPI document: complete and true, with what the framework leaves out.

A problem is declared once, each operation is summed up by its own first sentence, and names in generated clients are
those of the module and the function.
"""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.errors import KeyInFlight
from app.schemas.base import Input, Output
from app.web.problems import Problem

_SCHEMAS = "#/components/schemas/{model}"
_DONE_BEFORE = "It was done before under this `Idempotency-Key`; what it led to is not yours to see any more"


def operation_id(route: APIRoute) -> str:
    """The name of an operation: `cases_report`, `calendar_put_week`."""
    return f"{route.endpoint.__module__.rsplit('.', 1)[-1]}_{route.name}"


def install(app: FastAPI) -> None:
    """Gives the application its document, made when it is first asked for."""
    plain = app.openapi

    def complete() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = plain()
            _, problem = models_json_schema([(Problem, "serialization")], ref_template=_SCHEMAS)
            schemas = document["components"]["schemas"]
            schemas |= problem["$defs"]
            _restore_examples(schemas)
            for methods in document["paths"].values():
                for method, operation in methods.items():
                    _sum_up(operation)
                    if KeyInFlight.code in operation["responses"].get("409", {}).get("description", ""):
                        operation["responses"].setdefault("204", {"description": _DONE_BEFORE})
                    if method == "get" and "application/json" in operation["responses"]["200"].get("content", {}):
                        operation["responses"]["304"] = {"description": "You have it: `If-None-Match` names its `ETag`"}
        return app.openapi_schema or {}

    app.openapi = complete  # type: ignore[method-assign]  # FastAPI's own way to extend the document


def _restore_examples(schemas: dict[str, Any]) -> None:
    """Whole examples again: on the way into the document the framework drops what is null in them."""
    waiting: list[type[BaseModel]] = [Input, Output]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        said = model.model_config.get("json_schema_extra")
        if model.__name__ in schemas and isinstance(said, dict):
            schemas[model.__name__] |= said


def _sum_up(operation: dict[str, Any]) -> None:
    """The first clause of the description as the summary, in place of the name of a function."""
    operation["summary"] = re.split(r"[:;.](?:\s|$)", operation["description"], maxsplit=1)[0]
