"""What is refused below HTTP, and the bytes of the whole answer that says so: a problem document like any other."""

from http import HTTPStatus

import orjson
from fastapi import Request

from app import refusals
from app.errors import AppError
from app.web.problems import MEDIA_TYPE, language_of


class Refused(Exception):
    """Raised inside the parser, which then gives up."""


class RequestTimeout(AppError):
    """The rest of the request did not arrive in time."""

    status_code, code, zh = 408, "request-timeout", "请求未在规定时间内传完"


class AddressTooLong(AppError):
    """The address is longer than the service takes."""

    status_code, code, zh = 414, "address-too-long", "请求地址过长"


class HeadersTooLarge(AppError):
    """The header fields are more than the service takes."""

    status_code, code, zh = 431, "headers-too-large", "请求头过大"


def answer_to(error: AppError, headers: list[tuple[bytes, bytes]]) -> bytes:
    """The answer, in the language of the headers as far as they have arrived; of no path: there may be none yet."""
    language = language_of(Request({"type": "http", "path": "", "query_string": b"", "headers": headers}))
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
