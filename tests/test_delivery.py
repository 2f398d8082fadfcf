"""How an answer leaves: its tag, its compression, its pieces; and that nothing is said twice."""

from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest
from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.types import Message

from app import errors
from app.deps import Public
from app.web import problems, responses, routing
from app.web.application import Application

SMALL, MIDDLE, LARGE = "x" * 100, "x" * 5_000, "x" * 300_000


async def _coming(*, fails: bool) -> AsyncIterator[bytes]:
    yield b"x" * 1_000
    yield b"y" * 200_000
    if fails:
        raise errors.Busy()


@cache
def _application() -> Application:
    one = routing.router("/test", dependencies=[Public])

    @one.get("/{what}")
    async def given(what: str) -> Response:
        if what.startswith("coming"):
            return StreamingResponse(_coming(fails=what == "coming-to-nothing"), media_type="application/json")
        if what == "fault":
            raise KeyError(what)
        return responses.json({"it": {"small": SMALL, "middle": MIDDLE, "large": LARGE}[what]})

    made = Application()
    problems.install(made)
    routing.install(made, [one])
    return made


async def asked(what: str, method: str = "GET", **headers: str) -> list[Message]:
    """The messages in which an answer leaves."""
    scope: dict[str, Any] = {
        "type": "http", "method": method, "path": f"/api/v1/test/{what}", "query_string": b"", "scheme": "http",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "asgi": {"version": "3.0", "spec_version": "2.4"}, "client": ("127.0.0.1", 9), "server": ("test", 80),
    }  # fmt: skip
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    try:
        await _application()(scope, receive, send)
    except (KeyError, errors.Busy) as error:
        sent.append({"type": "raised", "error": type(error)})
    return sent


def _headers(messages: list[Message]) -> dict[bytes, bytes]:
    return dict(messages[0]["headers"])


async def test_what_is_small_is_not_compressed_and_does_not_vary_by_it() -> None:
    said = _headers(await asked("small", accept_encoding="gzip"))

    assert b"content-encoding" not in said
    assert said[b"vary"] == b"Authorization, Cookie, Accept-Language"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
async def test_what_is_larger_is_compressed_for_who_takes_it(coding: str) -> None:
    start, body = await asked("middle", accept_encoding=coding)
    said = dict(start["headers"])

    assert said[b"content-encoding"] == coding.encode()
    assert said[b"vary"] == b"Authorization, Cookie, Accept-Language, Accept-Encoding"
    assert int(said[b"content-length"]) == len(body["body"]) < 500


async def test_what_could_be_compressed_varies_for_everybody() -> None:
    said = _headers(await asked("middle"))

    assert b"content-encoding" not in said
    assert said[b"vary"] == b"Authorization, Cookie, Accept-Language, Accept-Encoding"


@pytest.mark.parametrize("what", ["large", "coming"])
async def test_what_is_large_leaves_in_pieces(what: str) -> None:
    _, *pieces = await asked(what)

    assert max(len(piece.get("body", b"")) for piece in pieces) <= 64 * 1024
    assert [piece.get("more_body", False) for piece in pieces] == [True] * (len(pieces) - 1) + [False]
    assert sum(len(piece.get("body", b"")) for piece in pieces) == (201_000 if what == "coming" else 300_009)


async def test_what_comes_in_pieces_has_no_tag() -> None:
    assert b"etag" not in _headers(await asked("coming"))


@pytest.mark.parametrize("what", ["small", "middle", "large"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_who_has_it_is_told_so_without_it(what: str, method: str) -> None:
    tag = _headers(await asked(what))[b"etag"].decode()
    start, body = await asked(what, method, if_none_match=f'"other", {tag}', accept_encoding="gzip")
    said = dict(start["headers"])

    assert (start["status"], body.get("body")) == (304, b"")
    assert said[b"etag"].decode() == tag
    assert said[b"cache-control"] == b"private, no-cache"
    assert not {b"content-length", b"content-type", b"content-encoding"} & set(said)


async def test_a_refusal_in_the_middle_of_an_answer_is_not_said_into_it() -> None:
    messages = await asked("coming-to-nothing")

    assert [message["type"] for message in messages].count("http.response.start") == 1
    assert messages[-1] == {"type": "raised", "error": errors.Busy}
    assert all(message.get("more_body", True) for message in messages)


async def test_a_fault_is_a_problem_document_and_told_to_the_server() -> None:
    start, body, raised = await asked("fault")

    assert (start["status"], _headers([start])[b"content-type"]) == (500, b"application/problem+json")
    assert b'"code":"fault"' in body["body"]
    assert raised == {"type": "raised", "error": KeyError}


def test_layers_stand_in_one_place() -> None:
    made = Application()
    made.add_middleware(lambda app: app)  # type: ignore[arg-type]  # any would do
    with pytest.raises(TypeError):
        made.build_middleware_stack()
