"""A panel: what stays fixed when something is added, and what is refused."""

from __future__ import annotations

import itertools

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.disputes import dispute_dyads
from foedus.panel.dyads import dyad_years
from foedus.panel.panel import Panel
from foedus.panel.states import state_years

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture(scope="module")
def small() -> Panel:
    return dyad_years(1910, 1914, states=["GMY", "FRN", "RUS"])


def test_adding_changes_neither_rows_nor_order_nor_the_panel_added_to(small: Panel) -> None:
    before = small.frame.clone()
    more = small.add("disputes", "capabilities", "contiguity")
    assert small.frame.equals(before)
    assert more.frame.select(before.columns).equals(before)
    assert more.frame.select(more.key).is_unique().all()
    assert [c.name for c in more.columns] == more.frame.columns
    assert len(set(more.frame.columns)) == more.frame.width


def test_the_order_of_adding_changes_the_order_of_columns_only(small: Panel) -> None:
    names = ("disputes", "majors", "gml-disputes")
    first = small.add(*names)
    for order in itertools.permutations(names):
        other = small.add(*order)
        assert other.frame.select(first.frame.columns).equals(first.frame)
        assert sorted(c.name for c in other.columns) == sorted(c.name for c in first.columns)


def test_one_by_one_is_all_at_once(small: Panel) -> None:
    assert small.add("majors").add("disputes").frame.equals(small.add("majors", "disputes").frame)
    assert small.add().frame.equals(small.frame)


def test_sides_have_suffixes(small: Panel) -> None:
    frame = small.add("capabilities").frame
    alone = state_years(1910, 1914).add("capabilities").frame
    row = frame.filter(ccode1=220, ccode2=255, year=1912).row(0, named=True)
    for side, code in (("1", 220), ("2", 255)):
        own = alone.filter(ccode=code, year=1912).row(0, named=True)
        assert {n: row[n + side] for n in ("milex", "cinc")} == {
            n: own[n] for n in ("milex", "cinc")
        }
    assert frame.columns[3:5] == ["milex1", "milper1"]
    assert "milex" in alone.columns


def test_options_by_name_and_in_the_text(small: Panel) -> None:
    named = small.add("capabilities", version=6)
    assert named.frame.equals(small.add("capabilities:version=6").frame)
    assert named.columns[-1].sources[0].table.id == "nmc/6"
    assert small.add("capabilities").columns[-1].sources[0].table.id == "nmc/7"


@pytest.mark.parametrize(
    ("names", "options", "says"),
    [
        (["aliances"], {}, "did you mean 'alliances'"),
        (["majors", "majors"], {}, "column 'cowmaj1' is there already"),
        (["capabilities", "capabilities:version=6"], {}, "there already"),
        (["majors", "disputes"], {"rule": "first"}, "options belong to one feature"),
        ([], {"rule": "first"}, "options belong to one feature"),
        (["disputes"], {"rule": "frist"}, "did you mean 'first'"),
        (["disputes"], {"ruel": "first"}, "did you mean 'rule'"),
        (["majors:rule=first"], {}, "it takes none"),
        (["disputes:rule"], {}, "not option=value: 'rule'"),
        (["disputes:rule="], {}, "not option=value"),
        ([""], {}, "can be added"),
    ],
)
def test_what_is_refused(
    small: Panel, names: list[str], options: dict[str, str], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        small.add(*names, **options)


def test_a_panel_of_states_has_no_pairs() -> None:
    with pytest.raises(UsageError, match="'contiguity' is about pairs of states"):
        state_years(1914, 1914).add("contiguity")


def test_two_counts_of_peace_stand_side_by_side(small: Panel) -> None:
    frame = small.add("peace-years", "peace-years:of=gml-disputes").frame
    assert frame.columns[3:] == ["cowmid_peace_years", "gmlmid_peace_years"]


def test_where_keeps_rows_and_what_they_are_about(small: Panel) -> None:
    whole = small.add("majors")
    kept = whole.where(pl.col("cowmaj1") == 1)
    assert kept.frame.equals(whole.frame.filter(pl.col("cowmaj1") == 1))
    later = kept.add("disputes", "peace-years").frame
    assert later.equals(whole.add("disputes", "peace-years").frame.filter(pl.col("cowmaj1") == 1))
    assert kept.where(pl.lit(None, dtype=pl.Boolean)).frame.height == 0


def test_schema_is_the_same_whatever_the_rows() -> None:
    features = ("disputes", "gml-disputes", "alliances", "capabilities", "peace-years", "majors")
    some = dyad_years(1914, 1914).add(*features)
    none = dyad_years(1914, 1914, states=[]).add(*features)
    assert none.frame.height == 0
    assert none.schema == some.schema
    alone, nobody = (
        state_years(1914, 1914, states=s).add("alliances", "disputes") for s in (None, [])
    )
    assert nobody.schema == alone.schema
    assert pl.Int64 not in alone.schema.values()  # counts of partners and disputes are small


def test_what_it_says_of_itself(small: Panel) -> None:
    panel = small.add("majors", "disputes")
    text = repr(panel)
    assert text.startswith(
        f"{panel.frame.height:,} dyad-years, 1910-1914, {panel.frame.width} columns"
    )
    assert panel.head(2).height == 2
    assert panel.datasets == ("cow-states", "mid")
    assert dispute_dyads(1914, 1914, directed=True).unit == "directed dispute-dyad-year"


def test_references_are_those_of_the_columns_in_use(small: Panel) -> None:
    bare, more = small.cite(), small.add("alliances").cite()
    assert "Leeds" not in bare
    assert "Leeds" in more
    assert set(bare.splitlines()) <= set(more.splitlines())
    assert small.add("alliances").cite(bibtex=True).count("@") > bare.count("@")
    # what an export adds is cited where that export is the file that was read
    assert "Miller" not in small.add("alliances", "capabilities:version=6").cite()
    assert "Miller" in small.add("capabilities").cite()


def test_the_codebook_says_where_each_column_comes_from(small: Panel) -> None:
    panel = small.add("capabilities", "majors")
    book = panel.codebook()
    assert book["column"].to_list() == panel.frame.columns
    assert book["nulls"].to_list() == list(panel.frame.null_count().row(0))
    row = book.filter(column="milex2").row(0, named=True)
    assert (row["first"], row["last"], row["feature"]) == (1816, 2022, "capabilities")
    assert row["tables"] == "nmc/7"
    assert row["files"] == "derived/cow_nmc_7.0.csv.gz"
    assert len(row["sha256"]) == 64
    assert row["unit"].startswith("thousands of current GBP")
    assert book.filter(column="cowmaj1")["unit"].item() == ""
    assert book["about"].str.len_chars().min() > 3


def test_the_codebook_says_which_of_two_states_a_column_is_about(small: Panel) -> None:
    book = small.add("majors", "disputes", "peace-years").codebook()
    about = dict(book.select("column", "about").rows())
    assert about["cowmaj1"] == "State 1: Major power on any day of the year (0/1)"
    assert about["cowmid_hostlev1"].startswith("Of the dispute chosen: State 1, whole spell: ")
    assert about["cowmid_hostlev"].startswith("Of the dispute chosen: highest level")
    assert "second kind of revision" in about["cowmid_revtype21"]
    assert "State 1" in about["cowmid_revtype21"]
    assert book["about"].is_unique().all()
    assert "since both were states" in about["cowmid_peace_years"]
    alone = state_years(1914, 1914).add("peace-years").columns[-1].about
    assert "since it was a state" in alone
