"""Countries: the table itself, round trips, and what must be refused."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core import countries
from foedus.core.countries_table import Span, find, fold, spans
from foedus.core.errors import UsageError

_KNOWN = sorted(countries.known())
_YEARS = st.integers(1816, 2025)
# The years in which a state passed its Gleditsch-Ward number on: a year then means the successor.
_HANDED_ON = {(260, 1990): 255, (678, 1990): 679}


# --- the table itself


def test_every_row_is_whole() -> None:
    table = spans()
    assert len(_KNOWN) == 217
    assert [s.ccode for s in table] == sorted(s.ccode for s in table)
    for span in table:
        assert 0 < span.ccode < 1000
        assert 0 < span.gw < 1000
        assert len(span.abb) == 3
        assert span.abb.isupper()
        assert span.iso3 is None or (len(span.iso3) == 3 and span.iso3.isupper())
        assert span.first <= span.last
        for bound in (span.first, span.last):  # the vectorised tables cover these years
            assert bound in (dt.date.min, dt.date.max) or 1801 <= bound.year <= 2098


def test_an_abbreviation_belongs_to_one_code_and_spans_do_not_overlap() -> None:
    by_code: dict[int, list[Span]] = {}
    for span in spans():
        by_code.setdefault(span.ccode, []).append(span)
    assert len({rows[0].abb for rows in by_code.values()}) == 217
    for rows in by_code.values():
        assert len({row.abb for row in rows}) == 1
        for before, after in itertools.pairwise(rows):
            assert before.last < after.first


def test_no_two_states_share_a_name_or_number_at_one_time_but_those_meant_to_be_refused() -> None:
    shared: set[str] = set()
    for a in spans():
        for b in spans():
            if a.ccode < b.ccode and a.first <= b.last and b.first <= a.last:
                assert a.gw != b.gw
                assert a.iso3 is None or a.iso3 != b.iso3
                assert fold(a.name) != fold(b.name)
                names = [{fold(n) for n in (s.name, *s.aliases)} for s in (a, b)]
                shared |= names[0] & names[1]
    assert shared == {"germany", "yemen", "korea", "vietnam"}


# --- one value


@pytest.mark.parametrize(
    ("value", "on", "wanted"),
    [
        ("GMY", None, 255),
        ("gmy", 1914, 255),
        ("DEU", None, 255),
        ("DEU", 1960, 260),
        ("DEU", 1914, 255),
        ("DDR", 1980, 265),
        (255, 1914, 255),
        ("255", 1990, 255),
        ("Germany", None, 255),
        ("Germany", 1914, 255),
        ("Germany", 2000, 255),
        ("Germany", 1990, 255),
        ("Germany", dt.date(1990, 10, 3), 255),
        ("Germany", 1850, 255),
        ("Prussia", 1866, 255),
        ("West Germany", None, 260),
        ("West Germany", 1990, 260),
        ("German Federal Republic", 1990, 260),
        ("Federal Republic of Germany", 1980, 260),
        ("Federal Republic of Germany", 2000, 255),
        ("Soviet Union", None, 365),
        ("Russia", 1960, 365),
        ("USSR", 1985, 365),
        ("Türkiye", 2022, 640),
        ("Ottoman Empire", 1914, 640),
        ("Austria", 1914, 300),
        ("Austria", dt.date(1918, 11, 12), 300),
        ("Austria", dt.date(1918, 11, 13), 305),
        ("Austria", 1930, 305),
        ("Austria-Hungary", None, 300),
        ("Serbia", 1914, 345),
        ("Serbia", 2010, 345),
        ("Yugoslavia", 1941, 345),
        ("SRB", 2010, 345),
        ("Sardinia", 1859, 325),
        ("Italy", 1859, 325),
        ("Czechoslovakia", 1938, 315),
        ("CZE", 1938, 315),
        ("CZE", 2000, 316),
        ("Slovakia", 2000, 317),
        ("Yemen", 1950, 678),
        ("Yemen", 2000, 679),
        ("South Yemen", 1975, 680),
        ("YEM", 2000, 679),
        ("Vietnam", 1980, 816),
        ("South Vietnam", 1965, 817),
        ("North Vietnam", 1965, 816),
        ("Korea", 1900, 730),
        ("KOR", 1900, 730),
        ("KOR", 2000, 732),
        ("Korea, South", 2000, 732),
        ("China", 1900, 710),
        ("China", 1960, 710),
        ("Republic of China", 1940, 710),
        ("Republic of China", 1960, 713),
        ("People's Republic of China", 1931, 710),
        ("Congo", 1970, 484),
        ("Zaire", 1980, 490),
        ("Congo - Kinshasa", 2000, 490),
        ("Democratic Republic of Congo", 1980, 490),
        ("Tanganyika", 1962, 510),
        ("Pakistan", 1971, 770),
        ("COTE D'IVOIRE", None, 437),
        ("São Tomé & Príncipe", None, 403),
        ("st christopher", None, 60),
        ("Bahamas, The", None, 31),
        ("Kiribati", 2000, 946),
        (970, 2000, 970),
    ],
)
def test_found(value: str | int, on: dt.date | int | None, wanted: int) -> None:
    assert countries.code(value, on) == wanted


def test_a_time_of_day_is_its_day() -> None:
    assert countries.code("Germany", dt.datetime(1914, 7, 23, 18)) == 255  # noqa: DTZ001 - a day has no zone


@pytest.mark.parametrize(
    ("value", "on", "wanted"),
    [
        (260, 1980, 260),
        (260, 2000, 255),
        (255, 1914, 255),
        (340, 1900, 345),
        (345, 1960, 345),
        (340, 2010, 345),
        (678, 1980, 678),
        (678, 2000, 679),
        (970, 2000, 946),
        ("971", 2000, 970),
        (972, 2000, 955),
        (973, 2001, 947),
    ],
)
def test_gleditsch_ward_by_date(value: str | int, on: int, wanted: int) -> None:
    assert countries.code(value, on, system="gw") == wanted


@pytest.mark.parametrize("value", ["AUS", "SLV", "SWZ", "MNG"])
def test_three_letters_that_mean_two_states_are_refused_at_any_date(value: str) -> None:
    for on in (None, 1914, 2000):
        with pytest.raises(UsageError, match=r"COW abbreviation of .* ISO 3166 code of") as told:
            countries.code(value, on)
        assert "system='abb' or system='iso3'" in str(told.value)
    ours, theirs = (countries.code(value, 2000, system=s) for s in ("abb", "iso3"))
    assert ours != theirs
    assert countries.abb(ours) == value


@pytest.mark.parametrize(
    ("value", "on", "says"),
    [
        ("Germany", 1960, "write 'West Germany' (260) or 'East Germany' (265)"),
        ("Yemen", 1970, "write 'North Yemen' (678) or 'South Yemen' (680)"),
        ("Korea", None, "write 'North Korea' (731) or 'South Korea' (732)"),
        ("Vietnam", 1960, "write 'North Vietnam' (816) or 'South Vietnam' (817)"),
        ("Germany", 1947, "no 'Germany' in 1947"),
        ("Germany", dt.date(1947, 1, 31), "no 'Germany' on 1947-01-31"),
        ("West Germany", 2000, "260 West Germany from 1949-05-23 to 1990-10-02"),
        (260, 2000, "as a Gleditsch-Ward number it is 255, Germany: say system='gw'"),
        (340, None, "as a Gleditsch-Ward number it is 345 Serbia: say system='gw'"),
        (240, 1960, "no '240' in 1960"),
        ("Baden", 1960, "267 Baden to 1871-01-17"),
        ("Germny", None, "did you mean 'Germany'?"),
        ("Atlantis of the West", None, "unknown country"),
        (8152, None, "unknown COW number '8152'"),
        ("", None, "unknown country ''"),
    ],
)
def test_refused_with_what_to_do(value: str | int, on: dt.date | int | None, says: str) -> None:
    with pytest.raises(UsageError) as told:
        countries.code(value, on)
    assert says in str(told.value)


def test_a_system_is_read_alone() -> None:
    with pytest.raises(UsageError, match="unknown ISO 3166 code 'GMY'"):
        countries.code("GMY", system="iso3")
    with pytest.raises(UsageError, match="unknown Gleditsch-Ward number '946'"):
        countries.code(946, system="gw")
    with pytest.raises(UsageError, match="unknown system 'iso'; did you mean 'iso3'"):
        countries.code("DEU", system="iso")  # type: ignore[arg-type] # wrong on purpose


def test_names_by_date() -> None:
    assert countries.name(365) == "Russia"
    assert countries.name(365, 1962) == "Soviet Union"
    assert countries.name(345, 1914) == "Serbia"
    assert countries.name(345, 1941) == "Yugoslavia"
    assert countries.name(300) == "Austria-Hungary"
    assert countries.name(240, 1960) == "Hanover"  # no name for that time: the last it had
    for call in (countries.name, countries.abb):
        with pytest.raises(UsageError, match="unknown COW number '8152'"):
            call(8152)


@given(st.sampled_from(_KNOWN), _YEARS)
def test_number_abbreviation_and_name_lead_back(ccode: int, year: int) -> None:
    if any(s.ccode == ccode and s.meets(year) for s in spans()):
        assert countries.code(ccode, year) == ccode
        assert countries.code(countries.abb(ccode), year, system="abb") == ccode
        assert countries.code(countries.name(ccode, year), year, system="name") == ccode
    else:
        with pytest.raises(UsageError):
            countries.code(ccode, year)


@given(st.sampled_from(_KNOWN))
def test_every_code_leads_back_without_a_date(ccode: int) -> None:
    assert countries.code(ccode) == ccode
    assert countries.code(countries.abb(ccode), system="abb") == ccode


def test_every_alias_leads_to_its_state_or_is_refused() -> None:
    for span in spans():
        day = min(span.last, dt.date(2020, 1, 1))
        for alias in span.aliases:
            rivals = {s.ccode for s in find(alias, ("name",)) if s.first <= day <= s.last}
            assert span.ccode in rivals
            if len(rivals) == 1:
                assert countries.code(alias, day, system="name") == span.ccode
            else:
                with pytest.raises(UsageError, match="is ambiguous"):
                    countries.code(alias, day, system="name")


@given(st.text(max_size=12), st.none() | st.integers(-9999, 99999))
def test_any_text_is_a_known_code_or_a_usage_error(text: str, on: int | None) -> None:
    with contextlib.suppress(UsageError):
        assert countries.code(text, on) in countries.known()


# --- columns


def test_every_code_and_year_leads_back_from_gleditsch_ward() -> None:
    for span in spans():
        years = [y for y in range(1816, 2026) if span.meets(y)]
        ccodes = pl.Series([span.ccode] * len(years), dtype=pl.Int16)
        column = pl.Series(years, dtype=pl.Int16)
        back = countries.from_gw(countries.to_gw(ccodes, column), column)
        wanted = [_HANDED_ON.get((span.ccode, year), span.ccode) for year in years]
        assert back.to_list() == wanted


@given(
    st.lists(
        st.tuples(st.none() | st.integers(-9, 8152), st.none() | st.integers(-9, 20202)), max_size=8
    )
)
def test_expressions_and_columns_agree_with_single_lookups(rows: list[tuple[int, int]]) -> None:
    frame = pl.DataFrame(rows, schema={"gw": pl.Int32, "year": pl.Int32}, orient="row")
    column = countries.from_gw(frame["gw"], frame["year"])
    eager = frame.select(countries.from_gw(pl.col("gw"), pl.col("year")))
    lazy = frame.lazy().select(countries.from_gw(pl.col("gw"), pl.col("year"))).collect()
    assert column.dtype == pl.Int16
    assert column.name == "ccode"
    assert column.to_list() == eager["ccode"].to_list() == lazy["ccode"].to_list()
    for (gw, year), found in zip(rows, column, strict=True):
        if gw is None or year is None:
            assert found is None
            continue
        try:
            wanted = countries.code(str(gw), year, system="gw")
        except UsageError:
            wanted = None
        assert found == wanted


def test_one_year_for_all_rows_and_null_in_null_out() -> None:
    gw = pl.Series([260, 255, None, 563, 396, -9, 20000])
    assert countries.from_gw(gw, 2000).to_list() == [255, None, None, None, None, None, None]
    frame = pl.DataFrame([gw.alias("gw")])
    assert frame.select(countries.from_gw(pl.col("gw"), 1914))["ccode"].to_list()[1] == 255
    assert countries.to_gw(pl.Series([255, 8152]), 2000).to_list() == [260, None]


@pytest.mark.parametrize("value", [-20, "-20", "2.0", "20.0", "+20"])
def test_a_number_is_read_as_written(value: str | int) -> None:
    for system in ("gw", "cow"):
        with pytest.raises(UsageError):
            countries.code(value, system=system)
        one = pl.Series([value])
        assert countries.codes_of(one, system=system).to_list() == [None]
    assert countries.codes_of(pl.Series([2.0]), system="gw").to_list() == [None]


def test_names_in_a_column_by_year() -> None:
    names = ["Germany", "Germany", "Germany", "Yemen", "France", "France", "NATO", None, "Germany"]
    years = [1914, 1960, 2000, 1950, 1850, None, 2000, 2000, None]
    found = countries.codes_of(pl.Series(names), pl.Series(years, dtype=pl.Int16))
    assert found.to_list() == [255, None, 255, 678, 220, 220, None, None, None]
    assert found.dtype == pl.Int16
    assert found.name == "ccode"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["Germany", "Yemen", "Vietnam", "Korea", "Austria", "Serbia", "Russia", "France",
                 "Czechia", "Republic of China", "Baden", "West Germany", "Taiwan", "Nowhere"]
            ),
            st.integers(1816, 2025),
        ),
        max_size=20,
    )
)  # fmt: skip
def test_a_column_agrees_with_single_lookups(rows: list[tuple[str, int]]) -> None:
    names, years = [r[0] for r in rows], [r[1] for r in rows]
    found = countries.codes_of(pl.Series(names, dtype=pl.String), pl.Series(years, dtype=pl.Int32))
    for name, year, one in zip(names, years, found, strict=True):
        try:
            wanted = countries.code(name, year, system="name")
        except UsageError:
            wanted = None
        assert one == wanted


def test_columns_without_years_and_of_other_systems() -> None:
    assert countries.codes_of(pl.Series(["Germany", "Korea", "??"])).to_list() == [255, None, None]
    iso = pl.Series(["AUS", "KOR", "DEU", "SVK "], dtype=pl.Categorical)
    assert countries.codes_of(iso, system="iso3").to_list() == [900, 732, 255, 317]
    assert countries.codes_of(pl.Series(["AUS"]), system="abb").to_list() == [305]
    numbers = countries.codes_of(pl.Series([260, 2]), pl.Series([2000, 2000]), system="gw")
    assert numbers.to_list() == [255, 2]
    nothing = pl.Series([None, None], dtype=pl.Null)
    assert countries.codes_of(nothing).to_list() == [None, None]
    assert countries.codes_of(pl.Series([], dtype=pl.String)).to_list() == []


def test_start_up_needs_neither_polars_nor_the_table() -> None:
    script = (
        "import sys; from foedus.core import countries; countries.code('Germany', 1914);"
        "assert 'polars' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
