"""What else binds states: trade, exercises, defence cooperation, organisations, as matrices.

A `Layer` has its rows and columns in the order of a network's states, so that it can be laid over
its alliances.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.core.errors import UsageError, did_you_mean
from foedus.panel.dyads import dyad_years
from foedus.sources.load import Source

from .graph import Codes, Flags, Network

__all__ = ["LAYERS", "Layer", "layer", "layers"]

Floats: TypeAlias = npt.NDArray[np.float64]

LAYERS: Mapping[str, tuple[str, str]] = {
    "trade": ("trade", "flow1"),
    "exercises": ("exercises", "mme_exercises"),
    "defence-cooperation": ("defence-cooperation", "dcad_treaties"),
    "organisations": ("igos", "dyadigos"),
}
"""Name of each layer; then what is added to a panel of pairs for it, and the column."""


@dataclass(frozen=True)
class Layer:
    """What binds each pair of states in a year.

    Parameters
    ----------
    name
        Name, as in `LAYERS`.
    about
        What a value is. Of trade: what the state of the row imports from that of the column. All
        others are the same in both directions.
    unit
        Its unit; empty for counts.
    year
        The year.
    states
        COW codes, rising, those of the network; shape (n,).
    values
        Shape (n, n); NaN where not known, 0 on the diagonal.
    first, last
        Years that the data cover.
    sources
        Tables it was made from.
    """

    name: str
    about: str
    unit: str
    year: int
    states: Codes
    values: Floats = field(repr=False)
    first: int
    last: int
    sources: tuple[Source, ...] = field(repr=False)

    @property
    def known(self) -> Flags:
        """Whether a pair's value is known; False on the diagonal; shape (n, n)."""
        found: Flags = ~np.isnan(self.values)
        np.fill_diagonal(found, val=False)
        return found

    @property
    def coverage(self) -> float:
        """Share of ordered pairs whose value is known; NaN with fewer than two states."""
        pairs = self.states.size * (self.states.size - 1)
        return float(self.known.sum() / pairs) if pairs else float("nan")


def layer(name: str, network: Network) -> Layer:
    """One further layer of a network.

    Parameters
    ----------
    name
        ``trade`` (imports, 1870-2014), ``exercises`` (joint ones, 1980-2010),
        ``defence-cooperation`` (treaties signed since 1980 and in force, to 2010) or
        ``organisations`` (shared, 1816-2014).
    network
        Its year and states.

    Raises
    ------
    UsageError
        If there is no such layer, or its data do not cover the year.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    if name not in LAYERS:
        fix = did_you_mean(name, LAYERS) or f"choose {', '.join(LAYERS)}"
        raise UsageError("no such layer", value=name, fix=fix)
    found = _laid(name, network)
    if isinstance(found, Layer):
        return found
    raise UsageError(f"{name} is known from {found[0]} to {found[1]}", value=network.year)


def layers(network: Network) -> dict[str, Layer]:
    """Every layer whose data cover the network's year, by name."""
    laid = {name: _laid(name, network) for name in LAYERS}
    return {name: found for name, found in laid.items() if isinstance(found, Layer)}


def _laid(name: str, network: Network) -> Layer | tuple[int | None, int | None]:
    """Lay out one layer; where its data do not cover the year, the years that they cover."""
    added, variable = LAYERS[name]
    year = network.year
    panel = dyad_years(year, year, directed=True, carry_forward=True).add(added)
    column = next(column for column in panel.columns if column.name == variable)
    first, last = column.first, column.last
    if first is None or last is None or not first <= year <= last:
        return first, last
    values = np.full((network.states.size, network.states.size), np.nan)
    np.fill_diagonal(values, 0.0)
    one = np.searchsorted(network.states, panel.frame["ccode1"].to_numpy())
    two = np.searchsorted(network.states, panel.frame["ccode2"].to_numpy())
    values[one, two] = panel.frame[variable].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return Layer(
        name, column.about, column.unit, year, network.states, values, first, last, column.sources
    )
