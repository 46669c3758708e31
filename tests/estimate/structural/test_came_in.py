"""Candidates by pledge and rank: counts by hand, and against the cases' own reasons."""

from __future__ import annotations

from dataclasses import replace

from foedus.estimate.structural.came_in import came_in

from .made import FORCE, SHOW, WAR, case, scenario


def test_counts_by_hand() -> None:
    free = scenario()
    pact = next(iter(free.treaties))
    alone = free.without(pact)
    found = came_in(
        [
            case("1", free, replace(SHOW, joined={"CCC": True}), 1950, 1),
            case("2", alone, replace(WAR, joined={"CCC": True}, fought={"CCC": False}), 1951, 2),
            case("3", free, replace(WAR, joined={"CCC": True}, fought={"CCC": True}), 1952, 3),
            case("4", free, replace(FORCE, elsewhere=("CCC",)), 1953, 4),
            case("5", free, None, 1954, 5),
        ]
    )
    by = {(row["bound"], row["major"]): row for row in found}
    assert len(found) == len(by) == 4
    major = free.actors["CCC"].major
    assert by[True, major] == {
        "bound": True, "major": major, "candidates": 2, "joined": 2, "in_wars": 1, "fought": 1,
    }  # fmt: skip
    assert by[False, major] == {
        "bound": False, "major": major, "candidates": 1, "joined": 1, "in_wars": 1, "fought": 0,
    }  # fmt: skip
    assert sum(row["candidates"] for row in found) == 3
