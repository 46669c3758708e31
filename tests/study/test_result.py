"""A study as Python holds it, and two of them compared."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import polars as pl
import pytest

import foedus as fd
from foedus.core.bundle import read
from foedus.core.errors import UsageError
from foedus.crisis.outcomes import CLASSES
from foedus.crisis.scenario import dump
from foedus.study.result import Result, run

DRAWS = 4
TREATY = "sino-soviet-1950"


@pytest.fixture(scope="module")
def crisis() -> fd.Scenario:
    return fd.scenario("taiwan-strait-1958")


@pytest.fixture(scope="module")
def whole(crisis: fd.Scenario) -> Result:
    return fd.run(crisis, draws=DRAWS, threads=1)


@pytest.fixture(scope="module")
def less(crisis: fd.Scenario) -> Result:
    return fd.run(crisis.without(TREATY), draws=DRAWS, threads=1)


def test_one_theta_gives_the_point_of_the_study(crisis: fd.Scenario, whole: Result) -> None:
    told = dict(whole.outcomes.select("outcome", "point").rows())
    point = crisis.solve()
    for name in (*CLASSES, "any_war"):
        assert told[name] == pytest.approx(point[name], abs=1e-9)


def test_a_comparison_is_the_difference_draw_by_draw(whole: Result, less: Result) -> None:
    compared = whole.compare(less).differences
    assert compared["outcome"].to_list() == [*CLASSES, "any_war"]
    assert set(compared["draws"]) == {DRAWS}
    for row in compared.to_dicts():
        assert row["difference"] == row["this"] - row["other"]
        mine, theirs = (
            r.table("draws").filter(outcome=row["outcome"]).sort("draw")["value"]
            for r in (whole, less)
        )
        assert row["q50"] == pytest.approx((mine - theirs).median(), abs=1e-15)
        assert row["q05"] <= row["q50"] <= row["q95"]


def test_comparing_with_itself_is_nothing(whole: Result) -> None:
    compared = whole.compare(whole)
    assert set(compared.differences["difference"]) == {0.0}
    assert compared.accounting.is_empty()


def test_the_one_treaty_that_is_missing_is_accounted_for(whole: Result, less: Result) -> None:
    compared = whole.compare(less)
    assert set(compared.accounting["instrument"]) == {TREATY}
    shares = compared.accounting.filter(outcome="any_war")["share"].sum()
    total = compared.differences.filter(outcome="any_war")["difference"].item()
    assert shares == pytest.approx(total, abs=1e-6)
    # the other way round this study has no treaty that the other lacks
    assert less.compare(whole).accounting.is_empty()


def test_more_than_one_change_is_not_accounted_for(crisis: fd.Scenario, whole: Result) -> None:
    bare = fd.run(crisis.without("all"), draws=1, threads=1)
    compared = whole.compare(bare)
    assert compared.accounting.is_empty()
    assert set(compared.differences["draws"]) == {1}


def test_only_what_was_split_is_accounted_for(crisis: fd.Scenario, whole: Result) -> None:
    """A study splits the crisis as it stands, not the one edited; and nothing else may differ."""
    edited = dataclasses.replace(
        whole.bundle, manifest=whole.bundle.manifest | {"edits": ["more trade"]}
    )
    for this, other in (
        (Result(edited), crisis.without(TREATY)),
        (whole, crisis.without(TREATY).with_("hotline:CHN-USA=0.3")),
    ):
        scenario = dataclasses.replace(whole.bundle, scenario=dump(other))
        assert this.compare(Result(scenario)).accounting.is_empty()


def test_edits_in_the_words_of_the_command_line(crisis: fd.Scenario) -> None:
    edited = run(crisis, ["hotline:CHN-USA=0.5"], draws=1, threads=1)
    assert edited.bundle.manifest["specs"] == ["--with hotline:CHN-USA=0.5"]
    assert "edited" in edited.outcomes["case"]
    assert edited.scenario == crisis.with_("hotline:CHN-USA=0.5")
    assert not edited.table("tips").is_empty()


def test_other_seeds_are_not_compared(crisis: fd.Scenario, whole: Result) -> None:
    other = fd.run(crisis, draws=1, seed=5, threads=1)
    with pytest.raises(UsageError, match="seed"):
        whole.compare(other)


def test_a_result_is_kept_whole(whole: Result, tmp_path: Path) -> None:
    folder = whole.save(tmp_path / "kept")
    again = Result(read(folder))
    for name in ("outcomes", "fights", "effects"):
        assert again.table(name).equals(whole.table(name))
    assert isinstance(again.fights, pl.DataFrame)
    assert again.effects.equals(whole.effects)
    with pytest.raises(UsageError, match="no such table"):
        whole.table("outcome")
