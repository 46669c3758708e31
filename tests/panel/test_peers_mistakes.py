"""Mistakes seen in other software, each a test that we do not make it."""

from __future__ import annotations

import itertools
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.panel.disputes import dispute_dyads
from foedus.panel.dyads import dyad_years
from foedus.panel.feature import features
from foedus.panel.panel import Panel
from foedus.panel.states import state_years
from foedus.sources.getting.fetch import DataMissing
from foedus.sources.load import _load

KEY = ["ccode1", "ccode2", "year"]


@pytest.fixture(scope="module")
def everything(data: Path) -> Panel:
    """Non-directed dyad-years, carried past the end of every data set."""
    return dyad_years(1816, 2025, carry_forward=True).add(
        "disputes", "gml-disputes", "alliances", "contiguity", "peace-years"
    )


# Natural joins on shared column names, which silently drop four fifths of the onsets


def onsets(file: Path, mark: str) -> int:
    """In the published table of directed dyad-years, read alone."""
    return pl.read_csv(file, infer_schema_length=None)[mark].sum()


ORDERS = list(itertools.permutations(("disputes", "gml-disputes", "capabilities")))


@pytest.mark.parametrize(
    ("order", "directed"), [*((o, False) for o in ORDERS), (ORDERS[0], True), (ORDERS[-1], True)]
)
def test_no_onset_is_lost_whatever_is_added_in_whatever_order(
    data: Path, order: tuple[str, ...], directed: bool
) -> None:
    """MID and GML share a score of column names: dispnum, fatality1, hostlev, outcome."""
    panel = dyad_years(1816, 2014, directed=directed)
    rows = panel.frame.height
    sides = 2 if directed else 1
    cow = onsets(data / "derived/cow_mid_ddydisps_5.0.csv.gz", "cowmidonset")
    assert cow == 6_924
    # Canada fought Soviet Russia in 1918 before it was a state of the system: no dyad-year of 1918.
    # Finland and Russia begin anew in 2014 (dispute 4678), which the published table has not.
    expected = (cow - 2 + 2) * sides // 2
    for name in order:
        panel = panel.add(name)
        assert panel.frame.height == rows
        if "cowmidonset" in panel.frame.columns:
            assert panel.frame["cowmidonset"].sum() == expected, panel.frame.columns
        if "gmlmidonset" in panel.frame.columns:
            assert panel.frame["gmlmid_onsets"].sum() == 6_674 * sides // 2


@pytest.mark.parametrize(
    ("source", "prefix", "lost"),
    [("cow", "cowmid", {(197, 20, 365, 1918), (197, 20, 365, 1919)}), ("gml", "gmlmid", set())],
)
def test_every_dispute_of_a_pair_of_states_is_counted(
    everything: Panel, source: str, prefix: str, lost: set[tuple[int, ...]]
) -> None:
    pairs = dispute_dyads(source=source).frame
    missing = pairs.join(everything.frame, on=KEY, how="anti")
    assert set(missing.select("dispnum", *KEY).rows()) == lost
    assert everything.frame[f"{prefix}_disputes"].sum() == pairs.height - len(lost)
    gone = missing["onset"].sum()
    assert everything.frame[f"{prefix}_onsets"].sum() == pairs["onset"].sum() - gone


# Spells that depend on the order of rows, or count rows across gaps


def test_years_of_peace_do_not_count_rows(data: Path) -> None:
    """Every third year, backwards, of a few pairs: the same counts as in the whole panel."""
    whole = dyad_years(1816, 2014).add("peace-years").frame
    for rows in (
        dyad_years(1816, 2014, relevant=True),
        dyad_years(1816, 2014, directed=True, states=[255, 365]),
        dyad_years(1950, 1980).where(pl.col("year") % 3 == 0),
    ):
        counted = rows.add("peace-years").frame
        low = counted.select(
            pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
            pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
            "year",
            "cowmid_peace_years",
        )
        both = low.join(whole, on=KEY, how="left", suffix="_whole")
        assert both["cowmid_peace_years"].to_list() == both["cowmid_peace_years_whole"].to_list()


@pytest.mark.parametrize("of", ["disputes", "gml-disputes"])
def test_years_of_peace_by_a_walk_through_the_calendar(data: Path, of: str) -> None:
    """Year by year, for every pair that Germany (gone from 1946 to 1990) and Russia ever made."""
    source, prefix, last = {
        "disputes": ("cow", "cowmid", 2014),
        "gml-disputes": ("gml", "gmlmid", 2010),
    }[of]
    file = {"cow": "cow_mid_dirdisps_5.0", "gml": "gml_dirdisp_2.2.1"}[source]
    record = pl.read_csv(data / f"derived/{file}.csv.gz", infer_schema_length=None)
    events = set(record.select(KEY).rows())
    entry: dict[int, int] = {}
    for code, year in state_years().frame.rows():
        entry[code] = min(year, entry.get(code, year))
    frame = dyad_years(1816, 2016, states=[255, 365]).add("peace-years", of=of).frame
    assert frame.filter(pl.col("year") > last)[f"{prefix}_peace_years"].count() == 0
    expected: dict[tuple[int, int, int], int] = {}
    for one, two in {row[:2] for row in frame.select(KEY).rows()}:
        count = 0
        for year in range(max(entry[one], entry[two]), last + 1):
            expected[one, two, year] = count
            count = 0 if (one, two, year) in events else count + 1
    got = {
        tuple(row[:3]): row[3]
        for row in frame.filter(pl.col("year") <= last).select(*KEY, f"{prefix}_peace_years").rows()
    }
    wrong = {key for key, value in got.items() if value != expected[key]}
    # a second direction of a dispute that the record starts or ends apart from the first
    assert wrong == set()


# Zeros or ones where a data set has ended


def test_nothing_is_known_after_the_end_of_the_record(everything: Panel) -> None:
    frame = everything.frame
    ends = {
        "cowmidongoing": 2014, "cowmidonset": 2014, "cowmid_disputes": 2014,
        "cowmid_peace_years": 2014,
        "gmlmidongoing": 2010, "gmlmidonset": 2010, "gmlmid_onsets": 2010,
        "atop_defense": 2018, "atop_consul1": 2018, "atop_treaties": 2018,
        "conttype": 2016,
    }  # fmt: skip
    for name, last in ends.items():
        after = frame.filter(pl.col("year") > last)[name]
        within = frame.filter(pl.col("year") == last)[name]
        assert after.null_count() == after.len() > 0, name
        assert within.null_count() == 0, name


def test_rivalry_is_unknown_once_its_list_ends(data: Path) -> None:
    """Peers say 0, or 1 for the rivalries still going on, in every later year."""
    panel = dyad_years(2010, 2025, carry_forward=True).add("rivalry")
    ends = {c.name: c.last for c in panel.columns if c.added == "rivalry"}
    assert set(ends.values()) == {2020}
    for name in ends:
        assert panel.frame.filter(pl.col("year") > 2020)[name].count() == 0, name
        assert panel.frame.filter(pl.col("year") <= 2020)[name].count() > 0, name


def test_each_measure_of_democracy_ends_where_it_ends(data: Path) -> None:
    panel = state_years(2010, 2025, carry_forward=True).add("regime")
    known = panel.frame.group_by("year", maintain_order=True).agg(
        pl.col("polity2", "v2x_polyarchy").count()
    )
    by_year = {year: (polity, vdem) for year, polity, vdem in known.rows()}
    assert by_year[2018][0] > 150
    assert {2019: by_year[2019][0], 2020: by_year[2020][0]} == {2019: 1, 2020: 1}
    ahead = panel.frame.filter(pl.col("year") > 2018).drop_nulls("polity2")
    assert ahead.select("ccode", "year").rows() == [(2, 2019), (2, 2020)]  # rows of the file itself
    assert by_year[2025][1] > 150


def test_no_feature_goes_on_beyond_its_source(data: Path) -> None:
    """Of every feature: not one value after the last year of the files it was made from."""
    panel = state_years(1816, 2025, carry_forward=True, states=[2, 200, 220, 365, 710])
    for name, one in features().items():
        if one.state is None or name == "bases":  # the list of bases has no years of its own
            continue
        more = panel.add(name)
        for column in (c for c in more.columns if c.added):
            last = max(s.file.last or 9999 for s in column.sources)
            beyond = more.frame.filter(pl.col("year") > last)[column.name]
            assert beyond.count() == 0, (column.name, last)


# Politically relevant dyads that vanish after 2016


def test_relevant_pairs_do_not_vanish_after_2016(data: Path) -> None:
    frame = dyad_years(2010, 2025, directed=True, relevant=True, carry_forward=True).frame
    by_year = dict(frame.group_by("year").len().rows())
    assert by_year[2016] == 3_622
    assert {by_year[year] for year in range(2017, 2026)} == {3_622}


# Alliance pledges taken as symmetric


def test_pledges_are_directed(data: Path) -> None:
    frame = dyad_years(1816, 2016, directed=True).add("alliances").frame
    back = frame.select(ccode1="ccode2", ccode2="ccode1", year="year", back="atop_defense")
    both = frame.select(*KEY, "atop_defense").join(back, on=KEY)
    assert both.filter(pl.col("atop_defense") != pl.col("back")).height > 800
    owes = {row[:2] for row in both.filter(year=1970, atop_defense=1).select(KEY).rows()}
    assert (2, 740) in owes
    assert (740, 2) not in owes


def test_once_for_a_pair_says_which_side_owes(data: Path) -> None:
    once = dyad_years(1970, 1970).add("alliances").frame
    row = once.filter(ccode1=2, ccode2=740).row(0, named=True)
    assert (row["atop_defense"], row["atop_defense1"], row["atop_defense2"]) == (1, 1, 0)
    twice = dyad_years(1970, 1970, directed=True).add("alliances").frame
    low = twice.filter(pl.col("ccode1") < pl.col("ccode2"))
    high = twice.filter(pl.col("ccode1") > pl.col("ccode2")).sort("ccode2", "ccode1")
    for name in ("defense", "offense", "neutral", "nonagg", "consul"):
        assert once[f"atop_{name}1"].to_list() == low[f"atop_{name}"].to_list()
        assert once[f"atop_{name}2"].to_list() == high[f"atop_{name}"].to_list()
        either = np.maximum(low[f"atop_{name}"].to_numpy(), high[f"atop_{name}"].to_numpy())
        assert once[f"atop_{name}"].to_list() == either.tolist()


# The first rather than the closest contiguity within a year


def test_the_closest_contiguity_of_the_year_counts(data: Path) -> None:
    """29 pairs change within a year; in the file the closer is not always the first."""
    listed = pl.read_csv(data / "cow/contdird.csv").rename(
        {"state1no": "ccode1", "state2no": "ccode2"}
    )
    closest = listed.group_by(KEY).agg(
        pl.col("conttype").min(), first=pl.col("conttype").first(), n=pl.len()
    )
    twice = closest.filter(pl.col("n") > 1)
    assert twice.height == 58
    assert twice.filter(pl.col("first") != pl.col("conttype")).height == 29
    frame = dyad_years(1816, 2016, directed=True).add("contiguity").frame
    closest = closest.cast(dict.fromkeys(KEY, pl.Int16))
    both = frame.join(closest, on=KEY, how="left", suffix="_file")
    assert both["conttype"].to_list() == both["conttype_file"].fill_null(0).to_list()
    assert (both["conttype"] > 0).sum() == 82_440


# Features that fail without a download nobody announced


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No data folder, an empty cache, and a network that must not be touched."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.delenv("FOEDUS_DATA", raising=False)
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("FOEDUS_MIRRORS", "https://mirror.example/data")
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    _load.cache_clear()


@pytest.mark.usefixtures("nothing_here")
def test_without_data_the_rows_say_what_to_get() -> None:
    with pytest.raises(DataMissing, match="'foedus data get cow-states' fetches it"):
        state_years()
    with pytest.raises(DataMissing, match="foedus data get cow-states"):
        dyad_years(1900, 1914, relevant=True)


@pytest.mark.parametrize("name", tuple(features()))
def test_a_feature_without_its_data_says_what_to_get(
    data: Path, name: str, request: pytest.FixtureRequest
) -> None:
    panel = dyad_years(1990, 1991, states=[2])
    request.getfixturevalue("nothing_here")
    text = {"bases": "bases:years=2015-2020"}.get(name, name)
    if name == "hotlines":
        assert panel.add(text).frame.height == panel.frame.height  # ships with the package
        return
    with pytest.raises(DataMissing) as caught:
        panel.add(text)
    told = str(caught.value)
    assert "no file of it is here; looked for" in told
    assert "foedus data get" in told or "by hand" in told or "FOEDUS_DATA" in told
    assert "\n" not in told


def test_a_process_without_data_fails_in_one_line_and_fetches_nothing(tmp_path: Path) -> None:
    code = (
        "import socket, sys\n"
        "def no(*a, **k): raise SystemExit('network')\n"
        "socket.socket.connect = no\n"
        "from foedus.cli.app import main\n"
        "sys.exit(main(['panel', 'state-year', '--add', 'capabilities']))\n"
    )
    environment = {"FOEDUS_CACHE": str(tmp_path / "cache"), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "foedus data get cow-states" in done.stderr
    assert not any(path.is_file() for path in tmp_path.rglob("*"))
