"""The picture of a specification curve: what is drawn, in words and numbers."""

from __future__ import annotations

import csv
import io
import json
import re

import altair as alt
import polars as pl
import pytest

from foedus.brief.curve.page import LIMITS, curve_page
from foedus.brief.curve.picture import curve_picture, curve_pictures
from foedus.brief.curve.words import BLOCKS, CHOICES, PLEDGES, choice_words, option_words
from foedus.brief.look import CAMPS, GREY
from foedus.brief.picture import Picture
from foedus.estimate.reduced.curve import choices
from foedus.estimate.reduced.curve.curve import Curve

from .make_curve import make_curve

CURVE = make_curve()
DRAWN = {one.id: one for one in curve_pictures(CURVE)}


def rows_of(one: Picture, *names: str) -> list[list[dict]]:
    """Every list of rows drawn whose rows have these fields."""
    found: list[list[dict]] = []

    def walk(content: object) -> None:
        if isinstance(content, dict):
            values = content.get("values")
            first = values[0] if isinstance(values, list) and values else None
            if isinstance(first, dict) and set(names) <= set(first):
                found.append(values)
            for value in content.values():
                walk(value)
        elif isinstance(content, list):
            for value in content:
                walk(value)

    walk(one.spec)
    return found


def test_a_picture_for_each_stage_and_pledge_that_was_fitted() -> None:
    expected = [f"curve-{stage}-{pledge.replace('_', '-')}" for stage in choices.STAGES
                for pledge in PLEDGES]  # fmt: skip
    expected.remove("curve-escalation-challenger-offense")
    assert list(DRAWN) == expected
    assert curve_picture(CURVE, "escalation", "challenger_offense") is None


@pytest.mark.parametrize("one", DRAWN.values(), ids=list(DRAWN))
def test_specification_is_valid_and_whole(one: Picture) -> None:
    alt.Chart.from_dict(one.spec, validate=True)
    text = json.dumps(one.spec, allow_nan=False)
    assert '"rows-' not in text  # every name is filled in
    assert "http" not in text.replace(one.spec["$schema"], "")
    assert one.alt.startswith(one.title)
    assert one.svg().count("<path") > 20


def test_message_and_words() -> None:
    offence = DRAWN["curve-onset-challenger-offense"]
    who = "An offensive ally of the challenger"
    assert offence.title == f"{who}: more disputes begun, clearly so in 100 % of 112 models"
    open_ = DRAWN["curve-onset-challenger-neutral"]
    assert "no clear effect" not in open_.title  # 0.3 and more with controls: clear in most
    middle = DRAWN["curve-onset-challenger-defense"]
    assert middle.title.startswith(
        "A defensive ally of the challenger: no clear effect on disputes begun in "
    )
    frame = CURVE.of("onset", "challenger_defense")
    share = (frame["low"] > 0).mean()
    assert isinstance(share, float)
    assert f"clearly more in {100 * share:.0f} %" in middle.title
    assert "set of controls (0.60)" in middle.alt
    assert "conditions (0.20)" in middle.alt
    wars = DRAWN["curve-escalation-target-defense"]
    assert "64 more could not be fitted" in wars.caption
    assert "clustered by dispute" in wars.caption
    assert middle.corner == "n = 112 models · data of 1816-2014"


def test_coefficients_in_order_in_the_camp_s_colour_where_clear() -> None:
    for name, colour in (("target-defense", "target"), ("challenger-defense", "challenger")):
        one = DRAWN[f"curve-onset-{name}"]
        (points,) = rows_of(one, "rank", "coef")[:1]
        values = [row["coef"] for row in points]
        assert values == sorted(values)
        assert len(values) == 112
        clear = CURVE.of("onset", name.replace("-", "_"))
        expected = [
            CAMPS[colour] if low > 0 or high < 0 else GREY
            for low, high in clear.select("low", "high").rows()
        ]
        assert [row["colour"] for row in points] == expected
        assert len(set(expected)) == 2


def test_matrix_has_a_mark_wherever_a_choice_was_made() -> None:
    one = DRAWN["curve-onset-target-defense"]
    (marks,) = rows_of(one, "rank", "top")[:1]
    (texts,) = rows_of(one, "option", "median")[:1]
    at = {(row["choice"], row["option"]): row["at"] for row in texts}
    labels = [row["option"] for row in texts]
    assert labels == [
        "1816–1944", "1946–2014", "unchecked met", "unchecked unmet", "the year", "year before",
        "this alone", "all four", *(BLOCKS[b] for b in choices.BLOCKS["onset"]), "none",
    ]  # fmt: skip
    count = {row["option"]: sum(m["top"] < row["at"] < m["bottom"] for m in marks) for row in texts}
    assert count["1816–1944"] == count["1946–2014"] == 56
    assert count["none"] == 16
    assert count["capabilities"] == 96
    assert (at["conditions", "unchecked met"]) == 2.5
    frame = CURVE.of("onset", "target_defense")
    median = frame.filter(pl.col("conditions") == "met")["coef"].median()
    shown = next(row["median"] for row in texts if row["option"] == "unchecked met")
    assert shown.replace("\N{MINUS SIGN}", "-") == f"{median:+.2f}"


def test_many_are_thinned_evenly_and_said_so() -> None:
    whole = make_curve(choices.grid())
    one = curve_picture(whole, "onset", "target_defense")
    assert one is not None
    (points,) = rows_of(one, "rank", "coef")[:1]
    n = whole.of("onset", "target_defense").height
    assert (n, len(points)) == (1440, 200)
    assert (points[0]["rank"], points[-1]["rank"]) == (0, n - 1)
    assert "Of 1,440 models 200 are drawn" in one.caption
    assert len(list(csv.DictReader(io.StringIO(one.csv)))) == n  # the data are all of them


def test_data_are_one_click_away() -> None:
    one = DRAWN["curve-escalation-target-defense"]
    table = list(csv.DictReader(io.StringIO(one.csv)))
    frame = CURVE.of("escalation", "target_defense")
    assert len(table) == frame.height
    assert float(table[0]["coef"]) == pytest.approx(frame["coef"][0], rel=1e-5)
    assert set(CHOICES) <= set(table[0])


def test_page() -> None:
    page = curve_page(CURVE)
    assert page == curve_page(CURVE)  # the same bytes every time
    assert not re.search(r"""(?:src|href)=["']https?://""", page)  # opens offline
    assert LIMITS in page.replace("&#39;", "'")
    for one in DRAWN.values():
        assert one.title in page
        assert f'id="chart-{one.id}"' in page
    assert "Clear in at least nine of ten models on disputes begun: an offensive ally" in page
    assert "fewer than 5 events a covariate" in page
    assert "Correlates of War" in page
    assert page.count("<table>\n<caption>") == 5
    assert '<th scope="row">A defensive ally of the target</th>' in page
    half = Curve(CURVE.frame.head(300), "made-up", complete=False, files=())
    assert "no: interrupted" in curve_page(half)


def test_every_choice_has_words() -> None:
    for unit in choices.grid().units:
        stage = unit.sampling.stage
        for choice, option in unit.sampling.choices().items():
            assert choice_words(choice)
            assert option_words(stage, choice, option)
        for block in choices.BLOCKS[stage]:
            assert choice_words(f"+{block}")
    assert set(CHOICES) == set(choices.CHOICES)
