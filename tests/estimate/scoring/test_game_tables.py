"""Rival schools, groups, components, recalibration: why the game does as well as it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from foedus.cases.case import Case, Seen
from foedus.core.errors import UsageError
from foedus.estimate.scoring.components import components, frequencies
from foedus.estimate.scoring.game import Forecaster, Settings
from foedus.estimate.scoring.groups import groups
from foedus.estimate.scoring.harness import report
from foedus.estimate.scoring.recalibrated import recalibrated
from foedus.estimate.scoring.rivals import STACKED, rivals
from foedus.estimate.scoring.scores import log_losses
from foedus.estimate.scoring.splits import Fold, Split
from foedus.estimate.scoring.tasks import Rows, task
from foedus.estimate.structural.origins import NotFittedError
from foedus.estimate.structural.schools import SCHOOLS

from ..structural.made import FORCE, SHOW, WAR, case, scenario  # noqa: TID252 - the next room
from ..structural.made_origins import file_of, origin  # noqa: TID252 - the next room

ESCALATION = task("escalation")
TOY = Split("toy", "made up", (Fold(1950, 1969),))
DUEL = Seen("display", "lapsed", 40.0, {}, {}, ())
BATTLE = Seen("war", None, 200.0, {}, {}, ())


def duels() -> tuple[Case, ...]:
    """Disputes of two states, 1920 to 1968, every fifth a war; the stronger the challenger."""
    made = []
    for k in range(25):
        seen = BATTLE if k % 5 == 4 else DUEL
        made.append(case(str(k), scenario(2.0 + k % 7, 3.0, None), seen, 1920 + 2 * k, k))
    return tuple(made)


def rows(cases: tuple[Case, ...]) -> Rows:
    frame = pl.DataFrame(
        {
            "dispnum": [int(c.key) for c in cases],
            "year": [c.year for c in cases],
            "known": [c.known for c in cases],
            "block": [c.block for c in cases],
            "y": [int(c.seen is not None and c.seen.level == "war") for c in cases],
        }
    )
    return Rows(frame, "made up")


def settings(folder: Path, *found: Any) -> Settings:
    cases = duels()
    return Settings(draws=1, cases=lambda _: cases, folder=folder, origins=file_of(folder, *found))


def test_schools_are_scored_and_stacked_by_what_they_foretold_before(tmp_path: Path) -> None:
    there = [origin(y, n) for y in (1930, 1940, 1950) for n in ("game", "capability")]
    own = settings(tmp_path, *there, origin(1950, "spiral", shift=0.5), origin(1940, "timetable"))
    made = rivals(ESCALATION, TOY, own, against=("base",), rows=rows(duels()), draws=20)
    assert list(made.report.scores) == ["game", "capability", "spiral", STACKED, "base"]
    assert set(made.missing) == {"deterrence", "timetable", "moral-hazard"}
    assert [one.against for one in made.report.contrasts] == list(made.report.scores)[1:]
    (learnt,) = made.stacks
    # The one year before 1950 that all three have a fit for: none.
    assert learnt.rows == 0
    assert made.report.scores[STACKED].rows == 10


def test_weights_are_learnt_from_rows_foretold_before_their_year(tmp_path: Path) -> None:
    there = [origin(y, n) for y in (1930, 1940, 1950) for n in ("game", "capability")]
    own = settings(tmp_path, *there)
    made = rivals(ESCALATION, TOY, own, against=("base",), rows=rows(duels()), draws=20)
    (learnt,) = made.stacks
    # Disputes known before 1950 that began from 1930 on.
    assert learnt.rows == sum(c.year >= 1930 and c.known < 1950 for c in duels())
    frame = made.report.forecasts
    mixed = learnt.mixed({n: frame[f"p_{n}"].to_numpy() for n in ("game", "capability")})
    assert frame[f"p_{STACKED}"].to_numpy() == pytest.approx(mixed)
    assert sum(one.weight for one in learnt.weights.values()) == pytest.approx(1.0)


def test_the_game_must_be_there(tmp_path: Path) -> None:
    own = settings(tmp_path, origin(1950, "spiral"))
    with pytest.raises(NotFittedError, match="--school game --years 1950"):
        rivals(ESCALATION, TOY, own, against=("base",), rows=rows(duels()))


def test_groups_hold_all_rows_once_and_their_mean_is_the_score() -> None:
    cases = (
        *duels(),
        case("25", scenario(), WAR, 1964, 25),
        case("26", scenario(), SHOW, 1951, 26),
    )
    models = {
        "even": lambda _, test: np.full(test.height, 0.4),
        "late": lambda _, test: np.where(test["year"] > 1960, 0.3, 0.1),
    }
    made = report(ESCALATION, TOY, models, rows=rows(cases), draws=10)
    table = groups(made, ["decade", "obligations", "power"], lambda: cases)
    for name in ("decade", "obligations", "power"):
        part = table.filter(pl.col("by") == name)
        assert part["rows"].sum() == made.scores["even"].rows
        for model in models:
            mean = (part["rows"] * part[model]).sum() / part["rows"].sum()
            assert mean == pytest.approx(made.scores[model].log_score)
    owed = table.filter(pl.col("by") == "obligations")
    assert owed["group"].to_list() == ["with obligations", "without obligations"]
    assert owed["rows"].to_list() == [2, 10]
    assert owed["events"].to_list() == [1, 2]
    with_ = log_losses(np.array([1, 0]), np.array([0.3, 0.1])).mean()
    assert owed["late"][0] == pytest.approx(with_)
    assert table.filter(pl.col("by") == "decade")["group"].to_list() == ["1950", "1960"]
    unknown = groups(made, ["parties"], lambda: cases[:20])
    assert set(unknown["group"]) == {"no game", "one a side"}
    with pytest.raises(UsageError, match="did you mean 'decade'"):
        groups(made, ["decades"], lambda: cases)


def test_candidates_are_in_the_game_or_beyond_it() -> None:
    cases = (case("1", scenario(), WAR, 1955, 1),)
    (inside,) = cases[0].candidates
    frame = pl.DataFrame(
        {
            "dispnum": [1, 1, 2, 0],
            "ccode": [inside.ccode, 7, 7, 7],
            "year": [1955, 1955, 1956, 1940],
            "known": [1956, 1956, 1957, 1941],
            "block": [1, 1, 2, 0],
            "y": [1, 0, 0, 0],
        }
    )
    models = {"half": lambda _, test: np.full(test.height, 0.5)}
    made = report(task("joining"), TOY, models, rows=Rows(frame, ""), draws=10)
    table = groups(made, ["in-game"], lambda: cases)
    assert table.select("group", "rows", "events").rows() == [
        ("beyond it", 2, 0),
        ("in the game", 1, 1),
    ]
    with pytest.raises(UsageError, match="decade is there for every task"):
        groups(report(ESCALATION, TOY, models, rows=rows(duels()), draws=5), ["in-game"])


def test_frequencies_count_what_was_seen() -> None:
    found = frequencies([SHOW, FORCE, WAR, DUEL])
    assert found.level == pytest.approx(np.array([2.5, 1.5, 1.5]) / 5.5)
    assert found.end["lapsed"] == pytest.approx(2.5 / 5.0)
    assert found.joined == pytest.approx(2.5 / 4.0)
    assert found.fought == pytest.approx(1.5 / 2.0)
    assert dict(found.losses(SHOW))["joined"] == pytest.approx(-np.log(1.0 - 2.5 / 4.0))
    assert [kind for kind, _ in found.losses(WAR)] == ["level", "length", "joined", "fought"]


def test_components_are_the_likelihood_s_terms(tmp_path: Path) -> None:
    cases = (
        *duels(),
        case("25", scenario(), WAR, 1964, 25),
        case("26", scenario(), FORCE, 1951, 26),
    )
    own = Settings(
        draws=1, cases=lambda _: cases, folder=tmp_path, origins=file_of(tmp_path, origin(1950))
    )
    found = components(Forecaster(ESCALATION, SCHOOLS["game"], own), TOY, draws=20)
    by = {one.kind: one for one in found}
    assert list(by) == ["level", "end", "length", "joined", "fought"]
    assert by["level"].terms == 12
    assert by["joined"].terms == 2
    assert by["fought"].terms == 1
    for one in found:
        assert one.gain.mean == pytest.approx(one.constant - one.game)
    constant = frequencies([c.seen for c in cases if c.known < 1950 and c.seen is not None])
    wars = 3
    level = -(9 * np.log(constant.level[0]) - 0 + wars * np.log(constant.level[2])) / 12
    shown = -(
        8 * np.log(constant.level[0]) + np.log(constant.level[1]) + 3 * np.log(constant.level[2])
    )
    assert by["level"].constant == pytest.approx(shown / 12)
    assert level != pytest.approx(by["level"].constant)


def test_recalibration_mends_what_is_wrong_throughout() -> None:
    rng = np.random.default_rng(1)
    true = rng.uniform(0.01, 0.3, 20_000)
    y = (rng.uniform(size=true.size) < true).astype(np.int64)
    odds = np.log(true / (1.0 - true))
    told = 1.0 / (1.0 + np.exp(-(1.0 + 0.5 * odds)))
    moved = recalibrated(told[:10_000], y[:10_000], told[10_000:])
    assert moved == pytest.approx(true[10_000:], abs=0.03)
    before, after = (log_losses(y[10_000:], p).mean() for p in (told[10_000:], moved))
    assert after < before - 0.1


def test_recalibration_hardly_moves_what_it_knows_nothing_of() -> None:
    told = np.array([0.1, 0.2])
    one = recalibrated(told, np.zeros(2, np.int64), np.array([0.15]))
    assert 0.05 < one[0] < 0.15
    # All of one kind, many rows: finite still.
    many = recalibrated(np.full(1000, 0.2), np.zeros(1000, np.int64), np.array([0.2, 0.9]))
    assert ((many > 0.0) & (many < 1.0)).all()
    assert many[0] < 0.02
