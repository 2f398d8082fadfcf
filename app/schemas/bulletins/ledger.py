"""The ledger of cases 案卷台账: what one asks for."""

from enum import StrEnum

from pydantic import Field

from app.schemas.base import Input
from app.schemas.cases.lists import CaseFilters


class LedgerFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class LedgerQuery(CaseFilters):
    """The filters of `GET /cases`; all that are given must hold."""

    format: LedgerFormat = Field(default=LedgerFormat.CSV, description="`csv` (UTF-8 with its mark) or `xlsx`")


class PayLedgerQuery(Input):
    """As which kind of file."""

    format: LedgerFormat = Field(default=LedgerFormat.XLSX, description="`csv` (UTF-8 with its mark) or `xlsx`")
