"""Types and priors as a scenario gives them: means kept, what channels and pledges tell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.core.errors import UsageError
from foedus.crisis.game import compile_game
from foedus.crisis.intervene import apply, parse_with
from foedus.crisis.private.minds import CLARITY, MOST, minds, model_of, profiles
from foedus.crisis.private.solve import PrivateOptions, solve_private
from foedus.crisis.resolve import Perception
from foedus.crisis.scenario import Scenario

from ..small import crisis, two  # noqa: TID252 - tests have no name to import by
from .setups import rung, solved, threat, typed

SHARE = st.floats(0.05, 0.95)
OPTIONS = PrivateOptions(rounds=400)


def seen(share: float) -> dict[str, dict[str, Perception]]:
    return {"CH": {"TG": Perception(share=share)}}


def prior(scenario: Scenario) -> float:
    game = compile_game(scenario)
    i, j = (game.names.index(code) for code in ("CH", "TG"))
    return float(minds(scenario, game).prior[i, j])


@settings(max_examples=25, deadline=None)
@given(share=SHARE, spread=st.floats(0.0, 3.0))
def test_the_geometric_mean_over_types_is_the_actor_without(share: float, spread: float) -> None:
    game = compile_game(two(resolve=typed("TG", share=share, spread=spread)))
    who = minds(game.scenario, game)
    high, weight = profiles(who)
    for name in ("war_cost", "honour"):
        logs = [np.log(getattr(model_of(game, who, row), name)) for row in high]
        assert np.tensordot(weight, logs, 1) == pytest.approx(np.log(getattr(game.model, name)))
    apart = [model_of(game, who, row).war_cost[1] for row in high]
    assert apart[0] / apart[1] == pytest.approx(np.exp(spread))


def test_profiles_are_all_and_sum_to_one() -> None:
    game = compile_game(two(resolve=typed("CH", share=0.3) | typed("TG", share=0.9)))
    high, weight = profiles(minds(game.scenario, game))
    assert {tuple(row) for row in high.tolist()} == {
        (a, b) for a in (False, True) for b in (False, True)
    }
    assert weight.sum() == pytest.approx(1.0)
    assert weight[high.all(axis=1)].item() == pytest.approx(0.27)


def test_a_channel_tells_as_far_as_it_is_good() -> None:
    hidden = two(resolve=typed("TG", share=0.8), perceived=seen(0.2))
    assert prior(hidden) == pytest.approx(0.2)
    told = apply(hidden, [parse_with("hotline:CH-TG=0.5")])
    assert prior(told) == pytest.approx(0.5)
    assert prior(apply(hidden, [parse_with("hotline:CH-TG=1")])) == pytest.approx(0.8)


def pact(**more: object) -> dict[str, dict[str, object]]:
    return {
        "pact": {
            "kind": "defence", "owes": {"TG": ["AL"]}, "binding": 0.6, "judgement": "made up",
            "in_force": ["1949-01-01", None], **more,
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, 0.6 * CLARITY),
        ({"conditional": True}, 0.3 * CLARITY),
        ({"clarity": 1.0}, 0.6),
        ({"clarity": 0.0}, 0.0),
        ({"secret": True}, 0.0),
        ({"theatres": ["elsewhere"]}, 0.0),
        ({"kind": "nonaggression", "owes": {"TG": ["CH"]}}, 0.0),
    ],
)
def test_a_pledge_tells_by_how_clear_and_binding_it_is(
    more: dict[str, object], told: float
) -> None:
    actors = {"CH": {"camp": "challenger"}, "TG": {"camp": "target"}, "AL": {"camp": "target"}}
    hidden = crisis(
        actors,
        treaties=pact(**more),
        resolve=typed("TG", share=0.8),
        perceived=seen(0.2),
    )
    assert prior(hidden) == pytest.approx(0.2 + told * 0.6)


def test_a_secret_pledge_speaks_to_those_who_signed_it() -> None:
    actors = {"CH": {"camp": "challenger"}, "TG": {"camp": "target"}, "AL": {"camp": "target"}}
    hidden = crisis(actors, treaties=pact(secret=True), resolve=typed("TG", share=0.8))
    game = compile_game(hidden)
    told = minds(hidden, game).told[:, game.names.index("TG")]
    assert told[game.names.index("CH")] == 0.0
    assert told[game.names.index("AL")] == pytest.approx(0.6 * CLARITY)


def test_more_types_than_can_be_counted_are_refused() -> None:
    codes = [f"A{k}" for k in range(MOST)]
    actors = {"CH": {"camp": "challenger"}, "TG": {"camp": "target"}}
    actors |= {code: {"camp": "target"} for code in codes}
    short = [rung("calm", 1, 0.0), rung("war", 5, 1.0, war=True)]
    many = crisis(actors, resolve=typed("CH", *codes), ladder=short)
    with pytest.raises(UsageError, match="7 actors of small have two types"):
        minds(many, compile_game(many))


def test_the_number_of_threads_changes_no_bit() -> None:
    hidden = threat(6.0, resolve=typed("CH", "TG", spread=1.4), perceived={"CH": {"TG": 0.2}})
    game = compile_game(hidden)
    who = minds(hidden, game)
    one, two_ = (solve_private(game, who, OPTIONS, threads=threads) for threads in (1, 2))
    for name in ("values", "belief", "days"):
        assert np.array_equal(getattr(one, name), getattr(two_, name)), name


def test_a_start_from_other_actors_types_is_not_taken() -> None:
    other = solved(threat(4.0, resolve=typed("CH")))
    game = compile_game(threat(4.0, resolve=typed("TG")))
    who = minds(game.scenario, game)
    cold = solve_private(game, who, OPTIONS)
    assert np.array_equal(solve_private(game, who, OPTIONS, warm=other).values, cold.values)
