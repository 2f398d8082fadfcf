"""Boundaries that are legal, just below every bound, and as hard on geometry as such can be."""

from math import cos, pi, sin
from typing import Any

Ring = list[list[float]]


def comb(west: float, south: float, size: float, teeth: int, *, upright: bool) -> dict[str, Any]:
    """Needles side by side: two combs across each other cross everywhere."""
    step = size / teeth
    points: Ring = []
    for tooth in range(teeth):
        points += [[tooth * step, 0.0], [(tooth + 0.5) * step, size]]
    points += [[size, 0.0], [size, -step], [0.0, -step], [0.0, 0.0]]
    ring = [[west + x, south + y] if upright else [west + y, south + x] for x, y in points]
    return {"type": "Polygon", "coordinates": [ring]}


def star(west: float, south: float, size: float, vertices: int) -> dict[str, Any]:
    """As many vertices as there may be."""
    turns = [2 * pi * n / (vertices - 1) for n in range(vertices - 1)]
    ring = [
        [west + size * cos(t) * (1 + 0.01 * (n % 2)), south + size * sin(t) * (1 + 0.01 * (n % 2))]
        for n, t in enumerate(turns)
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def crossing(west: float, south: float, size: float, vertices: int) -> dict[str, Any]:
    """A line to and fro that crosses itself everywhere: not valid, and long to find out."""
    across = [[west + size * (n % 2), south + size * n / vertices] for n in range(vertices // 2)]
    down = [[west + size * n / vertices, south + size * (n % 2)] for n in range(vertices // 2 - 1)]
    ring = across + down
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def squares(west: float, south: float, count: int) -> dict[str, Any]:
    """Many small squares that touch at their corners."""
    cells = [(n % 90, n // 90) for n in range(count * 2) if (n % 90 + n // 90) % 2 == 0][:count]
    at = [[round(west + n * 0.0001, 4) for n in range(91)], [round(south + n * 0.0001, 4) for n in range(count // 40)]]

    def corner(x: int, y: int) -> list[float]:
        return [at[0][x], at[1][y]]

    parts = [[[corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1), corner(x, y)]] for x, y in cells]
    return {"type": "MultiPolygon", "coordinates": parts}
