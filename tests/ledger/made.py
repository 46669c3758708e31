"""Small cases made by hand: two to four actors, with and without pacts, in several decades."""

from __future__ import annotations

from typing import Any

from foedus.cases.case import Candidate, Case, Seen
from foedus.crisis.scenario import Scenario
from foedus.ledger.task import Task

LEVELS = ("display", "force", "force", "war")


def case(
    number: int,
    *,
    year: int = 1950,
    pacts: int = 1,
    friends: int = 1,
    block: int | None = None,
    level: str | None = None,
    strength: float = 3.0,
    nuclear: bool = False,
    major: bool = False,
    kinds: tuple[str, ...] = ("defence",),
) -> Case:
    """A dispute of USA (2) against Mexico (70) with friends of either side."""
    actors: dict[str, dict[str, Any]] = {
        "USA": {"name": "United States", "camp": "challenger", "principal": True,
                "capability": strength, "nuclear": nuclear, "major": major, "judgement": "made"},
        "MEX": {"name": "Mexico", "camp": "target", "principal": True, "capability": 1.0,
                "judgement": "made"},
    }  # fmt: skip
    others = (("UKG", 200, "target"), ("FRN", 220, "challenger"))[:friends]
    for code, _, camp in others:
        actors[code] = {"name": code, "camp": camp, "capability": 3.0, "major": major,
                        "judgement": "made"}  # fmt: skip
    pledged = [("UKG", "MEX"), ("FRN", "USA"), ("UKG", "USA")][:pacts]
    treaties = {
        f"atop-{1000 + k}": {
            "kind": list(kinds), "owes": {obligor: [owed]}, "binding": 0.8, "atop": 1000 + k,
            "in_force": [f"{year - 2}-01-01", None], "judgement": "made",
        }
        for k, (obligor, owed) in enumerate(pledged)
        if obligor in actors
    }  # fmt: skip
    scenario = Scenario.model_validate(
        {
            "foedus-scenario": 1,
            "name": f"mid-{number}",
            "date": f"{year}-03-0{1 + number % 9}",
            "start": {"USA": "display"},
            "actors": actors,
            "issue": {"kind": "policy", "salience": {"USA": 1, "MEX": 1}, "judgement": "made"},
            "treaties": treaties,
            "contact": [["USA", "MEX"]],
        }
    )
    told = level or LEVELS[number % len(LEVELS)]
    candidates = tuple(
        Candidate(ccode, code, camp, 0.1, ("major",)) for code, ccode, camp in others
    )
    return Case(
        key=str(number),
        kind="dispute",
        year=year,
        known=year,
        block=block if block is not None else number,
        scenario=scenario,
        seen=Seen(
            level=told,
            end=None if told == "war" else "lapsed",
            days=30.0,
            joined={c.code: number % 2 == 0 for c in candidates},
            fought={c.code: False for c in candidates} if told == "war" else {},
            elsewhere=(),
        ),
        challenger=(2,),
        target=(70,),
        candidates=candidates,
        left_out=1,
        joined_outside=0,
        notes=("made by hand",),
    )


def some(count: int = 6) -> tuple[Case, ...]:
    """Disputes of several decades; every third has no pact, the last two are of a general war."""
    return tuple(
        case(
            10 + k,
            year=1905 + 12 * k,
            pacts=k % 3,
            friends=1 + k % 2,
            strength=(1.0, 3.0, 8.0)[k % 3],
            nuclear=k == 1,
            major=k % 2 == 0,
            block=-139 if k >= count - 2 else None,
        )
        for k in range(count)
    )


def task(one: Case, **named: Any) -> Task:
    """A task at the provisional theta, which no fit moves."""
    return Task(one, "provisional", **named)
