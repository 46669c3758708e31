"""Which positions there are and how they neighbour, against brute force."""

from __future__ import annotations

from collections import deque
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.core.errors import UsageError
from foedus.crisis.clocks import coordinates
from foedus.crisis.game import compile_game
from foedus.crisis.layout import Coordinates, Layout, build
from foedus.crisis.primitives import build as build_primitives
from foedus.crisis.scenario import Scenario
from foedus.crisis.size import MOST_POSITIONS, most_positions
from foedus.crisis.theta import load_theta

from .small import crisis, four, reference, two

NONE, CHALLENGER, TARGET = 0, 1, 2
Position = tuple[tuple[int, ...], int]
Moves = tuple[tuple[Coordinates, ...], tuple[int, ...]]


@st.composite
def places(draw: st.DrawFn, either: bool) -> Coordinates:
    """One actor's ladder: one to three rungs short of war, each of one or two stages."""
    stages = draw(st.lists(st.integers(1, 2), min_size=1, max_size=3))
    first = [sum(stages[:r]) for r in range(len(stages) + 1)]
    rung, up, down, following = [], [], [], []
    for r, count in enumerate(stages):
        held, clock = draw(st.booleans()), draw(st.booleans()) or count > 1
        for stage in range(count):
            rung.append(r)
            up.append(first[r + 1])
            down.append(-1 if r == 0 or held else first[r - 1])
            following.append(first[r] + stage + 1 if clock else -1)
    wars = [len(stages)] * (2 if either else 1)
    return Coordinates(tuple(rung + wars), tuple(up), tuple(down), tuple(following))


@st.composite
def games(draw: st.DrawFn) -> tuple[tuple[Coordinates, ...], tuple[int, ...], tuple[int, ...]]:
    """Two to four actors: coordinates, camps, start."""
    camps = [CHALLENGER, TARGET, *draw(st.lists(st.sampled_from([0, 1, 2]), max_size=2))]
    actors = tuple(draw(places(camp == NONE)) for camp in camps)
    return actors, tuple(camps), tuple(draw(st.integers(0, a.below - 1)) for a in actors)


def steps(
    actors: tuple[Coordinates, ...], camps: tuple[int, ...], position: Position, i: int
) -> list[Position | None]:
    """Where actor i's four steps lead: up, down, next, across."""
    coord, flag = position
    actor, c = actors[i], coord[i]
    if c >= actor.below:
        return [None] * 4

    def to(target: int, side: int) -> Position | None:
        if target < 0:
            return None
        war = target >= actor.below
        return (*coord[:i], target, *coord[i + 1 :]), (side if war and flag == NONE else flag)

    own = CHALLENGER if camps[i] == NONE else camps[i]
    across = None
    if camps[i] == NONE and actor.up[c] >= actor.below:
        across = to(actor.below + 1, TARGET)
    return [to(actor.up[c], own), to(actor.down[c], own), to(actor.next[c], own), across]


def brute(
    actors: tuple[Coordinates, ...], camps: tuple[int, ...], start: tuple[int, ...]
) -> set[Position]:
    """Every position reachable from the start, breadth first."""
    seen: set[Position] = {(start, NONE)}
    queue = deque(seen)
    while queue:
        here = queue.popleft()
        for i in range(len(actors)):
            for there in steps(actors, camps, here, i):
                if there is not None and there not in seen:
                    seen.add(there)
                    queue.append(there)
    return seen


def positions(layout: Layout) -> list[Position]:
    return [
        (tuple(int(c) for c in coord), int(f))
        for coord, f in zip(layout.coord, layout.flag, strict=True)
    ]


def check_blocks(layout: Layout) -> None:
    """Blocks cut the positions, most at war first, never lead back, say truly if two-coloured."""
    edges = [(b.start, b.stop) for b in layout.blocks]
    assert edges[0][0] == 0
    assert edges[-1][1] == layout.size
    assert all(a[1] == b[0] for a, b in pairwise(edges))
    block_of = np.repeat(np.arange(len(edges)), [b - a for a, b in edges])
    at_war = (layout.coord >= layout.below).sum(axis=1)
    links = [layout.up, layout.down, layout.next, layout.across]
    for number, block in enumerate(layout.blocks):
        here = slice(block.start, block.stop)
        assert (at_war[here] == block.at_war).all()
        assert (layout.flag[here] == block.flag).all()
        second = np.arange(block.start, block.stop) >= block.middle
        crossing = True
        for to in links:
            there = to[here]
            known = there >= 0
            assert (block_of[there[known]] <= number).all()
            inside = known & (there >= block.start) & (there < block.stop)
            crossing &= bool(((there >= block.middle) != second[:, None])[inside].all())
        assert block.bipartite == crossing
    counts = [b.at_war for b in layout.blocks]
    assert counts == sorted(counts, reverse=True)


@given(games())
@settings(max_examples=60, deadline=None)
def test_positions_and_neighbours_are_those_of_brute_force(
    game: tuple[tuple[Coordinates, ...], tuple[int, ...], tuple[int, ...]],
) -> None:
    actors, camps, start = game
    layout = build(actors, np.array(camps, np.int64), start)
    found = positions(layout)
    assert len(set(found)) == len(found)
    assert set(found) == brute(actors, camps, start)
    assert found[layout.start] == (start, NONE)
    index = {position: x for x, position in enumerate(found)}
    for x, position in enumerate(found):
        for i, actor in enumerate(actors):
            expected = [
                -1 if there is None else index[there] for there in steps(actors, camps, position, i)
            ]
            got = [int(a[x, i]) for a in (layout.up, layout.down, layout.next, layout.across)]
            assert got == expected
            assert layout.rung[x, i] == actor.rung[position[0][i]]
    check_blocks(layout)


def test_the_average_dispute_has_twenty_six_positions() -> None:
    """4 x 4 in peace; with the challenger's flag 1 x 4 + 1; and the target's likewise."""
    layout = compile_game(two()).layout
    assert layout.size == 16 + 2 * 5
    assert sum(1 for b in layout.blocks if b.at_war == 0) == 1
    assert layout.blocks[-1].stop - layout.blocks[-1].start == 16


def test_up_and_down_undo_each_other_where_both_may_be_done() -> None:
    layout = compile_game(four()).layout
    peace = np.flatnonzero(layout.flag == 0)
    for i in range(4):
        for x in peace:
            if (y := layout.down[x, i]) >= 0:
                assert layout.up[y, i] == x
            y = layout.up[x, i]
            if layout.flag[y] == 0:
                assert layout.down[y, i] == x


def test_war_is_never_left_and_sets_the_flag() -> None:
    layout = compile_game(reference("weak-target")).layout
    war = layout.coord >= layout.below
    for i in range(3):
        stuck = war[:, i]
        for to in (layout.up, layout.down, layout.next, layout.across):
            assert (to[stuck, i] == -1).all()
        into = (layout.flag == 0) & (layout.up[:, i] >= 0)
        landed = layout.up[into, i]
        entered = layout.coord[landed, i] >= layout.below[i]
        own = 1 if i == 0 else 2
        assert (layout.flag[landed] == np.where(entered, own, 0)).all()
    assert ((layout.flag == 0) == ~war.any(axis=1)).all()


def test_single_stages_are_two_coloured_even_with_two_war_rungs() -> None:
    actors = {"CH": {"camp": "challenger"}, "TG": {"camp": "target"}, "EI": {"camp": "either"}}
    layout = compile_game(crisis(actors)).layout
    assert all(block.bipartite for block in layout.blocks)
    check_blocks(layout)


@pytest.mark.parametrize(("stages", "expected"), [(1, True), (2, False), (3, False)])
def test_erlang_stages_that_can_be_left_sideways_are_not_two_coloured(
    stages: int, expected: bool
) -> None:
    """From the second of two stages a step down skips a coordinate: parity stays."""
    plan = {"days": 9.0, "stages": stages, "judgement": "made up"}
    layout = compile_game(two(CH={"mobilisation": plan}, ladder="mobilisation")).layout
    assert layout.blocks[-1].bipartite is expected
    check_blocks(layout)


def test_the_reference_of_july_is_laid_out_whole() -> None:
    scenario = reference("july-sketch")
    primitives = build_primitives(scenario, load_theta("provisional"))
    layout = compile_game(scenario).layout
    ladders = [range(len(c.rung)) for c in primitives.coordinates]
    peace = sum(1 for c in product(*ladders) if all(k < 4 for k in c))
    assert peace == 4**6
    assert layout.blocks[-1].stop - layout.blocks[-1].start == peace
    check_blocks(layout)


def test_positions_nobody_can_reach_are_not_stored() -> None:
    """Rungs below an irrevocable start are out of reach."""
    plan = {"revocable": False, "judgement": "made up"}
    scenario = two(CH={"mobilisation": plan}, ladder="mobilisation", start={"CH": "mobilised"})
    layout = compile_game(scenario).layout
    assert set(layout.rung[:, 0].tolist()) == {3, 4}


def test_a_layout_that_does_not_fit_is_rebuilt() -> None:
    pair = compile_game(two())
    other = compile_game(four(), layout=pair.layout)
    assert other.layout.coord.shape[1] == 4
    moved = compile_game(two(start={"CH": "force"}), layout=pair.layout)
    assert moved.layout.rung[moved.layout.start].tolist() == [3, 0]
    assert compile_game(two(), layout=pair.layout).layout is pair.layout


def test_a_coordinate_that_would_not_fit_is_refused() -> None:
    rungs = [
        {"name": f"r{k}", "hostility": 3, "readiness": 0.5, "transit_days": 9.0} for k in range(3)
    ]
    war = {"name": "war", "hostility": 5, "war": True, "readiness": 1.0, "audience": 1.0}
    plan = {"stages": 60, "judgement": "made up"}
    calm = {"name": "calm", "hostility": 1, "readiness": 0.5}
    fits = two(CH={"mobilisation": plan}, ladder=[calm, *rungs[:2], war])
    layout = compile_game(fits).layout
    assert layout.coord.min() == 0
    assert layout.coord.max() == 121
    with pytest.raises(UsageError, match="182 places on the ladder") as caught:
        compile_game(two(CH={"mobilisation": plan}, ladder=[calm, *rungs, war]))
    assert "fewer stages" in (caught.value.fix or "")


def test_more_positions_than_can_be_held_are_refused_before_they_are_laid_out() -> None:
    def crowd(size: int) -> Scenario:
        friends = {f"T{k}": {"camp": "target"} for k in range(size - 2)}
        return crisis({"CH": {"camp": "challenger"}, "TG": {"camp": "target"}} | friends)

    plan = {"days": 6.0, "stages": 2, "lock_in_days": 4.0, "lock_in_stages": 3, "judgement": "x"}
    clocked = two(CH={"mobilisation": plan}, TG={"capability": 2.0}, ladder="mobilisation")
    assert [len(c.rung) for c, _ in (coordinates(clocked, n) for n in clocked.actors)] == [8, 5]
    assert most_positions(clocked) == 7 * 4 + 2 * (8 * 5 - 7 * 4)
    assert most_positions(crowd(9)) == 4**9 + 2 * (5**9 - 4**9) < MOST_POSITIONS
    with pytest.raises(UsageError, match=r"up to 2,374,297,386 positions, and 4,000,000") as caught:
        compile_game(crowd(13))
    assert "leave out actors" in (caught.value.fix or "")
    assert "\n" not in str(caught.value)
    with pytest.raises(UsageError, match="positions"):
        compile_game(crowd(10))
