"""Statements beforehand: cheap talk tells nothing, what binds tells the more the more it binds."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.crisis.game import compile_game
from foedus.crisis.private.minds import minds, model_of
from foedus.crisis.private.signal import learned, signalling, tied
from foedus.crisis.private.solve import PrivateEquilibrium

from .setups import solved, threat, typed


@pytest.fixture(scope="module")
def silent() -> PrivateEquilibrium:
    """A target that may be resolute, before it says anything."""
    return solved(threat(6.0, resolve=typed("TG", spread=1.4)))


def test_cheap_talk_tells_nothing(silent: PrivateEquilibrium) -> None:
    told = signalling(silent, "TG", 0.0)
    assert told.chance[True] == pytest.approx(0.5, abs=1e-6)
    assert told.chance[False] == pytest.approx(0.5, abs=1e-6)
    assert told.learned("CH") == pytest.approx((0.5, 0.5, 0.5), abs=1e-6)


def test_what_binds_more_tells_more(silent: PrivateEquilibrium) -> None:
    moved = []
    for cost in (0.0, 0.2, 0.5, 1.0):
        told = signalling(silent, "TG", cost)
        assert told.chance[True] >= told.chance[False] - 1e-9
        before, spoken, quiet = told.learned("CH")
        assert quiet - 1e-9 <= before <= spoken + 1e-9
        moved.append(spoken - before)
    assert moved == sorted(moved)
    assert moved[-1] > 0.01


def test_the_mean_lies_between_what_follows(silent: PrivateEquilibrium) -> None:
    told = signalling(silent, "TG", 0.5)
    ends = sorted(told.after[name]["any_war"] for name in ("spoken", "silent"))
    assert ends[0] <= told.mean["any_war"] <= ends[1]


def test_a_belief_is_learned_by_bayes(silent: PrivateEquilibrium) -> None:
    who = silent.minds
    j = silent.game.names.index("TG")
    after = learned(who, j, {True: 0.8, False: 0.2})
    assert after.prior[:, j] == pytest.approx(0.8)
    assert after.share[j] == pytest.approx(0.8)
    assert after.centre[j] == who.centre[j]  # the types stay what they are


def test_a_statement_binds_its_sender_alone() -> None:
    game = compile_game(threat(6.0, resolve=typed("TG")))
    bound = tied(game, game.names.index("TG"), 0.3)
    i, j = (game.names.index(code) for code in ("CH", "TG"))
    assert bound.model.honour[j] == game.model.honour[j] + 0.3
    assert bound.model.honour[i] == game.model.honour[i]
    assert np.array_equal(bound.model.yield_cost[i], game.model.yield_cost[i])
    more = bound.model.yield_cost[j] - game.model.yield_cost[j]
    assert more == pytest.approx([0.3 * rung.audience for rung in game.scenario.ladder])
    given = (bound.model.down_cost - game.model.down_cost)[j]
    assert given.sum() == pytest.approx(0.3 * game.scenario.ladder[-2].audience)


def test_the_factor_of_a_type_counts_for_what_a_statement_adds_to_a_pledge() -> None:
    game = compile_game(threat(6.0, resolve=typed("TG", spread=1.4)))
    who, j = minds(game.scenario, game), game.names.index("TG")
    bound, added, fall = tied(game, j, 0.3), [], []
    for resolute in (True, False):
        high = np.ones(len(game.names), np.bool_)
        high[j] = resolute
        one, other = model_of(bound, who, high), model_of(game, who, high)
        added.append(one.honour[j] - other.honour[j])
        fall.append(one.yield_cost[j, -1] - other.yield_cost[j, -1])
    assert added[0] > 0.3 > added[1]
    assert added[0] / added[1] == pytest.approx(np.exp(1.4))
    assert fall[0] == fall[1]


def test_the_senders_types_must_be_two() -> None:
    game = compile_game(threat(6.0, resolve=typed("CH")))
    assert minds(game.scenario, game).typed == (game.names.index("CH"),)
