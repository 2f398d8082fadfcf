"""What others published, as far as it stands on the board of a village: colours, bulletins, adoption, points."""

from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Date, Integer, bindparam, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR

from app.db.statement import Statement
from app.models.assessment import AssessmentCorrection, AssessmentPeriod, AssessmentResult, AssessmentScheme
from app.models.bulletin import Bulletin, BulletinIssue
from app.models.cobuilding import CobuildingGroup
from app.models.cobuilding_work import CobuildingAdoption
from app.models.points_giving import PointsList
from app.queries.tables import among, table
from app.workflow.evaluation.period import PeriodState
from app.workflow.evaluation.scheme import Assessed
from app.workflow.households.terms import PointsListLabel

periods, results, schemes = table(AssessmentPeriod), table(AssessmentResult), table(AssessmentScheme)
corrections = table(AssessmentCorrection)
bulletins, issues = table(Bulletin), table(BulletinIssue)
groups, adoptions, lists = table(CobuildingGroup), table(CobuildingAdoption), table(PointsList)
_CODE = bindparam("code", type_=VARCHAR())
_COUNT = bindparam("count", type_=Integer())
#: Of places. What a worker is assessed with is for those whom it concerns.
_OF_PLACES = (Assessed.GRID.value, Assessed.VILLAGE.value)


class ColourRow(TypedDict):
    """What a published period made of a village or one of its grids; as it was corrected since, if it was."""

    scheme_code: str
    scheme_name: str
    scheme_name_en: str | None
    first: date
    last: date
    name: str
    colour: str | None
    colours: list[dict[str, object]]


_corrected = (
    select(corrections.c.colour)
    .where(corrections.c.period_id == results.c.period_id, corrections.c.subject == results.c.subject)
    .order_by(corrections.c.made_at.desc(), corrections.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
COLOURS = Statement(
    select(
        periods.c.scheme_code,
        schemes.c.name.label("scheme_name"),
        schemes.c.name_en.label("scheme_name_en"),
        periods.c.first,
        periods.c.last,
        results.c.name,
        func.coalesce(_corrected, results.c.colour).label("colour"),
        schemes.c.document["colours"].label("colours"),
    )
    .select_from(
        results.join(periods, periods.c.id == results.c.period_id).join(schemes, schemes.c.id == periods.c.scheme_id)
    )
    .where(
        periods.c.state == literal(PeriodState.PUBLISHED.value),
        among(schemes.c.assessed, _OF_PLACES),
        results.c.area_path >= bindparam("area_from", type_=results.c.area_path.type),
        results.c.area_path < bindparam("area_to", type_=results.c.area_path.type),
    )
    .order_by(periods.c.last.desc(), periods.c.scheme_code, results.c.name)
    .limit(_COUNT),
    ColourRow,
)
"""The latest first: of each scheme the first period that comes is the present one."""


class BulletinRow(TypedDict):
    """A bulletin that was signed and not withdrawn, by its title."""

    title: str
    area_code: str
    year: int
    number: int
    signed_at: datetime


_taken_back = select(issues.c.withdraws).where(issues.c.withdraws.is_not(None))
BULLETINS = Statement(
    select(bulletins.c.title, issues.c.area_code, issues.c.year, issues.c.number, issues.c.signed_at)
    .select_from(issues.join(bulletins, bulletins.c.id == issues.c.bulletin_id))
    .where(
        issues.c.area_code == bindparam("codes", type_=ARRAY(VARCHAR)).any_(),
        issues.c.withdraws.is_(None),
        issues.c.bulletin_id.not_in(_taken_back),
    )
    .order_by(issues.c.signed_at.desc(), issues.c.bulletin_id)
    .limit(_COUNT),
    BulletinRow,
)
"""Of the village and the areas above it, the latest first."""


class AdoptionRow(TypedDict):
    """A place or matter that is taken care of, by a unit, or by a resident who is not named."""

    kind: str
    title: str
    department_code: str | None
    valid_from: date


ADOPTIONS = Statement(
    select(adoptions.c.kind, adoptions.c.title, adoptions.c.department_code, adoptions.c.valid_from)
    .select_from(adoptions.join(groups, groups.c.id == adoptions.c.group_id))
    .where(
        groups.c.area_code == _CODE,
        adoptions.c.valid_from <= bindparam("today", type_=Date()),
        or_(adoptions.c.valid_to.is_(None), adoptions.c.valid_to >= bindparam("today", type_=Date())),
    )
    .order_by(adoptions.c.valid_from.desc(), adoptions.c.id)
    .limit(_COUNT),
    AdoptionRow,
)


class PointsRow(TypedDict):
    """A published list, whose lines name households by their number or a masked name."""

    title: str
    since: date
    until: date
    document: list[dict[str, object]]


POINTS = Statement(
    select(lists.c.title, lists.c.since, lists.c.until, lists.c.document)
    .where(lists.c.village_code == _CODE, lists.c.label != literal(PointsListLabel.NAME.value))
    .order_by(lists.c.published_at.desc(), lists.c.id)
    .limit(_COUNT),
    PointsRow,
)
"""Those that name households in full are for the wall of the village, and not for everybody."""
