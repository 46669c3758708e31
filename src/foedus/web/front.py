"""The front page: the answer in short, then what there is to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from foedus.core.errors import UsageError
from foedus.crisis.library import bundled

from . import question
from .links import Live
from .render import ROOMS, page
from .rooms.crisis.answer import Row, shelf

if TYPE_CHECKING:
    from .links import Links

__all__ = ["TOLD", "html", "router"]

router = APIRouter()


class NoBriefError(UsageError):
    """There is nothing to make the brief from."""

    status = 404


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
    return HTMLResponse(html(Live(), shelf(tuple(bundled())), TOLD))


@router.get(f"/{question.FILE}", response_class=Response, include_in_schema=False)
def brief() -> Response:
    """The brief on the question itself: one file that opens offline."""
    content = question.brief()
    if content is None:
        raise NoBriefError(
            "no ledger comes with this version", fix="build one: foedus ledger build"
        )
    headers = {"content-disposition": 'attachment; filename="alliances.html"'}
    return Response(content, media_type="text/html; charset=utf-8", headers=headers)


def html(links: Links, crises: Sequence[Row], told: Mapping[str, str]) -> str:
    """The page.

    Parameters
    ----------
    links
        Makes its addresses.
    crises
        To choose from.
    told
        What there is in each room.
    """
    answer = question.answer()
    return page(
        "front.html",
        room="",
        title="What alliances do",
        links=links,
        answer=answer,
        figure_=question.picture(links),
        brief="" if answer is None else links.to(question.FILE),
        crises=crises,
        told=[(key, label, told[key]) for key, label in ROOMS.items()],
    )
