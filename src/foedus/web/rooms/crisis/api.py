"""The same as JSON, for programs."""

from __future__ import annotations

import asyncio
import math
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from foedus.crisis.library import bundled
from foedus.web.asked import crises_of, service_of
from foedus.web.problems import Failure

from .answer import shelf
from .state import State
from .views import SOON, asked

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["crisis"])


class Listed(BaseModel):
    """A bundled crisis."""

    name: str
    title: str
    date: str
    actors: int
    treaties: int
    hypothetical: bool
    question: str


class Chance(BaseModel):
    """A probability at the centre of theta, with its quantiles over the draws."""

    case: str
    outcome: str
    point: float | None
    q05: float | None
    q50: float | None
    q95: float | None
    draws: int


class Difference(BaseModel):
    """With minus without a treaty, a channel, or the change asked for."""

    instrument: str
    kind: str
    outcome: str
    with_: float | None
    without: float | None
    difference: float | None
    q05: float | None
    q95: float | None
    draws: int


class Solved(BaseModel):
    """An answer, as full as it is now."""

    name: str
    key: str
    positions: int
    without: list[str]
    with_: list[str]
    complete: bool
    stage: int
    outcomes: list[Chance]
    fights: dict[str, float]
    effects: list[Difference]


class Waiting(BaseModel):
    """No answer yet."""

    key: str
    positions: int
    doing: str
    finished: int
    total: int


_WRONG: dict[int | str, dict[str, Any]] = {
    code: {"model": Failure} for code in (400, 404, 422, 500, 503)
}


@router.get("/crises", response_model=list[Listed], responses=_WRONG)
async def crises() -> list[Listed]:
    """The bundled crises, in the order of their dates."""
    rows = await asyncio.to_thread(shelf, tuple(bundled()))
    return [Listed(**vars(row)) for row in rows]


@router.get("/crisis", response_model=Solved, responses={**_WRONG, 202: {"model": Waiting}})
async def crisis(
    request: Request,
    response: Response,
    name: Annotated[str, Query(description="A bundled crisis, or one that was sent.")],
    without: Annotated[list[str] | None, Query(description="Treaties, channels A-B")] = None,
    with_: Annotated[
        list[str] | None, Query(alias="with", description="Remedies, such as hotline:GMY-RUS")
    ] = None,
) -> Any:
    """A crisis with and without the changes: 202 while there is no answer yet, then 200."""
    pairs = [("name", name)] + [("without", w) for w in without or ()]
    state = State.of(pairs + [("with", w) for w in with_ or ()])
    if not state.name:
        crises_of(request).scenario(state.name)  # says what is wrong
    ask = await asyncio.to_thread(asked, request, state)
    answer = await service_of(request).soon(ask, SOON)
    if answer.error is not None:
        raise answer.error
    if answer.bundle is None:
        response.status_code = 202
        now = answer.progress
        doing, finished, total = (now.label, now.finished, now.total) if now else ("", 0, 0)
        return _as(
            response,
            Waiting(
                key=ask.key,
                positions=ask.positions,
                doing=doing,
                finished=finished,
                total=total,
            ),
        )
    tables = answer.bundle.tables
    return Solved(
        name=state.name,
        key=ask.key,
        positions=ask.positions,
        without=list(state.playable.without),
        with_=list(state.playable.with_),
        complete=bool(answer.bundle.manifest["complete"]),
        stage=answer.stage,
        outcomes=[Chance(**_row(row, Chance)) for row in tables["outcomes"].to_dicts()],
        fights={
            f"{row['case']}:{row['actor']}": row["point"] for row in tables["fights"].to_dicts()
        },
        effects=[Difference(**_row(row, Difference)) for row in tables["effects"].to_dicts()],
    )


def _as(response: Response, found: BaseModel) -> Response:
    """An answer of another shape than the usual one."""
    text = found.model_dump_json()
    return Response(text, response.status_code, media_type="application/json")


def _row(row: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """The model's fields of a row; JSON has no NaN."""
    kept = {name: row[name] for name in model.model_fields}
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in kept.items()
    }
