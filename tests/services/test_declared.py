"""Each action of the table is declared once, with a body that has the fields of its rows."""

from typing import TYPE_CHECKING

from app.schemas.flow.commands import Resolve
from app.services.flow.declared import Declared, Way
from app.services.flow.effects import ACTIONS, DECLARED, ROUTED, handling
from app.workflow.actions import Action
from app.workflow.transitions import TRANSITIONS

NO_MOVE = {Action.REPORT, Action.IMPORT}  # a case begins with them


def test_every_action_of_the_table_is_declared_once() -> None:
    declared = [each.action for each in DECLARED]

    assert len(declared) == len(set(declared))
    assert set(declared) == {row.action for row in TRANSITIONS} - NO_MOVE


def test_whoever_has_a_permission_has_a_route() -> None:
    of_staff = {row.action for row in TRANSITIONS if row.permission is not None} - NO_MOVE
    own = {action for action, each in ACTIONS.items() if each.way is Way.OWN}
    nobody = {action for action, each in ACTIONS.items() if each.way is Way.NOBODY}

    assert of_staff <= ROUTED | own
    assert not nobody & of_staff


def test_a_body_has_the_fields_of_its_rows() -> None:
    wrong = []
    for action in ROUTED:
        fields = ACTIONS[action].command.model_fields
        for row in (row for row in TRANSITIONS if row.action is action and row.permission is not None):
            required = {name for name, field in fields.items() if field.is_required()}
            if (required, set(fields) - required) != (set(row.requires), set(row.accepts)):
                wrong.append(action.value)

    assert wrong == []


if TYPE_CHECKING:
    # A body that the effect does not take. Were it not seen, `make types` would call the comment one too many.
    Declared(Action.SIGN, Resolve, handling.sign)  # type: ignore[arg-type]
