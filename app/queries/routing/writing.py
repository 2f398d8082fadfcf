"""Writing rows of the matrix and routing rules, each whole; a change gives it its next version."""

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import SQLModel

from app.db.statement import Statement
from app.models.routing import Responsibility, RoutingRule
from app.queries.tables import table


def _put(model: type[SQLModel]) -> Statement:
    target = table(model)
    told = [column.name for column in target.columns if column.name != "version"]
    insertion = upsert(target)
    changes = {name: insertion.excluded[name] for name in told if name != "code"}
    put = insertion.on_conflict_do_update(index_elements=["code"], set_=changes | {"version": target.c.version + 1})
    return Statement(put, columns=told)


PUT_RESPONSIBILITY = _put(Responsibility)
PUT_ROUTING_RULE = _put(RoutingRule)
