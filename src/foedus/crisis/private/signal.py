"""A statement made before the crisis: who makes it, and what the others then believe.

Each type of the sender chooses, by the same logit as everything else, between the crisis after a
statement and the crisis after none. A statement ties its hands: stepping down, yielding, and
leaving a pledge unmet then cost more (Fearon 1997). Observers learn from what was done by Bayes'
rule; what each type does, and what is learned from it, are solved together. Where a statement costs
nothing both types make it alike and nobody learns: cheap talk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from foedus.core.errors import NotConverged
from foedus.core.progress import Reporter, Silent
from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import Game
from foedus.crisis.kernel.policy import chance as chance_of
from foedus.crisis.model import Floats
from foedus.crisis.outcomes import Outcomes

from .minds import Minds
from .outcomes import mean_outcomes, private_outcomes
from .solve import PrivateEquilibrium, PrivateOptions, solve_private

__all__ = ["Signalling", "signalling", "tied"]

QUIET = Silent()
NEVER = 1e-9
"""A type that speaks, or keeps silent, more rarely than this counts as if it did so this often."""


@dataclass(frozen=True)
class Signalling:
    """What a statement tells.

    Attributes
    ----------
    sender : str
    cost : float
        What a statement adds, before the factor of a type (see `tied`).
    chance : dict
        Whether resolute -> chance that this type makes the statement.
    spoken, silent : PrivateEquilibrium
        The crisis after a statement, and after none.
    mean : Outcomes
        Over both, and over the sender's types, as likely as they truly are.
    after : dict
        'spoken' and 'silent' -> outcomes.
    shift : float
        Last change of a chance.
    """

    sender: str
    cost: float
    chance: dict[bool, float]
    spoken: PrivateEquilibrium
    silent: PrivateEquilibrium
    mean: Outcomes
    after: Mapping[str, Outcomes]
    shift: float

    def learned(self, observer: str) -> tuple[float, float, float]:
        """Return an observer's belief that the sender is resolute: before, after either."""
        i, j = (self.spoken.game.names.index(code) for code in (observer, self.sender))
        after = [float(e.minds.prior[i, j]) for e in (self.spoken, self.silent)]
        return self._before(i), after[0], after[1]

    def _before(self, i: int) -> float:
        j = self.spoken.game.names.index(self.sender)
        said = self.spoken.minds.prior[i, j]
        yes, no = self.chance[True], self.chance[False]
        return float(said * no / (said * no + (1.0 - said) * yes))


def tied(game: Game, sender: int, cost: float) -> Game:
    """Return the game after a statement: audience and honour cost of the sender raised by cost.

    Both types bear the same for stepping down or yielding. What is added to the honour cost is
    multiplied with it by the factor of the type, where honour differs between types: an unmet
    pledge then costs the resolute more than `cost` on top, the other type less.
    """
    model = game.model
    heights = np.array([rung.audience for rung in game.scenario.ladder])
    yield_cost, down_cost = model.yield_cost.copy(), model.down_cost.copy()
    honour = model.honour.copy()
    honour[sender] += cost
    yield_cost[sender] += cost * heights
    place = game.layout.made_for[0][sender]
    for c in range(place.below):
        if place.down[c] >= 0:
            rung = place.rung[c]
            down_cost[sender, c] += cost * (heights[rung] - heights[rung - 1])
    return game.with_model(
        model._replace(yield_cost=yield_cost, down_cost=down_cost, honour=honour)
    )


def signalling(
    found: PrivateEquilibrium,
    sender: str,
    cost: float,
    options: PrivateOptions | None = None,
    *,
    tol: float = 1e-4,
    rounds: int = 40,
    threads: int = 1,
    reporter: Reporter = QUIET,
) -> Signalling:
    """Solve for who makes a statement and what is learned from it.

    Parameters
    ----------
    found : PrivateEquilibrium
        The crisis in which no statement can be made.
    sender : str
        An actor of two types.
    cost : float
        What a statement adds to the sender's audience and honour costs, the latter before the
        factor of its type (see `tied`).
    tol : float
        Largest last change of a chance to speak.

    Raises
    ------
    NotConverged
        The chances did not settle, or one of the crises could not be solved.
    """
    options = options or PrivateOptions()
    game, who = found.game, found.minds
    j = game.names.index(sender)
    lam = game.model.sharpness
    bound = tied(game, j, cost)
    plain = solve(bound, SolveOptions(), warm=found.plain.values, threads=threads)
    chance = {False: 0.5, True: 0.5}
    spoken = silent = found
    shift, keep, best = np.inf, 0.0, np.inf
    for step in range(rounds):
        said = {True: dict(chance), False: {k: 1.0 - v for k, v in chance.items()}}
        spoken = solve_private(
            bound, learned(who, j, said[True]), options, plain=plain,
            warm=spoken if step else None, threads=threads,
        )  # fmt: skip
        silent = solve_private(
            game, learned(who, j, said[False]), options, plain=found.plain, warm=silent,
            threads=threads,
        )  # fmt: skip
        reporter.advance()
        response = {
            resolute: chance_of(
                lam * (spoken.start(sender, resolute=resolute) - silent.start(
                    sender, resolute=resolute))
            )
            for resolute in chance
        }  # fmt: skip
        shift = max(abs(response[k] - chance[k]) for k in chance)
        if shift <= tol:
            break
        if shift > 0.7 * best:
            keep = min(0.5 * (1.0 + keep), 0.9)
        best = min(best, shift)
        chance = {k: keep * chance[k] + (1.0 - keep) * response[k] for k in chance}
    if not shift <= tol:
        raise NotConverged(
            f"what a statement of {sender} tells did not settle in {game.scenario.name}",
            field="signals",
            value=shift,
            fix="try a smaller cost",
        )
    after = {
        "spoken": private_outcomes(spoken).mean,
        "silent": private_outcomes(silent).mean,
    }
    often = who.share[j] * chance[True] + (1.0 - who.share[j]) * chance[False]
    mean = mean_outcomes(
        [after["spoken"], after["silent"]], np.array([max(often, NEVER), max(1.0 - often, NEVER)])
    )
    return Signalling(sender, cost, chance, spoken, silent, mean, after, float(shift))


def learned(who: Minds, sender: int, chance: Mapping[bool, float]) -> Minds:
    """Return minds after the sender did what each type does with this chance."""
    yes, no = max(chance[True], NEVER), max(chance[False], NEVER)

    def bayes(prior: Floats) -> Floats:
        return prior * yes / (prior * yes + (1.0 - prior) * no)

    prior = who.prior
    prior[:, sender] = bayes(prior[:, sender])
    share = who.share.copy()
    share[sender] = float(bayes(share[sender : sender + 1])[0])
    return replace(who, share=share, perceived=prior, told=np.zeros_like(who.told))
