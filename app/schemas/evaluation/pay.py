"""The pay list 报酬清单 of a published period: who, what they came to, and which band they are paid by."""

from pydantic import Field

from app.schemas.base import Output, example


class PayView(Output):
    """One who is assessed, and what is paid."""

    subject: str
    name: str = Field(description="What it was called then")
    area_code: str | None = Field(description="Where they are: of grids, villages and workers")
    area_name: str | None
    score: float | None = Field(description="0 to 100, two places, corrections included; null: nothing to score")
    colour: str | None = Field(description="Code of its colour, corrections included")
    colour_label_zh: str | None
    colour_label: str | None
    band: str | None = Field(description="Code of the pay band 报酬档次; null: none fits")
    band_label_zh: str | None
    band_label: str | None
    amount: float | None = Field(description="In yuan")
    is_corrected: bool = Field(description="Whether an appeal has corrected it")


_PAY = {
    "subject": "0193a0c0-0000-7000-8000-0000000000a1", "name": "张网格", "area_code": "440310001001001",
    "area_name": "第一网格", "score": 91.5, "colour": "red", "colour_label_zh": "红", "colour_label": "Red",
    "band": "one", "band_label_zh": "一档", "band_label": "First", "amount": 800.0, "is_corrected": False,
}  # fmt: skip


class PayPage(Output):
    """报酬清单 · In the order of the results, the best first."""

    items: list[PayView]
    next_cursor: str | None
    model_config = example(items=[_PAY], next_cursor=None)
