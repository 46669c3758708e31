"""Cases made up: small games, records, a sample of them. No data are needed."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from typing import Any

import numpy as np

from foedus.cases.case import Candidate, Case, Seen
from foedus.crisis.scenario import Scenario
from foedus.estimate.structural.objective import Point
from foedus.estimate.structural.onset import OnsetRows
from foedus.estimate.structural.sample import Sample
from foedus.estimate.structural.space import Space


class Deadly(Case):
    """A case that kills the worker that is given it: unpickling it ends the process."""

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is copied into another process."""
        return os._exit, (1,)


def deadly(one: Case) -> Deadly:
    """The same case, deadly."""
    return Deadly(**{part.name: getattr(one, part.name) for part in fields(one)})


def scenario(
    challenger: float = 6.0, target: float = 2.0, ally: float | None = 7.0, **parts: Any
) -> Scenario:
    """A challenger against a target, with an ally of the target's where it has a strength."""
    actors: dict[str, dict[str, Any]] = {
        "AAA": {"camp": "challenger", "capability": challenger, "polyarchy": 0.2, "major": True},
        "BBB": {"camp": "target", "capability": target, "polyarchy": 0.9, "distance_km": 1500.0},
    }
    treaties, contact = {}, [["AAA", "BBB"]]
    if ally is not None:
        actors["CCC"] = {"camp": "target", "capability": ally, "distance_km": 3000.0}
        treaties["pact"] = {
            "kind": "defence", "owes": {"CCC": ["BBB"]}, "binding": 0.7,
            "in_force": ["1949-01-01", None], "judgement": "made up",
        }  # fmt: skip
        contact.append(["AAA", "CCC"])
    full = {
        code: {"name": code, "principal": code != "CCC", "judgement": "made up", **actor}
        for code, actor in actors.items()
    }
    return Scenario.model_validate(
        {
            "foedus-scenario": 1,
            "name": "made",
            "date": "1950-01-01",
            "start": {"AAA": "display"},
            "actors": full,
            "issue": {
                "kind": "territory",
                "salience": {"AAA": 1.0, "BBB": 1.0},
                "judgement": "made up",
            },
            "treaties": treaties,
            "contact": contact,
            **parts,
        }
    )


def case(
    key: str, made: Scenario, seen: Seen | None = None, year: int = 1950, block: int = 0
) -> Case:
    """A case around a scenario."""
    third = tuple(
        Candidate(300 + i, code, "target", 0.1, ("ally_other",))
        for i, code in enumerate(made.actors)
        if code == "CCC"
    )
    return Case(
        key=key,
        kind="dyad-year" if seen is None else "dispute",
        year=year,
        known=year + 1,
        block=block,
        scenario=made,
        seen=seen,
        challenger=(100,),
        target=(200,),
        candidates=third,
        left_out=0,
        joined_outside=0,
        notes=(),
    )


SHOW = Seen("display", "lapsed", 40.0, {"CCC": False}, {}, ())
FORCE = Seen("force", "target_yields", 12.0, {"CCC": True}, {}, ())
WAR = Seen("war", None, 200.0, {"CCC": True}, {"CCC": True}, ())


def sample() -> Sample:
    """Three disputes, four dyad-years, two decades, one dispute and its onset in one cluster."""
    disputes = (
        case("1", scenario(), SHOW, 1950, 1),
        case("2", scenario(4.0, 4.0, 5.0), FORCE, 1955, 2),
        case("3", scenario(8.0, 1.0, 3.0), WAR, 1962, 3),
    )
    challenges = tuple(
        case(f"100-200-{year}", scenario(*sizes), None, year)
        for year, sizes in (
            (1950, (6.0, 2.0, 7.0)),
            (1951, (2.0, 6.0, None)),
            (1960, (3.0, 3.0, None)),
            (1961, (5.0, 1.0, None)),
        )
    )
    rows = OnsetRows(
        ("land",),
        np.array([[1.0], [0.0], [1.0], [0.0]]),
        np.array([0.5, 0.05, 0.04, 0.6]),  # shares: nothing can part them
        np.array([2.0, 30.0, 12.5, 1.0]),
        np.array([1, 10, 11, 12], np.int64),
    )
    return Sample(
        disputes,
        challenges,
        rows,
        np.array([1, 2, 3], np.int64),
        np.array([1950, 1950, 1960], np.int64),
        np.array([1950, 1950, 1960, 1960], np.int64),
    )


def bare(names: tuple[str, ...], where: Space) -> Space:
    """A space of a few parameters only."""
    rest = {n: where.base.parameters[n].value for n in where.names if n not in names}
    return where.without(rest)


def hill(where: Space, top: np.ndarray, H: np.ndarray, scores: np.ndarray | None = None) -> Any:
    """Make a quadratic log likelihood with its top at `top`: what `climb` may climb."""

    def at(point: np.ndarray, label: str = "") -> Point:
        gap = point - top
        slope, value = -H @ gap, float(-0.5 * gap @ H @ gap)
        own = np.zeros((2, len(top))) if scores is None else scores
        return Point(
            at=point,
            coef=np.zeros(0),
            log_likelihood=value,
            objective=value + where.log_prior(point)[0],
            slope=slope,
            information=H,
            outer=H,
            scores=own,
            clusters=np.arange(len(own)),
            by_decade=dict.fromkeys((1950, 1960), (slope / 2.0, H / 2.0)),
            losses={},
            failed={},
            values=np.zeros(0),
        )

    return at


def heavy() -> Sample:
    """The same with so many dyad-years a row that no draw of onsets parts them."""
    held = sample()
    return replace(held, rows=replace(held.rows, weight=np.full(4, 300.0)))
