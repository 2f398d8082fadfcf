"""Talking to the service over a bad network: sign-in that survives, and retries with jitter of what is safe to repeat.

Everything a phone sends is safe to repeat: operations and uploads bear ids, a pull bears its cursor, and the rotation
of the refresh token bears an attempt that is on the disk before it is sent.
"""

import asyncio
import random
from collections.abc import Mapping
from typing import Any

import httpx

from yikou_client.identifiers import new_id
from yikou_client.store import Store

_BASE_SECONDS, _MOST_SECONDS = 0.5, 30.0
_PASSING = frozenset({409, 425, 429, 500, 502, 503, 504})


class Offline(Exception):
    """The service could not be reached; everything is kept, try again later."""


class SignedOut(Exception):
    """The session has ended: sign in again. What waits to be sent is kept."""


class Refused(Exception):
    """The service will not do this as it is."""

    def __init__(self, answer: httpx.Response) -> None:
        """Takes the answer; `problem` is its problem document (RFC 9457)."""
        try:
            self.problem: Mapping[str, Any] = answer.json()
        except ValueError:
            self.problem = {}
        self.status = answer.status_code
        super().__init__(f"{answer.status_code} {self.problem.get('code', '')}")


class Connection:
    """Requests on behalf of one signed-in user."""

    def __init__(
        self,
        base_url: str,
        store: Store,
        *,
        timeout: float = 30.0,
        tries: int = 6,
        wait_seconds: float = _BASE_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Takes the address that ends in `/api/v1`; `timeout` in seconds for each step of a request."""
        self._http = httpx.AsyncClient(base_url=base_url, timeout=timeout, transport=transport)
        self._store, self._tries, self._wait_seconds = store, tries, wait_seconds
        self._renewing = asyncio.Lock()

    def at(self, location: str) -> str:
        """The whole address of a `Location`, which may leave out what this connection knows."""
        return str(self._http.base_url.join(location))

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def sign_in(self, username: str, password: str) -> None:
        """A new session.

        Raises:
            Refused: the name or the password is wrong. Offline.
        """
        answer = await self._send("POST", "/auth/token", data={"username": username, "password": password})
        if answer.status_code != 200:
            raise Refused(answer)
        self._keep(answer)

    async def request(self, method: str, path: str, *, tries: int | None = None, **more: Any) -> httpx.Response:
        """An answer below 400, or that of a request which was refused for good; repeated while the network fails.

        Raises:
            Offline: no answer. SignedOut: the session has ended.
        """
        for _ in range(2):
            access = self._store.get("access")
            if access is None:
                raise SignedOut
            headers = {**more.get("headers", {}), "Authorization": f"Bearer {access}"}
            answer = await self._send(method, path, tries=tries, **{**more, "headers": headers})
            if answer.status_code != 401:
                return answer
            await self._renew(access)
        raise SignedOut

    async def _send(self, method: str, path: str, *, tries: int | None = None, **more: Any) -> httpx.Response:
        answer: httpx.Response | None = None
        for attempt in range(tries or self._tries):
            if attempt:
                await asyncio.sleep(self._pause(attempt, answer))
            try:
                answer = await self._http.request(method, path, **more)
            except (httpx.TransportError, httpx.DecodingError):
                answer = None
                continue
            if answer.status_code not in _PASSING or _is_final(answer):
                return answer
        raise Offline

    def _pause(self, attempt: int, answer: httpx.Response | None) -> float:
        """Full jitter: phones that lost the network together do not come back together."""
        asked = answer.headers.get("retry-after", "") if answer is not None else ""
        least = float(asked) if asked.isdigit() else 0.0
        return least + random.uniform(0, min(self._wait_seconds * 2**attempt, _MOST_SECONDS))  # noqa: S311  # no secret

    async def _renew(self, refused: str) -> None:
        """A new pair of tokens; the attempt is remembered first, so that it can be sent again after any failure."""
        async with self._renewing:
            if self._store.get("access") != refused:
                return
            refresh = self._store.get("refresh")
            if refresh is None:
                raise SignedOut
            attempt = self._store.get("attempt") or new_id()
            self._store.set(attempt=attempt)
            headers = {"Idempotency-Key": attempt}
            answer = await self._send("POST", "/auth/refresh", json={"refresh_token": refresh}, headers=headers)
            if answer.status_code in (401, 422):
                self._store.set(access=None, refresh=None, attempt=None)
                raise SignedOut
            if answer.status_code != 200:
                raise Offline  # a portal on the way, or whatever else is not our service
            self._keep(answer)

    def _keep(self, answer: httpx.Response) -> None:
        told = answer.json()
        self._store.set(access=told["access_token"], refresh=told["refresh_token"], attempt=None)


def _is_final(answer: httpx.Response) -> bool:
    """A 409 means either "somebody is just doing that" or "never like this"."""
    if answer.status_code != 409:
        return False
    kind = answer.headers.get("content-type", "")
    return not kind.startswith("application/problem") or answer.json().get("code") not in ("busy", "key-in-flight")
