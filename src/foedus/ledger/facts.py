"""What a row says of a dispute before anything is solved: who, when, what was owed, what came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.cases.case import Case
from foedus.core import countries
from foedus.crisis.scenario import Scenario

from .owed import alliances, in_play

__all__ = ["Fact", "candidate_facts", "facts", "named", "treaties_of", "unmade_facts"]

Fact = dict[str, Any]


def facts(case: Case, icb: Mapping[int, list[int]]) -> Fact:
    """Return the columns of `rows` that need no solving.

    Parameters
    ----------
    case
        A dispute.
    icb
        ICB's numbers by dispute.
    """
    scenario, number = case.scenario, int(case.key)
    owed = in_play(scenario)
    seen = case.seen
    return {
        "key": case.key,
        "dispnum": number,
        "start": scenario.date,
        "year": case.year,
        "decade": case.year // 10 * 10,
        "block": case.block,
        "world_war": case.block < 0,
        "challenger": _names(case.challenger, case.year),
        "target": _names(case.target, case.year),
        "challenger_ccodes": list(case.challenger),
        "target_ccodes": list(case.target),
        "challenger_code": scenario.principal("challenger"),
        "target_code": scenario.principal("target"),
        "issue": scenario.issue.kind,
        "left_out": case.left_out,
        "joined_outside": case.joined_outside,
        "obligations": [
            {
                "treaty": one.treaty,
                "atop": scenario.treaties[one.treaty].atop,
                "kind": one.kind,
                "obligor": one.obligor,
                "beneficiary": one.beneficiary,
                "weight": one.weight,
                "conditional": one.conditional,
                "against": None if one.against is None else list(one.against),
            }
            for one in owed
        ],
        "n_obligations": len(owed),
        "n_treaties": len({scenario.treaties[p.treaty].atop or p.treaty for p in owed}),
        "pledged": bool(owed),
        "icb": sorted(icb.get(number, [])),
        "nuclear": any(actor.nuclear for actor in scenario.actors.values()),
        "major": any(actor.major for actor in scenario.actors.values()),
        "level": seen.level if seen is not None else None,
        "end": seen.end if seen is not None else None,
        "days": seen.days if seen is not None else None,
        "elsewhere": list(seen.elsewhere) if seen is not None else [],
        "notes": list(case.notes),
    }


def candidate_facts(case: Case) -> list[Fact]:
    """Return who the third parties in the game are, and whether they came in, on record."""
    seen = case.seen
    return [
        {
            "ccode": one.ccode,
            "code": one.code,
            "name": named(one.ccode, case.year),
            "camp": one.camp,
            "why": list(one.why),
            "joined": seen.joined.get(one.code) if seen is not None else None,
            "fought": seen.fought.get(one.code) if seen is not None else None,
        }
        for one in case.candidates
    ]


def unmade_facts(
    number: int, reason: str, known: Mapping[str, Any], icb: Mapping[int, list[int]]
) -> Fact:
    """Return the columns of `rows` of a dispute that makes no game.

    Parameters
    ----------
    number, reason
        The dispute, and why it makes none.
    known
        ``start, year, block, level`` of it.
    """
    year: int = known["year"]
    return {
        "key": str(number),
        "dispnum": number,
        "start": known["start"],
        "year": year,
        "decade": year // 10 * 10,
        "block": known["block"],
        "world_war": known["block"] < 0,
        "icb": sorted(icb.get(number, [])),
        "level": known["level"],
        "status": "unmade",
        "reason": reason,
    }


def treaties_of(scenario: Scenario) -> dict[str, int | None]:
    """Return the ATOP number of each alliance, by its name."""
    return {name: scenario.treaties[parts[0]].atop for name, parts in alliances(scenario).items()}


def named(ccode: int, year: int) -> str:
    """Return a state's name at the time; its number where it has none."""
    return countries.name(ccode, year) if ccode in countries.known() else str(ccode)


def _names(codes: tuple[int, ...], year: int) -> list[str]:
    return [named(code, year) for code in codes]
