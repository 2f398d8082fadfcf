"""What `allowed_actions` offers can be done: its addresses are those of the API."""

from fastapi import FastAPI

from app.workflow.actions import Action
from app.workflow.transitions import TRANSITIONS


def test_every_offered_path_is_an_address_of_the_api(app: FastAPI) -> None:
    known = {path for path, methods in app.openapi()["paths"].items() if "post" in methods}
    by_staff = {row.action for row in TRANSITIONS if row.permission is not None} - {Action.REPORT}

    missing = {action for action in by_staff if f"/api/v1/cases/{{case_id}}/{action.slug}" not in known}

    assert not missing
