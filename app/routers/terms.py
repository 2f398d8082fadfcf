"""`/terms`: the natures 诉求性质 and sources 来源 of a district."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app import errors
from app.models.term import TermKind
from app.schemas.base import Code
from app.schemas.organisation.filters import TermQuery
from app.schemas.organisation.taxonomy import TermIn, TermPage, TermView
from app.services.administration import lists, terms
from app.web import routing
from app.web.administering import READS, AdministratorWrite, Lookup, created
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, problems

router = routing.router("/terms", tags=["categories"])
_WRITES = problems(*SIGNED_IN, errors.KeyInFlight, errors.KeyReused)
OwnCode = Annotated[Code, Path(description="Code of the term")]
Kind = Annotated[TermKind, Path(description="Which list")]


@router.get("", response_model=TermPage, responses=problems(*SIGNED_IN, errors.BadCursor))
async def list_terms(query: Annotated[TermQuery, Query()], read: Lookup) -> Response:
    """码值 · The natures and sources that reports may name, in the order of list and code."""
    return await read.page(lists.terms, query)


@router.get("/{kind}/{code}", response_model=TermView, responses=READS)
async def read_term(kind: Kind, code: OwnCode, read: Lookup) -> Response:
    """One nature or source."""
    return await read.of(terms.read, kind, code)


@router.put("/{kind}/{code}", max_body_size=Size.JSON, response_model=TermView, responses=created(TermView) | _WRITES)
async def put_term(kind: Kind, code: OwnCode, body: TermIn, write: AdministratorWrite) -> Response:
    """Creates a nature or source, or replaces what is said of it; `is_active: false` retires it 停用."""
    return await write.by(terms.put, kind, code, body)
