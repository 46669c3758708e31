"""The front page: what there is to see."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from .links import Live
from .render import ROOMS, page

__all__ = ["TOLD", "router"]

router = APIRouter()

TOLD = {
    "crisis": "Take an alliance out of a crisis, put a hotline in, and see what becomes of it.",
    "ledger": "Every dispute on record since 1816, with and without its alliances.",
    "network": "The alliances of any year: map, matrix, who is vulnerable, who can be drawn in.",
    "record": "How well all this has predicted, and where it went wrong.",
    "sources": "Every data set: version, terms, coverage, how to cite it.",
}


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def front() -> HTMLResponse:
    """The front page."""
    rooms = [(key, label, TOLD[key]) for key, label in ROOMS.items()]
    text = page("front.html", room="", title="What alliances do", links=Live(), told=rooms)
    return HTMLResponse(text)
