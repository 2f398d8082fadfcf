"""An import that has an error, as its preview shows it: the example of the OpenAPI document."""

_CROSSING = {"type": "Point", "coordinates": [114.305, 22.705]}
_BOW = [[[114.3, 22.7], [114.31, 22.71], [114.31, 22.7], [114.3, 22.71], [114.3, 22.7]]]

ERROR: dict[str, object] = {
    "file": "boundaries.geojson", "line": 3, "column": "geometry", "value": None,
    "detail": "44031000300103 is not valid: Self-intersection[114.305 22.705]",
    "detail_zh": "44031000300103 边界自相交：Self-intersection[114.305 22.705]",
    "area_codes": ["44031000300103"], "spot": _CROSSING,
}  # fmt: skip
CHANGE: dict[str, object] = {
    "key": "440310003002", "line": 7, "became": "changed",
    "columns": [{"column": "name", "before": "六联村", "after": "六联社区"}],
}  # fmt: skip
FILE: dict[str, object] = {
    "file": "areas.csv", "lines": 12, "created": 0, "changed": 1, "retired": 0, "withdrawn": 0, "changes": [CHANGE],
}  # fmt: skip
IMPORT: dict[str, object] = {
    "applied": False, "error_count": 1, "errors": [ERROR], "revivals": [], "files": [],
    "boundaries": [{"code": "44031000300103", "boundary": {"type": "Polygon", "coordinates": _BOW}}],
    "remarks": [], "without_password": [],
}  # fmt: skip
