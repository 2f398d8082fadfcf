"""`yikou import DIR`: the organisation from CSV and GeoJSON, idempotent, all or nothing."""

from app.services.importing.directory import import_directory
from app.services.importing.problems import ImportRefused, Problem

__all__ = ["ImportRefused", "Problem", "import_directory"]
