"""Rates of war between two states."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from foedus.core.errors import UsageError
from foedus.network.exposure.onset import jeffreys, onset, original_dyads
from foedus.network.graph import network_in


@given(st.floats(0, 60), st.integers(1, 700_000))
def test_jeffreys_as_scipy(count, trials):
    count = min(count, trials)
    low, high = jeffreys(count, trials)
    one, two = count + 0.5, trials - count + 0.5
    assert low == pytest.approx(
        0.0 if count == 0 else beta.ppf(0.025, one, two), rel=1e-7, abs=1e-14
    )
    assert high == pytest.approx(1.0 if count == trials else beta.ppf(0.975, one, two), rel=1e-7)


@pytest.mark.usefixtures("data")
class TestCounted:
    def test_every_war_counts_once(self):
        table = onset().table
        assert table.height == 9
        assert table["wars"].sum() == pytest.approx(95)
        assert original_dyads()["warnum"].n_unique() == 95

    def test_or_once_for_each_pair(self):
        assert onset(shared=False).table["wars"].sum() == original_dyads().height == 146

    def test_who_began_the_first_world_war(self):
        rows = original_dyads().filter(warnum=106).rows(named=True)
        assert [(r["ccode1"], r["ccode2"], r["began1"]) for r in rows] == [(300, 345, 1.0)]

    def test_neighbours_fight_more(self):
        rate = {
            (c, m): r for c, m, r in onset().table.select("contiguity", "majors", "rate").rows()
        }
        for majors in (0, 1):
            assert rate["land", majors] > rate["water", majors] > rate["none", majors]

    def test_intervals_hold_the_rates(self):
        table = onset().table
        assert (table["low"] <= table["rate"]).all()
        assert (table["rate"] <= table["high"]).all()

    def test_only_years_before(self):
        assert onset(1913).last == 1913
        assert onset(1913).table["wars"].sum() < 50
        assert onset(2018).table.equals(onset().table)

    def test_no_years(self):
        with pytest.raises(UsageError, match="1816"):
            onset(1815)

    def test_the_two_directions_of_a_pair_share_its_rate(self):
        made, net = onset(), network_in(1914)
        matrix = made.matrix(net)
        france, germany, serbia = (net.position(s) for s in ("FRN", "GMY", 345))
        austria = net.position("AUH")
        land = made.table.filter(contiguity="land")["rate"].to_list()
        assert matrix[france, germany] == matrix[germany, france] == pytest.approx(land[2] / 2)
        assert matrix[austria, serbia] == pytest.approx(land[1] * made.major_began)
        assert matrix[serbia, austria] == pytest.approx(land[1] * (1 - made.major_began))
        assert not np.diagonal(matrix).any()

    def test_years_after_the_last_known(self):
        assert onset().matrix(network_in(2018)).shape == (network_in(2018).states.size,) * 2
