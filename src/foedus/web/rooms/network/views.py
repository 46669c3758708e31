"""Addresses of the Network room."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from foedus.web.links import Live

from .held import held
from .pages import html
from .state import State
from .view import view

__all__ = ["router"]

router = APIRouter(prefix="/network", tags=["network"])


@router.get("", response_class=HTMLResponse)
def network(request: Request) -> HTMLResponse:
    """The alliances of a year."""
    state = State.of(request.query_params.multi_items())
    return HTMLResponse(html(view(state), Live()))


@router.get("/states.csv", response_class=Response)
def states(request: Request) -> Response:
    """What is computed of every state in a year, as CSV."""
    state = State.of(request.query_params.multi_items())
    text = held().year(state.year)[1].write_csv()
    headers = {"content-disposition": f'attachment; filename="network-{state.year}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
