"""What the game is fitted to: disputes with their records, and dyad-years with and without one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from foedus.cases.at_risk import CONTROLS, onset_rows, sampled_dyad_years
from foedus.cases.case import Case, TreatySet, dispute_cases, dyad_year_cases
from foedus.core.errors import UsageError

from .crew import Item
from .onset import OnsetRows
from .types import Ints

__all__ = ["DATASETS", "MEASURES", "Sample", "measures", "sample"]

DATASETS = (
    "mid", "atop", "nmc", "vdem", "polity", "contiguity", "cow-states", "nuclear", "trade",
    "distance", "td", "tss", "wars", "hotlines",
)  # fmt: skip
"""Data sets that cases are made of."""
MEASURES = ("share", "distance", "democracies")
"""Further controls of the onset model, read off the case: see `measures`."""
_PAIRS = 1_000_000


def measures(case: Case) -> tuple[float, float, float]:
    """Return the challenger's share of the principals' capability, distance, and lesser democracy.

    Distance is the log of one plus thousands of km between the two; democracy is the lower of the
    two's polyarchy, one half where it is not known. So the slope of the onset model in V is not the
    mere effect of being strong or far away.
    """
    actors = case.scenario.actors
    one, two = (actors[case.scenario.principal(camp)] for camp in ("challenger", "target"))
    regimes = [0.5 if a.polyarchy is None else a.polyarchy for a in (one, two)]
    share = one.capability / (one.capability + two.capability)
    return share, float(np.log1p(max(one.distance_km, two.distance_km) / 1000.0)), min(regimes)


@dataclass(frozen=True)
class Sample:
    """Disputes and onset rows.

    Attributes
    ----------
    disputes : tuple of Case
    challenges : tuple of Case
        Dyad-years, one for each row of `rows`.
    rows : OnsetRows
    block, decade : int64 (disputes,)
        Clusters of the disputes.
    decades : int64 (rows,)
        Decade of each onset row.
    """

    disputes: tuple[Case, ...]
    challenges: tuple[Case, ...]
    rows: OnsetRows
    block: Ints
    decade: Ints
    decades: Ints

    @property
    def alone(self) -> Sample:
        """The same disputes without the onset rows."""
        rows = self.rows
        empty = OnsetRows(
            rows.names, rows.controls[:0], rows.began[:0], rows.weight[:0], rows.cluster[:0]
        )
        return replace(self, challenges=(), rows=empty, decades=self.decades[:0])

    @property
    def items(self) -> list[Item]:
        """All cases to evaluate, disputes first."""
        return [Item(c, c.seen) for c in self.disputes] + [Item(c, None) for c in self.challenges]


def sample(
    *,
    before: int | None = None,
    stride: int = 1,
    quiet: int = 2000,
    seed: int = 0,
    k: int = 2,
    treaties: TreatySet = "any",
    leave_out: Collection[str] = (),
) -> Sample:
    """Make the sample.

    Parameters
    ----------
    before
        Only what was known before this year; None for everything.
    stride
        Every so many disputes, and as much less of the rest: for a quick look.
    quiet
        Dyad-years without a dispute to draw.
    seed
        Of that draw.
    k, treaties
        As for `foedus.cases.case.dispute_cases`.
    leave_out
        Keys of disputes to leave out: a brief's own crisis is never in its fit.

    Raises
    ------
    UsageError
        If no dispute is left.
    """
    made = dispute_cases(k, treaties)
    until = 10_000 if before is None else before
    kept = [c for c in made if c.seen is not None and c.known < until and c.key not in leave_out]
    if not kept:
        raise UsageError(f"no dispute was known before {until}", fix="name a later year")
    kept = kept[::stride]
    blocks = {c.key: c.block for c in kept}
    began = onset_rows().filter(
        pl.col("at_risk") & pl.col("dispnum").cast(pl.String).is_in(list(blocks))
    )
    calm = sampled_dyad_years(max(quiet // stride, 1), seed).filter(pl.col("year") < until)
    both = pl.concat(
        [
            began.select(
                "ccode1", "ccode2", "year", *CONTROLS,
                weight=pl.lit(1.0), began=pl.lit(1.0),
                cluster=pl.col("dispnum").cast(pl.String).replace_strict(
                    blocks, return_dtype=pl.Int64
                ),
            ),
            calm.select(
                "ccode1", "ccode2", "year", *CONTROLS,
                weight=pl.col("weight") / stride, began=pl.lit(0.0),
                cluster=_PAIRS
                + pl.min_horizontal("ccode1", "ccode2").cast(pl.Int64) * 1000
                + pl.max_horizontal("ccode1", "ccode2"),
            ),
        ]
    )  # fmt: skip
    cases = dyad_year_cases(both.select("ccode1", "ccode2", "year"), k, treaties)
    rows = OnsetRows(
        (*CONTROLS, *MEASURES),
        np.column_stack([both.select(CONTROLS).to_numpy(), [measures(c) for c in cases]]).astype(
            np.float64
        ),
        both["began"].to_numpy(),
        both["weight"].to_numpy(),
        both["cluster"].to_numpy(),
    )
    return Sample(
        tuple(kept),
        cases,
        rows,
        np.array([c.block for c in kept], np.int64),
        np.array([c.year // 10 * 10 for c in kept], np.int64),
        (both["year"].to_numpy() // 10 * 10).astype(np.int64),
    )
