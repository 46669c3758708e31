"""Scoring from Python, on the record."""

from __future__ import annotations

import polars as pl
import pytest

import foedus as fd
from foedus.core.errors import UsageError
from foedus.estimate.scoring.baselines import Model, baseline
from foedus.estimate.scoring.harness import ModelError, Report, report
from foedus.estimate.scoring.splits import split
from foedus.estimate.scoring.tasks import task


def never(train: pl.DataFrame, test: pl.DataFrame) -> list[float]:
    return [0.01] * test.height


def many(train: pl.DataFrame, test: pl.DataFrame) -> list[float]:
    return [0.5]


def named(name: str) -> Model:
    def one(train: pl.DataFrame, test: pl.DataFrame) -> list[float]:
        return [0.5] * test.height

    one.__name__ = name
    return one


@pytest.fixture(scope="module")
def made(data: object) -> Report:
    return fd.score(never, against=["base", named("half")], draws=200)


def test_it_is_the_report_of_the_harness(made: Report) -> None:
    chosen = task("escalation")
    models = {"never": never, "base": baseline("base", chosen)}
    plain = report(chosen, split("1946-1992"), models, draws=200)
    assert list(made.scores) == ["never", "base", "half"]
    assert made.scores["base"] == plain.scores["base"]
    assert made.contrasts[0] == plain.contrasts[0]


@pytest.mark.usefixtures("data")
def test_one_rival_or_none_will_do() -> None:
    assert list(fd.score("base", against="base", draws=9).scores) == ["base"]
    assert list(fd.score(never, against=named("half"), draws=9).scores) == ["never", "half"]
    alone = fd.score(never, against=(), draws=9)
    assert alone.gains.is_empty()
    assert "verdict" in alone.gains.columns


def test_its_tables_are_the_scores(made: Report) -> None:
    assert made.table["model"].to_list() == list(made.scores)
    assert made.table["auc"].to_list() == [one.auc for one in made.scores.values()]
    assert made.gains["against"].to_list() == ["base", "half"]
    assert made.gains["log_score"].to_list() == [one.log_score.mean for one in made.contrasts]
    assert made.gains["verdict"].to_list()[1] == "better"  # one in a hundred, not one in two
    losses = dict(zip(made.table["model"], made.table["log_score"], strict=True))
    assert made.gains["log_score"][0] == pytest.approx(losses["base"] - losses["never"])


def test_by_group_every_row_is_in_one(made: Report) -> None:
    decades = made.by("decade")
    assert decades["rows"].sum() == made.forecasts.height
    assert set(made.scores) <= set(decades.columns)


def test_a_session_shows_both_tables(made: Report) -> None:
    assert repr(made).startswith(f"escalation, 1946-1992: {made.forecasts.height:,} rows\n")
    assert repr(made).endswith(repr(made.gains))
    assert made._repr_html_().endswith(made.gains._repr_html_())


@pytest.mark.usefixtures("data")
def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(UsageError, match="no model is called 'gane'"):
        fd.score("gane")
    with pytest.raises(UsageError, match="two models have one name"):
        fd.score(never, against=[named("never")])
    with pytest.raises(UsageError, match="two models have one name"):
        fd.score(named("base"), against=["base"])  # the rival must not be lost without a word
    with pytest.raises(UsageError, match="no kind of group"):
        fd.score(never, against=[], draws=9).by()
    with pytest.raises(UsageError, match="at least 1"):
        fd.score(never, draws=0)
    with pytest.raises(UsageError, match="no"):
        fd.score(never, "war")
    with pytest.raises(ModelError, match="shape"):
        fd.score(many, against=[])
