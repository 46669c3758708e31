"""The results of many years, as they are held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from foedus.core.errors import UsageError

__all__ = ["Annals"]


@dataclass(frozen=True, eq=False)
class Annals:
    """What was computed of every year's alliances. Immutable.

    It holds no publisher's table: no list of treaties or allied pairs, no state's capabilities.

    Attributes
    ----------
    years
        One row a year: see `foedus.network.annals.columns.YEARS`.
    states
        One row a year and member of the state system: see `foedus.network.annals.columns.STATES`.
    comparison, robustness
        After Jackson and Nei, see `foedus.network.structure.jackson_nei`; empty where the years do
        not hold both of their periods.
    manifest
        What was asked, and versions and hashes of the data sets.
    """

    years: pl.DataFrame
    states: pl.DataFrame
    comparison: pl.DataFrame = field(repr=False)
    robustness: pl.DataFrame = field(repr=False)
    manifest: Mapping[str, Any] = field(repr=False)

    @property
    def span(self) -> tuple[int, int]:
        """First and last year."""
        return int(self.years["year"][0]), int(self.years["year"][-1])

    def year(self, year: int) -> tuple[dict[str, Any], pl.DataFrame]:
        """One year: its measures, and its states, by number.

        Raises
        ------
        UsageError
            The year is not among them.
        """
        first, last = self.span
        if not first <= year <= last:
            raise UsageError("no such year on record", value=year, fix=f"choose {first} to {last}")
        row = self.years.row(by_predicate=pl.col("year") == year, named=True)
        return row, self.states.filter(pl.col("year") == year)
