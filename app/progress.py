"""What a command is doing, for whoever waits for it: a live line on a terminal, plain lines elsewhere.

Whoever does something that takes a while says so by `step`, like a log. It goes to standard error, so that what a
command prints can be read by a program; without `shown` around it nothing is said.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol


class _Shown(Protocol):
    def step(self, text: str) -> None: ...
    def pause(self) -> None: ...


class _Silence:
    def step(self, text: str) -> None:
        """Says nothing."""

    def pause(self) -> None:
        """Has nothing to hide."""


class _Lines:
    def step(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)  # noqa: T201  (what it is for)

    def pause(self) -> None:
        """Lines stay."""


class _LiveLine:
    """The present step with a spinner and the seconds since the first; gone when the command prints its result."""

    def __init__(self) -> None:
        self._line: Any = None

    def step(self, text: str) -> None:
        if self._line is None:
            self._line = _line()
            self._task = self._line.add_task("")
        self._line.update(self._task, description=text)
        self._line.start()

    def pause(self) -> None:
        if self._line is not None:
            self._line.stop()


def _line() -> Any:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # only where somebody looks

    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn()
    return Progress(*columns, console=Console(stderr=True), transient=True)


_shown: _Shown = _Silence()


@contextmanager
def shown() -> Iterator[None]:
    """Steps within are shown."""
    global _shown
    before, _shown = _shown, _LiveLine() if sys.stderr.isatty() else _Lines()
    try:
        yield
    finally:
        _shown.pause()
        _shown = before


def step(en: str, zh: str) -> None:
    """What is being done from now on."""
    _shown.step(f"{en} {zh}")


def say(text: str) -> None:
    """Prints a part of the result, in the middle of whatever is shown."""
    _shown.pause()
    print(text, flush=True)  # noqa: T201  (what it is for)
