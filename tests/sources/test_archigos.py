from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.sources.archigos import SPELLS
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import Reading, read, read_bytes

_HEADER = """
obsid leadid ccode idacr leader startdate eindate enddate eoutdate entry exit exitcode
prevtimesinoffice posttenurefate gender yrborn yrdied borndate ebirthdate deathdate edeathdate
dbpedia.uri num.entry num.exit num.exitcode num.posttenurefate fties ftcur
"""
HEADER = _HEADER.split()


@pytest.fixture(scope="module")
def leaders(data: Path) -> Reading:
    return read(SPELLS, data / "derived/archigos_4.1.csv.gz", "export")


def published(*rows: dict[str, str]) -> bytes:
    """Made-up rows as the publisher writes them: tabs, NA, the script of western Windows."""
    usual = {
        "obsid": "FRN-1900",
        "leadid": "x",
        "ccode": "220",
        "idacr": "FRN",
        "leader": "Personne",
        "startdate": "1900-01-01",
        "enddate": "1901-01-01",
        "entry": "Regular",
        "exit": "Regular",
        "exitcode": "Regular",
        "prevtimesinoffice": "0",
        "posttenurefate": "OK",
        "gender": "M",
        "yrborn": "1850",
        "yrdied": "1910",
    }
    lines = ["\t".join(HEADER)]
    lines += ["\t".join({**usual, **row}.get(name, "NA") for name in HEADER) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def test_leaders_have_their_published_figures(leaders: Reading) -> None:
    frame = leaders.frame
    assert leaders.rows == frame.height == 3_409
    assert frame["obsid"].n_unique() == 3_409
    assert frame["leadid"].n_unique() == 2_802
    assert frame["yrborn"].null_count() == 19
    assert dict(frame["gender"].value_counts().rows()) == {"M": 3_333, "F": 76}
    assert (frame["startdate"] <= frame["enddate"]).all()


def test_leaders_still_in_office_did_not_leave_on_the_last_day(leaders: Reading) -> None:
    """Trap: the data end in 2015, for three states a year earlier."""
    still = leaders.frame.filter(pl.col("exit") == "Still in Office")
    assert still.height == 168
    last = still.group_by("enddate").len().sort("enddate").rows()
    assert last == [(dt.date(2014, 12, 31), 3), (dt.date(2015, 12, 31), 165)]
    early = still.filter(pl.col("enddate").dt.year() == 2014)
    assert sorted(early["gwcode"]) == [41, 343, 367]


def test_codes_are_those_of_gleditsch_and_ward(leaders: Reading) -> None:
    """Trap: Germany is 260 after 1990 too, and Tibet (711) is a state."""
    by_name = {
        (row["leader"], row["gwcode"]): row["ccode"] for row in leaders.frame.rows(named=True)
    }
    assert by_name["Merkel", 260] == 255
    assert by_name["Adenauer", 260] == 260
    assert by_name["Grant", 2] == 2
    tibet = leaders.frame.filter(pl.col("gwcode") == 711)
    assert tibet.height > 0
    assert tibet["ccode"].null_count() == tibet.height


def test_leader_who_outlasts_a_code_has_that_of_the_first_day(leaders: Reading) -> None:
    """Kohl led 260 until 1990 and 255 after: gwcode serves whoever needs it by year."""
    kohl = leaders.frame.filter(leader="Kohl")
    assert kohl.select("gwcode", "ccode").rows() == [(260, 260)]
    assert kohl["enddate"].item().year == 1998


def test_few_leaders_lack_a_cow_code(leaders: Reading) -> None:
    unknown = leaders.frame.filter(pl.col("ccode").is_null())
    assert unknown.height < 0.05 * leaders.rows


def test_columns_that_the_export_lacks_are_null(leaders: Reading) -> None:
    for name in ("idacr", "yrdied", "posttenurefate"):
        assert leaders.frame[name].null_count() == 3_409


def test_publishers_layout() -> None:
    content = published(
        {"obsid": "COL-1899", "ccode": "100", "leader": "Sanclemente é", "yrborn": "-999"},
        {"obsid": "GMY-2005", "ccode": "260", "startdate": "2005-11-22", "yrdied": "-777"}
        | {"enddate": "2015-12-31", "exit": "Still in Office", "gender": "F"},
    )
    reading = read_bytes(SPELLS, content, "1March_Archigos_4.1.txt", "publisher")
    first, second = reading.frame.rows(named=True)
    assert first["leader"] == "Sanclemente é"
    assert (first["yrborn"], first["ccode"], first["idacr"]) == (None, 100, "FRN")
    assert (second["gwcode"], second["ccode"], second["yrdied"]) == (260, 255, None)
    assert first["posttenurefate"] == "OK"


def test_both_layouts_have_the_same_shape(leaders: Reading) -> None:
    reading = read_bytes(SPELLS, published({}), "1March_Archigos_4.1.txt", "publisher")
    assert reading.frame.schema == leaders.frame.schema


def test_dots_in_the_publishers_names_do_not_matter() -> None:
    plain = published({}).replace(b"dbpedia.uri", b"dbpediauri").replace(b"num.", b"num")
    assert read_bytes(SPELLS, plain, "a.txt").frame.equals(
        read_bytes(SPELLS, published({}), "a.txt").frame
    )


letters = st.text(st.characters(codec="cp1252", categories=["L"]), min_size=1, max_size=12)
day = st.dates(dt.date(1840, 1, 1), dt.date(2015, 12, 31))


@given(
    st.lists(
        st.tuples(
            letters.filter(lambda name: name != "NA"),
            day,
            st.none() | st.integers(1797, 1990),
            st.sampled_from(["M", "F"]),
        ),
        max_size=8,
    )
)
@settings(max_examples=40, deadline=None)
def test_round_trip(rows: list[tuple[str, dt.date, int | None, str]]) -> None:
    content = published(
        *(
            {
                "obsid": f"FRN-{i}",
                "leader": name,
                "startdate": start.isoformat(),
                "enddate": start.isoformat(),
                "yrborn": "-999" if born is None else str(born),
                "gender": gender,
            }
            for i, (name, start, born, gender) in enumerate(rows)
        )
    )
    frame = read_bytes(SPELLS, content, "a.txt").frame
    assert frame.select("leader", "startdate", "yrborn", "gender").rows() == rows


@pytest.mark.parametrize(
    ("change", "line", "field", "words"),
    [
        ({"exit": "Retired"}, 2, "exit", "'Retired' is not among Regular"),
        ({"startdate": "1900-13-01"}, 2, "startdate", "'1900-13-01' is not a day"),
        ({"yrborn": "18x0"}, 2, "yrborn", "'18x0' is not a whole number"),
        ({"ccode": "NA"}, 2, "gwcode", "is empty"),
    ],
)
def test_bad_cell_is_named(change: dict[str, str], line: int, field: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_bytes(SPELLS, published(change), "1March_Archigos_4.1.txt")
    assert (caught.value.line, caught.value.field) == (line, field)
    assert words in str(caught.value)


def test_commas_instead_of_tabs_are_refused() -> None:
    with pytest.raises(SourceError, match="seems to use ','"):
        read_bytes(SPELLS, published({}).replace(b"\t", b","), "1March_Archigos_4.1.txt")
