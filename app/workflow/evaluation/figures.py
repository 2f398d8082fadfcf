"""The figures 指标 of the trade, each in one row: what is divided by what, and where that comes from.

GB: GB/T 30428.4-2016, digital supervision and management of cities, part 4: evaluation of performance. 12345: the
practice of hotlines 接诉即办, whose three rates are response 响应率, solution 解决率 and satisfaction 满意率. Where the
standard counts what "should have been done in the period" 应办, something belongs to the period in which it fell due.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.workflow.evaluation.facts import Fact, Kind
from app.workflow.evaluation.figure import TIMED, Figure, Measure, Which

F, K = Fact, Kind
_GB, _HOTLINE, _HOUSE = "GB/T 30428.4-2016", "12345", "Yikou"
_LATE = F.EXEMPT_OVERDUE | F.EXCLUDED
_BY_HAND = Which(none_of=F.FORCED)


def _timely(code: str, zh: str, en: str, kind: Kind, doing_zh: str, doing_en: str, source: str = _GB) -> Figure:
    """Of what was due in a stage, what was done by then."""
    return Figure(
        code, zh, en, kind, Which(all_of=F.DONE | F.IN_TIME),
        f"按期{doing_zh}", f"{doing_en} in time", f"应{doing_zh}", f"to be {doing_en}", source,
        exempt=_LATE,
    )  # fmt: skip


_ROWS = (
    # --- in 进 -------------------------------------------------------------------------------------------------
    Figure("filing_rate", "立案率", "Filed of reported", K.REPORT, Which(all_of=F.FILED),
           "已立案", "filed", "已作决定的上报", "reports that were decided on", _GB,
           counted=Which(any_of=F.FILED | F.REJECTED | F.MERGED, none_of=F.CANCELLED | F.SELF_HANDLED)),
    _timely("triage_in_time", "按期受理率", "Triaged in time", K.TRIAGE, "受理", "triaged"),
    _timely("verification_in_time", "按期核查率", "Verified in time", K.VERIFICATION, "核查", "verified"),
    Figure("duplicate_rate", "重复率", "Duplicates", K.REPORT, Which(all_of=F.MERGED),
           "重复并案", "merged as duplicates", "上报", "reports", _GB,
           counted=Which(none_of=F.CANCELLED), more_is_better=False),
    Figure("self_handling_rate", "自行处置率", "Handled by the reporter", K.REPORT, Which(all_of=F.SELF_HANDLED),
           "自行处置", "handled by their reporter", "网格员上报", "reports of workers", _HOUSE,
           counted=Which(all_of=F.BY_WORKER, none_of=F.CANCELLED)),
    # --- route 派 ----------------------------------------------------------------------------------------------
    _timely("dispatch_in_time", "按期派遣率", "Dispatched in time", K.DISPATCHING, "派遣", "dispatched"),
    Figure("first_dispatch_accuracy", "首派准确率", "First dispatch right", K.ASSIGNMENT, Which(all_of=F.RIGHT),
           "首派单位办结", "ended with the first unit", "首派且已结案", "first dispatches of closed cases", _GB,
           counted=Which(all_of=F.FIRST | F.CLOSED)),
    Figure("claim_rate", "点单率", "Claimed of published", K.POOLING, Which(all_of=F.CLAIMED),
           "已点单", "claimed", "到期的亮单", "publications that ended", _HOUSE),
    Figure("time_to_claim", "点单用时（中位）", "Time to claim, median", K.POOLING, Which(all_of=F.CLAIMED),
           "已点单", "claimed", "到期的亮单", "publications that ended", _HOUSE,
           measure=Measure.MEDIAN, more_is_better=False),
    # --- units 办 ----------------------------------------------------------------------------------------------
    _timely("signing_in_time", "按期签收率", "Signed in time", K.SIGNING, "签收", "signed"),
    Figure("response_rate", "响应率", "Responded in time", K.SIGNING, Which(all_of=F.DONE | F.IN_TIME),
           "按期响应", "answered in time", "有诉求人的应签收案卷", "cases of residents to be signed", _HOTLINE,
           counted=Which(all_of=F.ASKABLE), exempt=_LATE),
    Figure("return_rate", "退单率", "Returned", K.ASSIGNMENT, Which(any_of=F.RETURNED),
           "申请退单", "return asked for", "交办", "given to a unit", _GB,
           exempt=F.EXEMPT_RETURN | F.EXCLUDED, more_is_better=False),
    Figure("wrong_return_rate", "误退率", "Wrongly returned", K.ASSIGNMENT, Which(all_of=F.WRONGLY_RETURNED),
           "退单被驳回", "return refused", "申请退单", "returns asked for", _HOUSE,
           counted=Which(all_of=F.RETURNED), exempt=F.EXEMPT_RETURN | F.EXCLUDED, more_is_better=False),
    Figure("extension_rate", "延期率", "Extended", K.ASSIGNMENT, Which(all_of=F.EXTENDED),
           "延期", "extended", "交办", "given to a unit", _GB, more_is_better=False),
    Figure("suspension_rate", "挂账率", "Suspended", K.ASSIGNMENT, Which(all_of=F.SUSPENDED),
           "挂账", "suspended", "交办", "given to a unit", _GB, more_is_better=False),
    Figure("handling_rate", "处置率", "Handled", K.HANDLING, Which(all_of=F.DONE),
           "已处置", "handled", "应处置", "to be handled", _GB, counted=_BY_HAND, exempt=_LATE),
    Figure("handling_in_time", "按期处置率", "Handled in time", K.HANDLING, Which(all_of=F.DONE | F.IN_TIME),
           "按期处置", "handled in time", "应处置", "to be handled", _GB, counted=_BY_HAND, exempt=_LATE),
    Figure("rework_rate", "返工率", "Reworked", K.HANDLING, Which(all_of=F.REWORKED),
           "返工", "reworked", "应处置", "to be handled", _GB,
           counted=_BY_HAND, exempt=F.EXEMPT_REWORK | F.EXCLUDED, more_is_better=False),
    Figure("handling_time_median", "处置用时（中位）", "Handling time, median", K.HANDLING, Which(all_of=F.DONE),
           "已处置", "handled", "应处置", "to be handled", _GB,
           counted=_BY_HAND, measure=Measure.MEDIAN, more_is_better=False),
    Figure("handling_time_p90", "处置用时（九成）", "Handling time, nine of ten", K.HANDLING, Which(all_of=F.DONE),
           "已处置", "handled", "应处置", "to be handled", _GB,
           counted=_BY_HAND, measure=Measure.NINTH_TENTH, more_is_better=False),
    # --- check 核 ----------------------------------------------------------------------------------------------
    _timely("check_in_time", "按期核实率", "Checked in time", K.CHECK, "核实", "checked"),
    Figure("check_pass_rate", "核查通过率", "Checks passed", K.CHECK, Which(all_of=F.PASSED),
           "核实通过", "passed", "已核实", "checked", _GB,
           counted=Which(all_of=F.DONE), exempt=F.EXEMPT_REWORK | F.EXCLUDED),
    # --- out 出 ------------------------------------------------------------------------------------------------
    Figure("closing_rate", "结案率", "Closed", K.CLOSING, Which(all_of=F.CLOSED),
           "已结案", "closed", "应结案", "to be closed", _GB, exempt=_LATE),
    Figure("closing_in_time", "按期结案率", "Closed in time", K.CLOSING, Which(all_of=F.CLOSED | F.IN_TIME),
           "按期结案", "closed in time", "应结案", "to be closed", _GB, exempt=_LATE),
    Figure("overdue_unclosed", "超期未结数", "Overdue and not closed", K.CLOSING, Which(none_of=F.CLOSED),
           "超期未结", "overdue and not closed", "应结案", "to be closed", _GB,
           exempt=_LATE, measure=Measure.COUNT, more_is_better=False),
    Figure("done_at_once", "一次办结率", "Done at once", K.CLOSING, Which(all_of=F.ONCE),
           "一次办结", "done at once", "已结案", "closed", _HOTLINE,
           counted=Which(all_of=F.CLOSED), exempt=F.EXEMPT_REWORK | F.EXCLUDED),
    Figure("reopening_rate", "重办率", "Reopened", K.CLOSING, Which(all_of=F.REOPENED),
           "重办", "reopened", "已结案", "closed", _HOTLINE, counted=Which(all_of=F.CLOSED), more_is_better=False),
    Figure("raising_rate", "提级率", "Handed up", K.CLOSING, Which(all_of=F.RAISED),
           "提级", "handed up", "应结案", "to be closed", _HOUSE, more_is_better=False),
    Figure("order_answer_rate", "督办回复率", "Orders answered in time", K.ORDER, Which(all_of=F.DONE | F.IN_TIME),
           "按期回复", "answered in time", "督办", "orders", _GB),
    Figure("third_level_unanswered", "三级督办未回复数", "Orders of the third level not answered", K.ORDER,
           Which(all_of=F.THIRD_LEVEL, none_of=F.DONE), "未回复", "not answered", "督办", "orders", _HOUSE,
           measure=Measure.COUNT, more_is_better=False),
    Figure("irregular", "查实异常数", "Found irregular", K.REPORT, Which(all_of=F.EXCLUDED),
           "查实异常", "found irregular", "上报", "reports", _HOUSE,
           exempt=Fact(0), measure=Measure.COUNT, more_is_better=False),
    # --- residents 评 -------------------------------------------------------------------------------------------
    Figure("rating_response", "参评率", "Residents who answered", K.RATING, Which(all_of=F.ANSWERED),
           "已评价", "answered", "应回访", "residents to ask", _HOTLINE, counted=Which(all_of=F.ASKABLE)),
    Figure("solved_rate", "解决率", "Solved, of who answered", K.RATING, Which(all_of=F.SOLVED),
           "已解决", "solved", "已评价", "answered", _HOTLINE, counted=Which(all_of=F.ANSWERED, none_of=F.IMPORTED)),
    Figure("solved_of_all", "解决率（应回访）", "Solved, of all to ask", K.RATING, Which(all_of=F.SOLVED),
           "已解决", "solved", "应回访", "residents to ask", _HOTLINE,
           counted=Which(all_of=F.ASKABLE, none_of=F.IMPORTED)),
    Figure("satisfied_rate", "满意率", "Satisfied, of who answered", K.RATING, Which(all_of=F.SATISFIED),
           "满意（4 星及以上）", "satisfied (four stars or more)", "已评价", "answered", _HOTLINE,
           counted=Which(all_of=F.ANSWERED)),
    Figure("satisfied_of_all", "满意率（应回访）", "Satisfied, of all to ask", K.RATING, Which(all_of=F.SATISFIED),
           "满意（4 星及以上）", "satisfied (four stars or more)", "应回访", "residents to ask", _HOTLINE,
           counted=Which(all_of=F.ASKABLE)),
)  # fmt: skip

FIGURES: Mapping[str, Figure] = MappingProxyType({figure.code: figure for figure in _ROWS})


def _minutes_of(figure: Figure) -> str:
    def of(other: Figure) -> tuple[Kind, Which, Which, Fact]:
        return other.kind, other.hit, other.counted, other.exempt

    return next(other.code for other in _ROWS if other.measure in TIMED and of(other) == of(figure))


#: Of each timed figure the first one that goes by the same hits: how long these took is kept once.
MINUTES_OF: Mapping[str, str] = MappingProxyType(
    {figure.code: _minutes_of(figure) for figure in _ROWS if figure.measure in TIMED}
)
