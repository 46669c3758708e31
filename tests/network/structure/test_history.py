"""The structure of alliances by year: against networkx and slow sums, and its speed."""

from __future__ import annotations

import time

import networkx as nx
import numpy as np
import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.network.graph import network_in, networks
from foedus.network.structure.blocs import partition
from foedus.network.structure.history import LATER, History, history, pairs_by_year, surviving
from foedus.panel.dyads import dyad_years
from foedus.sources.load import load


@pytest.fixture(scope="module")
def timed(data: object) -> tuple[History, float]:
    before = time.process_time()
    return history(1816, 2018), time.process_time() - before


@pytest.fixture(scope="module")
def whole(timed: tuple[History, float]) -> History:
    return timed[0]


def test_every_year_has_a_row_and_every_column_is_described(whole: History) -> None:
    assert whole.frame["year"].to_list() == list(range(1816, 2019))
    book = whole.codebook()
    assert book["column"].to_list() == whole.frame.columns
    assert (book["about"].str.len_chars() > 0).all()


def test_all_years_take_less_than_20_cpu_seconds(timed: tuple[History, float]) -> None:
    assert timed[1] < 20


@pytest.mark.parametrize("year", [1816, 1871, 1914, 1945, 1962, 1990, 2018])
def test_a_year_is_what_networkx_says_of_it(whole: History, year: int) -> None:
    row = whole.frame.filter(pl.col("year") == year).row(0, named=True)
    one = network_in(year)
    peer = nx.from_numpy_array(one.allied)
    assert row["states"] == one.states.size
    assert row["ties"] == peer.number_of_edges()
    assert row["alliances_per_state"] == pytest.approx(
        np.mean([degree for _, degree in peer.degree])
    )
    assert row["density"] == pytest.approx(nx.density(peer))
    assert row["clustering"] == pytest.approx(nx.average_clustering(peer))
    assert row["transitivity"] == pytest.approx(nx.transitivity(peer))
    assert row["components"] == nx.number_connected_components(peer)
    assert row["isolates"] == nx.number_of_isolates(peer)
    bloc = partition(one.allied)
    parts = [set(np.flatnonzero(bloc == k).tolist()) for k in range(int(bloc.max()) + 1)]
    assert row["modularity"] == pytest.approx(nx.community.modularity(peer, parts))
    assert row["blocs"] == sum(len(part) > 1 for part in parts)


def test_pairs_are_those_of_a_panel_of_pairs(whole: History) -> None:
    rows = dyad_years(1816, 2018, carry_forward=True).frame.group_by("year").len("n").sort("year")
    assert whole.frame["pairs"].to_list() == rows["n"].to_list()
    most = whole.frame["states"] * (whole.frame["states"] - 1) // 2
    assert (whole.frame["pairs"] <= most).all()


@pytest.mark.parametrize("year", [1830, 1910, 1938, 1985, 2013])
def test_ties_kept_are_counted_by_hand(whole: History, year: int) -> None:
    now, later = network_in(year), network_in(year + LATER)

    def tied(one: object) -> set[tuple[int, int]]:
        return {
            (int(one.states[i]), int(one.states[j]))
            for i, j in zip(*np.nonzero(np.triu(one.allied)), strict=True)
        }

    there = set(later.states.tolist())
    before = tied(now)
    stayed = {pair for pair in before if set(pair) <= there}
    row = whole.frame.filter(pl.col("year") == year).row(0, named=True)
    assert row["kept_5"] == pytest.approx(len(before & tied(later)) / len(stayed))
    assert row["kept_5_of_all"] == pytest.approx(len(before & tied(later)) / len(before))


def test_survival_ends_five_years_before_the_record(whole: History) -> None:
    known = whole.frame.filter(pl.col("kept_5").is_not_null())["year"]
    assert known.max() == 2013
    assert history(1990, 1995).frame["kept_5"].null_count() == 0  # looks at years after the last


@pytest.mark.parametrize("year", [1870, 1913, 1938, 2014])
def test_trade_within_alliances_is_summed_by_hand(whole: History, year: int) -> None:
    one = network_in(year)
    place = {int(code): k for k, code in enumerate(one.states)}
    rows = load("trade/dyads").frame.filter(pl.col("year") == year).drop_nulls("flow1")
    total = within = 0.0
    known = allied = 0
    for a, b, flow in rows.select("ccode1", "ccode2", "flow1").iter_rows():
        if a in place and b in place:
            total, known = total + flow, known + 1
            if one.allied[place[a], place[b]]:
                within, allied = within + flow, allied + 1
    row = whole.frame.filter(pl.col("year") == year).row(0, named=True)
    assert row["trade"] == pytest.approx(total)
    assert row["trade_allied"] == pytest.approx(within / total)
    assert row["pairs_allied"] == pytest.approx(allied / known)
    n = one.states.size
    assert row["trade_known"] == pytest.approx(known / (n * (n - 1)))


def test_what_data_do_not_cover_is_null(whole: History) -> None:
    by_year = {row["year"]: row for row in whole.frame.iter_rows(named=True)}
    assert by_year[1869]["trade"] is None
    assert by_year[2015]["trade_allied"] is None
    assert by_year[2008]["wars_begun"] is None
    assert by_year[2008]["wars_per_pair"] is None
    assert by_year[2015]["mids_begun"] is None
    assert by_year[2007]["wars_begun"] is not None
    assert not any(value != value for row in by_year.values() for value in row.values())  # no NaN


def test_rates_are_counts_by_pairs(whole: History) -> None:
    row = whole.frame.filter(pl.col("year") == 1939).row(0, named=True)
    assert row["wars_per_pair"] == pytest.approx(row["wars_begun"] / row["pairs"])
    assert row["mid_pairs_per_pair"] == pytest.approx(row["mid_pairs_begun"] / row["pairs"])


def test_partners_by_kind_of_pledge(whole: History) -> None:
    frame = whole.frame
    for kind in ("defense", "offense", "neutral", "nonagg", "consul"):
        assert (frame[f"{kind}_per_state"] <= frame["alliances_per_state"] + 1e-12).all()
    only = history(1962, 1962, kinds=["defense"]).frame.row(0, named=True)
    assert only["alliances_per_state"] == pytest.approx(only["defense_per_state"])


def test_the_same_seed_gives_the_same_history(data: object) -> None:
    assert history(1900, 1905, seed=4).frame.equals(history(1900, 1905, seed=4).frame)


def test_survival_needs_the_fifth_year(data: object) -> None:
    every = list(networks(1900, 1904))
    assert surviving(every).height == 0
    assert pairs_by_year(1900, 1904).height == 5


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(1950, 1940, "years end"), (1815, 1900, "known from 1816"), (2000, 2019, "known from 1816")],
)
def test_years_outside_the_record_are_refused(
    data: object, first: int, last: int, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        history(first, last)


def test_an_unknown_kind_is_refused(data: object) -> None:
    with pytest.raises(UsageError, match="did you mean 'defense'"):
        history(1900, 1901, kinds=["defence"])
