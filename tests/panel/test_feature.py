"""Everything that can be added: options, coverage, provenance."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.feature import Feature, feature, features, parse
from foedus.panel.panel import Panel
from foedus.panel.states import state_years

NAMES = tuple(features())
ASKS = {"bases": "bases:years=2015-2020"}
"""Features that do nothing until they are told something."""
WORD = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1)


@given(WORD, st.dictionaries(WORD, WORD))
def test_what_is_written_is_what_is_read(name: str, options: dict[str, str]) -> None:
    text = ":".join([name, *(f"{key}={value}" for key, value in options.items())])
    assert parse(text) == (name, options)
    assert parse(f" {text} ") == (name, options)


@pytest.mark.parametrize("text", ["a:", "a:b", "a:=b", "a:b=", "a::b=c"])
def test_half_an_option_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not option=value"):
        parse(text)


def test_defaults_are_filled_in() -> None:
    one = Feature("x", "", options={"rule": ("first", "last"), "where": ("",)})
    assert one.choose({}) == {"rule": "first", "where": ""}
    assert one.choose({"rule": "last", "where": "anywhere"}) == {
        "rule": "last",
        "where": "anywhere",
    }
    with pytest.raises(UsageError, match=r"x: no rule is called 'lst'; did you mean 'last'\?"):
        one.choose({"rule": "lst"})
    with pytest.raises(UsageError, match="it takes rule, where"):
        one.choose({"zzz": "1"})


def test_names_are_sorted_and_told() -> None:
    assert list(NAMES) == sorted(NAMES)
    assert {"alliances", "disputes", "gml-disputes", "peace-years", "capabilities"} <= set(NAMES)
    assert {"contiguity", "majors", "regime", "rivalry"} <= set(NAMES)
    with pytest.raises(UsageError, match="did you mean 'disputes'"):
        feature("dispute")


@pytest.fixture(scope="module")
def panels(data: object) -> dict[str, Panel]:
    some = ["USA", 255, 260, 345, 710]
    return {
        "state": state_years(1816, 2025, carry_forward=True),
        "pair": dyad_years(1816, 2025, states=some[:3], carry_forward=True),
        "directed": dyad_years(1816, 2025, directed=True, states=some[3:], carry_forward=True),
        "gw": dyad_years(1980, 2000, directed=True, states=["Germany", "Afghanistan"], system="gw"),
    }


@pytest.mark.parametrize("name", NAMES)
def test_of_every_feature(name: str, panels: dict[str, Panel]) -> None:
    """Rows stay, coverage is kept to, every column is described and has its origin."""
    known = 0
    for kind, panel in panels.items():
        if kind == "state" and feature(name).state is None:
            continue
        more = panel.add(ASKS.get(name, name))
        assert more.frame.select(panel.frame.columns).equals(panel.frame), kind
        assert [c.name for c in more.columns] == more.frame.columns, kind
        added = [c for c in more.columns if c.added]
        assert added, kind
        for column in added:
            told = f"{kind}: {column.name}"
            assert column.about.strip(), told
            assert column.about != "Of the dispute chosen: ", told
            assert column.sources, told
            assert column.first is not None, told
            assert column.last is not None, told
            assert len(column.name) <= 32, told
            series = more.frame[column.name]
            assert series.dtype != pl.Object, told
            outside = (more.frame["year"] < column.first) | (more.frame["year"] > column.last)
            assert series.filter(outside).null_count() == outside.sum(), told
            assert series.dtype not in (pl.Float64, pl.Float32) or not series.is_nan().any(), told
        known += more.frame.select(c.name for c in added).count().sum_horizontal().item()
    assert known > 0


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        (n, o, v)
        for n, one in features().items()
        for o, values in one.options.items()
        for v in values
        if v
    ],
)
def test_every_option_works(name: str, option: str, value: str, panels: dict[str, Panel]) -> None:
    panel = panels["directed"]
    more = panel.add(f"{name}:{option}={value}")
    assert more.frame.height == panel.frame.height
    assert more.frame.width > panel.frame.width
