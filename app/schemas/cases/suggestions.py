"""What is suggested for a case: three units and three categories, each with how likely it is and why."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Output, example


class Suggestion(Output):
    score: float = Field(description="The probability that this is the right one, from 0 to 1")
    reason_zh: str = Field(
        description="The same in Chinese", examples=["本网格同类 41 件中 37 件由城市管理和综合执法局处置"]
    )
    reason: str = Field(
        description="Why, in numbers of closed cases; it says nothing of any single one",
        examples=["37 of 41 cases of this category in this grid were handled by Urban Management"],
    )
    cases: int = Field(description="How many closed cases ended so, of those that the reason is about")
    of: int = Field(description="How many closed cases the reason is about")
    returns: int = Field(description="How many of its kind the unit returned 退单; they count against it")


class DepartmentSuggestion(Suggestion):
    department_code: str
    department_name: str | None


class CategorySuggestion(Suggestion):
    category_code: str
    category_name: str | None
    rule_codes: list[str] = Field(description="Its filing rules in use, at most three, those used most first")


class CaseSuggestions(Output):
    case_id: UUID
    departments: list[DepartmentSuggestion] = Field(
        description="The likeliest first, at most three; only active units that serve the place and have not returned "
        "this case; empty while nothing has been learned"
    )
    categories: list[CategorySuggestion] = Field(
        description="The likeliest first, at most three; only categories in use that have a filing rule in use"
    )
    model_config = example(
        case_id="0193a5b0-0000-7000-8000-000000000001",
        departments=[{"department_code": "CGJ", "department_name": "城市管理和综合执法局", "score": 0.9012,
                      "reason_zh": "本网格同类 41 件中 37 件由城市管理和综合执法局处置",
                      "reason": "37 of 41 cases of this category in this grid were handled by 城市管理和综合执法局",
                      "cases": 37, "of": 41, "returns": 0}],
        categories=[{"category_code": "DCM-01-02", "category_name": "暴露垃圾", "rule_codes": ["R1"], "score": 0.8455,
                     "reason_zh": "本网格同一来源 52 件中 40 件归入“暴露垃圾”",
                     "reason": "40 of 52 cases that came this way in this grid were filed as 暴露垃圾",
                     "cases": 40, "of": 52, "returns": 0}],
    )  # fmt: skip
