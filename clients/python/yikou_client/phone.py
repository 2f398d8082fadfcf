"""What an app offers its user. Everything but `sign_in` and `sync` works without a network and is durable at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from yikou_client import pulling
from yikou_client.connection import Connection, Offline
from yikou_client.identifiers import new_id
from yikou_client.pushing import Pusher
from yikou_client.records import Operation, Photo, Settle, State, keep
from yikou_client.store import Store
from yikou_client.uploading import Uploader


@dataclass(frozen=True, slots=True)
class Synced:
    """What one `sync` came to; not `online`: the network failed on the way, and the rest waits."""

    online: bool
    pushed: int = 0
    uploaded: int = 0
    pulled: int = 0


def _now() -> datetime:
    return datetime.now(UTC)


class Phone:
    """A phone of one user."""

    def __init__(
        self, base_url: str, path: Path, *, settle: Settle = keep, now: Callable[[], datetime] = _now, **network: Any
    ) -> None:
        """Takes the address that ends in `/api/v1`, the file of its memory, what decides about conflicts, the clock.

        `network` is that of `Connection`.
        """
        self._now = now
        self.store = Store(path)
        self.connection = Connection(base_url, self.store, **network)
        self._pusher = Pusher(self.connection, self.store, settle, now)
        self._uploader = Uploader(self.connection, self.store, now)

    async def __aenter__(self) -> Self:
        """The phone itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the connections and the memory; nothing is lost."""
        await self.connection.close()
        self.store.close()

    async def sign_in(self, username: str, password: str) -> None:
        """A new session.

        Raises:
            Refused: the name or the password is wrong. Offline.
        """
        await self.connection.sign_in(username, password)

    # --- off line --------------------------------------------------------------------------------------------------

    def report(
        self, body: Mapping[str, Any], photos: Sequence[Path] = (), *, purpose: str = "scene", **place: float
    ) -> str:
        """上报: a new case with its photos; gives its id. `place`: `lat` and `lon` of where the photos were taken."""
        case_id = new_id()
        operation = self._operation("report", case_id, body, None)
        self.store.add([operation], [self._photo(case_id, path, purpose, **place) for path in photos])
        return case_id

    def act(self, case_id: str, kind: str, body: Mapping[str, Any] | None = None) -> str:
        """Any action of a case; gives the id of the operation."""
        known = self.store.case(case_id)
        operation = self._operation(kind, case_id, body or {}, known["version"] if known else None)
        self.store.add([operation])
        return operation.id

    def attach(self, case_id: str, path: Path, purpose: str = "scene", **place: float) -> str:
        """A photo for a case (`before`, `after` or `scene`); gives its id."""
        photo = self._photo(case_id, path, purpose, **place)
        self.store.add([], [photo])
        return photo.id

    def waiting(self) -> list[Operation]:
        """What has not reached the service, in the order done."""
        return self.store.operations(State.WAITING)

    def attention(self) -> list[Operation]:
        """What the service refused, and conflicts: for the person to look at."""
        return self.store.operations(State.ATTENTION)

    def drop(self, operation_id: str) -> None:
        """Gives up an operation; what came after it on its case goes on. The photos of a report go with it."""
        operation = next(one for one in self.attention() if one.id == operation_id)
        self.store.settle(operation, State.DROPPED, operation.result, None)
        for photo in self.store.photos(State.WAITING, State.ATTENTION) if operation.kind == "report" else ():
            if photo.case_id == operation.case_id:
                self.store.note_photo(photo.id, url=photo.url, state=State.DROPPED)

    def again(self, operation_id: str) -> None:
        """Sends an operation again, based on the case as it is now."""
        operation = next(one for one in self.attention() if one.id == operation_id)
        known = self.store.case(operation.case_id)
        self.store.rebase(operation_id, known["version"] if known else None)

    def send_photo_again(self, photo_id: str) -> None:
        """Sends a photo again that was refused, when the reason has gone."""
        self.store.note_photo(photo_id, url=None, state=State.WAITING)

    # --- on line ---------------------------------------------------------------------------------------------------

    async def sync(self) -> Synced:
        """Sends what waits, then the photos, then what waited for those; receives what changed.

        Raises:
            SignedOut: sign in again. Refused: the service takes nothing from this user.
        """
        pushed = uploaded = 0
        try:
            pushed = await self._pusher.push()
            uploaded = await self._uploader.upload()
            if uploaded and self.waiting():
                pushed += await self._pusher.push()
            return Synced(True, pushed, uploaded, await pulling.pull(self.connection, self.store))
        except Offline:
            return Synced(False, pushed, uploaded)

    async def home(self) -> dict[str, Any]:
        """The home screen in one round trip; `pull` tells whether a `sync` would bring anything.

        Raises:
            Offline, SignedOut.
        """
        cursor = self.store.get("cursor")
        answer = await self.connection.request("GET", "/home", params={"cursor": cursor} if cursor else {})
        told: dict[str, Any] = answer.json()
        return told

    def _operation(self, kind: str, case_id: str, body: Mapping[str, Any], version: int | None) -> Operation:
        return Operation(new_id(), kind, case_id, body, version, self._now())

    def _photo(self, case_id: str, path: Path, purpose: str, **place: float) -> Photo:
        taken_at = self._now()
        photo = Photo(new_id(), case_id, purpose, str(path), taken_at, place.get("lat"), place.get("lon"))
        return self.store.keep_photo(photo)
