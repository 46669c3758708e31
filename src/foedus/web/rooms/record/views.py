"""Addresses of the Record room."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from foedus.core.errors import UsageError
from foedus.web.links import Live

from .pages import calibration_csv, calibration_file, html
from .state import State
from .view import view

__all__ = ["router"]

router = APIRouter(prefix="/record", tags=["record"])


@router.get("", response_class=HTMLResponse)
def record(request: Request) -> HTMLResponse:
    """Scores, calibration, the worst errors, known issues, what the fit found."""
    state = State.of(request.query_params.multi_items())
    return HTMLResponse(html(view(state), Live()))


@router.get("/calibration.csv", response_class=Response)
def calibration(request: Request) -> Response:
    """The groups of a calibration, as CSV."""
    state = State.of(request.query_params.multi_items())
    scored = view(state).scored
    if scored is None:
        raise UsageError("no scores come with this version", fix="see the page of the record")
    name = calibration_file(state, scored)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    text = calibration_csv(scored)
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
