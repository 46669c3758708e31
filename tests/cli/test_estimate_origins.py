"""``foedus estimate origins``: what it asks for, tells, and puts into the package."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foedus.cli.app import main
from foedus.core.errors import Cancelled
from foedus.estimate.structural import origins, origins_fit
from foedus.estimate.structural.origins import Origin, Origins, load_origins

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def foedus(capsys: pytest.CaptureFixture[str]) -> Call:
    """``foedus("--years", "1946")``: status, standard output, standard error."""

    def call(*words: str) -> tuple[int, str, str]:
        status = main(["estimate", "origins", *words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


@pytest.fixture
def made(root: Path) -> Callable[..., Origin]:
    """A fit made up, by year and school."""
    file = root / "tests" / "estimate" / "structural" / "made_origins.py"
    spec = importlib.util.spec_from_file_location("made_origins", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["made_origins"] = module
    spec.loader.exec_module(module)
    one: Callable[..., Origin] = module.origin
    return one


@pytest.fixture
def asked(made: Callable[..., Origin], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was to be fitted; nothing is."""
    found: list[tuple[str, int]] = []

    def fit(one: Any, before: int, folder: Path, **_: Any) -> Origin:
        found.append((one.name, before))
        return made(before, one.name)

    monkeypatch.setattr(origins_fit, "fit_origin", fit)
    return found


def test_default_is_every_fold_of_the_game(
    foedus: Call, asked: list[tuple[str, int]], tmp_path: Path
) -> None:
    status, out, _ = foedus("--out", str(tmp_path), "--workers", "1")
    assert status == 0
    assert asked == [("game", year) for year in origins_fit.default_years()]
    assert "1946 game" in out
    assert load_origins(tmp_path / "origins.json").years() == tuple(sorted(y for _, y in asked))


def test_schools_and_years_are_chosen(
    foedus: Call, asked: list[tuple[str, int]], tmp_path: Path
) -> None:
    words = ("--out", str(tmp_path), "--school", "spiral,capability", "--years", "1946, 1993")
    status, out, _ = foedus(*words, "--json")
    assert status == 0
    assert asked == [(s, y) for s in ("spiral", "capability") for y in (1946, 1993)]
    assert len(json.loads(out)["origins"]) == 4
    status, _, err = foedus(*words)
    assert status == 2
    assert "--resume" in err
    assert foedus(*words, "--resume")[0] == 0
    assert len(asked) == 4


def test_rivals_are_all_but_the_game(
    foedus: Call, asked: list[tuple[str, int]], tmp_path: Path
) -> None:
    assert foedus("--out", str(tmp_path), "--school", "rivals", "--years", "1946")[0] == 0
    assert "game" not in {name for name, _ in asked}
    assert len(asked) == 5


def test_publishing_adds_to_what_ships(
    foedus: Call,
    asked: list[tuple[str, int]],
    made: Callable[..., Origin],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "package" / "origins.json"
    monkeypatch.setattr(origins_fit, "shipped", lambda: file)
    origins_fit.publish(Origins({}).with_([made(1870)]))
    words = ("--out", str(tmp_path / "out"), "--years", "1946", "--publish")
    status, out, _ = foedus(*words)
    assert status == 0
    assert "published" in out
    assert origins.load_origins(file).years() == (1870, 1946)


def test_interrupted(foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any, **__: Any) -> Any:
        raise Cancelled("stopped")

    monkeypatch.setattr(origins_fit, "fit_origin", stopped)
    status, out, err = foedus("--out", str(tmp_path))
    assert (status, out) == (130, "")
    assert "--resume goes on" in err.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--years", "19x"), "not a year"),
        (("--years", "12"), "not a year"),
        (("--school", "sprial"), "did you mean 'spiral'"),
        (("--workers", "0"), "at least 1"),
    ],
)
def test_wrong_calls_say_what_to_do(foedus: Call, words: tuple[str, ...], told: str) -> None:
    status, out, err = foedus(*words)
    assert (status, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
