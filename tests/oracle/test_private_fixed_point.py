"""Private resolve against dense algebra from its equations, at the equilibria of small games.

Four things hold at once: days are those of the play, beliefs are those of the days, values are
those of the beliefs and the play, play is the logit of the values.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from .private_dense import Minded
from .private_small import CASES, solved

EACH = pytest.mark.parametrize("name", CASES)


@cache
def minded(name: str) -> Minded:
    return Minded(solved(name))


@EACH
def test_days_are_those_of_the_play(name: str) -> None:
    again = minded(name)
    for t in range(len(again.found.weights)):
        np.testing.assert_allclose(again.found.days[:, t], again.days(t), rtol=0, atol=1e-8)
    apart = np.ptp(again.found.days.sum(axis=0))
    assert apart > 1e-2  # types play differently


@EACH
def test_beliefs_are_bayes_rule_over_the_days(name: str) -> None:
    again, priors = minded(name), CASES[name].priors
    compared = 0
    for a in range(again.public + 1):
        sure, expected = again.bayes(a, again.found.days, priors)
        for j in again.typed:
            if a in again.types(j):
                continue  # it knows its own
            often = expected > 1e-6
            mine = again.found.beliefs[often, a, j]
            np.testing.assert_allclose(mine, sure[often, j], rtol=0, atol=1e-6)
            assert np.ptp(mine) > 1e-2  # moves teach
            compared += int(often.sum())
    assert compared > 3 * again.game.size / 2


@EACH
def test_beliefs_start_from_what_is_perceived(name: str) -> None:
    again, case = minded(name), CASES[name]
    names, scenario = again.rules.names, again.game.scenario
    for i, observer in enumerate(names):
        for j in again.typed:
            truth = scenario.resolve[names[j]].share
            if i != j:
                said = case.priors.get((observer, names[j]), truth)
                assert again.found.minds.prior[i, j] == pytest.approx(said, abs=1e-14)
    assert case.priors


@EACH
def test_values_solve_each_observers_averaged_chain(name: str) -> None:
    again = minded(name)
    for a in range(again.public):
        theirs = again.values(a)[:, 0]
        np.testing.assert_allclose(again.found.values[:, a], theirs, rtol=0, atol=1e-6)
    theirs = again.values(again.public)
    np.testing.assert_allclose(again.found.values[:, again.public :], theirs, rtol=0, atol=1e-6)


@EACH
def test_choices_are_the_logit_of_the_values(name: str) -> None:
    again = minded(name)
    play = again.found.play
    answered = 0
    for x, k in again.where.items():
        for a in range(again.public):
            np.testing.assert_allclose(play.chosen[k, a], again.chosen(x, a), rtol=1e-9, atol=1e-13)
        gives = np.zeros(again.public)
        for mover in again.rules.heads.values():
            for b, chance in again.gives(x, mover).items():
                gives[b] = chance
                answered += 1
        np.testing.assert_allclose(play.gives[k], gives, rtol=1e-9, atol=0)
        accepts = np.zeros(again.public)
        for b, chance in again.accepts(x).items():
            accepts[b] = chance
        np.testing.assert_allclose(play.accepts[k], accepts, rtol=1e-9, atol=0)
        assert play.settlement[k] == pytest.approx(again.terms(x), abs=1e-12)
    assert answered > 0
