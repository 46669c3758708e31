"""The chance of each state to be drawn into a war that starts elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.core import countries
from foedus.core.errors import UsageError
from foedus.network.graph import Network

from .calls import Conditions, Pledges, of_network
from .cascade import plan, run
from .honour import PUBLISHED, Honour
from .onset import Onset, onset

__all__ = ["REPEATS", "Exposure", "exposed", "exposure", "first_pairs"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Codes: TypeAlias = npt.NDArray[np.int16]
REPEATS = 20  # independent samples, from whose spread the error is taken
_MOST_COINS = 20


@dataclass(frozen=True)
class Exposure:
    """Who is drawn into wars between others, how often, and on whose side. Immutable.

    Parameters
    ----------
    states
        COW codes; shape (n,).
    started
        Wars a year between two others, that is, not begun by or against the state; shape (n,).
    repeats
        Entries a year into such wars, by repeat and side (attacker's, attacked's);
        shape (`REPEATS`, 2, n).
    exact
        Share of all wars, by rate, that were worked out exactly; the others were drawn.
    draws, seed
        Wars drawn, and the seed of their coins.
    honour
        Rates at which pledges are honoured.
    conditions
        How conditions that cannot be checked were taken.
    year
        The year; 0 for a made-up network.
    """

    states: Codes
    started: Floats
    repeats: Floats = field(repr=False)
    exact: float
    draws: int
    seed: int
    honour: Honour
    conditions: Conditions = "met"
    year: int = 0

    @property
    def yearly(self) -> Floats:
        """Expected entries a year into wars between others; while small, the chance of one."""
        return self.repeats.sum(axis=1).mean(axis=0)

    @property
    def given_war(self) -> Floats:
        """Chance to be drawn in, given that a war starts between two others."""
        return self._per_war(self.yearly)

    @property
    def yearly_error(self) -> Floats:
        """Standard error of `yearly`: from the drawing alone, not from the rates."""
        return _error(self.repeats.sum(axis=1))

    @property
    def error(self) -> Floats:
        """Standard error of `given_war`: from the drawing alone."""
        return self._per_war(self.yearly_error)

    @property
    def with_attacked(self) -> Floats:
        """Share of its entries on the side of the attacked; NaN where it never enters."""
        attacker, attacked = self.repeats.mean(axis=0)
        with np.errstate(invalid="ignore"):
            return attacked / (attacker + attacked)

    def _per_war(self, yearly: Floats) -> Floats:
        none = self.started <= 0.0
        return np.where(none, 0.0, yearly / np.where(none, 1.0, self.started))

    @property
    def frame(self) -> pl.DataFrame:
        """One row a state, the most exposed first."""
        columns = {
            "ccode": self.states,
            "yearly": self.yearly,
            "yearly_error": self.yearly_error,
            "given_war": self.given_war,
            "error": self.error,
            "with_attacked": self.with_attacked,
        }
        made = pl.DataFrame(columns).with_columns(pl.col("with_attacked").fill_nan(None))
        names = [countries.abb(int(code)) for code in self.states] if self.year else None
        if names is not None:
            made.insert_column(1, pl.Series("state", names))
        return made.sort("yearly", "ccode", descending=[True, False])

    def less(self, without: Exposure) -> pl.DataFrame:
        """What is due to what the other lacks, such as a treaty: this exposure less that one.

        Parameters
        ----------
        without
            Exposure of the same states, with the same draws and seed: both saw the same coins, so
            that the error is that of the difference.

        Returns
        -------
        DataFrame
            ``ccode, yearly, without, difference, error``, by size of the difference.

        Raises
        ------
        UsageError
            If the two are not of the same states, draws and seed.
        """
        same = np.array_equal(self.states, without.states)
        if not same or (self.draws, self.seed) != (without.draws, without.seed):
            raise UsageError(
                "the two exposures cannot be compared",
                fix="use the same year, draws and seed for both",
            )
        gap = (self.repeats - without.repeats).sum(axis=1)
        made = pl.DataFrame(
            {
                "ccode": self.states,
                "yearly": self.yearly,
                "without": without.yearly,
                "difference": gap.mean(axis=0),
                "error": _error(gap),
            }
        )
        return made.sort(pl.col("difference").abs(), "ccode", descending=[True, False])


def _error(repeats: Floats) -> Floats:
    return repeats.std(axis=0, ddof=1) / np.sqrt(len(repeats))


def exposure(
    network: Network,
    *,
    honour: Honour = PUBLISHED,
    rates: Onset | Floats | None = None,
    conditions: Conditions = "met",
    seed: int = 0,
    draws: int = 40_000,
    exact: int = 12,
) -> Exposure:
    """Chance of each state to be drawn into a war that starts between two others.

    Parameters
    ----------
    network
        States and what they owe one another.
    honour
        How often pledges are honoured.
    rates
        How often wars begin between two states: what `foedus.network.exposure.onset.onset`
        counts (the default: in all years), or yearly rates themselves, attacker by attacked,
        shape (n, n).
    conditions
        How conditions that cannot be checked are taken: ``"met"`` or ``"unmet"``.
    seed
        Seed; the coins of a war depend on it and on who is asked, not on what treaties there are.
    draws
        Wars to draw, at least 200.
    exact
        Wars that can ask no more coins than this, 0 to 20, are worked out exactly.

    Raises
    ------
    UsageError
        If a rate, or an option, is out of range.
    """
    matrix = rates if isinstance(rates, np.ndarray) else (rates or onset()).matrix(network)
    return exposed(
        of_network(network, conditions),
        matrix,
        network.states,
        honour=honour,
        conditions=conditions,
        seed=seed,
        draws=draws,
        exact=exact,
        year=network.year,
    )


def exposed(
    pledges: Pledges,
    rates: Floats,
    ids: npt.NDArray[np.integer] | None = None,
    *,
    honour: Honour = PUBLISHED,
    conditions: Conditions = "met",
    seed: int = 0,
    draws: int = 40_000,
    exact: int = 12,
    year: int = 0,
) -> Exposure:
    """Exposure from arrays; options as for `exposure`.

    Parameters
    ----------
    pledges
        Pledges of n states.
    rates
        Yearly rates of first pairs, attacker by attacked; shape (n, n), zero on the diagonal.
    ids
        Numbers that name the states; shape (n,). By default 0 to n - 1.

    Raises
    ------
    UsageError
        If a rate or an option is out of range.
    """
    _refuse(pledges.states, rates, draws, exact, seed)
    names = np.arange(pledges.states) if ids is None else ids
    first = first_pairs(rates, names, draws, seed)
    found = run(plan(pledges, honour.rates, names), rates, first, seed=seed, limit=exact)
    total = rates.sum()
    each = total / max(first.shape[1], 1)
    return Exposure(
        states=names.astype(np.int16),
        started=total - rates.sum(axis=0) - rates.sum(axis=1),
        repeats=found.exactly + each * found.drawn,
        exact=float(rates[found.done == 1].sum() / total) if total > 0 else 1.0,
        draws=first.shape[0] * first.shape[1],
        seed=seed,
        honour=honour,
        conditions=conditions,
        year=year,
    )


def _refuse(n: int, rates: Floats, draws: int, exact: int, seed: int) -> None:
    if rates.shape != (n, n):
        raise UsageError(f"rates must be {n} by {n}", field="rates", value=rates.shape)
    if not (np.isfinite(rates).all() and (rates >= 0.0).all()):
        raise UsageError("a rate is negative or not a number", field="rates")
    if np.diagonal(rates).any():
        raise UsageError("a state cannot attack itself", field="rates", fix="set the diagonal to 0")
    if draws < 10 * REPEATS:
        raise UsageError("too few draws", field="draws", value=draws, fix="give 200 or more")
    if seed < 0:
        raise UsageError("a seed is not below zero", field="seed", value=seed)
    if not 0 <= exact <= _MOST_COINS:
        raise UsageError("out of range", field="exact", value=exact, fix="give 0 to 20")


def first_pairs(rates: Floats, ids: npt.NDArray[np.integer], draws: int, seed: int) -> Ints:
    """Who begins the wars drawn: in proportion to the rates, spread evenly over the pairs.

    Parameters
    ----------
    rates
        Yearly rates, attacker by attacked; shape (n, n).
    ids
        Numbers that name the states; shape (n,).
    draws
        How many; rounded up to a multiple of `REPEATS`.
    seed
        Seed.

    Returns
    -------
    ndarray
        Positions of attacker and attacked; shape (`REPEATS`, m, 2); m is 0 where no war can begin.

    Notes
    -----
    Each repeat is a systematic sample with its own random start along the pairs sorted by rate and
    number (Madow 1949), so that pairs come nearly as often as expected, and the spread between
    repeats shows the error that is left.
    """
    one, two = np.nonzero(rates)
    if one.size == 0:
        return np.zeros((REPEATS, 0, 2), dtype=np.int64)
    order = np.lexsort((ids[two], ids[one], rates[one, two]))
    one, two = one[order], two[order]
    reached = np.cumsum(rates[one, two])
    each = -(-draws // REPEATS)
    starts = np.random.default_rng(seed).random((REPEATS, 1))
    points = (np.arange(each) + starts) * (reached[-1] / each)
    found = np.minimum(np.searchsorted(reached, points, side="right"), one.size - 1)
    return np.stack([one[found], two[found]], axis=-1).astype(np.int64)
