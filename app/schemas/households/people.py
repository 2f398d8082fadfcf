"""People on the wire whom one may name in a village by their account."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Output, PartOfName, example
from app.schemas.cases.lists import PageQuery


class VillagePeopleQuery(PageQuery):
    q: PartOfName | None = Field(default=None, description="A part of the name")


class VillagePerson(Output):
    """Somebody with an account who has to do with the village."""

    user_id: UUID
    name: str
    post: str = Field(description="The nearest of their posts")
    area_code: str | None
    area_name: str | None
    department_code: str | None
    department_name: str | None


class VillagePeople(Output):
    items: list[VillagePerson]
    next_cursor: str | None
    model_config = example(
        items=[{
            "user_id": "0193a0c0-0000-7000-8000-0000000000a1", "name": "林小格", "post": "full_time_worker",
            "area_code": "44031000100101", "area_name": "六和社区第一网格", "department_code": None,
            "department_name": None,
        }],
        next_cursor=None,
    )  # fmt: skip
