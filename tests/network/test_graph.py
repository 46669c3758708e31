"""The network of a year or a day: against the panel, treaty by treaty, and its errors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import networkx as nx
import numpy as np
import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.network.graph import ALL_KINDS, Network, network_in, networks
from foedus.panel.dyads import dyad_years
from foedus.panel.obligations import obligations
from foedus.panel.states import state_years
from foedus.sources.load import load

# Pairs that were allies and members in one year, but never members on one day.
STRANGERS = {(255, 260, 1990), (255, 265, 1990), (678, 679, 1990), (679, 680, 1990)}


@pytest.fixture(scope="module")
def every(data: object) -> list[Network]:
    return list(networks(1816, 2018))


def pairs(one: Network, matrix: np.ndarray) -> set[tuple[int, int, int]]:
    where = zip(*np.nonzero(matrix), strict=True)
    return {(int(one.states[i]), int(one.states[j]), one.year) for i, j in where}


def test_every_year_has_the_states_of_the_panel(every: list[Network]) -> None:
    panel = state_years(1816, 2018, carry_forward=True).frame
    for one in every:
        assert one.states.tolist() == panel.filter(pl.col("year") == one.year)["ccode"].to_list()


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_what_is_owed_in_every_year_is_what_the_panel_says(every: list[Network], kind: str) -> None:
    panel = dyad_years(1816, 2018, directed=True, carry_forward=True).add("alliances").frame
    theirs = set(
        panel.filter(pl.col(f"atop_{kind}") == 1).select("ccode1", "ccode2", "year").iter_rows()
    )
    ours = set[tuple[int, int, int]]().union(*(pairs(one, one.owed[kind]) for one in every))
    assert theirs <= ours
    assert {(min(a, b), max(a, b), year) for a, b, year in ours - theirs} <= STRANGERS


def test_states_that_were_never_members_on_one_day_are_no_allies(every: list[Network]) -> None:
    ours = set[tuple[int, int, int]]().union(*(pairs(one, one.allied) for one in every))
    assert not {pair for pair in ours if pair in STRANGERS}


def test_allies_are_symmetric_and_nobody_is_his_own(every: list[Network]) -> None:
    for one in every:
        assert (one.allied == one.allied.T).all()
        assert not one.allied.diagonal().any()


def test_strength_is_that_of_the_capabilities_data(every: list[Network]) -> None:
    known = {
        (code, year): cinc
        for code, year, cinc in load("nmc/7").frame.select("ccode", "year", "cinc").iter_rows()
    }
    for one in every:
        for code, strength in zip(one.states.tolist(), one.strength.tolist(), strict=True):
            cinc = known.get((code, one.year))
            assert cinc == strength or (cinc is None and np.isnan(strength))


def test_a_year_of_many_is_the_same_as_the_year_alone(every: list[Network]) -> None:
    alone, among = network_in(1914), every[1914 - 1816]
    assert alone.obligations.equals(among.obligations)
    assert (alone.allied == among.allied).all()
    assert (alone.states == among.states).all()


def test_the_graph_is_that_of_the_matrix(data: object) -> None:
    one = network_in(1938)
    graph = one.graph()
    assert graph.nodes() == one.states.tolist()
    assert graph.num_edges() == np.triu(one.allied).sum()
    peer = nx.from_numpy_array(one.allied)
    assert {tuple(sorted(edge)) for edge in graph.edge_list()} == {
        tuple(sorted(edge)) for edge in peer.edges
    }


def test_july_1914_on_its_day(data: object) -> None:
    one = network_in("1914-07-28")
    assert (one.year, one.day) == (1914, dt.date(1914, 7, 28))
    at = one.position
    assert one.owed["defense"][at("GMY"), at("AUH")]
    assert one.owed["defense"][at("FRN"), at("RUS")]
    assert not one.owed["defense"][at("UKG"), at("FRN")]
    assert one.names[at("Austria-Hungary")] == "AUH"
    assert one.obligations.height < network_in(1914).obligations.height  # the war made more


@pytest.mark.parametrize("day", ["1816-01-01", "1914-07-28", "1939-09-01", "2018-12-31"])
def test_a_days_obligations_are_those_of_the_day(data: object, day: str) -> None:
    one = network_in(day)
    members = pl.Series(one.states).implode()
    theirs = obligations(day).filter(
        pl.col("obligor").is_in(members) & pl.col("beneficiary").is_in(members)
    )
    assert one.obligations.equals(theirs)


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [
        ("1990-01-01", (678, 680), (679,)),  # the two Yemens united in May
        ("1990-12-01", (679, 255), (678, 680, 265)),
        ("1918-12-31", (310, 315), (300, 305)),  # Austria-Hungary ended, Austria not yet begun
    ],
)
def test_the_states_of_a_day_are_members_on_it(
    data: object, day: str, there: tuple[int, ...], gone: tuple[int, ...]
) -> None:
    states = set(network_in(day).states.tolist())
    assert set(there) <= states
    assert not set(gone) & states


def test_days_after_the_list_of_states_have_its_last_members(data: object) -> None:
    assert (network_in(2018).states == network_in(2016).states).all()


# Kinds and treaties


def test_kinds_choose_who_is_an_ally(data: object) -> None:
    one = network_in(2018)
    any_kind = one.allied
    union = np.zeros_like(any_kind)
    for kind in ALL_KINDS:
        only = one.with_kinds(kind).allied
        assert (only == (one.owed[kind] | one.owed[kind].T)).all()
        assert not (only & ~any_kind).any()
        union |= only
    assert (union == any_kind).all()
    assert (network_in(2018, kinds=["defense"]).allied == one.with_kinds("defense").allied).all()


def test_kinds_are_put_in_order(data: object) -> None:
    assert network_in(1914, kinds=["nonagg", "defense"]).kinds == ("defense", "nonagg")


def test_without_one_treaty_only_its_obligations_go(data: object) -> None:
    one = network_in(1914)
    number = int(
        one.obligations.filter((pl.col("obligor") == 220) & (pl.col("beneficiary") == 365))[
            "atopid"
        ][0]
    )
    less = one.without(f"atop:{number}")
    assert less.obligations.equals(one.obligations.filter(pl.col("atopid") != number))
    assert one.allied[one.position("FRN"), one.position("RUS")]  # the first is as it was
    assert less.without().obligations.equals(less.obligations)
    assert one.without(number, str(number)).obligations.equals(less.obligations)
    assert network_in(1914, without=[number]).obligations.equals(less.obligations)


def test_without_any_treaty_nobody_is_allied(data: object) -> None:
    one = network_in(1914)
    none = one.without(*one.obligations["atopid"].unique().to_list())
    assert not none.allied.any()
    assert none.graph().num_edges() == 0


# Errors


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: network_in(1815), "alliances are known from 1816 to 2018"),
        (lambda: network_in(2019), "alliances are known from 1816 to 2018"),
        (lambda: network_in("1815-06-18"), "alliances are known from 1816 to 2018"),
        (lambda: network_in("1914-13-01"), "no such day"),
        (lambda: network_in(""), "not a day"),
        (lambda: network_in(True), "not a day"),
        (lambda: network_in(1914, kinds=[]), "no kind of pledge is named"),
        (lambda: network_in(1914, kinds=["defence"]), "did you mean 'defense'"),
        (lambda: network_in(1914).with_kinds("offence"), "did you mean 'offense'"),
        (lambda: network_in(1914, without=[1]), "no treaty 1 is in force in 1914"),
        (lambda: network_in(1914).without("atop:13500"), "did you mean '1350'"),
        (lambda: network_in(1914).position("Israel"), "Israel was no member of the system in 1914"),
        (lambda: network_in(1914).position("Atlantis"), "unknown country"),
        (lambda: list(networks(1950, 1940)), "years end"),
        (lambda: list(networks(1800, 1940)), "alliances are known from"),
        (lambda: list(networks(1950, 2019)), "alliances are known from"),
        (lambda: list(networks(1950, 1951, kinds=["x"])), "no such pledge"),
    ],
)
def test_a_wrong_call_is_refused(data: object, call: Callable[[], object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        call()


def test_one_kind_may_be_given_as_a_text(data: object) -> None:
    assert network_in(1914, kinds="defense").kinds == ("defense",)


def test_a_network_answers_for_itself(data: object) -> None:
    from foedus.network.exposure.drawn_in import exposure
    from foedus.network.stability.verdict import war_stability
    from foedus.network.stability.vulnerable import vulnerability

    one = network_in(1900)
    assert one.vulnerable(1.5).frame.equals(vulnerability(one, 1.5).frame)
    assert one.stability(1.5).breaches.equals(war_stability(one, 1.5).breaches)
    assert one.exposure(draws=2000).frame.equals(exposure(one, draws=2000).frame)
    with pytest.raises(UsageError, match="gamma"):
        one.stability(0.5)
