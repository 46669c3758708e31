"""Effects and forecasts of a fitted signalling game, on records made here."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array
from scipy.special import ndtr, ndtri

from foedus.core.errors import UsageError
from foedus.estimate.signalling import OUTCOMES, Design, constrained, design, simulate
from foedus.estimate.signalling import fitted as fitting
from foedus.estimate.signalling.effects import effect, rates
from foedus.estimate.signalling.fitted import (
    SPECIFICATION,
    fitted,
    forecast,
    games_of,
    highest,
    level,
)
from foedus.estimate.signalling.game import reply, roots
from foedus.estimate.signalling.manifold import manifold, mended, standing
from foedus.estimate.signalling.record import COVARIATES, Record
from foedus.estimate.signalling.simulate import play

PAYOFFS = {"WA": ["1", "x"], "WB": ["1", "x"], "a": ["1"], "VB": ["1", "y"]}
TRUTH = np.array([-1.6, 0.4, 0.5, 0.6, -2.0, -1.0, 0.3])


def made(n: int, seed: int) -> Design:
    rng = np.random.default_rng(seed)
    frame = pl.DataFrame({"x": rng.integers(0, 2, n).astype(float), "y": rng.normal(size=n)})
    frame = frame.with_columns(pl.lit(0.0).alias(o) for o in OUTCOMES)
    return design(frame, PAYOFFS, fixed={"VA": 1.0})


def test_games_seen_very_often_settle_in_few_steps() -> None:
    """Without a correction of second order the penalty on constraints allowed only tiny steps."""
    some = simulate(made(60, 1), TRUTH, np.random.default_rng(2), times=20_000)
    fit = constrained(some)
    assert fit.iterations < 40
    assert fit.gap < 1e-8
    assert (np.abs(fit.theta - TRUTH) < 4 * fit.errors).all()


def test_mending_leads_to_the_equilibrium_that_bisection_finds() -> None:
    some = made(40, 3)
    found = roots(some.payoffs(TRUTH))
    assert all(len(z) == 1 for z in found)
    at, z = mended(some, TRUTH, np.zeros(40), most=100)
    assert z == pytest.approx(np.concatenate(found), abs=1e-9)
    assert np.abs(at.gap).max() < 1e-10


def test_where_the_model_holds_robust_errors_are_the_ordinary_ones() -> None:
    some = simulate(made(300, 4), TRUTH, np.random.default_rng(5), times=1_500)
    tallies = some.tallies
    flat = tallies.reshape(-1)
    # Every observation is a pair of its own.
    where = np.repeat(np.arange(flat.size), flat.astype(int))
    pairs = csr_array(
        (np.ones(len(where)), (np.arange(len(where)), where)), shape=(len(where), flat.size)
    )
    robust, plain = constrained(some, pairs=pairs), constrained(some)
    assert robust.theta == pytest.approx(plain.theta, abs=1e-6)
    assert robust.errors == pytest.approx(plain.errors, rel=0.15)


def test_rows_of_one_pair_that_repeat_each_other_count_once() -> None:
    some = simulate(made(150, 6), TRUTH, np.random.default_rng(7), times=40)
    games = len(some.tallies)
    weights = csr_array(some.tallies.reshape(1, -1))
    one = csr_array(
        (weights.data, (weights.indices // 4, weights.indices)), shape=(games, 4 * games)
    )
    alone = constrained(some, pairs=one).errors
    four = some.with_tallies(4 * some.tallies)
    assert constrained(four, pairs=4 * one).errors == pytest.approx(alone, rel=1e-4)


def test_an_effect_is_the_game_solved_with_and_without() -> None:
    some = simulate(made(80, 8), TRUTH, np.random.default_rng(9), times=2_000)
    fit = constrained(some)
    told = effect(some, fit, "x", draws=60)
    rows = np.flatnonzero(some.columns[:, 1])
    games = some.take(rows)
    bare = Design(
        games.names, games.columns * np.array([1, 0, 1, 0, 1, 1, 1]), games.owner, games.fixed,
        games.tallies,
    )  # fmt: skip
    for found, which in ((told.with_, games), (told.without, bare)):
        payoffs = which.payoffs(fit.theta)
        z = np.concatenate(roots(payoffs))
        chances = np.exp(manifold(which, fit.theta, z).scores.logs)
        assert found == pytest.approx(rates(games.tallies.sum(axis=1) @ chances), abs=1e-7)
        played = play(payoffs, z, 4_000, np.random.default_rng(1))
        assert found == pytest.approx(rates(played.sum(axis=0)), abs=0.02)
    assert told.seen == pytest.approx(rates(games.tallies.sum(axis=0)))
    assert told.seen == pytest.approx(told.with_, abs=0.02)
    assert (told.low < told.difference).all()
    assert (told.difference < told.high).all()
    assert told.draws == 60
    assert told.rows == games.tallies.sum()


@pytest.mark.parametrize(("name", "says"), [("z", "no payoff"), ("y", "zeros and ones")])
def test_what_cannot_be_taken_away_is_refused(name: str, says: str) -> None:
    some = simulate(made(60, 1), TRUTH, np.random.default_rng(2), times=200)
    with pytest.raises(UsageError, match=says):
        effect(some, constrained(some), name, draws=2)


def a_record(seed: int, n: int = 250, times: int = 400) -> Record:
    """A record of the shape of the real one, played at known payoffs."""
    rng = np.random.default_rng(seed)
    frame = pl.DataFrame(
        {
            "capability_share": rng.integers(0, 11, n) / 10.0,
            "log_distance": rng.integers(5, 9, n).astype(float),
            "log_peace": rng.random(n) * 4,
            **{
                name: rng.integers(0, 2, n).astype(float)
                for name in COVARIATES
                if name not in ("capability_share", "log_distance", "log_peace")
            },
        }
    ).select(COVARIATES)
    games = design(
        frame.with_columns(pl.lit(0.0).alias(o) for o in OUTCOMES), SPECIFICATION, fixed={"VA": 1.0}
    )
    theta = np.array([TRUTH_OF[name] for name in games.names])
    seen = simulate(games, theta, rng, times=times).tallies
    whole = frame.with_columns(pl.Series(name, seen[:, k]) for k, name in enumerate(OUTCOMES))
    pairs = csr_array(
        (seen.reshape(-1), (np.repeat(np.arange(n), 4), np.arange(4 * n))), shape=(n, 4 * n)
    )
    return Record(whole, pairs, int(seen.sum()), 0, "made here")


TRUTH_OF = {
    "SA: log_peace": 0.1, "SA: contiguous": -0.2, "SA: log_distance": 0.02,
    "WA: 1": -1.8, "WA: capability_share": 0.2, "WA: target_defense": -0.2,
    "WA: challenger_defense": 0.1, "WA: challenger_offense": 0.3, "WA: challenger_neutral": 0.1,
    "WB: 1": 0.5, "WB: capability_share": -0.4, "WB: target_defense": 0.3,
    "WB: challenger_defense": 0.0, "WB: challenger_offense": -0.2, "WB: challenger_neutral": 0.0,
    "a: 1": -2.2, "a: joint_democracy": 0.1, "VB: 1": -1.0,
}  # fmt: skip


def test_a_made_record_gives_back_its_payoffs() -> None:
    found = fitted(a_record(1), draws=20)
    truth = np.array([TRUTH_OF[name] for name in found.games.names])
    assert (np.abs(found.fit.theta - truth) < 4 * found.fit.errors).all()
    assert found.likelihoods["game"] > found.likelihoods["base"]
    assert found.coefficients == {"game": 18, "base": 3, "logit": 30}
    # Nothing that is not the game beats the game that made the record by more than its numbers.
    assert found.likelihoods["logit"] - found.likelihoods["game"] < 20


def test_a_level_start_is_an_equilibrium_with_the_record_s_frequencies() -> None:
    seen = a_record(2)
    for worth in (0.5, 1.0, 3.0):
        games = games_of(seen, worth)
        start = level(games, worth)
        flat = np.where(np.array(games.names) == "WA: capability_share", 0.0, start.theta)
        at = standing(games, flat, ndtri(start.resist))
        assert np.abs(at.gap).max() < 1e-7
        share = games.tallies.sum(axis=0) / games.tallies.sum()
        assert np.exp(at.scores.logs) == pytest.approx(np.tile(share, (len(at.gap), 1)), abs=1e-7)


def test_the_highest_of_several_tops_is_told() -> None:
    games = games_of(a_record(3), 2.0)
    fit, tops = highest(games, 2.0)
    assert fit.likelihood == tops[0]
    assert tops == sorted(tops, reverse=True)
    assert fit.likelihood >= constrained(games, start=level(games, 2.0)).likelihood - 1e-6


def test_forecasts_are_scored_on_the_later_years_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    spans: list[tuple[Any, ...]] = []

    def fake(first: int, last: int, *, stood: str) -> Record:
        spans.append((first, last, stood))
        return a_record(first)

    monkeypatch.setattr(fitting, "record", fake)
    told = forecast(1946, 1900, 1992, stood="war")
    assert spans == [(1900, 1945, "war"), (1946, 1992, "war")]
    late = a_record(1946)
    tallies = late.games.select(OUTCOMES).to_numpy()
    assert (told.rows, told.challenges) == (tallies.sum(), tallies[:, 1:].sum())
    early = a_record(1900).games.select(OUTCOMES).to_numpy().sum(axis=0)
    share = early / early.sum()
    assert told.scores["base"] == pytest.approx(-(tallies @ np.log(share)).sum() / tallies.sum())
    given = share[1:] / share[1:].sum()
    expected = -(tallies[:, 1:] @ np.log(given)).sum() / tallies[:, 1:].sum()
    assert told.given["base"] == pytest.approx(expected)
    # The game that made both records foretells better than frequencies, in equilibrium.
    assert told.scores["game"] < told.scores["base"]
    games = games_of(late, 1.0)
    truth = np.array([TRUTH_OF[name] for name in games.names])
    at, z = mended(games, truth, np.full(len(tallies), ndtri(0.5)), most=200)
    best = -float((tallies * at.scores.logs).sum() / tallies.sum())
    assert told.scores["game"] == pytest.approx(best, abs=0.01)
    assert ndtr(reply(games.payoffs(truth), z).r) == pytest.approx(ndtr(z), abs=1e-9)


@pytest.mark.parametrize("before", [1816, 2015])
def test_a_year_outside_is_refused(before: int) -> None:
    with pytest.raises(UsageError, match="not inside"):
        forecast(before)


def test_a_concession_has_to_be_worth_something() -> None:
    with pytest.raises(UsageError, match="worth"):
        fitted(a_record(1), worth=0.0)
