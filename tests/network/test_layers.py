"""Trade, exercises, defence cooperation and organisations as matrices, against their tables."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.network.graph import network_in
from foedus.network.layers import LAYERS, Layer, layer, layers
from foedus.sources.dcad import dyad_years as in_force
from foedus.sources.exercises import participants
from foedus.sources.load import load


def value(one: Layer, first: int, second: int) -> float:
    at = np.searchsorted(one.states, [first, second])
    return float(one.values[at[0], at[1]])


def test_every_layer_has_the_order_of_the_network(data: object) -> None:
    one = network_in(1990)
    found = layers(one)
    assert set(found) == set(LAYERS)
    for name, each in found.items():
        assert each.name == name
        assert (each.states == one.states).all()
        assert each.values.shape == one.allied.shape
        assert (each.values.diagonal() == 0).all()
        assert not each.known.diagonal().any()
        n = one.states.size
        assert each.coverage == pytest.approx(each.known.sum() / (n * (n - 1)))
        if name != "trade":
            assert np.array_equal(each.values, each.values.T, equal_nan=True)


@pytest.mark.parametrize("year", [1870, 1913, 1960, 2014])
def test_trade_is_what_the_row_imports_from_the_column(data: object, year: int) -> None:
    found = layer("trade", network_in(year))
    rows = load("trade/dyads").frame.filter(pl.col("year") == year)
    members = set(found.states.tolist())
    flows = {
        (a, b): flow
        for a, b, flow in rows.select("ccode1", "ccode2", "flow1").iter_rows()
        if {a, b} <= members
    }
    assert found.unit == "millions of current US dollars"
    for (a, b), flow in flows.items():
        assert value(found, a, b) == flow or (flow is None and np.isnan(value(found, a, b)))
    assert found.known.sum() == sum(flow is not None for flow in flows.values())


def test_trade_that_is_not_known_is_not_nothing(data: object) -> None:
    found = layer("trade", network_in(1914))
    assert found.coverage < 0.01  # the war year: hardly any flow is on record
    assert np.isnan(found.values).any()


def test_exercises_count_those_in_which_both_took_part(data: object) -> None:
    found = layer("exercises", network_in(2000))
    people = participants(load("mme/exercises").frame).drop_nulls(["ccode", "first", "last"])
    held = people.filter((pl.col("first") <= 2000) & (pl.col("last") >= 2000))
    who = {
        key[0]: set(rows["ccode"].to_list())
        for key, rows in held.partition_by("exercise", as_dict=True).items()
    }
    for a, b in ((2, 732), (2, 220), (200, 255), (2, 365), (40, 2)):
        assert value(found, a, b) == sum({a, b} <= states for states in who.values())
    assert found.values.max() > 10


def test_defence_cooperation_counts_treaties_in_force(data: object) -> None:
    found = layer("defence-cooperation", network_in(2005))
    member = pl.Series(found.states).implode()
    rows = in_force(load("dcad/treaties").frame).filter(
        pl.col("year") == 2005, pl.col("ccode1").is_in(member), pl.col("ccode2").is_in(member)
    )
    for a, b, treaties in rows.select("ccode1", "ccode2", "treaties").iter_rows():
        assert value(found, a, b) == treaties
    assert np.nansum(found.values) == 2 * rows["treaties"].sum()
    assert found.coverage > 0.999  # no row is no treaty, not an unknown number of them


def test_organisations_count_those_shared(data: object) -> None:
    found = layer("organisations", network_in(1965))
    rows = load("igo/dyads").frame.filter(pl.col("year") == 1965)
    for a, b, shared in rows.select("ccode1", "ccode2", "dyadigos").head(500).iter_rows():
        assert value(found, a, b) == shared


def test_states_that_never_met_have_no_value(data: object) -> None:
    """The two Yemens and the one they became: members in 1990, but never on the same day."""
    found = layer("exercises", network_in(1990))
    assert np.isnan(value(found, 678, 679))
    assert np.isnan(value(found, 679, 680))
    assert value(found, 678, 680) == 0


@pytest.mark.parametrize(
    ("name", "year", "words"),
    [
        ("trade", 1869, "trade is known from 1870 to 2014"),
        ("trade", 2015, "trade is known from 1870 to 2014"),
        ("exercises", 1979, "exercises is known from 1980 to 2010"),
        ("defence-cooperation", 2011, "defence-cooperation is known from 1980 to 2010"),
        ("organisations", 2015, "organisations is known from 1816 to 2014"),
        ("trades", 1990, "did you mean 'trade'"),
        ("friendship", 1990, "choose trade, exercises"),
    ],
)
def test_a_year_outside_coverage_and_an_unknown_layer_are_refused(
    data: object, name: str, year: int, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        layer(name, network_in(year))


def test_layers_leaves_out_what_does_not_cover_the_year(data: object) -> None:
    assert list(layers(network_in(1820))) == ["organisations"]
    assert list(layers(network_in(1900))) == ["trade", "organisations"]
    assert layers(network_in(2018)) == {}
