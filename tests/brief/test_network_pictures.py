"""Pictures of networks: what is drawn, in words and numbers, on a made-up network."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import re
from dataclasses import replace

import altair as alt
import numpy as np
import polars as pl
import pytest

from foedus.brief.network.chains import chains
from foedus.brief.network.drawn_in import Carrier, DrawnIn, percent
from foedus.brief.network.labels import labels
from foedus.brief.network.map import EUROPE, WORLD, world_map
from foedus.brief.network.matrix import PAINT, matrix
from foedus.brief.network.page import page
from foedus.brief.network.plots import pictures
from foedus.brief.network.put import Store
from foedus.brief.network.sphere import arc, arrowhead
from foedus.brief.network.spots import Frame, Spot, capitals
from foedus.brief.network.ties import owed, ties
from foedus.brief.network.timeline import rates, timeline
from foedus.brief.picture import Picture
from foedus.network.exposure.chains import Chains
from foedus.network.exposure.drawn_in import Exposure
from foedus.network.exposure.honour import PUBLISHED
from foedus.network.exposure.onset import Onset
from foedus.network.graph import Network
from foedus.network.structure.history import History

from .make_network import PLACES, make_findings, make_network

FOUND = make_findings()
BLOC = FOUND.blocs.bloc


def drawn() -> tuple[Picture, ...]:
    return (*pictures(FOUND), world_map(FOUND.network, BLOC, PLACES, about=220))


@pytest.mark.parametrize("one", drawn(), ids=["map", "matrix", "about"])
def test_specification_is_valid_and_whole(one: Picture) -> None:
    alt.Chart.from_dict(one.spec, validate=True)
    text = json.dumps(one.spec, allow_nan=False)
    assert "rows-" not in text  # every name is filled in
    assert "http" not in text.replace(one.spec["$schema"], "")
    assert one.svg().count("<path") > 5
    assert one.alt.startswith(one.title)
    assert len(list(csv.DictReader(io.StringIO(one.csv)))) >= 4


def test_strongest_pledge_its_direction_and_its_conditions() -> None:
    found = {(one.one, one.two): one for one in ties(make_network())}
    assert set(found) == {(220, 365), (255, 300), (365, 345), (220, 300)}
    alliance = found[220, 365]
    assert (alliance.kind, alliance.one_sided, alliance.treaties) == ("defense", False, (1, 5))
    assert not alliance.conditional  # treaty 5 sets no condition
    attack = found[255, 300]
    assert (attack.kind, attack.one_sided, attack.active) == ("offense", False, True)
    promise = found[365, 345]
    assert (promise.kind, promise.one_sided, promise.conditional) == ("defense", True, False)
    assert found[220, 300].kind == "consul"


def test_ties_are_the_networks_allies() -> None:
    for kinds in (("defense", "offense", "neutral", "nonagg", "consul"), ("defense",), ("consul",)):
        net = make_network().with_kinds(*kinds)
        one, two = np.nonzero(np.triu(net.allied))
        pairs = {(int(net.states[i]), int(net.states[j])) for i, j in zip(one, two, strict=True)}
        assert {(min(t.one, t.two), max(t.one, t.two)) for t in ties(net)} == pairs
        assert {(o.obligor, o.beneficiary) for o in owed(net)} >= pairs - {(345, 365)}


def test_conditional_is_dashed_one_sided_has_an_arrowhead() -> None:
    text = json.dumps(world_map(FOUND.network, BLOC, PLACES).spec)
    assert '"strokeDash": [3, 2.4]' not in text  # the only conditional pledges are in part so
    strict = replace(
        FOUND.network,
        obligations=FOUND.network.obligations.with_columns(defcon=pl.lit(1), offcon=pl.lit(1)),
    )
    assert '"strokeDash": [3, 2.4]' in json.dumps(world_map(strict, BLOC, PLACES).spec)
    heads = [line for line in lines_of(world_map(FOUND.network, BLOC, PLACES)) if len(line) == 3]
    assert len(heads) == 2  # one promise, on two sheets
    tip = heads[0][1]
    assert arc((tip[1], tip[0]), (44.79, 20.45)) < arc((tip[1], tip[0]), (59.94, 30.31))


def lines_of(one: Picture) -> list[list[list[float]]]:
    return [
        feature["geometry"]["coordinates"]
        for sheet in one.spec["vconcat"][:2]
        for layer in sheet["layer"]
        for feature in (
            layer["data"]["values"] if isinstance(layer["data"]["values"], list) else []
        )
        if "geometry" in feature
    ]


def test_state_without_capital_is_named_not_drawn() -> None:
    some = PLACES.filter(pl.col("ccode") != 345)
    one = world_map(FOUND.network, BLOC, some)
    assert "No capital on record, so not drawn: Serbia" in one.alt
    assert all(44.79 not in point for line in lines_of(one) for point in line)


def test_network_without_a_tie_is_drawn_too() -> None:
    empty = replace(FOUND.network, obligations=FOUND.network.obligations.clear())
    alone = np.arange(6)
    assert "0 of 6 states have allies" in world_map(empty, alone, PLACES).title
    assert "nobody owes anybody" in matrix(empty, alone).title
    world_map(empty, alone, PLACES).svg()
    matrix(empty, alone).svg()


def test_matrix_has_a_cell_for_each_ordered_pair() -> None:
    one = matrix(FOUND.network, BLOC)
    rows = list(csv.DictReader(io.StringIO(one.csv)))
    assert len(rows) == 7
    kinds = {
        (row["obligor_state"], row["beneficiary_state"]): row["strongest_pledge"] for row in rows
    }
    assert kinds["GMY", "AUH"] == "offense"
    assert kinds["AUH", "GMY"] == "defense"
    assert ("YUG", "RUS") not in kinds
    text = json.dumps(one.spec)
    assert PAINT["offense"] in text
    assert PAINT["consul"] in text


def test_arrowhead_points_along_the_great_circle() -> None:
    tail, head = (48.86, 2.35), (59.94, 30.31)
    left, tip, right = arrowhead(tail, head, 1.0, 0.5)
    there = (tip[1], tip[0])
    assert arc(there, head) == pytest.approx(0.5, abs=0.01)
    assert arc(there, tail) + arc(there, head) == pytest.approx(arc(tail, head), abs=0.01)
    for barb in (left, right):
        assert arc((barb[1], barb[0]), there) == pytest.approx(1.0, abs=0.01)
        assert arc((barb[1], barb[0]), tail) < arc(there, tail)


@pytest.mark.parametrize("frame", [WORLD, EUROPE], ids=["world", "europe"])
def test_pixels_are_those_of_vega(frame: Frame) -> None:
    """A dot that Vega projects lies where the label was placed."""
    import vl_convert

    store = Store()
    spots = [(51.5, -0.1), (37.98, 23.73), (64.1, 21.9)]
    source = store.add([{"lat": lat, "lng": lng} for lat, lng in spots])
    layer = alt.Chart(source).mark_point().encode(longitude="lng:Q", latitude="lat:Q")
    spec = store.fill(frame.applied([layer]).to_dict())
    svg = vl_convert.vegalite_to_svg(spec)
    at = re.search(r'translate\(([\d.]+),([\d.]+)\)"><path class="background"', svg)
    drawn_at = re.findall(
        r'aria-roledescription="point" transform="translate\(([-\d.]+),([-\d.]+)\)', svg
    )
    assert len(drawn_at) == 3, svg[:2000]
    assert at is None or float(at.group(1)) >= 0
    for (lat, lng), (x, y) in zip(spots, drawn_at, strict=True):
        assert frame.pixel(lat, lng) == pytest.approx((float(x), float(y)), abs=0.05)


def test_labels_overlap_neither_one_another_nor_dots() -> None:
    random = np.random.default_rng(0)
    spots = [
        Spot(i, "", lat, lng)
        for i, (lat, lng) in enumerate(
            zip(random.uniform(36, 62, 120), random.uniform(-8, 38, 120), strict=True)
        )
    ]
    names = {one.ccode: "ABC" for one in spots}
    radii = {one.ccode: 4.0 for one in spots}
    placed = labels(EUROPE, spots, names, radii)
    assert 30 < len(placed) < 120
    boxes = []
    for one in placed:
        left = {"left": one.x, "right": one.x - 21, "center": one.x - 10.5}[one.align]
        boxes.append((left, one.y - 5, left + 21, one.y + 5))
    for a, b in itertools.combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    for spot in spots:
        at = EUROPE.pixel(spot.lat, spot.lng)
        for box in boxes:
            if at is not None:
                assert not (box[0] < at[0] < box[2] and box[1] < at[1] < box[3])


def test_capital_of_a_year_is_its_last_of_a_day_that_days() -> None:
    import datetime as dt

    moved = pl.DataFrame(
        {
            "ccode": [365, 365],
            "capital": ["Petrograd", "Moscow"],
            "stdate": [dt.date(1816, 1, 1), dt.date(1918, 3, 12)],
            "enddate": [dt.date(1918, 3, 11), dt.date(2024, 1, 1)],
            "lat": [59.94, 55.75],
            "lng": [30.31, 37.62],
        }
    )
    net = make_network()
    assert capitals(net, moved)[365].city == "Petrograd"
    assert capitals(replace(net, year=1918), moved)[365].city == "Moscow"
    on = replace(net, year=1918, day=dt.date(1918, 1, 1))
    assert capitals(on, moved)[365].city == "Petrograd"


def made_history(first: int = 1940, last: int = 1960) -> History:
    years = list(range(first, last + 1))
    n = len(years)
    frame = pl.DataFrame(
        {
            "year": pl.Series(years, dtype=pl.Int16),
            "alliances_per_state": np.linspace(1, 3, n),
            "kept_5": pl.Series([0.5] * 10 + [0.9] * (n - 15) + [None] * 5, dtype=pl.Float64),
            "pairs": [1000] * n,
            "wars_begun": pl.Series([1] * 10 + [0] * (n - 11) + [None], dtype=pl.Int32),
        }
    )
    return History(frame, ("defense",), ())


def test_timeline_pools_wars_and_says_what_changed() -> None:
    one = timeline(made_history())
    alt.Chart.from_dict(one.spec, validate=True)
    assert "more allies a state (1, then 3), and ties that last longer" in one.title
    assert "50 % before 1950, 10 % since" in one.alt
    assert "10 before 1950, 0 since" in one.alt
    frame = rates(made_history().frame)
    assert frame["wars"][0] == pytest.approx(10.0)  # 6 wars in 6 years of 1,000 pairs
    assert frame["wars"][-1] is None
    assert math.isclose(frame["wars"][10], 10 * 5 / 11)


def test_page_is_one_file_with_everything() -> None:
    text = page(FOUND, pictures(FOUND))
    assert "Alliances in 1914" in text
    assert "Not drawn" not in text
    markup = text[: text.index("<script>")]
    outside = re.findall(r'(?:src|href)="(?!data:|#)([^"]+)"', markup)
    assert outside == []
    assert text.count('class="chart"') == 2
    assert "Breaches of war stability" in text
    assert text == page(FOUND, pictures(FOUND))  # the same bytes again


def test_percent_never_shows_a_false_zero() -> None:
    assert [percent(value) for value in (0.0, 3e-6, 0.0063, 0.5)] == [
        "0 %",
        "<0.01 %",
        "0.63 %",
        "50 %",
    ]


def test_a_name_cannot_end_the_script() -> None:
    net: Network = FOUND.network
    one = replace(FOUND, network=net)
    drawn_one = replace(pictures(one)[0], alt="</script><script>alert(1)</script>")
    text = page(one, (drawn_one,))
    assert "<script>alert" not in text


def made_exposure(*paths: tuple[str, str, float]) -> DrawnIn:
    """France drawn in along some chains."""
    told = Exposure(
        states=FOUND.network.states,
        started=np.full(6, 0.5),
        repeats=np.full((20, 2, 6), 0.01),
        exact=1.0,
        draws=1000,
        seed=0,
        honour=PUBLISHED,
        year=1914,
    )
    frame = pl.DataFrame(
        [(chain, role, chain.count("<"), role, share) for chain, role, share in paths],
        schema={
            "chain": pl.String,
            "role": pl.String,
            "steps": pl.Int64,
            "side": pl.String,
            "share": pl.Float64,
        },
        orient="row",
    )
    ways = Chains("FRN", 1914, 500, frame, pl.DataFrame(), pl.DataFrame())
    rates_made = Onset(1816, 2007, pl.DataFrame(), 0.9, 10)
    carriers = (Carrier(1, (365,), 0.6, 0.8, 0.001, 0.0001),)
    return DrawnIn(220, 1, told, ways, carriers, None, rates_made, told)


def test_chains_end_where_the_war_began() -> None:
    at_risk = made_exposure(
        ("FRN < RUS", "attacked", 0.5),
        ("FRN < RUS < YUG", "attacked", 0.3),
        ("FRN < RUS", "attacker", 0.2),
    )
    one = chains(FOUND.network, at_risk)
    alt.Chart.from_dict(one.spec, validate=True)
    assert one.title == "France, drawn in 2 % a year: 100 % of it at the call of Russia"
    assert "Serbia is attacked, which calls Russia which calls France (30 %)" in one.alt
    text = json.dumps(one.spec)
    assert '"is attacked"' in text
    assert '"attacks"' in text
    assert at_risk.rank == 1
    html = page(replace(FOUND, exposure=at_risk), pictures(replace(FOUND, exposure=at_risk)))
    assert "How France can be drawn in" in html
    assert "atop:1" in html


def test_chains_too_many_to_draw_are_drawn_by_their_last_call() -> None:
    many = [
        (f"FRN < RUS < {a} < {b}", "attacked", 0.02)
        for a, b in itertools.permutations(("UKG", "GMY", "AUH", "YUG", "ITA", "TUR", "GRC"), 2)
    ]
    one = chains(FOUND.network, made_exposure(*many, ("FRN < UKG", "attacker", 0.01)))
    assert '"calls"' in json.dumps(one.spec)
    assert '"is attacked"' not in json.dumps(one.spec)
    assert len(one.csv.splitlines()) == 44  # the data has them all


def test_no_chain_at_all_is_said() -> None:
    one = chains(FOUND.network, made_exposure())
    assert one.title == "No chain of pledges in 1914 draws France into a war between others"
    one.svg()
