"""Crises that might have been, and pairs at risk."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from foedus.cases.at_risk import CONTROLS, onset_rows, sampled_dyad_years
from foedus.cases.case import dyad_year_cases
from foedus.core.errors import UsageError
from foedus.crisis.scenario import dump
from foedus.crisis.text.checks import check_text
from foedus.estimate.scoring.tasks import task

pytestmark = pytest.mark.usefixtures("data")


def rows(*pairs: tuple[int, int, int]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema=["ccode1", "ccode2", "year"], orient="row")


def test_germany_against_the_soviet_union_1936() -> None:
    one, back = dyad_year_cases(rows((255, 365, 1936), (365, 255, 1936)))
    assert (one.key, back.key) == ("255-365-1936", "365-255-1936")
    assert one.kind == "dyad-year"
    assert one.seen is None
    assert one.block == back.block == 1_255_365
    scenario = one.scenario
    assert scenario.hypothetical
    assert scenario.date == dt.date(1936, 1, 1)
    assert scenario.start == {"GMY": "display"}
    assert back.scenario.start == {"RUS": "display"}
    assert scenario.issue.kind == "other"
    # France: the Soviet Union's ally since May 1935, Germany's rival.
    france = next(c for c in one.candidates if c.code == "FRN")
    assert france.camp == "target"
    assert {t.atop for t in scenario.treaties.values()} >= {2360}
    assert not any(t.in_force[0] > dt.date(1935, 12, 31) for t in scenario.treaties.values())


def test_made_in_the_order_of_the_rows_and_fit_to_be_played() -> None:
    pairs = sampled_dyad_years(60, 5).sample(60, shuffle=True, seed=1)
    made = dyad_year_cases(pairs)
    keys = [f"{a}-{b}-{year}" for a, b, year in pairs.select(pairs.columns[:3]).iter_rows()]
    assert [one.key for one in made] == keys
    for one in made:
        _, errors, _ = check_text(dump(one.scenario), one.key)
        assert not errors, errors[0]


def test_a_case_does_not_depend_on_its_company() -> None:
    pairs = sampled_dyad_years(40, 6)
    assert dyad_year_cases(pairs)[7] == dyad_year_cases(pairs[7:8])[0]


def test_wrong_rows_are_refused() -> None:
    with pytest.raises(UsageError, match="lack a column"):
        dyad_year_cases(rows().drop("year"))
    with pytest.raises(UsageError, match="two different states"):
        dyad_year_cases(rows((2, 2, 1900)))
    assert dyad_year_cases(rows()) == ()


def test_sample_is_the_same_for_the_same_seed() -> None:
    one, other = sampled_dyad_years(2000, 11), sampled_dyad_years(2000, 11)
    assert one.equals(other)
    assert not one.equals(sampled_dyad_years(2000, 12))
    assert one.height == 2000
    assert one.columns == ["ccode1", "ccode2", "year", "weight", *CONTROLS]
    assert not one.select("ccode1", "ccode2", "year").is_duplicated().any()


def test_weights_give_back_the_rows_at_risk() -> None:
    quiet = task("onset").rows().frame.filter(pl.col("y") == 0)
    drawn = sampled_dyad_years(2100, 1)
    assert drawn["weight"].sum() == pytest.approx(2 * quiet.height)
    decades = drawn.group_by(pl.col("year") // 10).len()["len"]
    assert decades.min() == decades.max() == 100
    swapped = drawn.select(
        "year", ccode1=pl.min_horizontal("ccode1", "ccode2"),
        ccode2=pl.max_horizontal("ccode1", "ccode2"),
    )  # fmt: skip
    assert swapped.join(quiet, on=["ccode1", "ccode2", "year"], how="anti").is_empty()
    with pytest.raises(UsageError, match="give 1 to 231814"):
        sampled_dyad_years(0, 1)


def test_controls_are_those_of_the_task() -> None:
    frame = task("onset").rows().frame
    same = [name for name in CONTROLS if name != "rival"]
    drawn = sampled_dyad_years(3000, 2).filter(pl.col("ccode1") < pl.col("ccode2"))
    both = drawn.join(frame, on=["ccode1", "ccode2", "year"], suffix="_task")
    assert both.height == drawn.height > 1000
    for name in same:
        assert (both[name] - both[f"{name}_task"]).abs().max() < 1e-9


def test_onsets() -> None:
    frame = onset_rows()
    assert frame.height == 2435
    july = frame.row(by_predicate=pl.col("dispnum") == 257, named=True)
    assert (july["ccode1"], july["ccode2"], july["year"]) == (300, 345, 1914)
    # A dispute of the two ended in 1913.
    assert (july["land"], july["major_one"], july["rival"], july["peace"]) == (1, 1, 1, 0)
    assert frame["at_risk"].sum() == 2222
