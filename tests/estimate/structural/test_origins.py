"""Fits to what was known before a year: kept, drawn from, found again, and knowing no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from foedus.core.errors import Cancelled, FoedusError, UsageError
from foedus.core.progress import Silent
from foedus.estimate.scoring.splits import SPLITS
from foedus.estimate.structural import origins_fit, origins_start
from foedus.estimate.structural.climb import ENOUGH, State, curvature
from foedus.estimate.structural.origins import (
    NotFittedError,
    Origin,
    Origins,
    load_origins,
)
from foedus.estimate.structural.origins_fit import (
    as_origin,
    climbed,
    default_years,
    fit_origin,
    fit_origins,
    publish,
    question,
)
from foedus.estimate.structural.sample import sample
from foedus.estimate.structural.schools import SCHOOLS, School
from foedus.estimate.structural.space import Space, space

from .made import bare
from .made import sample as made_sample
from .made_origins import NAMES, file_of, origin


def begun(at: np.ndarray) -> State:
    return State("key", tuple(at.tolist()), (), 0, 1e-2, (), np.inf)


@pytest.fixture(scope="module")
def few() -> Space:
    return bare(("mu_climb", "phi", "c_w"), space())


def test_the_top_does_not_depend_on_where_a_climb_begins(few: Space) -> None:
    """So a climb may begin at the pooled estimate, which has seen what came later."""
    tops = [
        climbed(made_sample(), few, begun(few.centre + side * few.sd), lambda _: None)
        for side in (-1.5, 1.0)
    ]
    for found in tops:
        assert found.state.done
        assert found.begins is not None
    gap = tops[0].point.at - tops[1].point.at
    # In units in which a standard error is one: within what the climb calls enough.
    assert gap @ curvature(tops[0].point, few) @ gap <= 4.0 * ENOUGH
    apart = np.abs(tops[0].belief.mean - tops[1].belief.mean) / tops[0].belief.sd
    assert apart.max() < 1.0
    assert tops[0].begins.play == pytest.approx(tops[1].begins.play, abs=0.3)


def test_a_climb_begins_at_the_nearest_fits() -> None:
    """The game of the year, moved by what the school differed by before the nearest other."""
    where = space(dict(SCHOOLS["spiral"].fixed))
    places = [where.names.index(name) for name in NAMES]
    pool, centre = origins_start.pooled(where), np.array(origin(1946).top)
    rest = [k for k in range(len(where.names)) if k not in places]

    def moved(*made: Origin, name: str = "spiral", before: int = 1993) -> np.ndarray:
        at = origins_start.begun(where, made, SCHOOLS[name], before)
        assert at[rest] == pytest.approx(pool[rest])
        return at[places] - centre

    assert moved() == pytest.approx(pool[places] - centre)
    game, early = origin(1993, shift=0.5), origin(1946, shift=0.2)
    spiral, older = origin(1946, "spiral", 0.3), origin(1900, "spiral", 9.0)
    assert moved(game) == pytest.approx(0.5)
    assert moved(early, spiral, older) == pytest.approx(0.3)
    assert moved(game, spiral) == pytest.approx(0.3)
    assert moved(game, early, spiral, older) == pytest.approx(0.5 + 0.3 - 0.2)
    assert moved(game, early, name="game", before=1990) == pytest.approx(0.5)
    assert moved(origin(1993, "spiral", 7.0), game) == pytest.approx(0.5)


def test_a_fit_is_kept_whole(few: Space, tmp_path: Path) -> None:
    found = climbed(made_sample(), few, begun(few.centre), lambda _: None)
    one = as_origin(found, SCHOOLS["game"], 1970, "key")
    assert one.covariance == pytest.approx(found.belief.covariance)
    (again,) = load_origins(file_of(tmp_path, one))
    for name in ("top", "mean", "sd", "free", "none", "play"):
        assert getattr(again, name) == pytest.approx(getattr(one, name), rel=1e-9)
    assert again.covariance == pytest.approx(one.covariance, rel=1e-8)
    same = ("names", "controls", "disputes", "onset_rows", "clusters", "before", "key", "steps")
    assert {name: getattr(again, name) for name in same} == {
        name: getattr(one, name) for name in same
    }
    assert (one.disputes, one.onset_rows, one.controls) == (3, 4, ("land",))
    theta = again.theta()
    assert theta["phi"] == pytest.approx(np.exp(again.mean[again.names.index("phi")]))
    assert theta.status == "fitted to what was known before 1970"


def test_draws_have_the_posterior_s_covariance() -> None:
    one = replace(origin(1946, sd=0.1), names=NAMES)
    drawn = one.draws(3000)
    logs = np.array([[np.log(t["c_w"]), np.log(t["mu_war"]), t["democracy"]] for t in drawn])
    assert logs.mean(axis=0) == pytest.approx(np.array(one.mean), abs=0.01)
    assert np.cov(logs.T) == pytest.approx(one.covariance, abs=0.003)


def test_draws_are_common_and_do_not_depend_on_their_number() -> None:
    one, other = origin(1946), origin(1993, shift=0.5)
    few, many = one.draws(2), one.draws(5)
    assert [t.values() for t in few] == [t.values() for t in many[:2]]
    apart = np.log(other.draws(2)[1]["c_w"] / few[1]["c_w"])
    assert apart == pytest.approx(0.5)
    assert one.draws(1, seed=1)[0].values() != few[0].values()


def test_a_school_s_fixed_parameters_stay_fixed_in_draws() -> None:
    one = origin(1946, "capability")
    assert {t["X"] for t in one.draws(4)} == {0.0}
    assert {t["audience"] for t in (one.theta(), *one.draws(2))} == {0.0}


def test_onset_models(tmp_path: Path) -> None:
    one = origin(1946)
    assert one.onset().slope == 4.0
    assert one.onset("free").slope == -1.0
    assert one.onset("none").coef == (0.5,)
    (bare_,) = load_origins(file_of(tmp_path, replace(one, free=(), none=(), play=())))
    with pytest.raises(NotFittedError, match="too few disputes before 1946"):
        bare_.onset()


def test_the_fit_of_a_fold_knew_what_is_learnt_and_nothing_that_is_scored() -> None:
    found = Origins({}).with_([origin(1940), origin(1946), origin(1993), origin(1946, "spiral")])
    assert found.years() == (1940, 1946, 1993)
    assert found.fitting("game", 1945, 1946).before == 1946
    # Nothing happened in the fold's first years, and the last outcome came early.
    assert found.fitting("game", 1943, 1948).before == 1946
    with pytest.raises(NotFittedError, match=r"before 1950 .*1940, 1946, 1993.*--years 1950"):
        found.fitting("game", 1949, 1950)
    with pytest.raises(NotFittedError, match="--school spiral --years 1993 --publish"):
        found.fitting("spiral", 1992, 1993)
    with pytest.raises(NotFittedError):
        found.at("spiral", 1993)


def test_files_that_are_none(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"foedus-origins": 99, "origins": []}', encoding="utf-8")
    for path in (bad, tmp_path / "no.json"):
        with pytest.raises(FoedusError, match="foedus estimate origins"):
            load_origins(path)


def test_default_years_are_the_folds() -> None:
    firsts = {fold.first for one in SPLITS.values() for fold in one.folds}
    assert set(default_years()) == firsts
    assert default_years()[:2] == (1946, 1993)
    assert {1946, 1993} < set(default_years("spiral"))


def fake(
    made: list[tuple[str, int]], stop_at: int | None = None, fail_at: int | None = None
) -> Any:
    def fit(one: School, before: int, folder: Path, **_: Any) -> Origin:
        if before == stop_at:
            raise Cancelled("stopped")
        if before == fail_at:
            raise FoedusError("the fit does not climb any further")
        made.append((one.name, before))
        return origin(before, one.name)

    return fit


def test_each_is_kept_as_soon_as_it_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, int]] = []
    asked = [("game", 1946), ("spiral", 1946), ("game", 1993)]
    monkeypatch.setattr(origins_fit, "fit_origin", fake(made, stop_at=1993))
    with pytest.raises(Cancelled):
        fit_origins(asked, tmp_path)
    assert {(o.school, o.before) for o in load_origins(tmp_path / "origins.json")} == set(asked[:2])
    monkeypatch.setattr(origins_fit, "fit_origin", fake(made))
    with pytest.raises(UsageError, match="--resume"):
        fit_origins(asked, tmp_path)
    found = fit_origins(asked, tmp_path, resume=True)
    assert made == asked  # none was fitted twice
    assert set(found.fits) == set(asked)


def test_one_that_fails_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, int]] = []
    monkeypatch.setattr(origins_fit, "fit_origin", fake(made, fail_at=1946))
    with pytest.raises(FoedusError, match=r"1 of 2 origins were not fitted \(game before 1946"):
        fit_origins([("game", 1946), ("game", 1993)], tmp_path)
    assert load_origins(tmp_path / "origins.json").years() == (1993,)


def test_a_fit_of_another_question_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, int]] = []
    monkeypatch.setattr(origins_fit, "fit_origin", fake(made))
    fit_origins([("game", 1946)], tmp_path)
    monkeypatch.setattr(origins_fit, "NUMBERS", origins_fit.NUMBERS + 1)
    with pytest.raises(UsageError, match="holds another fit"):
        fit_origins([("game", 1946)], tmp_path, resume=True)
    assert question(SCHOOLS["game"], 1946) != question(SCHOOLS["game"], 1947)
    assert question(SCHOOLS["game"], 1946) != question(SCHOOLS["spiral"], 1946)


def test_publishing_keeps_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "shipped.json"
    publish([origin(1946), origin(1946, "spiral")], file)
    publish([origin(1993), origin(1946, shift=1.0)], file)
    there = load_origins(file)
    assert set(there.fits) == {("game", 1946), ("spiral", 1946), ("game", 1993)}
    assert there.at("game", 1946).mean == pytest.approx(origin(1946, shift=1.0).mean)


def test_an_interrupted_fit_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def small(**told: Any) -> Any:
        asked.update(told)
        return made_sample()

    monkeypatch.setattr(origins_fit, "sample", small)
    monkeypatch.setattr(origins_fit, "space", lambda _: bare(("mu_climb", "phi"), space()))
    whole = fit_origin(SCHOOLS["game"], 1970, tmp_path / "a")
    assert asked["before"] == 1970
    (tmp_path / "b").mkdir()

    class Impatient(Silent):
        def note(self, text: str) -> None:
            if text.startswith("step 1"):
                self.cancel()

    with pytest.raises(Cancelled):
        fit_origin(SCHOOLS["game"], 1970, tmp_path / "b", reporter=Impatient())
    again = fit_origin(SCHOOLS["game"], 1970, tmp_path / "b")
    assert again.steps == whole.steps
    assert again.top == pytest.approx(whole.top, abs=1e-3)


@pytest.mark.usefixtures("data")
def test_an_origin_sees_nothing_of_what_came_later() -> None:
    held = sample(before=1850, quiet=200)
    assert 0 < len(held.disputes) < 137
    assert max(case.known for case in held.disputes) < 1850
    assert max(case.year for case in held.challenges) < 1850
    # A quick look thins both: what quiet years stand for falls as the disputes do.
    few = sample(before=1850, quiet=200, stride=2)
    assert few.disputes == held.disputes[::2]
    calm, less = (one.rows.weight[one.rows.began == 0].sum() for one in (held, few))
    assert less == pytest.approx(calm / 2)


@pytest.mark.usefixtures("data")
def test_a_year_before_every_dispute_is_refused() -> None:
    with pytest.raises(UsageError, match="no dispute was known before 1700"):
        sample(before=1700)
