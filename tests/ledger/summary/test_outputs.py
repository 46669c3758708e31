"""The outputs against numbers counted by brute force."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.ledger.columns import LEVELS, OUTCOMES
from foedus.ledger.summary.calibration import calibration, convergence, under_prior
from foedus.ledger.summary.confounding import confounding, kept, shifted, tipping
from foedus.ledger.summary.counts import counts, expected
from foedus.ledger.summary.matrix import Matrix, matrix
from foedus.ledger.summary.quiet import quiet, resampled
from foedus.ledger.summary.sheets import effect, removed, sheets
from foedus.ledger.summary.stages import stages
from foedus.ledger.summary.subsets import periods, schemes, without_decades
from foedus.ledger.summary.weights import SCHEMES, weighed, weights

ROWS, DRAWS = 12, 10


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def ledger_of(rng: np.random.Generator, *, onset: bool = True) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Made-up rows and effects: twelve disputes, the third without obligations."""
    year = rng.integers(1900, 2000, ROWS)
    chances = {o: rng.uniform(0.0, 0.2, (ROWS, DRAWS + 1, 2)) for o in (*OUTCOMES, "onset")}
    for table in chances.values():
        table[2, :, 1] = table[2, :, 0]
    rows = pl.DataFrame(
        {
            "dispnum": np.arange(100, 100 + ROWS),
            "year": year,
            "decade": year // 10 * 10,
            "block": [-139 if k in (4, 5, 6) else 100 + k for k in range(ROWS)],
            "world_war": [k in (4, 5, 6) for k in range(ROWS)],
            "nuclear": [k % 4 == 0 for k in range(ROWS)],
            "pledged": [k != 2 for k in range(ROWS)],
            "status": ["solved"] * ROWS,
            "level": ["war" if k % 5 == 0 else "force" for k in range(ROWS)],
            "equilibria": [2 if k == 7 else 1 for k in range(ROWS)],
            "starts": [3] * ROWS,
            "others": [
                [{"any_war": 0.9, "great_power_war": 0.0}] if k == 7 else [] for k in range(ROWS)
            ],
            "draws": [DRAWS] * ROWS,
            "converged": [True] * ROWS,
            "residual": [1e-8] * ROWS,
            "method": ["continuation"] * ROWS,
            **{o: chances[o][:, 0, 0] for o in OUTCOMES},
            **{f"{o}_without": chances[o][:, 0, 1] for o in OUTCOMES},
        }
    )
    effects = pl.DataFrame(
        [
            {
                "dispnum": 100 + k,
                "draw": draw,
                "outcome": outcome,
                "with": table[k, draw + 1, 0],
                "without": table[k, draw + 1, 1],
            }
            for outcome, table in chances.items()
            if onset or outcome != "onset"
            for k in range(ROWS)
            for draw in range(DRAWS)
        ]
    ).sample(fraction=1.0, shuffle=True, seed=1)  # order must not matter
    return rows, effects


@pytest.fixture
def made(rng: np.random.Generator) -> tuple[pl.DataFrame, pl.DataFrame]:
    return ledger_of(rng)


@pytest.fixture
def one(made: tuple[pl.DataFrame, pl.DataFrame]) -> Matrix:
    return matrix(*made)


def at(effects: pl.DataFrame, number: int, draw: int, outcome: str) -> tuple[float, float]:
    row = effects.filter(
        (pl.col("dispnum") == number) & (pl.col("draw") == draw) & (pl.col("outcome") == outcome)
    ).row(0, named=True)
    return row["with"], row["without"]


def test_arrays_hold_what_the_table_holds(
    made: tuple[pl.DataFrame, pl.DataFrame], one: Matrix
) -> None:
    _, effects = made
    for k, draw in ((0, 0), (3, 9), (11, 4)):
        for outcome in OUTCOMES:
            with_, without = at(effects, 100 + k, draw, outcome)
            assert one.difference(outcome)[k, draw] == with_ - without
            p, q = at(effects, 100 + k, draw, "onset")
            assert one.difference(outcome, "onset")[k, draw] == pytest.approx(
                with_ - min(1.0, q / p) * without, abs=1e-15
            )


def test_rows_left_out_and_unsolved_ones_do_not_count(
    made: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    rows, effects = made
    status = ["failed" if k == 5 else "solved" for k in range(ROWS)]
    part = rows.with_columns(status=pl.Series(status))[1:9]
    some = matrix(part, effects.filter(pl.col("dispnum") != 105))
    assert some.rows["dispnum"].to_list() == [101, 102, 103, 104, 106, 107, 108]
    with_, without = at(effects, 106, 3, "any_war")
    assert some.difference("any_war")[4, 3] == with_ - without


@pytest.mark.parametrize("level", LEVELS)
def test_counts_by_brute_force(one: Matrix, level: float) -> None:
    difference, pledged = one.difference("any_war"), one.pledged
    weight = np.linspace(0.5, 2.0, ROWS)
    told = counts(difference, pledged, weight, level)
    raised = [
        sum(weight[k] for k in range(ROWS) if pledged[k] and difference[k, d] > level)
        for d in range(DRAWS)
    ]
    lowered = [
        sum(weight[k] for k in range(ROWS) if pledged[k] and difference[k, d] < -level)
        for d in range(DRAWS)
    ]
    for key, per_draw in (("raised", raised), ("lowered", lowered)):
        assert told[key]["median"] == pytest.approx(np.median(per_draw))
        assert told[key]["low"] == pytest.approx(np.quantile(per_draw, 0.05))
        assert told[key]["high"] == pytest.approx(np.quantile(per_draw, 0.95))
    total = told["raised"]["labelled"] + told["lowered"]["labelled"]
    assert total + told["unclear"] + told["none"] == pytest.approx(weight.sum())
    assert told["none"] == weight[2]


def test_a_row_without_an_obligation_is_none_whatever_its_difference() -> None:
    moved = np.full((3, DRAWS), 0.02) * [[1.0], [1.0], [-1.0]]
    told = counts(moved, np.array([True, False, False]), np.array([1.0, 2.0, 4.0]), 0.01)
    assert told["raised"] == {"labelled": 1.0, "median": 1.0, "low": 1.0, "high": 1.0}
    assert told["lowered"] == {"labelled": 0.0, "median": 0.0, "low": 0.0, "high": 0.0}
    assert (told["unclear"], told["none"]) == (0.0, 6.0)


def test_expected_wars_by_brute_force(one: Matrix) -> None:
    difference = one.difference("great_power_war")
    difference[3, 4] = np.nan  # a draw that did not converge adds nothing
    weight = np.ones(ROWS)
    told = expected(difference, weight)
    net = [float(np.nansum(difference[:, d])) for d in range(DRAWS)]
    assert told["net"]["median"] == pytest.approx(np.median(net))
    up = [sum(x for x in difference[:, d] if x > 0) for d in range(DRAWS)]
    assert told["raised"]["high"] == pytest.approx(np.quantile(up, 0.95))
    down = [-sum(x for x in difference[:, d] if x < 0) for d in range(DRAWS)]
    assert told["lowered"]["low"] == pytest.approx(np.quantile(down, 0.05))


def test_a_general_war_weighs_one_under_blocks(one: Matrix) -> None:
    block = one.rows["block"].to_numpy()
    by = {name: weights(block, name) for name in SCHEMES}
    assert by["dispute"].sum() == ROWS
    assert by["block"].sum() == ROWS - 2  # three disputes of one war weigh one
    assert by["peace"].tolist() == [0.0 if k in (4, 5, 6) else 1.0 for k in range(ROWS)]
    told = schemes(one, 0.01)
    assert [told[name]["weight"] for name in SCHEMES] == pytest.approx([ROWS, ROWS - 2, ROWS - 3])
    with pytest.raises(KeyError):
        weights(block, "guess")


def test_blocks_share_their_one_among_the_disputes_that_were_solved(
    made: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    """Without the second dispute, and one of the war's three; they count where each counts one."""
    status = ["failed" if k in (1, 5) else "solved" for k in range(ROWS)]
    rows = made[0].with_columns(status=pl.Series(status))
    told = {name: weighed(rows, name)["weight"].to_list() for name in SCHEMES}
    assert told["dispute"] == [1.0] * ROWS
    assert told["block"] == [1, 0, 1, 1, 0.5, 0, 0.5, *[1] * 5]
    assert told["peace"] == [1, 0, 1, 1, 0, 0, 0, *[1] * 5]


def test_subsets_are_the_counts_of_their_rows(one: Matrix) -> None:
    weight = np.ones(ROWS)
    told = periods(one, weight, 0.01)
    late = one.rows["year"].to_numpy() > 1945
    assert told["to 1945"]["rows"] + told["after 1945"]["rows"] == told["all"]["rows"] == ROWS
    assert told["after 1945"]["any_war"]["counts"] == counts(
        one.difference("any_war")[late], one.pledged[late], weight[late], 0.01
    )
    decades = without_decades(one, weight, 0.01)
    years = one.rows["decade"].to_list()
    assert {int(name): part["rows"] for name, part in decades.items()} == {
        decade: ROWS - years.count(decade) for decade in set(years)
    }


def test_stages_leave_onset_out_where_nothing_is_known(rng: np.random.Generator) -> None:
    without = stages(matrix(*ledger_of(rng, onset=False)), np.ones(ROWS))
    assert without["onset"] is None
    assert without["escalation"]["rows"] == ROWS


def test_stages_count_onset_only_where_it_is_known(
    made: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    rows, effects = made
    lost = effects.filter((pl.col("outcome") != "onset") | (pl.col("dispnum") != 103))
    told = stages(matrix(rows, lost), np.ones(ROWS))
    assert told["escalation"]["rows"] == ROWS
    assert told["onset"]["rows"] == ROWS - 1


def test_a_dispute_that_might_not_have_begun_adds_to_what_pledges_did(one: Matrix) -> None:
    """With onset the difference is never smaller: the counterfactual loses what never began."""
    for outcome in OUTCOMES:
        apart = one.difference(outcome, "onset") - one.difference(outcome)
        assert (apart >= -1e-15).all()


def quiet_table() -> pl.DataFrame:
    rows = []
    for key, year, weight, onset, bare, war, war_bare in (
        ("a", 1901, 10.0, 0.02, 0.04, 0.1, 0.3),
        ("b", 1911, 5.0, 0.03, 0.01, 0.2, 0.2),
        ("c", 1921, 1.0, 0.01, 0.01, 0.5, 0.5),
    ):
        for draw, factor in ((None, 1.0), (0, 1.0), (1, 0.5)):
            rows.append(
                {
                    "key": key, "ccode1": 2, "ccode2": 70, "year": year,
                    "weight": weight, "draw": draw, "pledged": key != "c",
                    "onset": factor * onset, "onset_without": factor * bare,
                    "any_war": war, "any_war_without": war_bare,
                    "great_power_war": 0.0, "great_power_war_without": 0.0,
                }
            )  # fmt: skip
    return pl.DataFrame(rows)


def test_crises_that_never_began_by_hand() -> None:
    told = quiet(quiet_table())
    assert told is not None
    assert told["stands_for"] == 16.0
    assert told["pledged"] == 15.0
    assert told["draws"] == 2
    assert told["onsets"]["caused"] == pytest.approx(5 * 0.02)
    assert told["onsets"]["prevented"] == pytest.approx(10 * 0.02)
    assert told["onsets"]["mean"] == pytest.approx(-0.1)
    war = 10 * (0.02 * 0.1 - 0.04 * 0.3) + 5 * (0.03 * 0.2 - 0.01 * 0.2)
    assert told["any_war"]["mean"] == pytest.approx(war)
    # Each decade has one row, so only theta moves the sum, and both draws come up equally often.
    assert told["any_war"]["low"] == pytest.approx(war)
    assert told["any_war"]["high"] == pytest.approx(0.5 * war)
    assert told["any_war"]["largest"] == {
        "key": "a", "ccode1": 2, "ccode2": 70, "year": 1901,
        "effect": pytest.approx(10 * (0.02 * 0.1 - 0.04 * 0.3)),
    }  # fmt: skip
    assert quiet(None) is None
    unknown = quiet_table().with_columns(onset=pl.lit(None, pl.Float64))
    assert quiet(unknown) is None


def test_a_sample_drawn_again_varies_as_a_stratified_one_does(rng: np.random.Generator) -> None:
    strata = np.repeat([1900, 1910, 1920], [12, 20, 1])
    effects = rng.normal(size=(strata.size, 2, 3)) * rng.uniform(0.1, 3.0, (strata.size, 1, 1))
    effects[:, 1] = effects[:, 0]  # draws that agree leave the sample alone to vary
    sums = resampled(effects, strata, number=20_000)
    assert sums.shape == (20_000, 3)
    variance = sum(
        n * effects[strata == s, 0].var(axis=0, ddof=1) for s, n in ((1900, 12), (1910, 20))
    )
    assert sums.mean(axis=0) == pytest.approx(effects[:, 0].sum(axis=0), abs=0.3)
    assert sums.var(axis=0) == pytest.approx(variance, rel=0.05)
    assert (resampled(effects, strata, number=9) == resampled(effects, strata, number=9)).all()


def test_the_interval_holds_the_sample_as_well_as_the_draws() -> None:
    """Rows of one decade with draws that agree: theta alone would give no width at all."""
    table = quiet_table().with_columns(
        year=pl.lit(1901, pl.Int64),
        onset=pl.col("onset").first().over("key"),
        onset_without=pl.col("onset_without").first().over("key"),
    )
    told = quiet(table)
    assert told is not None
    assert told["onsets"]["low"] < told["onsets"]["mean"] < told["onsets"]["high"]


def test_dyad_years_that_are_not_meant_add_nothing() -> None:
    told = quiet(quiet_table(), pl.col("year") < 1920)
    assert told is not None
    assert (told["sampled"], told["stands_for"]) == (2, 15.0)
    none = quiet(quiet_table(), pl.col("year") > 1999)
    assert none is not None
    assert (none["sampled"], none["any_war"]["mean"]) == (0, 0.0)
    assert none["any_war"]["largest"] is None


def test_effects_at_one_theta_by_hand() -> None:
    table = pl.DataFrame(
        {
            "any_war": [0.10, 0.02, 0.30, None],
            "any_war_without": [0.04, 0.05, 0.295, None],
            "great_power_war": [0.0, 0.0, 0.1, None],
            "great_power_war_without": [0.0, 0.0, 0.0, None],
        }
    )
    told = effect(table)
    assert (told["rows"], told["failed"]) == (4, 1)
    assert told["any_war"]["with"] == pytest.approx(0.42)
    assert told["any_war"]["net"] == pytest.approx(0.035)
    assert told["any_war"]["raised"] == pytest.approx(0.065)
    assert told["any_war"]["lowered"] == pytest.approx(0.03)
    by_level = {c["level"]: (c["raised"], c["lowered"]) for c in told["any_war"]["counts"]}
    assert by_level == {0.002: (2, 1), 0.01: (1, 1), 0.05: (1, 0)}


def test_sheets_and_removed_keep_to_the_disputes_asked_for() -> None:
    pair = {
        "any_war": [0.2, 0.3, 0.4], "any_war_without": [0.1, 0.1, 0.5],
        "great_power_war": [0.0] * 3, "great_power_war_without": [0.0] * 3,
    }  # fmt: skip
    variants = pl.DataFrame({"variant": ["x", "x", "y"], "dispnum": [1, 2, 1], **pair})
    told = sheets(variants, "variant", {"x": "words", "y": "more"}, {1: 1.0})
    assert told is not None
    assert told["x"]["rows"] == 1
    assert told["x"]["any_war"]["net"] == pytest.approx(0.1)
    assert told["x"]["about"] == "words"
    assert sheets(None, "variant", {}, {1: 1.0}) is None
    treaties = pl.DataFrame(
        {"dispnum": [1, 1, 2], "instrument": ["atop-1", "all", "atop-2"], "atop": [1, None, 2],
         "kind": ["treaty", "all", "treaty"], **pair}
    )  # fmt: skip
    half = sheets(variants, "variant", {"x": "words"}, {1: 0.5, 2: 1.0})
    assert half is not None
    assert (half["x"]["rows"], half["x"]["weight"]) == (2, 1.5)
    assert half["x"]["any_war"]["net"] == pytest.approx(0.5 * 0.1 + 0.2)
    assert half["x"]["any_war"]["counts"][0]["raised"] == 1.5
    out = removed(treaties, {1: 1.0, 2: 1.0})
    assert out is not None
    assert out["treaty"]["rows"] == 2
    assert out["all"]["any_war"]["net"] == pytest.approx(0.2)
    assert [one["instrument"] for one in out["largest"]["any_war"]] == ["atop-1", "atop-2"]
    assert out["largest"]["great_power_war"] == []
    peace = removed(treaties, {1: 0.0, 2: 1.0})
    assert peace is not None
    assert [one["instrument"] for one in peace["largest"]["any_war"]] == ["atop-2"]


@given(st.floats(0.0, 1.0), st.floats(-5.0, 5.0))
def test_a_shift_of_the_odds_is_one(p: float, delta: float) -> None:
    moved = float(shifted(np.array([p]), delta)[0])
    assert 0.0 <= moved <= 1.0
    if 1e-6 < p < 1.0 - 1e-6:
        odds = math.log(moved / (1.0 - moved)) - math.log(p / (1.0 - p))
        assert odds == pytest.approx(delta, abs=1e-6)


def test_the_tipping_point_makes_the_total_nothing(one: Matrix) -> None:
    with_, without = one.with_["any_war"][:, 0], one.without["any_war"][:, 0]
    delta = tipping(with_, without)
    assert delta is not None
    assert shifted(without, delta).sum() == pytest.approx(with_.sum(), abs=1e-12)
    assert (delta > 0) == (with_.sum() > without.sum())
    assert tipping(np.array([0.5]), np.array([0.0])) is None  # nothing can be multiplied
    told = confounding(one)
    rows = one.pledged
    mean = tipping(*(chance[rows] for chance in one.at_mean("any_war")))
    assert told["any_war"]["delta"] == mean
    lone = np.array([1.0, 0.0])
    two = np.array([0.3, 0.9]), np.array([0.1, 0.1])
    assert tipping(*two, lone) == tipping(two[0][:1], two[1][:1])


def test_the_interval_of_the_tipping_point_weighs_rows_as_its_middle_does(
    made: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    rows, effects = made
    weight = [float(k % 3) for k in range(ROWS)]
    told = confounding(matrix(rows.with_columns(weight=pl.Series(weight)), effects))["any_war"]
    counted = [k for k in range(ROWS) for _ in range(int(weight[k])) if k != 2]
    one = matrix(rows, effects)
    with_, without = one.with_["any_war"][counted], one.without["any_war"][counted]
    deltas = [tipping(with_[:, draw], without[:, draw]) for draw in range(DRAWS)]
    assert (told["low"], told["high"]) == pytest.approx(np.quantile(deltas, (0.05, 0.95)))
    middle = tipping(*(chance[counted] for chance in one.at_mean("any_war")))
    assert told["delta"] == pytest.approx(middle)


def test_labels_under_a_shift_by_hand() -> None:
    with_ = np.array([[0.30] * 10, [0.05] * 10, [0.01] * 10])
    without = np.array([[0.10] * 10, [0.04] * 10, [0.10] * 10])
    told = kept(with_, without, 0.005, math.log(2.0))
    # Doubled odds: .10 becomes .182 and .04 becomes .077; halved: .10 becomes .053.
    assert told == {
        "raised": {"labelled": 2, "still": 1},
        "lowered": {"labelled": 1, "still": 1},
    }
    assert kept(with_, without, 0.005, 0.0)["raised"] == {"labelled": 2, "still": 2}


def test_calibration_by_hand(made: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    rows, _ = made
    told = calibration(rows, bins=4)
    y = (rows["level"] == "war").to_numpy()
    p = rows["any_war"].to_numpy()
    assert (told["rows"], told["wars"]) == (ROWS, 3)
    assert told["expected"] == pytest.approx(p.sum())
    score = -np.mean([math.log(q if war else 1 - q) for q, war in zip(p, y, strict=True)])
    assert told["log_score"] == pytest.approx(score)
    assert sum(part["rows"] for part in told["bins"]) == ROWS
    assert sum(part["events"] for part in told["bins"]) == 3
    weight = pl.Series([2.0 if k % 5 == 0 else 0.5 for k in range(ROWS)])
    heavy = calibration(rows.with_columns(weight=weight), bins=4)
    assert (heavy["rows"], heavy["wars"]) == (6 + 4.5, 6)
    assert heavy["expected"] == pytest.approx((p * weight.to_numpy()).sum())
    assert sum(part["events"] for part in heavy["bins"]) == 6
    nobody = calibration(rows.with_columns(level=pl.lit(None, pl.String)))
    assert nobody["rows"] == 0


def test_what_did_not_converge_is_counted(made: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    rows, _ = made
    status = ["failed", "unmade", *["solved"] * (ROWS - 2)]
    draws = [0, 0, DRAWS - 3, *[DRAWS] * (ROWS - 3)]
    told = convergence(rows.with_columns(status=pl.Series(status), draws=pl.Series(draws)), DRAWS)
    assert (told["solved"], told["failed"], told["unmade"]) == (ROWS - 2, 1, 1)
    assert told["draws_failed"] == 3
    assert told["several_dispnums"] == [107]
    assert told["largest_apart"] == pytest.approx(0.9 - rows["any_war"][7])


def test_the_prior_beside(one: Matrix) -> None:
    table = pl.DataFrame(
        [
            {"dispnum": number, "draw": draw, "any_war": 0.3, "any_war_without": 0.1,
             "great_power_war": None, "great_power_war_without": None}
            for number in (100, 101)
            for draw in range(4)
        ],
        schema_overrides={"great_power_war": pl.Float64, "great_power_war_without": pl.Float64},
    )  # fmt: skip
    told = under_prior(table, one, np.arange(1.0, ROWS + 1.0))
    assert told is not None
    assert (told["rows"], told["draws"]) == (2, 4)
    assert told["any_war"]["counts"][2]["raised"]["labelled"] == 3.0  # weights 1 and 2
    assert told["any_war"]["expected"]["net"]["median"] == pytest.approx(0.6)
    assert told["great_power_war"]["counts"][0]["raised"]["labelled"] == 0.0
    assert under_prior(None, one, np.ones(ROWS)) is None
