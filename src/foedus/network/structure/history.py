"""The structure of alliances year by year, beside trade, wars and disputes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from foedus.core.errors import UsageError
from foedus.network.graph import Network, networks
from foedus.panel.dyads import dyad_years
from foedus.sources.atop import PLEDGES
from foedus.sources.load import Source, load

from .blocs import RESTARTS, blocs
from .columns import COLUMNS
from .conflicts import Conflicts, conflicts
from .density import density, lifetimes

__all__ = ["LATER", "History", "history", "pairs_by_year", "surviving"]

LATER: Final = 5
"""Years after which it is asked whether a tie is still there."""


@dataclass(frozen=True)
class History:
    """The structure of alliances by year.

    Parameters
    ----------
    frame
        One row a year, sorted. Null outside what the data cover.
    kinds
        Pledges that make two states allies.
    sources
        Tables it was made from.
    """

    frame: pl.DataFrame
    kinds: tuple[str, ...]
    sources: tuple[Source, ...] = field(repr=False)

    def codebook(self) -> pl.DataFrame:
        """``column, about, unit``: one row for each column of `frame`, in its order."""
        words = [(name, *COLUMNS[name]) for name in self.frame.columns]
        return pl.DataFrame(words, schema=["column", "about", "unit"], orient="row")


def history(
    first: int,
    last: int,
    *,
    kinds: Collection[str] = PLEDGES,
    seed: int = 0,
    restarts: int = RESTARTS,
) -> History:
    """Measure every year from the first to the last.

    Parameters
    ----------
    first, last
        Years, both included, from 1816 to 2018.
    kinds
        Pledges that make two states allies.
    seed, restarts
        Of the search for blocs; see `foedus.network.structure.blocs.partition`.

    Raises
    ------
    UsageError
        If the years are the wrong way round or outside the record, or a kind is unknown.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    until = max(last, min(last + LATER, load("atop/members").file.last))
    if first > last:  # before years after the last are added, which would hide it
        raise UsageError(f"years end ({last}) before they begin ({first})", fix="write FIRST:LAST")
    every = list(networks(first, until, kinds=kinds))
    asked = every[: last - first + 1]
    wars, disputes = conflicts("wars"), conflicts("mids")
    trade = load("trade/dyads")
    frame = (
        pl.DataFrame([_structure(one, seed, restarts) for one in asked], infer_schema_length=None)
        .with_columns(pl.col("year").cast(pl.Int16))
        .with_columns(pl.col(pl.Float64).fill_nan(None))
    )
    for part in (
        surviving(every),
        pairs_by_year(first, last),
        _trade(asked, trade),
        _counts(wars, "war"),
        _counts(disputes, "mid"),
    ):
        frame = frame.join(part, on="year", how="left", maintain_order="left")
    rates = [
        (pl.col(count) / pl.col("pairs")).alias(f"{count.removesuffix('_begun')}_per_pair")
        for count in ("wars_begun", "war_pairs_begun", "mids_begun", "mid_pairs_begun")
    ]
    frame = frame.with_columns(rates).select(*COLUMNS)
    used = (*asked[0].sources, trade, *wars.sources, *disputes.sources)
    return History(frame, asked[0].kinds, used)


def _structure(network: Network, seed: int, restarts: int) -> dict[str, float]:
    """Measures of one year's graph."""
    found = density(network)
    parted = blocs(network, seed=seed, restarts=restarts)
    row: dict[str, float] = {
        "year": network.year,
        "states": found.states,
        "ties": found.ties,
        "alliances_per_state": found.per_state,
        "density": found.density,
        "clustering": found.clustering,
        "transitivity": found.transitivity,
        "components": found.components,
        "largest_component": found.largest,
        "isolates": found.isolates,
        "blocs": parted.count,
        "modularity": parted.modularity,
        "polarisation": parted.polarisation,
        "largest_bloc": float(parted.share.max()) if parted.share.size else float("nan"),
    }
    for kind, owed in network.owed.items():
        row[f"{kind}_per_state"] = float((owed | owed.T).sum() / max(found.states, 1))
    return row


def surviving(every: Sequence[Network]) -> pl.DataFrame:
    """What became of each year's ties five years later.

    Parameters
    ----------
    every
        Networks of consecutive years.

    Returns
    -------
    DataFrame
        ``year, kept, ended, gone`` (see `foedus.network.structure.density.Survival`), ``kept_5``
        and ``kept_5_of_all``; years whose fifth year later is not among them are not there.
    """
    rows = [
        (now.year, found.kept, found.ended, found.gone, found.share, found.share_of_all)
        for now, later in zip(every, every[LATER:], strict=False)
        for found in [lifetimes(now, later)]
    ]
    schema = {
        "year": pl.Int16,
        "kept": pl.Int32,
        "ended": pl.Int32,
        "gone": pl.Int32,
        "kept_5": pl.Float64,
        "kept_5_of_all": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.col("kept_5", "kept_5_of_all").fill_nan(None)
    )


def pairs_by_year(first: int, last: int) -> pl.DataFrame:
    """Pairs of states that were members on one and the same day: ``year, pairs``."""
    frame = dyad_years(first, last, carry_forward=True).frame
    return (
        frame.group_by("year")
        .agg(pairs=pl.len().cast(pl.Int32))
        .with_columns(pl.col("year").cast(pl.Int16))
        .sort("year")
    )


def _trade(every: Sequence[Network], trade: Source) -> pl.DataFrame:
    """Imports of members from one another, and how much of them within alliances, by year."""
    by_year = {
        key[0]: rows
        for key, rows in trade.frame.drop_nulls("flow1").partition_by("year", as_dict=True).items()
    }
    rows: list[tuple[int, float, float, float | None, float | None]] = []
    for one in every:
        if one.year not in by_year:
            continue
        flows = np.full(one.allied.shape, np.nan)
        there = pl.Series(one.states).implode()
        known = by_year[one.year].filter(
            pl.col("ccode1").is_in(there) & pl.col("ccode2").is_in(there)
        )
        buyer = np.searchsorted(one.states, known["ccode1"].to_numpy())
        seller = np.searchsorted(one.states, known["ccode2"].to_numpy())
        flows[buyer, seller] = known["flow1"].to_numpy()
        total, within = float(np.nansum(flows)), float(np.nansum(flows[one.allied]))
        cells = one.states.size * (one.states.size - 1)
        both = int((one.allied & ~np.isnan(flows)).sum())
        rows.append(
            (
                one.year,
                total,
                known.height / cells,
                within / total if total else None,
                both / known.height if known.height else None,
            )
        )
    schema = ["trade", "trade_known", "trade_allied", "pairs_allied"]
    return pl.DataFrame(
        rows, schema={"year": pl.Int16, **dict.fromkeys(schema, pl.Float64)}, orient="row"
    )


def _counts(found: Conflicts, name: str) -> pl.DataFrame:
    return found.frame.select(
        "year",
        pl.col("begun").alias(f"{name}s_begun"),
        pl.col("pairs_begun").alias(f"{name}_pairs_begun"),
    )
