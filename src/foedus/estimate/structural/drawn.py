"""Records drawn from the model at a known theta, on the cases that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from foedus.cases.case import End, Level, Seen
from foedus.core.errors import NotConverged
from foedus.core.progress import Reporter
from foedus.crisis.equilibrium import Equilibrium, solve
from foedus.crisis.flow import chain
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import CLASSES, WARS
from foedus.crisis.paths import draw
from foedus.crisis.policy import respond
from foedus.crisis.scenario import Scenario
from foedus.crisis.theta import Theta

from .evaluate import OPTIONS
from .onset import OnsetRows, design
from .refit import stream
from .sample import Sample
from .space import Space
from .terms import DISPLAY, FORCE
from .types import Floats

__all__ = ["Truth", "drawn", "drawn_onset", "drawn_samples"]

_ENDS: tuple[End, ...] = get_args(End)


@dataclass(frozen=True)
class Truth:
    """What records are drawn from.

    Attributes
    ----------
    at : (P,)
        Parameters on the scale of estimation.
    coef : (C,)
        Of the onset model: intercept, slope, controls.
    """

    at: Floats
    coef: Floats


def drawn_samples(
    held: Sample,
    where: Space,
    truth: Truth,
    which: Sequence[int],
    seed: int,
    reporter: Reporter,
) -> dict[int, Sample]:
    """Draw the record of every replication asked for; each game is solved once.

    Parameters
    ----------
    held : Sample
        The real record.
    where : Space
    truth : Truth
    which : sequence of int
        Replications.
    seed : int
    reporter : Reporter

    Returns
    -------
    dict
        Replication -> sample. A case that cannot be solved at the truth is in none of them.
    """
    theta = where.theta(truth.at)
    reporter.start("drawing", len(held.disputes) + len(held.challenges))
    records: list[tuple[Seen, ...] | None] = []
    for case in held.disputes:
        assert case.seen is not None
        found = _solved(case.scenario, theta)
        seeds = [stream(seed, k, case.key) for k in which]
        records.append(None if found is None else drawn(found, case.seen, seeds))
        reporter.advance()
    worth = []
    for case in held.challenges:
        found = _solved(case.scenario, theta)
        worth.append(np.nan if found is None else found.start[found.game.model.principals[0]])
        reporter.advance()
    reporter.done()
    values = np.array(worth, np.float64)
    mine = np.array([one is not None for one in records], np.bool_)
    other = np.isfinite(values)
    rows = OnsetRows(
        held.rows.names,
        held.rows.controls[other],
        held.rows.began[other],
        held.rows.weight[other],
        held.rows.cluster[other],
    )
    made: dict[int, Sample] = {}
    for place, k in enumerate(which):
        disputes = tuple(
            replace(case, seen=record[place])
            for case, record in zip(held.disputes, records, strict=True)
            if record is not None
        )
        made[k] = Sample(
            disputes,
            tuple(case for case, ok in zip(held.challenges, other, strict=True) if ok),
            drawn_onset(rows, values[other], truth.coef, stream(seed, k, "onset")),
            held.block[mine],
            held.decade[mine],
            held.decades[other],
        )
    return made


def _solved(scenario: Scenario, theta: Theta) -> Equilibrium | None:
    try:
        return solve(compile_game(scenario, theta), OPTIONS)
    except NotConverged:
        return None


def drawn(found: Equilibrium, like: Seen, seeds: Sequence[int]) -> tuple[Seen, ...]:
    """Draw what might have happened, one record a seed.

    Parameters
    ----------
    found : Equilibrium
    like : Seen
        The real record. What it does not say (length, ending, a candidate on the other side) the
        drawn one does not say either, so that each has the terms that the real one has.
    seeds : sequence of int
    """
    game = found.game
    policy = respond(game, found.values)
    moves = chain(game, policy)
    start = game.layout.rung[game.layout.start]
    records = []
    for seed in seeds:
        told = draw(found, policy, moves, 1, seed, 1, 1)
        rungs = np.array([start, *(event.rungs for event in told.examples[0])])
        height = dict(zip(game.names, rungs.max(axis=0).tolist(), strict=True))
        ended = next(name for name in CLASSES if told.counts[name])
        level: Level = (
            "war" if ended in WARS else "force" if max(height.values()) >= FORCE else "display"
        )
        silent = like.end is None and like.level != "war"
        records.append(
            Seen(
                level=level,
                end=None if silent else _peace(ended),
                days=None if like.days is None else float(told.lengths[0]),
                joined={code: height[code] >= DISPLAY for code in like.joined},
                fought=(
                    {code: told.fights[code] > 0 for code in like.joined} if level == "war" else {}
                ),
                elsewhere=like.elsewhere,
            )
        )
    return tuple(records)


def _peace(ended: str) -> End | None:
    """An ending of a record; None for a war."""
    return next((end for end in _ENDS if end == ended), None)


def drawn_onset(rows: OnsetRows, values: Floats, coef: Floats, seed: int) -> OnsetRows:
    """Draw in which dyad-years a dispute begins.

    A row that stands for w dyad-years is drawn as that many: how many of them saw an onset is
    binomial, with w rounded to a whole number and at least one. `began` becomes their share and
    the weight stays, which gives the likelihood of w rows, some with an onset and some without.
    The cases at hand stay as they are: that quiet dyad-years are a sample is not drawn again.

    Parameters
    ----------
    rows : OnsetRows
    values : (rows,)
        Of the crises, at the truth.
    coef : (C,)
    seed : int
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, 13]))
    chance = 1.0 / (1.0 + np.exp(-(design(rows, values) @ coef)))
    many = np.maximum(np.rint(rows.weight), 1.0).astype(np.int64)
    return replace(rows, began=generator.binomial(many, chance) / many)
