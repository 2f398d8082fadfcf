"""The biggest legal input of each route of co-building 共建, or why nothing grows there."""

from tests.stalls.inputs import ONE_ROW, PIECES, Biggest

_A_GROUP = "one row, with its bounded rows around it"
_SCHEME = "forty lines at most"
_LISTS = ("groups", "schemes", "periods", "inspections", "tasks", "projects", "activities", "adoptions")
_OF_ONE: dict[str, tuple[str, ...]] = {
    "groups/{group_id}": ("", "/end", "/members", "/members/{member_id}/end", "/assessments", "/tasks", "/activities",
                          "/adoptions", "/projects"),
    "periods/{period_id}": ("", "/compute", "/publish", "/results", "/results/{group_id}", "/corrections", "/ballots",
                            "/inspections", "/inspectors"),
    "inspections/{inspection_id}": ("", "/submit", "/withdraw"),
    "tasks/{task_id}": ("", "/report", "/review", "/change", "/withdraw"),
    "projects/{project_id}": ("", "/stages/{position}/finish", "/stop"),
    "activities/{activity_id}": ("", "/check-in", "/minutes", "/cancel"),
    "adoptions/{adoption_id}": ("", "/deeds", "/end", "/reveal-contact"),
}  # fmt: skip
_READ = {"", "/assessments", "/results", "/results/{group_id}", "/inspectors"}
_BOTH = {"/assessments"}

TABLE: dict[tuple[str, str], Biggest | str] = {
    **{
        ("get", f"/api/v1/cobuilding/{name}"): Biggest(f"/cobuilding/{name}?limit=200", "supervisor") for name in _LISTS
    },
    **{
        (method, f"/api/v1/cobuilding/{one}{more}"): _A_GROUP
        for one, kinds in _OF_ONE.items()
        for more in kinds
        for method in (("get", "post") if more in _BOTH else ("get",) if more in _READ else ("post",))
    },
    ("post", "/api/v1/cobuilding/groups"): ONE_ROW,
    ("post", "/api/v1/cobuilding/schemes"): _SCHEME,
    ("post", "/api/v1/cobuilding/periods"): ONE_ROW,
    ("post", "/api/v1/cobuilding/photos/{subject}/{subject_id}"): PIECES,
    ("get", "/api/v1/cobuilding/photos/{photo_id}"): PIECES,
    ("get", "/api/v1/public/cobuilding/{token}"): ONE_ROW,
    ("post", "/api/v1/public/cobuilding/{token}"): ONE_ROW,
    ("get", "/g/{token}"): ONE_ROW,
    ("post", "/g/{token}"): ONE_ROW,
}
