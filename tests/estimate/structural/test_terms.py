"""Terms of the likelihood: sums by hand, slopes by differences, information by enumeration."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cases.case import Seen
from foedus.crisis.game import compile_game
from foedus.estimate.structural.terms import CLOCK, ENDS, KINDS, likelihood, readings

from .made import FORCE, SHOW, WAR, scenario

NAMES = ("any_war", "reached:3", *ENDS, "over:30", "reached:2:CCC")
CHANCES = np.array([0.1, 0.6, 0.18, 0.18, 0.09, 0.45, 0.3, 0.2])


def test_a_display_by_hand() -> None:
    found = likelihood(SHOW, NAMES, CHANCES)
    assert found.kinds == ("level", "end", "length", "joined")
    over = math.exp(-40.0 / CLOCK)
    assert found.loss == pytest.approx(
        [
            -math.log(0.4),
            -math.log(0.45 / 0.9),
            -over * math.log(0.3) - (1.0 - over) * math.log(0.7),
            -math.log(0.8),
        ]
    )
    # war enters through the ending alone, force through the level alone
    assert found.slope == pytest.approx(
        [
            *(1.0 / 0.9, -1.0 / 0.4),
            *(0.0, 0.0, 0.0, 1.0 / 0.45),
            *(over / 0.3 - (1 - over) / 0.7, -1.0 / 0.8),
        ]
    )


def test_a_war_by_hand() -> None:
    names = ("any_war", "reached:3", "over:30", "reached:2:CCC", "fought:CCC")
    at = np.array([0.1, 0.6, 0.3, 0.2, 0.06])
    found = likelihood(WAR, names, at)
    assert found.kinds == ("level", "length", "joined", "fought")
    assert found.loss[[0, 2, 3]] == pytest.approx(-np.log([0.1, 0.2, 0.6]))
    # who fought is told given war: a chance of war shared by both terms
    assert found.slope[0] == pytest.approx(1.0 / 0.1 - 1.0 / 0.1)
    assert found.slope[4] == pytest.approx(1.0 / 0.06)


def test_a_candidate_on_the_other_side_is_no_term() -> None:
    found = likelihood(replace(SHOW, elsewhere=("CCC",)), NAMES, CHANCES)
    assert found.kinds == ("level", "end", "length")
    silent = Seen("force", None, None, {}, {}, ())
    assert likelihood(silent, NAMES[:2], CHANCES[:2]).kinds == ("level",)


@pytest.mark.parametrize("seen", [SHOW, FORCE, WAR])
def test_readings_are_what_the_terms_ask_for(seen: Seen) -> None:
    game = compile_game(scenario())
    names = tuple(r.name for r in readings(game, seen))
    assert names[:2] == ("any_war", "reached:3")
    assert set(likelihood(seen, names, np.linspace(0.1, 0.5, len(names))).kinds) <= set(KINDS)
    assert ("fought:CCC" in names) == (seen is WAR)


@st.composite
def records(draw: st.DrawFn) -> tuple[Seen, tuple[str, ...], np.ndarray]:
    """A record and chances that go together: war within force, shares within their whole."""
    level = draw(st.sampled_from(["display", "force", "war"]))
    part = st.floats(0.02, 0.98)
    force = draw(part)
    war = force * draw(part)
    end = draw(st.sampled_from([None, "settled", "lapsed"])) if level != "war" else None
    days = draw(st.none() | st.floats(0.5, 2000.0))
    codes = draw(st.sampled_from([(), ("CCC",), ("CCC", "DDD")]))
    joined = {code: draw(st.booleans()) for code in codes}
    fought = {code: draw(st.booleans()) for code in codes} if level == "war" else {}
    elsewhere = codes[1:] if draw(st.booleans()) else ()
    seen = Seen(level, end, days, joined, fought, elsewhere)
    at = {"any_war": war, "reached:3": force}
    if end is not None:
        shares = np.array([draw(part) for _ in ENDS])
        at |= dict(zip(ENDS, (1.0 - war) * shares / shares.sum(), strict=True))
    if days is not None:
        at["over:30"] = draw(part)
    for code in codes:
        if code not in elsewhere:
            at[f"reached:2:{code}"] = draw(part)
            if level == "war":
                at[f"fought:{code}"] = war * draw(part)
    return seen, tuple(at), np.array(list(at.values()))


@given(records())
def test_slopes_are_differences(made: tuple[Seen, tuple[str, ...], np.ndarray]) -> None:
    seen, names, at = made
    found = likelihood(seen, names, at)
    for r in range(len(names)):
        step = 1e-6 * min(at[r], 1.0 - at[r])
        ends = []
        for sign in (1.0, -1.0):
            moved = at.copy()
            moved[r] += sign * step
            ends.append(-likelihood(seen, names, moved).loss.sum())
        assert found.slope[r] == pytest.approx(
            (ends[0] - ends[1]) / (2.0 * step), rel=1e-4, abs=1e-3
        )


LEVELS = ("any_war", "reached:3")
BARE = Seen("display", None, None, {}, {}, ())
WARRED = replace(BARE, level="war")
CAME = replace(WARRED, joined={"CCC": True})


@pytest.mark.parametrize(
    ("base", "outcomes", "names", "at"),
    [
        (
            None,
            [(replace(BARE, level=level), p) for level, p in
             (("display", 0.4), ("force", 0.5), ("war", 0.1))],
            LEVELS, [0.1, 0.6],
        ),
        (
            BARE,
            [(replace(BARE, joined={"CCC": yes}), p) for yes, p in ((True, 0.2), (False, 0.8))],
            (*LEVELS, "reached:2:CCC"), [0.1, 0.6, 0.2],
        ),
        (
            BARE,
            [(replace(BARE, days=days), p) for days, p in ((0.0, 0.3), (1e9, 0.7))],
            (*LEVELS, "over:30"), [0.1, 0.6, 0.3],
        ),
        (
            BARE,
            [(replace(BARE, end=end), p) for end, p in
             zip(ENDS, (0.1, 0.2, 0.3, 0.4), strict=True)],
            (*LEVELS, *ENDS), [0.1, 0.6, 0.09, 0.18, 0.27, 0.36],
        ),
    ],
    ids=["level", "joined", "length", "end"],
)  # fmt: skip
def test_information_is_the_expected_square_of_the_score(
    base: Seen | None, outcomes: list[tuple[Seen, float]], names: tuple[str, ...], at: list[float]
) -> None:
    """Over everything that one term might have said; that of the other terms is taken off."""
    chances = np.array(at)
    many = len(names)
    ground = likelihood(base, names, chances) if base is not None else None
    slope = ground.slope if ground is not None else np.zeros(many)
    information = ground.information if ground is not None else np.zeros((many, many))
    expected, mean = np.zeros((many, many)), np.zeros(many)
    told = []
    for seen, chance in outcomes:
        found = likelihood(seen, names, chances)
        score = found.slope - slope
        expected += chance * np.outer(score, score)
        mean += chance * score
        told.append(found.information - information)
    if base is BARE and set(ENDS) <= set(names):  # war and the endings sum to one: keep the sum
        whole = np.array([name == "any_war" or name in ENDS for name in names], float)
        mean -= whole * (mean @ whole) / whole.sum()
    assert mean == pytest.approx(np.zeros(many), abs=1e-12)
    for one in told:  # the same whatever happened
        assert one == pytest.approx(expected)


@given(records())
def test_the_outer_product_is_that_of_each_term(
    made: tuple[Seen, tuple[str, ...], np.ndarray],
) -> None:
    """Of one term it is the square of its score; of several their sum, never the square of it."""
    seen, names, at = made
    only = replace(seen, end=None, days=None, joined={}, fought={})
    level = likelihood(only, names, at)
    assert level.outer == pytest.approx(np.outer(level.slope, level.slope))
    found = likelihood(seen, names, at)
    rest = found.outer - level.outer
    assert np.linalg.eigvalsh(rest).min() > -1e-6 * max(1.0, float(np.abs(rest).max()))


def test_information_of_who_fought_is_that_given_war() -> None:
    names, chances = (*LEVELS, "reached:2:CCC", "fought:CCC"), np.array([0.1, 0.6, 0.2, 0.06])
    ground = likelihood(replace(CAME, level="force"), names, chances)
    level = likelihood(replace(CAME, level="force", joined={}), names, chances)
    expected = np.zeros((4, 4))
    for yes, p in ((True, 0.6), (False, 0.4)):
        found = likelihood(replace(CAME, fought={"CCC": yes}), names, chances)
        warred = likelihood(WARRED, names, chances)
        joined = ground.slope - level.slope
        score = found.slope - warred.slope - joined
        expected += p * np.outer(score, score)
    assert found.information - ground.information == pytest.approx(expected)
