"""Receiving all that changed: `GET /sync/pull`, page by page, each page and its cursor kept together."""

from yikou_client.connection import Connection, Refused
from yikou_client.store import Store


async def pull(connection: Connection, store: Store) -> int:
    """How many cases were told of. A cursor the service does not know any more means starting again.

    Raises:
        Offline, SignedOut, Refused.
    """
    told = 0
    while True:
        cursor = store.get("cursor")
        answer = await connection.request("GET", "/sync/pull", params={"cursor": cursor} if cursor else {})
        if answer.status_code == 400 and cursor is not None:
            store.set(cursor=None)
            continue
        if answer.status_code != 200:
            raise Refused(answer)
        page = answer.json()
        store.keep_page(page)
        told += len(page["cases"])
        if not page["more"]:
            return told
