from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.sources.distance import (
    CAPITALS,
    EARTH_RADIUS,
    MINIMUM,
    capital_distance,
    great_circle,
)
from foedus.sources.reading.table import Reading, read, read_bytes

latitude = st.floats(-90, 90)
longitude = st.floats(-180, 180)


@pytest.fixture(scope="module")
def minimum(data: Path) -> Reading:
    return read(MINIMUM, data / "derived/cow_mindist.csv.gz", "export")


@pytest.fixture(scope="module")
def capitals(data: Path) -> Reading:
    return read(CAPITALS, data / "derived/cow_capitals.csv.gz", "export")


def by_vectors(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """The same angle another way: from the cross and dot products of two unit vectors."""

    def unit(lat: float, lng: float) -> np.ndarray:
        phi, lam = np.radians(lat), np.radians(lng)
        return np.array([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])

    a, b = unit(lat1, lng1), unit(lat2, lng2)
    return EARTH_RADIUS * float(np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b))


@given(latitude, longitude, latitude, longitude)
def test_great_circle_agrees_with_vectors(a: float, b: float, c: float, d: float) -> None:
    # Haversine loses half its digits near antipodes: 1e-8 of a radian is 6 cm.
    assert float(great_circle(a, b, c, d)) == pytest.approx(by_vectors(a, b, c, d), abs=1e-3)


@given(latitude, longitude, latitude, longitude)
def test_great_circle_is_a_distance(a: float, b: float, c: float, d: float) -> None:
    there, back = great_circle(a, b, c, d), great_circle(c, d, a, b)
    assert there == back
    assert 0 <= there <= np.pi * EARTH_RADIUS * (1 + 1e-12)
    assert great_circle(a, b, a, b) == 0


@pytest.mark.parametrize(
    ("one", "two", "km"),
    [
        # Distances over the ellipsoid from atlases; a sphere is within 0.5 % of it.
        ((51.5074, -0.1278), (40.7128, -74.0060), 5_570),  # London, New York
        ((52.5200, 13.4050), (48.8566, 2.3522), 878),  # Berlin, Paris
        ((-33.8688, 151.2093), (35.6762, 139.6503), 7_826),  # Sydney, Tokyo
        ((55.7558, 37.6173), (38.9072, -77.0369), 7_820),  # Moscow, Washington
        ((-34.6037, -58.3816), (-33.4489, -70.6693), 1_139),  # Buenos Aires, Santiago
        ((-18.1416, 178.4419), (-13.8333, -171.7667), 1_145),  # Suva, Apia: across the date line
    ],
)
def test_known_distances(one: tuple[float, float], two: tuple[float, float], km: float) -> None:
    assert float(great_circle(*one, *two)) == pytest.approx(km, rel=5e-3)


def test_poles_antipodes_and_a_degree() -> None:
    half = np.pi * EARTH_RADIUS
    assert float(great_circle(90, 0, -90, 0)) == pytest.approx(half)
    assert float(great_circle(12.5, 30, -12.5, -150)) == pytest.approx(half)
    assert float(great_circle(0, 0, 0, 1)) == pytest.approx(111.195, abs=1e-3)
    assert float(great_circle(90, 10, 90, -120)) == pytest.approx(0, abs=1e-6)


def test_arrays_broadcast_and_nan_stays() -> None:
    found = great_circle([[0.0], [np.nan]], 0.0, [0.0, 1.0, 2.0], 0.0)
    assert found.shape == (2, 3)
    assert np.isnan(found[1]).all()
    assert not np.isnan(found[0]).any()


def test_minimum_distances_have_their_published_figures(minimum: Reading) -> None:
    """Non-directed dyad-years, kilometres; nothing before 1886 or after 2019."""
    frame = minimum.frame
    assert minimum.rows == frame.height == 952_244
    assert (frame["year"].min(), frame["year"].max()) == (1886, 2019)
    assert (frame["ccode1"] < frame["ccode2"]).all()
    assert frame["mindist"].null_count() == 0
    assert frame["mindist"].max() == pytest.approx(19_641.514671)


def test_minimum_distances_are_of_1_january(minimum: Reading) -> None:
    """Canada entered on 10 January 1920: no row that year. Austria left in March 1938: a row."""

    def years(one: int, two: int) -> list[int]:
        return minimum.frame.filter(ccode1=one, ccode2=two)["year"].to_list()

    assert min(years(2, 20)) == 1921
    assert 1938 in years(255, 305)
    assert 1939 not in years(255, 305)


def test_publishers_list_is_directed_and_holds_a_state_with_itself() -> None:
    text = "ccode1,ccode2,mindist,year\n2,2,0,1990\n2,20,0,1990\n20,2,0,1990\n20,20,0,1990\n"
    text += "40,2,145.5,1990\n2,40,145.5,1990\n"
    reading = read_bytes(MINIMUM, text.encode(), "distlist.csv", "publisher")
    assert reading.rows == 6
    assert reading.frame.rows() == [(2, 20, 1990, 0.0), (2, 40, 1990, 145.5)]
    only_higher = "ccode1,ccode2,mindist,year\n40,2,145.5,1990\n"
    turned = read_bytes(MINIMUM, only_higher.encode(), "distlist.csv", "publisher")
    assert turned.frame.rows() == [(2, 40, 1990, 145.5)]


def test_capitals_have_their_published_figures(capitals: Reading) -> None:
    frame = capitals.frame
    assert capitals.rows == frame.height == 242
    assert frame["ccode"].n_unique() == 217
    assert frame["stdate"].min() == dt.date(1816, 1, 1)
    assert frame["enddate"].max() == dt.date(2024, 12, 31)


def test_capital_spells_of_a_state_do_not_overlap(capitals: Reading) -> None:
    ordered = capitals.frame.sort("ccode", "stdate")
    following = ordered.select(after=pl.col("stdate").shift(-1).over("ccode"))
    assert not (ordered["enddate"] >= following["after"]).fill_null(value=False).any()
    assert (ordered["stdate"] <= ordered["enddate"]).all()


def test_three_capitals_lay_in_the_middle_of_their_countries(capitals: Reading) -> None:
    """Brasilia, Tunis and Riyadh: corrected, so that they lie where they are."""
    assert capitals.corrected == 3
    where = {row[0]: row[1:] for row in capitals.frame.select("capital", "lat", "lng").rows()}
    for capital, lat, lng in [
        ("Brasilia", -15.79, -47.88),
        ("Tunis", 36.81, 10.18),
        ("Riyadh", 24.71, 46.68),
    ]:
        assert float(great_circle(*where[capital], lat, lng)) < 10


def test_capital_distance_is_by_day(capitals: Reading) -> None:
    """Russia's capital moved on 12 March 1918, Brazil's on 21 April 1960."""
    days = np.array(
        ["1918-03-11", "1918-03-12", "1960-04-20", "1960-04-21", "1815-01-01"],
        dtype="datetime64[D]",
    )
    one, two = [255, 255, 160, 160, 255], [365, 365, 140, 140, 365]
    found = capital_distance(capitals.frame, one, two, days)
    np.testing.assert_allclose(found[:4], [1_320, 1_610, 1_970, 2_340], rtol=0.02)
    assert np.isnan(found[4])
    np.testing.assert_array_equal(capital_distance(capitals.frame, two, one, days), found)


def test_capital_distance_agrees_with_a_search_spell_by_spell(capitals: Reading) -> None:
    rng = np.random.default_rng(3)
    codes = np.array(sorted({*capitals.frame["ccode"], 999}))
    one, two = rng.choice(codes, 300), rng.choice(codes, 300)
    days = np.datetime64("1810-01-01") + rng.integers(0, 80_000, 300)
    spells = capitals.frame.rows(named=True)

    def place(code: int, day: dt.date) -> tuple[float, float]:
        for spell in spells:
            if spell["ccode"] == code and spell["stdate"] <= day <= spell["enddate"]:
                return spell["lat"], spell["lng"]
        return np.nan, np.nan

    expected = [
        by_vectors(*place(a, day), *place(b, day))
        for a, b, day in zip(one, two, days.astype(object), strict=True)
    ]
    found = capital_distance(capitals.frame, one, two, days)
    np.testing.assert_allclose(found, expected, atol=1e-3)
    assert 20 < np.isnan(found).sum() < 280


def test_no_capitals_no_distances(capitals: Reading) -> None:
    nothing = capitals.frame.clear()
    found = capital_distance(nothing, [2, 20], [20, 2], np.datetime64("1950-01-01"))
    assert np.isnan(found).tolist() == [True, True]


def test_publishers_capitals() -> None:
    """CShapes 2.0: a row per change of borders, dates included at both ends."""
    text = (
        "cowcode,country_name,start,end,status,owner,capname,caplong,caplat,b_def,fid\n"
        "140,Brazil,1886-01-01,1960-04-20,independent,140,Rio de Janeiro,-43.2,-22.9,1,7\n"
        "140,Brazil,1960-04-21,2019-12-31,independent,140,Brasília,-47.93,-15.78,1,8\n"
    )
    reading = read_bytes(CAPITALS, text.encode(), "cshapes.csv", "publisher")
    assert reading.frame.columns == [c.name for c in CAPITALS.columns]
    assert reading.frame.row(1)[2:] == (
        "Brasília",
        dt.date(1960, 4, 21),
        dt.date(2019, 12, 31),
        -15.78,
        -47.93,
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from([2, 20, 70, 200, 255]),
            st.sampled_from([300, 305, 365, 710]),
            st.integers(1886, 2019),
            st.floats(0, 20_000).map(lambda v: v + 0.0),
        ),
        max_size=15,
        unique_by=lambda row: row[:3],
    )
)
def test_minimum_round_trip(rows: list[tuple[int, int, int, float]]) -> None:
    lines = ["ccode1,ccode2,year,mindist", *(",".join(map(repr, row)) for row in rows)]
    frame = read_bytes(MINIMUM, "\n".join(lines).encode(), "made.csv", "export").frame
    assert frame.rows() == rows
