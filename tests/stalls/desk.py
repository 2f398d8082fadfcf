"""The biggest legal input of each route of the dispatch desk, or why nothing grows there."""

from uuid import uuid4

from tests.stalls.district import OLD
from tests.stalls.inputs import ONE_CASE, ONE_ROW, Biggest

_COUNTED = "a few rows of figures"
_FEW = "the few rows below one case"

TABLE: dict[tuple[str, str], Biggest | str] = {
    ("get", "/api/v1/desk/{name}"): Biggest("/desk/handling?limit=200", "handler"),
    ("get", "/api/v1/pool"): Biggest("/pool?limit=200", "handler"),
    ("get", "/api/v1/assists"): Biggest("/assists?limit=200", "supervisor"),
    ("get", "/api/v1/whistles"): Biggest("/whistles?limit=200", "supervisor"),
    ("get", "/api/v1/responsibilities"): Biggest("/responsibilities?limit=200"),
    ("get", "/api/v1/routing-rules"): Biggest("/routing-rules?limit=200"),
    ("post", "/api/v1/routing/dry-run"): Biggest("/routing/dry-run", body=lambda: {"days": 30}),
    ("get", "/api/v1/routing/automatic"): Biggest("/routing/automatic", "supervisor"),
    ("get", "/api/v1/substitutions"): Biggest("/substitutions?limit=200"),
    ("get", "/api/v1/supervision/heat"): Biggest("/supervision/heat?limit=1000", "supervisor"),
    ("get", "/api/v1/supervision/tops"): Biggest("/supervision/tops?limit=100", "supervisor"),
    ("get", "/api/v1/supervision/year-on-year"): Biggest("/supervision/year-on-year?by=area&level=grid", "supervisor"),
    ("get", "/api/v1/supervision/backlog"): Biggest("/supervision/backlog", "supervisor"),
    ("get", "/api/v1/supervision/forecast"): Biggest("/supervision/forecast?days=20", "supervisor"),
    ("get", "/api/v1/supervision/burden"): Biggest("/supervision/burden?limit=2000", "supervisor"),
    ("get", "/api/v1/supervision/burden/entries"): Biggest(
        f"/supervision/burden/entries?limit=200&person={uuid4()}", "supervisor"
    ),
    ("get", "/api/v1/public/villages"): Biggest("!/api/v1/public/villages?limit=200", None),
    ("get", "/api/v1/public/villages/{code}"): "twenty texts and fifty rows, kept for ten seconds",
    ("get", "/api/v1/public/villages/{code}/answered"): "two hundred bounded texts",
    ("get", "/villages"): Biggest("!/villages", None),
    ("get", "/villages/{code}"): "twenty texts and fifty rows, kept for ten seconds",
    ("get", "/villages/{code}/answered"): "twenty bounded texts",
    ("get", "/api/v1/cases/{case_id}/release"): ONE_CASE,
    ("post", "/api/v1/cases/{case_id}/release"): ONE_CASE,
    ("post", "/api/v1/cases/{case_id}/release/withdraw"): ONE_CASE,
    ("get", "/api/v1/releases"): Biggest("/releases?limit=200", "clerk"),
    ("get", "/api/v1/releases/proposed"): Biggest("/releases/proposed?limit=200&days=366", "clerk"),
    ("get", "/api/v1/irregularities"): Biggest("/irregularities?limit=200", "supervisor"),
    ("get", "/api/v1/irregularities/{irregularity_id}"): "one row, its cases and ten statements",
    ("post", "/api/v1/irregularities/{irregularity_id}/judge"): ONE_ROW,
    ("post", "/api/v1/irregularities/{irregularity_id}/statements"): ONE_ROW,
    ("get", "/api/v1/irregularity-thresholds/{place}"): "a row a kind",
    ("put", "/api/v1/irregularity-thresholds/{place}"): "a row a kind",
    ("get", "/api/v1/templates"): Biggest("/templates?limit=200", "dispatcher"),
    ("get", "/api/v1/views"): Biggest("/views?counts=true", "dispatcher"),
    ("get", "/api/v1/cases/{case_id}/before"): Biggest(f"/cases/{OLD}/before?limit=200", "clerk"),
    ("get", "/api/v1/cases/{case_id}/suggestions"): Biggest(f"/cases/{OLD}/suggestions", "clerk"),
    ("get", "/api/v1/cases/{case_id}/routing"): Biggest(f"/cases/{OLD}/routing", "clerk"),
    ("get", "/api/v1/cases/{case_id}/templates"): ONE_CASE,
    ("get", "/api/v1/cases/{case_id}/assists"): _FEW,
    ("get", "/api/v1/cases/{case_id}/parts"): _FEW,
    ("get", "/api/v1/cases/{case_id}/whistles"): _FEW,
    ("put", "/api/v1/cases/{case_id}/look"): ONE_ROW,
    ("delete", "/api/v1/cases/{case_id}/look"): ONE_ROW,
    ("put", "/api/v1/looks"): "50 rows without texts",
    ("get", "/api/v1/events"): "hints of a few bytes, in turns",
    ("get", "/api/v1/departments/{code}/load"): _COUNTED,
    ("get", "/api/v1/departments/{code}/open-work"): "200 rows without texts",
    ("get", "/api/v1/supervision/first-dispatch"): _COUNTED,
    ("get", "/api/v1/supervision/ping-pong"): _COUNTED,
    ("get", "/api/v1/supervision/whistles"): _COUNTED,
    ("get", "/api/v1/supervision/trend"): Biggest("/supervision/trend?days=90", "supervisor"),
    ("get", "/api/v1/supervision/order-figures"): _COUNTED,
    ("get", "/api/v1/areas/boundaries"): Biggest("/areas/boundaries?level=grid&tolerance_m=1"),
    ("get", "/api/v1/repeat-rules/{place}"): "four rows",
    ("put", "/api/v1/repeat-rules/{place}"): "four rows",
    **{
        (method, f"/api/v1/{kind}/{{code}}{more}"): ONE_ROW
        for kind in ("responsibilities", "routing-rules")
        for method, more in (("get", ""), ("put", ""), ("post", "/activate"), ("post", "/deactivate"))
    },
    ("post", "/api/v1/substitutions"): ONE_ROW,
    ("post", "/api/v1/substitutions/{substitution_id}/end"): ONE_ROW,
    ("post", "/api/v1/templates"): ONE_ROW,
    ("get", "/api/v1/templates/{template_id}"): ONE_ROW,
    ("put", "/api/v1/templates/{template_id}"): ONE_ROW,
    ("post", "/api/v1/views"): ONE_ROW,
    ("get", "/api/v1/views/{view_id}"): ONE_ROW,
    ("put", "/api/v1/views/{view_id}"): ONE_ROW,
    ("delete", "/api/v1/views/{view_id}"): ONE_ROW,
}
