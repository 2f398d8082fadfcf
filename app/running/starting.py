"""`yikou serve` until it answers; cut off at any moment it leaves its blocks in order and nothing behind.

Done beside each other: the start of the database, the import of what serves, the hashing of the demo's passwords.
"""

import asyncio
import gc
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from threading import Event

from pydantic import SecretStr

from app import progress
from app.concurrency import signals
from app.config import Settings
from app.crypto import keys
from app.db.embedded import has_cluster
from app.demo.accounts import Accounts
from app.errors import AppError
from app.running import welcome
from app.running.backend import as_owner, backend, owned, seed_calendar, stop_in_order

#: What serving is made of, in steps between which the import can be cut off.
_SERVING = ("sqlmodel", "fastapi", "uvicorn", "app.demo.district", "app.main", "app.running.serving")


class PortTaken(AppError):
    """The port is taken by another program."""

    code, zh = "port-taken", "端口已被占用"


@dataclass(frozen=True, slots=True)
class Filled:
    """What an empty database is filled with: the demo district, and a week of its cases."""

    demo: bool = False
    week: bool = False


def serve(settings: Settings, *, with_worker: bool, migrating: bool, filled: Filled) -> None:
    """Starts and serves until told to stop.

    Raises:
        PortTaken: another program listens there.
    """
    stop_in_order()
    require_free_port(settings)
    keys.check(settings)
    with progress.shown(), Accounts() as accounts, _imported(*_SERVING) as imported:
        if filled.demo and settings.database_url is None and not has_cluster(settings.data_dir):
            accounts.start()  # it will be empty
        with backend(settings) as at:
            imported()
            from app.running import serving

            found, key = asyncio.run(
                _prepare(
                    at.url, settings, migrating=migrating, demo=accounts if filled.demo else None, week=filled.week
                )
            )
            settings = settings.model_copy(update={"signing_key": SecretStr(key)})
            progress.step("starting the service", "正在启动服务")
            answering = partial(welcome.greet, settings, found, embedded=at.embedded is not None)
            serving.serve(settings, at, with_worker=with_worker, answering=answering)


def require_free_port(settings: Settings) -> None:
    """Says so before anything is started when the port is taken.

    Raises:
        PortTaken: it is.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        for family, kind, protocol, _, address in found:
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except OSError as error:
        raise PortTaken(
            zh=f"无法监听 {settings.host}:{settings.port}：{error.strerror}；可用 YIKOU_PORT 另指端口",
            en=f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}; YIKOU_PORT names another port",
        ) from None


def fill_demo(settings: Settings) -> None:
    """Fills an empty database and shows the passwords; where there is a district already, says so."""
    from app.demo.district import load_demo  # brings the importing of districts along

    with Accounts() as accounts:
        filled = as_owner(settings, lambda session: load_demo(session, accounts, welcome.show_accounts))
    if not filled:
        welcome.say_filled(settings)


@contextmanager
def _imported(*modules: str) -> Iterator[Callable[[], None]]:
    """Imports modules in a thread beside the block, which calls what it gets before it uses them."""
    stopped = Event()

    def load() -> None:
        for module in modules:
            if not stopped.is_set():
                import_module(module)

    gc.disable()  # nothing dies while modules are imported: to look for it again and again takes a fifth of the time
    with ThreadPoolExecutor(1, thread_name_prefix="import") as thread:
        with signals.held():
            loading = thread.submit(load)

        def imported() -> None:
            loading.result()
            gc.freeze()
            gc.enable()

        try:
            yield imported
        finally:
            stopped.set()


async def _prepare(
    url: str, settings: Settings, *, migrating: bool, demo: Accounts | None, week: bool
) -> tuple[welcome.Found, str]:
    """The schema, the calendar, the key and the demo; gives what there is to say of the database, and its key."""
    from app.demo.district import load_demo, present  # imported by now, with what serves
    from app.services.security import signing

    async with owned(url, migrating=migrating) as database:
        if migrating:
            await seed_calendar(database)
        key = await signing.agreed(database, settings)
        if demo is not None:
            async with database.writing() as session:
                await load_demo(session, demo, welcome.show_accounts)
        if week:
            from app.running.week import play

            progress.step("passing a week of cases", "正在办理一周的案卷")
            await play(database, settings, key)
        async with database.reading() as session:
            version: str = session.connection.get_settings().server_version
            return welcome.Found(version.split()[0], await present(session) if demo is not None else []), key
