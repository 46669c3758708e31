"""Private resolve against Gambit: one principal of two types, the game cut after some events.

Where every position has one history, what an actor believes there is what it believed on the way,
and Gambit's agent logit equals the values and beliefs of foedus, worked backwards and forwards by
`private_horizon`, whether or not actors remember more than where they stand. Where a position has
several histories that teach differently, foedus values it as whoever comes there does on average:
that is experience-based equilibrium, and another game than the tree. One event of
`private_horizon` under the beliefs of the stationary equilibrium leaves its values as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

from foedus.crisis.horizon import MOVES

from . import small, tree
from .private_horizon import Cut, Typed, private_horizon
from .private_small import CASES, ready, solved, tight
from .private_tree import Informed, PrivateTree
from .referee import Referee, index
from .test_gambit import HALF, two_rungs

APART = {"share": 0.4, "spread": 1.5}
SILENT = HALF | {"kappa0": 0.0}


def only_answers(code: str) -> dict[str, Any]:
    """Overrides by which a principal never moves of itself, but answers attacks."""
    still = dict.fromkeys(("mu_climb", "mu_descend", "mu_yield"), 0.0)
    return {code: {**still, "judgement": "a test"}}


ONE_HISTORY: dict[str, tuple[int, dict[str, Any]]] = {
    "challenger": (1, two_rungs(theta=HALF, resolve={"AA": APART})),
    "target": (1, two_rungs(theta=HALF | {"lambda": 5.0}, resolve={"BB": APART})),
    "three-rungs": (1, {"theta": HALF, "resolve": {"BB": {**APART, "of": ["stake"]}}}),
    "signal": (
        2,
        two_rungs(
            theta=SILENT,
            resolve={"BB": {**APART, "of": ["stake", "war_cost"]}},
            overrides=only_answers("AA"),
        ),
    ),
    "misread-signal": (
        2,
        {
            "start": {"AA": "force", "BB": "force"},
            "theta": SILENT | {"lambda": 4.0, "iota": 0.02, "c_w": 0.5},
            "resolve": {"BB": {**APART, "of": ["stake", "war_cost"]}},
            "perceived": {"AA": {"BB": {"share": 0.2}}},
            "overrides": only_answers("AA"),
        },
    ),
    "signal-of-the-challenger": (
        2,
        {
            "theta": SILENT,
            "resolve": {"AA": {**APART, "of": ["stake", "war_cost"]}},
            "overrides": only_answers("BB"),
        },
    ),
    "resistance": (
        2, {"theta": SILENT, "resolve": {"BB": APART}, "overrides": only_answers("BB")}
    ),
}  # fmt: skip
SEVERAL = (2, two_rungs(theta=HALF, resolve={"AA": {**APART, "of": ["stake", "war_cost"]}}))


@dataclass(frozen=True)
class Both:
    """A game cut after some events as foedus and as Gambit solve it."""

    game: Typed
    prior: float
    cut: Cut
    theirs: tree.Solved
    differences: list[tuple[Informed, float]]

    @property
    def start(self) -> np.ndarray:
        """Values of the first day to each actor, before it learns its type."""
        mine = self.cut.values[-1][self.game.layout.start]
        return np.array([
            mine[types] @ (1.0 - self.prior, self.prior) if len(types) == 2 else mine[types[0]]
            for types in self.game.types
        ])  # fmt: skip

    def off(self) -> float:
        """Largest difference of a chance."""
        return max(difference for _, difference in self.differences)


@cache
def both(name: str, *, memory: bool) -> Both:
    events, changed = ONE_HISTORY.get(name, SEVERAL)
    game, who = ready(small.scenario(**changed))
    [i] = who.typed
    prior = float(who.prior[1 - i, i])  # its owner's play does not rest on it
    rules = Referee(game)
    where = index(game, rules.states(), rules)
    m = tight(game, who).play.settlement
    frozen = {x: float(m[k]) for x, k in where.items()}
    plan = PrivateTree(game, i, prior, events, frozen, memory=memory)
    assert tree.parse(plan.text()).is_perfect_recall or not memory
    theirs = tree.solve(plan, game.model.sharpness)
    mine = Typed(game, who, m)
    cut = private_horizon(mine, events)
    differences = []
    for d, chances in theirs.decisions:
        ours = chance(cut, d, where[d.at], mine.types[d.actor][-1 if d.resolute else 0])
        assert chances.keys() == ours.keys()
        differences.append((d, max(abs(ours[k] - chances[k]) for k in ours)))
    return Both(mine, prior, cut, theirs, differences)


def chance(cut: Cut, d: Informed, k: int, a: int) -> dict[str, float]:
    """Foedus's chances at a decision of type a at position k."""
    play = cut.play[d.left + 1]
    assert play is not None
    if d.kind == "move":
        found = {label: float(play.chosen[label][k, a]) for label, _ in d.groups[1:]}
        return found | {"still": 1.0 - sum(float(c[k, a]) for c in play.chosen.values())}
    yes = float((play.gives if d.kind == "answer" else play.accepts)[k, a])
    (one, _), (other, _) = d.groups
    return {one: yes, other: 1.0 - yes}


@pytest.mark.parametrize("memory", [True, False])
@pytest.mark.parametrize("name", ONE_HISTORY)
def test_where_positions_have_one_history_gambit_agrees(name: str, *, memory: bool) -> None:
    found = both(name, memory=memory)
    assert found.off() < 1e-6
    np.testing.assert_allclose(found.theirs.start, found.start, rtol=0, atol=1e-6)
    typed = next(types for types in found.game.types if len(types) == 2)
    values = found.cut.values[-1][found.game.layout.start]
    assert abs(values[typed[1]] - values[typed[0]]) > 0.01  # the types are unlike
    spread = [max(c.values()) - min(c.values()) for _, c in found.theirs.decisions]
    assert max(spread) > 0.3  # somebody has a reason to choose


@pytest.mark.parametrize("name", ["signal", "misread-signal"])
def test_a_signal_taught_something_and_mattered(name: str) -> None:
    found = both(name, memory=True)
    game, cut = found.game, found.cut
    attacked = game.to(1, "up")[game.layout.start]
    assert game.layout.flag[attacked] == 2
    believed = cut.beliefs[1][attacked, 0, 1]
    assert believed > found.prior + 0.02  # the resolute attack more, and surrender less
    ignored = game.back(cut.values[0], game.prior, game.respond(cut.values[0], game.prior))
    assert cut.values[1][attacked, 0] < ignored[attacked, 0] - 5e-4
    answers = {d.left for d, _ in found.differences if d.kind == "answer" and d.actor == 0}
    assert answers == {0, 1}


@pytest.mark.parametrize("memory", [True, False])
def test_where_a_position_has_several_histories_it_is_another_game(*, memory: bool) -> None:
    """Not a matter of memory alone: without it Gambit still knows what each move has taught.

    Standing still at one's own turn says nothing of the other's type. Gambit leaves the belief as
    it was; foedus values the same position as the next event finds it, when some who came there
    had seen the other forgo its turn.
    """
    found = both("several", memory=memory)
    assert 1e-4 < found.off() < 0.05
    own = [x for d, x in found.differences if d.actor == 1 and d.kind == "move" and d.left == 1]
    assert max(own) > 1e-4  # the observer's first choice
    assert 1e-4 < np.abs(found.theirs.start - found.start).max() < 0.01


@pytest.mark.parametrize("name", CASES)
def test_an_event_leaves_the_stationary_equilibrium_as_it_is(name: str) -> None:
    found = solved(name)
    game = Typed(found.game, found.minds, found.play.settlement)
    values, beliefs = found.values[:, :-2], found.beliefs[:, :-1]
    play = game.respond(values, beliefs)
    np.testing.assert_allclose(game.back(values, beliefs, play), values, rtol=0, atol=1e-9)
    hazards = np.stack([play.chosen[move] for move in MOVES], axis=2) * found.game.model.ceiling
    np.testing.assert_allclose(hazards, found.play.chosen, rtol=0, atol=1e-9)


def test_a_long_horizon_under_its_beliefs_comes_to_the_stationary_equilibrium() -> None:
    found = solved("one-sided")
    game = Typed(found.game, found.minds, found.play.settlement)
    beliefs, values = found.beliefs[:, :-1], -game.base
    events = int(np.log(1e5) * game.rate / (found.game.tables.lapse + found.game.tables.end).min())
    for _ in range(events):
        values = game.back(values, beliefs, game.respond(values, beliefs))
    np.testing.assert_allclose(values, found.values[:, :-2], rtol=0, atol=1e-4)
