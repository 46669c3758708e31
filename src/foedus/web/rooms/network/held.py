"""What ships of every year, read once; what the treaties add to a year, where they are at hand."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from foedus.network.annals.annals import Annals
from foedus.network.annals.store import read
from foedus.sources.getting.fetch import DataMissing

if TYPE_CHECKING:
    from foedus.brief.picture import Picture

    from .reach import Reach

__all__ = ["Drawn", "drawn", "held", "timeline_picture"]


@dataclass(frozen=True)
class Drawn:
    """What is made from the treaties of a year, or what it lacks.

    Attributes
    ----------
    pictures
        Map and matrix; none where data are missing.
    missing
        Name of the table that is missing; empty where nothing is.
    reach
        How wars elsewhere reach the state that stands out; None where none does.
    """

    pictures: tuple[Picture, ...]
    missing: str = ""
    reach: Reach | None = None


@functools.cache
def held() -> Annals:
    """The annals that come with the package.

    Raises
    ------
    BundleError
        None do, or they are damaged.
    """
    return read()


@functools.lru_cache(maxsize=64)
def drawn(year: int, about: int | None) -> Drawn:
    """Map and matrix of a year, in the blocs of the annals; the chains of one state.

    Parameters
    ----------
    year
        The year.
    about
        COW number of the state that stands out; None for the blocs.
    """
    from foedus.brief.network.map import world_map
    from foedus.brief.network.matrix import matrix
    from foedus.network.graph import network_in
    from foedus.sources.load import load

    from .reach import reach

    try:
        net = network_in(str(year))
        places = load("distance/capitals").frame
    except DataMissing as error:
        return Drawn((), error.field or "atop/members")
    _, states = held().year(year)
    number = dict(zip(states["ccode"].to_list(), states["bloc"].to_list(), strict=True))
    bloc = np.array([number[code] - 1 for code in net.states.tolist()], np.int64)
    there = about if about in net.states.tolist() else None
    pictures = (world_map(net, bloc, places, about=there), matrix(net, bloc))
    return Drawn(pictures, reach=None if there is None else reach(net, there))


@functools.cache
def timeline_picture() -> Picture:
    """Two centuries: allies of a state, ties lost, wars."""
    from foedus.brief.network.timeline import timeline
    from foedus.network.structure.columns import COLUMNS
    from foedus.network.structure.history import History
    from foedus.sources.atop import PLEDGES

    return timeline(History(held().years.select(*COLUMNS), PLEDGES, ()))
