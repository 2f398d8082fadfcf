"""How much is said of `Any`: it may become less, and nowhere more."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1] / "app"
#: Where the trade itself stands, and what is asked of the database for it.
NOWHERE = (
    "workflow", "queries", "services/administration", "services/cases", "services/flow", "services/importing",
    "services/reading", "services/timing",
)  # fmt: skip
#: Uses by room; nothing is not named.
MOST = {
    "cli.py": 0, "concurrency": 2, "crypto": 10, "cursors.py": 10, "db": 5, "deps.py": 7, "edge": 5, "errors.py": 2,
    "geo": 15, "logs.py": 6, "models": 10, "options.py": 2, "progress.py": 2, "refusals.py": 4, "routers": 6,
    "schemas": 76, "services/bulletins": 2, "services/calendar": 1, "services/identity": 1,
    "services/organisation": 17, "services/photos": 15, "services/security": 2, "services/sync": 39,
    "services/uploads": 6, "web": 54, "worker.py": 4,
}  # fmt: skip


def test_no_room_says_any_more_often() -> None:
    said: Counter[str] = Counter()
    for path in ROOT.rglob("*.py"):
        room, *below = path.relative_to(ROOT).parts
        name = f"{room}/{below[0]}" if room == "services" and len(below) > 1 else room
        said[name] += sum(
            isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(ast.parse(path.read_text()))
        )

    assert {room: uses for room, uses in said.items() if uses > MOST.get(room, 0)} == {}
    assert {room: said[room] for room in NOWHERE} == dict.fromkeys(NOWHERE, 0)
