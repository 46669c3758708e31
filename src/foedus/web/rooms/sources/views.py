"""Addresses of the Sources room."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from foedus.core.errors import UsageError
from foedus.sources.citing.cite import as_bibtex
from foedus.sources.getting import registry
from foedus.web import query
from foedus.web.links import Live

from .pages import list_html, one_html
from .state import State
from .view import listing, one

__all__ = ["router"]

router = APIRouter(prefix="/sources", tags=["sources"])


@router.get("", response_class=HTMLResponse)
def sources(request: Request) -> HTMLResponse:
    """Every data set."""
    state = State.of(request.query_params.multi_items())
    return HTMLResponse(list_html(listing(state), Live()))


@router.get("/dataset", response_class=HTMLResponse)
def dataset(request: Request) -> HTMLResponse:
    """One data set whole."""
    params = request.query_params.multi_items()
    query.known(params, ("name",))
    name = query.one(params, "name")
    if not name:
        raise UsageError("which data set is not said", field="name", fix="write name=atop")
    return HTMLResponse(one_html(one(name), Live()))


@router.get("/references.bib", response_class=Response)
def references(request: Request) -> Response:
    """Works to cite, of one data set or of all, as BibTeX."""
    params = request.query_params.multi_items()
    query.known(params, ("name",))
    name = query.one(params, "name")
    names = [name] if name else [found.id for found in registry.datasets()]
    text = as_bibtex(names) + "\n"
    file = f"{registry.dataset(name).id}.bib" if name else "foedus.bib"
    headers = {"content-disposition": f'attachment; filename="{file}"'}
    return Response(text, media_type="application/x-bibtex; charset=utf-8", headers=headers)
