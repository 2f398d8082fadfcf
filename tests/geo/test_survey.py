"""What is drawn is looked at in a process that is bounded and never outlives its service."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.concurrency import apart
from app.errors import AppError, Busy, Invalid, Unavailable
from app.geo import boundaries, survey
from app.geo.boundaries import MOST_PARTS, MOST_RINGS, MOST_VERTICES
from app.geo.survey import Drawn, Question
from app.services.importing import surveys
from app.services.importing.surveys import DrawingBoard, Surveys
from bench import hostile

LONG = 120.0  # seconds that a busy machine may take for what an idle one does in one
SQUARE = hostile.star(114, 22, 0.1, 5)


def _holes(count: int) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]] * count}


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (hostile.squares(114, 22, MOST_PARTS + 1), f"at most {MOST_PARTS:,} parts"),
        (_holes(MOST_RINGS + 1), f"at most {MOST_RINGS:,} rings"),
        (hostile.star(114, 22, 0.3, MOST_VERTICES + 1), f"at most {MOST_VERTICES:,} vertices"),
        ({"type": "GeometryCollection", "geometries": [SQUARE] * 9}, "must be a polygon"),
        ({"type": "Polygon", "coordinates": "x" * 90}, "not a GeoJSON"),
        ({"type": "MultiPolygon", "coordinates": [[1]]}, "not a GeoJSON"),
        ([[[]]], "not a GeoJSON"),
    ],
)
def test_what_is_no_boundary_or_larger_than_any_is_refused_before_it_is_made(
    geometry: Any, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundaries, "shape", lambda told: pytest.fail("it was made"))
    boundary, wrong = boundaries.read(geometry, "wgs84")

    assert boundary is None
    assert wrong is not None
    assert said in wrong[1]


@pytest.mark.parametrize("geometry", [hostile.star(114, 22, 0.3, MOST_VERTICES), hostile.squares(114, 22, MOST_PARTS)])
def test_the_largest_boundary_is_taken(geometry: Any) -> None:
    assert boundaries.read(geometry, "wgs84")[1] is None


async def test_a_process_answers_as_the_function_does() -> None:
    beside = orjson.dumps(hostile.star(114.05, 22, 0.1, 9)).decode()
    question = Question(
        [Drawn("new", "gcj02", hostile.star(114, 22, 0.1, 9)), Drawn("bad", "wgs84", hostile.crossing(114, 22, 1, 40))],
        {"beside": beside},
        [("new", "beside")],
        [(["new"], ["beside", "new"])],
    )
    ended = await apart.run("app.geo.survey", given=question.told(), patience=LONG)

    assert survey.survey_in(ended.out) == survey.answer(question.told())
    assert survey.survey_in(ended.out).overlapping == [("new", "beside")]


def test_needles_across_needles_end_their_process_and_nothing_else() -> None:
    """Legal each, but they cross in a hundred million points: memory or time is over first."""
    across = orjson.dumps(hostile.comb(114.0001, 22.0001, 0.5, 24_000, upright=False)).decode()
    drawn = Drawn("new", "wgs84", hostile.comb(114, 22, 0.5, 24_000, upright=True))
    question = Question([drawn], {"old": across}, apart=[(["new"], ["old"])])
    in_a_hurry = "from app.geo import survey; survey.MAX_SECONDS = 3; raise SystemExit(survey.main())"
    ended = subprocess.run([sys.executable, "-c", in_a_hurry], input=question.told(), capture_output=True, check=False)

    assert ended.returncode in (-signal.SIGXCPU, survey.TOO_MUCH_MEMORY)
    assert ended.stdout == b""


@pytest.mark.parametrize(
    ("ended", "error"),
    [
        (apart.Ended(-signal.SIGXCPU, b"", b""), Invalid),
        (apart.Ended(survey.TOO_MUCH_MEMORY, b"", b""), Invalid),
        (apart.Ended(-signal.SIGKILL, b"", b""), Unavailable),
        (apart.Ended(1, b"", b"a fault"), Unavailable),
        (TimeoutError(), Unavailable),
    ],
)
async def test_however_the_process_ends_it_is_no_fault(
    ended: Any, error: type[AppError], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(*told: Any, **more: Any) -> apart.Ended:
        if isinstance(ended, Exception):
            raise ended
        assert isinstance(ended, apart.Ended)
        return ended

    async def act(ask: Surveys) -> Any:
        return await ask(Question([], {}))

    monkeypatch.setattr(apart, "run", run)
    with pytest.raises(error):
        await DrawingBoard().surveyed(act)


async def test_who_is_overtaken_again_and_again_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    async def act(ask: Surveys) -> Any:
        nonlocal asked
        asked += 1
        return await ask(Question([], {str(asked): "null"}))

    async def at_once(told: bytes) -> survey.Survey:
        return survey.Survey()

    monkeypatch.setattr(surveys, "_survey", at_once)
    with pytest.raises(Busy):
        await DrawingBoard().surveyed(act)


async def test_a_process_ends_with_whoever_waits_for_it(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    waiting = asyncio.create_task(apart.run("tests.geo.lasting", str(told), patience=LONG))
    pid = await asyncio.to_thread(_pid_in, told)
    waiting.cancel()
    await asyncio.wait([waiting])

    assert not _lives(pid)


def test_no_process_outlives_a_killed_service(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    lasting = f"apart.run('tests.geo.lasting', {str(told)!r}, patience=600)"
    words = f"import asyncio; from app.concurrency import apart; asyncio.run({lasting})"
    service = subprocess.Popen([sys.executable, "-c", words])
    try:
        pid = _pid_in(told)
    finally:
        service.kill()
        service.wait()

    _until(lambda: not _lives(pid))


def _pid_in(file: Path) -> int:
    _until(lambda: file.exists() and bool(file.read_text()))
    return int(file.read_text())


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(") ", 1)[1][0] != "Z"


def _until(holds: Any) -> None:
    until = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)
