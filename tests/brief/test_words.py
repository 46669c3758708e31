"""Probability words and the bottom line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.brief.bundle import reading
from foedus.brief.bundle.bottom_line import bottom_line, moves
from foedus.brief.bundle.waterfall import waterfall
from foedus.brief.numbers import probability
from foedus.brief.words import SCALE, clause, word
from foedus.core.bundle import Bundle

Make = Callable[..., Bundle]
TERMS = [term for _, term in SCALE]


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_words_are_monotone(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert TERMS.index(word(low)) <= TERMS.index(word(high))


def test_the_scale_is_the_published_one() -> None:
    assert [limit for limit, _ in SCALE] == [0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 1.0]
    assert {word(0.0), word(0.049)} == {"almost no chance"}
    assert word(0.5) == "roughly even chance"
    assert word(1.0) == "almost certain"


@pytest.mark.parametrize("wrong", [-0.01, 1.01, float("nan")])
def test_what_is_no_probability_has_no_word(wrong: float) -> None:
    with pytest.raises(ValueError, match="not a probability"):
        word(wrong)


def _replaced(bundle: Bundle, table: str, frame: pl.DataFrame) -> Bundle:
    return dataclasses.replace(bundle, tables=bundle.tables | {table: frame})


def test_the_bottom_line_has_the_numbers_of_the_tables(make: Make) -> None:
    bundle = make(edits=("without dual-alliance",))
    line = bottom_line(bundle)
    assert len(line.sentences) == 3
    outcomes = bundle.tables["outcomes"].filter(pl.col("case") == "base")
    for outcome in ("any_war", "great_power_war"):
        row = outcomes.filter(pl.col("outcome") == outcome).row(0, named=True)
        for name in ("point", "q05", "q95"):
            assert probability(row[name]) in line.sentences[0]
    top = (
        bundle.tables["effects"]
        .filter((pl.col("outcome") == "great_power_war") & (pl.col("kind") == "treaty"))
        .sort(pl.col("difference").abs(), descending=True)
        .row(0, named=True)
    )
    assert top["title"].split(",")[0] in line.sentences[-1]
    assert probability(top["without"]) in line.sentences[-1]


@pytest.mark.parametrize("partial", [False, True])
@pytest.mark.parametrize("edits", [(), ("hotline:GMY-RUS",)])
def test_likelihood_and_confidence_are_never_in_one_sentence(
    make: Make, edits: tuple[str, ...], partial: bool
) -> None:
    bundle = make(edits=edits, partial=partial)
    line = bottom_line(bundle)
    assert "not yet fitted" in line.confidence
    assert not any("onfidence" in sentence for sentence in line.sentences)
    assert not any(term in line.confidence for term in TERMS)
    assert not re.search(r"0\.\d", line.confidence)
    assert ("not complete" in line.confidence) is partial


def test_without_a_request_nothing_is_said_of_one(make: Make) -> None:
    assert not any("requested" in one for one in bottom_line(make()).sentences)


@pytest.mark.parametrize(
    ("low", "high", "point", "said"),
    [
        (-0.05, 0.11, 0.05, "no clear effect on any war"),
        (0.01, 0.11, 0.05, "raises any war by 0.050"),
        (-0.11, -0.01, -0.05, "lowers any war by 0.050"),
        (0.0, 0.0, 0.0, "leaves any war as it was"),
        (1e-9, 9e-8, 4e-9, "leaves any war as it was"),
    ],
)
def test_a_request_is_told_as_its_interval_allows(
    make: Make, low: float, high: float, point: float, said: str
) -> None:
    bundle = make(edits=("hotline:GMY-RUS",))
    mine = (pl.col("kind") == "requested") & (pl.col("outcome") == "any_war")
    effects = bundle.tables["effects"].with_columns(
        pl.when(mine).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in (("difference", point), ("q05", low), ("q95", high))
    )
    assert said in bottom_line(_replaced(bundle, "effects", effects)).sentences[1]


def test_what_the_solver_leaves_moves_nothing(make: Make) -> None:
    one = reading.effects(make(), "any_war")[0]
    quiet = dataclasses.replace(one.difference, point=4e-9, q05=-2e-8, q95=9e-8)
    assert moves(dataclasses.replace(one, difference=quiet)) == "no effect"


def test_a_change_of_beliefs_is_told_by_private_resolve_only(make: Make) -> None:
    plain = make(edits=("UKG takes GMY to be resolute with chance 0.9",))
    specs = {"specs": ["--with perceived:UKG:GMY=0.9"]}
    bundle = dataclasses.replace(plain, manifest=plain.manifest | specs)
    told = bottom_line(bundle).sentences[1]
    assert told == (
        "The requested change (UKG takes GMY to be resolute with chance 0.9) is about what states "
        "believe of each other: see Private resolve (--types)."
    )
    seen = {("base", "any_war"): 0.3, ("edited", "any_war"): 0.25}
    worlds = [
        {"case": case, "world": "as perceived", "outcome": outcome,
         "point": seen.get((case, outcome), 0.2)}
        for case in ("base", "edited")
        for outcome in ("any_war", "great_power_war")
    ]  # fmt: skip
    told = bottom_line(_replaced(bundle, "worlds", pl.DataFrame(worlds))).sentences[1]
    assert told.endswith(
        ") takes any war from 0.30 to 0.25; it leaves great-power war as it was, as states "
        "perceive each other (see Private resolve)."
    )


def test_confidence_is_a_sentence(make: Make) -> None:
    bundle = make()
    fitted = {"id": "fitted-2", "status": "fitted to 2,435 disputes, 2026-11-27"}
    told = dataclasses.replace(bundle, manifest=bundle.manifest | {"theta": fitted})
    first = "Confidence is low: theta is fitted to 2,435 disputes, 2026-11-27; the intervals come "
    assert bottom_line(told).confidence.startswith(first)


def test_a_request_without_paired_draws_says_so(make: Make) -> None:
    bundle = make(edits=("hotline:GMY-RUS",))
    effects = bundle.tables["effects"].filter(pl.col("kind") != "requested")
    told = bottom_line(_replaced(bundle, "effects", effects)).sentences[1]
    assert "from 0.37 to 0.42" in told
    assert "interval of the difference not computed" in told


def test_a_treaty_whose_interval_spans_zero_has_no_clear_effect(make: Make) -> None:
    bundle = make()
    effects = bundle.tables["effects"].with_columns(pl.lit(-0.5).alias("q05"))
    assert "no clear effect" in bottom_line(_replaced(bundle, "effects", effects)).sentences[-1]


def test_a_title_in_the_plural_agrees_with_its_verb(make: Make) -> None:
    bundle = make()
    effects = bundle.tables["effects"].with_columns(pl.lit("Grey-Cambon letters").alias("title"))
    changed = _replaced(bundle, "effects", effects)
    told = bottom_line(changed).sentences[-1]
    assert told.startswith("One treaty matters most, the Grey-Cambon letters: without it ")
    shares = waterfall(changed, "dual-alliance", "great_power_war")
    assert shares is not None
    assert "is 0.21 higher with the Grey-Cambon letters" in shares.title


def test_treaties_that_move_nothing_are_told_so(make: Make) -> None:
    bundle = make()
    effects = bundle.tables["effects"].with_columns(pl.lit(0.001).alias("difference"))
    assert bottom_line(_replaced(bundle, "effects", effects)).sentences[-1].startswith("No treaty")


def test_clauses_read_as_english() -> None:
    assert [clause("war", chance) for chance in (0.02, 0.3, 0.5, 0.99)] == [
        "there is almost no chance of war",
        "war is unlikely",
        "there is a roughly even chance of war",
        "war is almost certain",
    ]


def test_fewer_draws_behind_single_treaties_are_said(make: Make) -> None:
    told = bottom_line(make(draws=64)).confidence
    assert "64 draws of theta, those of single treaties from 16" in told
