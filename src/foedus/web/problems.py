"""Errors as pages for people, as JSON under ``/api``, as a fragment where a script asked."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from foedus.core.errors import FoedusError, ScenarioError, ScenarioErrors, UsageError

from .links import Live
from .render import fragment, page

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

__all__ = ["Failure", "Problem", "install", "problems_of", "respond", "told"]

logger = logging.getLogger("foedus.web")

_HEADINGS = {
    400: "This request cannot be read",
    403: "This is not for others",
    404: "There is no such page",
    405: "This page is only for reading",
    413: "That is too large",
    422: "This address says something the page does not know",
    429: "Too much at once",
    500: "Something went wrong here",
    503: "Not now",
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong: what, where, what was said, what to do."""

    message: str
    field: str = ""
    value: str = ""
    fix: str = ""
    line: int | None = None


class Told(BaseModel):
    """One thing wrong, as JSON."""

    message: str
    field: str
    value: str
    fix: str
    line: int | None


class Failure(BaseModel):
    """An error as JSON."""

    status: int
    error: str
    problems: list[Told]


def problems_of(error: FoedusError) -> list[Problem]:
    """An error of the package as what a page shows."""
    if isinstance(error, ScenarioErrors):
        return [problem for one in error.errors for problem in problems_of(one)]
    shown = "" if error.value is None or str(error.value) in error.message else str(error.value)
    return [
        Problem(error.message, error.field or "", shown[:120], error.fix or "", error.line),
    ]


def respond(
    request: Request, status: int, problems: list[Problem], *, heading: str = "", back: str = ""
) -> Response:
    """The answer that says so, in the form that was asked for."""
    if request.headers.get("hx-request") == "true" and not _for_programs(request.url.path):
        content = _content(status, problems, heading, back)
        return HTMLResponse(fragment("problem.html", links=Live(), **content), status)
    kind, text = told(request.url.path, status, problems, heading=heading, back=back)
    return Response(text, status, media_type=kind)


def told(
    path: str, status: int, problems: list[Problem], *, heading: str = "", back: str = ""
) -> tuple[str, str]:
    """Media type and text of the answer that says what is wrong: JSON under ``/api``, else HTML."""
    content = _content(status, problems, heading, back)
    if _for_programs(path):
        found = Failure(
            status=status,
            error=str(content["heading"]),
            problems=[Told(**asdict(one)) for one in problems],
        )
        return "application/json", found.model_dump_json()
    heading = str(content["heading"])
    text = page("error.html", room="", title=heading, links=Live(), **content)
    return "text/html; charset=utf-8", text


def _for_programs(path: str) -> bool:
    return path == "/api" or path.startswith("/api/")


def _content(status: int, problems: list[Problem], heading: str, back: str) -> dict[str, object]:
    return {
        "status": status,
        "heading": heading or _HEADINGS.get(status, _HEADINGS[500 if status >= 500 else 400]),
        "problems": problems,
        "back": back or Live().to(""),
        "back_label": "Back" if back else "To the front page",
    }


def install(app: FastAPI) -> None:
    """Answer every kind of error."""

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, FoedusError)
        wrong_call = isinstance(error, UsageError | ScenarioError)
        status = int(getattr(error, "status", 422 if wrong_call else 500))
        if status == 500:
            logger.warning("%s: %s", request.url.path, error)
        return respond(request, status, problems_of(error))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        detail = "" if error.status_code in {404, 405} else str(error.detail)
        problems = [Problem(detail.rstrip("."))] if detail else []
        found = respond(request, error.status_code, problems)
        found.headers.update(error.headers or {})
        return found

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        problems = [
            Problem(str(one["msg"]), ".".join(str(part) for part in one["loc"]))
            for one in error.errors()
        ]
        return respond(request, 422, problems)

    async def unknown(request: Request, error: Exception) -> Response:
        logger.error("%s", request.url.path, exc_info=error)
        problems = [Problem("The server's log says more", fix="please report it")]
        return respond(request, 500, problems)

    app.add_exception_handler(FoedusError, known)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, unknown)
