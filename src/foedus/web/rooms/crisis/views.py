"""Addresses of the Crisis room: list, crisis, answer, progress."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from foedus.crisis.library import bundled
from foedus.web.answers import Answer, Level
from foedus.web.asked import crises_of, service_of
from foedus.web.links import Live

from .ahead import ahead
from .answer import (
    answer_part,
    crisis_page,
    more_page,
    more_part,
    progress_part,
    shelf,
    shelf_page,
)
from .state import State

if TYPE_CHECKING:
    from foedus.web.ask import Ask

__all__ = ["asked", "router"]

router = APIRouter(include_in_schema=False)

SOON = 0.8
"""Seconds that a page waits for a first answer before it is sent without one."""


def asked(request: Request, state: State) -> Ask:
    """The question of a view."""
    playable = state.playable
    return crises_of(request).ask(playable.name, playable.without, playable.with_)


def _state(request: Request, *extra: str) -> State:
    params = request.query_params.multi_items()
    return State.of([(name, value) for name, value in params if name not in extra])


async def _answered(request: Request, state: State, wait: float = SOON) -> tuple[Ask, Answer]:
    ask = await asyncio.to_thread(asked, request, state)
    service = service_of(request)
    answer = await service.soon(ask, wait)
    if answer.level is Level.WHOLE and not ask.edits:
        await asyncio.to_thread(ahead, service, crises_of(request), state.name)
    return ask, answer


@router.get("/crisis")
async def crisis(request: Request) -> HTMLResponse:
    """The list of crises, or one of them."""
    state = _state(request)
    if not state.name:
        rows = await asyncio.to_thread(shelf, tuple(bundled()))
        return HTMLResponse(await asyncio.to_thread(shelf_page, rows, Live()))
    ask, answer = await _answered(request, state)
    text = await asyncio.to_thread(crisis_page, state, ask.scenario, answer, Live())
    return HTMLResponse(text)


@router.get("/crisis/answer")
async def part(request: Request) -> HTMLResponse:
    """The answer to a box that was ticked."""
    state = _state(request)
    ask, answer = await _answered(request, state)
    text = await asyncio.to_thread(
        answer_part, state, ask.scenario, answer, Live(), whole=False, said=_said(answer)
    )
    return HTMLResponse(text, headers={"HX-Push-Url": Live().to("crisis", **state.query())})


@router.get("/crisis/progress")
async def progress(request: Request) -> HTMLResponse:
    """How far the study is; once there is more to tell, the fuller answer instead."""
    state = _state(request, "have")
    have = request.query_params.get("have", "0")
    ask, answer = await _answered(request, state, 0.0)
    if str(answer.stage) == have and answer.error is None and answer.progress is not None:
        return HTMLResponse(await asyncio.to_thread(progress_part, state, answer, Live()))
    said = _said(answer) if have == "0" else ""
    text = await asyncio.to_thread(
        answer_part, state, ask.scenario, answer, Live(), whole=have != "0", said=said
    )
    return HTMLResponse(text, headers={"HX-Retarget": "#answer", "HX-Reswap": "innerHTML"})


@router.get("/crisis/more")
async def more(request: Request) -> HTMLResponse:
    """The second part of an answer."""
    state = _state(request)
    ask, answer = await _answered(request, state)
    if request.headers.get("hx-request") == "true":
        text = await asyncio.to_thread(more_part, state, ask.scenario, answer, Live())
    else:
        text = await asyncio.to_thread(more_page, state, ask.scenario, answer, Live())
    return HTMLResponse(text)


@router.get("/crisis/{name}")
async def short(name: str) -> RedirectResponse:
    """A crisis by its name alone."""
    state = State.of([("name", name)])
    return RedirectResponse(Live().to("crisis", **state.query()), 303)


def _said(answer: Answer) -> str:
    """What a screen reader is told of an answer that has just come."""
    from .show import spoken

    return spoken(answer.bundle) if answer.bundle is not None else "Being solved."
