"""The codes of reasons, said a second time by hand: clients and history hold them; none goes or is renamed."""

from collections.abc import Mapping
from types import MappingProxyType

from app.workflow.actions import Action
from app.workflow.reasons import PHOTO_EXEMPTIONS, REASONS

A = Action
CODES: Mapping[Action, set[str]] = MappingProxyType(
    {
        A.REJECT: {"not_in_scope", "not_true", "too_vague", "other_channel"},
        A.CANCEL: {"by_mistake", "already_gone", "test"},
        A.REQUEST_RETURN: {"not_our_duty", "outside_jurisdiction", "wrong_category", "wrong_place"},
        A.RECALL: {"wrong_unit", "wrong_category", "more_facts"},
        A.REDIRECT: {"wrong_unit", "wrong_place", "unit_agrees"},
        A.WITHDRAW: {"unit_known", "wrong_units", "urgent_now", "fallback_gone"},
        A.REQUEST_EXCUSE: {"not_our_duty", "outside_jurisdiction", "nothing_to_do", "done_by_lead"},
        A.ESCALATE: {"beyond_power", "several_areas", "grave", "stalled", "repeat"},
        A.REQUEST_SUSPENSION: {"needs_budget", "needs_procedure", "weather_or_season", "third_party"},
        A.REQUEST_EXTENSION: {"complex", "several_units", "materials"},
        A.REWORK: {"not_done", "partly_done", "poor_evidence"},
        A.FAIL_CHECK: {"not_done", "partly_done", "wrong_place"},
        A.REFUSE_SELF_HANDLING: {"not_done", "needs_department", "poor_evidence"},
        A.FORCE_CLOSE: {"beyond_power", "in_court", "long_term", "reporter_withdrew"},
        A.REOPEN: {"not_solved", "came_back", "false_closure"},
        A.REVEAL_CONTACT: {"call_back", "visit", "missing_facts", "caller"},
        A.VIEW_ORIGINAL: {"verify_evidence", "appeal", "inspection"},
    }
)


def test_the_reasons_of_each_action_are_these() -> None:
    assert {action: set(reasons) for action, reasons in REASONS.items()} == CODES


def test_a_photo_may_be_missing_for_these_reasons() -> None:
    assert set(PHOTO_EXEMPTIONS) == {"nothing_visible", "not_allowed", "dark_or_unsafe"}


def test_every_reason_has_words_in_both_languages() -> None:
    said = [words for reasons in (*REASONS.values(), PHOTO_EXEMPTIONS) for words in reasons.values()]

    assert len(said) > 40
    assert [words for words in said if len(words) != 2 or not all(words) or words[0].isascii()] == []
