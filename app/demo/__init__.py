"""The demo district: 坪山区 440310, its real towns and villages, grids of our own drawing, one account a role."""

from pathlib import Path

DATA = Path(__file__).parent / "data"
