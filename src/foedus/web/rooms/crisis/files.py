"""What can be taken along: the bundle, the brief, the scenario."""

from __future__ import annotations

import asyncio
import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from foedus.brief.report.crisis.brief import crisis_brief
from foedus.brief.report.write import rendered
from foedus.core.bundle import write
from foedus.core.errors import FoedusError, UsageError
from foedus.crisis.intervene import apply
from foedus.crisis.scenario import dump
from foedus.web.asked import crises_of, service_of
from foedus.web.kept import Kept

from .state import State
from .views import asked

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["NotYetError", "brief", "router", "zipped"]

router = APIRouter(include_in_schema=False)

_BRIEFS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
}

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can tell: the same bundle gives the same bytes."""


class NotYetError(FoedusError):
    """What is asked for is still being solved."""

    status = 503


@router.get("/crisis/scenario.yaml")
async def scenario(request: Request) -> Response:
    """The scenario with the changes; as its file has it where there are none."""
    state = State.of(request.query_params.multi_items())
    ask = await asyncio.to_thread(asked, request, state)
    if ask.edits:
        text = await asyncio.to_thread(lambda: dump(apply(ask.scenario, ask.edits)))
    else:
        text = await asyncio.to_thread(crises_of(request).text, state.name)
    return _file(text.encode(), f"{ask.scenario.name}.yaml", "application/yaml; charset=utf-8")


@router.get("/crisis/bundle.zip")
async def bundle(request: Request) -> Response:
    """The result bundle, as `foedus run --out` writes it."""
    found = await _found(request)
    content = await asyncio.to_thread(zipped, found)
    return _file(content, f"{found.manifest['name']}.zip", "application/zip")


@router.get("/crisis/brief.{ending}")
async def brief_file(request: Request, ending: str) -> Response:
    """The brief: one file that opens offline."""
    kind = _BRIEFS.get(ending)
    if kind is None:
        raise UsageError(
            "there is no such form of a brief", value=ending, fix=f"one of {', '.join(_BRIEFS)}"
        )
    found = await _found(request)
    content = await asyncio.to_thread(brief, found, f".{ending}")
    return _file(content, f"{found.manifest['name']}.{ending}", kind)


async def _found(request: Request) -> Bundle:
    state = State.of(request.query_params.multi_items())
    ask = await asyncio.to_thread(asked, request, state)
    answer = await service_of(request).soon(ask, 1.0)
    if answer.error is not None:
        raise answer.error
    if answer.bundle is None:
        raise NotYetError("the study is still being solved", fix="try again in a moment")
    return answer.bundle


def brief(bundle: Bundle, ending: str) -> bytes:
    """The brief of a study, in the form that a file of this ending has."""
    return _briefs.get(
        (bundle.manifest["key"], bool(bundle.manifest["complete"]), ending),
        lambda: rendered(crisis_brief(bundle), ending),
    )


_briefs: Kept[bytes] = Kept(16)


def zipped(bundle: Bundle) -> bytes:
    """A bundle's folder as a ZIP; the same bundle gives the same bytes."""
    name = str(bundle.manifest["name"])
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(out, "w") as archive:
        there = write(bundle, Path(folder) / name)
        for path in sorted(there.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{name}/{path.relative_to(there).as_posix()}", _LONG_AGO)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes())
    return out.getvalue()


def _file(content: bytes, name: str, kind: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
