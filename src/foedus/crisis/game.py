"""A game, ready to be solved: a scenario and theta compiled to arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .kernel import tables as kernel
from .layout import Layout
from .layout import build as build_layout
from .model import Floats, Model
from .primitives import Primitives
from .primitives import build as build_primitives
from .scenario import Scenario
from .size import refuse_endless
from .theta import Theta, load_theta


class Places(NamedTuple):
    """The arrays of a layout, as the kernels read them."""

    coord: NDArray[np.int8]
    rung: NDArray[np.int8]
    flag: NDArray[np.int8]
    up: NDArray[np.int32]
    down: NDArray[np.int32]
    next: NDArray[np.int32]
    across: NDArray[np.int32]


class Tables(NamedTuple):
    """What each position is worth and what nature does in it.

    Attributes
    ----------
    fighting : int64 (positions,)
        Bit i is set where actor i is a belligerent.
    war_class : int8 (positions,)
        4 war of the principals, 5 wider war, 6 great-power war; -1 in peace.
    victory : (positions,)
        p, the challenger camp's chance of prevailing if the war ended here.
    base : (positions, actors)
        Charged so far for the war, plus the honour cost due if the game ended here.
    flow : (positions, actors)
        Payoff a day: upkeep and leverage.
    lapse, end, talks, nuclear : (positions,)
        Rates a day.
    incident, incident_across, advance : (positions, actors)
        Rates a day at which nature carries the actor up (incidents, and a day a rung once
        attacked), into war on the target's side, and on by its timetable.
    """

    fighting: NDArray[np.int64]
    war_class: NDArray[np.int8]
    victory: Floats
    base: Floats
    flow: Floats
    lapse: Floats
    end: Floats
    talks: Floats
    nuclear: Floats
    incident: Floats
    incident_across: Floats
    advance: Floats


@dataclass(frozen=True)
class Game:
    """A scenario under one theta.

    Attributes
    ----------
    scenario : Scenario
    primitives : Primitives
    layout : Layout
    places : Places
    tables : Tables
    """

    scenario: Scenario
    theta: Theta
    primitives: Primitives
    layout: Layout
    places: Places
    tables: Tables

    @property
    def model(self) -> Model:
        """Parameters as the kernels read them."""
        return self.primitives.model

    def with_model(self, model: Model) -> Game:
        """Return the same game with other parameters, its tables made anew."""
        primitives = replace(self.primitives, model=model)
        tables = fill_tables(primitives, self.layout, self.places)
        return replace(self, primitives=primitives, tables=tables)

    @property
    def names(self) -> tuple[str, ...]:
        """Codes of the actors, in the order of the scenario."""
        return self.primitives.names

    @property
    def size(self) -> int:
        """Number of positions."""
        return self.layout.size


def compile_game(
    scenario: Scenario, theta: Theta | None = None, layout: Layout | None = None
) -> Game:
    """Compile a scenario.

    Parameters
    ----------
    scenario : Scenario
    theta : Theta, optional
        Defaults to the set in use, the fitted one.
    layout : Layout, optional
        That of an earlier game with the same positions: same actors, ladder, start and clocks'
        stages. It is rebuilt where it does not fit.

    Raises
    ------
    ThetaError
        An override of theta in the scenario is unknown or out of range.
    UsageError
        It may have more positions than can be held, or an actor more places on its ladder.
    """
    theta = theta or load_theta()
    primitives = build_primitives(scenario, theta)
    if layout is None or not layout.fits(
        primitives.coordinates, primitives.model.camp, primitives.start
    ):
        refuse_endless(scenario)
        layout = build_layout(primitives.coordinates, primitives.model.camp, primitives.start)
    places = Places(
        layout.coord, layout.rung, layout.flag, layout.up, layout.down, layout.next, layout.across
    )
    return Game(
        scenario, theta, primitives, layout, places, fill_tables(primitives, layout, places)
    )


def fill_tables(primitives: Primitives, layout: Layout, places: Places) -> Tables:
    """Compute the tables of every position."""
    size, n = layout.coord.shape
    tables = Tables(
        fighting=np.zeros(size, np.int64),
        war_class=np.zeros(size, np.int8),
        **{name: np.zeros(size) for name in ("victory", "lapse", "end", "talks", "nuclear")},
        **{
            name: np.zeros((size, n))
            for name in ("base", "flow", "incident", "incident_across", "advance")
        },
    )
    kernel.fill(
        places, primitives.model, primitives.pledges, 0, size,
        np.empty(n, np.int64), np.empty(n, np.bool_), np.empty(n), np.empty(n), tables,
    )  # fmt: skip
    return tables
