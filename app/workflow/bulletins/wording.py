"""The fixed words of a bulletin's files, in Chinese and English."""

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "draft": ("草稿", "Draft"),
        "weekly": ("周报", "Weekly"),
        "monthly": ("月报", "Monthly"),
        "quarterly": ("季报", "Quarterly"),
        "masthead": ("网格治理工作简报", "Bulletin of grid governance"),
        "signed_by": ("签发", "Signed by"),
        "editors": ("编辑", "Edited by"),
        "withdraws": ("撤销声明", "Withdrawal"),
        "withdraws_said": ("本期撤销", "This issue withdraws"),
        "reason": ("理由", "Reason"),
        "foreword": ("编者按", "Foreword"),
        "overview": ("总体情况", "Overview"),
        "trend": ("每日上报与结案", "Reported and closed, day by day"),
        "trend_by_week": ("每周上报与结案", "Reported and closed, week by week"),
        "units": ("各单位办理情况", "By unit"),
        "areas": ("各区域情况", "By area"),
        "categories": ("主要问题类别", "By category"),
        "orders": ("督办与回复", "Supervision orders and answers"),
        "order_list": ("督办清单", "Orders"),
        "typical": ("典型案例", "Typical cases"),
        "praised": ("红榜", "Red list"),
        "criticised": ("通报批评", "Criticism"),
        "remarks": ("下一步工作", "What comes next"),
        "addressees": ("发送", "Sent to"),
        "period": ("统计期间", "Period"),
        "as_of": ("数据截至", "Counted as of"),
        "not_over": ("（期间尚未结束）", " (the period is not over)"),
        "reported": ("上报", "Reported"),
        "filed": ("立案", "Filed"),
        "closed": ("结案", "Closed"),
        "timed": ("有期限的结案", "Closed, with a deadline"),
        "on_time": ("按期结案", "On time"),
        "on_time_rate": ("按期率", "On time, %"),
        "overdue": ("期末超期", "Overdue"),
        "now": ("本期", "Now"),
        "before": ("上期", "Before"),
        "year_ago": ("去年同期", "A year ago"),
        "since_before": ("环比", "Since before"),
        "since_year_ago": ("同比", "Since a year ago"),
        "since_before_reported": ("上报环比", "Reported, since before"),
        "since_year_ago_reported": ("上报同比", "Reported, since a year ago"),
        "points": ("个百分点", " pts"),
        "unit": ("单位", "Unit"),
        "area": ("区域", "Area"),
        "category": ("类别", "Category"),
        "code": ("编码", "Code"),
        "count": ("督办", "Orders"),
        "answered_in_time": ("按时回复", "In time"),
        "answered_late": ("逾期回复", "Late"),
        "waiting": ("待回复", "Waiting"),
        "ended": ("未回复即终止", "Ended"),
        "in_time": ("按时回复", "Answered in time"),
        "late": ("逾期回复", "Answered late"),
        "answer_rate": ("回复率", "Answered, %"),
        "case": ("案卷号", "Case"),
        "level": ("级别", "Level"),
        "issued": ("下达", "Issued"),
        "due": ("应回复", "Due"),
        "state": ("结果", "Result"),
        "comment": ("点评", "Comment"),
        "closed_on": ("结案", "closed"),
        "reported_on": ("上报", "reported"),
        "rated": ("居民评分", "rated"),
        "none": ("无", "None"),
        "total": ("合计", "Total"),
        "day": ("日期", "Day"),
        "about": ("说明", "About"),
        "title": ("标题", "Title"),
        "number": ("期号", "Number"),
        "definition": (
            "上报：期间内上报的案卷；立案：其中截至取数时已立案的；结案：期间内（最后一次）结案的；"
            "按期率：有期限的结案中按期完成的比例；期末超期：期末已过期限仍未办结的。比例的变化以百分点计。",
            "Reported: within the period; filed: of these, by the time of counting; closed: within the period, by the "
            "latest closing; on time: of the closed ones that had a deadline; overdue: past the deadline and not done "
            "when the period ended. Rates change by points.",
        ),
    }
)


def words(language: str) -> dict[str, str]:
    """All of them in a language."""
    return {name: told[language == "en"] for name, told in WORDS.items()}
