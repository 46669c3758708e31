"""Pictures: valid specifications, titles with the tables' numbers, words and data for everyone."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Any

import altair as alt
import polars as pl
import pytest
import yaml

import foedus as fd
from foedus.brief import look
from foedus.brief.bundle.plots import dots, dumbbell, fights, outcomes, pictures, waterfall
from foedus.brief.bundle.reading import PEACE, WARS, accounting, scenario
from foedus.brief.bundle.sheets import accounting_note, accountings
from foedus.brief.groups import READ_AS
from foedus.brief.marks import hatch
from foedus.brief.numbers import change, probability
from foedus.brief.picture import Picture
from foedus.core.bundle import Bundle
from foedus.core.errors import UsageError

Make = Callable[..., Bundle]
KINDS = [
    "headline",
    "outcomes",
    "ladder",
    "fights",
    "effects-great-power-war",
    "effects-any-war",
    "effects-patron-fights",
    "accounting-dual-alliance-great-power-war",
]


@pytest.fixture(scope="module", params=[(), ("without dual-alliance", "hotline:GMY-RUS")])
def bundle(request: pytest.FixtureRequest, make: Make) -> Bundle:
    return make(edits=request.param)


@pytest.fixture(scope="module")
def drawn(bundle: Bundle) -> tuple[Picture, ...]:
    return pictures(bundle)


def _row(bundle: Bundle, table: str, **where: Any) -> dict[str, Any]:
    frame = bundle.tables[table]
    for name, value in where.items():
        frame = frame.filter(pl.col(name) == value)
    return frame.row(0, named=True)


def _values(spec: Any) -> Iterator[list[dict[str, Any]]]:
    if isinstance(spec, dict):
        if (
            isinstance(spec.get("values"), list)
            and spec["values"]
            and isinstance(spec["values"][0], dict)
        ):
            yield spec["values"]
        for value in spec.values():
            yield from _values(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _values(value)


def _thinned(spec: Any) -> Any:
    """The same specification with two rows of each data set: the schema does not look at more."""
    if isinstance(spec, dict):
        return {
            key: value[:2] if key == "values" and isinstance(value, list) else _thinned(value)
            for key, value in spec.items()
        }
    return [_thinned(one) for one in spec] if isinstance(spec, list) else spec


def test_every_kind_is_drawn_once(drawn: tuple[Picture, ...]) -> None:
    names = [one.id for one in drawn]
    assert len(set(names)) == len(names)
    assert set(KINDS) <= set(names)


def test_specifications_are_valid_alone_and_with_their_words(drawn: tuple[Picture, ...]) -> None:
    for one in drawn:
        assert list(_values(one.spec))
        json.dumps(one.spec, allow_nan=False)
        alt.Chart.from_dict(_thinned(one.spec), validate=True)
        alt.Chart.from_dict(_thinned(one.standalone()), validate=True)


def test_every_picture_has_words_numbers_corner_and_data(drawn: tuple[Picture, ...]) -> None:
    for one in drawn:
        assert one.alt.startswith(one.title)
        assert len(one.alt) > len(one.title) + 40
        assert any(sign.isdigit() for sign in one.alt)
        assert one.spec["description"] == one.alt
        assert one.corner.endswith("not yet fitted")
        assert "23 July 1914" in one.corner
        rows = list(csv.DictReader(io.StringIO(one.csv)))
        assert rows
        assert all(None not in row for row in rows)


def test_titles_have_the_numbers_of_the_tables(bundle: Bundle, drawn: tuple[Picture, ...]) -> None:
    titles = {one.id: one.title for one in drawn}
    war = _row(bundle, "outcomes", case="base", outcome="any_war")["point"]
    assert probability(war) in titles["headline"]
    assert titles["headline"].startswith(f"Of 100 crises like this one, {100 * war:.0f} end in war")
    assert probability(war) in titles["outcomes"]
    mobilised = _row(bundle, "rungs", case="base", rung="mobilised")["point"]
    assert probability(mobilised) in titles["ladder"]
    assert titles["fights"].startswith("Likeliest outsider to fight: Germany (")
    assert (
        probability(_row(bundle, "fights", case="base", actor="GMY")["point"]) in titles["fights"]
    )
    for outcome in ("great_power_war", "any_war", "patron_fights"):
        rows = bundle.tables["effects"].filter(
            (pl.col("outcome") == outcome) & (pl.col("kind") != "requested")
        )
        top = rows.sort(pl.col("difference").abs(), descending=True).row(0, named=True)
        title = titles[f"effects-{outcome.replace('_', '-')}"]
        assert probability(top["with_"]) in title
        assert probability(top["without"]) in title
    total = _row(bundle, "effects", instrument="dual-alliance", outcome="great_power_war")
    title = titles["accounting-dual-alliance-great-power-war"]
    assert probability(abs(total["difference"])) in title
    assert "entrapment" in title


@pytest.mark.parametrize(
    ("treaty", "kind", "who", "through"),
    [
        ("dual-alliance", "nonaggression", "the pledged side", "the pledged side's play"),
        ("dual-alliance", "offence", "its patron", "entrapment"),
    ],
)
def test_a_treaty_that_obliges_nobody_to_fight_has_no_patron_and_entraps_nobody(
    make: Make, treaty: str, kind: str, who: str, through: str
) -> None:
    bundle = make()
    told = scenario(bundle)
    kinds = {name: one | {"kind": kind} for name, one in told["treaties"].items()}
    changed = dataclasses.replace(bundle, scenario=yaml.safe_dump(told | {"treaties": kinds}))
    effects = dumbbell(changed, "patron_fights")
    shares = waterfall(changed, treaty, "great_power_war")
    assert effects is not None
    assert shares is not None
    assert f", {who} fights with probability" in effects.title
    assert shares.title == (
        f"The chance of great-power war is 0.21 higher with the Dual Alliance, most of it through "
        f"{through}"
    )
    labels = {row["label"] for rows in _values(shares.spec) for row in rows if "label" in row}
    words = ("adversary", "protégé", "patron")
    named = {f"({word})" in " ".join(labels) + shares.alt for word in words}
    assert named == {kind == "offence"}
    assert ("the pledged side" in labels) == (kind != "offence")


@pytest.mark.parametrize(
    ("kind", "who"), [("nonaggression", "the pledged side"), ("defence", "its patron")]
)
def test_pledges_that_move_no_fighter_are_told_in_a_sentence(
    make: Make, kind: str, who: str
) -> None:
    bundle = make()
    told = scenario(bundle)
    kinds = {name: one | {"kind": kind} for name, one in told["treaties"].items()}
    effects = bundle.tables["effects"].with_columns(pl.lit(0.001).alias("difference"))
    still = dataclasses.replace(
        bundle,
        scenario=yaml.safe_dump(told | {"treaties": kinds}),
        tables=bundle.tables | {"effects": effects},
    )
    one = dumbbell(still, "patron_fights")
    assert one is not None
    assert one.title == f"No treaty moves the chance that {who} fights by 0.01 or more"
    assert f"Probability that {who.replace('its', 'the')} fights, with and without" in one.alt
    spans = bundle.tables["effects"].with_columns(pl.lit(-0.9).alias("q05"))
    unclear = dumbbell(
        dataclasses.replace(still, tables=bundle.tables | {"effects": spans}), "patron_fights"
    )
    assert unclear is not None
    assert unclear.title.startswith(f"No clear effect on whether {who} fights: largest, ")


def test_the_heads_of_the_table_of_shares_are_explained_for_pledges_not_to_fight(
    make: Make,
) -> None:
    bundle = make()
    told = scenario(bundle)
    kinds = {name: one | {"kind": "neutrality"} for name, one in told["treaties"].items()}
    changed = dataclasses.replace(bundle, scenario=yaml.safe_dump(told | {"treaties": kinds}))
    assert READ_AS not in accounting_note(accountings(bundle))
    assert accounting_note(accountings(changed)).endswith(READ_AS)


def test_great_powers_that_are_principals_can_fight_each_other(make: Make) -> None:
    bundle = make()
    never = pl.when(pl.col("outcome") == "war_principals").then(0.0).otherwise("point")
    table = bundle.tables["outcomes"].with_columns(never.alias("point"))
    one = outcomes(dataclasses.replace(bundle, tables=bundle.tables | {"outcomes": table}))
    assert one is not None
    assert "Cannot happen here: war of the principals that is no great-power war" in one.caption


def test_an_interval_that_spans_zero_makes_no_claim(make: Make) -> None:
    bundle = make()
    effects = bundle.tables["effects"].with_columns(pl.lit(-0.9).alias("q05"))
    open_ = dataclasses.replace(bundle, tables=bundle.tables | {"effects": effects})
    for outcome in ("any_war", "great_power_war", "patron_fights"):
        one = dumbbell(open_, outcome)
        assert one is not None
        assert one.title.startswith("No clear effect")


def test_the_counterfactual_is_hollow_and_camps_have_their_colours(make: Make) -> None:
    one = fights(make(edits=("x",)))
    assert one is not None
    marks = [layer["mark"] for layer in one.spec["layer"] if layer["mark"]["type"] == "rect"]
    hollow = {mark["stroke"] for mark in marks if mark.get("fillOpacity") == 0}
    filled = {mark["fill"] for mark in marks if "fill" in mark}
    assert hollow == filled == set(look.CAMPS.values())


def test_dots_are_a_hundred_an_array(bundle: Bundle, drawn: tuple[Picture, ...]) -> None:
    headline = next(one for one in drawn if one.id == "headline")
    sizes = [
        len(values)
        for values in _values(headline.spec)
        if "colour" in values[0] and "column" in values[0]
    ]
    assert sizes == [100] * len(set(bundle.tables["outcomes"]["case"]))


@pytest.mark.parametrize("war", [0.295, 0.305, 0.004, 0.0951, 0.7449])
def test_dots_of_war_are_the_chance_of_war_that_stands_beside_them(make: Make, war: float) -> None:
    bundle = make()
    peace = (1 - war) / 4
    shares = dict.fromkeys(PEACE, peace) | dict.fromkeys(WARS, war / 4) | {"any_war": war}
    rows = [{"case": "base", "outcome": name, "point": p} for name, p in shares.items()]
    one = dots(dataclasses.replace(bundle, tables={"outcomes": pl.DataFrame(rows)}))
    assert one is not None
    told = probability(war).removeprefix("<")
    ends = round(100 * war) if told == "0.01" else round(100 * float(told))
    assert one.title.startswith(f"Of 100 crises like this one, {ends} end")
    counts = csv.DictReader(io.StringIO(one.csv))
    assert sum(int(row["of_100"]) for row in counts) == 100


def test_what_is_not_separable_is_hatched_and_said(bundle: Bundle) -> None:
    one = waterfall(bundle, "dual-alliance", "great_power_war")
    assert one is not None
    shares = accounting(bundle, "dual-alliance", "great_power_war")
    assert sum(not share.separable for share in shares) == 2
    assert one.alt.count("not separable") == 2
    assert sum(share.share for share in shares) == pytest.approx(shares[0].total)
    hatching = [
        values for values in _values(one.spec) if set(values[0]) == {"x", "x2", "top", "bottom"}
    ]
    assert len(hatching) == 1
    assert len(hatching[0]) > 3


def test_what_the_mechanics_do_alone_is_told_beside_feedback(bundle: Bundle) -> None:
    one = waterfall(bundle, "dual-alliance", "great_power_war")
    assert one is not None
    shares = accounting(bundle, "dual-alliance", "great_power_war")
    alone = {share.group: share.best_response for share in shares}
    nature = alone.pop("mechanics")
    assert f"The mechanics alone make {change(nature)}; one-step best responses" in one.caption
    assert f"alone sum to {change(sum(alone.values()))}; feedback makes up" in one.caption
    table = bundle.tables["accounting"].with_columns(
        best_response=pl.when(pl.col("group") == "mechanics").then(0.0).otherwise("best_response"),
    )
    still = dataclasses.replace(bundle, tables=bundle.tables | {"accounting": table})
    one = waterfall(still, "dual-alliance", "great_power_war")
    assert one is not None
    assert "mechanics alone" not in one.caption


def test_hatching_stays_in_its_bar() -> None:
    lines = hatch((0.1, 0.3), (1.7, 2.3), per_x=500, per_y=30)
    assert len(lines) > 10
    for line in lines:
        assert 0.1 - 1e-9 <= line["x"] <= line["x2"] <= 0.3 + 1e-9
        assert 1.7 - 1e-9 <= line["top"] <= line["bottom"] <= 2.3 + 1e-9
        across, down = (line["x2"] - line["x"]) * 500, (line["bottom"] - line["top"]) * 30
        assert across == pytest.approx(down, abs=1e-6)
    assert hatch((0.1, 0.1), (0, 1), 500, 30) == []


def test_a_partial_bundle_gives_the_pictures_it_has(make: Make) -> None:
    assert [one.id for one in pictures(make(partial=True))] == ["headline", "outcomes", "fights"]


def test_an_empty_bundle_gives_none(make: Make) -> None:
    assert pictures(dataclasses.replace(make(), tables={})) == ()


def test_two_actors_without_treaties(make: Make) -> None:
    bundle = make()
    tables = {
        name: frame.filter(pl.col("actor").is_in(["AUH", "SER"]))
        if "actor" in frame.columns
        else frame
        for name, frame in bundle.tables.items()
        if name not in ("effects", "accounting", "contrasts")
    }
    found = pictures(dataclasses.replace(bundle, tables=tables))
    assert [one.id for one in found] == ["headline", "outcomes", "ladder", "fights"]


def test_without_draws_no_interval_is_drawn(make: Make) -> None:
    bundle = make(draws=1)
    one = outcomes(bundle)
    assert one is not None
    assert one.corner.startswith("no draws: point estimate")
    assert not [layer for layer in one.spec["layer"] if layer["mark"]["type"] == "rule"]


def test_a_spreadsheet_runs_no_formula(make: Make) -> None:
    bundle = make()
    effects = bundle.tables["effects"].with_columns(pl.lit("=HYPERLINK(0)").alias("title"))
    open_ = dataclasses.replace(bundle, tables=bundle.tables | {"effects": effects})
    one = dumbbell(open_, "any_war")
    assert one is not None
    rows = list(csv.DictReader(io.StringIO(one.csv)))
    assert {row["title"] for row in rows if row["kind"] == "treaty"} == {"'=HYPERLINK(0)"}
    assert all(float(row["difference"]) == pytest.approx(float(row["difference"])) for row in rows)


def test_an_image_can_be_had_without_a_browser(make: Make) -> None:
    headline = dots(make())
    assert headline is not None
    svg = headline.svg()
    assert svg.startswith("<svg")
    assert svg.count("<path") > 100


def test_pictures_by_name_are_those_of_the_page(make: Make) -> None:
    bundle = make()
    drawn = fd.pictures(bundle)
    assert list(drawn) == [one.id for one in pictures(bundle)]
    assert {"headline", "outcomes", "fights"} <= set(drawn)
    shown = drawn["outcomes"]._repr_mimebundle_()
    assert ET.fromstring(shown["image/svg+xml"]).tag.endswith("svg")
    assert shown["text/plain"] == drawn["outcomes"].alt
    assert "schema" not in repr(drawn)  # a notebook's last line is no dump
    with pytest.raises(UsageError, match="no brief or picture") as refused:
        fd.pictures("nowhere")
    assert "alliances" not in str(refused.value)
