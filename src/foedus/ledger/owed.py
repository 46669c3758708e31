"""The obligations that a case has in play, and the case without some of them."""

from __future__ import annotations

from foedus.crisis.account import treaty_roles
from foedus.crisis.intervene import Without
from foedus.crisis.scenario import Scenario
from foedus.crisis.treaty import Pledge, Treaty, pledges

__all__ = ["ALL", "CAMPS", "alliances", "in_play", "instruments", "roles", "without"]

ALL = "all"
CAMPS = ("camp:challenger", "camp:target")
"""What is owed to the challenger's camp; what is owed to the target's."""


def in_play(scenario: Scenario) -> tuple[Pledge, ...]:
    """Pledges among the actors that can change anything: they apply here and bind somebody.

    Treaties enter the game through these alone, so two scenarios that differ in treaties and have
    the same pledges in play are the same game.
    """
    return tuple(p for p in pledges(scenario) if p.applies and p.weight > 0.0)


def alliances(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the parts of each alliance, by its name.

    One alliance of ATOP may be several treaties of a scenario, where it promises different things
    or on different conditions: they have its number, and stand or fall together. A treaty without
    a number is an alliance of its own.
    """
    found: dict[str, list[str]] = {}
    for name, treaty in scenario.treaties.items():
        alliance = name if treaty.atop is None else f"atop-{treaty.atop}"
        found.setdefault(alliance, []).append(name)
    return {alliance: tuple(parts) for alliance, parts in found.items()}


def instruments(scenario: Scenario) -> dict[str, str]:
    """Return what can be taken out, with its kind: each alliance, each camp's, all of them."""
    return (
        dict.fromkeys(alliances(scenario), "treaty") | dict.fromkeys(CAMPS, "camp") | {ALL: "all"}
    )


def without(scenario: Scenario, name: str) -> Scenario:
    """Return the scenario without an alliance, what is owed to a camp (`CAMPS`), or any (`ALL`)."""
    if name == ALL or name in CAMPS:
        return Without(name)(scenario)
    gone = alliances(scenario)[name]
    kept = {part: treaty for part, treaty in scenario.treaties.items() if part not in gone}
    return scenario.model_copy(update={"treaties": kept})


def roles(scenario: Scenario, alliance: str) -> dict[str, str]:
    """Return the group of every actor in the accounting of an alliance, its parts taken as one."""
    parts = [scenario.treaties[part] for part in alliances(scenario)[alliance]]
    owes: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for obligor, owed in part.owes.items():
            owes[obligor] = tuple(dict.fromkeys((*owes.get(obligor, ()), *owed)))
    whole: Treaty = parts[0].model_copy(update={"owes": owes})
    return treaty_roles(scenario.model_copy(update={"treaties": {alliance: whole}}), alliance)
