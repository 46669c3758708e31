"""The explorer as an ASGI application."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import AsyncIterator

from fastapi import APIRouter, FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from . import front, problems
from .crises import Crises
from .guard import Guard
from .render import ROOMS
from .service import Service
from .settings import Settings
from .shelf import Shelf, static

__all__ = ["create_app"]


DEFAULT = Settings()


def create_app(settings: Settings = DEFAULT) -> FastAPI:
    """Put the explorer together.

    Parameters
    ----------
    settings
        What it may do.

    Returns
    -------
    FastAPI
        With `state.settings` and `state.service`, which rooms find with `asked.settings_of` and
        `asked.service_of`.
    """

    @contextlib.asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.service.close()

    app = FastAPI(
        title="foedus explorer",
        description="What alliances do to a crisis: pages for people, and the same as JSON.",
        docs_url=None,  # they would fetch their scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=running,
    )
    app.state.settings = settings
    app.state.crises = Crises(settings)
    app.state.service = Service(settings)
    problems.install(app)
    app.include_router(front.router)
    for name in ROOMS:
        _include(app, name)
    app.mount("/static", Shelf(static()), name="static")
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    app.add_middleware(Guard, longest=settings.upload_bytes + 4096)
    return app


def _include(app: FastAPI, room: str) -> None:
    """A room's pages for people, and its JSON for programs (`json_router`) where it has some."""
    found = importlib.import_module(f"foedus.web.rooms.{room}")
    app.include_router(found.router, include_in_schema=False)
    for_programs: APIRouter | None = getattr(found, "json_router", None)
    if for_programs is not None:
        app.include_router(for_programs)
