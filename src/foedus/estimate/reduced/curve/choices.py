"""The choices: samples, codings, pledges, controls; and the grid of all of them.

A *specification* is a model and one pledge in it whose coefficient is looked at. Models on one
sample are a *unit* of work, since making the sample is the dear part.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from foedus.estimate.reduced.pledges import CONDITIONS, Conditions
from foedus.estimate.reduced.samples import PLEDGES, TREND

__all__ = [
    "BLOCKS",
    "CHOICES",
    "LAST",
    "NONE",
    "PERIODS",
    "STAGES",
    "Grid",
    "Model",
    "Sampling",
    "Stage",
    "Unit",
    "control_sets",
    "grid",
]

Stage: TypeAlias = Literal["onset", "escalation"]
STAGES: Final[tuple[Stage, ...]] = ("onset", "escalation")

BLOCKS: Final[dict[Stage, dict[str, tuple[str, ...]]]] = {
    "onset": {
        "capabilities": ("capability_share",),
        "regime": ("joint_democracy",),
        "distance": ("contiguous", "log_distance"),
        "similarity": ("similarity",),
        "peace": ("peace_years", "peace_years_2", "peace_years_3"),
        "trend": (TREND,),
    },
    "escalation": {
        "capabilities": ("balance", "major_one", "major_both"),
        "regime": ("democracies",),
        "distance": ("land", "near"),
        "similarity": ("similarity",),
        "peace": ("disputes_before",),
        "stakes": ("territory", "policy", "regime"),
        "trend": (TREND,),
    },
}
"""Controls by block, in the order in which they come in."""

CHOICES: Final = (
    "years", "pairs", "disputes", "participants", "conditions", "lag", "beside", "controls",
)  # fmt: skip
"""Columns of a curve that hold a choice."""

NONE: Final = "none"
"""The set without controls."""

PERIODS: Final = ((1816, 1944), (1816, 2000), (1946, 2014))
LAST: Final = {"cow": 2014, "gml": 2010}
"""Last year that each set of disputes covers: later ones would count as years of peace."""


@dataclass(frozen=True)
class Sampling:
    """A sample: how its rows are chosen and coded.

    Parameters
    ----------
    stage
        ``"onset"``: directed dyad-years, who initiates. ``"escalation"``: disputes, which become
        war.
    first, last
        Years, both included; a set of disputes that ends before ends the sample.
    relevant
        Whether only politically relevant pairs are kept.
    source
        Disputes: ``"cow"`` or ``"gml"``.
    originators
        Whether only what states in the dispute from its first day did counts.
    conditions
        How conditions of pledges that cannot be checked are taken.
    lag
        Years by which the pledges are older.
    """

    stage: Stage
    first: int
    last: int
    relevant: bool = True
    source: str = "cow"
    originators: bool = True
    conditions: Conditions = "met"
    lag: int = 0

    @property
    def until(self) -> int:
        """Last year of the rows."""
        return min(self.last, LAST[self.source])

    def choices(self) -> dict[str, str]:
        """What was chosen, by the names in `CHOICES`, in words.

        Examples
        --------
        >>> Sampling("onset", 1816, 1944).choices()["pairs"]
        'relevant'
        """
        return {
            "years": f"{self.first}-{self.last}",
            "pairs": "relevant" if self.relevant else "all",
            "disputes": self.source,
            "participants": "originators" if self.originators else "all",
            "conditions": self.conditions,
            "lag": str(self.lag),
        }


@dataclass(frozen=True)
class Model:
    """A model on a sample.

    Parameters
    ----------
    pledges
        Columns of pledges in it; each is a specification.
    blocks
        Blocks of controls in it.
    """

    pledges: tuple[str, ...]
    blocks: tuple[str, ...]

    @property
    def beside(self) -> str:
        """``"alone"`` or ``"together"``: whether other pledges are in the model."""
        return "alone" if len(self.pledges) == 1 else "together"

    @property
    def controls(self) -> str:
        """Blocks in one word."""
        return "+".join(self.blocks) or NONE

    def columns(self, stage: Stage) -> tuple[str, ...]:
        """Covariates, pledges first."""
        return (*self.pledges, *(name for one in self.blocks for name in BLOCKS[stage][one]))


@dataclass(frozen=True)
class Unit:
    """A sample and the models on it."""

    sampling: Sampling
    models: tuple[Model, ...]

    def specifications(self) -> Iterator[tuple[str, Model, str]]:
        """Name, model and pledge of each; names differ throughout a grid."""
        stem = "/".join((self.sampling.stage, *self.sampling.choices().values()))
        for model in self.models:
            for pledge in model.pledges:
                yield f"{stem}/{model.beside}/{model.controls}/{pledge}", model, pledge

    def __len__(self) -> int:
        """How many specifications it has."""
        return sum(len(model.pledges) for model in self.models)


@dataclass(frozen=True)
class Grid:
    """Units, in the order of the result."""

    units: tuple[Unit, ...]

    def __len__(self) -> int:
        """How many specifications it has."""
        return sum(map(len, self.units))

    @property
    def models(self) -> int:
        """How many models are fitted."""
        return sum(len(unit.models) for unit in self.units)


def control_sets(stage: Stage, *, nested: bool = False) -> tuple[tuple[str, ...], ...]:
    """Sets of blocks: none, one more each, and, unless only nested ones, all but one.

    Examples
    --------
    >>> ["+".join(one) for one in control_sets("onset", nested=True)][:3]
    ['', 'capabilities', 'capabilities+regime']
    >>> len(control_sets("onset")), len(control_sets("escalation"))
    (12, 14)
    """
    names = tuple(BLOCKS[stage])
    sets = [names[:k] for k in range(len(names) + 1)]
    if not nested:
        sets += [tuple(n for n in names if n != left_out) for left_out in names]
    return tuple(dict.fromkeys(sets))


def grid(*, quick: bool = False) -> Grid:
    """All choices, each with each.

    All pairs, ten times the rows, are taken with originators of COW's disputes only.

    Parameters
    ----------
    quick
        Two periods, relevant pairs, originators of COW's disputes, nested controls.
    """
    units: list[Unit] = []
    for stage in STAGES:
        sets = control_sets(stage, nested=quick)
        named = [(name,) for name in PLEDGES]
        models = tuple(Model(p, blocks) for p in (PLEDGES, *named) for blocks in sets)
        samplings = _quick(stage) if quick else _samplings(stage)
        units += [Unit(sampling, models) for sampling in samplings]
    return Grid(tuple(units))


def _quick(stage: Stage) -> Iterator[Sampling]:
    for (first, last), conditions, lag in itertools.product(
        (PERIODS[0], PERIODS[-1]), CONDITIONS, (0, 1)
    ):
        yield Sampling(stage, first, last, conditions=conditions, lag=lag)


def _samplings(stage: Stage) -> Iterator[Sampling]:
    every = itertools.product(
        PERIODS, (True, False), ("cow", "gml"), (True, False), CONDITIONS, (0, 1)
    )
    for (first, last), relevant, source, originators, conditions, lag in every:
        # Disputes are few, so that all of them cost nothing.
        if relevant or stage == "escalation" or (source == "cow" and originators):
            yield Sampling(stage, first, last, relevant, source, originators, conditions, lag)
