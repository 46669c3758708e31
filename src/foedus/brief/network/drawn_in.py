"""The chance of one state to be drawn into a war that starts elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from foedus.network.exposure.chains import Chains
    from foedus.network.exposure.drawn_in import Exposure
    from foedus.network.exposure.onset import Onset

__all__ = ["Carrier", "DrawnIn", "chance", "percent"]


@dataclass(frozen=True)
class Carrier:
    """A treaty that draws the state in.

    Parameters
    ----------
    atopid
        ATOP number.
    partners
        COW codes of those whom the state owes help under it; empty where it binds others only.
    first
        Share of its entries in which this is the pledge that the state itself honours.
    anywhere
        Share of its entries in whose chain this treaty makes a link.
    without
        Yearly chance with this treaty taken out; None where not computed.
    error
        Standard error of the difference that makes.
    """

    atopid: int
    partners: tuple[int, ...]
    first: float
    anywhere: float
    without: float | None = None
    error: float | None = None


@dataclass(frozen=True)
class DrawnIn:
    """Exposure of one state.

    Parameters
    ----------
    ccode
        COW code.
    place
        Its position in the exposure.
    exposure
        Of all states.
    chains
        How it comes into wars between others.
    carriers
        Treaties, the most important first.
    before
        Exposure before treaties were taken out; None where none was.
    rates
        How often wars begin between two states.
    unmet
        Exposure where conditions that cannot be checked count as not met: the other bound.
    """

    ccode: int
    place: int
    exposure: Exposure
    chains: Chains
    carriers: tuple[Carrier, ...]
    before: Exposure | None
    rates: Onset
    unmet: Exposure

    @property
    def entries(self) -> float:
        """Expected entries a year into wars between others."""
        return float(self.exposure.yearly[self.place])

    @property
    def yearly(self) -> float:
        """Chance to be drawn in at least once in a year."""
        return chance(self.entries)

    @property
    def least(self) -> float:
        """The same where conditions that cannot be checked count as not met."""
        return chance(float(self.unmet.yearly[self.place]))

    @property
    def error(self) -> float:
        """Standard error of `yearly`, from the drawing alone."""
        return math.exp(-self.entries) * float(self.exposure.yearly_error[self.place])

    @property
    def given_war(self) -> float:
        """Chance to be drawn in if one war starts between two others."""
        return float(self.exposure.given_war[self.place])

    @property
    def rank(self) -> int:
        """Its place among all states, from 1."""
        return 1 + int(np.count_nonzero(self.exposure.yearly > self.exposure.yearly[self.place]))

    @property
    def change(self) -> tuple[float, float, float] | None:
        """Yearly chance before treaties were taken out, the change, and its standard error."""
        if self.before is None:
            return None
        row = self.before.less(self.exposure).row(by_predicate=_is(self.ccode), named=True)
        before, after = chance(row["yearly"]), chance(row["without"])
        return before, after - before, math.exp(-row["without"]) * row["error"]

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the numbers rest on."""
        honour, told = self.exposure.honour, self.exposure
        pledges = (
            f"A pledge whose occasion comes is honoured with chance {honour.defense:g} (defence), "
            f"{honour.offense:g} (attack), {honour.neutral:g} (neutrality): {honour.reference}."
        )
        wars = (
            f"Wars begin between two states as often as from {self.rates.first} to "
            f"{self.rates.last} between pairs as near and with as many major powers: the average "
            "of two centuries, which for many states is more wars than there are today."
        )
        drawn = (
            f"{100 * told.exact:.0f} % of the wars, by rate, are worked out exactly, the rest are "
            f"drawn {told.draws:,} times."
        )
        conditions = (
            f"Conditions that cannot be checked count as {told.conditions}; if they counted as "
            f"not met the chance would be {percent(self.least)}."
        )
        return pledges, wars, conditions, drawn


def chance(entries: float) -> float:
    """Chance of one entry or more in a year, if wars begin independently of one another.

    Examples
    --------
    >>> round(chance(0.0063), 4), round(chance(0.7), 2)
    (0.0063, 0.5)
    """
    return -math.expm1(-entries)


def percent(value: float) -> str:
    """A small probability in per cent, two figures.

    Examples
    --------
    >>> percent(0.0123), percent(0.0), percent(0.00001)
    ('1.2 %', '0 %', '<0.01 %')
    """
    if not value:
        return "0 %"
    if value < 0.0001:
        return "<0.01 %"
    return f"{float(f'{100 * value:.2g}'):g} %"


def _is(ccode: int) -> pl.Expr:
    return pl.col("ccode") == ccode
