"""What outlives the app and the battery: one SQLite file, and the photos beside it.

Every method is one transaction that is on the disk when it returns (`synchronous=FULL`).
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from yikou_client.records import Case, Operation, Photo, State

_SCHEMA = """
CREATE TABLE IF NOT EXISTS operations (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, case_id TEXT NOT NULL,
    body TEXT NOT NULL, base_version INTEGER, device_time TEXT NOT NULL, state TEXT NOT NULL, result TEXT);
CREATE INDEX IF NOT EXISTS operations_open ON operations (position) WHERE state IN ('waiting', 'attention');
CREATE TABLE IF NOT EXISTS photos (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, purpose TEXT NOT NULL,
    path TEXT NOT NULL, taken_at TEXT NOT NULL, lat REAL, lon REAL, url TEXT, state TEXT NOT NULL, problem TEXT,
    after_position INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS cases (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, told TEXT NOT NULL, sweep INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS reference (name TEXT PRIMARY KEY, told TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_IN_STATES = "SELECT * FROM {} WHERE state IN (SELECT value FROM json_each(?)) ORDER BY position"


class Store:
    """The durable memory of one phone and one user."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file; photos lie in a folder of its name beside it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._photos = path.with_suffix(".photos")
        self._photos.mkdir(exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.row_factory = sqlite3.Row
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def _all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self._database.execute(sql, values).fetchall()

    # --- what the person did ---------------------------------------------------------------------------------------

    def keep_photo(self, photo: Photo) -> Photo:
        """Copies a picture to where nobody deletes it; it belongs to nothing until `add`."""
        kept = self._photos / photo.id
        with Path(photo.path).open("rb") as source, kept.open("wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        folder = os.open(self._photos, os.O_RDONLY)
        os.fsync(folder)  # the name of the file too
        os.close(folder)
        return Photo(photo.id, photo.case_id, photo.purpose, str(kept), photo.taken_at, photo.lat, photo.lon)

    def add(self, operations: Iterable[Operation], photos: Iterable[Photo] = ()) -> None:
        """Remembers what was done: all of it or nothing."""
        with self._at_once():
            for one in operations:
                self._database.execute(
                    "INSERT INTO operations (id, kind, case_id, body, base_version, device_time, state)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (one.id, one.kind, one.case_id, json.dumps(dict(one.body)), one.base_version,
                     one.device_time.isoformat(), one.state),
                )  # fmt: skip
            for photo in photos:
                self._database.execute(
                    "INSERT INTO photos (id, case_id, purpose, path, taken_at, lat, lon, state, after_position)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) FROM operations))",
                    (photo.id, photo.case_id, photo.purpose, photo.path, photo.taken_at.isoformat(), photo.lat,
                     photo.lon, photo.state),
                )  # fmt: skip

    def operations(self, *states: State) -> list[Operation]:
        """Operations in these states, in the order made."""
        return [_operation(row) for row in self._all(_IN_STATES.format("operations"), json.dumps(states))]

    def operations_after_photos(self) -> set[str]:
        """The ids of waiting operations made after a photo of the same case that is still to be sent."""
        rows = self._all(
            "SELECT o.id FROM operations o JOIN photos p ON p.case_id = o.case_id AND p.after_position < o.position"
            " WHERE o.state = 'waiting' AND p.state = 'waiting'"
        )
        return {row["id"] for row in rows}

    def photos(self, *states: State) -> list[Photo]:
        """Photos in these states, in the order taken."""
        return [_photo(row) for row in self._all(_IN_STATES.format("photos"), json.dumps(states))]

    def settle(self, operation: Operation, state: State, result: Mapping[str, Any] | None, case: Case | None) -> None:
        """What became of an operation, and the case as it then was.

        What was done after it on the same case builds on what it led to. An answer given again may be of a case that
        has left the user's sight since: it brings none back, but for a report, which stays in sight of its maker.
        """
        again = result is not None and result["outcome"] == "replayed" and operation.kind != "report"
        with self._at_once():
            self._database.execute(
                "UPDATE operations SET state = ?, result = ? WHERE id = ?",
                (state, json.dumps(result), operation.id),
            )
            if case is not None and again:
                self._renew(case)
            elif case is not None:
                self._put(case, self._sweep())
            base = (result or {}).get("next_base_version") or (case and case["version"])
            if base and state is State.DONE:
                self._database.execute(
                    "UPDATE operations SET base_version = ? WHERE case_id = ? AND state = ?",
                    (base, operation.case_id, State.WAITING),
                )

    def rebase(self, operation_id: str, version: int | None) -> None:
        """The operation still holds for the case as it is now."""
        with self._at_once():
            self._database.execute(
                "UPDATE operations SET state = ?, base_version = ? WHERE id = ?",
                (State.WAITING, version, operation_id),
            )

    def note_photo(self, photo_id: str, *, url: str | None, state: State, problem: str | None = None) -> None:
        """How far a photo has come; the copy of one that is with the service is deleted."""
        with self._at_once():
            self._database.execute(
                "UPDATE photos SET url = ?, state = ?, problem = ? WHERE id = ?", (url, state, problem, photo_id)
            )
        if state is State.DONE:
            (self._photos / photo_id).unlink(missing_ok=True)

    # --- what the service told -------------------------------------------------------------------------------------

    def keep_page(self, page: Mapping[str, Any]) -> None:
        """One page of a pull, with the cursor behind it."""
        with self._at_once():
            sweep = self._sweep() + (1 if page["reset"] else 0)
            self._set("sweep", str(sweep))
            for case in page["cases"]:
                self._put(case, sweep)
            for case_id in page["left"]:
                self._database.execute("DELETE FROM cases WHERE id = ?", (case_id,))
            for name, told in page["reference"].items():
                self._database.execute("INSERT OR REPLACE INTO reference VALUES (?, ?)", (name, json.dumps(told)))
            if not page["more"]:
                self._database.execute("DELETE FROM cases WHERE sweep < ?", (sweep,))
            self._set("cursor", page["cursor"])

    def _put(self, case: Case, sweep: int) -> None:
        """Keeps the newer of two copies: answers may come in any order."""
        self._database.execute(
            "INSERT INTO cases VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET sweep = ?4,"
            " told = CASE WHEN ?2 >= version THEN ?3 ELSE told END, version = max(?2, version)",
            (case["id"], case["version"], json.dumps(case), sweep),
        )

    def _renew(self, case: Case) -> None:
        """Keeps the newer of two copies of a case that is there."""
        self._database.execute(
            "UPDATE cases SET told = ?3, version = ?2 WHERE id = ?1 AND version <= ?2",
            (case["id"], case["version"], json.dumps(case)),
        )

    def cases(self) -> list[dict[str, Any]]:
        """Every case this phone knows of."""
        return [json.loads(row["told"]) for row in self._all("SELECT told FROM cases ORDER BY id")]

    def case(self, case_id: str) -> dict[str, Any] | None:
        """One case as the service told it last."""
        rows = self._all("SELECT told FROM cases WHERE id = ?", case_id)
        return json.loads(rows[0]["told"]) if rows else None

    def reference(self, name: str) -> list[dict[str, Any]]:
        """Reference data: `areas`, `departments`, `categories`, `rules`, `calendar` or `words`."""
        rows = self._all("SELECT told FROM reference WHERE name = ?", name)
        return json.loads(rows[0]["told"])["items"] if rows else []

    # --- settings --------------------------------------------------------------------------------------------------

    def get(self, name: str) -> str | None:
        """A setting."""
        rows = self._all("SELECT value FROM settings WHERE name = ?", name)
        return rows[0]["value"] if rows else None

    def set(self, **values: str | None) -> None:
        """Settings, at once; None takes one away."""
        with self._at_once():
            for name, value in values.items():
                self._set(name, value)

    def _set(self, name: str, value: str | None) -> None:
        if value is None:
            self._database.execute("DELETE FROM settings WHERE name = ?", (name,))
        else:
            self._database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def _sweep(self) -> int:
        return int(self.get("sweep") or 0)


def _operation(row: sqlite3.Row) -> Operation:
    return Operation(
        row["id"],
        row["kind"],
        row["case_id"],
        json.loads(row["body"]),
        row["base_version"],
        datetime.fromisoformat(row["device_time"]),
        State(row["state"]),
        json.loads(row["result"]) if row["result"] else None,
    )


def _photo(row: sqlite3.Row) -> Photo:
    return Photo(
        row["id"],
        row["case_id"],
        row["purpose"],
        row["path"],
        datetime.fromisoformat(row["taken_at"]),
        row["lat"],
        row["lon"],
        row["url"],
        State(row["state"]),
        row["problem"],
    )
