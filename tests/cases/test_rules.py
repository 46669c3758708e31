"""Rules on small made frames: the challenger, the rank of candidates, pledges."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cases.camps import challengers
from foedus.cases.ranking import by_rule, ranked
from foedus.cases.seen import Joiner, joiners, seen
from foedus.cases.treaties import treaties

STATES = pl.DataFrame({"dispnum": [1, 1, 1], "ccode": [2, 20, 200], "sidea": [1, 1, 0]})


def wanting(revstate: list[int], revtype1: list[int | None]) -> tuple[int, str, str]:
    rows = {"dispnum": [1, 1, 1], "ccode": [2, 20, 200], "orig": [1, 1, 1], "sidea": [1, 1, 0]}
    frame = pl.DataFrame(rows | {"revstate": revstate, "revtype1": revtype1})
    return challengers(STATES, frame).row(0)[1:]


@pytest.mark.parametrize(
    ("revstate", "revtype1", "expected"),
    [
        ([0, 0, 0], [0, 0, 0], (1, "side A", "other")),
        ([1, 0, 1], [2, 0, 1], (1, "side A", "policy")),  # both: side A, and what it wants
        ([0, 0, 1], [0, 0, 1], (0, "revisionist", "territory")),
        ([0, 1, 0], [0, 3, 0], (1, "revisionist", "regime")),
        ([1, 1, 0], [4, 1, 0], (1, "revisionist", "other")),  # the stronger's, first in the frame
        ([1, 0, 0], [None, 0, 0], (1, "revisionist", "other")),
    ],
)
def test_challenger(
    revstate: list[int], revtype1: list[int | None], expected: tuple[int, str, str]
) -> None:
    assert wanting(revstate, revtype1) == expected


def test_who_joined_is_no_revisionist_originator() -> None:
    rows = {"dispnum": [1, 1], "ccode": [2, 200], "orig": [0, 1], "sidea": [1, 0]}
    frame = pl.DataFrame(rows | {"revstate": [1, 0], "revtype1": [1, 0]})
    assert challengers(STATES, frame).row(0) == (1, 1, "side A", "other")


def test_rank() -> None:
    """Great allies, the great next door, allies near and far, neighbours, and majors far away."""
    rows = pl.DataFrame(
        [
            ("weak ally next door", False, True, True, False, 0.001),
            ("unmeasured ally", True, False, False, False, None),
            ("strong ally far away", True, False, False, False, 0.3),
            ("weak great ally", False, True, False, True, 0.01),
            ("all the world's power, far away", False, False, False, True, 1.0),
            ("great neighbour", False, False, True, True, 0.1),
            ("strong neighbour", False, False, True, False, 0.2),
            ("great ally", True, True, True, True, 0.1),
        ],
        schema=["who", "ally_first", "ally_other", "neighbour", "major", "cinc"],
        orient="row",
    )
    assert rows.with_columns(by_rule(rows)).sort("score", descending=True)["who"].to_list() == [
        "great ally",
        "weak great ally",
        "great neighbour",
        "weak ally next door",
        "strong ally far away",
        "unmeasured ally",
        "strong neighbour",
        "all the world's power, far away",
    ]


def test_the_first_of_each_camp_comes_before_the_second_of_any() -> None:
    rows = pl.DataFrame(
        [
            (1, 255, "challenger", 5.2),
            (1, 325, "challenger", 5.1),
            (1, 365, "target", 4.1),
            (1, 345, "target", 1.0),
            (2, 2, "target", 4.3),
            (2, 200, "target", 4.1),  # nobody in the other camp
        ],
        schema=["case", "ccode", "camp", "score"],
        orient="row",
    )
    assert ranked(rows).select("case", "ccode", "rank").rows() == [
        (1, 255, 1), (1, 365, 2), (1, 325, 3), (1, 345, 4), (2, 2, 1), (2, 200, 2),
    ]  # fmt: skip


Scored = tuple[int, int, str, float]


@st.composite
def scored(draw: st.DrawFn) -> list[Scored]:
    """Candidates of a few cases in any order, with scores few enough to be equal."""
    keys = draw(st.sets(st.tuples(st.integers(1, 3), st.integers(2, 12)), min_size=1))
    camps, scores = st.sampled_from(("challenger", "target")), st.sampled_from((0.1, 1.1, 3.0, 5.2))
    return [(*key, draw(camps), draw(scores)) for key in draw(st.permutations(sorted(keys)))]


@given(scored())
def test_first_two_are_of_different_camps_where_both_have_a_candidate(rows: list[Scored]) -> None:
    columns = ["case", "ccode", "camp", "score"]
    found = ranked(pl.DataFrame(rows, schema=columns, orient="row"))
    assert found.columns == [*columns, "rank"]
    assert sorted(found.select(columns).rows()) == sorted(rows)
    for case in {row[0] for row in rows}:
        mine = found.filter(pl.col("case") == case)
        assert mine["rank"].to_list() == list(range(1, mine.height + 1))
        best = [(-score, ccode) for ccode, score in mine.select("ccode", "score").iter_rows()]
        camps = mine["camp"].to_list()
        assert best[0] == min(best)
        both = len(set(camps))
        assert len(set(camps[:2])) == both
        assert best[both:] == sorted(best[both:])  # behind the first of each, by score alone
        for camp in set(camps):
            own = [one for one, theirs in zip(best, camps, strict=True) if theirs == camp]
            assert own == sorted(own)


CODES = {2: "USA", 200: "UKG", 220: "FRN", 255: "GMY"}


def owed(obligor: int, beneficiary: int, *pledged: str, **terms: Any) -> dict[str, Any]:
    names = ("defense", "offense", "neutral", "nonagg", "consul")
    row: dict[str, Any] = {
        "atopid": 1000,
        "obligor": obligor,
        "beneficiary": beneficiary,
        "since": dt.date(1900, 1, 1),
        "until": None,
        "named": [],
    }
    row |= {name: int(name in pledged) for name in names}
    return row | terms


def test_one_alliance_on_the_same_terms_is_one_treaty() -> None:
    rows = [owed(2, 200, "defense", "consul"), owed(200, 2, "defense", "consul")]
    found = treaties(rows, CODES, "any")
    assert list(found) == ["atop-1000"]
    one = found["atop-1000"]
    assert one.kind == ("defence", "consultation")
    assert one.owes == {"USA": ("UKG",), "UKG": ("USA",)}
    assert one.binding == {"USA": 0.8, "UKG": 0.8}
    assert one.against is None
    assert one.in_force == (dt.date(1900, 1, 1), None)
    assert one.atop == 1000


def test_what_differs_is_split() -> None:
    """A condition of one kind, and different partners, each make a treaty of their own."""
    rows = [
        owed(2, 200, "defense", "consul", unprovoked_defense=True),
        owed(2, 220, "consul"),
        owed(200, 2, "defense", "consul", unprovoked_defense=True, unchecked_defense=True),
    ]
    found = treaties(rows, CODES, "any")
    assert {name: (t.kind, t.conditional) for name, t in found.items()} == {
        "atop-1000-1": (("defence",), True),
        "atop-1000-2": (("consultation",), False),
    }
    assert found["atop-1000-1"].binding == {"USA": 0.8, "UKG": 0.4}
    assert found["atop-1000-2"].owes == {"USA": ("UKG", "FRN"), "UKG": ("USA",)}
    # The same obligor bound on two terms to two partners: two treaties of the same kind.
    rows = [owed(2, 200, "defense"), owed(2, 220, "defense", unchecked_defense=True)]
    assert [t.owes for t in treaties(rows, CODES, "any").values()] == [
        {"USA": ("UKG",)},
        {"USA": ("FRN",)},
    ]


def test_named_adversaries() -> None:
    terms = {"narrow_defense": True, "named": [255, 365]}
    one = treaties([owed(2, 200, "defense", **terms)], CODES, "any")["atop-1000"]
    assert one.against == {"USA": ("GMY",)}  # Russia is not in the game
    without = {code: abb for code, abb in CODES.items() if code != 255}
    assert treaties([owed(2, 200, "defense", **terms)], without, "any") == {}
    rest = treaties([owed(2, 200, "defense", "nonagg", **terms)], without, "any")
    assert rest["atop-1000"].kind == ("nonaggression",)
    # Named as a threat, but no condition of the pledge: against anyone.
    free = treaties([owed(2, 200, "defense", named=[255])], CODES, "any")["atop-1000"]
    assert free.against is None


def test_sets_of_treaties() -> None:
    rows = [owed(2, 200, "defense", "nonagg", unchecked_defense=True)]
    assert treaties(rows, CODES, "defence")["atop-1000"].kind == ("defence",)
    assert treaties(rows, CODES, "binding")["atop-1000"].kind == ("nonaggression",)


def test_in_force_is_when_all_of_it_was() -> None:
    rows = [
        owed(2, 200, "defense", until=dt.date(1950, 1, 1)),
        owed(2, 220, "defense", since=dt.date(1910, 1, 1)),
    ]
    one = treaties(rows, CODES, "any")["atop-1000"]
    assert one.in_force == (dt.date(1910, 1, 1), dt.date(1950, 1, 1))


def spells(*rows: tuple[int, int, int, int, int]) -> pl.DataFrame:
    """Rows of ccode, orig, sidea, hostlev and year of the start, in one dispute."""
    columns = ["ccode", "orig", "sidea", "hostlev", "year"]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return frame.with_columns(dispnum=pl.lit(1), start=pl.date("year", 1, 1))


def test_a_joiner_is_on_the_side_on_which_it_came_in() -> None:
    found = joiners(
        spells(
            (2, 1, 1, 5, 1939),
            (200, 1, 0, 5, 1939),
            (200, 0, 1, 5, 1944),  # an originator that changed sides is no joiner
            (325, 0, 1, 5, 1943),
            (325, 0, 0, 4, 1940),  # Italy: first here, whatever it did later over there
            (350, 0, 1, 1, 1940),
            (350, 0, 1, 3, 1942),  # in twice on one side: the higher level
        )
    )
    assert found == {1: {325: Joiner(0, 4), 350: Joiner(1, 3)}}


@pytest.mark.parametrize(
    ("outcome", "challenger", "expected"),
    [
        (1, 1, "target_yields"),  # victory of side A
        (4, 1, "target_yields"),  # side B yields
        (2, 1, "challenger_yields"),
        (3, 1, "challenger_yields"),
        (1, 0, "challenger_yields"),  # the challenger is side B
        (3, 0, "target_yields"),
        (6, 1, "settled"),
        (5, 0, "lapsed"),
        (7, 0, "lapsed"),
        (8, 1, None),
        (9, 1, None),
        (None, 1, None),
    ],
)
def test_ends(outcome: int | None, challenger: int, expected: str | None) -> None:
    assert seen((4, outcome, None), challenger, {}, {}).end == expected
    assert seen((5, outcome, None), challenger, {}, {}).end is None


@pytest.mark.parametrize(
    ("hostility", "level"), [(2, "display"), (3, "display"), (4, "force"), (5, "war")]
)
def test_levels(hostility: int, level: str) -> None:
    one = seen((hostility, 5, 1.5), 1, {2: Joiner(1, 5)}, {2: ("USA", "challenger")})
    assert one.level == level
    assert one.fought == ({"USA": True} if level == "war" else {})


def test_a_threat_is_no_joining() -> None:
    camp = {2: ("USA", "target"), 20: ("CAN", "target"), 200: ("UKG", "target")}
    came = {2: Joiner(0, 2), 20: Joiner(1, 4)}
    one = seen((4, 5, None), 1, came, camp)
    assert one.joined == {"USA": False, "CAN": False, "UKG": False}
    assert one.elsewhere == ("CAN",)
