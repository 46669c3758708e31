"""Exposure: results, errors, treaties removed, chains."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.network.exposure.calls import ANYONE, NOBODY, Pledges, of_network
from foedus.network.exposure.chains import chains
from foedus.network.exposure.drawn_in import exposed, exposure
from foedus.network.exposure.honour import AFTER_1945, OVERALL, PUBLISHED, Honour
from foedus.network.graph import Network, network_in

_DAY = {"start": dt.date(1900, 1, 1), "end": dt.date(1910, 1, 1)}
_NONE = dict.fromkeys(
    [
        "defense",
        "offense",
        "neutral",
        "nonagg",
        "consul",
        "defcon",
        "offcon",
        "neucon",
        "defcoadv",
        "offcoadv",
        "neucoadv",
        "neuconpr",
        "defcoloc",
        "defcocon",
        "defconum",
        "defcodem",
        "defconpr",
        "statthr1",
        "statthr2",
    ],
    0,
)


def made_up(*rows: dict) -> Network:
    """United States 2, Canada 20, Mexico 70, Brazil 140."""
    frame = pl.DataFrame([{"phase": 0} | _DAY | _NONE | row for row in rows])
    states = np.array([2, 20, 70, 140], dtype=np.int16)
    return Network(1905, None, states, np.full(4, 0.25), frame)


def owes(treaty: int, obligor: int, beneficiary: int, **terms: int) -> dict:
    return {"atopid": treaty, "obligor": obligor, "beneficiary": beneficiary} | terms


CHAIN = made_up(owes(1, 20, 2, defense=1), owes(2, 70, 20, defense=1), owes(3, 140, 2, defense=1))


def only(n: int, a: int, b: int, rate: float = 0.1) -> np.ndarray:
    rates = np.zeros((n, n))
    rates[a, b] = rate
    return rates


def test_a_year_of_one_war():
    """Brazil attacks the US: Canada joins, attacks Brazil; nobody attacks Canada."""
    found = exposure(CHAIN, rates=only(4, 3, 0))
    np.testing.assert_allclose(found.yearly, [0, 0.041, 0, 0])
    np.testing.assert_allclose(found.given_war, [0, 0.41, 0, 0])
    assert found.with_attacked[1] == 1.0
    assert found.exact == 1.0
    assert found.started.tolist() == [0.0, 0.1, 0.1, 0.0]


def test_the_frame():
    frame = exposure(CHAIN, rates=only(4, 3, 0)).frame
    assert frame["state"].to_list()[0] == "CAN"
    assert frame["with_attacked"].null_count() == 3


def test_a_treaty_removed():
    with_, without = (exposure(n, rates=only(4, 3, 0)) for n in (CHAIN, CHAIN.without(1)))
    gap = with_.less(without).row(0, named=True)
    assert gap == pytest.approx(
        {"ccode": 20, "yearly": 0.041, "without": 0.0, "difference": 0.041, "error": 0.0}, abs=1e-9
    )


def test_only_like_can_be_compared():
    with pytest.raises(UsageError, match="compared"):
        exposure(CHAIN, rates=only(4, 3, 0)).less(exposure(CHAIN, rates=only(4, 3, 0), seed=1))


def test_other_rates_of_honour():
    found = exposure(CHAIN, rates=only(4, 3, 0), honour=Honour.each(1.0))
    np.testing.assert_allclose(found.given_war, [0, 1, 0, 0])


def test_chains_of_two_steps():
    net = made_up(owes(1, 20, 2, defense=1), owes(2, 70, 20, offense=1), owes(3, 70, 20, offense=1))
    found = chains(net, "MEX", rates=only(4, 3, 0), honour=Honour.each(0.5), draws=4000)
    assert found.paths["chain"].to_list() == ["MEX < CAN < USA"]
    assert found.paths["role"].to_list() == ["attacked"]
    assert found.entries == pytest.approx(1000, abs=150)
    assert found.treaties.rows() == [(2, 0.5, 1.0), (3, 0.5, 1.0), (1, 0.0, 1.0)]
    assert found.wars.rows() == [("BRA", "USA", 1.0)]


def test_chains_of_nobody():
    found = chains(CHAIN, "MEX", rates=only(4, 3, 0), draws=400)
    assert (found.entries, found.paths.height, found.treaties.height) == (0, 0, 0)


def test_conditions():
    net = made_up(
        owes(1, 20, 2, defense=1, defcoadv=1, statthr1=70, statthr2=999),
        owes(2, 20, 2, defense=1, defcoadv=1),
        owes(3, 20, 2, defense=1, defconpr=1),
        owes(4, 20, 2, neutral=1, neucon=1),
        owes(5, 20, 2, defense=1, defcoloc=1),
        owes(6, 20, 2, consul=1),
    )
    met, unmet = of_network(net), of_network(net, "unmet")
    assert met.treaty.tolist() == [1, 2, 3, 5, 4]
    assert met.against1.tolist() == [2, ANYONE, ANYONE, ANYONE, ANYONE]
    assert met.against2[0] == NOBODY
    assert met.unprovoked.tolist() == [False, False, True, False, False]
    assert unmet.treaty.tolist() == [1, 3]
    assert met.distinct().kind.tolist() == [0, 2]


def test_no_such_treatment_of_conditions():
    with pytest.raises(UsageError, match="no such treatment"):
        exposure(CHAIN, rates=only(4, 3, 0), conditions="maybe")


@pytest.mark.parametrize(
    ("rates", "options", "words"),
    [
        (np.zeros((3, 3)), {}, "4 by 4"),
        (-only(4, 1, 2), {}, "negative"),
        (only(4, 1, 2, np.nan), {}, "not a number"),
        (only(4, 1, 1), {}, "itself"),
        (only(4, 1, 2), {"draws": 10}, "too few draws"),
        (only(4, 1, 2), {"seed": -1}, "seed"),
        (only(4, 1, 2), {"exact": 40}, "out of range"),
    ],
)
def test_what_is_refused(rates, options, words):
    with pytest.raises(UsageError, match=words):
        exposure(CHAIN, rates=rates, **options)


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_no_probability(value):
    with pytest.raises(UsageError, match=r"honour\.defense"):
        Honour(defense=value)


def test_published_rates():
    assert PUBLISHED.rates == (0.41, 0.74, 0.78)
    assert (OVERALL.defense, AFTER_1945.offense) == (0.50, 0.22)


def test_no_war_can_begin():
    found = exposed(Pledges.made(3), np.zeros((3, 3)))
    assert not found.yearly.any()
    assert not found.given_war.any()
    assert found.draws == 0


def test_the_error_is_the_spread_over_seeds():
    rng = np.random.default_rng(2)
    owed = rng.random((12, 12)) < 0.2
    np.fill_diagonal(owed, val=False)
    rates = np.ones((12, 12)) - np.eye(12)
    runs = [
        exposed(Pledges.made(12, defense=owed), rates, seed=k, draws=2000, exact=0)
        for k in range(60)
    ]
    spread = np.std([run.given_war for run in runs], axis=0, ddof=1)
    told = np.mean([run.error for run in runs], axis=0)
    there = spread > 0
    assert there.any()
    np.testing.assert_allclose(told[there], spread[there], rtol=0.4)


@pytest.mark.usefixtures("data")
class TestRecord:
    def test_error_is_below_half_a_point(self):
        for year in (1914, 1962, 2018):
            assert exposure(network_in(year)).error.max() * 1.96 < 0.005

    def test_the_same_seed_the_same_bits(self):
        one, two = exposure(network_in(1962), seed=4), exposure(network_in(1962), seed=4)
        np.testing.assert_array_equal(one.repeats, two.repeats)

    def test_exact_and_drawn_agree(self):
        net = network_in(1900)
        drawn, exact = exposure(net, exact=0), exposure(net)
        assert exact.exact > 0.9
        assert np.all(np.abs(drawn.yearly - exact.yearly) <= 5 * drawn.yearly_error + 1e-4)

    def test_france_came_by_way_of_russia(self):
        found = chains(network_in("1914-06-28"), "FRN")
        assert all(chain.startswith("FRN < RUS") for chain in found.paths["chain"])
        assert found.paths["share"].sum() == pytest.approx(1)
        assert found.treaties["first"].sum() == pytest.approx(1)

    def test_without_its_only_treaty_nobody_draws_france_in(self):
        net = network_in("1914-06-28")
        treaty = chains(net, "FRN").treaties["atopid"][0]
        assert exposure(net.without(treaty)).yearly[net.position("FRN")] == 0.0

    def test_an_unknown_state(self):
        with pytest.raises(UsageError):
            chains(network_in(1914), "XYZ")
