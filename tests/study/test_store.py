"""Kept equilibria: the same bits as solved, and nothing believed unread."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foedus.core.errors import NotConverged
from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import Game, compile_game
from foedus.crisis.scenario import Scenario
from foedus.crisis.theta import load_theta
from foedus.study import store
from foedus.study.store import equilibrium_key, solved

OPTIONS = SolveOptions()


@pytest.fixture(scope="module")
def game(tiny: Scenario) -> Game:
    return compile_game(tiny)


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_what_is_fetched_is_what_was_solved(game: Game, tmp_path: Path) -> None:
    direct = solve(game, OPTIONS)
    first = solved(game, OPTIONS, folder=tmp_path)
    again = solved(game, OPTIONS, folder=tmp_path)
    assert first.method == direct.method
    assert again.method == "cached"
    for found in (first, again):
        assert np.array_equal(found.values, direct.values)
        assert found.residual == direct.residual
    assert [path.name for path in tmp_path.iterdir()] == [f"{equilibrium_key(game, OPTIONS)}.npy"]


def test_it_is_fetched_without_solving(
    game: Game, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = solved(game, OPTIONS, folder=tmp_path)
    monkeypatch.setattr(store, "solve", None)
    assert np.array_equal(solved(game, OPTIONS, folder=tmp_path).values, first.values)


def as_npy(array: np.ndarray, *, pickled: bool = False) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=pickled)
    return buffer.getvalue()


def spoilt(values: np.ndarray) -> dict[str, bytes]:
    whole = as_npy(values)
    away = values.copy()
    away[3, 1] += 1e-4
    nan = values.copy()
    nan[0, 0] = np.nan
    return {
        "empty": b"",
        "text": b"not numbers",
        "cut off": whole[: len(whole) // 2],
        "cut off in the header": whole[:40],
        "fewer columns": as_npy(values[:, :-1]),
        "fewer rows": as_npy(values[:-1]),
        "flat": as_npy(values.ravel()),
        "single precision": as_npy(values.astype(np.float32)),
        "objects": as_npy(np.array([{"a": 1}], object), pickled=True),
        "of another game": as_npy(np.zeros_like(values)),
        "a digit changed": as_npy(away),
        "nan": as_npy(nan),
    }


@pytest.mark.parametrize("how", sorted(spoilt(np.zeros((4, 3)))))
def test_a_spoilt_file_is_not_believed_and_is_replaced(
    game: Game, tmp_path: Path, how: str
) -> None:
    first = solved(game, OPTIONS, folder=tmp_path)
    path = only_file(tmp_path)
    good = path.read_bytes()
    path.write_bytes(spoilt(first.values)[how])
    again = solved(game, OPTIONS, folder=tmp_path)
    assert again.method != "cached"
    assert np.array_equal(again.values, first.values)
    assert only_file(tmp_path).read_bytes() == good
    assert solved(game, OPTIONS, folder=tmp_path).method == "cached"


def test_a_folder_in_its_place_is_survived(game: Game, tmp_path: Path) -> None:
    (tmp_path / f"{equilibrium_key(game, OPTIONS)}.npy").mkdir()
    assert solved(game, OPTIONS, folder=tmp_path).residual <= OPTIONS.tol
    assert len(list(tmp_path.iterdir())) == 1  # and no half-written file is left behind


def test_a_folder_that_cannot_be_written_costs_only_the_keeping(game: Game, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    found = solved(game, OPTIONS, folder=tmp_path / "file" / "equilibria")
    assert found.residual <= OPTIONS.tol


def test_what_is_too_large_is_not_kept(
    game: Game, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LARGEST", 100)
    solved(game, OPTIONS, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_converge_is_not_kept(game: Game, tmp_path: Path) -> None:
    with pytest.raises(NotConverged):
        solved(game, SolveOptions(tol=1e-30, limit=2), folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_everything_the_values_depend_on_is_in_the_key(tiny: Scenario, game: Game) -> None:
    key = equilibrium_key(game, OPTIONS)
    assert equilibrium_key(compile_game(tiny), OPTIONS) == key
    others = [
        equilibrium_key(compile_game(tiny.without("pact")), OPTIONS),
        equilibrium_key(compile_game(tiny.set("treaties.pact.binding", 0.81)), OPTIONS),
        equilibrium_key(compile_game(tiny.set("theta.X", 2)), OPTIONS),
        equilibrium_key(compile_game(tiny, load_theta().with_values({"X": 2.0})), OPTIONS),
        equilibrium_key(game, replace(OPTIONS, tol=1e-9)),
        equilibrium_key(game, replace(OPTIONS, steps=3)),
    ]
    assert len({key, *others}) == len(others) + 1


def test_where_it_was_begun_is_in_the_key(tiny: Scenario, game: Game, tmp_path: Path) -> None:
    """From another start the last digits differ; each start has its own file."""
    near = solve(compile_game(tiny.set("treaties.pact.binding", 0.79)), OPTIONS).values
    cold = solved(game, OPTIONS, folder=tmp_path)
    warm = solved(game, OPTIONS, warm=near, folder=tmp_path)
    assert warm.method == "warm"
    assert len(list(tmp_path.iterdir())) == 2
    assert not np.array_equal(warm.values, cold.values)
    for start, expected in ((None, cold), (near, warm)):
        again = solved(game, OPTIONS, warm=start, folder=tmp_path)
        assert again.method == "cached"
        assert np.array_equal(again.values, expected.values)


def test_a_new_solver_does_not_read_what_an_old_one_kept(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = equilibrium_key(game, OPTIONS)
    monkeypatch.setattr(store, "SOLVER_VERSION", store.SOLVER_VERSION + 1)
    assert equilibrium_key(game, OPTIONS) != before


def test_they_lie_in_the_cache(game: Game, cache: Path) -> None:
    solved(game, OPTIONS)
    assert [path.suffix for path in (cache / "equilibria").iterdir()] == [".npy"]
