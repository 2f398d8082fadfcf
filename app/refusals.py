"""What a refusal says, whoever carries it: the problem document, field errors, and what the database means by one."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from app import errors
from app.errors import AppError

#: What a broken constraint means to the caller; the name is looked for in the message, a shard may append a suffix.
CONSTRAINTS: Mapping[str, AppError] = {
    "uq_users_username": errors.AlreadyExists(),
    "uq_cobuilding_groups_area": errors.AlreadyExists(zh="该社区已有共建小组", en="This community has a group already"),
    "uq_cobuilding_inspections_inspector": errors.AlreadyExists(
        zh="该考评员已被指派考评该小组", en="They are to inspect this group already"
    ),
    "uq_saved_views_name": errors.AlreadyExists(zh="您已有同名的常用筛选", en="You have a saved view of that name"),
    "uq_assignments_open_unit": errors.invalid_field("/assists", "该单位已在案", "that unit has the case already"),
    "uq_approvals_pending": errors.WrongState(),
    "pk_ratings": errors.Gone(),
    "uq_points_proposals_same": errors.AlreadyExists(
        zh="该户当日按此规则已有提议", en="The same was proposed for this household, rule and day already"
    ),
    "uq_points_proposals_case": errors.AlreadyExists(
        zh="该户按此规则已就该案卷提议", en="The same was proposed for this household, rule and case already"
    ),
    "uq_points_appeals_entry": errors.AlreadyExists(zh="该扣分已有申诉", en="There is an appeal against it already"),
    "uq_rewards_name": errors.AlreadyExists(zh="已有同名奖品", en="There is a reward of that name already"),
    "uq_points_lists_period": errors.AlreadyExists(
        zh="该时段的榜单已公示", en="The list of this period has been published already"
    ),
    "pk_family_titles": errors.AlreadyExists(
        zh="该年度已公示", en="The titles of this year have been published already"
    ),
    "uq_pairings_open": errors.AlreadyExists(zh="该户已有结对", en="Somebody helps this household already"),
    "fk_cases_category_code_categories": errors.invalid_field(
        "/category_code", "没有这个类别", "there is no such category"
    ),
    "pk_areas": errors.AlreadyExists(),
    "pk_departments": errors.AlreadyExists(),
    "pk_categories": errors.AlreadyExists(),
    "pk_filing_rules": errors.AlreadyExists(),
}
#: The database is there and has no room or no means left (SQLSTATE 53xxx, 58xxx), or takes no writes as a standby does.
EXHAUSTED = (asyncpg.InsufficientResourcesError, asyncpg.PostgresSystemError, asyncpg.ReadOnlySQLTransactionError)
#: It can do nothing for anybody just now: whatever was asked of it is asked again later, and counts as no failure.
AWAY = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shut down, starting, cancelled by hand
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TransactionTimeoutError,
    asyncpg.InternalClientError,  # it went in the middle of an answer
    *EXHAUSTED,
)
#: Somebody else was faster, or the database gave up on one of two.
PASSING = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.LockNotAvailableError)


def meaning_of(error: asyncpg.PostgresError) -> AppError | None:
    """The refusal a database error stands for, or None: then it is a fault."""
    text = f"{getattr(error, 'constraint_name', '') or ''} {error}"
    for name, meaning in CONSTRAINTS.items():
        if name in text:
            return meaning
    return errors.Busy() if isinstance(error, PASSING) else None


def document(error: AppError, language: str) -> dict[str, Any]:
    """The problem document (RFC 9457) in `zh` or `en`."""
    extensions = dict(error.extensions)
    if "errors" in extensions:
        extensions["errors"] = [
            {"pointer": entry["pointer"], "detail": entry["detail_zh"] if language == "zh" else entry["detail"]}
            for entry in extensions["errors"]
        ]
    return {
        "type": f"urn:yikou:problem:{error.code}",
        "title": error.title(language),
        "status": error.status_code,
        "detail": error.detail(language),
        "code": error.code,
        **extensions,
    }


def invalid(found: Sequence[Mapping[str, Any]]) -> errors.Invalid:
    """What Pydantic found wrong, as field errors with a JSON pointer each."""
    entries = [
        {"pointer": _pointer(entry["loc"]), "detail": entry["msg"], "detail_zh": _in_chinese(entry)}
        for entry in found[:50]
    ]
    return errors.Invalid(errors=entries)


def _pointer(location: tuple[Any, ...]) -> str:
    parts = location[1:] if location and location[0] == "body" else location
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1")[:100] for part in parts)


#: What Pydantic calls a fault, and how it is said with the bounds that Pydantic names.
_CHINESE = {
    "missing": "必填",
    "extra_forbidden": "未知字段",
    "string_too_short": "内容过短，至少 {min_length} 字",
    "string_too_long": "内容过长，最多 {max_length} 字",
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数",
    "float_parsing": "应为数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "string_type": "应为文本",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "json_invalid": "不是合法的 JSON",
    "string_pattern_mismatch": "格式不正确",
    "literal_error": "不在可选范围内：{expected}",
    "enum": "不在可选范围内：{expected}",
    "uuid_parsing": "不是合法的标识",
    "too_complex": "内容的结构过于复杂",
    "timezone_aware": "时间必须带时区",
    "finite_number": "必须是有限的数",
}


def _in_chinese(entry: Mapping[str, Any]) -> str:
    bounds = entry.get("ctx", {})
    said = bounds.get("zh")
    if isinstance(said, str):
        return said
    try:
        return _CHINESE[entry["type"]].format_map(bounds).replace(" or ", " 或 ")
    except KeyError:  # a fault that has no word here, or that did not come from Pydantic with its bounds
        return "格式或取值不正确"
