"""Payoffs linear in covariates, and how likely the record is: scores and information, exact.

Both sides' behaviour comes down to three indices of a game: v and w, what standing firm and backing
down are worth to A over its threshold, and z, B's to resist. The chance of each outcome, its
derivatives by the three, and the derivatives of the three by the coefficients are all closed
expressions. Given what each side believes of the other, the indices are linear in the coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from foedus.core.errors import UsageError, did_you_mean

from .game import OUTCOMES, PAYOFFS, Payoffs
from .normal import Floats, Ways, log_ndtr_of, mills, ways

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Design", "Scores", "chances", "design", "linear", "scores"]

_OF_A = ("SA", "VA", "WA", "a")
_OF_B = ("CB", "WB", "VB")


@dataclass(frozen=True, eq=False)
class Design:
    """Games, what was seen of them, and on what each payoff hangs.

    Attributes
    ----------
    names
        One for each coefficient: ``"WA: lncaprat"``.
    columns
        Covariates, shape (games, coefficients).
    owner
        For each coefficient the place of its payoff in `PAYOFFS`.
    fixed
        What each payoff has without its covariates, shape (7,).
    tallies
        How often each of the four `OUTCOMES` was seen, shape (games, 4).
    """

    names: tuple[str, ...]
    columns: Floats
    owner: np.ndarray
    fixed: Floats
    tallies: Floats

    def payoffs(self, theta: Floats) -> Payoffs:
        """Seven payoffs of each game, each of shape (games,)."""
        return Payoffs(*self._parts(theta).T)

    def _parts(self, theta: Floats) -> Floats:
        hot = np.eye(len(PAYOFFS))[self.owner]
        return self.fixed + (self.columns * theta) @ hot

    def take(self, rows: np.ndarray) -> Design:
        """Some games, perhaps several times."""
        return Design(self.names, self.columns[rows], self.owner, self.fixed, self.tallies[rows])

    def with_tallies(self, tallies: ArrayLike) -> Design:
        """The same games with other outcomes."""
        seen = np.asarray(tallies, dtype=np.float64)
        return Design(self.names, self.columns, self.owner, self.fixed, seen)


def design(
    frame: pl.DataFrame,
    payoffs: Mapping[str, Sequence[str]],
    *,
    outcomes: Sequence[str] = OUTCOMES,
    fixed: Mapping[str, float] | None = None,
) -> Design:
    """Read games from a frame: one row a game, or a dyad's period seen several times.

    Parameters
    ----------
    frame
        Covariates, and how often each outcome was seen.
    payoffs
        For each payoff its covariates, by column; ``"1"`` is a constant. A payoff left out is what
        `fixed` has for it, or zero.
    outcomes
        Four columns of counts: not challenged, conceded, stood firm, backed down.
    fixed
        What a payoff has besides its covariates.

    Raises
    ------
    UsageError
        If a name is unknown, a cell empty, a count negative, there is no row, or a covariate stands
        in all payoffs of one state: only differences of its payoffs move a state, so nothing could
        tell.

    Examples
    --------
    >>> import polars as pl
    >>> counts = {"sq": [1, 0], "cd": [0, 0], "sf": [0, 1], "bd": [0, 0]}
    >>> games = pl.DataFrame({"x": [0.0, 1.0], **counts})
    >>> design(games, {"VA": ["1"], "WA": ["1", "x"], "WB": ["1"], "VB": ["1"]}).names
    ('VA: 1', 'WA: 1', 'WA: x', 'WB: 1', 'VB: 1')
    """
    fixed = dict(fixed or {})
    if frame.is_empty():
        raise UsageError("there are no games to read")
    for name in (*payoffs, *fixed):
        if name not in PAYOFFS:
            raise UsageError("no such payoff", value=name, fix=did_you_mean(name, PAYOFFS))
    for side, own in (("A", _OF_A), ("B", _OF_B)):
        shared = set.intersection(*(set(payoffs.get(name, ())) for name in own))
        if shared:
            raise UsageError(
                f"stands in all payoffs of {side}, so its coefficients cannot be told apart",
                value=min(shared),
                fix=f"take it out of one of {', '.join(own)}",
            )
    pairs = [(name, column) for name in PAYOFFS for column in payoffs.get(name, ())]
    twice = [
        f"{name}: {column}"
        for k, (name, column) in enumerate(pairs)
        if pairs.index((name, column)) < k
    ]
    if twice:
        raise UsageError("a covariate stands in a payoff twice", value=twice[0])
    ones = np.ones(frame.height)
    columns = [ones if column == "1" else _column(frame, column) for _, column in pairs]
    tallies = np.column_stack([_column(frame, column) for column in outcomes])
    if tallies.shape[1] != len(OUTCOMES) or (tallies < 0).any():
        raise UsageError("outcomes are four columns of counts, none negative", value=list(outcomes))
    return Design(
        names=tuple(f"{name}: {column}" for name, column in pairs),
        columns=np.column_stack(columns) if columns else np.zeros((frame.height, 0)),
        owner=np.array([PAYOFFS.index(name) for name, _ in pairs], dtype=np.int64),
        fixed=np.array([float(fixed.get(name, 0.0)) for name in PAYOFFS]),
        tallies=tallies,
    )


def _column(frame: pl.DataFrame, name: str) -> Floats:
    if name not in frame.columns:
        raise UsageError("no such column", value=name, fix=did_you_mean(name, frame.columns))
    values = frame[name].cast(float).to_numpy().astype(np.float64)
    if not np.isfinite(values).all():
        raise UsageError("has empty or infinite cells", field=name, fix="leave those games out")
    return values


def chances(v: Floats, w: Floats, z: Floats) -> Floats:
    """Logarithms of the chances of the four outcomes, shape (games, 4)."""
    return _log_chances(ways(v, w), v, w, z)


def _log_chances(at: Ways, v: Floats, w: Floats, z: Floats) -> Floats:
    yes, no = log_ndtr_of(z), log_ndtr_of(-z)
    out = log_ndtr_of(-v) + log_ndtr_of(-w)
    return np.stack([out, at.challenge + no, at.stand + yes, at.back + yes], axis=-1)


@dataclass(frozen=True, eq=False)
class Scores:
    """Log chances of outcomes and their derivatives by the three indices (v, w, z).

    Attributes
    ----------
    logs
        Shape (games, 4).
    by
        Shape (games, 4, 3).
    """

    logs: Floats
    by: Floats

    def total(self, tallies: Floats) -> float:
        """The log likelihood of what was seen."""
        return float((np.where(tallies > 0, tallies * self.logs, 0.0)).sum())

    def of(self, tallies: Floats, jacobian: Floats) -> Floats:
        """Scores of each game by the coefficients, shape (games, coefficients).

        `jacobian` has the derivatives of the indices, shape (games, 3, coefficients).
        """
        return np.einsum("no,noi,nik->nk", tallies, self.by, jacobian, optimize=True)

    def information(self, tallies: Floats, one: Floats, other: Floats) -> Floats:
        """Expected products of the scores by two Jacobians, shape (coefficients, coefficients)."""
        weights = tallies.sum(axis=1)[:, None] * np.exp(self.logs)
        middle = np.einsum("no,noi,noj->nij", weights, self.by, self.by, optimize=True)
        right = np.einsum("nij,njk->nik", middle, other, optimize=True)
        return np.tensordot(one, right, axes=([0, 1], [0, 1]))


def scores(v: Floats, w: Floats, z: Floats, at: Ways | None = None) -> Scores:
    """Log chances of the outcomes and their derivatives by v, w and z; `at` is ``ways(v, w)``."""
    at = ways(v, w) if at is None else at
    by = np.zeros((*v.shape, 4, 3))
    by[..., 0, 0] = -mills(-v)
    by[..., 0, 1] = -mills(-w)
    by[..., 1, 0] = np.exp(at.edge_stand - at.challenge)
    by[..., 1, 1] = np.exp(at.edge_back - at.challenge)
    by[..., 2, 1] = -np.exp(at.swap - at.stand)
    by[..., 2, 0] = np.exp(at.edge_stand - at.stand) - by[..., 2, 1]
    by[..., 3, 0] = -np.exp(at.swap - at.back)
    by[..., 3, 1] = np.exp(at.edge_back - at.back) - by[..., 3, 0]
    by[..., 1, 2] = -mills(-z)
    by[..., 2, 2] = by[..., 3, 2] = mills(z)
    return Scores(_log_chances(at, v, w, z), by)


def linear(games: Design, resist: Floats, odds: Floats) -> tuple[Floats, Floats]:
    """What is linear once beliefs are given: indices = base + jacobian @ theta.

    Parameters
    ----------
    games
        The games.
    resist
        What A believes: the chance that B resists, shape (games,).
    odds
        What B believes: the odds that a challenger backs down, shape (games,).

    Returns
    -------
    base : shape (games, 3)
    jacobian : shape (games, 3, coefficients)
    """
    weight = np.zeros((len(resist), 3, len(PAYOFFS)))
    for row, own in ((0, "WA"), (1, "a")):
        weight[:, row, PAYOFFS.index(own)] = 1.0
        weight[:, row, PAYOFFS.index("SA")] = -1.0 / resist
        weight[:, row, PAYOFFS.index("VA")] = 1.0 / resist - 1.0
    weight[:, 2, PAYOFFS.index("WB")] = 1.0
    weight[:, 2, PAYOFFS.index("CB")] = -(1.0 + odds)
    weight[:, 2, PAYOFFS.index("VB")] = odds
    return weight @ games.fixed, weight[:, :, games.owner] * games.columns[:, None, :]
