"""A crisis of the reader's own: sent as text or as a file, checked as on the command line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from foedus.core.errors import ScenarioErrors, UsageError
from foedus.crisis.library import template
from foedus.web.asked import crises_of, settings_of
from foedus.web.crises import defects
from foedus.web.links import Live
from foedus.web.render import page

from .state import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foedus.web.links import Links
    from foedus.web.settings import Settings

__all__ = ["own_page", "router"]

router = APIRouter(include_in_schema=False)


@router.get("/crisis/own")
async def empty(request: Request) -> HTMLResponse:
    """A form with a commented scenario to start from, or with one that is there already."""
    params = request.query_params.multi_items()
    state = State.of(params)
    if state.name:
        text = await asyncio.to_thread(crises_of(request).text, state.name)
    else:
        text = template("my-crisis")
    return HTMLResponse(own_page(text, {}, Live(), settings_of(request)))


@router.post("/crisis/own")
async def send(request: Request) -> Response:
    """Take a crisis, or say beside its text what is wrong with it."""
    settings = settings_of(request)
    text = await _sent(request)
    shown = text.decode("utf-8", errors="replace").replace("\r\n", "\n")
    try:
        if len(text) > settings.upload_bytes:
            raise UsageError(
                f"too large: {len(text):,} bytes", fix=f"at most {settings.upload_bytes:,}"
            )
        name = await asyncio.to_thread(crises_of(request).keep, text)
    except ScenarioErrors as error:
        found = defects(error)
    except UsageError as error:
        found = {0: [f"{error.message}; {error.fix}" if error.fix else error.message]}
    else:
        return RedirectResponse(Live().to("crisis", **State(name).query()), 303)
    return HTMLResponse(own_page(shown, found, Live(), settings), 422)


async def _sent(request: Request) -> bytes:
    """The file of a form where one was chosen, else its text."""
    async with request.form(max_files=1, max_fields=2, max_part_size=2**20) as form:
        file, text = form.get("file"), form.get("text")
        if isinstance(file, UploadFile) and file.filename:
            return await file.read()
        if not isinstance(text, str):
            raise UsageError("nothing was sent", field="text", fix="paste a scenario, or a file")
        return text.replace("\r\n", "\n").encode()


def own_page(text: str, found: Mapping[int, list[str]], links: Links, settings: Settings) -> str:
    """The form; what is wrong stands above it and beside its lines."""
    lines = text.split("\n")
    return page(
        "crisis/own.html",
        room="crisis",
        title="A crisis of your own",
        links=links,
        text=text,
        found=dict(sorted(found.items())),
        count=sum(len(told) for told in found.values()),
        lines=list(enumerate(lines, 1)) if found else [],
        settings=settings,
    )
