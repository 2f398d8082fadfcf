"""A refusal below HTTP, as the bytes of a whole answer: a problem document like any other."""

from http import HTTPStatus

import orjson
from fastapi import Request

from app import refusals
from app.errors import AppError
from app.web.problems import MEDIA_TYPE, language_of


def answer_to(error: AppError, headers: list[tuple[bytes, bytes]]) -> bytes:
    """The answer, in the language of the headers as far as they have arrived."""
    language = language_of(Request({"type": "http", "headers": headers}))
    body = orjson.dumps(refusals.document(error, language))
    fields = {
        **error.headers,
        "Content-Type": MEDIA_TYPE,
        "Content-Language": language,
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    status = HTTPStatus(error.status_code)
    told = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*told, "", ""]).encode() + body
