"""Every benchmark runs on a tiny case, so that none can rot; nothing here is about time."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"
SCRIPTS = sorted(p.stem for p in FOLDER.glob("*.py") if not p.stem.startswith("_"))


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[callable]:
    """Import a benchmark as `python benchmarks/x.py` would find it."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(FOLDER))
    yield lambda name: importlib.import_module(name)
    for name in set(sys.modules) - before:
        if name in {*SCRIPTS, "_machine", "_sweep"}:
            del sys.modules[name]


@pytest.mark.parametrize("name", SCRIPTS)
def test_it_imports_and_has_a_main(name: str, script: callable) -> None:
    module: ModuleType = script(name)
    assert Path(module.__file__).parent == FOLDER
    assert callable(module.main)
    assert module.__doc__


def test_solve_july(script: callable, capsys: pytest.CaptureFixture[str]) -> None:
    july, machine = script("solve_july"), script("_machine")
    scenario = machine.reference("weak-target")
    assert july.cold(scenario, 1)["residual"] <= 1e-7
    assert july.cold(scenario, 2)["positions"] == 134
    for only_peace in (True, False):
        both = july.beside_numpy(compile_game(scenario), 2, only_peace=only_peace)
        assert both["off"] <= 1e-12
        assert both["prepared_ratio"] > 0
    assert "machine:" in machine.machine()


def test_numpy_sweeps_are_the_kernels_on_six_actors(script: callable) -> None:
    july, machine = script("solve_july"), script("_machine")
    game = compile_game(machine.reference("july-sketch"))
    assert july.beside_numpy(game, 1)["off"] <= 1e-12


def test_gambit(script: callable) -> None:
    theirs, mine, whole, off, infosets = script("gambit").beside_gambit("two-actors", 1)
    assert off <= 1e-6
    assert infosets == 6
    assert min(theirs.wall, mine.wall, whole.wall) > 0


def test_growth(script: callable) -> None:
    growth = script("growth")
    rows = []
    for actors in (3, 4):
        scenario = growth.crisis(actors)
        row = growth.solved(scenario, 1)
        assert row["actors"] == actors
        assert row["residual"] <= 1e-7
        rows.append(row | {"own": 0.1 * row["positions"], "cpu": 0.01 * row["positions"]})
    assert rows[1]["positions"] > 4 * rows[0]["positions"]
    end = growth.ends(rows)
    assert 4 < end["full"] < 20
    assert 4 < end["late"] < 20
    italy = growth.crisis(8)
    assert len(italy.actors) == 8
    assert italy.treaties


def test_paths(script: callable) -> None:
    paths, machine = script("paths"), script("_machine")
    found = solve(compile_game(machine.reference("weak-target")))
    r = paths.beside(found, 4000, 60)
    assert max(r["foedus_off"], r["numpy_off"], r["mesa_off"]) < 4.5
    assert r["histogram_off"] < 4.5
    assert min(r["numpy_ratio"], r["mesa_ratio"]) > 0


def test_the_numpy_paths_count_every_run_every_day(script: callable) -> None:
    paths, machine = script("paths"), script("_machine")
    lines = paths.Lines(solve(compile_game(machine.reference("average-dispute"))))
    drawn = paths.vectorised(lines, 300, 2)
    assert (drawn["histogram"].sum(axis=2) == 300).all()
    assert drawn["histogram"][0, 0, 2] == 300  # the challenger begins at display
    assert (drawn["ended"] >= 0).all()
    assert np.isfinite(drawn["length"]).all()


def test_start_up(script: callable) -> None:
    start = script("start_up")
    wall, cpu = start.starts(["-c", "pass"], 1)
    assert wall > 0
    assert cpu >= 0
    assert [limit for _, _, limit in start.CALLS] == [0.3, 0.5, None]


def test_reference_inputs(script: callable) -> None:
    reference = script("reference_inputs")
    numbers = reference.average_dispute()
    assert [n.target for n in numbers[:4]] == [0.035, 0.085, 0.060, 0.793]
    assert all(abs(n.obtained - n.target) < 0.05 for n in numbers)
    assert all(abs(n.falling - n.target) < 0.005 for n in numbers)
    assert "average dispute: war" in str(numbers[4])
    assert len(reference.weak_target()) == 15


def test_prior_predictive(script: callable) -> None:
    drawn = script("prior_predictive").prior_draws(3)
    total = sum(values for name, values in drawn.items() if name != "any_war")
    np.testing.assert_allclose(total, 1.0, atol=1e-9)
    assert len(set(drawn["any_war"])) == 3


def test_panels(script: callable, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    panels = script("panels")
    small = panels.Job("a year", "fd.dyad_years(1914, 1914)", "alliances", 10.0, None)
    panels.main((small,), times=1)
    out = capsys.readouterr().out
    assert "a year: 990 rows, 19 columns" in out
    assert "times less CPU" in out
    assert [job.cpu for job in panels.JOBS] == [25.8, 58.7, 14.3, 17.9]


def test_stability(
    script: callable, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stability = script("stability")
    monkeypatch.setattr(stability, "LIMIT_RATIO", 0.0)
    stability.beside_plain("small", *stability.like_equals(12))
    assert "small" in capsys.readouterr().out


def test_exposure(script: callable, data: Path) -> None:
    took, said = script("exposure").fresh(1900)
    assert took.cpu > 0
    assert said


def test_signalling(script: callable) -> None:
    took = script("signalling").speed(60, times=1)
    assert took
    assert min(took.values()) > 0


def test_likelihood(script: callable, data: Path) -> None:
    likelihood = script("likelihood")
    cases = likelihood.dispute_cases(2, only=(604, 1174))
    took = likelihood.likelihood(cases, 1)
    assert took.failed == 0
    assert took.loss > 0
    assert min(took.cold, took.warm, took.step, *took.cpu) > 0
    wall, cpu, slope = likelihood.gradient(cases, 1)
    assert min(wall, cpu) > 0
    assert slope == pytest.approx(took.score, abs=1e-3 * np.abs(took.score).max())
    whole = likelihood.space()
    held = {n: whole.base.parameters[n].value for n in whole.names if n not in ("lambda", "X")}
    assert likelihood.derivatives(cases[:1], whole.without(held)).off < 1e-4
