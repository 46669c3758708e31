"""The rival schools beside the game and the baselines, and all schools stacked.

Weights are learnt within the rows learnt from, forward in time: each earlier row is foretold by the
fits of the latest origin at or before its year that every school has. So weights, too, have seen
nothing of the years that are scored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from foedus.estimate.structural.origins import Origins, load_origins
from foedus.estimate.structural.schools import GAME, RIVALS, SCHOOLS

from .baselines import Model, baseline
from .blocks import DRAWS
from .game import Forecaster, Settings
from .harness import Report, report
from .scores import Floats
from .splits import Split
from .stacking import Stack, stack
from .tasks import Rows, Task

__all__ = ["STACKED", "Rivals", "Stacked", "fitted", "rivals"]

STACKED = "stacked"
_BASELINES = ("base", "risks", "logit", "boosting")


class Stacked:
    """All schools, weighted: a model as any other, one `Stack` a fold.

    Parameters
    ----------
    members
        By name.
    task
        Its first cluster names blocks.
    """

    def __init__(self, members: Mapping[str, Forecaster], task: Task) -> None:
        self.members, self.task = members, task
        self.stacks: list[Stack] = []

    def __call__(self, train: pl.DataFrame, test: pl.DataFrame) -> Floats:
        """Foretell a fold; parameters as for every model."""
        learnt = self._earlier(train, int(test["year"].cast(int).to_numpy().min()))
        self.stacks.append(learnt)
        return learnt.mixed({name: one(train, test) for name, one in self.members.items()})

    def _earlier(self, train: pl.DataFrame, first: int) -> Stack:
        """Weights from rows of `train`, each foretold from before its year."""
        common = set.intersection(
            *(set(one.origins.years(one.school.name)) for one in self.members.values())
        )
        years = sorted(year for year in common if year < first)
        told: dict[str, list[Floats]] = {name: [] for name in self.members}
        parts: list[pl.DataFrame] = []
        for year, until in pairwise([*years, first]):
            known = train.filter(pl.col("known") < year)
            rows = train.filter(pl.col("year").is_between(year, until - 1))
            if known.is_empty() or rows.is_empty():
                continue
            parts.append(rows)
            for name, one in self.members.items():
                told[name].append(one.at(one.origins.at(one.school.name, year), known, rows))
        nothing = np.zeros(0)
        frame = pl.concat(parts) if parts else train.head(0)
        return stack(
            {name: np.concatenate([nothing, *found]) for name, found in told.items()},
            frame["y"].cast(pl.Int64).to_numpy(),
            frame[self.task.clusters[0]].cast(pl.Int64).to_numpy(),
        )


@dataclass(frozen=True)
class Rivals:
    """One task and split.

    Attributes
    ----------
    report : Report
        The game first, then schools, `STACKED`, baselines.
    stacks : tuple of Stack
        One a fold.
    missing : tuple of str
        Schools that have no fit for some fold.
    notes : dict
        Of each model of the game.
    """

    report: Report
    stacks: tuple[Stack, ...]
    missing: tuple[str, ...]
    notes: dict[str, list[str]]


def fitted(split: Split, origins: Origins) -> tuple[str, ...]:
    """Rival schools that have a fit of their own for every fold of a split."""
    firsts = {fold.first for fold in split.folds}
    return tuple(name for name in RIVALS if firsts <= set(origins.years(name)))


def rivals(
    task: Task,
    split: Split,
    settings: Settings,
    *,
    against: Sequence[str] = _BASELINES,
    rows: Rows | None = None,
    draws: int = DRAWS,
) -> Rivals:
    """Score every school that has been fitted for a split.

    Parameters
    ----------
    task, split
        What, and when.
    settings
        How the game foretells.
    against
        Baselines.
    rows
        The task's rows, where they are there already.
    draws
        Of the blocked bootstrap.

    Raises
    ------
    foedus.estimate.structural.origins.NotFittedError
        The game itself has not been fitted for the split.
    """
    every = {name: Forecaster(task, one, settings) for name, one in SCHOOLS.items()}
    known = (GAME, *fitted(split, load_origins(settings.origins)))
    there = {name: one for name, one in every.items() if name in known}
    # Members of its own: what they say while weights are learnt is no forecast to be told of.
    stacked = Stacked({name: Forecaster(task, SCHOOLS[name], settings) for name in there}, task)
    models: dict[str, Model] = {**there, STACKED: stacked}
    models |= {name: baseline(name, task) for name in against}
    made = report(task, split, models, rows=rows, draws=draws)
    return Rivals(
        made,
        tuple(stacked.stacks),
        tuple(name for name in every if name not in there),
        {name: one.notes() for name, one in there.items()},
    )
