"""The game as a model: probabilities of the right thing, from the right fit, kept once solved."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from foedus.cases.at_risk import CONTROLS, onset_rows
from foedus.cases.case import Case
from foedus.core.errors import Cancelled, NotConverged, UsageError
from foedus.core.progress import Silent
from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import outcomes
from foedus.crisis.reading import reached, read_out
from foedus.crisis.theta import Theta
from foedus.estimate.scoring import onset_game, solved
from foedus.estimate.scoring.game import DRAWS, READINGS, Forecaster, Settings
from foedus.estimate.scoring.games import GAMES, forecaster
from foedus.estimate.scoring.onset_game import controls, onset_chances
from foedus.estimate.scoring.plug import model as model_named
from foedus.estimate.scoring.solved import journal
from foedus.estimate.scoring.tasks import task
from foedus.estimate.structural.origins import NotFittedError
from foedus.estimate.structural.sample import MEASURES, measures
from foedus.estimate.structural.schools import SCHOOLS

from ..structural.made import FORCE, SHOW, WAR, case, scenario  # noqa: TID252 - the next room
from ..structural.made_origins import file_of, origin  # noqa: TID252 - the next room

ESCALATION, JOINING, GREAT = (task(n) for n in ("escalation", "joining", "great-power-war"))
CASES = (
    case("1", scenario(), SHOW, 1930, 1),
    case("2", scenario(4.0, 4.0, 5.0), FORCE, 1935, 2),
    case("3", scenario(8.0, 1.0, 3.0), WAR, 1940, 3),
    case("4", scenario(5.0, 3.0, 4.0), SHOW, 1950, 4),
    case("5", scenario(9.0, 9.0, 2.0), WAR, 1960, 5),
)
ORIGIN = origin(1946)


def settings(folder: Path, **given: Any) -> Settings:
    there = given.pop("origins", None) or file_of(folder, ORIGIN)
    return Settings(
        **{"cases": lambda _: CASES, "folder": folder, "draws": 2} | given, origins=there
    )


def disputes(*numbers: int, **columns: Sequence[Any]) -> pl.DataFrame:
    years = {int(c.key): c.year for c in CASES}
    year = [years.get(n, 1950) for n in numbers]
    frame = pl.DataFrame(
        {"dispnum": numbers, "year": year, "known": year, "y": [n in (3, 5) for n in numbers]},
        schema_overrides={"dispnum": pl.Int16, "year": pl.Int16},
    )
    return frame.with_columns(pl.col("y").cast(pl.Int8), **{
        name: pl.Series(values) for name, values in columns.items()
    })  # fmt: skip


LEARNT, SCORED = disputes(1, 2, 3), disputes(4, 5).drop("y", "known")


def told(one: Case, theta: Theta, name: str) -> float:
    return outcomes(solve(compile_game(one.scenario, theta)), reached=False)[name]


def test_escalation_is_the_chance_of_any_war_over_draws(tmp_path: Path) -> None:
    p = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path))(LEARNT, SCORED)
    drawn = ORIGIN.draws(2)
    assert drawn[0]["c_w"] != drawn[1]["c_w"]
    direct = [np.mean([told(c, t, "any_war") for t in drawn]) for c in CASES[3:]]
    assert p == pytest.approx(direct, abs=1e-5)
    point = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path, draws=0))(LEARNT, SCORED)
    assert point == pytest.approx([told(c, ORIGIN.theta(), "any_war") for c in CASES[3:]], abs=1e-5)
    assert abs(point - p).max() > 1e-3


def test_great_power_war_needs_two_of_them(tmp_path: Path) -> None:
    """There is one major power in the made-up cases."""
    p = Forecaster(GREAT, SCHOOLS["game"], settings(tmp_path))(LEARNT, SCORED)
    assert p == pytest.approx([0.0, 0.0], abs=1e-12)
    both = CASES[4].scenario.model_dump(by_alias=True)
    both["actors"]["BBB"]["major"] = True
    rival = replace(CASES[4], scenario=type(CASES[4].scenario).model_validate(both))
    made = settings(tmp_path, cases=lambda _: (*CASES[:4], rival), draws=0)
    p = Forecaster(GREAT, SCHOOLS["game"], made)(LEARNT, SCORED)
    assert p[1] == pytest.approx(told(rival, ORIGIN.theta(), "great_power_war"), abs=1e-5)
    assert p[1] > 0.01


def test_joining_is_a_show_of_force_on_the_camp_s_side(tmp_path: Path) -> None:
    learnt = disputes(1, 2, 3, 3, ccode=[300 + 2, 302, 302, 7]).with_columns(
        y=pl.Series([0, 1, 1, 0], dtype=pl.Int8)
    )
    asked = disputes(4, 5, 5, 99, ccode=[302, 302, 7, 7]).drop("y", "known")
    model = Forecaster(JOINING, SCHOOLS["game"], settings(tmp_path, draws=0))
    p = model(learnt, asked)
    for k in (0, 1):
        found = solve(compile_game(CASES[3 + k].scenario, ORIGIN.theta()))
        read = read_out(found, (reached(found.game, 2, "CCC"),), ahead=False)
        assert p[k] == pytest.approx(read.chances[0], abs=1e-5)
    assert 0.0 < p[0] < 1.0
    # Beyond the game: the share of such candidates that joined, half of each more than counted.
    assert p[2] == pytest.approx(0.5 / 2.0)
    # No game at all: the base rate.
    assert p[3] == pytest.approx(2.5 / 5.0)
    told_of = " ".join(model.notes())
    assert "at the base rate, no game or not solved: 1" in told_of
    assert "candidates outside the game, one rate for all: 1" in told_of


def test_what_cannot_be_solved_gets_the_base_rate_and_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def picky(game: Any, *given: Any, **named: Any) -> Any:
        if game.scenario is CASES[4].scenario:
            raise NotConverged("no equilibrium")
        return solve(game, *given, **named)

    monkeypatch.setattr(solved, "solve", picky)
    for _ in range(2):  # the second time from what was kept
        model = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path))
        p = model(LEARNT, SCORED)
        assert p[1] == pytest.approx(1.5 / 4.0)
        assert p[0] != p[1]
        assert "of 2 rows: at the base rate, no game or not solved: 1" in model.notes()


def test_a_draw_that_is_lost_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = ORIGIN.draws(2)[1]["c_w"]

    def picky(game: Any, *given: Any, **named: Any) -> Any:
        if abs(game.theta["c_w"] / second - 1.0) < 1e-6:
            raise NotConverged("no equilibrium")
        return solve(game, *given, **named)

    monkeypatch.setattr(solved, "solve", picky)
    model = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path))
    p = model(LEARNT, SCORED)
    assert p[0] == pytest.approx(told(CASES[3], ORIGIN.draws(1)[0], "any_war"), abs=1e-5)
    assert "of 2 rows: with a draw lost: 2" in model.notes()


def test_a_second_scoring_solves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path))(LEARNT, SCORED)

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("solved again")

    monkeypatch.setattr(solved, "solve", never)
    again = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path))(LEARNT, SCORED)
    assert (again == first).all()
    fewer = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path, draws=1))(LEARNT, SCORED)
    assert np.isfinite(fewer).all()
    changed = (*CASES[:4], replace(CASES[4], scenario=scenario(1.0, 9.0, 2.0)))
    with pytest.raises(AssertionError, match="solved again"):  # the same key, another scenario
        Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path, cases=lambda _: changed))(
            LEARNT, SCORED
        )
    elsewhere = file_of(tmp_path / "other", origin(1946, shift=0.1))
    with pytest.raises(AssertionError, match="solved again"):  # another fit
        Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path, origins=elsewhere))(
            LEARNT, SCORED
        )


def test_numbers_do_not_depend_on_who_solves(tmp_path: Path) -> None:
    alone = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path / "a"))(LEARNT, SCORED)
    with ThreadPoolExecutor(2) as executor:
        one = settings(tmp_path / "b", executor=executor)
        assert (Forecaster(ESCALATION, SCHOOLS["game"], one)(LEARNT, SCORED) == alone).all()


def test_it_stops_when_asked(tmp_path: Path) -> None:
    reporter = Silent()
    reporter.cancel()
    model = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path, reporter=reporter))
    with pytest.raises(Cancelled, match="what was solved is kept"):
        model(LEARNT, SCORED)


def test_a_fold_without_a_fit_says_how_to_get_one(tmp_path: Path) -> None:
    model = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path))
    with pytest.raises(NotFittedError, match="--school game --years 1950 --publish"):
        model(disputes(1, 2, 4), disputes(4, 5))  # learnt until 1950
    with pytest.raises(NotFittedError, match="--school spiral"):
        Forecaster(ESCALATION, SCHOOLS["spiral"], settings(tmp_path))(LEARNT, SCORED)


def test_a_school_foretells_from_its_own_scenario(tmp_path: Path) -> None:
    there = file_of(tmp_path, ORIGIN, origin(1946, "capability"), origin(1946, "spiral"))
    game, capability, spiral = (
        Forecaster(ESCALATION, SCHOOLS[n], settings(tmp_path, origins=there))(LEARNT, SCORED)
        for n in ("game", "capability", "spiral")
    )
    assert abs(game - capability).max() > 1e-4
    assert abs(game - spiral).max() > 1e-4


def test_recalibration_learns_from_earlier_rows_only(tmp_path: Path) -> None:
    plain = forecaster("game", ESCALATION, settings(tmp_path))
    one = forecaster("game-calibrated", ESCALATION, settings(tmp_path))
    p, moved = plain(LEARNT, SCORED), one(LEARNT, SCORED)
    assert abs(p - moved).max() > 1e-3
    assert (moved > p).all()  # one war among the three learnt from is more than the game thought
    assert (np.argsort(p) == np.argsort(moved)).all()
    assert (one(LEARNT, SCORED.reverse())[::-1] == moved).all()


def test_notes_tell_of_fits_that_are_rough_or_stale(tmp_path: Path) -> None:
    fresh = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path, draws=0))
    fresh(LEARNT, SCORED)
    assert fresh.notes() == ["point values of game-1946 (3 disputes)"]
    there = file_of(tmp_path / "x", replace(ORIGIN, converged=False, key="of other days"))
    model = Forecaster(ESCALATION, SCHOOLS["game"], settings(tmp_path, draws=0, origins=there))
    model(LEARNT, SCORED)
    text = "\n".join(model.notes())
    assert "the climb had not ended: game-1946" in text
    assert "fitted with other priors, data or solver" in text


def test_models_by_name(tmp_path: Path) -> None:
    assert set(SCHOOLS) <= set(GAMES)
    for name in GAMES:
        one = model_named(name, ESCALATION, settings(tmp_path))
        assert isinstance(one, Forecaster)
    assert model_named("game-point", ESCALATION).draws == 0
    assert model_named("game", ESCALATION).draws == DRAWS
    assert model_named("game", task("onset")).draws == 0
    with pytest.raises(UsageError, match="did you mean 'spiral'"):
        model_named("sprial", ESCALATION)
    with pytest.raises(UsageError, match="score game"):
        model_named("game-calibrated", task("onset"))
    assert set(READINGS) | {"onset"} == {"escalation", "joining", "great-power-war", "onset"}


def test_onset_begins_in_either_direction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {(2, 20): (6.0, 2.0, 7.0), (20, 2): (2.0, 6.0, None)}

    def made(rows: pl.DataFrame, k: int) -> tuple[Case, ...]:
        return tuple(
            case(f"{one}-{other}-{year}", scenario(*sizes[one, other]), None, year)
            for one, other, year in rows.select("ccode1", "ccode2", "year").iter_rows()
        )

    monkeypatch.setattr(onset_game, "dyad_year_cases", made)
    monkeypatch.setattr(
        onset_game, "controls", lambda rows: rows.select(pl.col("land").cast(pl.Float64))
    )
    rows = pl.DataFrame(
        {"ccode1": [2, 2], "ccode2": [20, 20], "year": [1950, 1951], "land": [0, 1]}
    )
    kept = journal(ORIGIN, 0, tmp_path)

    def chance(slope: Any, draws: int) -> np.ndarray:
        return onset_chances(rows, SCHOOLS["game"], ORIGIN, draws, 0, 2, kept, slope=slope)

    p = chance("play", 0)
    model = ORIGIN.onset()
    alone = []
    for land in (0.0, 1.0):
        each = []
        for key in ((2, 20), (20, 2)):
            one = case("x", scenario(*sizes[key]))
            found = solve(compile_game(one.scenario, ORIGIN.theta()))
            value = float(found.start[0])
            known = {"land": land} | dict(zip(MEASURES, measures(one), strict=True))
            each.append(model.chance(value, known))
        alone.append(1.0 - (1.0 - each[0]) * (1.0 - each[1]))
    assert p == pytest.approx(alone, abs=1e-5)
    assert p[1] > p[0]
    assert abs(chance("free", 0) - p).max() > 1e-3
    assert abs(chance("play", 2) - p).max() > 1e-6


@pytest.mark.usefixtures("data")
def test_controls_are_those_that_the_onset_model_was_fitted_on() -> None:
    rows = task("onset").rows().frame
    fitted = onset_rows().filter(pl.col("at_risk"))
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    there = rows.select("ccode1", "ccode2", "year").hstack(controls(rows))
    both = fitted.with_columns(ccode1=low, ccode2=high).join(
        there, on=["ccode1", "ccode2", "year"], suffix="_task", maintain_order="left"
    )
    assert both.height == fitted.height
    for name in CONTROLS:
        apart = (both[name] - both[f"{name}_task"]).abs()
        assert apart.max() == pytest.approx(0.0, abs=1e-9), name
