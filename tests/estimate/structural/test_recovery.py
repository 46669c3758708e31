"""Records drawn from the model, and what a refit makes of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foedus.core.errors import Cancelled, FoedusError, UsageError, WorkerDied
from foedus.core.progress import Silent
from foedus.crisis.equilibrium import Equilibrium, solve
from foedus.crisis.game import compile_game
from foedus.crisis.reading import any_war, fought, outcome, over_within, reached, read_out
from foedus.estimate.structural import profile as profile_module
from foedus.estimate.structural import recovery as recovery_module
from foedus.estimate.structural.drawn import Truth, drawn, drawn_onset
from foedus.estimate.structural.fit import Plan
from foedus.estimate.structural.onset import design
from foedus.estimate.structural.profile import NAMES, TOP, profile
from foedus.estimate.structural.recovery import NINETY, Recovery, recover
from foedus.estimate.structural.refit import stream
from foedus.estimate.structural.sample import Sample
from foedus.estimate.structural.space import space
from foedus.estimate.structural.told import read_report

from .made import FORCE, SHOW, WAR, deadly, heavy, sample, scenario

FIXED = tuple((n, space().base.parameters[n].value) for n in space().names if n != "phi")
"""One parameter is left: the fit of a moment."""
PLAN = Plan(fixed=FIXED)


@pytest.fixture(scope="module")
def found() -> Equilibrium:
    """A warlike game, so that everything happens often enough to be counted."""
    theta = space().base.with_values({"mu_war": 0.3, "iota": 0.01, "kappa0": 0.02})
    return solve(compile_game(scenario(6.0, 5.0, 7.0), theta))


def test_records_are_drawn_with_the_chances_of_the_readings(found: Equilibrium) -> None:
    many = 3000
    game = found.game
    seen = drawn(found, replace(SHOW, fought={}), [stream(1, k) for k in range(many)])
    readings = (
        any_war(game), reached(game, 3), outcome(game, "lapsed"), outcome(game, "settled"),
        over_within(game, 30.0), reached(game, 2, "CCC"), fought(game, "CCC"),
    )  # fmt: skip
    told = read_out(found, readings, ahead=False)
    counted = {
        "any_war": [one.level == "war" for one in seen],
        "reached:3": [one.level != "display" for one in seen],
        "lapsed": [one.end == "lapsed" for one in seen],
        "settled": [one.end == "settled" for one in seen],
        "over:30": [np.exp(-one.days / 30.0) for one in seen if one.days is not None],
        "reached:2:CCC": [one.joined["CCC"] for one in seen],
        "fought:CCC": [one.fought.get("CCC", False) for one in seen],
    }
    for name, values in counted.items():
        x = np.array(values, float)
        assert len(x) == many
        error = max(float(x.std()), 0.01) / np.sqrt(many)
        assert abs(float(x.mean()) - told[name]) < 4.0 * error, name
    assert 0.05 < told["any_war"] < 0.95
    for one in seen:
        assert (one.end is None) == (one.level == "war")
        assert set(one.fought) == ({"CCC"} if one.level == "war" else set())


def test_a_record_says_nothing_that_the_real_one_does_not(found: Equilibrium) -> None:
    seeds = [stream(2, k) for k in range(40)]
    silent = drawn(found, replace(FORCE, end=None, days=None, elsewhere=("CCC",)), seeds)
    assert {(one.end, one.days, one.elsewhere) for one in silent} == {(None, None, ("CCC",))}
    # a real war has no ending; a drawn peace has one
    endings = {one.level == "war": one.end for one in drawn(found, WAR, seeds)}
    assert endings[True] is None
    assert endings[False] is not None
    assert drawn(found, FORCE, seeds) == drawn(found, FORCE, seeds)


def test_onsets_are_as_many_as_the_weights_say() -> None:
    rows = sample().rows
    values, coef = np.array([0.1, 0.2, 0.0, -0.1]), np.array([-1.0, 2.0, 0.5])
    chance = 1.0 / (1.0 + np.exp(-(design(rows, values) @ coef)))
    whole = np.array([2.0, 30.0, 12.0, 1.0])  # 12.5 dyad-years are drawn as 12
    total = np.zeros(4)
    for k in range(2000):
        made = drawn_onset(rows, values, coef, stream("onset", k))
        count = made.began * whole
        assert count == pytest.approx(np.rint(count))
        assert made.weight is rows.weight
        total += made.began
    error = np.sqrt(chance * (1 - chance) / whole / 2000)
    assert (np.abs(total / 2000 - chance) < 4.0 * error).all()


def tiny(monkeypatch: pytest.MonkeyPatch, held: Sample | None = None) -> Sample:
    """A sample without data, heavy enough that no draw parts its outcomes."""
    held = held or heavy()
    for module in (recovery_module, profile_module):
        monkeypatch.setattr(module, "sample", lambda **_: held)
    return held


def test_recovery_is_kept_and_taken_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tiny(monkeypatch)
    where = space(dict(FIXED))
    truth = Truth(where.centre + 0.2, np.array([-2.0, 3.0, 0.4]))
    found = recover(PLAN, truth, 2, tmp_path, seed=3)
    assert found.names == ("phi", "onset:intercept", "onset:slope", "onset:land")
    assert found.failed == {}
    assert found.converged == (True, True)
    assert found.truth.tolist() == [*truth.at.tolist(), -2.0, 3.0, 0.4]
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"replication-000.json", "replication-001.json"}
    # the second is made again, the first is taken over; nothing else is fitted
    (tmp_path / "replication-001.json").write_text('{"torn')
    made: list[int] = []
    real = recovery_module.refit
    monkeypatch.setattr(
        recovery_module, "refit", lambda *a, **k: (made.append(1), real(*a, **k))[1]
    )
    again = recover(PLAN, truth, 2, tmp_path, seed=3)
    assert len(made) == 1
    assert again.estimate == pytest.approx(found.estimate, abs=1e-6)
    # another truth is another question
    recover(PLAN, replace(truth, at=truth.at + 0.1), 1, tmp_path, seed=3)
    assert len(made) == 2
    with pytest.raises(UsageError, match="at least 1"):
        recover(PLAN, truth, 0, tmp_path)


def test_recovery_stops_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny(monkeypatch)
    reporter = Silent()
    reporter.cancel()
    truth = Truth(space(dict(FIXED)).centre, np.array([-2.0, 3.0, 0.4]))
    with pytest.raises(Cancelled):
        recover(PLAN, truth, 1, reporter=reporter)


def test_a_replication_that_cannot_be_fitted_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny(monkeypatch)
    truth = Truth(space(dict(FIXED)).centre, np.array([-2.0, 3.0, 0.4]))
    real, calls = recovery_module.refit, []

    def stubborn(*rest: object, **more: object) -> object:
        calls.append(1)
        if len(calls) != 2:
            raise FoedusError("does not climb")
        return real(*rest, **more)

    monkeypatch.setattr(recovery_module, "refit", stubborn)
    found = recover(PLAN, truth, 2)
    assert found.failed == {0: "does not climb"}
    assert len(found.estimate) == 1
    told = found.document()
    assert (told["replications"], told["failed"]) == (1, {"0": "does not climb"})
    assert told["parameters"][0]["z_sd"] is None
    with pytest.raises(FoedusError, match="not one replication"):
        recover(PLAN, truth, 1)


def test_a_dead_worker_is_no_result(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is kept as not to be fitted for want of memory."""
    held = heavy()
    tiny(monkeypatch, replace(held, disputes=tuple(deadly(case) for case in held.disputes)))
    truth = Truth(space(dict(FIXED)).centre, np.array([-2.0, 3.0, 0.4]))
    with pytest.raises(WorkerDied, match="finished steps are kept; take fewer workers"):
        recover(PLAN, truth, 1, tmp_path, workers=2)
    with pytest.raises(WorkerDied):
        profile(PLAN, {"phi": 0.02}, ("phi",), tmp_path, workers=2)
    assert list(tmp_path.iterdir()) == []


def test_coverage_and_z_are_what_they_should_be() -> None:
    """Estimates drawn around a truth with their own errors: 90 per cent, and z of spread one."""
    rng = np.random.default_rng(4)
    truth, error = np.array([1.0, -2.0]), np.array([0.3, 2.0])
    estimate = truth + error * rng.normal(size=(4000, 2))
    wide = np.broadcast_to(error, estimate.shape)
    found = Recovery(
        ("a", "b"), truth, estimate, wide, estimate, 0.5 * wide, (True,) * 4000, {}, 6, 100, 0
    )
    told = found.document()
    assert found.z.std(axis=0) == pytest.approx([1.0, 1.0], abs=0.03)
    assert told["covered_sandwich"] == pytest.approx(0.90, abs=0.01)
    assert told["covered"] == pytest.approx(0.589, abs=0.015)  # half as wide: 2 Phi(.82) - 1
    for row, e in zip(told["parameters"], error, strict=True):
        assert abs(row["bias"]) < 4 * row["bias_error"]
        assert row["bias_error"] == pytest.approx(e / np.sqrt(4000), rel=0.05)
    assert pytest.approx(1.6449, abs=1e-4) == NINETY


def test_a_profile_falls_on_both_sides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tiny(monkeypatch)
    free = ("phi", "mu_climb")
    plan = Plan(fixed=tuple(pair for pair in FIXED if pair[0] not in free))
    where = space(dict(plan.fixed))
    start = {name: where.base.parameters[name].value for name in free}
    found = profile(plan, start, ("phi",), tmp_path, offsets=(-1.0, 1.0, 2.0))
    bends = found.bends["phi"]
    assert [bend.offset for bend in bends] == [-1.0, 1.0, 2.0]
    assert all(bend.converged for bend in bends)
    assert max(bend.objective for bend in bends) < found.objective
    assert bends[2].objective < bends[1].objective
    spread = where.sd[where.names.index("phi")]
    assert bends[1].value == pytest.approx(found.best["phi"] * np.exp(spread))
    rows = found.document()["parameters"]["phi"]
    assert all(row["objective"] < 0.0 for row in rows)
    # a second call takes everything from the folder
    monkeypatch.setattr(profile_module, "refit", lambda *_, **__: pytest.fail("made again"))
    assert profile(plan, start, ("phi",), tmp_path, offsets=(-1.0, 1.0, 2.0)) == found
    with pytest.raises(UsageError, match="did you mean 'phi'"):
        profile(plan, start, ("ph",), tmp_path)


def test_nothing_held_near_the_top_does_better(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A top that is not one would make a profile of the way that was left to it."""
    tiny(monkeypatch)
    free = ("phi", "mu_climb")
    plan = Plan(fixed=tuple(pair for pair in FIXED if pair[0] not in free))
    where = space(dict(plan.fixed))
    start = {name: where.base.parameters[name].value for name in free}
    found = profile(plan, start, free, tmp_path, offsets=(-0.2, 0.2))
    for bends in found.bends.values():
        assert all(bend.objective <= found.objective + TOP for bend in bends)


def test_the_profiles_that_ship_have_one_top() -> None:
    told = read_report().content["profiles"]["parameters"]
    assert set(NAMES) <= set(told)
    for rows in told.values():
        assert all(row["converged"] and row["objective"] <= TOP for row in rows)
        by = {row["offset"]: row["objective"] for row in rows}
        assert by[2.0] < by[1.0] < by[0.5]
        assert by[-2.0] < by[-1.0] < by[-0.5]
