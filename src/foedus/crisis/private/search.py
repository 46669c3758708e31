"""Other equilibria with private resolve, looked for from elsewhere.

Two starts come back from where everybody is taken for resolute, or nobody: where two equilibria
stand side by side over a range of beliefs, one of them is that which is met from its far end. The
rest start from random values and beliefs.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from foedus.core.errors import NotConverged
from foedus.core.progress import Reporter, Silent
from foedus.crisis.equilibrium import DISTINCT

from .solve import PrivateEquilibrium, PrivateOptions, solve_private

__all__ = ["others_private"]

QUIET = Silent()
FAR = (0.02, 0.98)
"""Priors from which the first starts come back."""


def others_private(
    found: PrivateEquilibrium,
    count: int = 4,
    seed: int = 0,
    options: PrivateOptions | None = None,
    *,
    threads: int = 1,
    reporter: Reporter = QUIET,
) -> list[PrivateEquilibrium]:
    """Look for further equilibria.

    Parameters
    ----------
    found : PrivateEquilibrium
        The one that continues the game without types.
    count : int
        Starts: the first two from priors of .02 and .98 throughout, the rest from values within a
        tenth of the range of payoffs of those found, and beliefs drawn uniformly.

    Returns
    -------
    list of PrivateEquilibrium
        Those in which some type's value on the first day differs by more than 1e-3 from `found`
        and from each other. Starts that do not converge are passed over.
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, 11]))
    first = found.game.layout.start
    columns = len(found.kinds.owner)
    reach = float(np.ptp(found.values[:, :columns], axis=0).max())
    kept: list[PrivateEquilibrium] = []
    options = options or PrivateOptions()
    for k in range(count):
        if reporter.cancelled():
            break
        try:
            start = (
                _far(found, FAR[k], options, threads)
                if k < len(FAR)
                else _random(found, reach, generator)
            )
            other = solve_private(
                found.game, found.minds, options, plain=found.plain, warm=start, threads=threads
            )
        except NotConverged:
            continue
        finally:
            reporter.advance()
        at = other.values[first, :columns]
        if all(
            np.abs(at - e.values[first, :columns]).max() > DISTINCT for e in (found, *kept)
        ):  # fmt: skip
            kept.append(other)
    return kept


def _far(
    found: PrivateEquilibrium, share: float, options: PrivateOptions, threads: int
) -> PrivateEquilibrium:
    """Solve with every prior at `share`, by a continuation of its own."""
    who = found.minds
    flat = np.where(np.isin(np.arange(len(who.share)), who.typed), share, 1.0)
    far = replace(who, perceived=np.tile(flat, (len(flat), 1)), told=np.zeros_like(who.told))
    return solve_private(found.game, far, options, plain=found.plain, threads=threads)


def _random(
    found: PrivateEquilibrium, reach: float, generator: np.random.Generator
) -> PrivateEquilibrium:
    """Start from values near those found, and from any beliefs."""
    columns = len(found.kinds.owner)
    values = found.values.copy()
    values[:, :columns] += reach * generator.uniform(-0.1, 0.1, (len(values), columns))
    open_ = (found.belief > 0.0) & (found.belief < 1.0)
    anything = generator.uniform(0.0, 1.0, found.belief.shape)
    belief = np.where(open_, anything, found.belief)
    return replace(found, values=values, belief=belief, days=np.zeros_like(found.days))
