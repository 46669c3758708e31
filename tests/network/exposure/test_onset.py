"""Rates of war between two states."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from foedus.core.errors import UsageError
from foedus.network.exposure.onset import jeffreys, onset, original_dyads
from foedus.network.graph import network_in
from foedus.panel.dyads import dyad_years
from foedus.sources.load import load


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

    def test_major_powers_begin_most_of_their_wars_with_minor_ones(self):
        """By a loop: of such pairs a war's share, and of that how much the major power began."""
        majors = load("cow-states/majors").frame.select("ccode", "styear", "endyear").rows()
        pairs = original_dyads().rows(named=True)
        many = Counter(one["warnum"] for one in pairs)
        wars = began = 0.0
        for one in pairs:
            great = [
                any(c == one[name] and s <= one["year"] <= e for c, s, e in majors)
                for name in ("ccode1", "ccode2")
            ]
            if great[0] != great[1]:
                wars += 1 / many[one["warnum"]]
                began += (one["began1"] if great[0] else 1 - one["began1"]) / many[one["warnum"]]
        made = onset()
        assert made.mixed == pytest.approx(wars)
        assert made.major_began == pytest.approx(began / wars)
        assert began / wars > 0.8

    def test_who_is_at_war_is_not_at_risk(self):
        """1915: Germany, Austria, Turkey against six since 1914; Italy and Bulgaria enter."""
        at_risk = [onset(year).table["pair_years"].sum() for year in (1914, 1915)]
        assert at_risk[1] - at_risk[0] == dyad_years(1915, 1915).frame.height - 3 * 6

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
