"""What a curve says: on frames whose answers can be worked out by hand."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.estimate.reduced.curve.choices import CHOICES, Grid, Model, Sampling, Unit, grid
from foedus.estimate.reduced.curve.curve import SCHEMA
from foedus.estimate.reduced.curve.summary import failures, movers, summaries

_PLAIN = {"years": "1816-1944", "pairs": "relevant", "disputes": "cow",
          "participants": "originators", "conditions": "met", "lag": "0", "beside": "alone",
          "controls": "none"}  # fmt: skip


def _row(
    coef: float | None, se: float = 0.1, *, state: float | None = None, **choices: str
) -> dict:
    base = {"model": 0, "stage": "onset", "pledge": "target_defense", **_PLAIN, **choices}
    if coef is None:
        return base | {"failed": "collinear"}
    wide = 1.959963984540054 * max(se, state or 0.0)
    return base | {"coef": coef, "se_cluster": se, "se_state": state, "low": coef - wide,
                   "high": coef + wide, "loss": 0.5, "base_loss": 0.6}  # fmt: skip


def _frame(*rows: dict) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA)


def test_shares_and_spread() -> None:
    frame = _frame(_row(-1.0), _row(-0.1), _row(0.1), _row(0.3), _row(0.3, state=0.2), _row(None))
    told = summaries(frame).row(0, named=True)
    assert (told["made"], told["failed"]) == (5, 1)
    assert (told["negative"], told["positive"]) == pytest.approx((0.4, 0.6))
    assert (told["clear_negative"], told["clear_positive"]) == pytest.approx((0.2, 0.2))
    assert told["cluster_positive"] == pytest.approx(0.4)  # by cluster alone one more is clear
    assert (told["lowest"], told["median"], told["highest"]) == (-1.0, 0.1, 0.3)
    assert told["better"] == 1.0


def test_better_than_the_base_rate_is_better_by_one_per_cent() -> None:
    losses = (0.5, 0.59, 0.5939, 0.5941, 0.599, 0.6, 0.61)  # beside 0.6
    frame = _frame(*(_row(0.1) | {"loss": loss} for loss in losses))
    assert summaries(frame)["better"].to_list() == pytest.approx([3 / 7])


def test_nothing_fitted_is_no_error() -> None:
    told = summaries(_frame(_row(None), _row(None))).row(0, named=True)
    assert (told["made"], told["failed"], told["median"], told["positive"]) == (0, 2, None, None)
    assert movers(_frame(_row(None))).is_empty()
    assert failures(_frame(_row(None), _row(None))).rows() == [("onset", "collinear", 2)]
    assert failures(_frame(_row(0.1))).is_empty()


def test_a_choice_that_moves_and_one_that_does_not() -> None:
    frame = _frame(*(
        _row(0.0 + 0.5 * (lag == "1") + 0.1 * (source == "gml"), lag=lag, disputes=source)
        for lag, source in itertools.product("01", ("cow", "gml"))
    ))  # fmt: skip
    moved = {row["choice"]: row for row in movers(frame).iter_rows(named=True)}
    assert list(moved) == ["lag", "disputes"]  # one option is no choice
    assert moved["lag"]["shift"] == pytest.approx(0.5)
    assert moved["disputes"]["shift"] == pytest.approx(0.1)
    assert (moved["lag"]["sets"], moved["lag"]["options"]) == (2, 2)
    # Crossed and additive: the shares of the variance sum to one.
    assert moved["lag"]["explained"] + moved["disputes"]["explained"] == pytest.approx(1.0)
    assert moved["lag"]["explained"] == pytest.approx(0.25 / 0.26)


def test_where_choices_are_not_crossed_only_the_shift_is_free_of_the_other() -> None:
    """All pairs stand in one period alone: the period's effect must not be theirs."""
    frame = _frame(
        _row(0.0, years="1816-1944"), _row(1.0, years="1946-2014"),
        _row(0.0, years="1816-1944", pairs="all"),
    )  # fmt: skip
    moved = {row["choice"]: row for row in movers(frame).iter_rows(named=True)}
    assert moved["pairs"]["explained"] > 0.1
    assert moved["pairs"]["shift"] == 0.0
    assert (moved["pairs"]["sets"], moved["years"]["sets"]) == (1, 1)
    assert moved["years"]["shift"] == 1.0


def test_blocks_of_controls_in_or_out() -> None:
    values = {"none": 0.0, "capabilities": 1.0, "capabilities+regime": 1.5, "regime": 0.5}
    frame = _frame(*(_row(value, controls=name) for name, value in values.items()))
    moved = {row["choice"]: row for row in movers(frame).iter_rows(named=True)}
    assert moved["+capabilities"]["shift"] == pytest.approx(1.0)
    assert moved["+capabilities"]["sets"] == 2
    assert moved["+regime"]["shift"] == pytest.approx(0.5)
    assert moved["controls"]["shift"] == pytest.approx(1.5)
    assert "+peace" not in moved


@given(st.integers(0, 10_000))
def test_explained_is_one_way_analysis_of_variance(seed: int) -> None:
    rng = np.random.default_rng(seed)
    years = rng.choice(["1816-1944", "1816-2000", "1946-2014"], 12)
    coef = rng.normal(size=12)
    frame = _frame(*(
        _row(float(c), years=str(y), controls=str(k))
        for k, (c, y) in enumerate(zip(coef, years, strict=True))
    ))  # fmt: skip
    moved = {row["choice"]: row for row in movers(frame).iter_rows(named=True)}
    between = sum(
        (years == y).sum() * (coef[years == y].mean() - coef.mean()) ** 2 for y in np.unique(years)
    )
    if np.unique(years).size > 1:
        expected = between / ((coef - coef.mean()) ** 2).sum()
        assert moved["years"]["explained"] == pytest.approx(expected)
        assert moved["years"]["sets"] == 0
        assert moved["years"]["shift"] is None


def test_the_grid_crosses_what_it_says() -> None:
    whole = grid()
    seen: dict[str, set[tuple[str, ...]]] = {}
    for unit in whole.units:
        if unit.sampling.relevant:
            chosen = tuple(v for k, v in unit.sampling.choices().items() if k != "pairs")
            seen.setdefault(unit.sampling.stage, set()).add(chosen)
    assert {stage: len(found) for stage, found in seen.items()} == {"onset": 48, "escalation": 48}
    everything = [unit.sampling for unit in whole.units if not unit.sampling.relevant]
    onset = [one for one in everything if one.stage == "onset"]
    assert len(onset) == 12
    assert all(one.source == "cow" and one.originators for one in onset)
    assert set(CHOICES) == {*onset[0].choices(), "beside", "controls"}
    assert len(whole) > 10_000
    assert whole.models == sum(len(unit.models) for unit in whole.units)
    one = Unit(Sampling("onset", 1816, 1944), (Model(("a", "b"), ()),))
    assert (len(Grid((one,))), Grid((one,)).models) == (2, 1)


def test_a_set_of_disputes_that_ends_ends_the_sample() -> None:
    assert Sampling("onset", 1946, 2014, source="gml").until == 2010
    assert Sampling("onset", 1816, 1944, source="gml").until == 1944
    assert Sampling("onset", 1946, 2014).until == 2014
