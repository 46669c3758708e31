"""Splits, baselines, harness, and models by name, on made-up rows."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.estimate.scoring import risks
from foedus.estimate.scoring.baselines import BASELINES, baseline
from foedus.estimate.scoring.harness import ModelError, forecast, report
from foedus.estimate.scoring.plug import model as model_named
from foedus.estimate.scoring.splits import SPLITS, Fold, split
from foedus.estimate.scoring.tasks import HIDDEN, Rows, Task, task

TOY = Task(
    "toy",
    "it happens",
    "row",
    ("id",),
    ("x", "z"),
    ("x",),
    ("one",),
    ("block",),
    True,
    (),
    lambda: (rows(), "all"),
)


def rows(count: int = 4000, seed: int = 5) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    x, z = rng.normal(size=(2, count))
    y = rng.uniform(size=count) < 1 / (1 + np.exp(2 - 1.5 * x))
    year = np.sort(rng.integers(1900, 2015, size=count))
    return pl.DataFrame(
        {
            "id": np.arange(count),
            "year": year,
            "known": year,
            "block": np.arange(count) // 2,
            "y": y.astype(np.int8),
            "x": x,
            "z": np.where(rng.uniform(size=count) < 0.1, np.nan, z),
            "one": np.ones(count),
        }
    ).with_columns(pl.col("z").fill_nan(None))


@pytest.mark.parametrize("name", SPLITS)
def test_no_split_looks_ahead_or_scores_twice(name: str) -> None:
    frame = rows().with_columns(known=pl.col("year") + 3)
    scored: list[int] = []
    for fold, train, test in split(name).parts(frame):
        assert train["known"].to_numpy().max() < fold.first
        assert test["year"].to_numpy().min() >= fold.first
        scored += test["id"].to_list()
    assert len(scored) == len(set(scored))


def test_splits_are_frozen() -> None:
    assert SPLITS["1946-1992"].folds == (Fold(1946, 1992),)
    assert SPLITS["1993-2014"].folds == (Fold(1993, 2014),)
    decades = SPLITS["decades"].folds
    assert decades[0] == Fold(1870, 1879)
    assert decades[-1] == Fold(2010, 2014)
    assert len(decades) == 15


def test_baselines_find_what_is_there() -> None:
    models = {name: baseline(name, TOY) for name in BASELINES}
    made = report(TOY, split("1993-2014"), models)
    score = {name: s.log_score for name, s in made.scores.items()}
    assert score["logit"] < score["base"] - 0.05
    assert score["boosting"] < score["base"] - 0.05
    assert score["penalised"] == pytest.approx(score["logit"], abs=0.01)
    # With a single reason, competing risks are the base rate.
    assert score["risks"] == pytest.approx(score["base"], abs=1e-3)
    assert made.forecasts.height == made.scores["base"].rows


def test_baselines_do_not_fail_where_nothing_ever_happened() -> None:
    frame = rows().with_columns(y=pl.lit(0, pl.Int8))
    for name in BASELINES:
        p = forecast(baseline(name, TOY), frame.head(100), frame.tail(10))
        assert ((p > 0) & (p < 0.01)).all()


@pytest.mark.parametrize("ends", [True, False])
def test_hazards_are_recovered(ends: bool) -> None:
    rng = np.random.default_rng(6)
    reasons = np.column_stack([np.ones(200_000), rng.integers(0, 2, (2, 200_000)).T])
    true = np.array([0.05, 0.2, 0.0])
    happened = rng.uniform(size=200_000) < risks.chance(reasons @ true, ends=ends)
    found = risks.fit(reasons, happened.astype(np.int64), ends=ends)
    assert found == pytest.approx(true, abs=0.004)
    assert (found >= 0).all()


def test_one_hazard_has_a_closed_form() -> None:
    y = np.array([1, 0, 0, 0, 0])
    assert risks.fit(np.ones((5, 1)), y, ends=True)[0] == pytest.approx(1 / 4, rel=1e-4)
    assert risks.fit(np.ones((5, 1)), y, ends=False)[0] == pytest.approx(-np.log(0.8), rel=1e-4)


def test_a_model_does_not_see_what_happened() -> None:
    seen: list[str] = []

    def model(train: pl.DataFrame, test: pl.DataFrame) -> np.ndarray:
        assert "y" in train.columns
        seen.extend(test.columns)
        return np.full(test.height, 0.2)

    report(TOY, split("1993-2014"), {"mine": model})
    assert not set(HIDDEN) & set(seen)
    assert "x" in seen


def test_what_a_model_does_to_its_frames_no_rival_sees() -> None:
    def taker(train: pl.DataFrame, test: pl.DataFrame) -> np.ndarray:
        share = train.drop_in_place("y").mean()
        train.drop_in_place("x")
        test.drop_in_place("x")
        return np.full(test.height, share)

    alone = report(TOY, split("1993-2014"), {"logit": baseline("logit", TOY)})
    beside = report(TOY, split("1993-2014"), {"mine": taker, "logit": baseline("logit", TOY)})
    assert beside.scores["logit"] == alone.scores["logit"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda _, __: [0.1], "shape"),
        (lambda _, b: [float("nan")] * b.height, "no probabilities"),
        (lambda _, b: [1.2] * b.height, "no probabilities"),
        (lambda _, __: 1 / 0, "ZeroDivisionError"),
    ],
)
def test_a_model_that_fails_is_told_so(answer, words: str) -> None:
    frame = rows(100)
    with pytest.raises(ModelError, match=words):
        forecast(answer, frame.head(50), frame.tail(50), "mine")


def test_contrasts_are_signed_towards_the_first_model() -> None:
    good, base = baseline("logit", TOY), baseline("base", TOY)
    one = report(TOY, split("1993-2014"), {"good": good, "base": base}).contrasts[0]
    other = report(TOY, split("1993-2014"), {"base": base, "good": good}).contrasts[0]
    assert one.log_score.verdict == "better"
    assert other.log_score.mean == pytest.approx(-one.log_score.mean)
    assert other.log_score.verdict == "worse"


def test_fingerprint_changes_with_an_outcome_only() -> None:
    frame = rows(50)
    own = Rows(frame, "").fingerprint(("id",))
    assert Rows(frame.reverse().drop("x"), "").fingerprint(("id",)) == own
    flipped = frame.with_columns(y=1 - pl.col("y"))
    assert Rows(flipped, "").fingerprint(("id",)) != own


def test_models_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "def half(train, test):\n    return [0.5] * test.height\n"
    (tmp_path / "some_model_of_mine.py").write_text(text)
    frame = rows(10)
    from_file = model_named(f"{tmp_path / 'some_model_of_mine.py'}:half", TOY)
    assert (forecast(from_file, frame, frame) == 0.5).all()
    monkeypatch.chdir(tmp_path)
    from_module = model_named("some_model_of_mine:half", TOY)
    assert (forecast(from_module, frame, frame) == 0.5).all()
    with pytest.raises(UsageError, match="did you mean 'half'"):
        model_named("some_model_of_mine:halve", TOY)


@pytest.mark.parametrize("name", ["nobody_has_this:f", "no/such/file.py:f", "lgit"])
def test_models_that_are_not_there(name: str) -> None:
    with pytest.raises(UsageError):
        model_named(name, TOY)


def test_a_file_that_raises_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("raise RuntimeError('no')\n")
    with pytest.raises(UsageError, match="RuntimeError: no"):
        model_named(f"{tmp_path / 'broken.py'}:f", TOY)


def test_unknown_names() -> None:
    with pytest.raises(UsageError, match="escalation"):
        task("escalatoin")
    with pytest.raises(UsageError, match="decades"):
        split("decade")
    with pytest.raises(UsageError, match="no baseline"):
        baseline("oracle", TOY)
    with pytest.raises(UsageError, match="no model"):
        report(TOY, split("decades"), {})
    early = dataclasses.replace(TOY, build=lambda: (rows().filter(pl.col("year") < 1940), ""))
    with pytest.raises(UsageError, match="no rows"):
        report(early, split("1993-2014"), {"base": baseline("base", TOY)})
