"""One case: its score is the slope of its loss."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.cases.case import Case, Seen, dispute_cases
from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import compile_game
from foedus.crisis.reading import read_out
from foedus.crisis.sensitivity import slope
from foedus.estimate.structural import evaluate
from foedus.estimate.structural.evaluate import challenge, dispute
from foedus.estimate.structural.space import Space, space
from foedus.estimate.structural.terms import readings, spanned

from .made import FORCE, SHOW, WAR, case, scenario

STEP = 1e-4


@pytest.fixture(autouse=True)
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Differences of whole solutions need more digits than a fit does."""
    monkeypatch.setattr(evaluate, "OPTIONS", SolveOptions(tol=1e-11, limit=60_000))
    monkeypatch.setattr(evaluate, "SLOPES", 1e-10)


def aside(where: Space) -> np.ndarray:
    """A point that is nobody's centre."""
    return where.centre + 0.4 * where.sd * np.cos(np.arange(len(where.names)))


def differences(one: Case, seen: Seen, where: Space, at: np.ndarray) -> np.ndarray:
    _, kept = dispute(one, seen, where.theta(at), ())
    found = []
    for k in range(len(at)):
        e = np.zeros(len(at))
        e[k] = STEP
        ends = [dispute(one, seen, where.theta(at + s * e), (), kept)[0] for s in (1.0, -1.0)]
        assert not ends[0].failed
        found.append((ends[1].loss.sum() - ends[0].loss.sum()) / (2 * STEP))
    return np.array(found)


@pytest.mark.parametrize("seen", [SHOW, FORCE, WAR], ids=["display", "force", "war"])
def test_score_of_a_made_up_case_is_the_slope_of_its_loss(seen: Seen) -> None:
    where = space()
    one, at = case("1", scenario(), seen), aside(where)
    line, kept = dispute(one, seen, where.theta(at), where.names)
    assert kept is not None
    assert not line.failed
    assert line.score == pytest.approx(differences(one, seen, where, at), abs=2e-5)
    assert np.linalg.eigvalsh(line.information).min() >= -1e-9
    # the likelihood alone is the same likelihood
    alone, _ = dispute(one, seen, where.theta(at), ())
    assert alone.loss == pytest.approx(line.loss, abs=1e-8)
    assert alone.kinds == line.kinds
    assert alone.score.shape == (0,)


def test_the_last_way_to_end_follows_from_the_others() -> None:
    where = space()
    found = solve(compile_game(scenario(), where.theta(aside(where))), evaluate.OPTIONS)
    told = read_out(found, readings(found.game, SHOW))
    every = slope(found, told, where.names, np.eye(len(told.names)), tol=1e-10).rows
    pick, make = spanned(told.names)
    assert len(pick) == len(told.names) - 1
    made = make @ slope(found, told, where.names, pick, tol=1e-10).rows
    assert made == pytest.approx(every, abs=1e-8)
    pick, make = spanned(("any_war", "over:30"))
    assert (make @ pick).tolist() == np.eye(2).tolist()


@pytest.mark.usefixtures("data")
def test_score_of_a_real_case_is_the_slope_of_its_loss() -> None:
    """Four actors, 700 positions, as it comes."""
    where = space()
    at = aside(where)
    for one in dispute_cases(2, only=(604,)):
        assert one.seen is not None
        line, _ = dispute(one, one.seen, where.theta(at), where.names)
        assert line.score == pytest.approx(differences(one, one.seen, where, at), abs=1e-4)


@pytest.mark.usefixtures("data")
def test_slopes_as_loose_as_in_a_fit_move_its_steps_by_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if all disputes on record were off as these few are, all to one side."""
    where = space()
    theta = where.theta(aside(where))
    record = dispute_cases(2)
    cases = record[50::200]
    tight = [dispute(one, one.seen, theta, where.names)[0] for one in cases if one.seen]
    monkeypatch.setattr(evaluate, "SLOPES", 3e-6)
    loose = [dispute(one, one.seen, theta, where.names)[0] for one in cases if one.seen]
    many = len(record) / len(tight)
    off = many * sum((b.score - a.score for a, b in zip(tight, loose, strict=True)), np.zeros(1))
    assert off.any()
    information = many * sum((line.information for line in tight), np.zeros((1, 1)))
    step = np.linalg.solve(information + np.diag(where.sd**-2), off)
    assert np.sqrt(off @ step) < 0.1


def test_value_of_a_challenge_and_its_slope() -> None:
    where = space()
    at = aside(where)
    one = case("100-200-1950", scenario())
    line, kept = challenge(one, where.theta(at), where.names)
    assert line.kinds == ()
    for k in range(len(at)):
        e = np.zeros(len(at))
        e[k] = STEP
        ends = [challenge(one, where.theta(at + s * e), (), kept)[0].value for s in (1.0, -1.0)]
        assert line.score[k] == pytest.approx((ends[0] - ends[1]) / (2 * STEP), abs=2e-5)


def test_a_case_that_cannot_be_solved_is_told_and_is_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evaluate, "OPTIONS", SolveOptions(tol=1e-30, limit=3))
    where = space()
    line, kept = dispute(case("9", scenario(), SHOW), SHOW, where.theta(where.centre), where.names)
    assert kept is None
    assert line.failed
    assert line.loss.shape == (0,)
    assert not line.score.any()


def test_another_record_changes_the_loss_and_not_the_game() -> None:
    where = space()
    one = case("1", scenario(), SHOW)
    theta = where.theta(where.centre)
    first, _ = dispute(one, SHOW, theta, ())
    other, _ = dispute(one, replace(SHOW, days=400.0), theta, ())
    assert first.chances == other.chances
    assert first.value == other.value
    assert first.loss[2] != other.loss[2]
