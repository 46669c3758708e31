"""Rules about treaties: who owes whom, against whom, and whether they bind on the day."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.crisis.scenario import Scenario
from foedus.crisis.treaty import Treaty, reaches

from .defects import Defect, Oddity, grounded, in_force_on, known_codes, listed_codes

_TAKEN = {
    "all": "every treaty, where one is left out",
    "requested": "the changes asked for, in tables of effects",
}
"""Words that mean something else where a treaty's id could stand."""


def check_treaties(scenario: Scenario) -> Iterator[Defect]:
    """Check every treaty."""
    for name, treaty in scenario.treaties.items():
        path = ("treaties", name)
        if name in _TAKEN:
            yield Defect(path, f"'{name}' means {_TAKEN[name]}", name, "give it another id")
        yield from grounded(path, treaty)
        yield from _parties(scenario, name, treaty)
        yield from _by_obligor(scenario, name, treaty)
        if len(set(treaty.kind)) < len(treaty.kind):
            message = "a kind is listed twice"
            yield Defect((*path, "kind"), message, ", ".join(treaty.kind), "keep one")
        yield from _dates(scenario, name, treaty)


def _dates(scenario: Scenario, name: str, treaty: Treaty) -> Iterator[Defect]:
    start, end = treaty.in_force
    path = ("treaties", name, "in_force")
    shown = f"{start} to {end or 'now'}"
    if end is not None and end < start:
        yield Defect(path, "ends before it begins", shown, "write [from, to]")
    elif not in_force_on(treaty.in_force, scenario.date):
        message = f"not in force on {scenario.date}, the day the game starts"
        fix = "take the treaty out, or mend one of the dates"
        yield Defect(path, message, shown, fix, frozenset({"date"}))


def _parties(scenario: Scenario, name: str, treaty: Treaty) -> Iterator[Defect]:
    path = ("treaties", name, "owes")
    yield from known_codes(scenario, path, treaty.owes)
    for obligor, beneficiaries in treaty.owes.items():
        yield from listed_codes(scenario, (*path, obligor), beneficiaries)
        home = scenario.home.get(obligor)
        for number, other in enumerate(beneficiaries):
            place = (*path, obligor, number)
            if other == obligor:
                message = f"{obligor} owes itself"
                yield Defect(place, message, other, "name another beneficiary, or take it out")
            elif home is not None and scenario.home.get(other) == home:
                message = f"{obligor} owes a member of its own bloc {home}"
                yield Defect(place, message, other, "name a beneficiary outside the bloc")


def _by_obligor(scenario: Scenario, name: str, treaty: Treaty) -> Iterator[Defect]:
    path = ("treaties", name)
    seen: set[tuple[str, ...]] = set()
    for obligor, enemies in (treaty.against or {}).items():
        if obligor not in treaty.owes:
            yield _not_obligor((*path, "against", obligor), obligor, treaty)
        elif enemies not in seen:  # one list for all obligors is reported once
            yield from listed_codes(scenario, (*path, "against", obligor), enemies)
            for number, enemy in enumerate(enemies):
                if enemy == obligor:
                    place = (*path, "against", obligor, number)
                    if len(set((treaty.against or {}).values())) > 1 or len(treaty.owes) == 1:
                        message = f"{obligor} would be bound against itself"
                        yield Defect(place, message, enemy, "take it out")
            seen.add(enemies)
    for obligor in treaty.binding:
        if obligor not in treaty.owes:
            yield _not_obligor((*path, "binding", obligor), obligor, treaty)
    for obligor in treaty.owes:
        if obligor not in treaty.binding:
            message = f"the obligor {obligor} has no binding"
            fix = f"add {obligor}: a number from 0 to 1"
            yield Defect((*path, "binding"), message, None, fix)


def _not_obligor(path: tuple[str | int, ...], code: str, treaty: Treaty) -> Defect:
    from foedus.core.errors import did_you_mean

    fix = did_you_mean(code, treaty.owes) or f"obligors: {', '.join(treaty.owes)}"
    return Defect(path, f"'{code}' owes nothing under this treaty", code, fix)


def odd_treaties(scenario: Scenario) -> Iterator[Oddity]:
    """Find treaties that are legal but odd; needs a scenario without defects."""
    for name, treaty in scenario.treaties.items():
        path = ("treaties", name)
        if not reaches(treaty, scenario.theatre):
            listed = ", ".join(treaty.theatres)
            here = scenario.theatre or "none"
            yield Oddity(
                (*path, "theatres"),
                f"binds in {listed} only, and the theatre here is {here}: it has no effect",
            )
        for obligor in treaty.owes:
            yield from _odd_obligor(scenario, name, treaty, obligor)
    yield from _both_camps(scenario)


def _odd_obligor(scenario: Scenario, name: str, treaty: Treaty, obligor: str) -> Iterator[Oddity]:
    home, actors = scenario.home, scenario.actors
    path = ("treaties", name, "owes", obligor)
    if not treaty.casus_belli:
        return
    me = home[obligor]
    triggers = False
    enemies = (treaty.against or {}).get(obligor)
    for code in treaty.owes[obligor]:
        other = home[code]
        if actors[me].camp != actors[other].camp and "either" not in (
            actors[me].camp,
            actors[other].camp,
        ):
            yield Oddity(
                path, f"{obligor} stands against {code}, whom it owes: it cannot meet the pledge"
            )
        against = {
            home[enemy]
            for enemy in (enemies if enemies is not None else actors)
            if home[enemy] != me and scenario.opposed(home[enemy], other)
        }
        triggers = triggers or len(against) >= treaty.at_least
    if not triggers:
        yield Oddity(
            path,
            f"what {obligor} owes can never be called for: too few of those it is against oppose"
            " its beneficiaries here",
        )


def _both_camps(scenario: Scenario) -> Iterator[Oddity]:
    owed: dict[str, dict[str, str]] = {}
    for name, treaty in scenario.treaties.items():
        if not treaty.casus_belli:
            continue
        for obligor, beneficiaries in treaty.owes.items():
            for code in beneficiaries:
                camp = scenario.actors[scenario.home[code]].camp
                owed.setdefault(scenario.home[obligor], {}).setdefault(camp, f"{name} to {code}")
    for code, camps in owed.items():
        if {"challenger", "target"} <= camps.keys():
            yield Oddity(
                ("actors", code),
                f"{code} is bound to both camps: by {camps['challenger']}, by {camps['target']}",
            )
