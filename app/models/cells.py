"""The earth in cells, and the age of a case: what is near and young is found by index."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, DateTime, Double, Interval, literal_column

#: The earth in cells of 1/400 degree, 278 m from south to north: what is near lies in a few of them.
CELLS_PER_DEGREE = 400
CELL_LAT: ColumnElement[float] = literal_column("floor(lat * 400)", Double())
CELL_LON: ColumnElement[float] = literal_column("floor(lon * 400)", Double())
#: Newest first by an order of its own, so that no other index gives it: one that does would be read to its end
#: wherever a cell holds less than was asked for.
YOUNGEST: ColumnElement[datetime] = literal_column(
    "'2100-01-01 00:00:00+00'::timestamp with time zone", DateTime(timezone=True)
)
AGE: ColumnElement[timedelta] = literal_column(f"({YOUNGEST} - reported_at)", Interval())
