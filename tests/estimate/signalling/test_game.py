"""The game's equilibria against brute force, quadrature and play."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import log_ndtr, ndtr
from scipy.stats import multivariate_normal

from foedus.estimate.signalling.game import PAYOFFS, Payoffs, equilibria, reply, roots
from foedus.estimate.signalling.normal import _log_tail, _orthant, ways
from foedus.estimate.signalling.simulate import play

BLUFF = Payoffs(SA=0.0, VA=1.77, CB=-0.41, WA=-1.99, WB=-3.9, a=-0.93, VB=0.27)
ORDINARY = Payoffs(SA=0.3, VA=1.2, CB=-1.0, WA=-0.8, WB=-0.5, a=-1.2, VB=0.2)
AGAINST = Payoffs(SA=1.0, VA=0.2, CB=-0.5, WA=0.6, WB=-0.5, a=-0.4, VB=0.6)


@pytest.mark.parametrize("v", [-3.0, -0.5, 0.0, 1.0])
@pytest.mark.parametrize("w", [-2.0, 0.0, 1.0, 2.5])
def test_ways_are_bivariate_normal_orthants(v: float, w: float) -> None:
    rho = 1 / np.sqrt(2)
    law = multivariate_normal([0, 0], [[1, rho], [rho, 1]], abseps=1e-12, releps=1e-12)
    found = ways(v, w)
    assert np.exp(found.stand) == pytest.approx(law.cdf([(v - w) * rho, v]), abs=1e-9)
    assert np.exp(found.back) == pytest.approx(law.cdf([(w - v) * rho, w]), abs=1e-9)


@pytest.mark.parametrize(("v", "w"), [(-6, -5), (-9, -14), (-3, 4), (-25, -26), (-40, 3), (2, 12)])
def test_far_tails_keep_their_relative_error(v: float, w: float) -> None:
    d = v - w

    def log_of(t: float) -> float:
        return float(-0.5 * t * t - 0.5 * np.log(2 * np.pi) + log_ndtr(d - t))

    grid = np.linspace(min(v, d / 2) - 12, v, 20001)
    peak = max(grid, key=log_of)
    top = log_of(peak)
    value = sum(
        quad(lambda t: np.exp(log_of(t) - top), low, high, epsabs=0, epsrel=1e-12)[0]
        for low, high in [(peak - 10, peak - 1), (peak - 1, peak), (peak, min(v, peak + 10))]
        if high > low
    )
    assert float(ways(v, w).stand) == pytest.approx(top + np.log(value), abs=1e-10)


def test_both_ways_of_computing_meet() -> None:
    rng = np.random.default_rng(0)
    v, w = rng.normal(size=(2, 500))
    v, w = np.append(v, [0, 0, 1, 0]), np.append(w, [0, 1, 1, -1])
    assert np.exp(_log_tail(v, v - w)) == pytest.approx(_orthant(v, w), abs=1e-13)


def test_chances_add_up_to_one() -> None:
    v, w = np.random.default_rng(1).normal(size=(2, 2000)) * 5
    assert np.exp(ways(v, w).challenge) + ndtr(-v) * ndtr(-w) == pytest.approx(1.0, abs=1e-14)


@pytest.mark.parametrize("payoffs", [BLUFF, ORDINARY, AGAINST])
def test_equilibria_are_all_of_those_that_brute_force_finds(payoffs: Payoffs) -> None:
    """Best answers integrated over shocks on a grid of 400 by 400 equal chances, no formula."""
    from scipy.special import ndtri

    shocks, many = (ndtri((np.arange(n) + 0.5) / n) for n in (400, 20_000))
    fight, back = payoffs.WA + shocks[:, None], payoffs.a + shocks[None, :]
    better = np.maximum(fight, back)

    def answer(p: float) -> float:
        goes = (1 - p) * payoffs.VA + p * better > payoffs.SA
        q = np.clip((goes & (fight > back)).sum() / max(goes.sum(), 1), 1e-6, 1)
        return float((q * (payoffs.WB + many) + (1 - q) * payoffs.VB > payoffs.CB).mean())

    grid = np.linspace(0.0061, 0.9961, 199)
    gap = np.array([answer(p) - p for p in grid])
    crossed = grid[:-1][gap[:-1] * gap[1:] < 0] + 0.0025
    # The grid of shocks makes answers jump a little: crossings side by side are one.
    crossings = [g.mean() for g in np.split(crossed, np.nonzero(np.diff(crossed) > 0.03)[0] + 1)]
    found = equilibria(payoffs)
    assert [e.resist for e in found] == pytest.approx(crossings, abs=0.02)
    for one in found:
        assert sum(one.outcomes) == pytest.approx(1.0, abs=1e-12)
        assert float(ndtr(reply(payoffs, _index(one.resist)).r)) == pytest.approx(
            one.resist, abs=1e-9
        )


def _index(p: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(p))


def test_several_equilibria_and_which_of_them_hold() -> None:
    low, middle, high = equilibria(BLUFF)
    assert (low.stable, middle.stable, high.stable) == (True, False, True)
    assert low.challenge > 0.99  # nobody resists, so everybody challenges: bluff
    assert high.challenge < 0.4
    assert low.stand < middle.stand or low.resist < middle.resist


def test_a_threshold_that_hangs_on_nobody() -> None:
    """SA = VA: B's chance is a closed form of the two chances of A."""
    (only,) = equilibria(Payoffs(SA=0.2, VA=0.2, CB=-0.3, WA=0.5, WB=-1.0, a=0.1, VB=0.7))
    found = ways(0.3, -0.1)
    odds = float(np.exp(found.back - found.stand))
    assert only.resist == pytest.approx(float(ndtr(-0.7 + 1.0 * odds)), abs=1e-11)
    assert only.challenge == pytest.approx(1 - ndtr(-0.3) * ndtr(0.1), abs=1e-12)


@pytest.mark.parametrize("payoffs", [BLUFF, ORDINARY, AGAINST])
def test_chances_are_frequencies_of_play(payoffs: Payoffs) -> None:
    from scipy.special import ndtri

    times = 200_000
    for one in equilibria(payoffs):
        z = np.array([float(ndtri(one.resist))])
        seen = play(payoffs, z, times, np.random.default_rng(7))[0] / times
        spread = np.sqrt(np.array(one.outcomes) * (1 - np.array(one.outcomes)) / times)
        assert (np.abs(seen - one.outcomes) <= 4.5 * spread + 1e-6).all()


def test_roots_of_many_games_are_those_of_each() -> None:
    rng = np.random.default_rng(2)
    many = Payoffs(*rng.normal(scale=1.5, size=(7, 60)))
    found = roots(many)
    for k, z in enumerate(found):
        assert len(z) % 2 == 1
        one = equilibria(Payoffs(*(float(x[k]) for x in many)))
        assert ndtr(z) == pytest.approx([e.resist for e in one], abs=1e-10)


def test_an_equilibrium_always_exists_even_at_the_edge() -> None:
    """A would rather have nothing than a concession, and would mostly back down."""
    one = equilibria(Payoffs(SA=1, VA=-1, CB=1, WA=-5, WB=-5, a=0, VB=-2))
    assert one
    assert one[0].resist < 1e-12
    assert one[0].challenge < 1e-6


def test_names_of_payoffs() -> None:
    assert PAYOFFS == ("SA", "VA", "CB", "WA", "WB", "a", "VB")
