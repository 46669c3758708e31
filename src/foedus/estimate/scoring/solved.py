"""What the game says of cases at an origin, solved once and kept.

Numbers are readings of the equilibrium by name, at the posterior's centre and at draws from it.
They are kept in the cache under a key of the origin, the school and the solver; a case is found
again by its scenario, so one that is made otherwise today is solved anew.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from pathlib import Path

from foedus.cases.case import Case
from foedus.core.canonical import key as content_key
from foedus.core.errors import Cancelled, FoedusError, NotConverged
from foedus.core.paths import cache_dir
from foedus.core.progress import Reporter, Silent
from foedus.crisis.equilibrium import Equilibrium, solve
from foedus.crisis.game import Game, compile_game
from foedus.crisis.reading import (
    Reading,
    any_war,
    fought,
    outcome,
    over_within,
    reached,
    read_out,
)
from foedus.crisis.theta import Theta
from foedus.crisis.version import SOLVER_VERSION
from foedus.estimate.reduced.curve.journal import Journal
from foedus.estimate.structural.evaluate import OPTIONS
from foedus.estimate.structural.origins import Origin
from foedus.estimate.structural.schools import NUMBERS
from foedus.estimate.structural.terms import CLOCK, DISPLAY, FORCE

__all__ = ["ENDS", "POINT", "VALUE", "Chances", "journal", "solved"]

POINT = -1
"""Number of the posterior's centre, beside draws 0, 1, ..."""
VALUE = "value"
"""Of the first day to the challenger's principal."""
ENDS = ("challenger_yields", "target_yields", "settled", "lapsed")
_AT_ONCE = 25
_POLL = 0.2
_FAILED = "failed"


@dataclass(frozen=True)
class Chances:
    """Readings of one case by name.

    Attributes
    ----------
    point : dict or None
        At the posterior's centre; None where the case could not be solved there.
    draws : tuple of (dict or None)
        At draws; None where the case could not be solved.
    why : str
        Why there is no point.
    """

    point: Mapping[str, float] | None
    draws: tuple[Mapping[str, float] | None, ...] = ()
    why: str = ""

    @property
    def lost(self) -> int:
        """Draws at which the case could not be solved."""
        return sum(one is None for one in self.draws)

    def mean(self, name: str) -> float | None:
        """Mean of a reading over draws; at the point values where there are none.

        Examples
        --------
        >>> Chances({"any_war": 0.1}, ({"any_war": 0.2}, None, {"any_war": 0.4})).mean("any_war")
        0.30000000000000004
        """
        if self.point is None:
            return None
        good = [one[name] for one in self.draws if one is not None]
        return sum(good) / len(good) if good else self.point[name]


def journal(origin: Origin, seed: int, folder: Path | None = None) -> Journal:
    """Return where solved cases of an origin are kept."""
    key = content_key(
        {
            "origin": origin.content,
            "school": origin.school,
            "edits": NUMBERS,
            "solver": SOLVER_VERSION,
            "tol": OPTIONS.tol,
            "seed": seed,
        }
    )
    return Journal((folder or cache_dir() / "scores") / f"{origin.id}-{key[:16]}.jsonl")


def solved(
    cases: Sequence[Case],
    origin: Origin,
    draws: int,
    seed: int,
    kept: Journal,
    *,
    executor: Executor | None = None,
    reporter: Reporter | None = None,
) -> list[Chances]:
    """Solve cases, or find them solved.

    Parameters
    ----------
    cases
        As the origin's school sees them.
    origin
        Whose theta.
    draws, seed
        Draws from its posterior beside the centre.
    kept
        What `journal` returns.
    executor
        Where cases are solved; this process by default. The numbers do not depend on it.

    Raises
    ------
    Cancelled
        The user stopped it; what was solved is kept.
    """
    reporter = reporter or Silent()
    numbers = (POINT, *range(draws))
    names = [_name(case) for case in cases]
    missing: list[_Work] = []
    for case, name in zip(cases, names, strict=True):
        if f"{name}:{POINT}" in kept and _FAILED in kept[f"{name}:{POINT}"]:
            continue
        lacking = tuple(k for k in numbers if f"{name}:{k}" not in kept)
        if lacking:
            missing.append((case, name, lacking))
    chunks = [missing[k : k + _AT_ONCE] for k in range(0, len(missing), _AT_ONCE)]
    reporter.start(f"cases before {origin.before}", len(missing))
    works = _alone if executor is None else functools.partial(_spread, executor)
    for count, found in works(chunks, origin, draws, seed, reporter):
        kept.add(found)
        reporter.advance(count)
    reporter.done()
    return [_collected(kept, name, draws) for name in names]


_Work = tuple[Case, str, tuple[int, ...]]
_Found = dict[str, dict[str, float | str]]


def _name(case: Case) -> str:
    text = case.scenario.model_dump_json()
    return f"{case.key}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _collected(kept: Journal, name: str, draws: int) -> Chances:
    point = kept[f"{name}:{POINT}"]
    if _FAILED in point:
        return Chances(None, why=str(point[_FAILED]))
    found = [kept[f"{name}:{k}"] for k in range(draws)]
    return Chances(point, tuple(None if _FAILED in one else one for one in found))


def _alone(
    chunks: Sequence[Sequence[_Work]], origin: Origin, draws: int, seed: int, reporter: Reporter
) -> Iterator[tuple[int, _Found]]:
    for chunk in chunks:
        if reporter.cancelled():
            raise _stopped()
        yield len(chunk), _chunk(chunk, origin, draws, seed)


def _spread(
    executor: Executor,
    chunks: Sequence[Sequence[_Work]],
    origin: Origin,
    draws: int,
    seed: int,
    reporter: Reporter,
) -> Iterator[tuple[int, _Found]]:
    futures: dict[Future[_Found], int] = {
        executor.submit(_chunk, chunk, origin, draws, seed): len(chunk) for chunk in chunks
    }
    waiting = set(futures)
    try:
        while waiting:
            done, waiting = wait(waiting, timeout=_POLL, return_when=FIRST_COMPLETED)
            for future in done:
                yield futures[future], future.result()
            if reporter.cancelled():
                raise _stopped()
    except BrokenExecutor:
        raise FoedusError(
            "a worker died; what was solved is kept", fix="take fewer workers, then run it again"
        ) from None
    finally:
        for future in waiting:
            future.cancel()


def _stopped() -> Cancelled:
    return Cancelled("stopped; what was solved is kept", fix="the same command goes on")


def _chunk(chunk: Sequence[_Work], origin: Origin, draws: int, seed: int) -> _Found:
    centre, drawn = _thetas(origin, draws, seed)
    found: _Found = {}
    for case, name, lacking in chunk:
        for number, told in _case(case, centre, drawn, lacking):
            found[f"{name}:{number}"] = told
    return found


@functools.lru_cache(maxsize=8)
def _thetas(origin: Origin, draws: int, seed: int) -> tuple[Theta, tuple[Theta, ...]]:
    """Made once a process: every case has the same."""
    return origin.theta(), origin.draws(draws, seed)


def _case(
    case: Case, centre: Theta, drawn: Sequence[Theta], lacking: Sequence[int]
) -> Iterator[tuple[int, dict[str, float | str]]]:
    try:
        found = solve(compile_game(case.scenario, centre), OPTIONS)
        if POINT in lacking:
            yield POINT, _told(found, _all(found.game, case))
    except NotConverged as error:
        yield POINT, {_FAILED: str(error)}
        return
    for number in lacking:
        if number == POINT:
            continue
        try:
            game = compile_game(case.scenario, drawn[number], found.game.layout)
            one = solve(game, OPTIONS, warm=found.values)
            yield number, _told(one, _scored(game, case))
        except NotConverged as error:
            yield number, {_FAILED: str(error)}


def _told(found: Equilibrium, what: tuple[Reading, ...]) -> dict[str, float | str]:
    first = float(found.start[found.game.model.principals[0]])
    told: dict[str, float | str] = {VALUE: first}
    if what:
        read = read_out(found, what, ahead=False)
        told |= {name: float(c) for name, c in zip(read.names, read.chances, strict=True)}
    return told


def _scored(game: Game, case: Case) -> tuple[Reading, ...]:
    """What the tasks ask for; of a dyad-year nothing but its value."""
    if case.kind == "dyad-year":
        return ()
    joined = [reached(game, DISPLAY, one.code) for one in case.candidates]
    return (any_war(game), outcome(game, "great_power_war"), *joined)


def _all(game: Game, case: Case) -> tuple[Reading, ...]:
    """What the terms of the likelihood ask for too."""
    scored = _scored(game, case)
    if not scored:
        return ()
    return (
        *scored,
        reached(game, FORCE),
        *(outcome(game, name) for name in ENDS),
        over_within(game, CLOCK),
        *(fought(game, one.code) for one in case.candidates),
    )
