"""What states gain from trade with those they are linked to, and who would lose by a conquest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from foedus.core.errors import UsageError
from foedus.network.graph import Flags

from .vulnerable import Floats

__all__ = ["Gains", "Shape", "above"]

Shape: TypeAlias = Callable[[Floats], Floats]
SAME = 1e-12
"""Differences of utility up to this share of the larger are rounding."""


def _as_it_is(amount: Floats) -> Floats:
    return amount


@dataclass(frozen=True)
class Gains:
    """What each state gains from trade with its partners: a shape of the sum over them.

    ``u_k(g) = shape(sum of worth[k, j] over the partners j of k)``. Two states trade if they are
    linked, as in the paper: a link is an alliance and trade at once.

    Parameters
    ----------
    worth
        What trade with the state of the column is worth to that of the row; shape (n, n).
    shape
        Applied to the sum; as it is by default. Gains concave in the number of partners:
        `of_degree`.

    Raises
    ------
    UsageError
        If a worth is missing, infinite or negative.
    """

    worth: Floats = field(repr=False)
    shape: Shape = _as_it_is

    def __post_init__(self) -> None:
        n = self.worth.shape[0]
        if self.worth.shape != (n, n):
            raise UsageError("worth of trade is an (n, n) matrix", value=self.worth.shape)
        if not (np.isfinite(self.worth).all() and (self.worth >= 0).all()):
            raise UsageError("a worth of trade is missing, infinite or negative")

    @classmethod
    def of_trade(cls, trade: Floats) -> Gains:
        """Share of each partner in a state's trade, imports and exports together.

        Parameters
        ----------
        trade
            Imports of the state of the row from that of the column, in any unit; NaN, where not
            known, counts as none; shape (n, n).
        """
        flows = np.nan_to_num(trade, nan=0.0)
        both = flows + flows.T
        np.fill_diagonal(both, 0.0)
        total = both.sum(axis=1, keepdims=True)
        return cls(np.divide(both, total, out=np.zeros_like(both), where=total > 0))

    @classmethod
    def of_degree(cls, n: int, f: Shape) -> Gains:
        """Gains that depend on the number of partners alone, as in the paper's theory.

        Parameters
        ----------
        n
            Number of states.
        f
            Gains, less the cost of the links, of a number of partners; called with arrays.

        Examples
        --------
        Concave, largest at two partners:

        >>> ring = np.roll(np.eye(5), 1, 0) + np.roll(np.eye(5), -1, 0) > 0
        >>> Gains.of_degree(5, lambda d: 4 * d - d**2).utility(ring).tolist()
        [4.0, 4.0, 4.0, 4.0, 4.0]
        """
        return cls(1.0 - np.eye(n), f)

    def utility(self, adjacency: Flags) -> Floats:
        """What each state gains in a network; shape (n,)."""
        return self.shape(np.where(adjacency, self.worth, 0.0).sum(axis=1))

    def less(self, adjacency: Flags) -> Floats:
        """Row k, column i: what k gains in all if its link with i goes, or i itself; (n, n)."""
        traded = np.where(adjacency, self.worth, 0.0)
        return self.shape(traded.sum(axis=1, keepdims=True) - traded)

    def more(self, adjacency: Flags) -> Floats:
        """Row k, column j: what k gains in all if it is linked with j besides; shape (n, n)."""
        traded = np.where(adjacency, self.worth, 0.0)
        further = np.where(adjacency, 0.0, self.worth)
        return self.shape(traded.sum(axis=1, keepdims=True) + further)

    def willing(self, adjacency: Flags, spoils: Floats) -> tuple[Flags, Flags]:
        """Who would be at least as well off, and who strictly better, without whom.

        Parameters
        ----------
        adjacency
            Whether two states are linked; shape (n, n).
        spoils
            What conquest of the state of the row gives that of the column, in units of `utility`;
            shape (n, n).

        Returns
        -------
        tuple
            Row k, column i: whether conquest of i leaves k no worse off, and whether better; both
            False on the diagonal; shapes (n, n).
        """
        now = self.utility(adjacency)[:, None]
        then = self.less(adjacency) + spoils.T
        willing, better = ~above(now, then), above(then, now)
        np.fill_diagonal(willing, val=False)
        np.fill_diagonal(better, val=False)
        return willing, better


def above(one: Floats, two: Floats) -> Flags:
    """Whether one utility is larger than another by more than rounding."""
    larger: Flags = one > two + SAME * np.maximum(np.abs(one), np.abs(two))
    return larger
