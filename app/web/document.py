"""The OpenAPI document: complete and true, with what the framework leaves out, in Chinese or in English.

A problem is declared once, each operation is summed up by its own first sentence, and names in generated clients are
those of the module and the function. The languages differ in words alone.
"""

import asyncio
from typing import Any

import orjson
from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.errors import KeyInFlight
from app.schemas.base import Input, Output
from app.web.assets import Asset
from app.web.catalogue import Catalogue
from app.web.describing import describe
from app.web.parting import OUTLINE, part_of
from app.web.problems import Problem
from app.web.sharing import shared

#: The document, or a part of it, as JSON has it.
Document = dict[str, Any]
_SCHEMAS = "#/components/schemas/{model}"
_DONE_BEFORE = "It was done before under this `Idempotency-Key`; what it led to is not yours to see any more"
_UNCHANGED = "You have it: `If-None-Match` names its `ETag`"


#: The parts of the API in the order in which a newcomer meets them.
TAGS = {
    "identity": "登录与本人 · signing in, and who one is",
    "home": "首页 · how much waits, at a glance",
    "several-hands": "多方协同 · assists with their own times, and units called to a place by a whistle",
    "desk": "派遣台 · queues in one read, saved views, who looks at what, batches",
    "queues": "待办 · what waits for the caller, first due first",
    "cases": "案卷 · reporting, reading, deadlines explained",
    "actions": "案卷动作 · every move of a case, one route each",
    "photos": "照片 · proof, previews, originals",
    "uploads": "断点续传 · photos in resumable pieces (tus 1.0)",
    "inbox": "消息 · notices and read marks",
    "supervision": "督查 · what is overdue, by whom, why",
    "evaluation": "考评 · figures that open into their cases, schemes, periods, appeals",
    "irregularities": "异常核定 · what in the record is odd, with the evidence, judged by people",
    "bulletins": "简报 · drafted from the data, signed, numbered, sent and acknowledged",
    "live": "实时提示 · hints of what has changed, as a stream",
    "residents": "居民 · report, follow, rate; no account",
    "sync": "手机同步 · push and pull for phones that are often off line",
    "organisation": "区划与部门 · areas, boundaries, departments",
    "categories": "类别与立案条件 · categories and filing rules",
    "routing": "权责清单与派遣规则 · the responsibility matrix and routing rules",
    "people": "人员与岗位 · users and their posts",
    "calendar": "工作日历 · working hours, holidays, make-up days",
    "escalation": "超期升级 · the ladder, and reply times of orders",
    "cobuilding": "共建 · groups of units for a community, what they do, and how their quarters are assessed",
    "households": "户档与文明积分 · households, points by a village's own rules, votes, rewards, help",
    "operations": "运行 · health and metrics",
}


#: What `part` may name: the outline, or a tag.
PARTS = (OUTLINE, *TAGS)


def install(app: FastAPI, public_url: str | None) -> None:
    """Gives the application its document, made when it is first asked for; it names the public address, if any."""
    plain = app.openapi

    def complete() -> Document:
        if app.openapi_schema is None:
            document = plain()
            if public_url is not None:
                _place(document, public_url.rstrip("/"))
            _, problem = models_json_schema([(Problem, "serialization")], ref_template=_SCHEMAS)
            schemas = document["components"]["schemas"]
            schemas |= problem["$defs"]
            _restore_examples(schemas)
            for methods in document["paths"].values():
                for method, operation in methods.items():
                    if KeyInFlight.code in operation["responses"].get("409", {}).get("description", ""):
                        operation["responses"].setdefault("204", {"description": _DONE_BEFORE})
                    if method == "get" and "application/json" in operation["responses"]["200"].get("content", {}):
                        operation["responses"]["304"] = {"description": _UNCHANGED}
            app.openapi_schema = document
        return app.openapi_schema or {}

    app.openapi = complete  # type: ignore[method-assign]  # FastAPI's own way to extend the document


def in_language(app: FastAPI, language: str, words: Catalogue | None = None) -> Document:
    """The same document with the words of `zh` or `en`."""
    document: Document = orjson.loads(orjson.dumps(app.openapi()))
    describe(document, words or Catalogue(language))
    return document


async def asset(app: FastAPI, language: str, part: str | None = None) -> Asset:
    """The document as it goes out, or a part of it; to make it takes a second or two, in which others are served."""
    async with app.state.making_document:
        made: dict[tuple[str, str | None], Asset] = app.state.documents
        if (language, None) not in made:
            content = await asyncio.to_thread(lambda: orjson.dumps(shared(in_language(app, language))))
            made[language, None] = Asset(content, "application/json", language)
        if part is not None and (language, part) not in made:
            whole = made[language, None].content
            content = await asyncio.to_thread(lambda: orjson.dumps(part_of(orjson.loads(whole), part)))
            made[language, part] = Asset(content, "application/json", language)
        return made[language, part]


def _place(document: Document, address: str) -> None:
    """Says where the service is; without, it is where the document came from."""
    document["servers"] = [{"url": address}]
    for scheme in document["components"]["securitySchemes"].values():
        for flow in scheme["flows"].values():
            flow["tokenUrl"] = address + flow["tokenUrl"]


def _restore_examples(schemas: Document) -> None:
    """Whole examples again: on the way into the document the framework drops what is null in them."""
    waiting: list[type[BaseModel]] = [Input, Output]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        said = model.model_config.get("json_schema_extra")
        if model.__name__ in schemas and isinstance(said, dict):
            schemas[model.__name__] |= said
