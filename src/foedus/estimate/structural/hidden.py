"""What the record can tell of private resolve: how far apart types are, how often, how misjudged.

Both principals of every dispute are given two types, all else held at the theta of the game without
types, and the likelihood is read at points of a grid. Beside it stands what the record could say at
most: were a point the truth, by how much the log likelihood would on average tell it from no types
(the sum over terms of the Kullback-Leibler divergence). Where that is less than about two, no
record of this size decides, however it came out, and the parameters are not added to the fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from foedus.cases.case import Case
from foedus.core.errors import NotConverged
from foedus.core.progress import Reporter, Silent
from foedus.core.workers import process_pool, told_of_death
from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.private.minds import minds
from foedus.crisis.private.reading import read_private
from foedus.crisis.private.solve import PrivateOptions, solve_private
from foedus.crisis.reading import read_out
from foedus.crisis.resolve import Perception, Resolve
from foedus.crisis.scenario import Scenario
from foedus.crisis.theta import Theta

from .evaluate import OPTIONS, TOL
from .terms import readings, spread

__all__ = ["GRID", "Hidden", "Read", "hidden", "with_types"]

PRIVATE = PrivateOptions(tol=10 * TOL, belief_tol=1e-4, steps=1, mass=1e-9)
CHUNK = 10


@dataclass(frozen=True)
class Hidden:
    """A point of the grid.

    Attributes
    ----------
    spread : float
        How far apart the two types of each principal are.
    share : float
        How often a principal is resolute.
    error : float
        Perceived minus true share, of each principal about the other.
    """

    spread: float
    share: float = 0.5
    error: float = 0.0


GRID = (
    Hidden(0.35), Hidden(0.7), Hidden(1.4), Hidden(0.7, share=0.25), Hidden(0.7, share=0.75),
    Hidden(0.7, error=-0.4), Hidden(0.7, error=0.4),
)  # fmt: skip
"""Differences of up to a factor of four; shares and errors at the usual difference."""


@dataclass(frozen=True)
class Read:
    """What a sample says of a point, beside no types.

    Attributes
    ----------
    point : Hidden
    disputes : int
        Solved at every point.
    gain : float
        Log likelihood minus that without types.
    by_kind : dict
        The same by kind of term.
    could : float
        Mean gain were the point the truth.
    largest : float
        Largest change of the chance of any war in a dispute.
    """

    point: Hidden
    disputes: int
    gain: float
    by_kind: dict[str, float]
    could: float
    largest: float

    def document(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def with_types(scenario: Scenario, point: Hidden) -> Scenario:
    """Return a scenario whose two principals have types."""
    heads = [scenario.principal(camp) for camp in ("challenger", "target")]
    said = "a point of the grid"
    resolve = {
        code: Resolve(share=point.share, spread=point.spread, judgement=said) for code in heads
    }
    seen = Perception(share=min(max(point.share + point.error, 0.0), 1.0), judgement=said)
    perceived = {heads[0]: {heads[1]: seen}, heads[1]: {heads[0]: seen}}
    return scenario.model_copy(update={"resolve": resolve, "perceived": perceived})


@dataclass(frozen=True)
class _Row:
    """One dispute at one point: gains by kind, divergence, change of the chance of war."""

    gain: dict[str, float]
    could: float
    moved: float


def hidden(
    cases: Sequence[Case],
    theta: Theta,
    points: Sequence[Hidden] = GRID,
    *,
    workers: int = 1,
    reporter: Reporter | None = None,
) -> tuple[Read, ...]:
    """Read the likelihood of disputes at points of the grid.

    Parameters
    ----------
    cases : sequence of Case
        Disputes with their records; a dispute that cannot be solved at every point is left out.
    theta : Theta
        Of the game without types.
    workers : int
        Processes.

    Raises
    ------
    WorkerDied
        A worker process ended early.
    """
    reporter = reporter or Silent()
    kept = [case for case in cases if case.seen is not None]
    chunks = [kept[k : k + CHUNK] for k in range(0, len(kept), CHUNK)]
    reporter.start("disputes with types", len(chunks))
    rows: list[tuple[_Row, ...] | None] = []
    if workers == 1:
        for chunk in chunks:
            rows += _chunk(chunk, theta, tuple(points))
            reporter.advance()
    else:
        fix = "take fewer workers (--workers)"
        with told_of_death("nothing is kept", fix), process_pool(workers) as pool:
            futures = [pool.submit(_chunk, chunk, theta, tuple(points)) for chunk in chunks]
            for future in futures:
                rows += future.result()
                reporter.advance()
    reporter.done()
    solved = [row for row in rows if row is not None]
    return tuple(_summed(point, [row[k] for row in solved]) for k, point in enumerate(points))


def _chunk(
    cases: Sequence[Case], theta: Theta, points: tuple[Hidden, ...]
) -> list[tuple[_Row, ...] | None]:
    found: list[tuple[_Row, ...] | None] = []
    for case in cases:
        try:
            found.append(tuple(_rows(case, theta, points)))
        except NotConverged:
            found.append(None)
    return found


def _rows(case: Case, theta: Theta, points: tuple[Hidden, ...]) -> Iterator[_Row]:
    seen = case.seen
    assert seen is not None
    plain = solve(compile_game(case.scenario, theta), OPTIONS)
    asked = readings(plain.game, seen)
    told = read_out(plain, asked, ahead=False)
    before = spread(seen, told.names, told.chances)
    for point in points:
        scenario = with_types(case.scenario, point)
        game = compile_game(scenario, theta, plain.game.layout)
        found = solve_private(game, minds(scenario, game), PRIVATE, plain=plain)
        chances = read_private(found, asked)
        gain: dict[str, float] = defaultdict(float)
        could = 0.0
        after = spread(seen, told.names, chances)
        for (kind, shares, old), (_, _, new) in zip(before, after, strict=True):
            gain[kind] += float(shares @ np.log(new / old))
            could += float(new @ np.log(new / old))
        yield _Row(dict(gain), could, abs(float(chances[0] - told.chances[0])))


def _summed(point: Hidden, rows: Sequence[_Row]) -> Read:
    by_kind: dict[str, float] = defaultdict(float)
    for row in rows:
        for kind, gain in row.gain.items():
            by_kind[kind] += gain
    return Read(
        point=point,
        disputes=len(rows),
        gain=sum(by_kind.values()),
        by_kind=dict(by_kind),
        could=sum(row.could for row in rows),
        largest=max((row.moved for row in rows), default=0.0),
    )
