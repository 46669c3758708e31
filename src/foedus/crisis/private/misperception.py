"""How much of the risk is misperception, and how much private information.

Three worlds with the same types, as likely as they truly are: everybody's type known to all; only
one's own known, the shares known to all; and as things are perceived. The first is a game without
private information for every profile of types. The differences add up.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from foedus.core.progress import Reporter, Silent
from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.outcomes import Outcomes, outcomes

from .minds import model_of
from .outcomes import PrivateOutcomes, mean_outcomes, private_outcomes
from .solve import PrivateEquilibrium, PrivateOptions, solve_private

__all__ = ["Misperception", "misperception"]

QUIET = Silent()


@dataclass(frozen=True)
class Misperception:
    """The three worlds, and the game without types beside them.

    Attributes
    ----------
    perceived : PrivateOutcomes
        Own type known, the others' shares as perceived.
    shares_known : PrivateOutcomes
        Own type known, the others' true shares.
    types_known : Outcomes
        Everybody's type known to all.
    no_types : Outcomes
        Everybody as on average.
    """

    perceived: PrivateOutcomes
    shares_known: PrivateOutcomes
    types_known: Outcomes
    no_types: Outcomes

    def parts(self, outcome: str) -> dict[str, float]:
        """Return what misperception, private information and difference of types add to a chance.

        They sum to the chance as perceived minus that without types.
        """
        chance = [
            o[outcome]
            for o in (self.no_types, self.types_known, self.shares_known.mean, self.perceived.mean)
        ]
        names = ("types", "private information", "misperception")
        return dict(zip(names, np.diff(chance).tolist(), strict=True))


def misperception(
    found: PrivateEquilibrium,
    options: PrivateOptions | None = None,
    *,
    threads: int = 1,
    reporter: Reporter = QUIET,
) -> Misperception:
    """Solve the other worlds beside an equilibrium.

    Parameters
    ----------
    found : PrivateEquilibrium
        As perceived.
    reporter : Reporter
        Told of each game solved.

    Raises
    ------
    NotConverged
        One of them could not be solved.
    """
    options = options or PrivateOptions()
    game, plain = found.game, found.plain
    common = found.minds.common()
    same = np.allclose(common.prior, found.minds.prior, rtol=0.0, atol=1e-12)
    known = (
        found
        if same
        else solve_private(game, common, options, plain=plain, warm=found, threads=threads)
    )
    reporter.advance()

    def open_(t: int) -> Outcomes:
        named = game.with_model(model_of(game, found.minds, found.resolute[t]))
        result = outcomes(solve(named, SolveOptions(), warm=plain.values), reached=False)
        reporter.advance()
        return result

    likely = np.flatnonzero(found.weights > 0.0).tolist()
    each = _side_by_side(open_, likely, threads)
    return Misperception(
        perceived=private_outcomes(found),
        shares_known=private_outcomes(known),
        types_known=mean_outcomes(each, found.weights[likely]),
        no_types=outcomes(plain, reached=False),
    )


def _side_by_side(job: Callable[[int], Outcomes], which: list[int], threads: int) -> list[Outcomes]:
    with ThreadPoolExecutor(threads) as executor:
        return list(executor.map(job, which))
