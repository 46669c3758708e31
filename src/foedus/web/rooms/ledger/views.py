"""Addresses of the Ledger room."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from foedus.core.errors import UsageError
from foedus.ledger.flat import flat
from foedus.web.links import Live
from foedus.web.query import known, whole

from . import dispute, index
from .held import chosen
from .state import State

__all__ = ["router"]

router = APIRouter(prefix="/ledger", tags=["ledger"])


@router.get("", response_class=HTMLResponse)
def ledger(request: Request) -> HTMLResponse:
    """Every dispute: the summary, the picture, the table."""
    state = State.of(request.query_params.multi_items())
    return HTMLResponse(index.html(index.view(state), Live()))


@router.get("/dispute", response_class=HTMLResponse)
def one(request: Request) -> HTMLResponse:
    """One dispute whole."""
    params = request.query_params.multi_items()
    known(params, ("number",))
    number = whole(params, "number", 0, 999_999, 0)
    if not number:
        raise UsageError("which dispute is not said", field="number", fix="write number=257")
    return HTMLResponse(dispute.html(dispute.view(number), Live()))


@router.get("/rows.csv", response_class=Response)
def rows(request: Request) -> Response:
    """The disputes that are meant, with all columns, as CSV."""
    state = State.of(request.query_params.multi_items())
    text = flat(chosen(state.selection).drop("reached")).write_csv()
    headers = {"content-disposition": 'attachment; filename="ledger.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
